//! A registry with something of everything, and what is seen of it: the same must be seen of its copies and of what was restored.

use std::collections::BTreeMap;

use domesday_tests::client::Client;
use domesday_tests::database::Database;
use domesday_tests::server::{PASSWORD, Server};
use serde_json::{Value, json};

use crate::given;

/// Where the registry says that it is, on whatever port it runs.
const URL: (&str, &str) = ("DOMESDAY__SERVER__PUBLIC_URL", "https://registry.example");

/// Records of the large zone: more than what goes into one batch of a copy.
const RECORDS: usize = 2500;

/// A server on a database, that says where it is.
pub(super) fn start(database: Database) -> Server {
    Server::start_with(database, &[URL])
}

/// Who was logged in when the registry was copied, by their tokens.
pub(super) struct Filled {
    admin: String,
    acme: String,
    key: String,
    dynect: String,
    /// The number of the zone that was made last, and is gone.
    gone: u64,
}

/// What is seen: an answer for each question.
pub(super) type Seen = BTreeMap<String, String>;

fn token(server: &Server, login: &str) -> String {
    let session = server.nobody().post("/sessions", &json!({"login": login, "password": PASSWORD})).expect(201).json();
    session["token"].as_str().unwrap().to_owned()
}

impl Filled {
    /// Fills a registry that has nothing yet.
    pub(super) fn of(server: &Server) -> Self {
        let made = server.command(&["key", "create", "--user", "admin", "--account", "registry"], b"");
        let _ = server.nobody().post("/sessions", &json!({"login": "admin", "password": "wrong"})).expect(401);
        let (acme, zeta) = (
            server.user("acme", "acme", &["registrar", "attestor"]),
            server.user("zeta", "zeta", &["registrar", "attestor"]),
        );
        let admin = server.admin();
        zones(&admin);
        domains(&admin, &acme, &zeta);
        entities(&admin);
        let dynect = staged(server);
        given::created(&admin, "gone.org");
        let gone = number(&admin, "gone.org");
        let etag = admin.get("/zones/gone.org").expect(200).etag();
        admin.delete("/zones/gone.org").if_match(&etag).expect(204);
        Self {
            admin: token(server, "admin"),
            acme: token(server, "acme"),
            key: made.stdout.trim().to_owned(),
            dynect,
            gone,
        }
    }

    /// Asks a server everything, with the credentials of before.
    pub(super) fn seen(&self, server: &Server) -> Seen {
        let nobody = server.nobody();
        let (admin, acme, key) =
            (nobody.with_token(&self.admin), nobody.with_token(&self.acme), nobody.with_token(&self.key));
        let dynect = nobody.with_header("Auth-Token", &self.dynect);
        let mut seen = Seen::new();
        for zone in admin.get("/zones").expect(200).json().as_array().unwrap() {
            let path = format!("/zones/{}/zonefile", zone.as_str().unwrap());
            seen.insert(path.clone(), admin.get(&path).expect(200).text());
        }
        assert!(seen.len() >= 5, "{seen:?}");
        for (client, path) in [
            (&admin, "/zones/example.org"),
            (&admin, "/zones/example.org/history"),
            (&admin, "/zones/example.org/recordsets"),
            (&key, "/zones/example.org/delegations"),
            (&admin, "/tlds"),
            (&admin, "/blocklist"),
            (&admin, "/api/school"),
            (&admin, "/api/school/hill"),
            (&admin, "/api/school/hill/name"),
            (&admin, "/meta/signing-keys"),
            (&acme, "/domains/blue.st"),
            (&acme, "/domains/blue.st/transfers"),
            (&acme, "/contacts/joe"),
            (&acme, "/hosts/ns1.blue.st"),
            (&acme, "/notifications"),
            (&nobody, "/rdap/domain/blue.st"),
            (&dynect, "/REST/ZoneChanges/x.org/"),
            (&dynect, "/REST/ARecord/x.org/www.x.org/"),
        ] {
            let answer = client.get(path).header("Content-Type", "application/json").expect(200).json();
            seen.insert(path.to_owned(), lasting(answer).to_string());
        }
        seen
    }

    /// What is new has a number that nothing had before, not even what is gone; what was staged is published.
    pub(super) fn goes_on(&self, server: &Server) {
        let admin = server.nobody().with_token(&self.admin);
        given::created(&admin, "new.org");
        assert!(number(&admin, "new.org") > self.gone, "the number of a zone that is gone was given again");
        let acme = server.nobody().with_token(&self.acme);
        acme.put("/domains", &json!({"name": "green.st"})).expect(201);
        let dynect = server.nobody().with_header("Auth-Token", &self.dynect);
        dynect.put("/REST/Zone/x.org/", &json!({"publish": true})).expect(200);
        assert!(given::exported(&admin, "x.org").contains("192.0.2.77"));
        server.log_in("zeta").get("/domains/red.st").expect(200);
    }
}

/// Panics, showing what, unless the same is seen.
pub(super) fn same(seen: &Seen, before: &Seen) {
    for (question, answer) in before {
        assert_eq!(seen.get(question), Some(answer), "{question}");
    }
    assert_eq!(seen.len(), before.len());
}

