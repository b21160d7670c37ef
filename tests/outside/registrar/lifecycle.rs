//! Renewing, deleting, restoring (L4, L7, L8, L10, L11): what a registrar is told, and what stands in the zone meanwhile.

use super::given::{
    ask_for, blockers, change, checked, contacts, create, domain, eventually, messages, refused, refused_at, register,
    registry, renew, serve, served, set_statuses, tld, told,
};
use domesday_tests::both;
use domesday_tests::client::{Answer, Client};
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// A domain's expiry.
fn expiry(client: &Client, name: &str) -> String {
    domain(client, name)["exDate"].as_str().expect("an expiry").to_owned()
}

/// Renews a domain by this many years from this day, or tries to.
fn renew_from(client: &Client, name: &str, day: &str, years: i64) -> Answer {
    let body = json!({"curExpDate": day, "period": {"unit": "y", "value": years}});
    client.post(&format!("/domains/{name}/renew"), &body).send()
}

/// The year of an instant.
fn year(instant: &str) -> i64 {
    instant[..4].parse().expect("a year")
}

/// The lines of the zone `st` that have this name in them.
fn lines(client: &Client, name: &str) -> Vec<String> {
    let file = crate::given::exported(client, "st");
    file.lines().filter(|line| line.contains(name)).map(str::to_owned).collect()
}

fn delete(client: &Client, name: &str) -> Answer {
    client.delete(&format!("/domains/{name}")).send()
}

fn restore(client: &Client, name: &str) -> Answer {
    client.post(&format!("/domains/{name}/restore"), &json!({})).send()
}

