//! Zones and rules that go while names are registered below them (Z13; T8 of `tlds.md`).

use super::{lines, named, register, serve, served, unserved};
use crate::given;
use domesday_tests::server::Server;
use serde_json::json;

laws! {
    fn z13_a_zone_with_registered_names_stays_whatever_the_force(server: &Server) {
        let registry = served(server);
        register(&registry.acme, "blue.st", &json!(["ns1.example.net"]));
        register(&registry.acme, "bare.st", &json!([]));
        for query in ["", "?force=true"] {
            let refused = registry.admin.delete(&format!("/zones/st{query}")).send();
            given::conflict(&refused, "zone_has_domains", false);
            let expected = ["bare.st", "blue.st"].map(|name| (name.to_owned(), Some(format!("/domains/{name}"))));
            assert_eq!(named(&refused, "zone_has_domains"), expected);
        }
        let mreg = registry.admin.delete("/api/v1/zones/forward/st").expect(403).json();
        assert_eq!(mreg["errors"][0]["code"], "zone_has_domains", "{mreg}");
        for name in ["blue.st", "bare.st"] {
            registry.acme.delete(&format!("/domains/{name}")).expect(200);
        }
        registry.admin.delete("/zones/st").expect(204);
    }

    fn z13_names_below_a_child_zone_are_that_zones(server: &Server) {
        let registry = served(server);
        let rule = registry.admin.post("/tlds", &json!({"name": "co.st"})).expect(201).json();
        let policy = format!("/tlds/{}/policy", rule["tlds"]["id"].as_str().expect("an id"));
        registry.admin.put(&policy, &json!({"preset": "default"})).expect(201);
        serve(&registry.admin, "co.st").expect(201);
        register(&registry.acme, "blue.co.st", &json!(["ns1.example.net"]));
        given::conflict(&registry.admin.delete("/zones/co.st?force=true").send(), "zone_has_domains", false);
        registry.admin.delete("/zones/st?force=true").expect(204);
        assert_eq!(lines(&registry.admin, "co.st", "blue.co.st"), ["IN NS ns1.example.net."]);
    }

    fn t8_a_deleted_rule_reports_the_domains_that_go_on_under_its_policy(server: &Server) {
        let registry = unserved(server);
        register(&registry.acme, "red.st", &json!([]));
        register(&registry.acme, "blue.st", &json!([]));
        let affected = json!({"count": 2, "names": ["blue.st", "red.st"], "complete": true});
        for path in [registry.tld.clone(), format!("/v2{}", registry.tld)] {
            let dry = registry.admin.delete(&format!("{path}?dry_run=true")).expect(200);
            assert_eq!((&dry.json()["affected_domains"], dry.header("domesday-warning")), (&affected, Some("domains_affected;count=2")));
        }
        let gone = registry.admin.delete(&registry.tld).header("Prefer", "return=representation").expect(200);
        assert_eq!((&gone.json()["affected_domains"], gone.header("domesday-warning")), (&affected, Some("domains_affected;count=2")));
        registry.acme.put("/domains", &json!({"name": "green.st"})).expect(422);
        registry.acme.get("/domains/blue.st").expect(200);

        let unused = registry.admin.post("/tlds", &json!({"name": "tt"})).expect(201).json();
        let unused = format!("/tlds/{}", unused["tlds"]["id"].as_str().expect("an id"));
        let gone = registry.admin.delete(&unused).header("Prefer", "return=representation").expect(200);
        assert_eq!((gone.json().get("affected_domains"), gone.header("domesday-warning")), (None, None), "{gone}");
    }
}
