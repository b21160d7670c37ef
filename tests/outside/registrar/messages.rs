//! Messages (Q1–Q5): who gets which, in what order, and how they are read and go.

use super::given::{ask_for, change, messages, refused, register, registry, set_statuses, told, transfer};
use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// Numbers of messages.
fn ids(rows: &[Value]) -> Vec<i64> {
    rows.iter().map(|row| row["id"].as_i64().expect("a number")).collect()
}

/// Gives an account this many messages, each about a status that the registry sets.
fn give(admin: &Client, name: &str, count: usize) {
    for number in 0..count {
        let (add, rem) = if number % 2 == 0 { (&["serverHold"][..], &[][..]) } else { (&[][..], &["serverHold"][..]) };
        set_statuses(admin, name, add, rem);
    }
}

both! {
    fn q1_q2_unread_messages_come_oldest_first_and_whole(server: &Server) {
        let registry = registry(server, &json!({}));
        let (admin, acme, zeta) = (&registry.admin, &registry.acme, &registry.zeta);
        let empty = acme.get("/notifications").expect(200).json();
        assert_eq!((&empty["code"], &empty["searchRes"], &empty["searchInf"]["rows_count"]), (&json!(1000), &json!({}), &json!(0)));
        register(acme, "blue.st", &json!([]));
        assert_eq!(acme.get("/notifications").header("Api-Version", "2.0").expect(200).json()["code"], 1300);
        let body = json!({"add": {"status": ["serverHold"]}, "reason": "unpaid"});
        let call = admin.post("/domains/blue.st", &body).header("Api-ClientTransactionId", "admin-7").expect(200).json();
        set_statuses(admin, "blue.st", &[], &["serverHold"]);
        let rows = messages(acme);
        let first = &rows[0];
        let mut members: Vec<&str> = first.as_object().expect("an object").keys().map(String::as_str).collect();
        members.sort_unstable();
        assert_eq!(members, ["cltrid", "crDate", "data", "group", "id", "msg", "ntDate", "object", "svtrid", "type"]);
        assert_eq!((&first["type"], &first["group"], &first["ntDate"]), (&json!("DOMAIN_STATUS"), &json!("registry"), &json!(null)));
        assert_eq!(first["data"], json!({"name": "blue.st", "added": ["serverHold"], "removed": [], "reason": "unpaid"}));
        assert_eq!((&first["object"], &first["cltrid"], &first["svtrid"]), (&json!({"type": "domain", "name": "blue.st"}), &json!(null), &call["svtrid"]));
        let numbers = ids(&rows);
        assert!(numbers.len() == 2 && numbers[0] < numbers[1] && numbers[1] < 1 << 53, "{numbers:?}");
        assert_eq!(acme.get("/notifications").header("Api-Version", "2.0").expect(200).json()["code"], 1301);
        assert_eq!(acme.get(&format!("/notifications/{}", numbers[0])).expect(200).json()["info"], *first);
        let keyed = acme.get("/notifications").expect(200).json();
        assert_eq!((&keyed["searchRes"][numbers[0].to_string()], &keyed["searchInf"]), (first, &json!({"limit": 100, "offset": 0, "rows_count": 2})));
        assert_eq!(told(zeta), []);
    }

    fn q1_q3_reading_takes_a_message_off_the_queue(server: &Server) {
        let registry = registry(server, &json!({}));
        let (admin, acme, zeta) = (&registry.admin, &registry.acme, &registry.zeta);
        register(acme, "blue.st", &json!([]));
        give(admin, "blue.st", 3);
        let numbers = ids(&messages(acme));
        let path = format!("/notifications/{}", numbers[0]);
        let read = |client: &Client, path: &str| client.post(&format!("{path}/read"), &json!({})).send();
        for bad in ["/notifications/x", "/notifications/1.5", "/notifications/-", "/notifications/99999999999999999999999"] {
            let codes = [2005, 2303];
            assert!(codes.contains(&read(acme, bad).json()["code"].as_u64().expect("a code")), "{bad}");
        }
        refused(&read(acme, "/notifications/x"), 2005);
        refused(&acme.get("/notifications/x").send(), 2005);
        for client in [zeta, acme] {
            refused(&read(client, "/notifications/999999"), 2303);
        }
        refused(&read(zeta, &path), 2303);
        refused(&zeta.get(&path).send(), 2303);
        refused(&zeta.delete(&path).send(), 2303);
        refused(&acme.delete(&path).send(), 2304);
        let first = read(acme, &path).expect(200).json();
        assert_eq!((&first["id"], &first["msgQ"]), (&json!(numbers[0]), &json!({"count": 2, "next": numbers[1]})));
        assert_eq!(ids(&messages(acme)), numbers[1..]);
        let again = read(acme, &path).expect(200).json();
        assert_eq!((&again["code"], &again["ntDate"]), (&json!(1000), &first["ntDate"]));
        let query = "/notifications?do=search&field%5BntDate%5D%5Beq%5D=null&sort_field=crDate&sort_direction=desc";
        let newest = acme.get(query).header("Api-Version", "2.0").expect(200).json();
        assert_eq!(ids(newest["searchRes"].as_array().expect("rows")), [numbers[2], numbers[1]]);
        let all = acme.get("/notifications?do=search").expect(200).json();
        assert_eq!(all["searchInf"]["rows_count"], 3);
        acme.delete(&path).expect(200);
        refused(&acme.get(&path).send(), 2303);
        refused(&acme.delete(&path).send(), 2303);
        for number in &numbers[1..] {
            read(acme, &format!("/notifications/{number}")).expect(200);
        }
        assert_eq!(read(acme, &format!("/notifications/{}", numbers[2])).json()["msgQ"], json!({"count": 0, "next": null}));
        assert_eq!(messages(acme), Vec::<Value>::new());
    }

    fn q4_numbers_are_never_used_again(server: &Server) {
        let registry = registry(server, &json!({}));
        let (admin, acme) = (&registry.admin, &registry.acme);
        register(acme, "blue.st", &json!([]));
        give(admin, "blue.st", 2);
        let before = ids(&messages(acme));
        for number in &before {
            acme.post(&format!("/notifications/{number}/read"), &json!({})).expect(200);
            acme.delete(&format!("/notifications/{number}")).expect(200);
        }
        give(admin, "blue.st", 1);
        assert!(ids(&messages(acme))[0] > before[1]);
    }

    fn q5_both_sides_hear_of_a_transfer(server: &Server) {
        let registry = registry(server, &json!({}));
        let (admin, acme, zeta) = (&registry.admin, &registry.acme, &registry.zeta);
        let code = register(acme, "blue.st", &json!([]));
        let kinds = |client: &Client| -> Vec<String> { told(client).into_iter().map(|(kind, _)| kind).collect() };
        for (client, op, kind) in [(acme, "reject", "TRANSFER_REJECT"), (zeta, "cancel", "TRANSFER_CANCEL"), (admin, "cancel", "TRANSFER_FORBIDDEN")] {
            let asked = zeta.post("/domains/blue.st/transfer", &json!({"op": "request", "authInfo": {"pw": code}})).header("Api-ClientTransactionId", op).expect(202).json();
            let request = messages(acme).last().cloned().expect("a message");
            assert_eq!((&request["type"], &request["data"], &request["svtrid"]), (&json!("TRANSFER_REQUEST"), &asked["trnData"], &asked["svtrid"]));
            assert_eq!((&request["cltrid"], &request["group"]), (&json!(null), &json!("transfers")), "the id is its sender's own");
            let done = transfer(client, "blue.st", op).expect(200).json();
            for side in [acme, zeta] {
                let last = messages(side).last().cloned().expect("a message");
                assert_eq!((&last["type"], &last["data"]), (&json!(kind), &done["trnData"]));
            }
        }
        ask_for(zeta, "blue.st", &code).expect(202);
        acme.post("/domains/blue.st/transfer", &json!({"op": "approve"})).header("Api-ClientTransactionId", "mine").expect(200);
        let last = |client: &Client| messages(client).last().cloned().expect("a message");
        assert_eq!((&last(acme)["type"], &last(acme)["cltrid"], &last(zeta)["cltrid"]), (&json!("TRANSFER_SUCCESS"), &json!("mine"), &json!(null)));
        assert_eq!((kinds(acme).len(), kinds(zeta).len()), (8, 4));
        change(zeta, "blue.st", &json!({"add": {"status": ["clientHold"]}})).expect(200);
        assert_eq!(kinds(zeta).len(), 4, "one's own command makes one no message");
    }

    fn q5_what_the_registry_does_is_told(server: &Server) {
        let registry = registry(server, &json!({"add_grace": "P0D"}));
        let (admin, acme) = (&registry.admin, &registry.acme);
        for name in ["blue.st", "red.st"] {
            register(acme, name, &json!([]));
        }
        let done = admin.delete("/domains/blue.st").expect(202).json();
        let rows = messages(acme);
        assert_eq!((rows.len(), &rows[0]["type"], &rows[0]["group"]), (1, &json!("DOMAIN_REDEMPTION"), &json!("lifecycle")));
        assert_eq!(rows[0]["data"], done["delData"]);
        acme.delete("/domains/red.st").expect(202);
        assert_eq!(messages(acme).len(), 1, "one's own command makes one no message");
    }
}
