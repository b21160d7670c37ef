//! Hosts (H1, H6–H12): who makes them, their addresses, how they change, are renamed and go, and who uses them.

use super::given::{
    blockers, change, checked, domain, encoded, host, refused, refused_at, register, registry, served, texts, tld,
};
use domesday_tests::both;
use domesday_tests::client::{Answer, Client};
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// Makes a host, or tries to.
fn make(client: &Client, name: &str, addresses: &Value) -> Answer {
    client.put("/hosts", &json!({"name": name, "addr": addresses})).send()
}

/// Changes a host, or tries to.
fn modify(client: &Client, name: &str, body: &Value) -> Answer {
    client.post(&format!("/hosts/{name}"), body).send()
}

fn rename(client: &Client, from: &str, to: &str) -> Answer {
    modify(client, from, &json!({"chg": {"name": to}}))
}

fn delete(client: &Client, name: &str) -> Answer {
    client.delete(&format!("/hosts/{name}")).send()
}

/// The addresses of a host.
fn addresses(client: &Client, name: &str) -> Vec<String> {
    let all = host(client, name)["addr"].clone();
    let one = |item: &Value| item["v4"].as_str().or(item["v6"].as_str()).expect("an address").to_owned();
    all.as_array().expect("addresses").iter().map(one).collect()
}

