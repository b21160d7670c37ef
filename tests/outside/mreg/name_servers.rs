//! `/api/v1/nameservers/`: rows of name servers, made and deleted on purpose.

use super::{FORM, FORWARD, created, log_in, names, refused, user, wrong, zone};
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::json;

const LIST: &str = "/api/v1/nameservers/";

both! {
    fn a_name_server_is_made_listed_read_and_deleted(server: &Server) {
        let admin = log_in(server, "admin");
        let answer = admin.post(LIST, &json!({"name": "NS1.Elsewhere.net."})).expect(201);
        assert_eq!(answer.header("location"), Some("/api/v1/nameservers/ns1.elsewhere.net"));
        let made = answer.json();
        assert_eq!(made.as_object().unwrap().keys().collect::<Vec<_>>(), ["created_at", "id", "name", "ttl", "updated_at"]);
        assert_eq!(made["name"], "ns1.elsewhere.net");
        for path in ["/api/v1/nameservers/ns1.elsewhere.net", "/api/v1/nameservers/NS1.elsewhere.NET./"] {
            assert_eq!(admin.get(path).expect(200).json(), made);
        }
        assert_eq!(admin.get(LIST).expect(200).json()["results"], json!([made]));
        refused(&admin.post(LIST, &json!({"name": "ns1.elsewhere.NET"})).send(), 409, "host_exists", None);
        admin.delete("/api/v1/nameservers/ns1.elsewhere.net").expect(204);
        refused(&admin.delete("/api/v1/nameservers/ns1.elsewhere.net").send(), 404, "not_found", None);
        assert_eq!(admin.get(LIST).expect(200).json()["count"], 0);
        let again = admin.request("POST", LIST).body(FORM, "name=ns1.elsewhere.net").expect(201).json();
        assert!(again["id"].as_i64() > made["id"].as_i64(), "never reused");
    }

    fn what_is_wrong_with_a_name_server_is_named(server: &Server) {
        let admin = log_in(server, "admin");
        for name in [json!("ns1"), json!(5), json!(null), json!("192.0.2.1"), json!("_a.b.org"), json!("*.b.org"), json!([])] {
            assert_eq!(wrong(&admin.post(LIST, &json!({"name": name})).send()), ["name"], "{name}");
        }
        assert_eq!(wrong(&admin.post(LIST, &json!({"ip": "192.0.2.1"})).send()), ["ip", "name"]);
        let made = admin.post(LIST, &json!({"name": "ns1.b.org", "ttl": null, "id": 5})).expect(201).json();
        assert_ne!(made["id"], 5);
        refused(&admin.request("POST", LIST).body("text/xml", "<a/>").send(), 415, "unsupported_media_type", None);
    }

    fn m1_a_row_goes_with_its_last_use_unless_somebody_made_it(server: &Server) {
        let admin = log_in(server, "admin");
        let one = |name: &str, host: &str| {
            let mut wanted = zone(name);
            wanted["primary_ns"] = json!([host]);
            admin.post(FORWARD, &wanted).expect(201)
        };
        one("a.org", "ns1.provider.net");
        one("b.org", "ns1.provider.net");
        one("c.org", "ns2.provider.net");
        let referred = admin.get("/api/v1/nameservers/ns2.provider.net").expect(200).json();
        let adopted = admin.post(LIST, &json!({"name": "ns2.provider.net"})).expect(201).json();
        assert_eq!((&adopted["id"], &adopted["created_at"]), (&referred["id"], &referred["created_at"]), "the row that is there");
        refused(&admin.post(LIST, &json!({"name": "ns2.provider.net"})).send(), 409, "host_exists", None);
        assert_eq!(names(&admin.get(LIST).expect(200).json()), ["ns1.provider.net", "ns2.provider.net"]);
        admin.delete(&format!("{FORWARD}a.org")).expect(204);
        admin.get("/api/v1/nameservers/ns1.provider.net").expect(200);
        admin.delete(&format!("{FORWARD}b.org")).expect(204);
        admin.delete(&format!("{FORWARD}c.org")).expect(204);
        assert_eq!(names(&admin.get(LIST).expect(200).json()), ["ns2.provider.net"]);
        admin.delete("/api/v1/nameservers/ns2.provider.net").expect(204);
    }

    fn seen_in_mreg_name_servers_are_deleted_or_renamed_while_in_use(server: &Server) {
        let admin = log_in(server, "admin");
        created(&admin, "example.org");
        let delegation = json!({"name": "far.example.org", "nameservers": ["ns9.provider.net"]});
        admin.post(&format!("{FORWARD}example.org/delegations/"), &delegation).expect(201);
        for host in ["ns1.provider.net", "ns9.provider.net"] {
            let path = format!("{LIST}{host}");
            refused(&admin.delete(&path).send(), 403, "ns_in_use", None);
            for method in ["PATCH", "PUT", "POST"] {
                let renamed = admin.request(method, &path).json(&json!({"name": "x.net"})).send();
                refused(&renamed, 405, "method_not_allowed", None);
                assert_eq!(renamed.header("allow"), Some("GET, HEAD, DELETE"));
            }
            admin.get(&path).expect(200);
        }
    }

    fn whose_a_name_server_is_decides_who_deletes_it(server: &Server) {
        let admin = log_in(server, "admin");
        let (one, other) = (user(server, "one1", "acme", &["hostmaster"]), user(server, "other1", "other", &["hostmaster"]));
        one.post(LIST, &json!({"name": "ns1.elsewhere.net"})).expect(201);
        other.get("/api/v1/nameservers/ns1.elsewhere.net").expect(200);
        refused(&other.delete("/api/v1/nameservers/ns1.elsewhere.net").send(), 403, "host_denied", None);
        refused(&other.post(LIST, &json!({"name": "ns1.elsewhere.net"})).send(), 409, "host_exists", None);
        one.delete("/api/v1/nameservers/ns1.elsewhere.net").expect(204);
        one.post(LIST, &json!({"name": "ns2.elsewhere.net"})).expect(201);
        admin.delete("/api/v1/nameservers/ns2.elsewhere.net").expect(204);
        created(&one, "example.org");
        refused(&other.post(LIST, &json!({"name": "ns1.example.org"})).send(), 403, "host_denied", None);
        one.post(LIST, &json!({"name": "ns1.example.org"})).expect(201);
        let reader = user(server, "reader1", "acme", &["reader"]);
        refused(&reader.post(LIST, &json!({"name": "ns3.elsewhere.net"})).send(), 403, "forbidden", None);
        refused(&reader.delete("/api/v1/nameservers/ns1.example.org").send(), 403, "forbidden", None);
        reader.get("/api/v1/nameservers/ns1.example.org").expect(200);
    }

    fn m5_name_servers_have_pages_and_filters(server: &Server) {
        let admin = log_in(server, "admin");
        for number in 0..5 {
            admin.post(LIST, &json!({"name": format!("ns{number}.elsewhere.net")})).expect(201);
        }
        let ask = |query: &str| names(&admin.get(&format!("{LIST}?{query}")).expect(200).json());
        assert_eq!(ask("page_size=2&page=2"), ["ns2.elsewhere.net", "ns3.elsewhere.net"]);
        assert_eq!(ask("name__startswith=NS4"), ["ns4.elsewhere.net"]);
        assert_eq!(ask("name__endswith=3.Elsewhere.net"), ["ns3.elsewhere.net"]);
        assert_eq!(ask("name=NS0.elsewhere.net."), ["ns0.elsewhere.net"]);
        assert_eq!(ask("ordering=-id&page_size=1"), ["ns4.elsewhere.net"]);
        refused(&admin.get(&format!("{LIST}?page=2")).send(), 404, "not_found", None);
        assert_eq!(wrong(&admin.get(&format!("{LIST}?network=192.0.2.0/24&ttl=5")).send()), ["network", "ttl"]);
    }
}
