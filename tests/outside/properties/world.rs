//! A small registry with something of everything under the names that `examples.json` has, and some of it only to be deleted.

use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::{Value, json};

use crate::given;

/// Fills a registry that has nothing yet; gives a key of its owner, good for every face.
pub(super) fn filled(server: &Server) -> String {
    let acme = server.user("acme", "acme", &["registrar", "attestor"]);
    let zeta = server.user("zeta", "zeta", &["registrar", "attestor"]);
    let _ = server.user("host1", "acme", &["hostmaster"]);
    let _ = server.user("read1", "zeta", &["reader"]);
    let admin = server.admin();
    zones(&admin);
    domains(&admin, &acme, &zeta);
    entities(&admin, server);
    admin.post("/accounts/acme/keys", &json!({"user": "host1", "label": "made"})).expect(201);
    let made = server.command(&["key", "create", "--user", "admin", "--account", "registry"], b"");
    assert_eq!(made.status, 0, "{made:?}");
    made.stdout.trim().to_owned()
}

fn zones(admin: &Client) {
    for name in ["example.org", "sub.example.org", "x.org", "other.example", "2.0.192.in-addr.arpa"] {
        given::created(admin, name);
    }
    for gone in ["gone.example", "mreg.example", "dynect.example"] {
        given::created(admin, gone);
    }
    given::put(admin, "www.example.org", "A", &["192.0.2.1"]);
    given::put(admin, "example.org", "MX", &["10 mail.example.net."]);
    given::put(admin, "alias.example.org", "CNAME", &["www.example.org."]);
    given::put(admin, "note.example.org", "TXT", &[r#""gone""#]);
    for (zone, owner) in [("x.org", "www.x.org"), ("x.org", "mail.x.org")] {
        admin.put(&format!("/zones/{zone}/recordsets/{owner}/A"), &json!({"records": ["192.0.2.77"]})).expect(201);
    }
    for child in ["child", "gone", "away"] {
        let delegation = json!({"name": format!("{child}.example.org"), "ns": ["ns.example.net"]});
        admin.post("/zones/example.org/delegations", &delegation).expect(201);
    }
    admin.post("/api/v1/nameservers", &json!({"name": "unused.provider.net"})).expect(201);
    admin.post("/blocklist", &json!({"pattern": "^bad\\.", "description": "no"})).expect(201);
}

fn tld(admin: &Client, name: &str, policy: &Value) {
    let rule = admin.post("/tlds", &json!({ "name": name })).expect(201).json();
    let path = format!("/tlds/{}/policy", rule["tlds"]["id"].as_str().unwrap());
    admin.put(&path, policy).expect(201);
    for label in ["premium", "dropped"] {
        admin.put(&format!("{path}/names/{label}"), &json!({"kind": "reserved"})).expect(201);
    }
}

fn domains(admin: &Client, acme: &Client, zeta: &Client) {
    admin.post("/tlds", &json!({"name": "example"})).expect(201);
    tld(admin, "org", &json!({"preset": "default"}));
    tld(admin, "st", &json!({"preset": "default", "transfer_lock": "P0D", "ns_parent": "any"}));
    admin.post("/zones", &given::with(given::zone("st"), &json!({"registry_zone": true}))).expect(201);
    for id in ["Joe", "Ann", "Gone"] {
        let address = json!({"name": id, "addr": {"cc": "DE"}});
        acme.put("/contacts", &json!({"id": id, "email": "a@example.org", "postalInfo": {"int": address}})).expect(201);
    }
    acme.put("/domains", &json!({"name": "blue.st", "contacts": {"registrant": "joe", "tech": "ann"}})).expect(201);
    let mut code = Value::Null;
    for name in ["green.st", "yellow.st", "gone.st", "red.st"] {
        let made = acme.put("/domains", &json!({ "name": name })).expect(201).json();
        code = made["creData"]["authInfo"]["pw"].clone();
    }
    for (host, address) in
        [("ns1.blue.st", "192.0.2.9"), ("ns1.green.st", "2001:db8::9"), ("ns1.gone.st", "192.0.2.10")]
    {
        acme.put("/hosts", &json!({"name": host, "addr": [address]})).expect(201);
    }
    acme.post("/domains/blue.st", &json!({"add": {"ns": ["ns1.blue.st", "ns.example.net"]}})).expect(200);
    zeta.post("/domains/red.st/transfer", &json!({"op": "request", "authInfo": {"pw": code}})).expect(202);
}

fn entities(admin: &Client, server: &Server) {
    let claim = json!({"subject": "name", "value": "string", "indexed": true});
    admin.put("/api/school", &json!({"ids": "client", "claims": [claim]})).expect(201);
    for id in ["hill", "valley"] {
        let name = json!({"id": format!("/api/school/{id}/name"), "value": id});
        admin.post("/api/school", &json!({ "claims": [name] })).expect(201);
    }
    let asked = json!({"attestor": server.url(), "value": "hill"});
    admin.post("/api/school/hill/name/attest", &asked).expect(200);
}
