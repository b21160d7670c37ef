//! Name servers and their addresses: a host to registrars, a record set to hostmasters, glue to whoever delegates to it; one thing, whoever
//! writes it.

use super::{newest, published};
use crate::given;
use domesday_tests::both;
use domesday_tests::client::{Answer, Client};
use domesday_tests::server::Server;
use serde_json::{Value, json};

const HOST: &str = "ns1.blue.reg";

/// The TLD `reg` with its zone, and who registered `blue.reg` with a host of its own below it.
fn registry(server: &Server) -> (Client, Client) {
    let admin = server.admin();
    let id = admin.post("/tlds", &json!({"name": "reg"})).expect(201).json()["tlds"]["id"].clone();
    admin.put(&format!("/tlds/{}/policy", id.as_str().unwrap()), &json!({"preset": "default"})).expect(201);
    admin.post("/zones", &given::with(given::zone("reg"), &json!({"registry_zone": true}))).expect(201);
    let registrar = server.user("registrar1", "acme", &["registrar", "hostmaster"]);
    let own = json!([{"name": HOST, "addr": [{"v4": "192.0.2.1"}]}]);
    registrar.put("/domains", &json!({"name": "blue.reg", "ns": own})).expect(201);
    (registrar, admin)
}

/// The addresses of the host, as each face that shows them has them.
fn everywhere(server: &Server, admin: &Client) -> Vec<(&'static str, Vec<String>)> {
    let texts = |value: &Value| -> Vec<String> {
        let all = value.as_array().unwrap_or_else(|| panic!("no list: {value}"));
        let text = |item: &Value| item.as_str().or(item["v4"].as_str()).map(str::to_owned);
        all.iter().map(|item| text(item).unwrap_or_else(|| panic!("no text: {item}"))).collect()
    };
    let get = |path: &str| admin.get(path).expect(200).json();
    let in_file = |file: String| -> Vec<String> {
        let line = |line: &str| line.strip_prefix(HOST)?.split_once(" A ").map(|(_, address)| address.to_owned());
        file.lines().filter_map(line).collect()
    };
    let entity = get(&format!("/api/hosts/{HOST}"));
    let claims = entity["claims"].as_array().expect("claims");
    let claim = claims.iter().find(|claim| claim["id"].as_str().is_some_and(|id| id.ends_with("/addresses")));
    let dynect = get(&format!("/REST/ARecord/reg/{HOST}/?detail=Y"));
    let of_record = |record: &Value| record["rdata"]["address"].as_str().expect("an address").to_owned();
    vec![
        ("registrar", texts(&get(&format!("/hosts/{HOST}"))["info"]["addr"])),
        ("entities", texts(&claim.expect("the claim")["value"])),
        (
            "RDAP",
            texts(&server.nobody().get(&format!("/rdap/nameserver/{HOST}")).expect(200).json()["ipAddresses"]["v4"]),
        ),
        ("zones", texts(&get("/zones/reg/delegations/blue.reg")["ns"][0]["glue"])),
        ("zone file", in_file(given::exported(admin, "reg"))),
        ("mreg", in_file(admin.get("/api/v1/zonefiles/reg").expect(200).text())),
        ("DynECT", dynect["data"].as_array().expect("records").iter().map(of_record).collect()),
    ]
}

/// Panics unless every face has just these addresses.
fn is(server: &Server, admin: &Client, addresses: &[&str]) {
    for (face, seen) in everywhere(server, admin) {
        assert_eq!(seen, addresses, "{face}");
    }
}

/// Whom a refusal at `/hosts` names, sorted.
fn blockers(answer: &Answer) -> Vec<String> {
    let body = answer.json();
    assert_eq!((answer.status, &body["code"]), (409, &json!(2305)), "{answer}");
    let list = body["blockers"].as_array().expect("blockers");
    let text = |item: &Value| format!("{} {}", item["type"].as_str().unwrap(), item["name"].as_str().unwrap());
    let mut texts: Vec<String> = list.iter().map(text).collect();
    texts.sort();
    texts
}

