//! Clients that are old, odd or hostile: each gets an answer in our form, and none a 500.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::given::{self, set};
use domesday_tests::both;
use domesday_tests::server::{PASSWORD, Server};
use serde_json::json;

/// Sends these octets, with the admin's token in the place of `TOKEN`, and reads until the server closes.
fn raw(server: &Server, request: &str) -> String {
    let log_in = json!({"login": "admin", "password": PASSWORD});
    let session = server.nobody().post("/sessions", &log_in).expect(201).json();
    let request = request.replace("TOKEN", &format!("Auth-Token: {}", session["token"].as_str().unwrap()));
    let mut stream = TcpStream::connect(server.url().trim_start_matches("http://")).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

both! {
    fn a_client_of_http_1_0_gets_lists_and_files_without_chunks(server: &Server) {
        given::created(&server.admin(), "example.org");
        let list = raw(server, "GET /zones HTTP/1.0\r\nTOKEN\r\nConnection: keep-alive\r\n\r\n");
        assert!(list.ends_with("\r\n\r\n[\"example.org\"]"), "{list}");
        let file = raw(server, "GET /zones/example.org/zonefile HTTP/1.0\r\nTOKEN\r\n\r\n");
        let (head, body) = file.split_once("\r\n\r\n").unwrap();
        assert!(!head.to_lowercase().contains("transfer-encoding"), "{head}");
        assert_eq!(body, given::exported(&server.admin(), "example.org"));
    }

    fn bodies_in_chunks_and_after_100_continue_are_read(server: &Server) {
        let head = "POST /zones?dry_run=true HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTOKEN\r\nContent-Type: application/json\r\n";
        let body = given::zone("example.org").to_string();
        let (first, second) = body.split_at(10);
        let chunks = format!("a\r\n{first}\r\n{:x}\r\n{second}\r\n0\r\n\r\n", second.len());
        let answer = raw(server, &format!("{head}Transfer-Encoding: chunked\r\n\r\n{chunks}"));
        assert!(answer.contains("\"would\":201"), "{answer}");
        let answer = raw(server, &format!("{head}Expect: 100-continue\r\nContent-Length: {}\r\n\r\n{body}", body.len()));
        assert!(answer.starts_with("HTTP/1.1 100 Continue") && answer.contains("\"would\":201"), "{answer}");
        let answer = raw(server, &format!("{head}Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{{}}"));
        assert!(answer.starts_with("HTTP/1.1 415"), "{answer}");
    }

    fn a_nul_is_no_more_than_a_wrong_character_anywhere(server: &Server) {
        let (nobody, admin) = (server.nobody(), server.admin());
        given::created(&admin, "example.org");
        for body in [
            json!({"login": "a\0b", "password": "x"}), json!({"login": "admin", "password": "a\0b"}),
            json!({"login": "admin", "password": "x", "account": "a\0b"}),
        ] {
            nobody.post("/sessions", &body).expect(401);
        }
        for query in ["owner=ac%00me", "suffix=a%00.org", "covering=%00", "ns=ns%00.a.org", "marker=a%00", "kind=%00", "limit=%00", "%00=1"] {
            admin.get(&format!("/zones?{query}")).expect(400);
        }
        for query in ["name=%00", "under=%00", "type=%00", "origin=%00", "marker=%00"] {
            admin.get(&format!("/zones/example.org/recordsets?{query}")).expect(400);
        }
        for query in ["since=%00", "marker=%00"] {
            admin.get(&format!("/zones/example.org/history?{query}")).expect(400);
        }
        admin.get("/zones/a%00.org").expect(404);
        admin.put(&set("a%00.example.org", "TXT"), &json!({"records": ["x"]})).expect(400);
        for (member, value) in [("email", "a\0@b.org"), ("owner", "a\0b"), ("primary_ns", "a\0.b.org"), ("name", "a\0.org"), ("\0", "x")] {
            admin.post("/zones", &given::with(given::zone("other.org"), &json!({member: value}))).expect(400);
        }
    }

    fn a_nul_in_a_label_or_a_text_is_kept_escaped(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        let path = set("a%5C000b.example.org", "TXT");
        let stored = admin.put(&path, &json!({"records": ["\0", "x\0y"]})).expect(201).json();
        assert_eq!(stored["records"], json!([r#""\000""#, r#""x\000y""#]));
        assert_eq!(admin.get(&path).expect(200).json()["name"], r"a\000b.example.org");
        let listed = admin.get("/zones/example.org/recordsets?limit=3").expect(200).json();
        assert_eq!(listed[2]["name"], r"a\000b.example.org");
        let told = admin.get("/zones/example.org/history").expect(200).json();
        assert_eq!(told[0]["changes"][0]["name"], r"a\000b.example.org");
        given::import(&admin, "?replace=true", &given::exported(&admin, "example.org")).expect(428);
        admin.delete(&path).expect(204);
    }

    fn names_and_paths_beyond_every_length_find_nothing(server: &Server) {
        let admin = server.admin();
        for path in [format!("/zones/{}", "a".repeat(60_000)), format!("/zones/{}org", "a.".repeat(20_000))] {
            admin.get(&path).expect(404);
            admin.delete(&path).expect(404);
        }
        admin.get(&format!("/zones?suffix={}", "a.".repeat(20_000))).expect(400);
        admin.get("/zones").header("Accept", &"text/html, ".repeat(2000)).expect(406);
        admin.get("/zones").header("If-None-Match", &"\"x\", ".repeat(2000)).expect(200);
    }

    fn a_zone_named_like_a_path_beside_it_is_reached_where_it_was_said_to_be(server: &Server) {
        let admin = server.admin();
        for name in ["import", "recordsets", "history"] {
            let created = admin.post("/zones", &given::with(given::zone(name), &json!({"registry_zone": true}))).expect(201);
            let location = created.header("location").unwrap().to_owned();
            assert_eq!(admin.get(&location).expect(200).json()["name"], name);
            admin.get(&format!("/zones/{name}/history")).expect(200);
            admin.delete(&location).expect(204);
        }
    }
}
