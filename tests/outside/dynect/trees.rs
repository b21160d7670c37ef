//! Rules R1, R9, C2: AllRecord, ANYRecord and NodeList, with what the session staged laid over.

use super::staged::{Session, ZONE, admin, id, list, text};
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// The keys of a tree: every type with field names, and those without records.
const KEYS: &str = "a aaaa alias caa cdnskey cds cert cname csync dhcid dname dnskey ds ipseckey key kx loc mx naptr ns nsap policy ptr px rp soa spf srv sshfp tlsa txt";

/// A tree of a zone, a node or one node.
fn tree(session: &Session, path: &str) -> Value {
    session.get(&format!("{path}?detail=Y")).done()
}

/// The records of a tree, each as `type fqdn`.
fn all(tree: &Value) -> Vec<String> {
    let records = tree.as_object().expect("types").values().flat_map(list);
    records.map(|record| format!("{} {}", text(&record["record_type"]), text(&record["fqdn"]))).collect()
}

/// A zone with a few records, published.
fn zone(server: &Server) -> (Session, Session) {
    let (session, other) = (admin(server), admin(server));
    session.zone(ZONE);
    session.a("www.x.org", "192.0.2.1");
    session.a("deep.www.x.org", "192.0.2.2");
    session.add("MX", ZONE, json!({"preference": 10, "exchange": "mx.y.org"}));
    session.add("TXT", "www.x.org", json!({"txtdata": "t"}));
    session.publish();
    (session, other)
}