both! {
    fn an_address_written_through_any_face_is_the_hosts_its_glue_and_its_record_on_every_other(server: &Server) {
        let (registrar, admin) = registry(server);
        is(server, &admin, &["192.0.2.1"]);
        let step = |address: &str, written: Answer| {
            assert!(written.is_success(), "{written}");
            is(server, &admin, &[address]);
        };
        let before = given::serial(&admin, "reg");
        let change = json!({"add": {"addr": ["192.0.2.2"]}, "rem": {"addr": ["192.0.2.1"]}});
        step("192.0.2.2", registrar.post(&format!("/hosts/{HOST}"), &change).send());
        // With a zone at the name, its addresses are that zone's; whatever writes them there, the parent has the glue.
        let zone = given::with(given::zone("blue.reg"), &json!({"ns": [HOST]}));
        step("192.0.2.2", registrar.post("/zones", &zone).send());
        assert_eq!(given::serial(&admin, "reg"), before + 1, "it was there already");
        let path = format!("/zones/blue.reg/recordsets/{HOST}/A");
        step("192.0.2.3", registrar.put(&path, &json!({"records": ["192.0.2.3"]})).if_match("*").send());
        let record = json!({"ARecords": [{"rdata": {"address": "192.0.2.4"}}]});
        registrar.put(&format!("/REST/ARecord/blue.reg/{HOST}/"), &record).expect(200);
        is(server, &admin, &["192.0.2.3"]);
        step("192.0.2.4", published(&registrar, "blue.reg"));
        let file = given::exported(&registrar, "blue.reg").replace("192.0.2.4", "192.0.2.5");
        step("192.0.2.5", registrar.request("POST", "/zones/import?replace=true").body("text/dns", file.clone()).if_match("*").send());
        let line = server.command(&["zone", "import", "-", "--replace"], file.replace("192.0.2.5", "192.0.2.6").as_bytes());
        assert_eq!(line.status, 0, "{line:?}");
        is(server, &admin, &["192.0.2.6"]);
        assert_eq!(given::serial(&admin, "reg"), before + 5, "one step of the parent for each");
        let told = newest(&admin, "reg");
        assert_eq!((&told["action"], &told["cause"]), (&json!("zone.follow"), &json!("zone.import blue.reg")), "{told}");
    }

    fn a_host_that_is_there_is_refused_as_a_duplicate_through_every_face_that_makes_hosts(server: &Server) {
        let (registrar, admin) = registry(server);
        let again = registrar.put("/hosts", &json!({"name": "NS1.Blue.REG.", "addr": ["192.0.2.9"]})).expect(409);
        assert_eq!(again.json()["code"], 2302, "{again}");
        let again = admin.post("/api/v1/nameservers/", &json!({"name": HOST})).expect(409);
        assert_eq!(again.json()["errors"][0]["code"], "host_exists", "{again}");
        assert_eq!(admin.post("/api/hosts", &json!({"claims": []})).send().status, 405, "an entity's own face");
        let record = json!({"rdata": {"address": "192.0.2.9"}});
        admin.post(&format!("/REST/ARecord/reg/{HOST}/"), &record).expect(200);
        let again = published(&admin, "reg");
        assert!(again.status == 400 && again.text().contains("registered"), "what is staged as glue is judged when it is published: {again}");
        admin.delete("/REST/ZoneChanges/reg/").expect(200);
        let set = json!({"records": ["192.0.2.9"]});
        given::conflict(&admin.put(&format!("/zones/reg/recordsets/{HOST}/A"), &set).send(), "registered_name", false);
        let other = json!({"name": "green.reg", "ns": [{"name": HOST, "addresses": ["192.0.2.9"]}]});
        given::conflict(&admin.post("/zones/reg/delegations", &other).send(), "registered_name", false);
        is(server, &admin, &["192.0.2.1"]);
        // The other way round: what a delegation only refers to is a row everywhere, and a host when its parent's sponsor makes it one.
        admin.post("/zones/reg/delegations", &json!({"name": "green.reg", "ns": ["ns.elsewhere.net"]})).expect(201);
        assert_eq!(registrar.get("/hosts/ns.elsewhere.net").expect(200).json()["info"]["kind"], "reference");
        assert_eq!(admin.get("/api/v1/nameservers/ns.elsewhere.net").expect(200).json()["name"], "ns.elsewhere.net");
        registrar.post("/hosts/ns.elsewhere.net", &json!({"add": {"addr": ["192.0.2.9"]}})).expect(403);
    }

    fn a_hosts_history_is_one_and_tells_each_change_with_its_addresses(server: &Server) {
        let (registrar, admin) = registry(server);
        let change = json!({"add": {"addr": ["192.0.2.2"]}, "rem": {"addr": ["192.0.2.1"]}});
        registrar.post(&format!("/hosts/{HOST}"), &change).expect(200);
        let told = registrar.get(&format!("/history?subject=host/{HOST}")).expect(200).json();
        let actions: Vec<&Value> = told.as_array().unwrap().iter().map(|entry| &entry["action"]).collect();
        assert_eq!(actions, ["host.update", "host.create"]);
        assert_eq!((&told[0]["face"], &told[1]["face"]), (&json!("registrar"), &json!("registrar")));
        let address = |entry: &Value| entry["changes"].as_array().unwrap().iter().find(|change| change["member"] == "addr").cloned().unwrap();
        let (made, changed) = (address(&told[1]), address(&told[0]));
        assert_eq!((&made["from"], &made["to"]), (&json!(null), &json!(["192.0.2.1"])), "{told}");
        assert_eq!((&changed["from"], &changed["to"]), (&json!(["192.0.2.1"]), &json!(["192.0.2.2"])), "{told}");
        assert_eq!(admin.get(&format!("/history?subject=entity/hosts/{HOST}")).expect(200).json(), told);
        let events = admin.get(&format!("/api/hosts/{HOST}/history")).expect(200).json();
        let ids = |entries: &Value| -> Vec<Value> { entries.as_array().unwrap().iter().map(|entry| entry["id"].clone()).collect() };
        assert_eq!(ids(&events["events"]), ids(&told));
        assert_eq!(newest(&admin, "reg")["cause"], json!(format!("host.update {HOST}")), "and the zone that has its glue");
    }

    fn d14_the_last_address_of_a_name_server_in_use_stays_at_hosts_whatever_the_force(server: &Server) {
        let (registrar, admin) = registry(server);
        admin.post("/tlds", &json!({"name": "org"})).expect(201);
        admin.post("/zones/reg/delegations", &json!({"name": "green.reg", "ns": [HOST]})).expect(201);
        admin.post("/zones", &given::with(given::zone("example.org"), &json!({"ns": [HOST]}))).expect(201);
        let take = |force: &Value| {
            let body = given::with(json!({"rem": {"addr": ["192.0.2.1"]}}), force);
            registrar.post(&format!("/hosts/{HOST}"), &body).send()
        };
        assert_eq!(blockers(&take(&json!({}))), ["delegation green.reg", "domain blue.reg", "zone example.org"]);
        assert!(!registrar.post(&format!("/hosts/{HOST}?force=true"), &json!({"rem": {"addr": ["192.0.2.1"]}})).send().is_success());
        registrar.post("/domains/blue.reg", &json!({"rem": {"ns": [HOST]}})).expect(200);
        assert_eq!(blockers(&take(&json!({"force": true}))), ["delegation green.reg", "zone example.org"]);
        admin.delete("/zones/example.org").expect(204);
        assert_eq!(blockers(&take(&json!({}))), ["delegation green.reg"]);
        assert!(given::exported(&admin, "reg").contains("ns1.blue.reg. IN A 192.0.2.1"));
        admin.delete("/zones/reg/delegations/green.reg").expect(204);
        assert!(take(&json!({})).is_success(), "nobody needs it any more");
    }

    fn an_address_below_a_cut_is_glue_whichever_face_delegated(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        let glue = |cut: &str| admin.get(&format!("/zones/example.org/delegations/{cut}.example.org")).expect(200).json()["ns"].clone();
        let told = |cut: &str| json!([{"name": format!("ns.{cut}.example.org"), "glue": ["192.0.2.7"]}]);
        let own = |cut: &str| json!({"name": format!("{cut}.example.org"), "ns": [{"name": format!("ns.{cut}.example.org"), "addresses": ["192.0.2.7"]}]});
        admin.post("/zones/example.org/delegations", &own("one")).expect(201);
        admin.post("/REST/NSRecord/example.org/two.example.org/", &json!({"rdata": {"nsdname": "ns.two.example.org."}})).expect(200);
        admin.post("/REST/ARecord/example.org/ns.two.example.org/", &json!({"rdata": {"address": "192.0.2.7"}})).expect(200);
        published(&admin, "example.org").expect(200);
        let file = given::exported(&admin, "example.org") + "three.example.org. IN NS ns.three.example.org.\nns.three.example.org. IN A 192.0.2.7\n";
        admin.request("POST", "/zones/import?replace=true").body("text/dns", file).if_match("*").expect(200);
        admin.post("/zones", &given::with(given::zone("four.example.org"), &own("four"))).expect(201);
        let (first, second) = (given::exported(&admin, "example.org"), admin.get("/api/v1/zonefiles/example.org").expect(200).text());
        for cut in ["one", "two", "three", "four"] {
            assert_eq!(glue(cut), told(cut), "{cut}");
            let row = format!("ns.{cut}.example.org");
            for file in [&first, &second] {
                assert!(file.lines().any(|line| line.starts_with(&row) && line.ends_with("A 192.0.2.7")), "{cut}: {file}");
            }
            let records = admin.get(&format!("/REST/ARecord/example.org/{row}/?detail=Y")).expect(200).json();
            assert_eq!(records["data"][0]["rdata"]["address"], "192.0.2.7", "{cut}: {records}");
            assert_eq!(admin.get(&format!("/api/v1/nameservers/{row}")).expect(200).json()["name"], json!(row), "{cut}");
            assert_eq!(admin.get(&format!("/hosts/{row}")).expect(200).json()["info"]["kind"], "reference", "{cut}");
        }
    }
}
