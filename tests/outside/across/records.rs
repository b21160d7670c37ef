//! What stands in a zone: written through each face that writes it, read through every other, with one step of the serial.

use super::{last_face, newest, published};
use crate::given;
use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::json;

const ZONE: &str = "example.org";

/// Writes one address at a name through a face.
type Write = fn(&Client, &str);

fn by_zones(client: &Client, owner: &str) {
    client.put(&given::set(owner, "A"), &json!({"records": ["192.0.2.1"], "ttl": 300})).expect(201);
}

fn by_dynect(client: &Client, owner: &str) {
    let record = json!({"rdata": {"address": "192.0.2.1"}, "ttl": 300});
    client.post(&format!("/REST/ARecord/{ZONE}/{owner}/"), &record).expect(200);
    client.put(&format!("/REST/Zone/{ZONE}/"), &json!({"publish": true})).expect(200);
}

fn by_file(client: &Client, owner: &str) {
    let file = format!("{}{owner}. 300 IN A 192.0.2.1\n", given::exported(client, ZONE));
    let query = "/zones/import?replace=true&force=true";
    let answer = client.request("POST", query).body("text/dns", file).if_match("*").send();
    assert!(answer.is_success(), "{answer}");
}

both! {
    fn a_record_written_through_any_face_is_read_through_every_other(server: &Server) {
        let admin = server.admin();
        given::created(&admin, ZONE);
        let ways: [(&str, &str, Write); 3] = [("zones", "zones", by_zones), ("dynect", "dynect", by_dynect), ("file", "zones", by_file)];
        for (way, face, write) in ways {
            let owner = format!("{way}.{ZONE}");
            let before = given::serial(&admin, ZONE);
            write(&admin, &owner);
            assert_eq!(given::serial(&admin, ZONE), before + 1, "{way}: one step");
            assert_eq!(last_face(&admin, ZONE), face, "{way}");
            let change = &newest(&admin, ZONE)["changes"];
            assert!(change.to_string().contains(&owner), "{way}: {change}");
            let set = admin.get(&given::set(&owner, "A")).expect(200).json();
            assert_eq!((&set["records"], &set["ttl"]), (&json!(["192.0.2.1"]), &json!(300)), "{way}");
            let dynect = admin.get(&format!("/REST/ARecord/{ZONE}/{owner}/")).expect(200).json();
            assert_eq!(dynect["data"].as_array().map(Vec::len), Some(1), "{way}: {dynect}");
            let line = format!("{owner}. 300 IN A 192.0.2.1");
            assert!(given::exported(&admin, ZONE).contains(&line), "{way}");
            let mreg = admin.get(&format!("/api/v1/zonefiles/{ZONE}")).expect(200).text();
            assert!(mreg.lines().any(|line| line.starts_with(way) && line.ends_with("192.0.2.1")), "{way}: {mreg}");
        }
    }

    fn a_delegation_made_through_any_face_is_read_and_refused_as_a_duplicate_through_every_other(server: &Server) {
        let admin = server.admin();
        given::created(&admin, ZONE);
        let of_zones = |cut: &str| admin.post(&format!("/zones/{ZONE}/delegations"), &json!({"name": cut, "ns": ["ns1.provider.net"]})).send();
        let of_mreg = |cut: &str| {
            let delegation = json!({"name": cut, "nameservers": ["ns1.provider.net"]});
            admin.post(&format!("/api/v1/zones/forward/{ZONE}/delegations/"), &delegation).send()
        };
        let of_dynect = |cut: &str| {
            let record = json!({"rdata": {"nsdname": "ns1.provider.net."}});
            admin.post(&format!("/REST/NSRecord/{ZONE}/{cut}/"), &record).expect(200);
            admin.put(&format!("/REST/Zone/{ZONE}/"), &json!({"publish": true})).send()
        };
        for way in ["zones", "mreg", "dynect"] {
            let cut = format!("{way}.{ZONE}");
            let made = match way {
                "zones" => of_zones(&cut),
                "mreg" => of_mreg(&cut),
                _ => of_dynect(&cut),
            };
            assert!(made.is_success(), "{way}: {made}");
            assert_eq!(last_face(&admin, ZONE), way);
            let seen = admin.get(&format!("/zones/{ZONE}/delegations/{cut}")).expect(200).json();
            assert_eq!(seen["ns"][0]["name"], "ns1.provider.net", "{way}: {seen}");
            let seen = admin.get(&format!("/api/v1/zones/forward/{ZONE}/delegations/{cut}")).expect(200).json();
            assert_eq!(seen["nameservers"][0]["name"], "ns1.provider.net", "{way}: {seen}");
            let seen = admin.get(&format!("/REST/NSRecord/{ZONE}/{cut}/")).expect(200).json();
            assert_eq!(seen["data"].as_array().map(Vec::len), Some(1), "{way}: {seen}");
            for again in [of_zones(&cut), of_mreg(&cut)] {
                assert_eq!(again.status, 409, "{way}: {again}");
            }
        }
    }

    fn a_record_that_is_there_is_refused_as_a_duplicate_and_gone_for_all_once_deleted_anywhere(server: &Server) {
        let admin = server.admin();
        given::created(&admin, ZONE);
        let ways: [(&str, Write); 3] = [("zones", by_zones), ("dynect", by_dynect), ("file", by_file)];
        for (way, write) in ways {
            for deleted in ["zones", "dynect", "file"] {
                let owner = format!("{way}-{deleted}.{ZONE}");
                write(&admin, &owner);
                let before = given::serial(&admin, ZONE);
                let set = json!({"records": ["192.0.2.1"], "ttl": 300});
                admin.put(&given::set(&owner, "A"), &set).header("If-None-Match", "*").expect(412);
                let record = json!({"rdata": {"address": "192.0.2.1"}});
                let again = admin.post(&format!("/REST/ARecord/{ZONE}/{owner}/"), &record).send();
                assert_eq!(again.json()["msgs"][0]["ERR_CD"], "TARGET_EXISTS", "{way}: {again}");
                let alias = admin.put(&given::set(&owner, "CNAME"), &json!({"records": ["www.provider.net."]})).send();
                given::conflict(&alias, "cname_conflict", false);
                let file = given::exported(&admin, ZONE);
                match deleted {
                    "zones" => drop(admin.delete(&given::set(&owner, "A")).if_match("*").expect(204)),
                    "dynect" => {
                        admin.delete(&format!("/REST/ARecord/{ZONE}/{owner}/")).header("Content-Type", "application/json").expect(200);
                        published(&admin, ZONE).expect(200);
                    }
                    _ => {
                        let rest: String = file.lines().filter(|line| !line.starts_with(&owner)).map(|line| format!("{line}\n")).collect();
                        admin.request("POST", "/zones/import?replace=true").body("text/dns", rest).if_match("*").expect(200);
                    }
                }
                assert_eq!(given::serial(&admin, ZONE), before + 1, "{way}, {deleted}: one step, and none for what was refused");
                admin.get(&given::set(&owner, "A")).expect(404);
                assert!(!given::exported(&admin, ZONE).contains(&owner), "{way}, {deleted}");
                assert!(!admin.get(&format!("/api/v1/zonefiles/{ZONE}")).expect(200).text().contains(&format!("{way}-{deleted}")));
                let gone = admin.get(&format!("/REST/ARecord/{ZONE}/{owner}/")).send();
                assert!(gone.status == 404 || gone.json()["data"].as_array().is_some_and(Vec::is_empty), "{gone}");
                let change = &newest(&admin, ZONE)["changes"][0];
                assert_eq!((&change["name"], &change["to"]), (&json!(owner), &json!(null)), "{way}, {deleted}");
            }
        }
    }

    fn a_delegation_ended_through_any_face_is_ended_on_every_other(server: &Server) {
        let admin = server.admin();
        given::created(&admin, ZONE);
        for made in ["zones", "mreg"] {
            for ended in ["zones", "mreg", "dynect", "file"] {
                let cut = format!("{made}-{ended}.{ZONE}");
                let (path, body) = match made {
                    "zones" => (format!("/zones/{ZONE}/delegations"), json!({"name": cut, "ns": ["ns1.provider.net"]})),
                    _ => (format!("/api/v1/zones/forward/{ZONE}/delegations/"), json!({"name": cut, "nameservers": ["ns1.provider.net"]})),
                };
                admin.post(&path, &body).expect(201);
                match ended {
                    "zones" => drop(admin.delete(&format!("/zones/{ZONE}/delegations/{cut}")).expect(204)),
                    "mreg" => drop(admin.delete(&format!("/api/v1/zones/forward/{ZONE}/delegations/{cut}")).expect(204)),
                    "dynect" => {
                        admin.delete(&format!("/REST/NSRecord/{ZONE}/{cut}/")).header("Content-Type", "application/json").expect(200);
                        published(&admin, ZONE).expect(200);
                    }
                    _ => {
                        let file = given::exported(&admin, ZONE);
                        let rest: String = file.lines().filter(|line| !line.starts_with(&cut)).map(|line| format!("{line}\n")).collect();
                        admin.request("POST", "/zones/import?replace=true").body("text/dns", rest).if_match("*").expect(200);
                    }
                }
                admin.get(&format!("/zones/{ZONE}/delegations/{cut}")).expect(404);
                admin.get(&format!("/api/v1/zones/forward/{ZONE}/delegations/{cut}")).expect(404);
                assert!(!given::exported(&admin, ZONE).contains(&cut), "{made}, {ended}");
                let record = admin.get(&format!("/REST/NSRecord/{ZONE}/{cut}/")).send();
                assert!(record.status == 404 || record.json()["data"].as_array().is_some_and(Vec::is_empty), "{record}");
            }
        }
    }
}
