//! The last who can administer cannot be locked out, by whatever way it is tried.

use super::{change, made};
use crate::given;
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::json;

const ADMIN: &str = "/accounts/registry/users/admin";

both! {
    fn nothing_takes_the_last_admin_away(server: &Server) {
        let admin = server.admin();
        // Admins who cannot act do not count.
        let _ = server.user("asleep", "acme", &["admin"]);
        change(&admin, "/accounts/acme/users/asleep", &json!({"disabled": true})).expect(204);
        let _ = server.user("waiting", "other", &["admin"]);
        change(&admin, "/accounts/other", &json!({"suspended": true})).expect(204);

        for (path, changes) in [
            (ADMIN, json!({"disabled": true})),
            (ADMIN, json!({"roles": ["hostmaster"]})),
            ("/accounts/registry", json!({"disabled": true})),
            ("/accounts/registry", json!({"suspended": true})),
        ] {
            given::conflict(&change(&admin, path, &changes), "last_admin", false);
        }
        for arguments in [
            ["user", "disable", "admin"].as_slice(),
            &["user", "set-roles", "admin", "--role", "reader"],
            &["account", "disable", "registry"],
            &["account", "suspend", "registry"],
        ] {
            let output = server.command(arguments, b"");
            assert!(output.status == 1 && output.stderr.contains("last_admin"), "{arguments:?}: {output:?}");
        }
        for changes in [json!({"suspended": true}), json!({"roles": ["registrar"]})] {
            let answer = admin.post("/clients/admin", &changes).send();
            assert!(!answer.is_success() && answer.text().contains("last-admin"), "{answer}");
        }
        admin.get("/accounts").expect(200);
        let history = admin.get("/accounts/registry/history").expect(200);
        assert!(!history.text().contains("\"to\":true"), "{history}");

        change(&admin, "/accounts/other", &json!({"suspended": false})).expect(204);
        change(&admin, ADMIN, &json!({"disabled": true})).expect(204);
        server.log_in("waiting").get("/accounts").expect(200);
    }

    fn of_two_admins_who_disable_each_other_one_is_left(server: &Server) {
        for round in 0..4 {
            let name = format!("second{round}");
            let (first, second) = (server.admin(), server.user(&name, "acme", &["admin"]));
            let path = format!("/accounts/acme/users/{name}");
            let disable = json!({"disabled": true});
            let answers = std::thread::scope(|scope| {
                let one = scope.spawn(|| first.patch(&path, &disable).if_match("*").send());
                let other = scope.spawn(|| second.patch(ADMIN, &disable).if_match("*").send());
                [one.join().unwrap(), other.join().unwrap()]
            });
            let done = answers.iter().filter(|answer| answer.status == 204).count();
            assert_eq!(done, 1, "{answers:?}");
            // Who lost was refused as the last one, or had been disabled before: either way somebody is left.
            assert!(answers.iter().all(|answer| [204, 401, 409].contains(&answer.status)), "{answers:?}");
            if answers[1].status == 204 {
                let output = server.command(&["user", "enable", "admin"], b"");
                assert_eq!(output.status, 0, "{output:?}");
                assert_eq!(server.command(&["user", "disable", &name], b"").status, 0);
            }
        }
    }

    fn an_account_without_admins_is_disabled_and_suspended_freely(server: &Server) {
        let admin = server.admin();
        made(&admin, "acme");
        change(&admin, "/accounts/acme", &json!({"suspended": true, "disabled": true})).expect(204);
    }
}
