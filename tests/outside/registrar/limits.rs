//! Clients that are old, odd or hostile (`docs/spec/registrar.md` sections 1 and 2): each gets an answer in this face's form, and none harms.

use super::wire::{World, domain, done, fails, info, person, refused, registration, session, told};
use crate::given;
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::json;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// Sends these octets with a token in the place of `TOKEN` and reads until the server closes.
fn raw(server: &Server, request: &[u8]) -> String {
    let session = session(server, "acme");
    let token = format!("Api-ClientToken: {}\r\nConnection: close", session["token"].as_str().expect("a token"));
    let at = request.windows(5).position(|part| part == b"TOKEN").expect("a place for the token");
    let request = [&request[..at], token.as_bytes(), &request[at + 5..]].concat();
    let mut stream = TcpStream::connect(server.url().trim_start_matches("http://")).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    stream.write_all(&request).unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

both! {
    fn section_1_what_is_no_json_object_cannot_be_read(server: &Server) {
        let World { acme, .. } = World::of(server);
        domain(&acme, "blue.st", &json!({}));
        for (method, path) in [
            ("PUT", "/domains"), ("POST", "/domains/blue.st"), ("POST", "/domains/blue.st/renew"), ("POST", "/domains/blue.st/restore"),
            ("POST", "/domains/blue.st/transfer"),
            ("POST", "/domains/blue.st/epp"), ("DELETE", "/domains/blue.st"), ("PUT", "/contacts"), ("POST", "/contacts/ACME-1"),
            ("DELETE", "/contacts/ACME-1"),
            ("PUT", "/hosts"), ("POST", "/hosts/a.st"), ("DELETE", "/hosts/a.st"), ("POST", "/notifications/1/read"), ("PUT", "/auth"),
            ("POST", "/domains/validate"),
        ] {
            for body in ["{", "{\"a\":}", "x", "<xml/>", "name=blue.st", "[1]", "\"{}\"", "7", "true", "{} {}", "{\"a\":1,}", "{'a':1}", "\u{feff}{}",
                "NaN", "{\"a\":01}"] {
                let call = acme.request(method, path).body("application/json", body);
                refused(call, 400, 2001, &[("", "malformed")]);
            }
        }
        assert_eq!(info(&acme, "/domains/blue.st")["status"], json!(["inactive"]));
    }

    fn section_1_members_that_come_twice_are_no_json(server: &Server) {
        let World { acme, .. } = World::of(server);
        for body in [
            r#"{"name":"a.st","name":"b.st"}"#, r#"{"name":"a.st","n\u0061me":"a.st"}"#, r#"{"name":"a.st","contacts":{"registrant":"ACME-1","registrant":"ZETA-1"}}"#,
            r#"{"name":"a.st","junk":[{"a":1,"a":1}]}"#, r#"{"ns":[],"ns":[]}"#, r#"{"name":null,"name":null}"#,
        ] {
            refused(acme.request("PUT", "/domains").body("application/json", body), 400, 2001, &[("", "malformed")]);
        }
    }

    fn section_1_wrong_encodings_cannot_be_read(server: &Server) {
        let World { acme, .. } = World::of(server);
        let utf16: Vec<u8> = r#"{"name": "blue.st"}"#.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for body in [utf16, b"{\"name\": \"bl\xfce.st\"}".to_vec(), b"{\"name\": \"\xe6\x97\"}".to_vec(), vec![0; 64], vec![0xff, 0xfe], b"\x1f\x8b\x08\x00".to_vec(), b"{\"a\": \"\\ud800\"}".to_vec()] {
            refused(acme.request("PUT", "/domains").body("application/json", body), 400, 2001, &[("", "malformed")]);
        }
        for encoding in ["gzip", "br", "nonsense", "identity, gzip"] {
            let call = acme.request("PUT", "/domains").header("Content-Encoding", encoding).body("application/json", "{}");
            refused(call, 400, 2001, &[("", "content-type")]);
        }
    }

    fn section_1_a_body_has_at_most_256_kib(server: &Server) {
        let World { acme, .. } = World::of(server);
        for body in [" ".repeat(300 << 10), "[".repeat(300 << 10), "x".repeat((256 << 10) + 1),
            format!("{{\"name\":\"{}\"}}", "a".repeat(300 << 10))] {
            for (method, path) in [("PUT", "/domains"), ("POST", "/domains/validate"), ("POST", "/domains/a.st/transfer"),
                ("DELETE", "/contacts/ACME-1"), ("PUT", "/auth")] {
                let call = acme.request(method, path).body("application/json", body.clone());
                refused(call, 413, 2001, &[("", "too-large")]);
            }
        }
        let most = registration(&acme, "blue.st", &json!({"junk": ""})).to_string();
        let padded = most.replace("\"junk\":\"\"", &format!("\"junk\":\"{}\"", "x".repeat((256 << 10) - most.len())));
        assert_eq!(padded.len(), 256 << 10);
        done(acme.request("PUT", "/domains").body("application/json", padded), 201);
        refused(server.nobody().request("PUT", "/domains").body("application/json", " ".repeat(300 << 10)), 401, 2200, &[("", "unauthenticated")]);
        done(acme.get("/auth"), 200);
    }

    fn section_1_depth_and_length_cost_no_more_than_their_reading(server: &Server) {
        let World { acme, .. } = World::of(server);
        for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("{\"0\":", "}")] {
            let deep = format!("{{\"name\": {}1{}}}", open.repeat(9000), close.repeat(9000));
            for path in ["/domains", "/hosts", "/contacts"] {
                let body = told(&acme.request("PUT", path).body("application/json", deep.clone()).expect(400));
                assert_eq!(body["code"], 2001, "{open}");
            }
            let address = format!("{{\"name\":\"ns.blue.st\",\"addr\":{}1{}}}", open.repeat(100), close.repeat(100));
            let call = acme.request("PUT", "/hosts").header("Api-Version", "2.0").body("application/json", address);
            let body = told(&call.expect(400));
            assert!([json!(2001), json!(2005)].contains(&body["code"]), "{open} {body}");
        }
        let many = vec!["x"; 50_000];
        let numbered: serde_json::Map<_, _> = (0..9000).map(|number| (number.to_string(), json!("a.example"))).collect();
        for more in [json!({"ns": many}), json!({"status": many}), json!({"ns": numbered}), json!({"secDNS": {"dsData": vec![json!({}); 20_000]}}),
            json!({"contacts": vec![json!({"tech": 1}); 9000]})] {
            let body = fails(acme.put("/domains", &registration(&acme, "blue.st", &more)), 400, 2005);
            assert!(body.to_string().len() < 100_000, "a fault is not told a thousand times");
        }
        let wide: serde_json::Map<_, _> = (0..10_000).map(|number| (format!("m{number}"), json!(number))).collect();
        let call = acme.put("/domains", &json!(wide)).header("Api-Version", "2.0");
        assert!(told(&call.expect(400))["errors"].as_array().is_some_and(|errors| errors.len() <= 1000));
        let faults = json!({"name": "blue.st", "ns": vec![json!({}); 900], "status": vec![json!([]); 900]});
        let body = told(&acme.put("/domains", &faults).expect(400));
        assert!(body["errors"].as_array().is_some_and(|errors| errors.len() <= 1000), "as many as anybody reads");
        done(acme.get("/domains"), 200);
    }

    fn a_nul_is_no_more_than_a_wrong_character(server: &Server) {
        let World { admin, acme, .. } = World::of(server);
        domain(&acme, "blue.st", &json!({}));
        let mut loc = person("X-1");
        loc["postalInfo"]["loc"] = json!({"name": "a\0b"});
        for (method, path, body) in [
            ("PUT", "/domains", json!({"name": "a\0b.st"})), ("PUT", "/domains", registration(&acme, "a.st", &json!({"ns": ["a\0.example"]}))),
            ("PUT", "/domains", registration(&acme, "a.st", &json!({"contacts": {"registrant": "A\0B-1"}}))),
            ("PUT", "/domains", registration(&acme, "a.st", &json!({"status": ["client\0Hold"]}))),
            ("PUT", "/domains", registration(&acme, "a.st", &json!({"authInfo": {"pw": "open\0sesame"}}))),
            ("PUT", "/contacts", given::with(person("X-1"), &json!({"id": "a\0b1"}))),
            ("PUT", "/contacts", given::with(person("X-1"), &json!({"email": "a\0@b.example"}))), ("PUT", "/contacts", loc),
            ("PUT", "/hosts", json!({"name": "a\0.blue.st"})),
            ("PUT", "/hosts", json!({"name": "ns.blue.st", "addr": ["192.0.2.1\0"]})),
            ("POST", "/domains/blue.st", json!({"chg": {"registrant": "\0"}})),
            ("POST", "/domains/blue.st/transfer", json!({"op": "\0"})), ("POST", "/domains/blue.st/renew", json!({"curExpDate": "\0"})),
            ("PUT", "/auth", json!({"login": "a\0", "password": "\0"})),
            ("POST", "/domains/blue.st/epp", json!({"authInfo": {"pw": "\0"}})),
        ] {
            let answer = acme.request(method, path).json(&body).send();
            told(&answer);
            assert!((400..500).contains(&answer.status), "{body}: {answer}");
        }
        for query in ["field[name][eq]=%00", "field[%00][eq]=a", "limit=%00", "sort_field=%00", "op=%00", "do=%00"] {
            let answer = acme.get(&format!("/domains?do=search&{query}")).send();
            told(&answer);
            assert!([200, 400].contains(&answer.status), "{answer}");
        }
        for member in ["name", "email", "url", "handle"] {
            let mut body = json!({"login": "eta", "password": "open sesame"});
            body[member] = json!("a\0b");
            fails(admin.put("/clients", &body), 400, 2005);
        }
        fails(admin.get("/clients/a%00b"), 404, 2303);
    }

    fn names_beyond_every_form_and_length_find_nothing(server: &Server) {
        let World { acme, .. } = World::of(server);
        let (long, labels) = ("a".repeat(30_000), "a.".repeat(10_000));
        for name in ["%FF%FE.st", "%C3%28.st", "a%2fb.st", "%2e%2e", "%25", "%", "%zz.st", "a b.st", "%E2%80%AEst", "b%C3%BCcher.st", long.as_str(),
            labels.as_str(), "*.st", "_x.st", "xn--a.st", "..", "st", "."] {
            for path in [format!("/domains/{name}"), format!("/hosts/{name}"), format!("/contacts/{name}"), format!("/whois/{name}"),
                format!("/domains/{name}/check"), format!("/notifications/{name}")] {
                let path = path.replace(' ', "%20");
                let answer = acme.get(&path).send();
                told(&answer);
                assert!((200..500).contains(&answer.status), "{answer}");
                assert!(answer.status != 200 || path.ends_with("/check"), "{answer}");
            }
        }
        for id in ["x", "-1", "1.0", "01x", "0x1", "%201", "1e3"] {
            fails(acme.get(&format!("/notifications/{id}")), 400, 2005);
        }
        for id in ["9007199254740991", "9223372036854775808", "99999999999999999999"] {
            fails(acme.get(&format!("/notifications/{id}")), 404, 2303);
        }
    }

    fn headers_that_no_client_sends_are_told_or_refused(server: &Server) {
        let World { acme, .. } = World::of(server);
        domain(&acme, "blue.st", &json!({}));
        for header in ["Api-ClientTransactionId: a\rX-Evil: y", "Api-ClientTransactionId: a\r\n X-Evil: y", "Api-ClientTransactionId: b\u{e4}r",
            "Api-ClientTransactionId: a\u{7f}"] {
            let answer = raw(server, format!("GET /domains/blue.st HTTP/1.1\r\nHost: x\r\nTOKEN\r\n{header}\r\n\r\n").as_bytes());
            let (head, _) = answer.split_once("\r\n\r\n").unwrap_or_default();
            assert!(!head.to_lowercase().contains("\nx-evil") && head.starts_with("HTTP/1.1 4"), "{header:?}: {answer}");
        }
        // What follows a line's end is a line of the request, and none of the answer.
        let answer = raw(server, b"GET /domains/blue.st HTTP/1.1\r\nHost: x\r\nTOKEN\r\nApi-ClientTransactionId: a\nX-Evil: y\r\n\r\n");
        assert!(!answer.to_lowercase().contains("x-evil"), "{answer}");
        let answer = raw(server, b"GET /domains/\xff\xfe.st HTTP/1.1\r\nHost: x\r\nTOKEN\r\n\r\n");
        assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
        let answer = raw(server, b"GET /domains/blue.st?a=\xff HTTP/1.1\r\nHost: x\r\nTOKEN\r\n\r\n");
        assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
        let body = registration(&acme, "red.st", &json!({})).to_string();
        let (first, second) = body.split_at(10);
        let chunks = format!("PUT /domains HTTP/1.1\r\nHost: x\r\nTOKEN\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\na\r\n{first}\r\n{:x}\r\n{second}\r\n0\r\n\r\n", second.len());
        let answer = raw(server, chunks.as_bytes());
        assert!(answer.starts_with("HTTP/1.1 201") && answer.contains("\"creData\""), "{answer}");
        let answer = raw(server, b"GET /domains HTTP/1.0\r\nTOKEN\r\n\r\n");
        assert!(answer.contains("\"rows_count\":2") && !answer.to_lowercase().contains("transfer-encoding"), "{answer}");
        done(acme.get("/auth"), 200);
    }
}
