//! Rehearsals (`docs/spec/registrar.md` rule I1): nothing is written, and what is told is what happens in earnest.

use super::wire::{World, contact, domain, done, fails, info, person, refused, registration, text, tld, told};
use crate::given;
use domesday_tests::both;
use domesday_tests::client::{Answer, Client};
use domesday_tests::server::{PASSWORD, Server};
use serde_json::{Value, json};

/// Everything that anybody is shown.
fn everything(world: &World) -> Vec<String> {
    let World { admin, acme, zeta } = world;
    let mut all: Vec<String> =
        ["st", "sh"].map(|zone| format!("{} {}", given::serial(admin, zone), given::exported(admin, zone))).into();
    for caller in [admin, acme, zeta] {
        for path in ["/domains", "/contacts", "/hosts", "/notifications?do=search"] {
            let answer = told(&caller.get(path).expect(200));
            all.push(format!("{} {}", answer["searchInf"], answer["searchRes"]));
        }
    }
    all.push(done(admin.get("/clients"), 200)["clients"].to_string());
    for zone in ["st", "sh"] {
        all.push(admin.get(&format!("/zones/{zone}/history")).expect(200).text());
    }
    all
}

/// Applies differences to a state.
fn applied(state: &Value, differences: &Value) -> Value {
    let mut state = state.clone();
    for difference in differences.as_array().expect("a list of differences").iter().rev() {
        let (op, path) = (text(difference, "op"), text(difference, "path"));
        let at = |state: &Value| {
            if path.is_empty() { state.clone() } else { state.pointer(path).cloned().unwrap_or_default() }
        };
        match difference.get("from") {
            Some(from) => assert_eq!(at(&state), *from, "{difference} in {state}"),
            None => assert_eq!(op, "add", "{difference}"),
        }
        let value = difference.get("value").cloned();
        if path.is_empty() {
            state = value.unwrap_or_default();
            continue;
        }
        let (parent, member) = path.rsplit_once('/').expect("a pointer");
        match (state.pointer_mut(parent).expect("a parent"), value) {
            (Value::Object(members), Some(value)) => drop(members.insert(member.to_owned(), value)),
            (Value::Object(members), None) => drop(members.remove(member)),
            (Value::Array(items), None) => drop(items.remove(member.parse().expect("an index"))),
            (Value::Array(items), Some(value)) => match member.parse::<usize>().expect("an index") {
                at if at < items.len() => items[at] = value,
                // Those of a list are told in order, and applied from the last.
                _ => items.push(value),
            },
            (other, _) => panic!("{difference} in {other}"),
        }
    }
    for member in state.as_object_mut().into_iter().flat_map(|members| members.values_mut()) {
        if let Value::Array(items) = member {
            items.sort_by_key(ToString::to_string);
        }
    }
    state
}

/// A state without what no rehearsal can know: instants, numbers and serials.
fn lasting(mut state: Value) -> Value {
    if let Some(members) = state.as_object_mut() {
        for member in ["crDate", "upDate", "exDate", "trDate", "roid", "graces", "transfer", "ntDate"] {
            members.remove(member);
        }
        for member in members.values_mut() {
            if let Value::Array(items) = member {
                items.sort_by_key(ToString::to_string);
            }
        }
    }
    state
}

