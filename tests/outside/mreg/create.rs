//! `POST /api/v1/zones/…`: what a zone may say, what it has if it says nothing, and what these clients need not force.

use super::{FORM, FORWARD, REVERSE, created, let_through, log_in, read, refused, servers, user, wrong, zone};
use crate::given;
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// A zone's answer without its members that this law is not about.
fn timers(zone: &Value) -> [u64; 5] {
    ["refresh", "retry", "expire", "soa_ttl", "default_ttl"].map(|member| zone[member].as_u64().expect("a number"))
}

both! {
    fn m1_a_zone_has_these_members_and_no_other(server: &Server) {
        let admin = log_in(server, "admin");
        let answer = created(&admin, "Example.ORG.");
        assert_eq!(answer.header("location"), Some("/api/v1/zones/forward/example.org"));
        assert!(answer.header("domesday-warning").is_none(), "{answer}");
        let zone = answer.json();
        let mut expected = vec![
            "id", "name", "nameservers", "primary_ns", "email", "serialno", "serialno_updated_at", "refresh", "retry",
            "expire", "soa_ttl", "default_ttl", "updated", "created_at", "updated_at",
        ];
        expected.sort_unstable();
        assert_eq!(zone.as_object().unwrap().keys().collect::<Vec<_>>(), expected, "{answer}");
        assert_eq!((&zone["name"], &zone["primary_ns"]), (&json!("example.org"), &json!("ns1.provider.net")));
        assert_eq!((&zone["email"], &zone["updated"]), (&json!("hostmaster@example.org"), &json!(false)));
        assert_eq!(zone["created_at"], zone["updated_at"]);
        assert_eq!(zone["serialno_updated_at"], zone["created_at"]);
        let server_members = ["created_at", "id", "name", "ttl", "updated_at"];
        for host in zone["nameservers"].as_array().unwrap() {
            assert_eq!(host.as_object().unwrap().keys().collect::<Vec<_>>(), server_members);
            assert!(host["ttl"].is_null() && host["id"].as_i64().unwrap() > 0, "{host}");
        }
        let seen = admin.get("/api/v1/zones/forward/example.org").expect(200);
        assert_eq!((seen.json(), seen.etag()), (zone.clone(), answer.etag()));
        let elsewhere = given::read(&admin, "example.org");
        assert_eq!((&elsewhere["id"], &elsewhere["serial"]), (&zone["id"], &zone["serialno"]));
        assert_eq!(elsewhere["ns"], json!(["ns1.provider.net", "ns2.provider.net"]));
        let reverse = created(&admin, "2.0.192.in-addr.arpa").json();
        assert_eq!(reverse["network"], "192.0.2.0/24");
        assert!(created(&admin, "1-6.3.0.192.in-addr.arpa").json()["network"].is_null(), "it is not one block");
    }

    fn m2_what_is_not_said_has_a_default(server: &Server) {
        let admin = log_in(server, "admin");
        let plain = created(&admin, "a.org").json();
        assert_eq!(timers(&plain), [10800, 3600, 1_814_400, 43200, 43200]);
        let day: u64 = plain["created_at"].as_str().unwrap()[..10].replace('-', "").parse().unwrap();
        assert_eq!(plain["serialno"].as_u64(), Some(day * 100));
        let said = json!({"refresh": 20000, "retry": "4000", "expire": "2000000", "soa_ttl": 600, "serialno": "7"});
        let told = admin.post(FORWARD, &given::with(zone("b.org"), &said)).expect(201).json();
        assert_eq!(timers(&told), [20000, 4000, 2_000_000, 600, 43200]);
        assert_eq!(told["serialno"], 7);
    }

    fn m2_a_form_does_as_json_does(server: &Server) {
        let admin = log_in(server, "admin");
        let post = |form: &str| admin.request("POST", FORWARD).body(FORM, form);
        let several = "name=a.org&email=h%40a.org&primary_ns=ns2.provider.net&primary_ns=ns1.provider.net&refresh=20000";
        let zone = post(several).expect(201).json();
        assert_eq!((&zone["primary_ns"], &zone["refresh"]), (&json!("ns2.provider.net"), &json!(20000)));
        assert_eq!(servers(&zone), ["ns1.provider.net", "ns2.provider.net"], "sorted");
        assert_eq!(servers(&post("name=b.org&email=h%40a.org&primary_ns=ns1.provider.net").expect(201).json()).len(), 1);
        assert_eq!(wrong(&post("name=c.org&name=d.org&refresh=-1&colour=red").send()), ["colour", "email", "name", "primary_ns", "refresh"]);
        let answer = admin.request("POST", FORWARD).body(&format!("{FORM}; charset=utf-8"), "name=e.org").send();
        assert_eq!(wrong(&answer), ["email", "primary_ns"]);
    }

    fn m2_members_that_are_only_read_are_ignored(server: &Server) {
        let admin = log_in(server, "admin");
        let read_only = json!({
            "id": 4711, "nameservers": "?", "serialno_updated_at": null, "updated": true, "created_at": 5, "updated_at": []
        });
        let answer = admin.post(FORWARD, &given::with(json!({"id": 1}), &json!({"id": null}))).send();
        assert_eq!(wrong(&answer), ["email", "name", "primary_ns"]);
        let mut body = zone("a.org");
        body.as_object_mut().unwrap().extend(read_only.as_object().unwrap().clone());
        let made = admin.post(FORWARD, &body).expect(201).json();
        assert_ne!(made["id"], 4711);
        assert_eq!(made["updated"], false);
        let mut body = zone("2.0.192.in-addr.arpa");
        body["network"] = json!("10.0.0.0/8");
        assert_eq!(admin.post(REVERSE, &body).expect(201).json()["network"], "192.0.2.0/24");
        let mut body = zone("b.org");
        body["network"] = json!("10.0.0.0/8");
        assert_eq!(wrong(&admin.post(FORWARD, &body).send()), ["network"], "forward zones have none");
    }

    fn m2_every_wrong_member_is_named(server: &Server) {
        let admin = log_in(server, "admin");
        for (change, members) in [
            (json!({"colour": "red", "owner": "acme", "ttl": 5}), vec!["colour", "owner", "ttl"]),
            (json!({"refresh": -1, "retry": 5.5, "expire": "x", "soa_ttl": true, "default_ttl": [1], "serialno": 0}),
                vec!["default_ttl", "expire", "refresh", "retry", "serialno", "soa_ttl"]),
            (json!({"refresh": 2_147_483_648u64, "serialno": 4_294_967_296u64}), vec!["refresh", "serialno"]),
            (json!({"name": 5, "email": "x"}), vec!["email", "name"]),
            (json!({"primary_ns": "ns1.provider.net"}), vec!["primary_ns"]),
            (json!({"primary_ns": []}), vec!["primary_ns"]),
            (json!({"primary_ns": [5]}), vec!["primary_ns"]),
            (json!({"primary_ns": ["ns1", "NS.a.org", "ns.a.org."]}), vec!["primary_ns"]),
            (json!({"name": "a..org"}), vec!["name"]),
            (json!({"name": "*.a.org"}), vec!["name"]),
        ] {
            let answer = admin.post(FORWARD, &given::with(zone("a.org"), &change)).send();
            assert_eq!(wrong(&answer), members, "{change}: {answer}");
        }
        let mut nulls = zone("a.org");
        nulls["email"] = Value::Null;
        nulls["refresh"] = Value::Null;
        assert_eq!(wrong(&admin.post(FORWARD, &nulls).send()), ["email", "refresh"]);
        admin.get("/api/v1/zones/forward/a.org").expect(404);
    }

    fn m3_what_clients_check_themselves_is_let_through_with_a_warning(server: &Server) {
        let admin = log_in(server, "admin");
        let odd = json!({"refresh": 100, "retry": 1000, "expire": 10});
        let answer = admin.post(FORWARD, &given::with(zone("a.org"), &odd)).expect(201);
        assert_eq!(let_through(&answer).iter().filter(|code| *code == "soa_relation").count(), let_through(&answer).len());
        given::created(&admin, "example.org");
        given::put(&admin, "www.sub.example.org", "A", &["192.0.2.80"]);
        let mut child = zone("sub.example.org");
        child["primary_ns"] = json!(["ns1.sub.example.org", "nowhere.example.org"]);
        let answer = admin.post(FORWARD, &child).expect(201);
        let codes = let_through(&answer);
        assert!(codes.contains(&"ns_address_missing".to_owned()) && codes.contains(&"records_below_cut".to_owned()), "{answer}");
        admin.get("/zones/sub.example.org/recordsets/www.sub.example.org/A").expect(200);
        let entry = admin.get("/zones/sub.example.org/history").expect(200).json()[0].clone();
        assert_eq!((&entry["face"], &entry["user"]), (&json!("mreg"), &json!("admin")));
        assert!(entry["forced"].to_string().contains("ns_address_missing"), "{entry}");
    }

    fn m6_each_kind_takes_its_own_names(server: &Server) {
        let admin = log_in(server, "admin");
        refused(&admin.post(FORWARD, &zone("2.0.192.in-addr.arpa")).send(), 400, "bad_name", Some("name"));
        refused(&admin.post(REVERSE, &zone("example.org")).send(), 400, "bad_name", Some("name"));
        created(&admin, "example.org");
        let slashed = created(&admin, "0/25.2.0.192.in-addr.arpa");
        assert_eq!(slashed.header("location"), Some("/api/v1/zones/reverse/0/25.2.0.192.in-addr.arpa"));
        for method in ["GET", "DELETE"] {
            refused(&admin.request(method, "/api/v1/zones/reverse/example.org").send(), 404, "not_found", None);
        }
        for path in ["0/25.2.0.192.in-addr.arpa", "0%2F25.2.0.192.in-addr.arpa", "0/25.2.0.192.IN-ADDR.arpa/"] {
            admin.get(&format!("{REVERSE}{path}")).expect(200);
            refused(&admin.get(&format!("{FORWARD}{path}")).send(), 404, "not_found", None);
        }
        refused(&admin.post("/api/v1/zones/sideways/", &zone("a.org")).send(), 404, "not_found", None);
    }

    fn a_name_that_is_taken_is_409_in_any_spelling_whoever_has_it(server: &Server) {
        let admin = log_in(server, "admin");
        let other = user(server, "hostmaster1", "acme", &["hostmaster"]);
        created(&admin, "example.org");
        for name in ["example.org", "EXAMPLE.org."] {
            refused(&admin.post(FORWARD, &zone(name)).send(), 409, "zone_exists", None);
            refused(&other.post(FORWARD, &zone(name)).send(), 409, "zone_exists", None);
            admin.post("/zones", &given::zone(name)).expect(409);
        }
    }

    fn a_name_that_may_be_no_zone_is_400_at_name(server: &Server) {
        let admin = log_in(server, "admin");
        refused(&admin.post(FORWARD, &zone("example")).send(), 400, "single_label", Some("name"));
    }

    fn zones_of_others_above_and_below_are_403(server: &Server) {
        let admin = log_in(server, "admin");
        let other = user(server, "hostmaster1", "acme", &["hostmaster"]);
        created(&admin, "example.org");
        created(&admin, "a.b.net");
        refused(&other.post(FORWARD, &zone("sub.example.org")).send(), 403, "parent_owned", None);
        refused(&other.post(FORWARD, &zone("b.net")).send(), 403, "child_owned", None);
        assert_eq!(given::read(&admin, "example.org")["owner"], "registry");
        created(&other, "c.net");
        assert_eq!(given::read(&admin, "c.net")["owner"], "acme");
    }

    fn seen_in_mreg_internationalised_names_are_refused(server: &Server) {
        let admin = log_in(server, "admin");
        assert_eq!(created(&admin, "xn--fa-hia.de").json()["name"], "xn--fa-hia.de");
        refused(&admin.post(FORWARD, &zone("faß.de")).send(), 409, "zone_exists", None);
        admin.get(&format!("{FORWARD}fa%C3%9F.de")).expect(200);
        assert_eq!(created(&admin, "blåbær.no").header("location"), Some("/api/v1/zones/forward/xn--blbr-roah.no"));
    }

    fn seen_in_mreg_a_missing_name_is_500_and_a_location_has_its_name_twice(server: &Server) {
        let admin = log_in(server, "admin");
        let nameless = admin.post(FORWARD, &given::with(zone("a.org"), &json!({"name": null}))).send();
        refused(&nameless, 400, "missing", Some("name"));
        for list in ["/api/v1/zones/forward/", "/api/v1/zones/forward"] {
            let name = format!("z{}.org", list.len());
            let location = admin.post(list, &zone(&name)).expect(201).header("location").unwrap().to_owned();
            assert_eq!(location, format!("/api/v1/zones/forward/{name}"));
            assert_eq!(admin.get(&location).expect(200).json()["name"], name.as_str());
        }
        assert_eq!(read(&admin, "z22.org")["name"], "z22.org");
    }
}
