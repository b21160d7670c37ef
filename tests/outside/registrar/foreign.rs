//! What nobody may do: other accounts' objects through every route, things that are not there, and bodies that are too much or of the wrong
//! kind.

use super::given::{contact, contacts, create, domain, host, refused, refused_at, register, registry};
use domesday_tests::both;
use domesday_tests::client::{Answer, Client};
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// Every route to one object, with a body that would do.
fn routes(domain: &str, contact: &str, host: &str) -> Vec<(&'static str, String, Value)> {
    let none = json!({});
    vec![
        ("GET", format!("/domains/{domain}"), none.clone()),
        ("POST", format!("/domains/{domain}"), json!({"add": {"status": ["clientHold"]}})),
        ("DELETE", format!("/domains/{domain}"), none.clone()),
        ("POST", format!("/domains/{domain}/renew"), json!({"curExpDate": "2027-01-01"})),
        ("POST", format!("/domains/{domain}/restore"), none.clone()),
        ("POST", format!("/domains/{domain}/transfer"), json!({"op": "approve"})),
        ("POST", format!("/domains/{domain}/transfer"), json!({"op": "reject"})),
        ("GET", format!("/domains/{domain}/transfers"), none.clone()),
        ("GET", format!("/contacts/{contact}"), none.clone()),
        ("POST", format!("/contacts/{contact}"), json!({"chg": {"email": "z@y"}})),
        ("DELETE", format!("/contacts/{contact}"), none.clone()),
        ("GET", format!("/contacts/{contact}/references"), none.clone()),
        ("POST", format!("/hosts/{host}"), json!({"add": {"addr": ["192.0.2.2"]}})),
        ("DELETE", format!("/hosts/{host}"), none.clone()),
        ("GET", format!("/hosts/{host}/references"), none),
    ]
}

fn send(client: &Client, (method, path, body): &(&str, String, Value)) -> Answer {
    if *method == "POST" { client.post(path, body).send() } else { client.request(method, path).send() }
}

