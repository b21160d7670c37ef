//! The registry's own objects as entities (section 13): what they say, in which forms their ids are read, who reads them, and where they
//! are changed.

use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::{Value, json};

use super::given::{
    attest, attested, attested_by, declare, done, is_instant, last, make, members, names, path, read, refused, said,
    told,
};
use super::registrants::{Registry, change, domain};
use crate::given;

/// A registry with an object of each kind, which acme sponsors.
fn filled(server: &Server) -> Registry {
    let registry = Registry::of(server, &json!({}));
    registry.contact("AA1");
    registry.register("blue.st", "AA1").expect(201);
    let host = json!({"name": "ns1.blue.st", "addr": ["192.0.2.1"]});
    registry.acme.put("/hosts", &host).expect(201);
    registry.admin.post("/tlds", &json!({"name": "org"})).expect(201);
    let zone = given::with(given::zone("example.org"), &json!({"owner": "acme"}));
    registry.admin.post("/zones", &zone).expect(201);
    registry
}

const OBJECTS: [&str; 5] =
    ["contacts/AA1", "domains/blue.st", "hosts/ns1.blue.st", "zones/example.org", "clients/acme"];

/// What an object says of one thing.
fn value(client: &Client, object: &str, claim: &str) -> Value {
    read(client, &format!("/api/{object}/{claim}"))["value"].clone()
}

