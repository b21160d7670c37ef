//! Clients that are old, odd or hostile: each gets an answer in this face's form, and none a 500 (rule M7).

use super::{FORM, FORWARD, created, log_in, refused, told, zone};
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::json;

/// Every path of this face that takes a body, with its method.
const WRITES: [(&str, &str); 7] = [
    ("POST", "/api/v1/zones/forward/"),
    ("POST", "/api/v1/zones/reverse/"),
    ("PATCH", "/api/v1/zones/forward/example.org"),
    ("PATCH", "/api/v1/zones/forward/example.org/nameservers"),
    ("POST", "/api/v1/zones/forward/example.org/delegations/"),
    ("PATCH", "/api/v1/zones/forward/example.org/delegations/sub.example.org"),
    ("POST", "/api/v1/nameservers/"),
];

both! {
    fn seen_in_mreg_put_is_500(server: &Server) {
        let admin = log_in(server, "admin");
        created(&admin, "example.org");
        for (_, path) in WRITES {
            for body in [json!({}), zone("example.org"), json!([])] {
                let answer = admin.put(path, &body).send();
                refused(&answer, 405, "method_not_allowed", None);
                assert!(answer.header("allow").is_some(), "{answer}");
            }
        }
        for path in ["/api/v1/hosts/", "/api/v1/zonefiles/example.org", "/api/token-is-valid/", "/api/v1/hosts/x"] {
            for method in ["POST", "DELETE", "PATCH", "OPTIONS", "BREW"] {
                refused(&admin.request(method, path).send(), 405, "method_not_allowed", None);
            }
        }
    }

    fn seen_in_mreg_wrong_types_are_500(server: &Server) {
        let admin = log_in(server, "admin");
        created(&admin, "example.org");
        let delegation = json!({"name": "sub.example.org", "nameservers": ["ns1.provider.net"]});
        admin.post("/api/v1/zones/forward/example.org/delegations/", &delegation).expect(201);
        let values = [
            json!(null), json!(true), json!(-1), json!(5), json!(1.5), json!(1e300), json!(""), json!("x"), json!("\u{0}"),
            json!([]), json!([5]), json!([null]), json!([[]]), json!({}), json!({"a": 1}), json!("x".repeat(70_000)),
        ];
        let members = ["name", "primary_ns", "nameservers", "email", "serialno", "refresh", "comment", "id", "\u{0}", ""];
        for (method, path) in WRITES {
            for value in &values {
                if !value.is_object() {
                    let answer = admin.request(method, path).json(value).send();
                    refused(&answer, 400, "parse_error", None);
                }
                for member in members {
                    let answer = admin.request(method, path).json(&json!({ member: value })).send();
                    let harmless = [201, 204].contains(&answer.status) && ["id", "comment", "refresh"].contains(&member);
                    assert!(harmless || [400, 403].contains(&answer.status), "{member}: {answer}");
                    if !harmless {
                        told(&answer);
                    }
                }
            }
        }
    }

    fn bodies_that_cannot_be_read_are_told_as_such(server: &Server) {
        let admin = log_in(server, "admin");
        created(&admin, "example.org");
        let delegation = json!({"name": "sub.example.org", "nameservers": ["ns1.provider.net"]});
        admin.post("/api/v1/zones/forward/example.org/delegations/", &delegation).expect(201);
        for (method, path) in WRITES {
            let request = || admin.request(method, path);
            for body in ["", "{", "nonsense", "{\"name\":1,\"name\":2}", "\u{feff}{}", "{}x"] {
                refused(&request().body("application/json", body).send(), 400, "parse_error", None);
            }
            for body in [&b"name=%"[..], b"\xff\xfe", b"%zz", b"=&=&=", b"name=%ff&x=\x00"] {
                let answer = request().body(FORM, body).send();
                assert!([400, 403].contains(&answer.status), "{answer}");
                told(&answer);
            }
            for kind in ["text/plain", "multipart/form-data; boundary=x", "application/xml", ""] {
                refused(&request().body(kind, "{}").send(), 415, "unsupported_media_type", None);
            }
            let compressed = request().header("Content-Encoding", "gzip").json(&json!({})).send();
            refused(&compressed, 415, "unsupported_media_type", None);
            let huge = request().body("application/json", vec![b' '; (1 << 20) + 1]).send();
            refused(&huge, 413, "too_large", None);
            refused(&request().header("Accept", "text/html").json(&json!({})).send(), 406, "not_acceptable", None);
        }
    }

    fn paths_that_are_odd_are_404_in_this_form(server: &Server) {
        let admin = log_in(server, "admin");
        created(&admin, "example.org");
        for path in [
            "/api/v1", "/api/v1/", "/api/v1/zones", "/api/v1/zones/", "/api/v1/nothing", "/api/v1/zones/forward/a/b/c/d",
            "/api/v1/zones/Forward/", "/api/v1/zones/forward/%ff%fe", "/api/v1/zones/forward/%00", "/api/v1/zones/forward/..",
            "/api/v1/zones/forward/%2e%2e%2f", "/api/v1/zones/forward/example.org/nothing",
            "/api/v1/zones/forward/example.org/delegations/%ff", "/api/v1/zones/forward/%20", "/api/v1/zonefiles/",
            "/api/v1/zones/forward//", "/api/token-auth/x", "/api/v1/zones/forward/;a=b", "/api/v1/history/",
        ] {
            let answer = admin.get(path).send();
            refused(&answer, 404, "not_found", None);
            assert!(answer.header("location").is_none(), "never a redirect: {answer}");
        }
        let long = format!("{FORWARD}{}", "a".repeat(5000));
        refused(&admin.get(&long).send(), 404, "not_found", None);
    }

    fn m6_with_or_without_final_slash_and_never_a_redirect(server: &Server) {
        let admin = log_in(server, "admin");
        created(&admin, "example.org");
        for path in [
            "/api/v1/zones/forward", "/api/v1/zones/reverse", "/api/v1/zones/forward/example.org", "/api/v1/hosts",
            "/api/v1/zones/forward/example.org/nameservers", "/api/v1/zones/forward/example.org/delegations",
            "/api/v1/zones/forward/hostname/example.org", "/api/v1/zonefiles/example.org", "/api/v1/nameservers",
            "/api/v1/nameservers/ns1.provider.net", "/api/token-is-valid",
        ] {
            let (bare, slashed) = (admin.get(path).expect(200), admin.get(&format!("{path}/")).expect(200));
            assert_eq!(bare.body, slashed.body, "{path}");
            for address in [path.to_owned(), format!("{path}/")] {
                let head = admin.head(&address).expect(200);
                assert!(head.body.is_empty(), "{head}");
                assert_eq!(head.header("content-type"), bare.header("content-type"), "{path}");
                let nobody = server.nobody().get(&address).send();
                refused(&nobody, 401, "unauthenticated", None);
            }
        }
        let slashless = admin.post("/api/v1/zones/forward", &zone("a.org")).expect(201);
        assert_eq!(slashless.header("location"), Some("/api/v1/zones/forward/a.org"));
    }

    fn credentials_that_are_none_are_401(server: &Server) {
        for value in ["Token", "Token ", "Token x", "Token a.b.c", "Basic YWRtaW46eA==", "Token x x", "Bearer \u{7f}"] {
            let client = server.nobody().with_header("Authorization", value);
            let Ok(answer) = client.get(FORWARD).try_send() else { continue };
            refused(&answer, 401, "unauthenticated", None);
            assert!(answer.header("www-authenticate").unwrap().starts_with("Token"), "{answer}");
        }
    }

    fn other_faces_keep_their_own_form(server: &Server) {
        let admin = log_in(server, "admin");
        assert_eq!(admin.get("/zones/nope.org").expect(404).header("content-type"), Some("application/problem+json"));
        assert_eq!(admin.get("/api/v2/nothing").expect(404).header("content-type"), Some("application/problem+json"));
        assert_eq!(admin.get("/api/token-authentic").expect(404).header("content-type"), Some("application/problem+json"));
    }
}
