//! `/accounts/{account}/history`: every change of an account, its users and keys is told, whatever way it came in.

use super::{change, column, made, made_user};
use domesday_tests::both;
use domesday_tests::server::{PASSWORD, Server};
use serde_json::{Value, json};

both! {
    fn h1_every_change_is_told_newest_first(server: &Server) {
        let admin = server.admin();
        made(&admin, "acme");
        made_user(&admin, "acme", "jane", &["reader"]);
        let key = admin.post("/accounts/acme/keys", &json!({"user": "jane", "label": "x"})).expect(201).json();
        change(&admin, "/accounts/acme/users/jane", &json!({"roles": ["admin"], "password": "another password"})).expect(204);
        change(&admin, &format!("/accounts/acme/keys/{}", key["id"]), &json!({"disabled": true})).expect(204);
        let changing = admin.patch("/accounts/acme", &json!({"suspended": true, "zones_quota": 5})).if_match("*");
        changing.header("X-Request-ID", "the-change").expect(204);
        let history = admin.get("/accounts/acme/history").expect(200);
        let user = |member: &str, from: Value, to: Value| json!({"what": "user", "user": "jane", "member": member, "from": from, "to": to});
        let password = json!({"what": "user", "user": "jane", "member": "password"});
        let of_key = |member: &str, from: Value, to: Value| json!({"what": "key", "key": key["id"], "user": "jane", "member": member, "from": from, "to": to});
        let expected = [
            ("account.update", json!([
                {"what": "account", "member": "suspended", "from": false, "to": true},
                {"what": "account", "member": "zones_quota", "from": null, "to": 5},
            ])),
            ("key.disable", json!([of_key("disabled", json!(false), json!(true))])),
            ("user.update", json!([user("roles", json!(["reader"]), json!(["admin"])), password])),
            ("key.create", json!([of_key("label", json!(null), json!("x"))])),
            ("user.create", json!([user("roles", json!(null), json!(["reader"])), password])),
            ("account.create", json!([{"what": "account", "member": "name", "from": null, "to": "acme"}])),
        ];
        assert_eq!(column(&history, "action"), expected.each_ref().map(|(action, _)| json!(action)));
        assert_eq!(column(&history, "changes"), expected.map(|(_, changes)| changes));
        let entry = &history.json()[0];
        let who = [("account", "registry"), ("user", "admin"), ("face", "zones"), ("request_id", "the-change"), ("subject", "acme")];
        for (member, value) in who {
            assert_eq!(entry[member], value, "{entry}");
        }
        assert!(!history.text().contains(PASSWORD) && !history.text().contains("argon2"), "{history}");
    }

    fn what_the_command_line_and_the_first_start_do_is_told_too(server: &Server) {
        let admin = server.admin();
        let _ = server.user("jane", "acme", &["reader"]);
        for arguments in [["user", "disable", "jane"], ["user", "enable", "jane"], ["user", "enable", "jane"], ["account", "suspend", "acme"]] {
            assert_eq!(server.command(&arguments, b"").status, 0);
        }
        assert_eq!(server.command(&["key", "create", "--user", "jane"], b"").status, 0);
        let history = admin.get("/accounts/acme/history").expect(200);
        let actions = ["key.create", "account.update", "user.update", "user.update", "user.create", "account.create"];
        assert_eq!(column(&history, "action"), actions, "what changes nothing is not told");
        assert!(column(&history, "face").iter().all(|face| face == "cli"), "{history}");
        let first = admin.get("/accounts/registry/history").expect(200);
        assert_eq!(column(&first, "action"), ["user.create", "account.create"]);
    }

    fn h3_a_history_has_pages_and_times(server: &Server) {
        let admin = server.admin();
        made(&admin, "acme");
        for suspended in [true, false, true] {
            change(&admin, "/accounts/acme", &json!({ "suspended": suspended })).expect(204);
        }
        let all = column(&admin.get("/accounts/acme/history").expect(200), "id");
        let page = admin.get("/accounts/ACME/history?limit=2").expect(200);
        assert_eq!(column(&page, "id"), all[..2]);
        let next = page.header("link").expect("a next page").trim_start_matches('<').split('>').next().unwrap().to_owned();
        assert_eq!(column(&admin.get(&next).expect(200), "id"), all[2..]);
        assert_eq!(admin.get("/accounts/acme/history?since=2999-01-01T00:00:00Z").expect(200).json(), json!([]));
        assert_eq!(column(&admin.get("/accounts/acme/history?until=2999-01-01T00:00:00Z").expect(200), "id"), all);
        crate::given::fields(&admin.get("/accounts/acme/history?limit=1001&since=x&subject=y").send(), &["limit", "since", "subject"]);
        admin.get("/accounts/nobodys/history").expect(404);
    }
}
