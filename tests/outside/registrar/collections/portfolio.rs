//! What the laws of collections search in, and the rows that a plain filter sees of it.

use super::plain::{Row, ask, key, rows};
use crate::given::with;
use crate::registrar::given::{Registry, change, create, register, registry, renew, texts, tld};
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What is set among some values.
pub(super) fn set<'a>(values: impl IntoIterator<Item = &'a Value>) -> Vec<String> {
    let one =
        |value: &Value| value.as_str().map(str::to_owned).or_else(|| value.as_i64().map(|number| number.to_string()));
    values.into_iter().filter_map(one).collect()
}

/// A portfolio with something of everything: what acme has, and a little that it has not.
pub(super) fn portfolio(server: &Server) -> Registry {
    let registry = registry(server, &json!({"authinfo_on_create": "unset", "min_years": 1}));
    let (admin, acme, zeta) = (&registry.admin, &registry.acme, &registry.zeta);
    tld(admin, "old", &json!({"add_grace": "P0D", "authinfo_on_create": "unset"}));
    tld(
        admin,
        "claims",
        &json!({"required_claims": [{"claim": "email", "within": "P15D"}], "contacts": {"registrant": "required"}}),
    );
    let address = |number: usize| {
        let street =
            if number.is_multiple_of(2) { json!([format!("Street {number}"), "Back_yard"]) } else { json!([]) };
        let province = if number.is_multiple_of(3) { json!("BW") } else { json!(null) };
        let (city, country) = [("Ulm", "DE"), ("Bonn", "AT"), ("Koeln", "CH")][number % 3];
        json!({"street": street, "city": city, "sp": province, "pc": format!("{}", 10000 + number * 7), "cc": country})
    };
    for number in 0..9_usize {
        let id = format!("{}{number}", if number.is_multiple_of(2) { "Con" } else { "person-" });
        let email = format!("p{number}@{}.example", if number.is_multiple_of(2) { "a" } else { "b_c" });
        let name = format!("{} {number}", if number.is_multiple_of(3) { "Anna" } else { "berta" });
        let organization = if number % 4 == 0 { json!("100% Org") } else { json!(null) };
        let int = json!({"name": name, "org": organization, "addr": address(number)});
        let mut body = json!({"id": id, "email": email, "postalInfo": {"int": int}});
        if number % 3 == 1 {
            body = with(body, &json!({"voice": format!("+49.{number}{number}"), "fax": format!("+1.{number}")}));
        }
        if number == 5 {
            body["postalInfo"]["loc"] =
                json!({"name": "berta 5", "org": "Örg", "addr": {"street": ["Straße 5"], "city": "Köln", "cc": "CH"}});
        }
        if number == 7 {
            body["status"] = json!(["clientDeleteProhibited"]);
        }
        acme.put("/contacts", &body).expect(201);
    }
    zeta.put("/contacts", &json!({"id": "Con99", "email": "z@z", "postalInfo": {"int": {"name": "Zed"}}})).expect(201);
    register(acme, "home.st", &json!([]));
    for number in 0..6 {
        let addresses: Vec<String> =
            (0..number)
                .map(|at| {
                    if at % 2 == 0 {
                        format!("192.0.2.{}", number * 10 + at)
                    } else {
                        format!("2001:db8::{number}{at}")
                    }
                })
                .collect();
        acme.put("/hosts", &json!({"name": format!("h{number}.home.st"), "addr": addresses})).expect(201);
    }
    acme.post("/hosts/h0.home.st", &json!({"add": {"status": ["clientDeleteProhibited"]}})).expect(200);
    for number in 0..24_usize {
        let zone = if number % 6 == 5 { "old" } else { "st" };
        let name = format!("{}{number:02}.{zone}", ["alpha", "beta-", "g"][number % 3]);
        let mut contacts = json!({});
        if number % 5 != 0 {
            contacts["registrant"] = json!(if number.is_multiple_of(2) { "Con4" } else { "person-3" });
        }
        if number % 4 == 0 {
            contacts["tech"] = json!("person-7");
        }
        let ns: Vec<String> = (0..number % 3)
            .map(|at| if at == 0 { format!("h{}.home.st", number % 6) } else { "ns1.provider.net".into() })
            .collect();
        let mut body =
            json!({"name": name, "contacts": contacts, "ns": ns, "period": {"unit": "y", "value": 1 + number % 4}});
        if number % 7 == 3 {
            body["status"] = json!(["clientHold", "clientTransferProhibited"]);
        }
        if number % 8 == 1 {
            drop(create(admin, &with(json!({"name": name, "period": body["period"]}), &json!({"clID": "acme"}))));
        } else {
            drop(create(acme, &body));
        }
        match number % 6 {
            2 => drop(renew(acme, &name).expect(200)),
            4 => drop(change(acme, &name, &json!({"add": {"ns": ["ns2.provider.net"]}})).expect(200)),
            5 if number > 6 => drop(acme.delete(&format!("/domains/{name}")).expect(202)),
            _ => {}
        }
    }
    for name in ["one.claims", "two.claims"] {
        drop(create(acme, &json!({"name": name, "contacts": {"registrant": "Con0"}})));
    }
    register(zeta, "zeta.st", &json!(["h1.home.st"]));
    registry
}

/// The rows of all domains that a caller sees.
pub(super) fn domains(client: &Client) -> Vec<Row> {
    let row = |info: &Value| -> Row {
        let contacts = info["contacts"].as_object().expect("contacts");
        let mut row = BTreeMap::new();
        for member in ["name", "crDate", "upDate", "exDate"] {
            row.insert(member, set([&info[member]]));
        }
        row.insert("crId", set([&info["crID"]]));
        row.insert("registrant", set([&contacts["registrant"]]));
        row.insert("contacts", set(contacts.values()));
        row.insert("ns", texts(&info["ns"]));
        row.insert("status", texts(&info["status"]));
        row.insert("rgpStatus", texts(&info["rgpStatus"]));
        row.insert("claim", set(info["claims"].as_array().expect("claims").iter().map(|claim| &claim["state"])));
        (key(info), row)
    };
    rows(&ask(client, "domains", &[], "&limit=1000")).iter().map(row).collect()
}

/// Names of domains that have this among the values of a field.
pub(super) fn users(domains: &[Row], field: &str, value: &str) -> Vec<String> {
    domains.iter().filter(|(_, row)| row[field].iter().any(|own| own == value)).map(|(name, _)| name.clone()).collect()
}
