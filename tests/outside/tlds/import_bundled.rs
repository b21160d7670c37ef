//! The lists that come with the program (I6), imported whole.

use super::{explained, imported, names, rules, sorted, text};
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::json;

both! {
    fn i6_the_public_suffix_list_is_there(server: &Server) {
        let admin = server.admin();
        let report = imported(&admin, &json!({"source": "psl"}));
        assert_eq!(
            (&report["read"], &report["added"]["count"], &report["duplicates"]),
            (&json!(10397), &json!(10397), &json!(0))
        );
        assert_eq!((&report["format"], &report["section"]), (&json!("psl"), &json!("all")));
        let all = names(&admin, "");
        let starting = |mark: &str| all.iter().filter(|name| name.starts_with(mark)).count();
        assert_eq!((all.len(), starting("*."), starting("!")), (10397, 312, 8));
        assert_eq!(explained(&admin, "shop.co.uk", "")["effective_tld"], "co.uk");
        let etag = admin.get("/tlds?limit=1").expect(200).etag();
        let again = imported(&admin, &json!({"source": "psl", "prune": true}));
        assert_eq!(
            (&again["added"]["count"], &again["kept"]["count"], &again["removed"]["count"]),
            (&json!(0), &json!(10397), &json!(0))
        );
        assert_eq!(admin.get("/tlds?limit=1").expect(200).etag(), etag, "nothing was changed");
    }

    fn i6_its_sections_add_up(server: &Server) {
        let admin = server.admin();
        let icann = imported(&admin, &json!({"source": "psl", "section": "icann"}));
        assert_eq!(icann["added"]["count"], 6948);
        let private = imported(&admin, &json!({"source": "psl", "section": "private"}));
        assert_eq!((&private["added"]["count"], &private["kept"]["count"]), (&json!(3449), &json!(0)));
        let all = imported(&admin, &json!({"source": "psl"}));
        assert_eq!(
            (&all["added"]["count"], &all["kept"]["count"], &all["stale"]["count"]),
            (&json!(0), &json!(10397), &json!(0))
        );
        let pruned = imported(&admin, &json!({"source": "psl", "section": "icann", "prune": true}));
        assert_eq!((&pruned["removed"]["count"], &pruned["kept"]["count"]), (&json!(3449), &json!(6948)));
    }

    fn i6_ianas_list_is_there(server: &Server) {
        let admin = server.admin();
        let report = imported(&admin, &json!({"source": "iana"}));
        assert_eq!((&report["added"]["count"], &report["format"]), (&json!(1436), &json!("iana")));
        let com = admin.get("/v2/tlds?name=com").expect(200).json()["tlds"][0].clone();
        assert!(text(&com, "description").starts_with("obtained from http"), "{com}");
        assert!(text(&com, "description").contains("iana.org"), "{com}");
        assert_eq!(explained(&admin, "shop.한국", "")["rule"]["sources"], json!(["iana"]));
    }

    fn i6_names_for_private_use_are_there(server: &Server) {
        let admin = server.admin();
        imported(&admin, &json!({"source": "private-use"}));
        assert_eq!(sorted(&admin, ""), ["example", "home.arpa", "internal", "test"]);
        assert_eq!(explained(&admin, "printer.home.arpa", "")["rule"]["sources"], json!(["private-use"]));
        assert_ne!(explained(&admin, "home.arpa", "")["verdict"], "allowed");
    }

    fn two_lists_share_the_rules_that_both_have(server: &Server) {
        let admin = server.admin();
        rules(&admin, &["com"]);
        imported(&admin, &json!({"source": "iana"}));
        let psl = imported(&admin, &json!({"source": "psl", "section": "icann"}));
        let (added, kept) = (psl["added"]["count"].as_u64().unwrap(), psl["kept"]["count"].as_u64().unwrap());
        assert_eq!(added + kept, 6948);
        assert!(kept > 1000, "most of IANA's names are in both: {kept}");
        let mut sources: Vec<String> = serde_json::from_value(explained(&admin, "a.com", "")["rule"]["sources"].clone()).unwrap();
        sources.sort();
        assert_eq!(sources, ["iana", "manual", "psl"]);
        let description = admin.get("/v2/tlds?name=se").expect(200).json()["tlds"][0]["description"].clone();
        assert!(description.as_str().unwrap().contains("iana.org"), "only the source was added: {description}");
    }

    fn a_description_of_ones_own_may_be_given(server: &Server) {
        let admin = server.admin();
        imported(&admin, &json!({"source": "psl", "section": "private", "description": "private"}));
        let page = admin.get("/v2/tlds?limit=50").expect(200).json();
        assert!(page["tlds"].as_array().unwrap().iter().all(|row| row["description"] == "private"), "{page}");
    }
}
