//! What becomes of the names in a domain's `ns` (H2–H5): hosts of one's own, references, parents that are registered or not.

use super::given::{
    change, checked, create, domain, host, messages, refused, refused_at, register, registry, served, texts, tld, told,
    warnings,
};
use domesday_tests::both;
use domesday_tests::client::{Answer, Client};
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// Registers a name with these name servers, or tries to.
fn ask(client: &Client, name: &str, ns: &Value) -> Answer {
    client.put("/domains", &json!({"name": name, "ns": ns})).send()
}

/// What a host is, and whose.
fn kind(client: &Client, name: &str) -> (Value, Value) {
    let info = host(client, name);
    (info["kind"].clone(), info["clID"].clone())
}

both! {
    fn h2_a_new_name_becomes_a_host(server: &Server) {
        let registry = registry(server, &json!({}));
        let (acme, zeta) = (&registry.acme, &registry.zeta);
        register(acme, "blue.st", &json!([]));
        register(acme, "red.st", &json!(["ns1.blue.st", "ns1.provider.net", {"name": "ns2.blue.st", "addr": ["192.0.2.2"]}]));
        assert_eq!(kind(acme, "ns1.blue.st"), (json!("managed"), json!("acme")));
        assert_eq!(kind(acme, "ns2.blue.st"), (json!("managed"), json!("acme")));
        assert_eq!(kind(acme, "ns1.provider.net"), (json!("reference"), json!(null)));
        assert_eq!(host(acme, "ns2.blue.st")["addr"], json!([{"v4": "192.0.2.2"}]));
        register(zeta, "green.st", &json!(["ns3.blue.st", "ns1.blue.st"]));
        assert_eq!(kind(zeta, "ns3.blue.st"), (json!("reference"), json!(null)), "it lies below another's domain");
        change(acme, "red.st", &json!({"add": {"ns": ["ns3.blue.st"]}})).expect(200);
        assert_eq!(kind(zeta, "ns3.blue.st"), (json!("managed"), json!("acme")), "its owner adopts it");
        assert_eq!(texts(&domain(acme, "blue.st")["hosts"]), ["ns1.blue.st", "ns2.blue.st", "ns3.blue.st"]);
    }

    fn h2_addresses_are_given_to_ones_own_new_hosts(server: &Server) {
        let registry = registry(server, &json!({}));
        let (acme, zeta) = (&registry.acme, &registry.zeta);
        register(acme, "blue.st", &json!([{"name": "ns1.blue.st", "addr": ["192.0.2.1", "2001:db8::1"]}]));
        let with = |name: &str, addresses: Value| json!([{"name": name, "addr": addresses}]);
        for (client, name) in [(acme, "ns1.provider.net"), (zeta, "ns1.blue.st"), (zeta, "ns7.blue.st")] {
            refused(&ask(client, "red.st", &with(name, json!(["192.0.2.1"]))), 2306);
        }
        refused(&ask(acme, "red.st", &with("ns1.blue.st", json!(["192.0.2.1"]))), 2306);
        refused(&ask(acme, "red.st", &with("ns1.blue.st", json!(["192.0.2.1", "2001:db8::2"]))), 2306);
        refused(&ask(acme, "red.st", &with("ns2.blue.st", json!(["127.0.0.1"]))), 2306);
        refused_at(&ask(acme, "red.st", &with("ns2.blue.st", json!(["192.0.2.300"]))), 2005, &["/ns/0/addr/0"]);
        ask(acme, "red.st", &with("ns1.blue.st", json!(["2001:DB8::0:1", "192.0.2.1"]))).expect(201);
        refused(&acme.get("/hosts/ns2.blue.st").send(), 2303);
        refused(&acme.get("/hosts/ns1.provider.net").send(), 2303);
    }

    fn h3_a_host_below_the_domain_that_it_serves_has_an_address(server: &Server) {
        let acme = registry(server, &json!({})).acme;
        let ns = json!(["ns1.provider.net", "ns1.blue.st", {"name": "ns2.blue.st", "addr": []}]);
        let answer = ask(&acme, "blue.st", &ns);
        let body = refused(&answer, 2003);
        assert!(body["message"].as_str().is_some_and(|text| text.contains("ns1.blue.st")) || answer.text().contains("ns1.blue.st"), "{answer}");
        let fields: Vec<&str> = body["errors"].as_array().expect("errors").iter().filter_map(|error| error["field"].as_str()).collect();
        assert!(fields.len() == 2 && fields.iter().all(|field| field.starts_with("/ns/1") || field.starts_with("/ns/2")), "{answer}");
        ask(&acme, "blue.st", &json!(["ns1.provider.net", {"name": "ns1.blue.st", "addr": ["192.0.2.1"]}])).expect(201);
        refused(&change(&acme, "blue.st", &json!({"add": {"ns": ["ns2.blue.st"]}})), 2003);
        acme.put("/hosts", &json!({"name": "ns2.blue.st"})).expect(201);
        refused(&change(&acme, "blue.st", &json!({"add": {"ns": ["ns2.blue.st"]}})), 2003);
        ask(&acme, "red.st", &json!(["ns2.blue.st"])).expect(201);
        acme.post("/hosts/ns2.blue.st", &json!({"add": {"addr": ["192.0.2.2"]}})).expect(200);
        change(&acme, "blue.st", &json!({"add": {"ns": ["ns2.blue.st"]}})).expect(200);
    }

    fn h4_the_parent_of_a_name_server_is_registered(server: &Server) {
        let registry = registry(server, &json!({"add_grace": "P0D"}));
        let (admin, acme, zeta) = (&registry.admin, &registry.acme, &registry.zeta);
        tld(admin, "free", &json!({"ns_parent": "any"}));
        register(zeta, "gone.st", &json!([]));
        zeta.delete("/domains/gone.st").expect(202);
        refused_at(&ask(acme, "blue.st", &json!(["ns1.provider.net", "ns1.none.st"])), 2303, &["/ns/1"]);
        refused_at(&ask(acme, "blue.st", &json!(["ns1.gone.st"])), 2304, &["/ns/0"]);
        assert_eq!(warnings(&ask(acme, "green.st", &json!(["ns1.nic.st"])).expect(201)).len(), 1, "a reserved parent is fine");
        let made = ask(acme, "blue.st", &json!(["ns1.none.free", "ns1.provider.net"])).expect(201);
        assert_eq!(warnings(&made).len(), 1, "{made}");
        assert_eq!(kind(acme, "ns1.none.free").0, "reference");
        refused(&ask(acme, "red.st", &json!(["a..st"])), 2005);
    }

    fn h5_a_name_is_registered_above_references_and_their_users_are_told(server: &Server) {
        let registry = served(server, &json!({"ns_parent": "any"}));
        let (admin, acme, zeta) = (&registry.admin, &registry.acme, &registry.zeta);
        register(zeta, "red.st", &json!(["ns1.blue.st"]));
        register(zeta, "pink.st", &json!(["ns1.blue.st", "ns2.blue.st"]));
        register(acme, "green.st", &json!(["ns1.blue.st"]));
        assert_eq!(checked(acme, "/domains/blue.st").0, 1);
        drop(create(acme, &json!({"name": "blue.st"})));
        assert_eq!(told(zeta), [("HOST_PARENT_REGISTERED".to_owned(), "ns1.blue.st".to_owned()), ("HOST_PARENT_REGISTERED".to_owned(), "ns2.blue.st".to_owned())]);
        let data = messages(zeta)[0]["data"].clone();
        assert_eq!(data, json!({"host": "ns1.blue.st", "parent": "blue.st", "domains": ["pink.st", "red.st"]}));
        assert_eq!(told(acme), [], "a registrar's own command makes it no message");
        assert_eq!(kind(acme, "ns1.blue.st").0, "reference");
        assert!(crate::given::exported(admin, "st").contains("red.st. "), "they go on serving");
    }
}