/// What of an answer is the same whenever it is asked.
fn lasting(mut answer: Value) -> Value {
    match &mut answer {
        Value::Object(members) => {
            for passing in ["svtrid", "time", "request_id", "job_id"] {
                members.remove(passing);
            }
            for (_, member) in members.iter_mut() {
                *member = lasting(member.take());
            }
        }
        Value::Array(items) => {
            // RDAP tells when it was asked as an event.
            items.retain(|item| item["eventAction"] != "last update of RDAP database");
            items.iter_mut().for_each(|item| *item = lasting(item.take()));
        }
        _ => {}
    }
    answer
}

/// The number of a zone, which its entity tag begins with.
fn number(client: &Client, zone: &str) -> u64 {
    let etag = client.get(&format!("/zones/{zone}")).expect(200).etag();
    etag.trim_matches('"').split('.').next().unwrap().parse().unwrap()
}

fn zones(admin: &Client) {
    given::created(admin, "example.org");
    given::created(admin, "sub.example.org");
    given::put(admin, "www.example.org", "A", &["192.0.2.1", "192.0.2.2"]);
    given::put(admin, "example.org", "MX", &["10 mail.example.net."]);
    given::put(admin, "text.example.org", "TXT", &[r#""a \"b\" \\ \200 \000""#]);
    given::put(admin, "alias.example.org", "CNAME", &["www.example.org."]);
    let mut file = String::from(
        "$ORIGIN large.org.\n$TTL 3600\n@ SOA ns.provider.net. h.m 7 10800 3600 1814400 3600\n@ NS ns.provider.net.\n",
    );
    for number in 0..RECORDS {
        file.push_str(&format!("n{number} A 192.0.2.{}\n", number % 256));
    }
    given::import(admin, "", &file).expect(201);
    admin.post("/blocklist", &json!({"pattern": "^bäd\\.", "description": "\u{1f600} ' \" \\ \n"})).expect(201);
    admin.post("/tlds/import", &json!({"source": "ours", "text": "org\nzz\n"})).expect(200);
}

fn domains(admin: &Client, acme: &Client, zeta: &Client) {
    let rule = admin.post("/tlds", &json!({"name": "st"})).expect(201).json();
    let policy = format!("/tlds/{}/policy", rule["tlds"]["id"].as_str().unwrap());
    let body = json!({"preset": "default", "transfer_lock": "P0D", "ns_parent": "any"});
    admin.put(&policy, &body).expect(201);
    admin.post("/zones", &given::with(given::zone("st"), &json!({"registry_zone": true}))).expect(201);
    let contact = json!({"id": "Joe", "email": "jo@example.org", "postalInfo": {
        "int": {"name": "Jo Doe", "addr": {"cc": "DE"}}, "loc": {"name": "Jö Döe ☃", "addr": {"cc": "DE"}}}});
    acme.put("/contacts", &contact).expect(201);
    let blue = json!({"name": "blue.st", "contacts": {"registrant": "joe", "tech": "joe"}});
    acme.put("/domains", &blue).header("Api-ClientTransactionId", "first").expect(201);
    acme.put("/hosts", &json!({"name": "ns1.blue.st", "addr": ["192.0.2.9", "2001:db8::9"]})).expect(201);
    acme.post("/domains/blue.st", &json!({"add": {"ns": ["ns1.blue.st", "ns.example.net"]}})).expect(200);
    let made = acme.put("/domains", &json!({"name": "red.st"})).expect(201).json();
    let code = made["creData"]["authInfo"]["pw"].clone();
    zeta.post("/domains/red.st/transfer", &json!({"op": "request", "authInfo": {"pw": code}})).expect(202);
    acme.post("/domains/red.st/transfer", &json!({"op": "approve"})).expect(200);
}

fn entities(admin: &Client) {
    let claim = json!({"subject": "name", "value": "string", "indexed": true});
    admin.put("/api/school", &json!({"ids": "client", "claims": [claim]})).expect(201);
    let hill = json!({"claims": [{"id": "/api/school/hill/name", "value": "Hill ☃ \"1e5\""}]});
    admin.post("/api/school", &hill).expect(201);
    let asked = json!({"attestor": URL.1, "value": "Hill ☃ \"1e5\""});
    admin.post("/api/school/hill/name/attest", &asked).expect(200);
}

/// A session that has staged something; gives its token.
fn staged(server: &Server) -> String {
    let who = json!({"customer_name": "registry", "user_name": "admin", "password": PASSWORD});
    let session = server.nobody().post("/REST/Session/", &who).expect(200).json();
    let token = session["data"]["token"].as_str().unwrap().to_owned();
    let client = server.nobody().with_header("Auth-Token", &token);
    client.post("/REST/Zone/x.org/", &json!({"rname": "hostmaster@example.org", "ttl": 3600})).expect(200);
    client.put("/REST/Zone/x.org/", &json!({"publish": true})).expect(200);
    client.post("/REST/ARecord/x.org/www.x.org/", &json!({"rdata": {"address": "192.0.2.77"}})).expect(200);
    token
}
