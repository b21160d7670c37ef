//! Rules U1 to U4: users, contacts and permissions, read and not written.

use super::given;
use super::staged::{Session, admin, list, text};
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::{Value, json};

const READER: &str = "Login ZoneGet RecordGet UserGet ContactGet";
const WRITER: &str = "Login ZoneGet RecordGet UserGet ContactGet ZoneAdd ZoneDelete ZonePublish ZoneFreeze ZoneThaw ZoneAddNode ZoneRemoveNode RecordAdd RecordUpdate RecordDelete";

fn session(server: &Server, login: &str, account: &str, roles: &[&str]) -> Session {
    Session(given::user(server, account, login, roles))
}

/// The names that a report allows.
fn allowed(report: &Value) -> String {
    let names: Vec<String> = list(&report["allowed"]).iter().map(|entry| text(&entry["name"])).collect();
    names.join(" ")
}

both! {
    fn u1_users_of_the_own_account_are_read(server: &Server) {
        let jane = session(server, "jane", "acme", &["reader"]);
        session(server, "joe", "acme", &["hostmaster"]);
        session(server, "zoe", "zeta", &["hostmaster"]);
        assert_eq!(jane.get("User").done(), json!(["/REST/User/jane/", "/REST/User/joe/"]));
        let users = jane.get("User?detail=Y").done();
        assert_eq!(list(&users).len(), 2);
        let one = jane.get("User/joe/").done();
        assert_eq!(one, users[1]);
        let expected = json!({
            "user_name": "joe", "nickname": one["nickname"], "first_name": one["first_name"], "last_name": one["last_name"], "email": one["email"],
            "phone": one["phone"], "organization": one["organization"], "status": "active", "group_name": [],
            "permission": WRITER.split(' ').collect::<Vec<_>>(), "zone": [], "forbid": [],
        });
        assert_eq!(one, expected);
        for member in ["nickname", "first_name", "last_name", "email", "phone", "organization"] {
            assert!(one[member].is_string(), "{member}: {one}");
        }
        for other in ["zoe", "nobody", "admin"] {
            jane.get(&format!("User/{other}")).refused("NOT_FOUND");
        }
    }

    fn u1_users_are_searched_by_their_texts(server: &Server) {
        let jane = session(server, "jane", "acme", &["reader"]);
        session(server, "joe", "acme", &["hostmaster"]);
        assert_eq!(server.command(&["user", "disable", "joe", "--account", "acme"], b"").status, 0);
        let found = |search: &str| jane.send("GET", "User", &json!({ "search": search })).done();
        assert_eq!(found("user_name:\"joe\""), json!(["/REST/User/joe/"]));
        assert_eq!(found("status:\"blocked\""), json!(["/REST/User/joe/"]));
        assert_eq!(found("status:\"active\""), json!(["/REST/User/jane/"]));
        assert_eq!(found("user_name:\"jo\""), json!([]), "exact");
        assert_eq!(jane.get("User?search=user_name:%22jane%22&detail=y").done()[0]["user_name"], "jane");
        for bad in ["user_name", "colour:\"red\"", "user_name:\"joe"] {
            jane.send("GET", "User", &json!({ "search": bad })).refused("INVALID_DATA");
        }
    }

    fn u2_contacts_that_the_account_sponsors_are_read(server: &Server) {
        let acme = server.user("acme", "acme", &["registrar"]);
        let zeta = server.user("zeta", "zeta", &["registrar"]);
        let contact = |id: &str, email: &str| json!({
            "id": id, "email": email, "voice": "+49.3012345", "fax": "+49.3012346",
            "postalInfo": {"int": {"name": "Ann Mary Smith", "org": "Acme", "addr": {"street": ["1 High St", "Flat 2"], "city": "Bath", "sp": "Somerset", "pc": "BA1", "cc": "GB"}}}
        });
        acme.put("/contacts", &contact("ACME-1", "ann@x.org")).expect(201);
        acme.put("/contacts", &contact("ACME-2", "bob@x.org")).expect(201);
        zeta.put("/contacts", &contact("ZETA-1", "ann@x.org")).expect(201);
        for roles in [["reader"], ["registrar"]] {
            let caller = session(server, &format!("jane-{}", roles[0]), "acme", &roles);
            assert_eq!(caller.get("Contact").done(), json!(["/REST/Contact/ACME-1/", "/REST/Contact/ACME-2/"]));
            let expected = json!({
                "nickname": "ACME-1", "first_name": "Ann Mary", "last_name": "Smith", "email": "ann@x.org", "phone": "+49.3012345", "fax": "+49.3012346",
                "organization": "Acme", "address": "1 High St", "address_2": "Flat 2", "city": "Bath", "state": "Somerset", "post_code": "BA1", "country": "GB",
            });
            assert_eq!(caller.get("Contact/acme-1/").done(), expected);
            assert_eq!(caller.get("Contact?detail=Y").done()[0], expected);
            assert_eq!(caller.send("GET", "Contact", &json!({"search": "email:\"bob@x.org\""})).done(), json!(["/REST/Contact/ACME-2/"]));
            caller.get("Contact/ZETA-1").refused("NOT_FOUND");
        }
        session(server, "judge", "acme", &["attestor"]).get("Contact").refused("PERMISSION_DENIED");
    }

    fn u3_u4_a_report_tells_what_a_user_may_do(server: &Server) {
        let reader = session(server, "jane", "acme", &["reader"]);
        let hostmaster = session(server, "joe", "acme", &["hostmaster"]);
        let registrar = session(server, "reg", "acme", &["registrar"]);
        let report = |caller: &Session| caller.post("UserPermissionReport", json!({})).done();
        let told = report(&reader);
        assert_eq!((allowed(&told).as_str(), &told["forbidden"], &told["admin_override"]), (READER, &json!([]), &json!("0")));
        assert_eq!(told["allowed"][0], json!({"name": "Login", "zone": [], "reason": []}));
        assert_eq!(allowed(&report(&hostmaster)), WRITER);
        assert!(allowed(&report(&registrar)).contains("Login"), "U3 needs no role");
        let all = report(&admin(server));
        assert_eq!((allowed(&all).as_str(), &all["admin_override"]), (WRITER, &json!("1")));
        let own = reader.post("UserPermissionReport", json!({"user_name": "jane"}));
        assert!([200, 403].contains(&own.status()), "{own}");
        reader.post("UserPermissionReport", json!({"user_name": "joe"})).refused("PERMISSION_DENIED");
        admin(server).post("UserPermissionReport", json!({"user_name": "nobody"})).refused("NOT_FOUND");
    }

    fn u3_a_check_tells_only_the_names_that_are_asked(server: &Server) {
        let reader = session(server, "jane", "acme", &["reader"]);
        let check = |permission: Value| reader.post("CheckPermissionReport", json!({ "permission": permission }));
        assert_eq!(allowed(&check(json!(["RecordAdd", "RecordGet", "Login"])).done()), "Login RecordGet");
        assert_eq!(allowed(&check(json!("ZoneGet")).done()), "ZoneGet");
        assert_eq!(allowed(&check(json!(["Fly"])).done()), "");
        reader.post("CheckPermissionReport", json!({})).refused("MISSING_DATA").says("permission: required field missing");
    }

    fn u4_users_and_contacts_are_not_written_here(server: &Server) {
        let caller = admin(server);
        for (method, path) in [
            ("POST", "User/new"), ("PUT", "User/admin"), ("DELETE", "User/admin"), ("POST", "Contact/new"), ("PUT", "Contact/new"), ("DELETE", "Contact/new"),
        ] {
            caller.send(method, path, &json!({"first_name": "A", "password": "b"})).refused("ILLEGAL_OPERATION");
        }
        assert_eq!(caller.get("User/admin").done()["user_name"], "admin");
    }
}
