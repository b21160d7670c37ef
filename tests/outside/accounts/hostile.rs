//! Bodies and headers as nobody should send them: refused in the order of rule Z1, and nothing is changed.

use super::{column, made, made_user};
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::json;

both! {
    fn z1_what_is_wrong_first_answers(server: &Server) {
        let admin = server.admin();
        let reader = server.user("reader1", "acme", &["reader"]);
        let refused = admin.delete("/accounts/acme").expect(405);
        assert_eq!(refused.header("allow"), Some("GET, HEAD, PATCH"));
        server.nobody().request("PATCH", "/accounts/nobodys").body("text/plain", "{").expect(401);
        reader.request("PATCH", "/accounts/nobodys").body("text/plain", "{").expect(403);
        admin.request("PATCH", "/accounts/nobodys").body("text/plain", "{").expect(404);
        admin.request("PATCH", "/accounts/acme").body("application/json", "{").header("Accept", "text/html").expect(406);
        admin.request("PATCH", "/accounts/acme").body("text/plain", "{").expect(415);
        admin.request("PATCH", "/accounts/acme").body("application/json", "{").expect(400);
        admin.request("PATCH", "/accounts/acme").json(&json!({"disabled": 5})).expect(428);
        admin.request("PATCH", "/accounts/acme").json(&json!({"disabled": 5})).if_match("\"x\"").expect(412);
        admin.request("PATCH", "/accounts/acme").json(&json!({"disabled": 5})).if_match("*").expect(400);
        for path in ["/accounts/", "/accounts/acme/", "/accounts/acme/users/", "/accounts/acme/users/reader1/", "/accounts/acme/keys/", "/accounts/acme/history/"] {
            admin.get(path).expect(200);
        }
    }

    fn bodies_that_are_none_are_refused(server: &Server) {
        let admin = server.admin();
        made(&admin, "acme");
        made_user(&admin, "acme", "jane", &["reader"]);
        let key = admin.post("/accounts/acme/keys", &json!({"user": "jane"})).expect(201).json()["id"].clone();
        let huge = format!("{{\"name\":\"{}\"}}", "x".repeat(20 << 20));
        let twice = r#"{"name":"other","login":"joe","user":"jane","name":"other","login":"joe","user":"jane","disabled":true,"disabled":true}"#;
        let calls = [
            ("POST", "/accounts".to_owned()), ("PATCH", "/accounts/acme".to_owned()), ("POST", "/accounts/acme/users".to_owned()),
            ("PATCH", "/accounts/acme/users/jane".to_owned()), ("POST", "/accounts/acme/keys".to_owned()), ("PATCH", format!("/accounts/acme/keys/{key}")),
        ];
        for (method, path) in &calls {
            for body in ["", "[]", "null", "5", "{\"name\":", twice] {
                let answer = admin.request(method, path).if_match("*").body("application/json", body).expect(400);
                assert_eq!(answer.code(), "malformed", "{body:?}: {answer}");
            }
            admin.request(method, path).if_match("*").body("application/x-www-form-urlencoded", "name=other").expect(415);
            admin.request(method, path).if_match("*").body("application/json", huge.clone()).expect(413);
        }
        assert_eq!(column(&admin.get("/accounts").expect(200), "name"), ["acme", "registry"]);
        assert_eq!(column(&admin.get("/accounts/acme/users").expect(200), "disabled"), [false]);
        assert_eq!(column(&admin.get("/accounts/acme/keys").expect(200), "disabled"), [false]);
    }

    fn paths_that_name_nothing_are_404(server: &Server) {
        let admin = server.admin();
        made(&admin, "acme");
        for path in ["/accounts/%00", "/accounts/a%2Fb", "/accounts/acme/users/%00", "/accounts/acme/users/a%2Fb", "/accounts/acme/users/a%20b", "/accounts/acme/keys/%00", "/accounts/acme/colours"] {
            admin.get(path).expect(404);
        }
    }
}