both! {
    fn h1_a_host_is_made_below_a_domain_of_ones_own(server: &Server) {
        let registry = registry(server, &json!({"ns_parent": "any"}));
        let (acme, zeta) = (&registry.acme, &registry.zeta);
        register(acme, "blue.st", &json!([]));
        register(zeta, "red.st", &json!(["ns9.blue.st"]));
        refused_at(&make(acme, "ns1.none.st", &json!([])), 2303, &["/name"]);
        refused_at(&make(zeta, "ns1.blue.st", &json!([])), 2201, &["/name"]);
        for name in ["blue.st", "ns1.example.net"] {
            refused_at(&make(acme, name, &json!([])), 2306, &["/name"]);
        }
        for name in ["-a.blue.st", "a..blue.st", "*.blue.st", "st"] {
            refused_at(&make(acme, name, &json!([])), 2005, &["/name"]);
        }
        refused_at(&acme.put("/hosts", &json!({})).send(), 2003, &["/name"]);
        let made = make(acme, "NS1.Blue.ST.", &json!(["192.0.2.1"])).expect(201);
        assert_eq!((&made.json()["creData"]["name"], made.header("location")), (&json!("ns1.blue.st"), Some("/hosts/ns1.blue.st")));
        let info = host(zeta, "ns1.blue.st");
        assert_eq!((&info["kind"], &info["parent"], &info["clID"], &info["crID"]), (&json!("managed"), &json!("blue.st"), &json!("acme"), &json!("acme")));
        assert_eq!((&info["status"], made.etag()), (&json!(["ok"]), acme.get("/hosts/ns1.blue.st").expect(200).etag()));
        refused_at(&make(acme, "ns1.blue.st", &json!([])), 2302, &["/name"]);
        make(acme, "a.b.c.blue.st", &json!([])).expect(201);
        let before = host(acme, "ns9.blue.st");
        assert_eq!((&before["kind"], &before["clID"]), (&json!("reference"), &json!(null)));
        make(acme, "ns9.blue.st", &json!([{"v4": "192.0.2.9"}])).expect(201);
        let after = host(acme, "ns9.blue.st");
        assert_eq!((&after["kind"], &after["status"], &after["roid"]), (&json!("managed"), &json!(["linked", "ok"]), &before["roid"]));
        assert_eq!(texts(&domain(zeta, "red.st")["ns"]), ["ns9.blue.st"], "links are kept");
    }

    fn h1_a_check_is_about_managed_hosts(server: &Server) {
        let registry = registry(server, &json!({}));
        let (acme, zeta) = (&registry.acme, &registry.zeta);
        register(acme, "blue.st", &json!(["ns1.provider.net"]));
        make(acme, "ns1.blue.st", &json!([])).expect(201);
        for (name, free) in [("ns1.blue.st", 0), ("NS1.BLUE.ST.", 0), ("ns2.blue.st", 1), ("ns1.provider.net", 1), ("ns1.none.st", 1)] {
            let (avail, reason) = checked(zeta, &format!("/hosts/{name}"));
            assert_eq!((avail, reason.is_some()), (json!(free), free == 0), "{name}");
        }
        refused(&zeta.get("/hosts/a..b/check").send(), 2005);
    }

    fn h6_addresses_are_canonical_and_of_the_classes_that_the_policy_takes(server: &Server) {
        let registry = registry(server, &json!({}));
        let acme = &registry.acme;
        tld(&registry.admin, "world", &json!({"host_addresses": "global"}));
        for name in ["blue.st", "blue.world"] {
            register(acme, name, &json!([]));
        }
        let never = [
            "0.0.0.0", "127.0.0.1", "169.254.1.1", "224.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "ff02::1", "::ffff:192.0.2.1",
        ];
        let locally = ["10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "192.0.2.1", "198.51.100.1", "fd00::1", "2001:db8::1", "2002:c000:201::1"];
        for address in never {
            for name in ["ns.blue.st", "ns.blue.world"] {
                refused_at(&make(acme, name, &json!([address])), 2306, &["/addr/0"]);
            }
        }
        for address in locally {
            refused_at(&make(acme, "ns.blue.world", &json!([address])), 2306, &["/addr/0"]);
        }
        make(acme, "ns.blue.st", &json!(locally)).expect(201);
        make(acme, "ns.blue.world", &json!(["8.8.8.8", "2606:4700::1"])).expect(201);
        for bad in [json!(["192.0.2"]), json!(["192.0.2.256"]), json!(["2001:db8:::1"]), json!(["192.0.2.1/24"]), json!([{"v4": "2001:db8::1"}]), json!(["fe80::1%eth0"]),
            json!([{"version": "v6", "address": "192.0.2.1"}]), json!(["ns1.blue.st"]), json!([true]), json!(["010.0.0.1"])]
        {
            refused(&make(acme, "ns2.blue.st", &bad), 2005);
        }
        make(acme, "ns2.blue.st", &json!(["2001:DB8:0:0:0:0:0:1", "2001:db8::1", "192.0.2.1", {"v4": "192.0.2.1"}])).expect(201);
        let mut shown = addresses(acme, "ns2.blue.st");
        shown.sort();
        assert_eq!(shown, ["192.0.2.1", "2001:db8::1"]);
        let many = |count: usize| -> Vec<String> { (1..=count).map(|number| format!("192.0.2.{number}")).collect() };
        refused(&make(acme, "ns3.blue.st", &json!(many(17))), 2306);
        make(acme, "ns3.blue.st", &json!(many(16))).expect(201);
        refused(&modify(acme, "ns3.blue.st", &json!({"add": {"addr": ["192.0.2.17"]}})), 2306);
        modify(acme, "ns3.blue.st", &json!({"add": {"addr": ["192.0.2.17"]}, "rem": {"addr": ["192.0.2.1"]}})).expect(200);
    }

    fn h7_a_host_changes_by_what_is_added_and_removed(server: &Server) {
        let registry = registry(server, &json!({}));
        let (admin, acme) = (&registry.admin, &registry.acme);
        register(acme, "blue.st", &json!([]));
        make(acme, "ns1.blue.st", &json!(["192.0.2.1"])).expect(201);
        for (body, code) in [
            (json!({"add": {"addr": ["192.0.2.1"]}}), 2306), (json!({"rem": {"addr": ["192.0.2.2"]}}), 2306),
            (json!({"add": {"addr": ["192.0.2.2"]}, "rem": {"addr": ["192.0.2.2"]}}), 2306),
            (json!({"rem": {"status": ["clientDeleteProhibited"]}}), 2306), (json!({"add": {"status": ["serverDeleteProhibited"]}}), 2004),
            (json!({"add": {"status": ["clientHold"]}}), 2004), (json!({"add": {"status": ["linked"]}}), 2004), (json!({}), 2003), (json!({"add": {"addr": []}}), 2003),
        ] {
            refused(&modify(acme, "ns1.blue.st", &body), code);
        }
        let body = json!({"add": {"addr": [{"v6": "2001:db8::1"}], "status": ["clientDeleteProhibited"]}, "rem": {"addr": ["192.0.2.1"]}});
        let told = modify(acme, "ns1.blue.st", &body).expect(200).json()["upData"].clone();
        let info = host(acme, "ns1.blue.st");
        assert_eq!((&told, &info["upID"]), (&json!({"name": "ns1.blue.st", "upDate": info["upDate"]}), &json!("acme")));
        assert_eq!((&info["addr"], &info["status"]), (&json!([{"v6": "2001:db8::1"}]), &json!(["clientDeleteProhibited"])));
        refused(&delete(acme, "ns1.blue.st"), 2304);
        modify(acme, "ns1.blue.st", &json!({"add": {"status": ["clientUpdateProhibited"]}, "rem": {"status": ["clientDeleteProhibited"]}})).expect(200);
        refused(&modify(acme, "ns1.blue.st", &json!({"add": {"addr": ["192.0.2.1"]}})), 2304);
        modify(acme, "ns1.blue.st", &json!({"add": {"addr": ["192.0.2.1"]}, "rem": {"status": ["clientUpdateProhibited"]}})).expect(200);
        modify(admin, "ns1.blue.st", &json!({"add": {"status": ["serverUpdateProhibited", "serverDeleteProhibited"]}})).expect(200);
        refused(&modify(acme, "ns1.blue.st", &json!({"add": {"addr": ["192.0.2.3"]}})), 2304);
        refused(&delete(acme, "ns1.blue.st"), 2304);
        modify(admin, "ns1.blue.st", &json!({"rem": {"status": ["serverUpdateProhibited", "serverDeleteProhibited"]}})).expect(200);
        delete(acme, "ns1.blue.st").expect(200);
        refused(&acme.get("/hosts/ns1.blue.st").send(), 2303);
    }

    fn h7_the_last_address_stays_while_its_own_domain_needs_it(server: &Server) {
        let registry = registry(server, &json!({}));
        let (acme, zeta) = (&registry.acme, &registry.zeta);
        register(acme, "blue.st", &json!([{"name": "ns1.blue.st", "addr": ["192.0.2.1"]}]));
        register(zeta, "red.st", &json!(["ns1.blue.st"]));
        let answer = modify(acme, "ns1.blue.st", &json!({"rem": {"addr": ["192.0.2.1"]}}));
        refused(&answer, 2305);
        assert_eq!(blockers(&answer), [("domain".into(), "blue.st".into(), "acme".into())]);
        change(acme, "blue.st", &json!({"rem": {"ns": ["ns1.blue.st"]}})).expect(200);
        modify(acme, "ns1.blue.st", &json!({"rem": {"addr": ["192.0.2.1"]}})).expect(200);
        assert_eq!(host(acme, "ns1.blue.st")["addr"], json!([]));
    }

    fn h8_h12_a_host_in_use_is_not_deleted_whoever_uses_it(server: &Server) {
        let registry = served(server, &json!({"add_grace": "P0D"}));
        let (admin, acme, zeta) = (&registry.admin, &registry.acme, &registry.zeta);
        register(acme, "blue.st", &json!([]));
        make(acme, "ns1.blue.st", &json!(["192.0.2.1"])).expect(201);
        assert_eq!(host(acme, "ns1.blue.st")["status"], json!(["ok"]));
        register(zeta, "red.st", &json!(["ns1.blue.st"]));
        admin.post("/tlds", &json!({"name": "org"})).expect(201);
        let zone = crate::given::with(crate::given::zone("example.org"), &json!({"ns": ["ns1.blue.st"]}));
        admin.post("/zones", &zone).expect(201);
        admin.post("/zones/example.org/delegations", &json!({"name": "sub.example.org", "ns": ["ns1.blue.st"]})).expect(201);
        let answer = delete(acme, "ns1.blue.st");
        refused_at(&answer, 2305, &["path:name"]);
        let rows: Vec<(String, String)> = blockers(&answer).into_iter().map(|(kind, name, _)| (kind, name)).collect();
        let pair = |kind: &str, name: &str| (kind.to_owned(), name.to_owned());
        assert_eq!(rows, [pair("delegation", "sub.example.org"), pair("domain", "red.st"), pair("zone", "example.org")]);
        assert_eq!(answer.json()["errors"][0]["reason"], "linked");
        let one = |query: &str| acme.get(&format!("/hosts/ns1.blue.st/references{query}")).expect(200).json();
        assert_eq!(one("")["domains"], json!([{"name": "red.st", "sponsor": "zeta"}]));
        admin.delete("/zones/example.org/delegations/sub.example.org").expect(204);
        admin.delete("/zones/example.org").expect(204);
        zeta.delete("/domains/red.st").expect(202);
        assert_eq!(host(acme, "ns1.blue.st")["status"], json!(["linked", "ok"]), "in redemption too");
        assert_eq!(blockers(&delete(acme, "ns1.blue.st")).len(), 1);
        zeta.post("/domains/red.st/restore", &json!({})).expect(200);
        change(zeta, "red.st", &json!({"rem": {"ns": ["ns1.blue.st"]}})).expect(200);
        assert_eq!(host(acme, "ns1.blue.st")["status"], json!(["ok"]));
        delete(acme, "ns1.blue.st").expect(200);
    }

    fn h8_references_are_told_a_page_at_a_time(server: &Server) {
        let registry = registry(server, &json!({"authinfo_on_create": "unset"}));
        let (acme, zeta) = (&registry.acme, &registry.zeta);
        register(acme, "blue.st", &json!([]));
        make(acme, "ns1.blue.st", &json!(["192.0.2.1"])).expect(201);
        let names: Vec<String> = (0..12).map(|number| format!("n{number:02}.st")).collect();
        for name in &names {
            register(zeta, name, &json!(["ns1.blue.st"]));
        }
        let page = |query: &str| acme.get(&format!("/hosts/ns1.blue.st/references{query}")).expect(200).json();
        let column = |page: &Value| -> Vec<String> { page["domains"].as_array().expect("domains").iter().map(|row| row["name"].as_str().expect("a name").to_owned()).collect() };
        assert_eq!((column(&page("")), &page("")["rows_count"]), (names.clone(), &json!(12)));
        assert_eq!((column(&page("?limit=5&offset=10")), &page("?limit=5&offset=10")["rows_count"]), (names[10..].to_vec(), &json!(12)));
        assert_eq!(column(&page("?limit=0")), Vec::<String>::new());
        refused_at(&acme.get("/hosts/ns1.blue.st/references?limit=1001").send(), 2005, &["query:limit"]);
        refused(&zeta.get("/hosts/ns1.blue.st/references").send(), 2201);
        refused(&acme.get("/hosts/none.blue.st/references").send(), 2303);
    }

    fn h9_h10_a_host_is_renamed_below_domains_of_ones_own_only(server: &Server) {
        let registry = served(server, &json!({"sink": "void.example"}));
        let (admin, acme, zeta) = (&registry.admin, &registry.acme, &registry.zeta);
        register(acme, "blue.st", &json!([{"name": "ns1.blue.st", "addr": ["192.0.2.1"]}]));
        register(acme, "green.st", &json!([]));
        register(zeta, "red.st", &json!(["ns1.blue.st"]));
        make(acme, "ns2.blue.st", &json!([])).expect(201);
        make(acme, "ns3.blue.st", &json!(["192.0.2.3"])).expect(201);
        refused_at(&rename(acme, "ns1.blue.st", "ns2.blue.st"), 2302, &["/chg/name"]);
        refused_at(&rename(acme, "ns1.blue.st", "ns1.none.st"), 2303, &["/chg/name"]);
        refused_at(&rename(acme, "ns1.blue.st", "ns1.red.st"), 2201, &["/chg/name"]);
        refused_at(&rename(acme, "ns1.blue.st", "a..st"), 2005, &["/chg/name"]);
        for name in ["ns1.example.net", "ns3.elsewhere.org"] {
            for from in ["ns1.blue.st", "ns2.blue.st"] {
                let answer = rename(acme, from, name);
                refused_at(&answer, 2306, &["/chg/name"]);
                assert_eq!(answer.json()["errors"][0]["reason"], "sacrificial-host");
            }
        }
        rename(acme, "ns1.blue.st", "NS1.Green.ST").expect(200);
        refused(&acme.get("/hosts/ns1.blue.st").send(), 2303);
        for (client, name) in [(acme, "blue.st"), (zeta, "red.st")] {
            assert_eq!(texts(&domain(client, name)["ns"]), ["ns1.green.st"]);
        }
        assert_eq!((&host(acme, "ns1.green.st")["parent"], addresses(acme, "ns1.green.st")), (&json!("green.st"), vec!["192.0.2.1".to_owned()]));
        assert!(!crate::given::exported(admin, "st").contains("ns1.blue.st"), "delegations show the new name at once");
        refused(&modify(acme, "ns3.blue.st", &json!({"chg": {"name": "x1.void.example"}})), 2004);
        modify(acme, "ns3.blue.st", &json!({"chg": {"name": "x1.void.example"}, "rem": {"addr": ["192.0.2.3"]}})).expect(200);
        refused(&acme.get("/hosts/ns3.blue.st").send(), 2303);
    }

    fn h11_references_and_hosts_of_others_are_not_changed(server: &Server) {
        let registry = registry(server, &json!({}));
        let (admin, acme, zeta) = (&registry.admin, &registry.acme, &registry.zeta);
        register(acme, "blue.st", &json!(["ns1.provider.net"]));
        make(acme, "ns1.blue.st", &json!(["192.0.2.1"])).expect(201);
        let body = json!({"add": {"addr": ["192.0.2.2"]}});
        for (client, name) in [(acme, "ns1.provider.net"), (zeta, "ns1.provider.net"), (zeta, "ns1.blue.st")] {
            refused(&modify(client, name, &body), 2201);
            refused(&delete(client, name), 2201);
        }
        for path in ["ns1.none.st", "ns9.blue.st", "nowhere.example"] {
            refused(&modify(acme, path, &body), 2303);
            refused(&delete(acme, path), 2303);
        }
        refused(&acme.get(&format!("/hosts/{}", encoded("a b"))).send(), 2005);
        modify(admin, "ns1.blue.st", &body).expect(200);
        delete(admin, "ns1.blue.st").expect(200);
    }
}