both! {
    fn l4_a_renewal_names_the_expiry_that_it_extends(server: &Server) {
        let acme = registry(server, &json!({})).acme;
        register(&acme, "blue.st", &json!([]));
        let first = expiry(&acme, "blue.st");
        let day = &first[..10];
        refused_at(&acme.post("/domains/blue.st/renew", &json!({})).send(), 2003, &["/curExpDate"]);
        for other in ["2020-01-01", "2099-12-31"] {
            refused_at(&renew_from(&acme, "blue.st", other, 1), 2004, &["/curExpDate"]);
        }
        for bad in ["yesterday", "2027-02-30", "21.11.2027"] {
            refused_at(&renew_from(&acme, "blue.st", bad, 1), 2005, &["/curExpDate"]);
        }
        for years in [0, 10, 11, -1] {
            refused(&renew_from(&acme, "blue.st", day, years), 2004);
        }
        refused(&renew_from(&acme, "none.st", day, 1), 2303);
        let told = renew_from(&acme, "blue.st", day, 2).expect(200).json();
        let second = expiry(&acme, "blue.st");
        assert_eq!((&told["renData"], year(&second)), (&json!({"name": "blue.st", "exDate": second}), year(&first) + 2));
        refused_at(&renew_from(&acme, "blue.st", day, 2), 2004, &["/curExpDate"]);
        let info = domain(&acme, "blue.st");
        assert_eq!((&info["exDate"], &info["rgpStatus"]), (&json!(second), &json!(["addPeriod", "renewPeriod"])));
        let grace = info["graces"].as_array().expect("graces").iter().find(|grace| grace["type"] == "renewPeriod").cloned();
        assert_eq!(grace.expect("a grace")["period"], json!({"unit": "y", "value": 2}));
        renew_from(&acme, "blue.st", &second[..10], 7).expect(200);
        refused(&renew(&acme, "blue.st"), 2004);
        let zoned = format!("{}T23:30:00+14:00", &expiry(&acme, "blue.st")[..10]);
        refused(&renew_from(&acme, "blue.st", &zoned, 1), 2004);
    }

    fn l7_in_its_first_days_a_deleted_domain_is_gone_at_once(server: &Server) {
        let registry = served(server, &json!({}));
        let (admin, acme, zeta) = (&registry.admin, &registry.acme, &registry.zeta);
        register(acme, "blue.st", &json!([{"name": "ns1.blue.st", "addr": ["192.0.2.1"]}, "ns1.provider.net"]));
        let roid = domain(acme, "blue.st")["roid"].clone();
        assert_eq!(lines(admin, "blue.st").len(), 3);
        refused(&delete(zeta, "blue.st"), 2201);
        let serial = crate::given::serial(admin, "st");
        let gone = delete(acme, "blue.st").expect(200).json();
        assert_eq!((&gone["code"], gone.get("delData")), (&json!(1000), None));
        assert_eq!((lines(admin, "blue.st"), crate::given::serial(admin, "st")), (vec![], serial + 1));
        refused(&acme.get("/domains/blue.st").send(), 2303);
        refused(&acme.get("/hosts/ns1.blue.st").send(), 2303);
        refused(&delete(acme, "blue.st"), 2303);
        assert_eq!(checked(zeta, "/domains/blue.st").0, 1);
        register(zeta, "blue.st", &json!([]));
        assert_ne!(domain(zeta, "blue.st")["roid"], roid);
        assert_eq!(domain(zeta, "blue.st")["hosts"], json!([]));
    }

    fn l7_later_it_is_out_of_the_zone_and_can_be_restored(server: &Server) {
        let registry = served(server, &json!({"add_grace": "P0D"}));
        let (admin, acme, zeta) = (&registry.admin, &registry.acme, &registry.zeta);
        contacts(acme, &["AA1"]);
        let body = json!({
            "name": "blue.st", "ns": [{"name": "ns1.blue.st", "addr": ["192.0.2.1"]}], "contacts": {"tech": "AA1"},
            "secDNS": {"dsData": [{"keyTag": 7, "alg": 13, "digestType": 2, "digest": "0A".repeat(32)}]},
        });
        drop(create(acme, &body));
        let first = expiry(acme, "blue.st");
        renew(acme, "blue.st").expect(200);
        set_statuses(acme, "blue.st", &["clientTransferProhibited"], &[]);
        set_statuses(admin, "blue.st", &["serverRenewProhibited"], &[]);
        let (before, whole) = (domain(acme, "blue.st"), lines(admin, "blue.st"));
        assert_eq!(whole.len(), 3, "NS, DS and glue: {whole:?}");
        let answer = delete(acme, "blue.st").expect(202);
        let data = answer.json()["delData"].clone();
        assert_eq!((&answer.json()["code"], &data["name"]), (&json!(1000), &json!("blue.st")));
        assert!(data["restorableUntil"].as_str() < data["purgeDate"].as_str(), "{data}");
        assert_eq!(lines(admin, "blue.st"), Vec::<String>::new());
        let info = domain(acme, "blue.st");
        assert_eq!((&info["lifecycle"], &info["rgpStatus"], &info["graces"]), (&json!("redemption"), &json!(["redemptionPeriod"]), &json!([])));
        assert_eq!((&info["status"], &info["exDate"]), (&json!(["pendingDelete", "serverRenewProhibited"]), &json!(first)), "its renewal is refunded");
        assert_eq!((&info["dns"]["published"], checked(zeta, "/domains/blue.st").1.as_deref()), (&json!(false), Some("In use")));
        refused(&delete(acme, "blue.st"), 2304);
        refused(&restore(zeta, "blue.st"), 2201);
        let told = restore(acme, "blue.st").expect(200).json();
        assert_eq!(told["resData"], json!({"name": "blue.st", "exDate": first}), "nothing is added while it is in the future");
        assert_eq!(lines(admin, "blue.st"), whole);
        let after = domain(acme, "blue.st");
        assert_eq!((&after["lifecycle"], &after["status"], &after["roid"]), (&json!("registered"), &json!(["serverRenewProhibited"]), &before["roid"]));
        for member in ["ns", "hosts", "contacts", "secDNS", "clID", "crDate"] {
            assert_eq!(after[member], before[member], "{member}");
        }
        refused(&restore(acme, "blue.st"), 2304);
        let two = acme.delete("/domains/blue.st").header("Api-Version", "2.0").expect(202).json();
        assert_eq!(two["code"], 1001);
    }

    fn l7_without_any_time_to_repent_it_is_gone_at_once(server: &Server) {
        let acme = registry(server, &json!({"add_grace": "P0D", "redemption": "P0D", "pending_delete": "P0D"})).acme;
        register(&acme, "blue.st", &json!([]));
        delete(&acme, "blue.st").expect(200);
        refused(&acme.get("/domains/blue.st").send(), 2303);
        assert_eq!(checked(&acme, "/domains/blue.st").0, 1);
    }

    fn l8_hosts_that_others_use_keep_their_domain(server: &Server) {
        let registry = registry(server, &json!({"add_grace": "P0D"}));
        let (admin, acme, zeta) = (&registry.admin, &registry.acme, &registry.zeta);
        register(acme, "blue.st", &json!([{"name": "ns1.blue.st", "addr": ["192.0.2.1"]}]));
        acme.put("/hosts", &json!({"name": "ns2.blue.st", "addr": ["192.0.2.2"]})).expect(201);
        register(zeta, "red.st", &json!(["ns1.blue.st"]));
        register(acme, "green.st", &json!(["ns1.blue.st", "ns2.blue.st"]));
        let row = |name: &str, sponsor: &str| ("domain".to_owned(), name.to_owned(), sponsor.to_owned());
        let answer = delete(acme, "blue.st");
        refused(&answer, 2305);
        assert_eq!(blockers(&answer), [row("green.st", "acme"), row("red.st", "zeta")]);
        refused(&delete(admin, "blue.st"), 2305);
        change(acme, "green.st", &json!({"rem": {"ns": ["ns1.blue.st", "ns2.blue.st"]}})).expect(200);
        assert_eq!(blockers(&delete(acme, "blue.st")), [row("red.st", "zeta")]);
        delete(zeta, "red.st").expect(202);
        refused(&delete(acme, "blue.st"), 2305);
        restore(zeta, "red.st").expect(200);
        change(zeta, "red.st", &json!({"rem": {"ns": ["ns1.blue.st"]}})).expect(200);
        delete(acme, "blue.st").expect(202);
        assert_eq!(domain(acme, "blue.st")["hosts"], json!(["ns1.blue.st", "ns2.blue.st"]), "its own wait with it");
    }

    fn l10_a_deletion_ends_a_pending_transfer(server: &Server) {
        let registry = registry(server, &json!({"add_grace": "P0D"}));
        let (acme, zeta) = (&registry.acme, &registry.zeta);
        let code = register(acme, "blue.st", &json!([]));
        ask_for(zeta, "blue.st", &code).expect(202);
        delete(acme, "blue.st").expect(202);
        let query = json!({"op": "query"});
        for client in [acme, zeta] {
            let told = client.post("/domains/blue.st/transfer", &query).expect(200).json();
            assert_eq!(told["trnData"]["trStatus"], "serverCancelled");
        }
        let row = |kind: &str| (kind.to_owned(), "blue.st".to_owned());
        assert_eq!(told(acme), [row("TRANSFER_REQUEST"), row("TRANSFER_FORBIDDEN")]);
        assert_eq!(told(zeta), [row("TRANSFER_FORBIDDEN")]);
    }

    fn l11_a_restored_domain_gets_the_years_that_bring_it_into_the_future(server: &Server) {
        let registry = registry(server, &json!({}));
        let (admin, acme) = (&registry.admin, &registry.acme);
        let policy = json!({
            "sandbox_year": "PT3S", "at_expiry": "expire", "expire_hold_after": "P0D", "expire_delete_after": "PT1S",
            "add_grace": "P0D", "redemption": "P1D", "ns_parent": "any",
        });
        tld(admin, "brief", &policy);
        serve(admin, "brief");
        let published = |name: &str| domain(acme, name)["dns"]["published"] == true;
        register(acme, "blue.brief", &json!(["ns1.provider.net"]));
        assert!(published("blue.brief"));
        let first = expiry(acme, "blue.brief");
        eventually("it is taken out", || domain(acme, "blue.brief")["lifecycle"] == "redemption");
        eventually("its zone follows", || !published("blue.brief"));
        let restored = restore(acme, "blue.brief").expect(200).json();
        let second = restored["resData"]["exDate"].as_str().expect("an expiry").to_owned();
        assert!(second > first, "{second} is after {first}");
        let info = domain(acme, "blue.brief");
        assert_eq!((&info["ns"], info["exDate"].as_str() >= Some(second.as_str())), (&json!(["ns1.provider.net"]), true));
        let kinds: Vec<String> = told(acme).into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds[..2], ["DOMAIN_EXPIRE", "DOMAIN_REDEMPTION"]);
        let messages: Vec<Value> = messages(acme);
        assert_eq!((messages[0]["crDate"].as_str(), &messages[0]["cltrid"]), (Some(first.as_str()), &json!(null)), "at its own instant");
    }
}
