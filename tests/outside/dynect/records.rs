//! Rules R1 to R10: record sets, their TTLs and spellings, replaced and deleted one by one and together.

use super::staged::{Session, ZONE, admin, id, list, published, text};
use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// The records of a type at a node, as a session sees them.
fn records(session: &Session, rtype: &str, node: &str) -> Vec<Value> {
    list(&session.get(&format!("{rtype}Record/{ZONE}/{node}?detail=Y")).done()).clone()
}

/// A member of rdata of each record.
fn each(records: &[Value], field: &str) -> Vec<String> {
    records.iter().map(|record| text(&record["rdata"][field])).collect()
}

/// The TTL of a set, as `/zones` has it.
fn ttl(client: &Client, node: &str, rtype: &str) -> Value {
    client.get(&format!("/zones/{ZONE}/recordsets/{node}/{rtype}")).expect(200).json()["ttl"].clone()
}

/// Two sessions and a zone.
fn zone(server: &Server) -> (Session, Session, Client) {
    let (session, other) = (admin(server), admin(server));
    session.zone(ZONE);
    (session, other, server.admin())
}

fn a(address: &str) -> Value {
    json!({"rdata": {"address": address}})
}

fn a_for(address: &str, ttl: u32) -> Value {
    json!({"rdata": {"address": address}, "ttl": ttl})
}