both! {
    fn section_13_each_object_is_an_entity_with_the_claims_of_its_kind(server: &Server) {
        let registry = filled(server);
        for (object, expected) in OBJECTS.into_iter().zip([
            vec!["name", "addr", "email", "voice", "sponsor", "verification", "created"],
            vec!["name", "tld", "sponsor", "registrant", "status", "nameservers", "created", "expires"],
            vec!["name", "domain", "addresses", "sponsor", "status", "created"],
            vec!["name", "nameservers", "created", "updated"],
            vec!["handle", "status", "created"],
        ]) {
            let entity = read(&registry.admin, &format!("/api/{object}"));
            let kind = object.split('/').next().expect("a kind");
            assert_eq!(members(&entity), ["attestations", "claims", "context", "id", "kind", "metadata"]);
            assert_eq!((&entity["id"], &entity["kind"]), (&json!(format!("{}/api/{object}", registry.url)), &json!(format!("{}/api/{kind}", registry.url))));
            let shown: Vec<String> = names(&entity).into_iter().filter(|name| name != "updated" || kind == "zones").collect();
            assert_eq!(shown, expected, "{object}");
            assert!(is_instant(&value(&registry.admin, object, "created")), "{entity}");
            assert_eq!(entity["metadata"]["owner"], registry.client("acme"), "{object}");
            let declared = read(&registry.admin, &format!("/api/{kind}"))["claims"].clone();
            let order: Vec<Value> = declared.as_array().expect("claims").iter().map(|claim| claim["subject"].clone()).collect();
            let places: Vec<_> = names(&entity).iter().map(|name| order.iter().position(|other| other == name)).collect();
            assert!(places.is_sorted() && places.iter().all(Option::is_some), "in the kind's order: {entity}");
        }
        let kinds = read(&registry.admin, "/meta/kinds")["kinds"].to_string();
        for kind in ["contacts", "domains", "hosts", "zones", "clients"] {
            assert!(kinds.contains(&format!("/api/{kind}\"")), "{kind}: {kinds}");
        }
    }

    fn n1_references_are_urls_of_entities_that_can_be_read(server: &Server) {
        let registry = filled(server);
        assert_eq!(value(&registry.acme, "domains/blue.st", "registrant"), format!("{}/api/contacts/AA1", registry.url));
        for (object, claim) in [("domains/blue.st", "registrant"), ("domains/blue.st", "sponsor"), ("contacts/AA1", "sponsor"), ("hosts/ns1.blue.st", "sponsor")] {
            let url = value(&registry.acme, object, claim);
            assert_eq!(read(&registry.acme, &path(url.as_str().expect("a URL")))["id"], url);
        }
        assert_eq!(value(&registry.acme, "domains/blue.st", "nameservers"), json!(["ns1.provider.net"]));
        assert_eq!(value(&registry.acme, "domains/blue.st", "tld"), "st");
        assert_eq!(value(&registry.acme, "hosts/ns1.blue.st", "addresses"), json!(["192.0.2.1"]));
        assert_eq!(value(&registry.acme, "hosts/ns1.blue.st", "domain"), "blue.st");
        assert_eq!(value(&registry.admin, "zones/example.org", "nameservers"), json!(["ns1.provider.net", "ns2.provider.net"]));
        assert_eq!(value(&registry.zeta, "clients/acme", "handle"), "acme");
    }

    fn section_13_ids_are_read_as_their_own_face_reads_them(server: &Server) {
        let registry = filled(server);
        registry.admin.post("/zones", &given::zone("xn--bcher-kva.org")).expect(201);
        for (form, id) in [
            ("contacts/aa1", "AA1"), ("contacts/aA1/", "AA1"), ("domains/BLUE.st", "blue.st"), ("hosts/NS1.Blue.ST", "ns1.blue.st"),
            ("zones/Example.ORG", "example.org"), ("zones/example.org.", "example.org"), ("zones/b%C3%BCcher.org", "xn--bcher-kva.org"), ("clients/ACME", "acme"),
        ] {
            let face = registry.admin.get(&format!("/{}", form.trim_end_matches('/'))).send();
            if !form.starts_with("clients/") {
                assert_eq!(face.status, 200, "{face}");
            }
            assert_eq!(last(&read(&registry.admin, &format!("/api/{form}"))["id"]), id, "{form}");
        }
        for missing in ["contacts/none", "contacts/x", "domains/none.st", "domains/st", "hosts/ns9.blue.st", "zones/none.org", "clients/none", "zones/..%2f", "domains/a%20b"] {
            refused(registry.admin.get(&format!("/api/{missing}")), 404, "not_found");
        }
    }

    fn section_13_who_may_read_an_object_there_reads_it_here(server: &Server) {
        let registry = filled(server);
        let hana = server.user("hana", "acme", &["hostmaster"]);
        let callers = [
            ("admin", registry.admin.clone()), ("acme", registry.acme.clone()), ("zeta", registry.zeta.clone()), ("hana", hana),
            ("a reader elsewhere", server.user("rita", "other", &["reader"])), ("a hostmaster elsewhere", server.user("henry", "other", &["hostmaster"])),
        ];
        for (who, client) in &callers {
            let mine = ["acme", "hana"].contains(who);
            for object in &OBJECTS[..4] {
                let there = client.get(&format!("/{object}")).send();
                let here = client.get(&format!("/api/{object}")).send();
                told(&here);
                // His own account's is an owner's here, whatever role it takes there.
                let expected = if there.status == 200 || mine { 200 } else { 404 };
                assert_eq!(here.status, expected, "{who}: {there}\n{here}");
            }
            done(client.get("/api/clients/acme"), 200);
        }
        for object in OBJECTS {
            refused(server.nobody().get(&format!("/api/{object}")), 401, "not_authenticated");
        }
        assert_eq!(names(&read(&registry.zeta, "/api/hosts/ns1.blue.st")).len(), names(&read(&registry.acme, "/api/hosts/ns1.blue.st")).len());
    }

    fn n1_objects_are_found_by_the_claims_that_are_indexed(server: &Server) {
        let registry = filled(server);
        let found = |kind: &str, claim: &str, value: &str| {
            let query = value.replace('%', "%25").replace('"', "%22");
            let answer = read(&registry.acme, &format!("/api/{kind}/search?claim.{claim}={query}"));
            let entities = answer["entities"].as_array().expect("entities").clone();
            entities.iter().map(|entity| last(&entity["id"])).collect::<Vec<_>>()
        };
        let (acme, zeta, contact) = (registry.client("acme"), registry.client("zeta"), format!("{}/api/contacts/AA1", registry.url));
        for (kind, claim, value, id) in [
            ("contacts", "email", "jo@example.org", "AA1"), ("contacts", "sponsor", &acme, "AA1"), ("contacts", "verification", "not_required", "AA1"),
            ("domains", "name", "blue.st", "blue.st"), ("domains", "tld", "st", "blue.st"), ("domains", "sponsor", &acme, "blue.st"), ("domains", "registrant", &contact, "blue.st"),
            ("hosts", "name", "ns1.blue.st", "ns1.blue.st"), ("hosts", "sponsor", &acme, "ns1.blue.st"), ("zones", "name", "example.org", "example.org"),
        ] {
            assert_eq!(found(kind, claim, value), [id], "{kind} by {claim} = {value}");
        }
        assert_eq!(found("domains", "sponsor", &zeta), Vec::<String>::new());
        assert_eq!(found("domains", "registrant", &contact.replace("AA1", "AA2")), Vec::<String>::new());
        assert_eq!(found("contacts", "verification", "pending"), Vec::<String>::new());
        for (kind, claim) in [("contacts", "voice"), ("domains", "expires"), ("hosts", "domain"), ("clients", "name")] {
            refused(registry.acme.get(&format!("/api/{kind}/search?claim.{claim}=x")), 400, "claim_not_indexed");
        }
        // Of a list, one of its items is looked for.
        for (status, expected) in [("ok", json!(["blue.st"])), ("clientHold", json!([]))] {
            let body = json!({"query": {"claims": [{"id": "status", "value": status}]}});
            let listed = done(registry.acme.post("/api/domains/search", &body), 200)["entities"].clone();
            let listed: Vec<String> = listed.as_array().expect("entities").iter().map(|entity| last(&entity["id"])).collect();
            assert_eq!(json!(listed), expected, "{status}");
            assert_eq!(json!(found("domains", "status", &format!("\"{status}\""))), expected, "{status}");
        }
        // Only what the caller may read is found, an admin's being everything.
        assert_eq!(read(&registry.zeta, "/api/contacts/search")["entities"], json!([]));
        assert_eq!(read(&registry.zeta, "/api/domains/search")["entities"], json!([]));
        assert_eq!(read(&registry.admin, "/api/domains/search")["entities"].as_array().map(Vec::len), Some(1));
    }

    fn section_13_changes_have_their_own_faces(server: &Server) {
        let registry = filled(server);
        for object in OBJECTS {
            let (kind, _) = object.split_once('/').expect("a kind");
            let before = read(&registry.admin, &format!("/api/{object}"));
            let body = json!({"claims": [{"id": "name", "value": "x"}]});
            for method in ["PATCH", "PUT", "DELETE"] {
                for client in [&registry.admin, &registry.acme] {
                    let problem = refused(client.request(method, &format!("/api/{object}")).json(&body), 405, "method_not_allowed");
                    assert!(problem["detail"].as_str().is_some_and(|detail| detail.contains(&format!("/{kind}"))), "{problem}");
                }
            }
            let problem = refused(registry.admin.post(&format!("/api/{kind}"), &body), 405, "method_not_allowed");
            assert!(problem["detail"].as_str().is_some_and(|detail| detail.contains(&format!("/{kind}"))), "{problem}");
            let allow = registry.admin.delete(&format!("/api/{object}")).send().header("allow").expect("Allow").to_owned();
            assert!(allow.contains("GET") && !allow.contains("DELETE") && !allow.contains("PATCH"), "{allow}");
            assert_eq!(read(&registry.admin, &format!("/api/{object}")), before);
        }
    }

    fn section_13_a_change_through_any_face_is_seen_at_once(server: &Server) {
        let registry = filled(server);
        let tags = || OBJECTS.map(|object| registry.admin.get(&format!("/api/{object}")).expect(200).etag());
        let mut seen = tags();
        let mut differs = |what: &str| {
            let now = tags();
            let changed: Vec<&str> = OBJECTS.into_iter().zip(seen.iter().zip(&now)).filter(|(_, (was, is))| was != is).map(|(object, _)| object).collect();
            seen = now.clone();
            (what.to_owned(), changed.into_iter().map(str::to_owned).collect::<Vec<_>>())
        };
        change(&registry.acme, "/domains/blue.st", &json!({"add": {"status": ["clientHold"]}}));
        assert_eq!(value(&registry.acme, "domains/blue.st", "status"), json!(["clientHold"]));
        assert_eq!(differs("a status").1, ["domains/blue.st"]);
        change(&registry.acme, "/hosts/ns1.blue.st", &json!({"add": {"addr": ["192.0.2.9"]}, "rem": {"addr": ["192.0.2.1"]}}));
        assert_eq!(value(&registry.acme, "hosts/ns1.blue.st", "addresses"), json!(["192.0.2.9"]));
        assert_eq!(differs("an address").1, ["hosts/ns1.blue.st"]);
        registry.mail("AA1", "new@example.org");
        assert_eq!(value(&registry.acme, "contacts/AA1", "email"), "new@example.org");
        assert_eq!(differs("a mail address").1, ["contacts/AA1"]);
        let etag = registry.admin.get("/zones/example.org").expect(200).etag();
        let servers = json!({"ns": ["ns1.provider.net", "ns3.provider.net"]});
        registry.admin.patch("/zones/example.org", &servers).if_match(&etag).expect(204);
        assert_eq!(value(&registry.admin, "zones/example.org", "nameservers"), servers["ns"]);
        assert_eq!(differs("a name server").1, ["zones/example.org"]);
        registry.admin.post("/clients/acme", &json!({"name": "ACME Inc."})).expect(200);
        assert_eq!(value(&registry.zeta, "clients/acme", "name"), "ACME Inc.");
        assert_eq!(differs("a name").1, ["clients/acme"]);
        registry.acme.delete("/domains/blue.st").expect(202);
        assert_eq!(value(&registry.acme, "domains/blue.st", "status"), domain(&registry.acme, "blue.st")["status"]);
        assert_eq!(differs("a deletion").1, ["domains/blue.st"]);
    }

    fn section_13_what_the_registry_keeps_counts_as_attested_and_is_not_attested(server: &Server) {
        let registry = filled(server);
        for object in OBJECTS {
            let entity = read(&registry.admin, &format!("/api/{object}"));
            assert!(attested(&entity).is_empty());
            for (claim, value) in said(&entity) {
                if object.starts_with("contacts") && ["name", "org", "addr", "email", "voice", "fax"].contains(&claim.as_str()) {
                    continue;
                }
                refused(attest(&registry.admin, &format!("/api/{object}/{claim}"), &registry.url, &value), 403, "registry_kept");
            }
        }
        // A condition may build on it, though nobody attested it.
        let policy = json!({"attestorKind": "clients", "condition": "{ATTESTOR}.handle == {ENTITY}.registrar && {ATTESTOR}.status == \"ok\""});
        declare(&registry.admin, "card", &json!({"ids": "client", "roles": {"create": ["registrar"]}, "claims": [
            {"subject": "registrar", "value": "string", "attestationPolicy": policy}
        ]}));
        let card = make(&registry.acme, "card", "c1", &[("registrar", json!("acme"))]);
        attested_by(attest(&registry.acme, &format!("{card}/registrar"), &registry.client("acme"), &json!("acme")));
        let other = make(&registry.zeta, "card", "c2", &[("registrar", json!("acme"))]);
        refused(attest(&registry.zeta, &format!("{other}/registrar"), &registry.client("zeta"), &json!("acme")), 403, "condition_false");
    }
}
