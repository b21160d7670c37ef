//! Bad requests: everything wrong is named at once, in one form, and changes nothing.

use crate::given;
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::{Value, json};

both! {
    fn z6_every_wrong_member_is_named_at_once(server: &Server) {
        let admin = server.admin();
        let body = json!({
            "name": "a..org", "ns": ["ns1"], "email": 5, "refresh": "10800", "retry": -1, "expire": 2_147_483_648u64,
            "colour": "red", "serial": 1.5, "registry_zone": "yes", "serial_style": "epoch", "frozen": true
        });
        let answer = admin.post("/zones", &body).send();
        let own = ["name", "ns[0]", "email", "refresh", "retry", "expire", "colour", "serial", "registry_zone", "ttl"];
        given::fields(&answer, &[&own[..], &["serial_style", "frozen"]].concat());
        assert_eq!(admin.get("/zones").expect(200).json(), json!([]));
    }

    fn z6_every_required_member_that_is_missing_is_named(server: &Server) {
        let answer = server.admin().post("/zones", &json!({})).send();
        given::fields(&answer, &["name", "ns", "email", "refresh", "retry", "expire", "ttl"]);
    }

    fn z8_each_name_server_that_is_none_is_named(server: &Server) {
        let admin = server.admin();
        let cases: [(Value, &str, &str); 12] = [
            (json!("ns1.a.org"), "ns", "wrong_type"),
            (json!([]), "ns", "out_of_range"),
            (json!([5]), "ns[0]", "wrong_type"),
            (json!(["ns1"]), "ns[0]", "bad_host_name"),
            (json!(["ns1.a.net", "n_s.a.net"]), "ns[1]", "bad_host_name"),
            (json!(["*.a.net"]), "ns[0]", "bad_host_name"),
            (json!(["192.0.2.1"]), "ns[0]", "bad_host_name"),
            (json!(["2001:db8::1"]), "ns[0]", "bad_host_name"),
            (json!(["-a.net"]), "ns[0]", "bad_host_name"),
            (json!([""]), "ns[0]", "bad_host_name"),
            (json!([null]), "ns[0]", "wrong_type"),
            (json!({"name": "ns1.a.net"}), "ns", "wrong_type"),
        ];
        for (ns, field, code) in cases {
            let answer = admin.post("/zones", &given::with(given::zone("a.org"), &json!({"ns": ns}))).send();
            given::error(&answer, field, code);
        }
    }

    fn z11_section_11_timers_get_two_items_and_with_force_two_warnings(server: &Server) {
        let admin = server.admin();
        let body = given::with(given::zone("a.org"), &json!({"refresh": 100, "retry": 1000, "expire": 10}));
        let answer = admin.post("/zones", &body).expect(400);
        assert_eq!(answer.errors(), [("expire".into(), "soa_relation".into()), ("refresh".into(), "soa_relation".into())]);
        assert_eq!(given::warnings(&admin.post("/zones?force=true", &body).expect(201)).len(), 2);
    }

    fn z15_force_may_stand_in_query_or_body_but_not_against_itself(server: &Server) {
        let admin = server.admin();
        let odd = |name: &str| given::with(given::zone(name), &json!({"refresh": 3600}));
        for (number, word) in ["true", "1", "yes"].into_iter().enumerate() {
            admin.post(&format!("/zones?force={word}"), &odd(&format!("q{number}.org"))).expect(201);
        }
        admin.post("/zones", &given::with(odd("b.org"), &json!({"force": true}))).expect(201);
        for word in ["false", "0", "no"] {
            admin.post(&format!("/zones?force={word}"), &odd("n.org")).expect(400);
        }
        given::fields(&admin.post("/zones?force=maybe", &odd("n.org")).send(), &["force"]);
        let both = given::with(odd("n.org"), &json!({"force": true}));
        given::fields(&admin.post("/zones?force=false", &both).send(), &["force"]);
        let word = given::with(odd("n.org"), &json!({"force": "true"}));
        assert!(admin.post("/zones", &word).expect(400).has_error("force", "wrong_type"));
    }

    fn z17_bodies_that_are_no_json_object_are_refused(server: &Server) {
        let admin = server.admin();
        for body in ["", "{", "[]", "[{}]", "5", "null", "\"zone\"", "{\"name\": \"a.org\"} x", "{\"name\": \u{1}}"] {
            let answer = admin.request("POST", "/zones").body("application/json", body).expect(400);
            assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{answer}");
        }
        admin.request("POST", "/zones").body("application/json", vec![b'{', b'"', 0xff, b'"', b'}']).expect(400);
        let twice = given::zone("a.org").to_string().replacen('{', "{\"name\": \"b.org\", ", 1);
        admin.request("POST", "/zones").body("application/json", twice).expect(400);
        let deep = format!("{{\"name\": {}{}}}", "[".repeat(20_000), "]".repeat(20_000));
        admin.request("POST", "/zones").body("application/json", deep).expect(400);
        admin.request("POST", "/zones").body("application/x-www-form-urlencoded", "name=a.org").expect(415);
        admin.request("POST", "/zones").body("text/plain", given::zone("a.org").to_string()).expect(415);
        admin.post("/zones", &given::zone("a.org")).header("Accept", "text/html").expect(406);
        assert_eq!(admin.get("/zones").expect(200).json(), json!([]));
    }

    fn z17_a_problem_has_all_its_members_and_the_callers_request_id(server: &Server) {
        let admin = server.admin();
        let answer = admin.get("/zones/example.org").header("X-Request-ID", "abc-123").expect(404);
        assert_eq!(answer.header("content-type"), Some("application/problem+json"));
        assert_eq!(answer.header("x-request-id"), Some("abc-123"));
        let problem = answer.json();
        assert_eq!(problem["request_id"], "abc-123");
        assert_eq!(problem["status"], 404);
        for member in ["type", "title", "detail", "code"] {
            assert!(problem[member].is_string(), "{member}: {answer}");
        }
        let other = admin.get("/zones").expect(200);
        assert!(other.header("x-request-id").is_some_and(|id| !id.is_empty()), "{other}");
        let unknown = admin.get("/nothing/here").expect(404);
        assert_eq!(unknown.header("content-type"), Some("application/problem+json"));
    }

    fn z1_the_first_check_that_applies_answers(server: &Server) {
        let (nobody, admin) = (server.nobody(), server.admin());
        let reader = server.user("reader1", "acme", &["reader"]);
        let bad = json!({"refresh": "x"});
        let method = nobody.put("/zones/none.org", &bad).expect(405);
        let allowed = method.header("allow").expect("Allow").to_owned();
        for name in ["GET", "PATCH", "DELETE"] {
            assert!(allowed.contains(name), "{allowed}");
        }
        nobody.patch("/zones/none.org", &bad).expect(401);
        reader.patch("/zones/none.org", &bad).expect(403);
        admin.patch("/zones/none.org", &bad).expect(404);
        given::created(&admin, "example.org");
        let patch = |body: &str| admin.request("PATCH", "/zones/example.org").body("application/json", body);
        patch("{}").header("Accept", "text/html").expect(406);
        admin.request("PATCH", "/zones/example.org").body("text/plain", "{}").expect(415);
        patch("{").expect(400);
        assert_eq!(admin.patch("/zones/example.org", &bad).expect(428).code(), "precondition_required");
        assert_eq!(admin.patch("/zones/example.org", &bad).if_match("\"0.0\"").expect(412).code(), "stale");
        let etag = admin.get("/zones/example.org").expect(200).etag();
        admin.patch("/zones/example.org", &bad).if_match(&etag).expect(400);
    }
}