both! {
    fn r1_a_node_is_there_if_it_or_a_name_below_it_has_records(server: &Server) {
        let (session, other, _) = zone(server);
        session.get("ARecord/x.org/deep.www.x.org").refused("NOT_FOUND");
        session.a("deep.www.x.org", "192.0.2.1");
        for node in ["deep.www.x.org", "www.x.org", "x.org", "WWW.X.ORG.", "deep%2Ewww.x.org"] {
            assert_eq!(session.get(&format!("MXRecord/x.org/{node}")).done(), json!([]), "{node}");
        }
        for node in ["deeper.deep.www.x.org", "ww.x.org", "xwww.x.org", "y.org", "org"] {
            session.get(&format!("MXRecord/x.org/{node}")).refused("NOT_FOUND");
        }
        other.get("MXRecord/x.org/www.x.org").refused("NOT_FOUND");
        session.delete("ARecord/x.org/deep.www.x.org").done();
        session.get("MXRecord/x.org/www.x.org").refused("NOT_FOUND");
        assert_eq!(session.get("MXRecord/x.org/x.org").done(), json!([]), "the zone's own");
    }

    fn r2_a_ttl_is_the_sets_and_a_new_sets_the_zones(server: &Server) {
        let (session, _, client) = zone(server);
        let post = |body: Value| session.post("ARecord/x.org/www.x.org", body);
        assert_eq!(post(a("192.0.2.1")).done()["ttl"], 3600);
        assert_eq!(post(a_for("192.0.2.2", 0)).done()["ttl"], 3600);
        let told = post(a_for("192.0.2.3", 60));
        assert!(!told.lines("WARN").is_empty(), "others change by it: {told}");
        assert_eq!(told.done()["ttl"], 60);
        assert!(records(&session, "A", "www.x.org").iter().all(|record| record["ttl"] == 60));
        let told = post(a("192.0.2.4"));
        assert_eq!((told.lines("WARN").len(), told.done()["ttl"].clone()), (0, json!(60)));
        let told = post(a_for("192.0.2.5", 60));
        assert_eq!((told.lines("WARN").len(), told.done()["ttl"].clone()), (0, json!(60)));
        let told = session.post("ARecord/x.org/one.x.org", a_for("192.0.2.1", 120));
        assert_eq!((told.lines("WARN").len(), told.done()["ttl"].clone()), (0, json!(120)), "a new set has no others");
        session.publish();
        assert_eq!((ttl(&client, "www.x.org", "A"), ttl(&client, "one.x.org", "A")), (json!(60), json!(120)));
    }

    fn r2_put_with_0_is_the_default_again_and_the_same_ttl_is_no_change(server: &Server) {
        let (session, _, client) = zone(server);
        let first = id(&session.post("ARecord/x.org/www.x.org", a_for("192.0.2.1", 60)).done());
        session.a("www.x.org", "192.0.2.2");
        session.publish();
        let path = format!("ARecord/x.org/www.x.org/{first}");
        assert_eq!(session.put(&path, json!({"ttl": 60})).done()["ttl"], 60);
        assert_eq!(session.staged(), [""; 0], "the same TTL");
        let told = session.put(&path, json!({"ttl": "90"}));
        assert!(!told.lines("WARN").is_empty(), "{told}");
        assert_eq!(told.done()["ttl"], 90);
        assert!(records(&session, "A", "www.x.org").iter().all(|record| record["ttl"] == 90));
        assert_eq!(session.put(&path, json!({"ttl": 0})).done()["ttl"], 3600);
        session.publish();
        let effective = records(&session, "A", "www.x.org");
        assert!(effective.iter().all(|record| record["ttl"] == 3600), "{effective:?}");
        assert!([json!(null), json!(3600)].contains(&ttl(&client, "www.x.org", "A")));
        assert_eq!(session.put(&path, json!({"ttl": 3600})).done()["ttl"], 3600);
        for bad in [json!(-1), json!(2_147_483_648_u32), json!("soon"), json!(1.5), json!([60, 61])] {
            session.put(&path, json!({ "ttl": bad })).refused("INVALID_DATA");
            session.post("ARecord/x.org/www.x.org", json!({"rdata": {"address": "192.0.2.9"}, "ttl": bad})).refused("INVALID_DATA");
        }
    }

    fn r2_a_zones_default_follows_where_a_set_has_no_ttl_of_its_own(server: &Server) {
        let (session, other, _) = zone(server);
        session.a("www.x.org", "192.0.2.1");
        session.post("ARecord/x.org/own.x.org", a_for("192.0.2.1", 60)).done();
        session.publish();
        let soa = records(&session, "SOA", ZONE)[0].clone();
        session.put(&format!("SOARecord/x.org/x.org/{}", id(&soa)), json!({"ttl": 7200})).done();
        session.publish();
        assert_eq!(records(&other, "A", "www.x.org")[0]["ttl"], 7200);
        assert_eq!(records(&other, "A", "own.x.org")[0]["ttl"], 60);
    }

    fn r3_names_are_absolute_with_or_without_a_final_dot(server: &Server) {
        let (session, _, client) = zone(server);
        for (node, given, shown) in [("a", "host", "host."), ("b", "y.org.", "y.org."), ("c", "Y.ORG", "y.org."), ("d", "bücher.org", "xn--bcher-kva.org.")] {
            let node = format!("{node}.x.org");
            assert_eq!(session.add("CNAME", &node, json!({"cname": given}))["rdata"]["cname"], shown);
            session.publish();
            assert_eq!(published(&client, &node, "CNAME"), [shown]);
        }
    }

    fn r4_a_value_that_is_there_is_not_added_again_in_any_spelling(server: &Server) {
        let (session, other, _) = zone(server);
        session.add("AAAA", "www.x.org", json!({"address": "2001:db8::1"}));
        session.add("MX", ZONE, json!({"preference": 10, "exchange": "mx.y.org"}));
        for round in ["staged", "published"] {
            for (path, rdata) in [
                ("AAAARecord/x.org/www.x.org", json!({"address": "2001:0DB8:0::1"})),
                ("AAAARecord/x.org/WWW.x.org.", json!({"address": "2001:db8::1"})),
                ("MXRecord/x.org/x.org", json!({"preference": "10", "exchange": "MX.Y.ORG."})),
            ] {
                let told = session.post(path, json!({"rdata": rdata, "ttl": 5})).refused("TARGET_EXISTS");
                assert_eq!(told.lines(""), ["make: Cannot duplicate existing record data", "add: Record not added"], "{round}");
            }
            session.publish();
        }
        assert_eq!(records(&other, "MX", ZONE)[0]["ttl"], 3600, "a refused request changes nothing");
    }

    fn r5_an_update_merges_and_keeps_the_id(server: &Server) {
        let (session, other, client) = zone(server);
        let record = session.add("SRV", "_s._tcp.x.org", json!({"priority": 1, "weight": 2, "port": 3, "target": "y.org"}));
        session.publish();
        let path = format!("SRVRecord/x.org/_s._tcp.x.org/{}", id(&record));
        for (change, printed) in [
            (json!({"rdata": {"port": 30}}), "1 2 30 y.org."),
            (json!({"rdata": {"target": "z.org", "weight": "5"}, "ttl": 60}), "1 5 30 z.org."),
            (json!({"rdata": {}}), "1 5 30 z.org."),
            (json!({"ttl": 61}), "1 5 30 z.org."),
        ] {
            let told = session.put(&path, change.clone()).done();
            assert_eq!(id(&told), id(&record), "{change}");
            session.publish();
            assert_eq!(published(&client, "_s._tcp.x.org", "SRV"), [printed], "{change}");
            assert_eq!(other.get(&path).done(), told);
        }
        session.put(&path, json!({"rdata": {"port": "x"}})).refused("INVALID_DATA");
        session.add("SRV", "_s._tcp.x.org", json!({"priority": 1, "weight": 5, "port": 99, "target": "z.org"}));
        session.put(&path, json!({"rdata": {"port": 99}})).refused("TARGET_EXISTS").says("make: Cannot duplicate existing record data");
        assert_eq!(session.get(&path).done()["rdata"]["port"], 30);
    }

    fn r6_a_list_replaces_the_set_and_what_stays_keeps_its_id(server: &Server) {
        let (session, other, client) = zone(server);
        let (first, second) = (session.a("www.x.org", "192.0.2.1"), session.a("www.x.org", "192.0.2.2"));
        session.publish();
        let wish = json!({"ARecords": [a("192.0.2.3"), a("192.0.2.2")]});
        let told = session.put("ARecord/x.org/www.x.org", wish.clone()).says("update: Record updated").done();
        let found = session.addresses("www.x.org");
        let number = |address: &str| found.iter().find(|(_, one)| one == address).expect("an address").0;
        assert_eq!(number("192.0.2.2"), second);
        assert!(![first, second].contains(&number("192.0.2.3")));
        assert_eq!(list(&told).len(), 2);
        assert_eq!(session.put("ARecord/x.org/www.x.org", wish).done(), told, "once more is the same");
        assert_eq!(other.addresses("www.x.org"), [(first, "192.0.2.1".to_owned()), (second, "192.0.2.2".to_owned())]);
        session.publish();
        assert_eq!(published(&client, "www.x.org", "A"), ["192.0.2.2", "192.0.2.3"]);
        assert_eq!(other.addresses("www.x.org"), found);
        assert_eq!(session.put("ARecord/x.org/www.x.org", json!({"ARecords": []})).done(), json!([]));
        session.publish();
        assert_eq!(published(&client, "www.x.org", "A"), [""; 0]);
    }

    fn r6_a_list_makes_a_set_and_one_record_is_an_array_of_one(server: &Server) {
        let (session, _, client) = zone(server);
        let made = session.put("ARecord/x.org/new.x.org", json!({"ARecords": [a_for("192.0.2.1", 60), a_for("192.0.2.2", 60)]})).done();
        assert!(list(&made).iter().all(|record| record["ttl"] == 60 && record["record_type"] == "A"), "{made}");
        let made = session.put("MXRecord/x.org/x.org", json!({"MXRecords": {"rdata": {"preference": 1, "exchange": "mx.y.org"}}})).done();
        assert_eq!(each(list(&made), "exchange"), ["mx.y.org."]);
        let twice = session.put("ARecord/x.org/dup.x.org", json!({"ARecords": [a("192.0.2.1"), a("192.0.2.1")]})).done();
        assert_eq!(list(&twice).len(), 1, "a value is in a set once: {twice}");
        session.publish();
        assert_eq!(published(&client, "new.x.org", "A"), ["192.0.2.1", "192.0.2.2"]);
        assert_eq!(published(&client, "dup.x.org", "A"), ["192.0.2.1"]);
    }

    fn r6_plain_rdata_makes_the_set_one_record_and_answers_it(server: &Server) {
        let (session, _, client) = zone(server);
        let first = session.a("www.x.org", "192.0.2.1");
        session.a("www.x.org", "192.0.2.2");
        session.publish();
        let told = session.put("ARecord/x.org/www.x.org", a_for("192.0.2.1", 77)).says("update: Record updated").done();
        assert_eq!((id(&told), &told["ttl"]), (first, &json!(77)));
        session.publish();
        assert_eq!(published(&client, "www.x.org", "A"), ["192.0.2.1"]);
        let told = session.put("TXTRecord/x.org/t.x.org", json!({"rdata": {"txtdata": "new"}})).done();
        assert_eq!(told["rdata"], json!({"txtdata": "new"}));
        session.put("ARecord/x.org/www.x.org", json!({})).refused("MISSING_DATA").says("rdata: required field missing");
    }

    fn r6_different_ttls_in_a_list_are_the_lowest_with_a_warning(server: &Server) {
        let (session, _, client) = zone(server);
        let told = session.put("ARecord/x.org/www.x.org", json!({"ARecords": [a_for("192.0.2.1", 90), a_for("192.0.2.2", 60), a_for("192.0.2.3", 120)]}));
        let told = told.warns("60").done();
        assert!(list(&told).iter().all(|record| record["ttl"] == 60), "{told}");
        session.publish();
        assert_eq!(ttl(&client, "www.x.org", "A"), 60);
    }

    fn r6_each_wrong_record_of_a_list_is_named_and_none_is_taken(server: &Server) {
        let (session, ..) = zone(server);
        let wish = json!({"ARecords": [a("192.0.2.1"), a("x"), {"rdata": {}}, a_for("192.0.2.2", 5)]});
        let told = session.put("ARecord/x.org/www.x.org", wish);
        assert_eq!(told.codes().len(), 2, "{told}");
        let codes = told.codes();
        assert!(codes.contains(&"INVALID_DATA".to_owned()) && codes.contains(&"MISSING_DATA".to_owned()), "{told}");
        assert!([400, 404].contains(&told.status()), "{told}");
        for body in [json!({"ARecords": "x"}), json!({"ARecords": [5]})] {
            session.put("ARecord/x.org/www.x.org", body).refused("INVALID_DATA");
        }
        assert_eq!(session.staged(), [""; 0]);
    }

    fn r7_txt_comes_back_as_it_was_spelled(server: &Server) {
        let (session, other, client) = zone(server);
        let long = "l".repeat(600);
        let parts = format!("\"{}\" \"{}\"", "a".repeat(255), "b".repeat(45));
        let cut = format!("\"{}\" \"{}\" \"{}\"", "l".repeat(255), "l".repeat(255), "l".repeat(90));
        let samples = [
            ("plain text", r#""plain text""#),
            ("\"quoted\"", r#""quoted""#),
            ("\"two\" \"parts\"", r#""two" "parts""#),
            ("\"a\"  \"b\"\"c\"", r#""a" "b" "c""#),
            ("v=DKIM1\\; k=rsa\\; p=MIGf", r#""v=DKIM1; k=rsa; p=MIGf""#),
            ("v=DMARC1; p=none", r#""v=DMARC1; p=none""#),
            ("back\\\\slash", r#""back\\slash""#),
            ("an \"inner\" quote", r#""an \"inner\" quote""#),
            ("dec\\065imal", r#""decAimal""#),
            ("umlaut ü", r#""umlaut \195\188""#),
            ("  blanks  around  ", r#""  blanks  around  ""#),
            (&long, &cut),
            (&parts, &parts),
        ];
        for (number, (spelled, _)) in samples.iter().enumerate() {
            let record = session.add("TXT", &format!("t{number}.x.org"), json!({ "txtdata": spelled }));
            assert_eq!(record["rdata"]["txtdata"], *spelled);
            let read = records(&session, "TXT", &format!("t{number}.x.org"));
            assert_eq!(read, [record], "before publish");
        }
        session.publish();
        for (number, (spelled, printed)) in samples.iter().enumerate() {
            let node = format!("t{number}.x.org");
            assert_eq!(published(&client, &node, "TXT"), [*printed]);
            for reader in [&session, &other] {
                assert_eq!(each(&records(reader, "TXT", &node), "txtdata"), [*spelled], "after publish");
            }
            let all = other.get(&format!("AllRecord/x.org/{node}?detail=y")).done();
            assert_eq!(all["txt_records"][0]["rdata"]["txtdata"], *spelled);
        }
    }

    fn r7_the_same_text_in_another_spelling_is_a_duplicate_and_an_update_spells_anew(server: &Server) {
        let (session, other, client) = zone(server);
        let record = session.add("TXT", "t.x.org", json!({"txtdata": "one text"}));
        session.publish();
        for again in ["\"one text\"", "one\\032text", "one text"] {
            session.post("TXTRecord/x.org/t.x.org", json!({"rdata": {"txtdata": again}})).refused("TARGET_EXISTS");
        }
        let path = format!("TXTRecord/x.org/t.x.org/{}", id(&record));
        let told = session.put(&path, json!({"rdata": {"txtdata": "\"one text\""}})).done();
        assert_eq!((id(&told), &told["rdata"]["txtdata"]), (id(&record), &json!("\"one text\"")));
        session.publish();
        assert_eq!(published(&client, "t.x.org", "TXT"), ["\"one text\""]);
        session.put(&path, json!({"ttl": 60})).done();
        session.publish();
        let seen = other.get(&path).done();
        assert_eq!((&seen["ttl"], &seen["rdata"]["txtdata"]), (&json!(60), &json!("\"one text\"")));
        for bad in ["\"open", "\"a\" b", "\"a\"b"] {
            session.post("TXTRecord/x.org/t.x.org", json!({"rdata": {"txtdata": bad}})).refused("INVALID_DATA");
        }
    }

    fn r7_texts_made_elsewhere_show_as_they_print(server: &Server) {
        let (session, _, client) = zone(server);
        client.put("/zones/x.org/recordsets/t.x.org/TXT", &json!({"records": ["plain ü"]})).expect(201);
        assert_eq!(each(&records(&session, "TXT", "t.x.org"), "txtdata"), ["\"plain \\195\\188\""]);
    }

    fn r8_spf_is_txt_that_shows_where_it_was_written(server: &Server) {
        let (session, other, client) = zone(server);
        let spf = json!({"rdata": {"txtdata": "v=spf1 -all"}});
        let made = session.post("SPFRecord/x.org/x.org", spf.clone());
        assert!(made.answer().json()["msgs"].as_array().expect("lines").iter().any(|line| line["LVL"] == "WARN" && line["ERR_CD"] == "DEPRECATED_REQUEST"), "{made}");
        let made = made.done();
        assert_eq!((&made["record_type"], &made["rdata"]["txtdata"]), (&json!("SPF"), &json!("v=spf1 -all")));
        session.publish();
        assert_eq!(published(&client, ZONE, "TXT"), ["\"v=spf1 -all\""]);
        let shown = |reader: &Session| (records(reader, "SPF", ZONE).len(), records(reader, "TXT", ZONE).len());
        assert_eq!((shown(&session), shown(&other)), ((1, 0), (1, 0)));
        session.post("SPFRecord/x.org/x.org", spf.clone()).refused("TARGET_EXISTS");
        let text = session.post("TXTRecord/x.org/x.org", spf).done();
        assert_eq!(shown(&session), (1, 1));
        session.publish();
        assert_eq!((shown(&other), published(&client, ZONE, "TXT").len()), ((1, 1), 1));
        let all = other.get("AllRecord/x.org?detail=Y").done();
        assert_eq!((list(&all["spf_records"]).len(), list(&all["txt_records"]).len()), (1, 1));
        session.delete(&format!("SPFRecord/x.org/x.org/{}", id(&made))).done();
        session.publish();
        assert_eq!((shown(&other), published(&client, ZONE, "TXT").len()), ((0, 1), 1));
        session.delete(&format!("TXTRecord/x.org/x.org/{}", id(&text))).done();
        session.publish();
        assert_eq!((shown(&other), published(&client, ZONE, "TXT").len()), ((0, 0), 0));
    }

    fn r10_a_node_goes_with_all_below_it(server: &Server) {
        let (session, other, client) = zone(server);
        for node in ["a.x.org", "b.a.x.org", "c.b.a.x.org", "aa.x.org", "*.a.x.org"] {
            session.a(node, "192.0.2.1");
        }
        session.add("TXT", "a.x.org", json!({"txtdata": "t"}));
        session.publish();
        session.a("new.a.x.org", "192.0.2.1");
        let zone = session.get("Zone/x.org").done();
        assert_eq!(session.delete("Node/x.org/A.x.org.").done(), zone);
        assert_eq!(session.get("NodeList/x.org").done(), json!(["x.org", "aa.x.org"]));
        assert_eq!(list(&other.get("NodeList/x.org").done()).len(), 6, "it is staged");
        session.get("ARecord/x.org/b.a.x.org").refused("NOT_FOUND");
        session.publish();
        assert_eq!(other.get("NodeList/x.org").done(), json!(["x.org", "aa.x.org"]));
        assert_eq!(published(&client, "c.b.a.x.org", "A"), [""; 0]);
        let told = session.delete("Node/x.org/a.x.org");
        assert_eq!(told.answer().json()["msgs"][0]["ERR_CD"], "NOT_FOUND");
        assert_eq!(told.lines("WARN").len(), 1, "{told}");
        told.done();
        session.delete("Node/x.org/x.org").refused("ILLEGAL_OPERATION");
        assert_eq!(session.staged(), [""; 0]);
    }

    fn r10_a_whole_type_goes_or_nothing_with_a_warning(server: &Server) {
        let (session, other, client) = zone(server);
        for address in ["192.0.2.1", "192.0.2.2"] {
            session.a("www.x.org", address);
        }
        session.add("TXT", "www.x.org", json!({"txtdata": "t"}));
        session.publish();
        assert_eq!(session.delete("ARecord/x.org/www.x.org").says("delete: 2 records deleted").done(), json!({}));
        assert_eq!((session.addresses("www.x.org").len(), other.addresses("www.x.org").len()), (0, 2));
        session.delete("ARecord/x.org/www.x.org").warns("delete: 0 records deleted").done();
        session.delete("ARecord/x.org/none.x.org").warns("delete: 0 records deleted").done();
        session.publish();
        assert_eq!((published(&client, "www.x.org", "A").len(), published(&client, "www.x.org", "TXT").len()), (0, 1));
    }

    fn owners_follow_the_rules_of_zones(server: &Server) {
        let (session, ..) = zone(server);
        for node in ["y.org", "a..x.org", "a_b.x.org", "-.x.org", &format!("{}.x.org", "l".repeat(64))] {
            let told = session.post(&format!("ARecord/x.org/{node}"), a("192.0.2.1"));
            assert!([400, 404].contains(&told.status()), "{node}: {told}");
        }
        assert_eq!(session.staged(), [""; 0]);
        session.a("*.x.org", "192.0.2.1");
        session.add("TXT", "_x.x.org", json!({"txtdata": "t"}));
        assert_eq!(session.post("ARecord/x.org/B%C3%BCcher.X.org.", a("192.0.2.1")).done()["fqdn"], "xn--bcher-kva.x.org");
        session.get("ARecord/x.org").refused("INVALID_REQUEST");
        session.get("ARecord/x.org/www.x.org/5/6").refused("INVALID_REQUEST");
        session.post("ARecord/x.org/www.x.org/5", a("192.0.2.1")).refused("INVALID_REQUEST");
    }

    fn c4_a_cname_stands_alone_from_either_side(server: &Server) {
        let (session, ..) = zone(server);
        session.a("www.x.org", "192.0.2.1");
        session.add("CNAME", "alias.x.org", json!({"cname": "y.org"}));
        session.post("CNAMERecord/x.org/www.x.org", json!({"rdata": {"cname": "y.org"}})).refused("ILLEGAL_OPERATION");
        session.post("ARecord/x.org/alias.x.org", a("192.0.2.1")).refused("ILLEGAL_OPERATION");
        session.post("CNAMERecord/x.org/alias.x.org", json!({"rdata": {"cname": "z.org"}})).refused("INVALID_DATA");
        session.post("CNAMERecord/x.org/x.org", json!({"rdata": {"cname": "z.org"}})).refused("ILLEGAL_OPERATION");
        session.delete("ARecord/x.org/www.x.org").done();
        session.add("CNAME", "www.x.org", json!({"cname": "y.org"}));
        session.put("CNAMERecord/x.org/alias.x.org", json!({"rdata": {"cname": "z.org"}})).done();
        session.publish();
    }
}