both! {
    fn a2_anothers_objects_are_out_of_reach_through_every_route(server: &Server) {
        let registry = registry(server, &json!({}));
        let (acme, zeta) = (&registry.acme, &registry.zeta);
        contacts(acme, &["AA1"]);
        drop(create(acme, &json!({"name": "blue.st", "contacts": {"tech": "AA1"}, "ns": [{"name": "ns1.blue.st", "addr": ["192.0.2.1"]}]})));
        let all = |client: &Client| (domain(client, "blue.st"), client.get("/contacts/AA1").expect(200).json()["info"].clone(), host(client, "ns1.blue.st"));
        let before = all(acme);
        for route in routes("blue.st", "aa1", "ns1.blue.st") {
            let answer = send(zeta, &route);
            let code = answer.json()["code"].as_u64().expect("a code");
            // Who answers a transfer that is not pending may be told just that: whose side they are on depends on it.
            let expected: &[u64] = match (route.0, route.2["op"].is_string()) {
                ("GET", _) if !route.1.contains("references") && !route.1.contains("transfers") => &[2203],
                (_, true) => &[2201, 2301],
                _ => &[2201],
            };
            assert!(expected.contains(&code), "{route:?}: {answer}");
            assert!(!answer.text().contains("Jo Doe") && !answer.text().contains("192.0.2.1"), "{route:?}: {answer}");
        }
        assert_eq!(all(acme), before);
    }

    fn e6_what_is_not_there_is_told_as_such_through_every_route(server: &Server) {
        let registry = registry(server, &json!({}));
        for route in routes("none.st", "NONE1", "ns1.none.st") {
            let answer = send(&registry.acme, &route);
            refused(&answer, 2303);
        }
        for route in routes("a..b", "a b", "a..b") {
            let encoded = (route.0, route.1.replace(' ', "%20"), route.2.clone());
            refused(&send(&registry.acme, &encoded), 2005);
        }
    }

    fn a_list_has_an_end_and_every_item_of_it_is_judged(server: &Server) {
        let acme = registry(server, &json!({})).acme;
        register(&acme, "blue.st", &json!([]));
        let ask = |body: &Value| acme.put("/domains", &crate::given::with(json!({"name": "red.st"}), body)).send();
        let names = |count: usize| -> Vec<String> { (0..count).map(|number| format!("ns{number}.provider.net")).collect() };
        refused(&ask(&json!({"ns": names(14)})), 2306);
        refused(&ask(&json!({"ns": names(900)})), 2306);
        refused_at(&ask(&json!({"ns": names(5000)})), 2005, &["/ns"]);
        let addresses: Vec<String> = (1..=17).map(|number| format!("192.0.2.{number}")).collect();
        refused(&acme.put("/hosts", &json!({"name": "ns1.blue.st", "addr": addresses})).send(), 2306);
        let wrong: Vec<Value> = (0..200).map(|_| json!("a..b")).collect();
        let answer = ask(&json!({"ns": wrong}));
        refused(&answer, 2005);
        assert!(answer.body.len() < 512 << 10, "{} octets", answer.body.len());
        let statuses: Vec<Value> = (0..900).map(|_| json!("clientHold")).collect();
        ask(&json!({"status": statuses, "ns": vec!["ns1.provider.net"; 900]})).expect(201);
        let info = domain(&acme, "red.st");
        assert_eq!((&info["status"], &info["ns"]), (&json!(["clientHold"]), &json!(["ns1.provider.net"])));
        let street: Vec<String> = (0..5000).map(|number| number.to_string()).collect();
        let long = json!({"id": "abc", "email": "x@y", "postalInfo": {"int": {"name": "x", "addr": {"street": street}}}});
        refused(&acme.put("/contacts", &long).send(), 2005);
        let fat = json!({"name": "x".repeat(300 << 10)});
        let answer = acme.put("/domains", &fat).send();
        assert_eq!((answer.status, &answer.json()["code"]), (413, &json!(2001)), "{}", answer.status);
    }

    fn e2_every_member_of_the_wrong_type_is_named(server: &Server) {
        let acme = registry(server, &json!({})).acme;
        let odd = json!({
            "name": ["blue.st"], "period": "1", "contacts": {"tech": {"id": "x"}}, "ns": [{"name": {}}, 7.5], "status": [[]], "authInfo": 5, "secDNS": {"dsData": [7]},
            "fee": [1],
        });
        let body = refused(&acme.put("/domains", &odd).send(), 2005);
        let fields: Vec<&str> = body["errors"].as_array().expect("errors").iter().filter_map(|error| error["field"].as_str()).collect();
        for member in ["/name", "/period", "/contacts/tech", "/ns/0", "/status/0", "/authInfo", "/secDNS", "/fee"] {
            assert!(fields.iter().any(|field| field.starts_with(member)), "{member}: {fields:?}");
        }
        for (path, body) in [
            ("/contacts", json!({"id": {}, "email": [], "postalInfo": "x", "disclose": {"a": 1}})), ("/hosts", json!({"name": [], "addr": {"x": {"y": []}}})),
        ] {
            refused(&acme.put(path, &body).send(), 2005);
        }
        for body in ["[1]", "\"x\"", "7", "{", "{\"name\":\"a.st\"}}", "{\"name\":\"a.st\",\"name\":\"b.st\"}", "\u{0}"] {
            let answer = acme.request("PUT", "/domains").body("application/json", body).send();
            assert_eq!((answer.status, &answer.json()["code"]), (400, &json!(2001)), "{body}: {answer}");
        }
        let deep = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
        let answer = acme.request("PUT", "/domains").body("application/json", format!("{{\"name\":\"a.st\",\"ns\":{deep}}}")).send();
        assert!([2001, 2005].contains(&answer.json()["code"].as_u64().expect("a code")), "{answer}");
        refused_at(&acme.put("/contacts", &crate::given::with(contact("abc"), &json!({"status": ["linked"]}))).send(), 2004, &["/status/0"]);
    }
}