both! {
    fn r9_with_detail_a_tree_has_each_type_empty_or_not(server: &Server) {
        let (session, _) = zone(server);
        let whole = tree(&session, "AllRecord/x.org");
        let mut keys: Vec<String> = whole.as_object().expect("types").keys().cloned().collect();
        keys.sort();
        let expected: Vec<String> = KEYS.split(' ').map(|key| format!("{key}_records")).collect();
        assert_eq!(keys, expected);
        let mut records = all(&whole);
        records.sort();
        let ns = list(&whole["ns_records"]).len();
        assert!(ns > 0, "{whole}");
        records.dedup();
        assert_eq!(records, ["A deep.www.x.org", "A www.x.org", "MX x.org", "NS x.org", "SOA x.org", "TXT www.x.org"]);
        assert_eq!(whole["a_records"], json!([session.get("ARecord/x.org/www.x.org?detail=Y").done()[0], session.get("ARecord/x.org/deep.www.x.org?detail=Y").done()[0]]));
        assert_eq!((&whole["alias_records"], &whole["policy_records"]), (&json!([]), &json!([])));
        session.add("HINFO", "www.x.org", json!({"rdata": "\"PC\" \"Linux\""}));
        session.add("TYPE65280", "www.x.org", json!({"rdata": "\\# 1 00"}));
        let whole = tree(&session, "AllRecord/x.org");
        assert_eq!(whole.as_object().map(serde_json::Map::len), Some(expected.len() + 2));
        assert_eq!((list(&whole["hinfo_records"]).len(), list(&whole["type65280_records"]).len()), (1, 1));
    }

    fn r9_all_is_a_node_and_below_and_any_the_node(server: &Server) {
        let (session, _) = zone(server);
        let sorted = |path: &str| { let mut found = all(&tree(&session, path)); found.sort(); found };
        assert_eq!(sorted("AllRecord/x.org/www.x.org"), ["A deep.www.x.org", "A www.x.org", "TXT www.x.org"]);
        assert_eq!(sorted("ANYRecord/x.org/www.x.org"), ["A www.x.org", "TXT www.x.org"]);
        assert_eq!(sorted("ANYRecord/x.org/deep.www.x.org."), ["A deep.www.x.org"]);
        assert_eq!(sorted("AllRecord/x.org/x.org"), sorted("AllRecord/x.org"));
        let apex = sorted("ANYRecord/x.org/x.org");
        assert!(apex.iter().all(|record| record.ends_with(" x.org")) && apex.contains(&"SOA x.org".to_owned()), "{apex:?}");
        let keys = |path: &str| tree(&session, path).as_object().expect("types").len();
        assert_eq!(keys("ANYRecord/x.org/deep.www.x.org"), KEYS.split(' ').count());
    }

    fn r9_without_detail_there_are_uris_by_type_name_and_id(server: &Server) {
        let (session, _) = zone(server);
        session.a("www.x.org", "192.0.2.0");
        session.add("HINFO", "www.x.org", json!({"rdata": "\"PC\" \"Linux\""}));
        for path in ["AllRecord/x.org", "ANYRecord/x.org/www.x.org", "AllRecord/x.org/www.x.org", "AllRecord/x.org?detail=n"] {
            let uris: Vec<String> = list(&session.get(path).done()).iter().map(text).collect();
            let detail = tree(&session, path.trim_end_matches("?detail=n"));
            let records: Vec<&Value> = detail.as_object().expect("types").values().flat_map(list).collect();
            assert_eq!(uris.len(), records.len(), "{path}");
            for record in records {
                let uri = format!("/REST/{}Record/x.org/{}/{}", text(&record["record_type"]), text(&record["fqdn"]), id(record));
                assert!(uris.contains(&uri), "{uri}: {uris:?}");
            }
            let types: Vec<&str> = uris.iter().map(|uri| uri.split('/').nth(2).expect("a resource")).collect();
            assert!(types.is_sorted(), "{uris:?}");
        }
        let uris: Vec<String> = list(&session.get("ANYRecord/x.org/www.x.org").done()).iter().map(text).collect();
        let ids: Vec<i64> = uris.iter().filter(|uri| uri.contains("/ARecord/")).map(|uri| uri.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an id")).collect();
        assert!(ids.len() == 2 && ids.is_sorted(), "{uris:?}");
        for uri in uris {
            session.get(uri.trim_start_matches("/REST/")).done();
        }
    }

    fn c2_what_is_staged_is_laid_over_for_its_session_alone(server: &Server) {
        let (session, other) = zone(server);
        let published = (tree(&other, "AllRecord/x.org"), other.get("NodeList/x.org").done());
        let number = session.addresses("www.x.org")[0].0;
        session.put(&format!("ARecord/x.org/www.x.org/{number}"), json!({"rdata": {"address": "192.0.2.99"}, "ttl": 5})).done();
        session.delete("MXRecord/x.org/x.org").done();
        session.delete("ARecord/x.org/deep.www.x.org").done();
        session.a("a.x.org", "192.0.2.7");
        session.a("zz.x.org", "192.0.2.8");
        session.add("TXT", "www.x.org", json!({"txtdata": "u"}));
        let mine = tree(&session, "AllRecord/x.org");
        let addresses: Vec<String> = list(&mine["a_records"]).iter().map(|record| format!("{} {} {}", text(&record["fqdn"]), text(&record["rdata"]["address"]), record["ttl"])).collect();
        assert_eq!(addresses, ["a.x.org 192.0.2.7 3600", "www.x.org 192.0.2.99 5", "zz.x.org 192.0.2.8 3600"]);
        assert_eq!((&mine["mx_records"], list(&mine["txt_records"]).len()), (&json!([]), 2));
        assert_eq!(session.get("NodeList/x.org").done(), json!(["x.org", "a.x.org", "www.x.org", "zz.x.org"]));
        assert_eq!((tree(&other, "AllRecord/x.org"), other.get("NodeList/x.org").done()), published);
        session.publish();
        assert_eq!(tree(&session, "AllRecord/x.org")["a_records"], mine["a_records"]);
        assert_eq!(tree(&other, "AllRecord/x.org"), tree(&session, "AllRecord/x.org"));
    }

    fn r1_names_come_in_canonical_order(server: &Server) {
        let session = admin(server);
        session.zone(ZONE);
        for node in ["z.x.org", "b.a.x.org", "*.x.org", "a.x.org", "xn--bcher-kva.x.org", "ab.x.org", "_s.x.org"] {
            session.add("TXT", node, json!({"txtdata": "t"}));
        }
        let names = json!(["x.org", "*.x.org", "_s.x.org", "a.x.org", "b.a.x.org", "ab.x.org", "xn--bcher-kva.x.org", "z.x.org"]);
        assert_eq!(session.get("NodeList/x.org").done(), names);
        session.publish();
        assert_eq!(session.get("NodeList/x.org").done(), names);
        assert_eq!(session.get("NodeList/x.org/A.x.org").done(), json!(["a.x.org", "b.a.x.org"]));
        assert_eq!(session.get("NodeList/x.org/b.a.x.org").done(), json!(["b.a.x.org"]));
        session.get("NodeList/x.org/none.x.org").refused("NOT_FOUND");
    }

    fn p3_a_zone_of_three_thousand_records_is_read_whole(server: &Server) {
        const COUNT: usize = 3000;
        let session = admin(server);
        let hosts: String = (0..COUNT).map(|number| format!("h{number:04} IN A 192.0.2.{}\n", number % 250 + 1)).collect();
        let file = format!("$ORIGIN x.org.\n$TTL 3600\n@ IN SOA ns1.y.org. h.y.org. 1 3600 600 604800 1800\n@ IN NS ns1.y.org.\n{hosts}");
        session.post("ZoneFile/x.org", json!({ "file": file })).done();
        for number in [5, 2999] {
            session.delete(&format!("ARecord/x.org/h{number:04}.x.org")).done();
        }
        session.a("h1500a.x.org", "192.0.2.251");
        let whole = tree(&session, "AllRecord/x.org");
        let records = list(&whole["a_records"]);
        assert_eq!(records.len(), COUNT - 1);
        let names: Vec<String> = records.iter().map(|record| text(&record["fqdn"])).collect();
        assert!(names.is_sorted() && names.contains(&"h1500a.x.org".to_owned()) && !names.contains(&"h0005.x.org".to_owned()));
        let mut ids: Vec<i64> = records.iter().map(id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), COUNT - 1, "an id a value");
        let uris = session.get("AllRecord/x.org").done();
        assert_eq!(list(&uris).len(), COUNT - 1 + 2);
        let nodes = session.get("NodeList/x.org").done();
        assert_eq!(list(&nodes).len(), COUNT);
        assert_eq!(session.get("AllRecord/x.org/h1500a.x.org").done().as_array().map(Vec::len), Some(1));
    }
}
