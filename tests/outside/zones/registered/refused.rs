//! What nobody writes at or below a registered name, whether it is published or not (D16).

use super::{DS, hold, named, refused, register, serve, served, set, unserved, zone};
use crate::given;
use domesday_tests::server::Server;
use serde_json::json;

laws! {
    fn d16_no_record_set_is_written_there_published_or_not(server: &Server) {
        let registry = served(server);
        register(&registry.acme, "blue.st", &json!(["ns1.example.net"]));
        register(&registry.acme, "held.st", &json!(["ns1.example.net"]));
        hold(&registry.acme, "held.st");
        for name in ["blue.st", "held.st"] {
            for (owner, kind, value) in [
                (name.to_owned(), "TXT", "x"),
                (name.to_owned(), "DS", DS),
                (name.to_owned(), "NS", "ns1.example.net."),
                (format!("www.{name}"), "A", "192.0.2.1"),
                (format!("a.b.{name}"), "CNAME", "example.net."),
            ] {
                let put = registry.admin.put(&set("st", &owner, kind), &json!({"records": [value]})).if_match("*");
                let bulk = json!({"changes": [{"op": "add", "name": owner, "type": kind, "records": [value]}]});
                let bulk = registry.admin.patch("/zones/st/recordsets", &bulk).send();
                refused(&bulk, name);
                if (name, kind) == ("blue.st", "NS") {
                    refused(&put.send(), name);
                    refused(&registry.admin.delete(&set("st", &owner, kind)).send(), name);
                }
            }
        }
        given::serial(&registry.admin, "st");
        registry.admin.put(&set("st", "myblue.st", "A"), &json!({"records": ["192.0.2.1"]})).expect(201);
        registry.admin.put(&set("st", "st", "TXT"), &json!({"records": ["x"]})).expect(201);
    }

    fn d16_force_does_not_lift_it(server: &Server) {
        let registry = served(server);
        register(&registry.acme, "blue.st", &json!([]));
        let before = given::serial(&registry.admin, "st");
        let forced = format!("{}?force=true", set("st", "www.blue.st", "A"));
        refused(&registry.admin.put(&forced, &json!({"records": ["192.0.2.1"]})).send(), "blue.st");
        let delegation = json!({"name": "blue.st", "ns": ["ns1.example.net"], "force": true});
        refused(&registry.admin.post("/zones/st/delegations", &delegation).send(), "blue.st");
        assert_eq!(given::serial(&registry.admin, "st"), before);
    }

    fn d16_nothing_is_delegated_there_and_its_own_delegation_is_managed(server: &Server) {
        let registry = served(server);
        register(&registry.acme, "blue.st", &json!(["ns1.example.net"]));
        register(&registry.acme, "held.st", &json!([]));
        for (name, registered) in [("blue.st", "blue.st"), ("a.blue.st", "blue.st"), ("held.st", "held.st"), ("a.b.held.st", "held.st")] {
            let delegation = json!({"name": name, "ns": ["ns1.example.net"]});
            refused(&registry.admin.post("/zones/st/delegations", &delegation).send(), registered);
        }
        let mreg = json!({"name": "blue.st", "nameservers": ["ns1.example.net"]});
        let told = registry.admin.post("/api/v1/zones/forward/st/delegations/", &mreg).expect(409).json();
        assert_eq!((&told["type"], &told["errors"][0]["code"]), (&json!("client_error"), &json!("registered_name")), "{told}");
        let told = registry.admin.delete("/api/v1/zones/forward/st/delegations/blue.st").expect(409).json();
        assert_eq!(told["errors"][0]["code"], "managed", "{told}");
        let one = "/zones/st/delegations/blue.st";
        let etag = registry.admin.get(one).expect(200).etag();
        for answer in [
            registry.admin.delete(one).send(),
            registry.admin.put(one, &json!({"ns": ["ns2.example.net"]})).if_match(&etag).send(),
            registry.admin.patch(one, &json!({"ttl": 60})).if_match(&etag).send(),
        ] {
            given::conflict(&answer, "managed", false);
            assert_eq!(named(&answer, "managed"), [("blue.st".to_owned(), Some("/domains/blue.st".to_owned()))], "{answer}");
        }
        registry.admin.patch(one, &json!({"ttl": null})).if_match(&etag).expect(204);
    }

    fn r7_no_dname_stands_above_a_registered_name(server: &Server) {
        let registry = served(server);
        register(&registry.acme, "held.st", &json!([]));
        let refused = registry.admin.put(&set("st", "st", "DNAME"), &json!({"records": ["example.net."]})).send();
        given::conflict(&refused, "dname_conflict", false);
        assert_eq!(named(&refused, "dname_conflict"), [("held.st".to_owned(), None)]);
    }

    fn d16_no_zone_is_made_there_where_its_tld_is_served_or_not(server: &Server) {
        let registry = unserved(server);
        register(&registry.acme, "blue.st", &json!([]));
        let ns = json!(["ns1.example.net"]);
        for _ in 0..2 {
            for client in [&registry.admin, &registry.acme] {
                let below = zone(client, "a.blue.st", &ns);
                assert!(below.status == 409 || below.status == 403 && below.code() == "parent_owned", "{below}");
            }
            refused(&zone(&registry.admin, "a.blue.st", &ns), "blue.st");
            if registry.admin.get("/zones/st").send().status == 404 {
                refused(&zone(&registry.other, "blue.st", &ns), "blue.st");
                serve(&registry.admin, "st").expect(201);
            }
        }
        assert_eq!(zone(&registry.other, "blue.st", &ns).expect(403).code(), "parent_owned");
        let etag = registry.admin.get("/zones/st").expect(200).etag();
        registry.admin.patch("/zones/st", &json!({"owner": "other"})).if_match(&etag).expect(204);
        refused(&zone(&registry.other, "blue.st", &ns), "blue.st");
        let told = registry.other.get("/tlds/explain?name=blue.st").expect(200).json();
        assert_eq!(told["reasons"][0]["code"], "registered_name", "{told}");
        let told = registry.acme.get("/tlds/explain?name=blue.st").expect(200).json();
        assert_eq!(told["verdict"], "allowed", "{told}");
    }
}
