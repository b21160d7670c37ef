//! Files of zones with registered names: they are given back as they were, and say nothing else (F8, F12, F14, D16).

use super::{DS, cuts, hold, named, pair, refused, register, served, set};
use crate::given::{self, exported};
use domesday_tests::client::{Answer, Client};
use domesday_tests::server::Server;
use serde_json::json;

/// Has the zone `st` say what a file says, or tries to.
fn replace(client: &Client, query: &str, file: &str) -> Answer {
    let etag = client.get("/zones/st").expect(200).etag();
    let path = format!("/zones/import?replace=true{query}");
    client.request("POST", &path).if_match(&etag).body("text/dns", file).send()
}

laws! {
    fn f14_an_exported_file_is_imported_again(server: &Server) {
        let registry = served(server);
        register(&registry.acme, "blue.st", &json!([{"name": "ns1.blue.st", "addr": ["192.0.2.1"]}, "ns2.example.net"]));
        register(&registry.acme, "red.st", &json!(["ns1.blue.st"]));
        let file = exported(&registry.admin, "st");
        let again = replace(&registry.admin, "", &file).expect(200);
        assert_eq!(again.json()["warnings"], json!([]));
        assert_eq!(exported(&registry.admin, "st"), file);
        // The glue of a name that is held back stands alone in the file.
        hold(&registry.acme, "blue.st");
        let held = exported(&registry.admin, "st");
        assert!(!held.contains("\nblue.st. IN NS") && held.contains("\nns1.blue.st. IN A"), "{held}");
        replace(&registry.admin, "", &held).expect(200);
        assert_eq!(exported(&registry.admin, "st"), held);
        let origin = registry.admin.get(&set("st", "ns1.blue.st", "A")).expect(200).json()["origin"].clone();
        assert_eq!(origin, "glue");
    }

    fn f8_delegations_of_registered_names_stay_without_their_lines(server: &Server) {
        let registry = served(server);
        register(&registry.acme, "blue.st", &json!([{"name": "ns1.blue.st", "addr": ["192.0.2.1"]}]));
        let file = exported(&registry.admin, "st");
        let short: String = file.lines().filter(|line| !line.contains("blue.st.")).map(|line| format!("{line}\n")).collect();
        replace(&registry.admin, "", &short).expect(200);
        assert_eq!(cuts(&registry.admin), [pair("blue.st", "registrar")]);
        assert_eq!(exported(&registry.admin, "st"), file);
    }

    fn f8_what_differs_is_refused_whatever_the_force(server: &Server) {
        let registry = served(server);
        register(&registry.acme, "blue.st", &json!([{"name": "ns1.blue.st", "addr": ["192.0.2.1"]}]));
        register(&registry.acme, "held.st", &json!(["ns2.example.net"]));
        hold(&registry.acme, "held.st");
        let file = exported(&registry.admin, "st");
        for (changed, code, name) in [
            (file.replace("blue.st. IN NS ns1.blue.st.", "blue.st. IN NS ns1.blue.st.\nblue.st. IN NS ns3.example.net."), "delegation_differs", "blue.st"),
            (format!("{file}blue.st. IN DS {DS}\n"), "delegation_differs", "blue.st"),
            (file.replace("192.0.2.1", "192.0.2.2"), "registered_name", "blue.st"),
            (format!("{file}held.st. IN NS ns2.example.net.\n"), "registered_name", "held.st"),
            (format!("{file}www.held.st. IN A 192.0.2.9\n"), "registered_name", "held.st"),
            (format!("{file}held.st. IN TXT x\n"), "registered_name", "held.st"),
        ] {
            for force in ["", "&force=true"] {
                let answer = replace(&registry.admin, force, &changed);
                assert_eq!(answer.status, 409, "{changed}: {answer}");
                assert_eq!(answer.json()["forcible"], false, "{answer}");
                let told = named(&answer, code).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
                assert!(told.contains(&name.to_owned()), "{code}: {answer}");
                assert!(answer.text().contains("line "), "{answer}");
            }
        }
        assert_eq!(exported(&registry.admin, "st"), file);
    }

    fn f8_what_delegations_that_stay_need_stays(server: &Server) {
        let registry = served(server);
        registry.admin.patch(&format!("{}/policy", registry.tld), &json!({"ns_parent": "any"})).expect(200);
        registry.admin.put(&set("st", "ns.st", "A"), &json!({"records": ["192.0.2.7"]})).expect(201);
        let bare: String = exported(&registry.admin, "st").lines().filter(|line| !line.starts_with("ns.st.")).map(|line| format!("{line}\n")).collect();
        register(&registry.acme, "blue.st", &json!(["ns.st"]));
        given::conflict(&replace(&registry.admin, "", &bare), "ns_in_use", true);
        given::conflict(&replace(&registry.admin, "&force=true", &format!("{bare}ns.st. IN CNAME example.net.\n")), "target_is_cname", false);
        let refused = replace(&registry.admin, "&force=true", &format!("{bare}st. IN DNAME example.net.\n"));
        assert_eq!(named(&refused, "dname_conflict"), [("blue.st".to_owned(), None)], "{refused}");
    }

    fn d16_no_file_makes_a_zone_at_or_below_anothers_name(server: &Server) {
        let registry = served(server);
        register(&registry.acme, "blue.st", &json!([]));
        let file = |name: &str| format!("{name}. 3600 IN SOA ns1.provider.net. h.example.org. 7 10800 3600 1814400 3600\n{name}. IN NS ns1.provider.net.\n");
        refused(&given::import(&registry.admin, "", &file("a.blue.st")), "blue.st");
        assert_eq!(given::import(&registry.other, "", &file("blue.st")).expect(403).code(), "parent_owned");
        given::import(&registry.acme, "", &file("blue.st")).expect(201);
    }
}
