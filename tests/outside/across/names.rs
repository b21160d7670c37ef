//! Which names may be zones, and which are registered: said through one face, in force on every other with the next request.

use super::{WAYS, Way};
use crate::given;
use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::{Value, json};

fn tld(client: &Client, path: &str, name: &str) -> String {
    let made = client.post(path, &json!({"name": name})).expect(201).json();
    let tld = if made["tlds"].is_object() { &made["tlds"] } else { &made };
    tld["id"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned()
}

/// A registrar, and a TLD below which it registers; the TLD's zone is served.
fn registry(server: &Server) -> (Client, Client) {
    let admin = server.admin();
    let id = tld(&admin, "/tlds", "reg");
    admin.put(&format!("/tlds/{id}/policy"), &json!({"preset": "default", "ns_parent": "any"})).expect(201);
    let zone = given::with(given::zone("reg"), &json!({"registry_zone": true}));
    admin.post("/zones", &zone).expect(201);
    (server.user("registrar1", "acme", &["registrar", "hostmaster"]), admin)
}

/// What everybody may know of the domain.
fn public(server: &Server, name: &str) -> Value {
    server.nobody().get(&format!("/rdap/domain/{name}")).expect(200).json()
}

both! {
    fn a_tld_said_through_either_form_decides_at_once_on_every_face(server: &Server) {
        let admin = server.admin();
        let registrar = server.user("registrar1", "acme", &["registrar"]);
        // With a first rule there is a list: what is not below it is no zone any more.
        for (form, path) in [("own", "/tlds"), ("openstack", "/v2/tlds")] {
            let name = format!("{form}tld");
            let keep = tld(&admin, path, &format!("{form}keep"));
            for way in WAYS {
                let refused = way.try_make(&admin, &format!("{way:?}.{name}").to_lowercase());
                assert!((400..500).contains(&refused.status), "{form}, {way:?}: {refused}");
            }
            let id = tld(&admin, path, &name);
            for way in WAYS {
                way.make(&admin, &format!("{way:?}.{name}").to_lowercase());
            }
            let check = registrar.get(&format!("/domains/blue.{name}/check")).send().json();
            assert_eq!(check["avail"], 0, "no policy yet: {check}");
            admin.put(&format!("/tlds/{id}/policy"), &json!({"preset": "default"})).expect(201);
            assert_eq!(registrar.get(&format!("/domains/blue.{name}/check")).expect(200).json()["avail"], 1, "{form}");
            for other in ["/tlds", "/v2/tlds"] {
                assert_eq!(admin.get(&format!("{other}/{id}")).send().status, 200, "{other}");
                assert_eq!(admin.post(other, &json!({"name": name})).send().status, 409, "{other}");
            }
            let gone = admin.delete(&format!("{path}/{id}")).send();
            assert!(gone.is_success(), "{gone}");
            for way in WAYS {
                let refused = way.try_make(&admin, &format!("late-{way:?}.{name}").to_lowercase());
                assert!((400..500).contains(&refused.status), "{form}, {way:?}: {refused}");
            }
            assert_eq!(registrar.get(&format!("/domains/blue.{name}/check")).send().json()["avail"], 0, "{form}");
            assert!(admin.delete(&format!("{path}/{keep}")).send().is_success());
        }
    }

    fn a_registered_domain_is_a_delegation_with_glue_an_entity_and_public(server: &Server) {
        let (registrar, admin) = registry(server);
        let before = given::serial(&admin, "reg");
        let domain = json!({"name": "blue.reg", "ns": [{"name": "ns1.blue.reg", "addr": [{"v4": "192.0.2.1"}]}, "ns.provider.net"]});
        registrar.put("/domains", &domain).expect(201);
        assert_eq!(given::serial(&admin, "reg"), before + 1);
        let file = given::exported(&admin, "reg");
        assert!(file.contains("blue.reg. IN NS ns1.blue.reg.") && file.contains("ns1.blue.reg. IN A 192.0.2.1"), "{file}");
        let cut = admin.get("/zones/reg/delegations/blue.reg").expect(200).json();
        assert_eq!(cut["ns"].as_array().map(Vec::len), Some(2), "{cut}");
        assert_eq!(admin.get("/api/v1/zones/forward/reg/delegations/blue.reg").expect(200).json()["name"], "blue.reg");
        let records = admin.get("/REST/NSRecord/reg/blue.reg/").expect(200).json();
        assert_eq!(records["data"].as_array().map(Vec::len), Some(2), "{records}");
        for (path, end) in [("/api/domains/blue.reg", "blue.reg"), ("/api/hosts/ns1.blue.reg", "ns1.blue.reg"), ("/api/clients/acme", "acme"), ("/api/zones/reg", "reg")] {
            let entity = admin.get(path).expect(200).json();
            assert!(entity["id"].as_str().is_some_and(|id| id.ends_with(end)), "{path}: {entity}");
        }
        assert_eq!(public(server, "blue.reg")["nameservers"].as_array().map(Vec::len), Some(2));
        assert_eq!(server.nobody().get("/rdap/nameserver/ns1.blue.reg").expect(200).json()["ipAddresses"]["v4"], json!(["192.0.2.1"]));
        assert_eq!(admin.get("/zones/reg/history?limit=1").expect(200).json()[0]["face"], "registrar");
        for way in [Way::Zones, Way::Mreg, Way::Dynect, Way::File] {
            let other = server.user(&format!("host{way:?}").to_lowercase(), "zeta", &["hostmaster"]);
            let refused = way.try_make(&other, "blue.reg");
            assert!((400..500).contains(&refused.status), "{way:?}: {refused}");
        }
    }

    fn a_domain_on_hold_leaves_the_zone_on_every_face_and_comes_back(server: &Server) {
        let (registrar, admin) = registry(server);
        registrar.put("/domains", &json!({"name": "blue.reg", "ns": ["ns.provider.net"]})).expect(201);
        let published = || {
            let zones = admin.get("/zones/reg/delegations/blue.reg").send().is_success();
            let mreg = admin.get("/api/v1/zones/forward/reg/delegations/blue.reg").send().is_success();
            let dynect = admin.get("/REST/NSRecord/reg/blue.reg/").send().json();
            let dynect = dynect["data"].as_array().is_some_and(|records| !records.is_empty());
            let file = given::exported(&admin, "reg").contains("blue.reg.");
            let dns = registrar.get("/domains/blue.reg").expect(200).json()["info"]["dns"]["published"] == true;
            [zones, mreg, dynect, file, dns]
        };
        assert_eq!(published(), [true; 5]);
        let before = given::serial(&admin, "reg");
        registrar.post("/domains/blue.reg", &json!({"add": {"status": ["clientHold"]}})).expect(200);
        assert_eq!((published(), given::serial(&admin, "reg")), ([false; 5], before + 1));
        assert!(public(server, "blue.reg")["status"].as_array().unwrap().contains(&json!("client hold")));
        registrar.post("/domains/blue.reg", &json!({"rem": {"status": ["clientHold"]}})).expect(200);
        assert_eq!((published(), given::serial(&admin, "reg")), ([true; 5], before + 2));
    }
}
