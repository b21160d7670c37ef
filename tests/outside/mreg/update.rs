//! `GET`, `PATCH /api/v1/zones/…/{name}` and its name servers (rules M2, M4).

use super::{FORM, FORWARD, created, let_through, log_in, read, refused, servers, user, wrong, zone};
use crate::given;
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::{Value, json};

const ZONE: &str = "/api/v1/zones/forward/example.org";
const SERVERS: &str = "/api/v1/zones/forward/example.org/nameservers";

both! {
    fn a_change_needs_no_condition_and_tells_the_new_tag(server: &Server) {
        let admin = log_in(server, "admin");
        let made = created(&admin, "example.org");
        let changed = admin.patch(ZONE, &json!({"refresh": "20000", "email": "other@example.org"})).expect(204);
        assert!(changed.body.is_empty(), "{changed}");
        assert_ne!(changed.etag(), made.etag());
        let seen = admin.get(ZONE).expect(200);
        assert_eq!(seen.etag(), changed.etag());
        let (before, after) = (made.json(), seen.json());
        assert_eq!((&after["refresh"], &after["email"]), (&json!(20000), &json!("other@example.org")));
        assert_eq!(after["serialno"].as_u64(), before["serialno"].as_u64().map(|serial| serial + 1));
        assert!(after["updated_at"].as_str() > before["updated_at"].as_str());
        assert_eq!(after["serialno_updated_at"], after["updated_at"]);
        assert_eq!(after["created_at"], before["created_at"]);
        let same = admin.request("PATCH", ZONE).body(FORM, "refresh=20000").expect(204);
        assert_eq!(same.etag(), changed.etag(), "nothing differs");
        assert_eq!(admin.patch(ZONE, &json!({})).expect(204).etag(), changed.etag());
        assert_eq!(read(&admin, "example.org"), after);
    }

    fn m4_a_condition_that_is_sent_has_to_hold(server: &Server) {
        let admin = log_in(server, "admin");
        let first = created(&admin, "example.org").etag();
        let second = admin.patch(ZONE, &json!({"refresh": 20000})).if_match(&first).expect(204).etag();
        for (path, body) in [(ZONE, json!({"refresh": 30000})), (SERVERS, json!({"primary_ns": ["ns3.provider.net"]}))] {
            let stale = admin.patch(path, &body).if_match(&first).send();
            refused(&stale, 412, "stale", None);
            assert_eq!(stale.etag(), second);
        }
        refused(&admin.delete(ZONE).if_match(&first).send(), 412, "stale", None);
        admin.patch(ZONE, &json!({"refresh": 30000})).if_match("*").expect(204);
        let third = admin.get(ZONE).expect(200).etag();
        admin.get(ZONE).header("If-None-Match", &third).expect(304);
        admin.get(SERVERS).header("If-None-Match", &third).expect(304);
        admin.delete(ZONE).if_match(&third).expect(204);
    }

    fn names_and_name_servers_are_changed_elsewhere(server: &Server) {
        let admin = log_in(server, "admin");
        created(&admin, "example.org");
        refused(&admin.patch(ZONE, &json!({"name": "example.org"})).send(), 403, "name_immutable", None);
        refused(&admin.patch(ZONE, &json!({"name": "other.org", "refresh": -1})).send(), 403, "name_immutable", None);
        refused(&admin.patch(ZONE, &json!({"nameservers": ["ns3.provider.net"]})).send(), 403, "read_only", None);
        let foreign = admin.patch(ZONE, &json!({"primary_ns": "ns3.provider.net", "refresh": 20000})).send();
        refused(&foreign, 403, "primary_not_in_ns", Some("primary_ns"));
        refused(&admin.patch("/api/v1/zones/forward/nope.org", &json!({"name": "x"})).send(), 404, "not_found", None);
        assert_eq!(read(&admin, "example.org")["refresh"], 10800, "nothing of it happened");
        admin.patch(ZONE, &json!({"primary_ns": "NS2.provider.net."})).expect(204);
        assert_eq!(read(&admin, "example.org")["primary_ns"], "ns2.provider.net");
        assert_eq!(given::read(&admin, "example.org")["ns"], json!(["ns2.provider.net", "ns1.provider.net"]));
    }

    fn m2_every_wrong_member_of_a_change_is_named(server: &Server) {
        let admin = log_in(server, "admin");
        let before = created(&admin, "example.org").json();
        for (change, members) in [
            (json!({"refresh": -1, "retry": "-1", "expire": null, "soa_ttl": 1e3, "default_ttl": {}, "colour": 1}),
                vec!["colour", "default_ttl", "expire", "refresh", "retry", "soa_ttl"]),
            (json!({"primary_ns": ["ns2.provider.net"]}), vec!["primary_ns"]),
            (json!({"email": null, "serialno": "x"}), vec!["email", "serialno"]),
            (json!({"network": "192.0.2.0/24"}), vec!["network"]),
        ] {
            assert_eq!(wrong(&admin.patch(ZONE, &change).send()), members, "{change}");
        }
        refused(&admin.request("PATCH", ZONE).body("application/json", "[1]").send(), 400, "parse_error", None);
        refused(&admin.request("PATCH", ZONE).body("text/plain", "x").send(), 415, "unsupported_media_type", None);
        assert_eq!(read(&admin, "example.org"), before);
        admin.patch(ZONE, &json!({"id": 5, "updated": true, "serialno_updated_at": null, "created_at": "x"})).expect(204);
        assert_eq!(read(&admin, "example.org"), before, "what is only read is ignored");
    }

    fn m4_a_serial_goes_forward_only(server: &Server) {
        let admin = log_in(server, "admin");
        let serial = created(&admin, "example.org").json()["serialno"].as_u64().unwrap();
        refused(&admin.patch(ZONE, &json!({"serialno": serial - 1})).send(), 400, "serial_not_forward", Some("serialno"));
        admin.patch(ZONE, &json!({"serialno": serial})).expect(204);
        assert_eq!(read(&admin, "example.org")["serialno"], serial);
        admin.patch(ZONE, &json!({"serialno": (serial + 10).to_string()})).expect(204);
        assert_eq!(read(&admin, "example.org")["serialno"], serial + 10);
    }

    fn seen_in_mreg_the_serial_stands_still_or_passes_its_end_or_is_moved_by_a_get(server: &Server) {
        let admin = log_in(server, "admin");
        let mut zone = zone("example.org");
        zone["serialno"] = json!(4_294_967_295u64);
        admin.post(FORWARD, &zone).expect(201);
        let mut serials = vec![4_294_967_295u64];
        for refresh in 20000..20005 {
            let changed = admin.patch(ZONE, &json!({"refresh": refresh})).expect(204);
            let told: u64 = changed.header("domesday-serial").unwrap().parse().unwrap();
            assert_eq!(read(&admin, "example.org")["serialno"], told);
            serials.push(told);
        }
        for pair in serials.windows(2) {
            let ahead = pair[1].wrapping_sub(pair[0]) & 0xffff_ffff;
            assert!((1..1 << 31).contains(&ahead) && (1..1 << 32).contains(&pair[1]), "{serials:?}");
        }
        for path in ["/api/v1/zonefiles/example.org", ZONE, FORWARD, SERVERS] {
            admin.get(path).expect(200);
        }
        assert_eq!(read(&admin, "example.org")["serialno"], *serials.last().unwrap());
    }

    fn name_servers_are_listed_sorted_and_replaced_with_the_first_as_primary(server: &Server) {
        let admin = log_in(server, "admin");
        created(&admin, "example.org");
        let wanted = json!({"primary_ns": ["ns9.provider.net", "NS3.provider.net.", "ns5.provider.net"]});
        let changed = admin.patch(SERVERS, &wanted).expect(204);
        let list = admin.get(&format!("{SERVERS}/")).expect(200);
        assert_eq!(list.json(), json!(["ns3.provider.net", "ns5.provider.net", "ns9.provider.net"]));
        assert_eq!(list.etag(), changed.etag());
        let zone = read(&admin, "example.org");
        assert_eq!((servers(&zone).len(), &zone["primary_ns"]), (3, &json!("ns9.provider.net")));
        assert_eq!(admin.patch(SERVERS, &wanted).expect(204).etag(), changed.etag(), "nothing differs");
        let form = "primary_ns=ns5.provider.net&primary_ns=ns9.provider.net";
        admin.request("PATCH", SERVERS).body(FORM, form).expect(204);
        assert_eq!(read(&admin, "example.org")["primary_ns"], "ns5.provider.net");
        admin.patch(SERVERS, &json!({"primary_ns": ["ns9.provider.net", "ns5.provider.net"]})).expect(204);
        assert_eq!(read(&admin, "example.org")["primary_ns"], "ns9.provider.net", "another order is a change");
        assert_eq!(wrong(&admin.patch(SERVERS, &json!({})).send()), ["primary_ns"]);
        assert_eq!(wrong(&admin.patch(SERVERS, &json!({"primary_ns": null, "name": "x"})).send()), ["name", "primary_ns"]);
        refused(&admin.patch(SERVERS, &json!({"primary_ns": "ns9.provider.net"})).send(), 400, "wrong_type", Some("primary_ns"));
        refused(&admin.patch(SERVERS, &json!({"primary_ns": [1, ]})).send(), 400, "wrong_type", Some("primary_ns"));
        let many: Vec<String> = (0..33).map(|number| format!("ns{number}.provider.net")).collect();
        refused(&admin.patch(SERVERS, &json!({"primary_ns": many})).send(), 400, "out_of_range", Some("primary_ns"));
    }

    fn m3_a_name_server_without_address_is_let_through_with_a_warning(server: &Server) {
        let admin = log_in(server, "admin");
        created(&admin, "example.org");
        let changed = admin.patch(SERVERS, &json!({"primary_ns": ["ns1.example.org"]})).expect(204);
        assert_eq!(let_through(&changed), ["ns_address_missing"], "{changed}");
        let changed = admin.patch(ZONE, &json!({"retry": 100})).expect(204);
        assert_eq!(let_through(&changed), ["soa_relation"], "{changed}");
    }

    fn seen_in_mreg_deleting_name_servers_deletes_the_zone(server: &Server) {
        let admin = log_in(server, "admin");
        created(&admin, "example.org");
        for method in ["DELETE", "PUT", "POST"] {
            let answer = admin.request(method, SERVERS).send();
            refused(&answer, 405, "method_not_allowed", None);
            assert_eq!(answer.header("allow"), Some("GET, HEAD, PATCH"));
        }
        assert_eq!(servers(&read(&admin, "example.org")).len(), 2);
    }

    fn a_reader_reads_and_changes_nothing(server: &Server) {
        let admin = log_in(server, "admin");
        created(&admin, "example.org");
        assert_eq!(server.command(&["account", "list"], b"").status, 0);
        let reader = user(server, "reader1", "registry", &["reader"]);
        let stranger = user(server, "hostmaster1", "acme", &["hostmaster"]);
        assert_eq!(read(&reader, "example.org")["name"], "example.org");
        let calls: [(&str, &str, Option<Value>); 4] = [
            ("PATCH", ZONE, Some(json!({"refresh": 1}))),
            ("DELETE", ZONE, None),
            ("PATCH", SERVERS, Some(json!({"primary_ns": ["a.net"]}))),
            ("POST", FORWARD, Some(json!({}))),
        ];
        for (method, path, body) in calls {
            let call = |client: &domesday_tests::client::Client| {
                let call = client.request(method, path);
                body.as_ref().map_or(client.request(method, path), |body| call.json(body)).send()
            };
            refused(&call(&reader), 403, "forbidden", None);
            if path != FORWARD {
                refused(&call(&stranger), 404, "not_found", None);
            }
        }
    }
}
