//! Domains made and changed: their shape, periods, contacts, name servers by number, and what a change may not be (D1–D3, D5, section 7).

use super::given::{
    ask_for, change, checked, contacts, create, domain, refused, refused_at, register, registry, renew, served, texts,
    tld, warnings,
};
use domesday_tests::both;
use domesday_tests::client::{Answer, Client};
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// Registers a name with more than that, or tries to.
fn ask(client: &Client, name: &str, more: &Value) -> Answer {
    client.put("/domains", &crate::given::with(json!({ "name": name }), more)).send()
}

/// Name servers of which nothing is known here.
fn servers(count: usize) -> Vec<String> {
    (1..=count).map(|number| format!("ns{number}.provider.net")).collect()
}

/// The years and months from the creation of a domain to its expiry.
fn months(info: &Value) -> i64 {
    let number = |member: &str, part: std::ops::Range<usize>| -> i64 {
        info[member].as_str().expect("an instant")[part].parse().expect("a number")
    };
    let month = |member: &str| number(member, 0..4) * 12 + number(member, 5..7);
    month("exDate") - month("crDate")
}

both! {
    fn section_4_a_domain_is_told_whole(server: &Server) {
        let acme = served(server, &json!({})).acme;
        contacts(&acme, &["AB123"]);
        let body = json!({
            "name": "blue.st", "period": {"unit": "y", "value": 2}, "contacts": {"registrant": "ab123", "tech": "AB123"},
            "ns": ["ns2.example.net", {"name": "ns1.blue.st", "addr": [{"v4": "192.0.2.1"}]}], "status": ["clientHold"],
        });
        let made = create(&acme, &body);
        let told = made.json();
        assert_eq!(made.header("location"), Some("/domains/blue.st"));
        let read = acme.get("/domains/blue.st").expect(200);
        assert_eq!(made.etag(), read.etag());
        let info = read.json()["info"].clone();
        let mut members: Vec<&str> = info.as_object().expect("an object").keys().map(String::as_str).collect();
        let mut expected = vec![
            "name", "uname", "roid", "lifecycle", "status", "rgpStatus", "contacts", "ns", "hosts", "secDNS", "clID", "crID", "crDate",
            "upID", "upDate", "exDate", "trDate", "authInfo", "graces", "transfer", "claims", "dns", "premium", "sandbox",
        ];
        members.sort_unstable();
        expected.sort_unstable();
        assert_eq!(members, expected);
        assert_eq!(info["contacts"], json!({
            "registrant": "AB123", "admin": null, "tech": "AB123", "billing": null, "registrant_privacy": null, "admin_privacy": null,
            "tech_privacy": null, "billing_privacy": null,
        }));
        let mut servers = texts(&info["ns"]);
        servers.sort();
        assert_eq!((servers, texts(&info["hosts"])), (vec!["ns1.blue.st".to_owned(), "ns2.example.net".to_owned()], vec!["ns1.blue.st".to_owned()]));
        assert_eq!((&info["clID"], &info["crID"], &info["upID"], &info["upDate"]), (&json!("acme"), &json!("acme"), &json!(null), &json!(null)));
        assert_eq!((&info["lifecycle"], &info["rgpStatus"], months(&info)), (&json!("registered"), &json!(["addPeriod"]), 24));
        assert_eq!(info["graces"][0]["period"], json!({"unit": "y", "value": 2}));
        assert_eq!((&info["graces"][0]["type"], info["graces"].as_array().map(Vec::len)), (&json!("addPeriod"), Some(1)));
        assert_eq!(told["creData"]["exDate"], info["exDate"]);
        assert_eq!(told["creData"]["crDate"], info["crDate"]);
        assert_eq!((&info["dns"], &info["dns"]["published"]), (&told["dns"], &json!(false)), "it is on hold");
        assert!(info["roid"].as_str().is_some_and(|roid| roid.starts_with('D') && roid.ends_with("-DMSD")), "{info}");
        let other = ask(&acme, "Blue.st.", &json!({}));
        refused_at(&other, 2302, &["/name"]);
    }

    fn d1_a_period_is_of_years_and_of_months_where_the_policy_has_them(server: &Server) {
        let registry = registry(server, &json!({}));
        let acme = &registry.acme;
        tld(&registry.admin, "mon", &json!({"months": true}));
        tld(&registry.admin, "few", &json!({"min_years": 2, "max_years": 3}));
        let period = |name: &str, period: Value| ask(acme, name, &json!({ "period": period }));
        for (name, given, expected) in [
            ("a.st", json!(null), 12), ("b.st", json!({"unit": "y", "value": 1}), 12), ("c.st", json!({"unit": "y", "value": "10"}), 120),
            ("a.mon", json!({"unit": "m", "value": 12}), 12), ("b.mon", json!({"unit": "m", "value": 18}), 18), ("c.mon", json!({"unit": "m", "value": 120}), 120),
            ("a.few", json!({"unit": "y", "value": 3}), 36), ("d.st", json!([]), 12),
        ] {
            period(name, given).expect(201);
            assert_eq!(months(&domain(acme, name)), expected, "{name}");
        }
        for (name, given) in [
            ("x.st", json!({"unit": "y", "value": 0})), ("x.st", json!({"unit": "y", "value": 11})), ("x.st", json!({"unit": "y", "value": -1})),
            ("x.st", json!({"unit": "m", "value": 6})), ("x.mon", json!({"unit": "m", "value": 0})), ("x.mon", json!({"unit": "m", "value": 121})),
            ("x.few", json!({"unit": "y", "value": 1})), ("x.few", json!(null)), ("x.few", json!({"unit": "y", "value": 4})),
            ("x.st", json!({"unit": "y", "value": 9_000_000_000_000_000_000_i64})),
        ] {
            refused(&period(name, given), 2004);
        }
        for given in [json!({"unit": "y", "value": "one"}), json!({"unit": "y", "value": 1.5}), json!({"unit": "y", "value": {}}), json!(true), json!("1y")] {
            refused(&period("x.st", given), 2005);
        }
        refused_at(&period("x.st", json!({"unit": "y"})), 2003, &["/period/value"]);
    }

    fn d2_a_role_has_one_contact_of_ones_own(server: &Server) {
        let registry = registry(server, &json!({"contacts": {"registrant": "required", "billing": "forbidden"}}));
        let (acme, zeta) = (&registry.acme, &registry.zeta);
        contacts(acme, &["AA1", "BB2"]);
        contacts(zeta, &["ZZ1"]);
        let with = |contacts: Value| ask(acme, "blue.st", &json!({ "contacts": contacts }));
        refused_at(&with(json!({})), 2003, &["/contacts/registrant"]);
        refused_at(&with(json!({"tech": "AA1"})), 2003, &["/contacts/registrant"]);
        refused_at(&with(json!({"registrant": "NO1", "tech": "NO2"})), 2303, &["/contacts/registrant", "/contacts/tech"]);
        refused_at(&with(json!({"registrant": "ZZ1"})), 2201, &["/contacts/registrant"]);
        refused_at(&with(json!({"registrant": "ZZ1", "tech": "NO1"})), 2201, &["/contacts/registrant", "/contacts/tech"]);
        refused_at(&with(json!({"registrant": "AA1", "billing": "AA1"})), 2306, &["/contacts/billing"]);
        assert!([2003, 2004, 2005].contains(&with(json!({"registrant": "AA1", "owner": "AA1"})).json()["code"].as_u64().expect("a code")));
        with(json!({"registrant": "AA1", "tech": "AA1"})).expect(201);
        let update = |body: &Value| change(acme, "blue.st", body);
        refused_at(&update(&json!({"add": {"contact": [{"tech": "BB2"}]}})), 2306, &["/add/contact/0/tech"]);
        update(&json!({"add": {"contact": [{"tech": "BB2"}]}, "rem": {"contact": [{"tech": "AA1"}]}})).expect(200);
        refused_at(&update(&json!({"rem": {"contact": [{"tech": "AA1"}]}})), 2306, &["/rem/contact/0/tech"]);
        refused_at(&update(&json!({"add": {"contact": [{"admin": "ZZ1"}]}})), 2201, &["/add/contact/0/admin"]);
        refused_at(&update(&json!({"add": {"contact": [{"admin": "NO1"}]}})), 2303, &["/add/contact/0/admin"]);
        refused_at(&update(&json!({"add": {"contact": [{"billing": "AA1"}]}})), 2306, &["/add/contact/0/billing"]);
        update(&json!({"chg": {"registrant": "BB2"}})).expect(200);
        refused_at(&update(&json!({"chg": {"registrant": ""}})), 2003, &["/chg/registrant"]);
        refused_at(&update(&json!({"rem": {"contact": [{"registrant": "BB2"}]}})), 2003, &["/rem/contact/0/registrant"]);
        refused_at(&update(&json!({"chg": {"registrant": "ZZ1"}})), 2201, &["/chg/registrant"]);
        let info = domain(acme, "blue.st");
        assert_eq!((&info["contacts"]["registrant"], &info["contacts"]["tech"]), (&json!("BB2"), &json!("BB2")));
        update(&json!({"rem": {"contact": [{"registrant": "BB2"}]}, "add": {"contact": {"registrant": "AA1", "admin": "aa1"}}})).expect(200);
        let info = domain(acme, "blue.st");
        assert_eq!((&info["contacts"]["registrant"], &info["contacts"]["admin"], &info["upID"]), (&json!("AA1"), &json!("AA1"), &json!("acme")));
    }

    fn d3_the_number_of_name_servers_is_the_policys(server: &Server) {
        let registry = registry(server, &json!({"min_ns": 2, "max_ns": 3}));
        let acme = &registry.acme;
        tld(&registry.admin, "any", &json!({}));
        let with = |name: &str, ns: &Value| ask(acme, name, &json!({ "ns": ns }));
        for ns in [json!(servers(1)), json!(servers(4)), json!(["ns1.provider.net", "NS1.Provider.NET."])] {
            refused(&with("x.st", &ns), 2306);
        }
        refused(&with("x.any", &json!(servers(14))), 2306);
        with("full.any", &json!(servers(13))).expect(201);
        for (name, ns, count) in [
            ("none.st", json!([]), 0), ("two.st", json!(servers(2)), 2),
            ("same.st", json!(["ns1.provider.net", {"name": "NS1.PROVIDER.NET"}, "ns2.provider.net.", "ns3.provider.net", "ns3.provider.net"]), 3),
        ] {
            with(name, &ns).expect(201);
            assert_eq!(texts(&domain(acme, name)["ns"]).len(), count);
        }
        refused(&change(acme, "two.st", &json!({"rem": {"ns": ["ns1.provider.net"]}})), 2306);
        refused(&change(acme, "none.st", &json!({"add": {"ns": ["ns1.provider.net"]}})), 2306);
        refused(&change(acme, "same.st", &json!({"add": {"ns": ["ns4.provider.net"]}})), 2306);
        change(acme, "same.st", &json!({"add": {"ns": ["ns4.provider.net"]}, "rem": {"ns": ["ns1.provider.net"]}})).expect(200);
        assert_eq!(texts(&domain(acme, "same.st")["ns"]), ["ns2.provider.net", "ns3.provider.net", "ns4.provider.net"]);
        change(acme, "two.st", &json!({"rem": {"ns": servers(2)}})).expect(200);
        assert_eq!(domain(acme, "two.st")["status"], json!(["inactive"]));
    }

    fn d5_a_change_changes_something_and_contradicts_neither_itself_nor_what_is(server: &Server) {
        let acme = registry(server, &json!({})).acme;
        contacts(&acme, &["AA1", "BB2"]);
        let ds = json!({"keyTag": 1, "alg": 13, "digestType": 2, "digest": "ab".repeat(32)});
        let body = json!({
            "name": "blue.st", "ns": ["ns1.provider.net"], "status": ["clientHold"], "contacts": {"tech": "AA1"}, "secDNS": {"dsData": [ds]},
        });
        let _ = create(&acme, &body);
        let tag = acme.get("/domains/blue.st").expect(200).etag();
        for (body, place) in [
            (json!({"add": {"ns": ["NS1.provider.net."]}}), "/add/ns/0"),
            (json!({"rem": {"ns": ["ns2.provider.net"]}}), "/rem/ns/0"),
            (json!({"add": {"ns": ["ns3.provider.net", "ns2.provider.net"]}, "rem": {"ns": ["ns2.provider.net"]}}), ""),
            (json!({"add": {"status": ["clientHold"]}}), "/add/status/0"),
            (json!({"rem": {"status": ["clientRenewProhibited"]}}), "/rem/status/0"),
            (json!({"add": {"status": ["clientHold"]}, "rem": {"status": ["clientHold"]}}), ""),
            (json!({"add": {"contact": [{"tech": "AA1"}]}}), "/add/contact/0/tech"),
            (json!({"rem": {"contact": [{"admin": "AA1"}]}}), "/rem/contact/0/admin"),
            (json!({"rem": {"contact": [{"tech": "BB2"}]}}), "/rem/contact/0/tech"),
            (json!({"add": {"secDNS": {"dsData": [ds]}}}), "/add/secDNS/dsData/0"),
            (json!({"rem": {"secDNS": {"dsData": [{"keyTag": 2, "alg": 13, "digestType": 2, "digest": "ab".repeat(32)}]}}}), "/rem/secDNS/dsData/0"),
        ] {
            let answer = change(&acme, "blue.st", &body);
            if place.is_empty() { drop(refused(&answer, 2306)) } else { refused_at(&answer, 2306, &[place]) }
        }
        for nothing in [json!({}), json!({"add": {}, "rem": [], "chg": null}), json!({"add": {"ns": [], "status": []}}), json!({"chg": {"authInfo": {"pw": null}}})] {
            refused(&change(&acme, "blue.st", &nothing), 2003);
        }
        let many = json!({"add": {"ns": ["ns1.provider.net"], "status": ["clientHold"]}, "rem": {"ns": ["ns9.provider.net"]}});
        refused_at(&change(&acme, "blue.st", &many), 2306, &["/add/ns/0", "/add/status/0", "/rem/ns/0"]);
        assert_eq!(acme.get("/domains/blue.st").expect(200).etag(), tag, "nothing was changed");
    }

    fn d5_duplicates_in_one_list_collapse(server: &Server) {
        let acme = registry(server, &json!({})).acme;
        let twice = json!({"name": "blue.st", "status": ["clientHold", "clientHold"], "ns": ["ns1.provider.net", "ns1.provider.net"]});
        let _ = create(&acme, &twice);
        let info = domain(&acme, "blue.st");
        assert_eq!((&info["ns"], &info["status"]), (&json!(["ns1.provider.net"]), &json!(["clientHold"])));
        change(&acme, "blue.st", &json!({"add": {"ns": ["ns2.provider.net", "NS2.provider.net"]}})).expect(200);
        assert_eq!(texts(&domain(&acme, "blue.st")["ns"]).len(), 2);
    }

    fn section_7_registrations_are_closed_and_registrars_accredited_by_policy(server: &Server) {
        let registry = registry(server, &json!({}));
        let (admin, acme, zeta) = (&registry.admin, &registry.acme, &registry.zeta);
        let mut codes = Vec::new();
        for name in ["blue.st", "red.st"] {
            codes.push(register(acme, name, &json!([])));
        }
        admin.patch(&registry.policy, &json!({"accredited": ["ACME"]})).expect(200);
        let _ = create(acme, &json!({"name": "green.st"}));
        refused(&ask(zeta, "grey.st", &json!({})), 2201);
        refused(&ask_for(zeta, "red.st", &codes[1]), 2201);
        assert_eq!(checked(zeta, "/domains/grey.st").0, 1, "check still works");
        admin.patch(&registry.policy, &json!({"accredited": []})).expect(200);
        refused(&renew(acme, "blue.st"), 2201);
        change(acme, "blue.st", &json!({"add": {"status": ["clientHold"]}})).expect(200);
        acme.delete("/domains/blue.st").expect(200);
        admin.patch(&registry.policy, &json!({"accredited": "all", "registrations": "closed"})).expect(200);
        refused_at(&ask(acme, "grey.st", &json!({})), 2306, &["/name"]);
        renew(acme, "red.st").expect(200);
    }

    fn section_4_an_admin_names_the_sponsor(server: &Server) {
        let registry = registry(server, &json!({}));
        let (admin, acme) = (&registry.admin, &registry.acme);
        refused_at(&ask(admin, "blue.st", &json!({})), 2003, &["/clID"]);
        assert!([2303, 2005, 2004].contains(&ask(admin, "blue.st", &json!({"clID": "nobody"})).json()["code"].as_u64().expect("a code")));
        ask(admin, "blue.st", &json!({"clID": "ACME"})).expect(201);
        assert_eq!(domain(acme, "blue.st")["clID"], "acme");
        assert_eq!(domain(admin, "blue.st")["crID"], "registry");
        assert!(warnings(&ask(acme, "red.st", &json!({}))).is_empty());
    }
}