/// The records of a zone but its SOA.
fn records(admin: &Client, zone: &str) -> Vec<String> {
    let lines = given::exported(admin, zone);
    lines
        .lines()
        .filter(|line| !line.contains("\tSOA\t") && !line.contains(" SOA "))
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

/// Rehearses a mutation, looks that nothing changed, does it, and looks that just that changed which was told. `shown` is where the object is
/// read, if anywhere.
fn rehearsed(world: &World, caller: &Client, method: &str, path: &str, body: &Value, shown: &str) -> Answer {
    let send = |path: &str| {
        let call = caller.request(method, path);
        if body.is_null() { call.send() } else { call.json(body).send() }
    };
    let read = || {
        world
            .admin
            .get(shown)
            .send()
            .json()
            .get(if shown.starts_with("/clients") { "client" } else { "info" })
            .cloned()
            .unwrap_or_default()
    };
    let (before, state) = (everything(world), read());
    let trial = send(&format!("{path}?dry_run=true"));
    let told_of = told(&trial);
    assert_eq!((trial.status, &told_of["code"], &told_of["dryRun"]), (200, &json!(1000), &json!(true)), "{trial}");
    assert!(trial.header("etag").is_none() && trial.header("location").is_none(), "{trial}");
    assert_eq!(everything(world), before, "{trial}");

    let zone = if path.contains(".sh") { "sh" } else { "st" };
    let old = records(&world.admin, zone);
    let earnest = send(path);
    assert!(earnest.is_success(), "{earnest}");
    if !shown.is_empty() {
        assert_eq!(lasting(applied(&state, &told_of["diff"])), lasting(read()), "{trial}");
    }
    let new = records(&world.admin, zone);
    let difference = |from: &[String], to: &[String]| {
        let mut lines: Vec<String> = from.iter().filter(|line| !to.contains(line)).cloned().collect();
        lines.sort();
        lines
    };
    let dns = &told_of["dnsDiff"];
    for (member, expected) in [("add", difference(&new, &old)), ("remove", difference(&old, &new))] {
        let list = dns[member].as_array().cloned().unwrap_or_default();
        let mut found: Vec<String> = list
            .iter()
            .map(|line| line.as_str().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        found.sort();
        assert_eq!(found.len(), expected.len(), "{member}: {found:?} {expected:?}: {trial}");
        for (line, expected) in found.iter().zip(&expected) {
            let last = |line: &str| line.rsplit(' ').next().unwrap_or_default().to_owned();
            assert_eq!(last(line), last(expected), "{member}: {trial}");
        }
    }
    if dns.is_object() {
        assert_eq!(dns["zone"], zone, "{trial}");
    }
    earnest
}

/// The world with a domain, its host and a contact, and the TLD `sh` without an add grace.
fn furnished(server: &Server) -> World {
    let world = World::of(server);
    tld(&world.admin, "sh", &json!({"add_grace": "P0D", "transfer_lock": "P0D"}));
    domain(
        &world.acme,
        "blue.st",
        &json!({"ns": [{"name": "ns1.blue.st", "addr": ["192.0.2.1"]}], "authInfo": {"pw": "open sesame"}}),
    );
    // A contact that only one domain has goes with it: where others have it too, a copy gets an id that no rehearsal can know.
    contact(&world.acme, "OLD-1");
    domain(
        &world.acme,
        "old.sh",
        &json!({"contacts": {"registrant": "OLD-1"}, "ns": ["ns.example.net"], "authInfo": {"pw": "open sesame"}}),
    );
    contact(&world.acme, "FREE-1");
    world
}

both! {
    fn i1_changes_of_domains_are_rehearsed(server: &Server) {
        let world = furnished(server);
        let acme = &world.acme;
        let keys = json!({"dsData": [{"keyTag": 7, "alg": 13, "digestType": 2, "digest": "AB".repeat(32)}]});
        let new = registration(acme, "new.st", &json!({"ns": [{"name": "ns1.new.st", "addr": ["192.0.2.7", "2001:db8::7"]}, "ns.example.net"],
            "secDNS": keys}));
        rehearsed(&world, acme, "PUT", "/domains", &new, "/domains/new.st");
        rehearsed(&world, acme, "PUT", "/domains", &registration(acme, "bare.st", &json!({})), "/domains/bare.st");
        for change in [
            json!({"add": {"status": ["clientHold"]}}), json!({"rem": {"status": ["clientHold"]}}),
            json!({"add": {"ns": ["ns3.example.net"], "contact": [{"tech": "FREE-1"}]}, "rem": {"ns": ["ns.example.net"]}}),
            json!({"rem": {"secDNS": {"all": true}}, "chg": {"authInfo": {"generate": true}}}), json!({"chg": {"authInfo": {"pw": ""}}}),
            json!({"rem": {"ns": ["ns1.new.st", "ns3.example.net"]}}),
        ] {
            rehearsed(&world, acme, "POST", "/domains/new.st", &change, "/domains/new.st");
        }
        let day = text(&info(acme, "/domains/old.sh"), "exDate")[..10].to_owned();
        rehearsed(&world, acme, "POST", "/domains/old.sh/renew", &json!({"period": {"unit": "y", "value": 2}, "curExpDate": day}), "/domains/old.sh");
        assert_eq!(rehearsed(&world, acme, "DELETE", "/domains/old.sh", &Value::Null, "/domains/old.sh").status, 202);
        rehearsed(&world, acme, "POST", "/domains/old.sh/restore", &json!({}), "/domains/old.sh");
        assert_eq!(rehearsed(&world, acme, "DELETE", "/domains/blue.st", &Value::Null, "/domains/blue.st").status, 200);
    }

    fn i1_transfers_and_messages_are_rehearsed(server: &Server) {
        let world = furnished(server);
        let World { acme, zeta, .. } = &world;
        let request = json!({"op": "request", "authInfo": {"pw": "open sesame"}});
        let path = "/domains/old.sh/transfer";
        assert_eq!(rehearsed(&world, zeta, "POST", path, &request, "/domains/old.sh").status, 202);
        rehearsed(&world, acme, "POST", path, &json!({"op": "reject"}), "/domains/old.sh");
        done(zeta.post(path, &request), 202);
        rehearsed(&world, zeta, "POST", path, &json!({"op": "cancel"}), "/domains/old.sh");
        done(zeta.post(path, &request), 202);
        rehearsed(&world, acme, "POST", path, &json!({"op": "approve"}), "/domains/old.sh");
        let rows = done(acme.get("/notifications"), 200)["searchRes"].clone();
        let id = rows.as_object().and_then(|rows| rows.keys().next().cloned()).expect("a message");
        let trial = done(acme.post(&format!("/notifications/{id}/read?dry_run=true"), &json!({})), 200);
        assert_eq!(trial["diff"][0]["path"], "/ntDate", "{trial}");
        rehearsed(&world, acme, "POST", &format!("/notifications/{id}/read"), &json!({}), "");
        rehearsed(&world, acme, "DELETE", &format!("/notifications/{id}"), &Value::Null, "");
    }

    fn i1_changes_of_contacts_hosts_and_clients_are_rehearsed(server: &Server) {
        let world = furnished(server);
        let World { admin, acme, .. } = &world;
        rehearsed(&world, acme, "PUT", "/contacts", &person("X-1"), "/contacts/X-1");
        rehearsed(&world, acme, "POST", "/contacts/X-1", &json!({"chg": {"fax": "+46.1", "postalInfo": {"int": {"name": "Joe", "org": ""}}},
            "add": {"status": ["clientDeleteProhibited"]}}), "/contacts/X-1");
        rehearsed(&world, acme, "DELETE", "/contacts/FREE-1", &Value::Null, "/contacts/FREE-1");
        rehearsed(&world, acme, "PUT", "/hosts", &json!({"name": "ns2.blue.st", "addr": ["192.0.2.2"]}), "/hosts/ns2.blue.st");
        rehearsed(&world, acme, "POST", "/hosts/ns1.blue.st", &json!({"add": {"addr": ["2001:db8::1"]}, "rem": {"addr": ["192.0.2.1"]}}),
            "/hosts/ns1.blue.st");
        rehearsed(&world, acme, "POST", "/hosts/ns1.blue.st", &json!({"chg": {"name": "ns9.blue.st"}}), "");
        rehearsed(&world, acme, "DELETE", "/hosts/ns2.blue.st", &Value::Null, "/hosts/ns2.blue.st");
        let new = json!({"login": "eta", "password": PASSWORD});
        rehearsed(&world, admin, "PUT", "/clients", &new, "/clients/eta");
        rehearsed(&world, admin, "POST", "/clients/eta", &json!({"name": "Eta", "suspended": true}), "/clients/eta");
        let trial = done(admin.post("/clients/acme?dry_run=true", &json!({"password": "another long one", "roles": ["reader"]})), 200);
        assert_eq!(trial["client"]["roles"], json!(["reader"]));
        done(acme.get("/auth"), 200);
    }

    fn i1_validate_is_a_rehearsal_of_create(server: &Server) {
        let world = furnished(server);
        let acme = &world.acme;
        let before = everything(&world);
        let body = registration(acme, "new.st", &json!({"ns": ["ns.example.net"]}));
        let dry = done(acme.put("/domains?dry_run=true", &body), 200);
        for path in ["/domains/validate", "/domains//validate", "/domains/validate/", "/domains/new.st/validate"] {
            let told = done(acme.post(path, &body), 200);
            assert_eq!((&told["dryRun"], &told["dnsDiff"]), (&json!(true), &dry["dnsDiff"]), "{path}");
            assert_eq!(told["creData"]["authInfo"]["pw"], Value::Null, "a code that the server would make is null");
            assert_eq!(lasting(told["diff"][0]["value"].clone())["ns"], json!(["ns.example.net"]));
        }
        let unnamed = given::with(body, &json!({"name": null}));
        assert_eq!(done(acme.post("/domains/new.st/validate", &unnamed), 200)["creData"]["name"], "new.st");
        refused(acme.post("/domains/validate", &unnamed), 400, 2003, &[("/name", "required")]);
        for path in ["/contacts/validate", "/contacts//validate", "/contacts/X-1/validate/"] {
            assert_eq!(done(acme.post(path, &person("X-1")), 200)["creData"]["id"], "X-1", "{path}");
        }
        refused(acme.post("/contacts/FREE-1/validate", &person("FREE-1")), 409, 2302, &[("/id", "in-use")]);
        fails(acme.post("/domains/blue.st/validate", &registration(acme, "blue.st", &json!({}))), 409, 2302);
        assert_eq!(everything(&world), before);
    }

    fn i1_a_rehearsal_fails_as_the_earnest_would_and_writes_nothing(server: &Server) {
        let world = furnished(server);
        let World { acme, zeta, .. } = &world;
        let before = everything(&world);
        for (caller, method, path, body) in [
            (acme, "PUT", "/domains", registration(acme, "blue.st", &json!({}))), (acme, "PUT", "/domains", json!({"name": "a.st"})),
            (zeta, "POST", "/domains/blue.st", json!({"add": {"status": ["clientHold"]}})), (acme, "POST", "/domains/blue.st", json!({})),
            (acme, "POST", "/domains/blue.st/renew", json!({"period": {"value": 1}, "curExpDate": "2001-01-01"})),
            (acme, "POST", "/domains/blue.st/restore", json!({})),
            (acme, "DELETE", "/contacts/ACME-1", json!({})), (acme, "DELETE", "/hosts/ns1.blue.st", json!({})),
            (zeta, "DELETE", "/contacts/FREE-1", json!({})),
            (zeta, "POST", "/domains/blue.st/transfer", json!({"op": "request", "authInfo": {"pw": "wrong code"}})),
            (acme, "POST", "/domains/blue.st/transfer", json!({"op": "approve"})),
            (acme, "PUT", "/contacts", json!({"id": "?"})), (acme, "PUT", "/hosts", json!({"name": "ns1.none.st"})),
            (acme, "PUT", "/clients", json!({})),
            (acme, "DELETE", "/notifications/7", json!({})),
        ] {
            let trial = caller.request(method, &format!("{path}?dry_run=true")).json(&body).send();
            let earnest = caller.request(method, path).json(&body).send();
            let (mut one, mut two) = (told(&trial), told(&earnest));
            for body in [&mut one, &mut two] {
                body["svtrid"] = Value::Null;
                body["time"] = Value::Null;
            }
            assert_eq!((trial.status, one), (earnest.status, two), "{trial}");
            assert!(trial.status >= 400, "{trial}");
        }
        assert_eq!(everything(&world), before);
        for value in ["false", "0", "no"] {
            fails(acme.delete(&format!("/contacts/ACME-1?dry_run={value}")), 409, 2305);
        }
        for value in ["perhaps", "TRUE!", ""] {
            refused(acme.delete(&format!("/contacts/FREE-1?dry_run={value}")), 400, 2005, &[("query:dry_run", "parameter")]);
        }
    }

    fn i1_a_rehearsal_says_the_code_that_the_real_call_would_give(server: &Server) {
        let world = furnished(server);
        let World { acme, zeta, .. } = &world;
        let delete = told(&acme.delete("/domains/old.sh?dry_run=true").header("Api-Version", "2.0").expect(200));
        assert_eq!(delete["code"], 1001, "{delete}");
        let ask = zeta.post("/domains/old.sh/transfer?dry_run=true", &json!({"op": "request", "authInfo": {"pw": "open sesame"}}));
        let ask = told(&ask.header("Api-Version", "2.0").expect(200));
        assert_eq!((&ask["code"], text(&ask["trnData"], "trStatus")), (&json!(1001), "pending"), "{ask}");
        let gone = told(&acme.delete("/domains/blue.st?dry_run=true").header("Api-Version", "2.0").expect(200));
        assert_eq!(gone["code"], 1000, "{gone}");
        assert_eq!(gone["diff"].as_array().map(Vec::len), Some(1), "what is gone is one difference: {gone}");
        assert_eq!((text(&gone["diff"][0], "op"), text(&gone["diff"][0], "path")), ("remove", ""));
    }
}
