//! Contacts (C1–C6): ids, fields, changes, deletion, and what of them is shown to whom.

use super::given::{blockers, change, contact, contacts, create, domain, refused, refused_at, registry, texts};
use crate::given::with;
use domesday_tests::both;
use domesday_tests::client::{Answer, Client};
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// Makes a contact, or tries to.
fn make(client: &Client, body: &Value) -> Answer {
    client.put("/contacts", body).send()
}

/// A contact whose form in ASCII has these members over its own.
fn int(members: &Value) -> Value {
    let name = json!({"name": "Jo Doe"});
    json!({"email": "jo@example.org", "postalInfo": {"int": crate::given::with_null(name, members)}})
}

/// What is told of a contact of one's own.
fn info(client: &Client, id: &str) -> Value {
    client.get(&format!("/contacts/{id}")).expect(200).json()["info"].clone()
}

both! {
    fn c1_an_id_is_unique_whatever_the_case(server: &Server) {
        let registry = registry(server, &json!({}));
        let (acme, zeta) = (&registry.acme, &registry.zeta);
        let long = "x".repeat(17);
        for id in ["ab", &long, "a b c", "äbc", "check", "VALIDATE", "Search", "a/b", "a*c"] {
            refused_at(&make(acme, &contact(id)), 2005, &["/id"]);
            assert_eq!(make(acme, &contact(id)).json()["errors"][0]["value"], id);
        }
        for id in ["Ab.1", "x_y", "---", "0123456789abcdef"] {
            let made = make(acme, &contact(id)).expect(201);
            assert_eq!((&made.json()["creData"]["id"], made.header("location")), (&json!(id), Some(format!("/contacts/{id}").as_str())));
            assert_eq!(made.etag(), acme.get(&format!("/contacts/{id}")).expect(200).etag());
        }
        refused_at(&make(zeta, &contact("aB.1")), 2302, &["/id"]);
        assert_eq!(info(acme, "AB.1")["id"], "Ab.1");
        let made = make(acme, &with(contact("xyz"), &json!({"id": null}))).expect(201).json()["creData"]["id"].as_str().expect("an id").to_owned();
        assert!((3..=16).contains(&made.len()), "{made}");
        for (id, free) in [("AB.1", 0), ("new", 1), (made.as_str(), 0)] {
            let told = zeta.get(&format!("/contacts/{id}/check")).expect(200).json();
            assert_eq!((&told["avail"], told.get("reason").is_some()), (&json!(free), free == 0));
        }
        refused(&zeta.get("/contacts/ab/check").send(), 2005);
    }

    fn c2_c3_every_wrong_field_of_a_contact_is_named(server: &Server) {
        let acme = registry(server, &json!({})).acme;
        refused_at(&make(&acme, &json!({"id": "abc"})), 2003, &["/email", "/postalInfo/int/name"]);
        refused_at(&make(&acme, &int(&json!({"name": null}))), 2003, &["/postalInfo/int/name"]);
        let (long, street) = ("x".repeat(256), json!(["1", "2", "3", "4"]));
        for (member, value) in [
            ("name", json!("Jö Doe")), ("name", json!("Jo\tDoe")), ("name", json!(long)), ("org", json!("Öl AG")), ("org", json!(long)),
        ] {
            refused_at(&make(&acme, &int(&json!({member: value}))), 2005, &[&format!("/postalInfo/int/{member}")]);
        }
        for (member, value) in [
            ("cc", json!("XX")), ("cc", json!("DEU")), ("cc", json!("D")), ("pc", json!("x".repeat(17))), ("city", json!(long)), ("sp", json!("é")),
        ] {
            refused_at(&make(&acme, &int(&json!({"addr": {member: value}}))), 2005, &[&format!("/postalInfo/int/addr/{member}")]);
        }
        refused(&make(&acme, &int(&json!({"addr": {"street": street}}))), 2005);
        refused(&make(&acme, &int(&json!({"addr": {"street": ["1", long]}}))), 2005);
        let at = |member: &str, value: &str| make(&acme, &with(int(&json!({})), &json!({member: value})));
        let longest = format!("{}@example.org", "x".repeat(243));
        for email in ["jo", "@example.org", "jo@", "a@b@c", "jo@exa mple.org", &longest] {
            refused_at(&at("email", email), 2005, &["/email"]);
        }
        for phone in ["49.301234567", "+49301234567", "+4930.", "+1234.5", "+49.123456789012345", "+49.30x", "+49.30x12345678901", "+49.30 12"] {
            refused_at(&at("voice", phone), 2005, &["/voice"]);
            refused_at(&at("fax", phone), 2005, &["/fax"]);
        }
        let many = json!({"email": "jo", "voice": "1", "disclose": ["shoes"], "postalInfo": {"int": {"name": "Jö", "addr": {"cc": "ZZ"}}, "loc": {"name": "a\u{7}b"}}});
        refused_at(&make(&acme, &many), 2005, &["/email", "/voice", "/disclose/0", "/postalInfo/int/name", "/postalInfo/int/addr/cc", "/postalInfo/loc/name"]);
    }

    fn section_6_a_contact_is_told_whole(server: &Server) {
        let acme = registry(server, &json!({})).acme;
        let body = json!({
            "id": "AB123", "email": "jo@example.org", "voice": "+49.301234567x12", "fax": "+1.2", "status": ["clientDeleteProhibited"], "disclose": ["voice", "name"],
            "postalInfo": {"int": {"name": "Jo Doe", "addr": {"street": ["One", null, ""], "city": "Berlin", "pc": 10115, "cc": "de"}}, "loc": {"name": "Jö Dö", "org": "Öl"}},
        });
        make(&acme, &body).expect(201);
        let told = info(&acme, "ab123");
        let postal = json!({
            "int": {"name": "Jo Doe", "org": null, "addr": {"street": ["One"], "city": "Berlin", "sp": null, "pc": "10115", "cc": "DE"}},
            "loc": {"name": "Jö Dö", "org": "Öl", "addr": {"street": [], "city": null, "sp": null, "pc": null, "cc": null}},
        });
        assert_eq!(told["postalInfo"], postal);
        let mut disclosed = texts(&told["disclose"]);
        disclosed.sort();
        assert_eq!((disclosed, &told["status"]), (vec!["name".to_owned(), "voice".to_owned()], &json!(["clientDeleteProhibited"])));
        let mut members: Vec<&str> = told.as_object().expect("an object").keys().map(String::as_str).collect();
        let mut expected = ["id", "roid", "status", "voice", "fax", "email", "postalInfo", "disclose", "clID", "crID", "crDate", "upID", "upDate"];
        members.sort_unstable();
        expected.sort_unstable();
        assert_eq!(members, expected);
        let bare = json!({"id": "LOC", "email": "x@y", "postalInfo": {"loc": {"name": "名前"}}});
        make(&acme, &bare).expect(201);
        assert_eq!((&info(&acme, "LOC")["status"], info(&acme, "LOC")["postalInfo"].get("int")), (&json!(["ok"]), None));
    }

    fn c4_what_is_sent_replaces_and_the_rest_stays(server: &Server) {
        let registry = registry(server, &json!({}));
        let (admin, acme) = (&registry.admin, &registry.acme);
        let body = with(contact("ab1"), &json!({"voice": "+49.30", "postalInfo": {"int": {"name": "Jo", "org": "Org", "addr": {"street": ["One"], "city": "Ulm", "cc": "DE"}}}}));
        make(acme, &body).expect(201);
        let update = |body: &Value| acme.post("/contacts/ab1", body).send();
        let tag = acme.get("/contacts/ab1").expect(200).etag();
        let same = update(&json!({"chg": {"email": "jo@example.org", "voice": "+49.30", "postalInfo": {"int": {"name": "Jo"}}}}));
        assert_eq!((same.status, acme.get("/contacts/ab1").expect(200).etag(), &info(acme, "ab1")["upDate"]), (200, tag, &json!(null)), "nothing is written");
        update(&json!({"chg": {"voice": "", "postalInfo": {"int": {"addr": {"city": "Bonn"}}}}})).expect(200);
        let told = info(acme, "ab1");
        assert_eq!(told["postalInfo"]["int"], json!({"name": "Jo", "org": "Org", "addr": {"street": [], "city": "Bonn", "sp": null, "pc": null, "cc": null}}));
        assert_eq!((&told["voice"], &told["email"], &told["upID"]), (&json!(null), &json!("jo@example.org"), &json!("acme")));
        update(&json!({"chg": {"postalInfo": {"int": {"org": ""}, "loc": {"name": "Jö"}}}})).expect(200);
        assert_eq!((&info(acme, "ab1")["postalInfo"]["int"]["org"], &info(acme, "ab1")["postalInfo"]["loc"]["name"]), (&json!(null), &json!("Jö")));
        refused_at(&update(&json!({"chg": {"email": ""}})), 2003, &["/chg/email"]);
        refused_at(&update(&json!({"chg": {"email": "jo"}})), 2005, &["/chg/email"]);
        refused(&update(&json!({})), 2003);
        refused(&update(&json!({"chg": {}})), 2003);
        for (body, code) in [
            (json!({"rem": {"status": ["clientDeleteProhibited"]}}), 2306), (json!({"add": {"status": ["serverDeleteProhibited"]}}), 2004),
            (json!({"add": {"status": ["clientHold"]}}), 2004), (json!({"add": {"status": ["clientUpdateProhibited"]}, "rem": {"status": ["clientUpdateProhibited"]}}), 2306),
        ] {
            refused(&update(&body), code);
        }
        update(&json!({"add": {"status": ["clientUpdateProhibited"]}})).expect(200);
        refused(&update(&json!({"chg": {"fax": "+1.2"}})), 2304);
        update(&json!({"chg": {"fax": "+1.2"}, "rem": {"status": ["clientUpdateProhibited"]}})).expect(200);
        admin.post("/contacts/ab1", &json!({"add": {"status": ["serverUpdateProhibited", "serverDeleteProhibited"]}})).expect(200);
        refused(&update(&json!({"chg": {"fax": ""}})), 2304);
        refused(&acme.delete("/contacts/ab1").send(), 2304);
    }

    fn c5_a_contact_in_use_stays_and_is_nobody_elses_to_see(server: &Server) {
        let registry = registry(server, &json!({"add_grace": "P0D"}));
        let (admin, acme, zeta) = (&registry.admin, &registry.acme, &registry.zeta);
        contacts(acme, &["AA1", "BB2"]);
        for name in ["blue.st", "red.st"] {
            drop(create(acme, &json!({"name": name, "contacts": {"tech": "AA1", "admin": "AA1"}})));
        }
        assert_eq!((&info(acme, "AA1")["status"], &info(acme, "BB2")["status"]), (&json!(["linked", "ok"]), &json!(["ok"])));
        let answer = acme.delete("/contacts/AA1").send();
        refused(&answer, 2305);
        let row = |name: &str| ("domain".to_owned(), name.to_owned(), "acme".to_owned());
        assert_eq!(blockers(&answer), [row("blue.st"), row("red.st")]);
        let page = acme.get("/contacts/AA1/references?limit=1&offset=1").expect(200).json();
        assert_eq!(page["rows_count"], 2);
        assert_eq!((&page["domains"][0]["name"], &page["domains"][0]["sponsor"]), (&json!("red.st"), &json!("acme")));
        assert_eq!(texts(&page["domains"][0]["roles"]).len(), 2);
        refused(&zeta.get("/contacts/AA1/references").send(), 2201);
        for answer in [zeta.get("/contacts/AA1").send(), zeta.get("/contacts/BB2").send()] {
            refused(&answer, 2203);
            assert!(!answer.text().contains("Jo Doe"), "{answer}");
        }
        refused(&zeta.get("/contacts/AA1").header("Api-Version", "2.0").send(), 2201);
        refused(&zeta.post("/contacts/BB2", &json!({"chg": {"email": "z@y"}})).send(), 2201);
        refused(&zeta.delete("/contacts/BB2").send(), 2201);
        refused(&zeta.get("/contacts/CC3").send(), 2303);
        acme.delete("/domains/blue.st").expect(202);
        change(acme, "red.st", &json!({"rem": {"contact": [{"tech": "AA1"}, {"admin": "AA1"}]}})).expect(200);
        refused(&acme.delete("/contacts/AA1").send(), 2305);
        acme.post("/domains/blue.st/restore", &json!({})).expect(200);
        change(acme, "blue.st", &json!({"rem": {"contact": [{"tech": "AA1"}, {"admin": "AA1"}]}})).expect(200);
        acme.delete("/contacts/AA1").expect(200);
        refused(&acme.get("/contacts/AA1").send(), 2303);
        assert_eq!(domain(acme, "red.st")["contacts"]["tech"], json!(null));
        admin.get("/contacts/BB2").expect(200);
    }

    fn c6_whois_shows_what_the_policy_or_the_contact_discloses(server: &Server) {
        let registry = registry(server, &json!({}));
        let (acme, zeta) = (&registry.acme, &registry.zeta);
        let body = json!({
            "id": "AA1", "email": "jo@example.org", "voice": "+49.30", "disclose": ["email"],
            "postalInfo": {"int": {"name": "Jo Doe", "org": "Doe Ltd", "addr": {"street": ["Lane 1"], "city": "Ulm", "sp": "BW", "pc": "89073", "cc": "DE"}}},
        });
        make(acme, &body).expect(201);
        contacts(acme, &["PRIV"]);
        drop(create(acme, &json!({"name": "blue.st", "ns": ["ns1.provider.net"], "contacts": {"registrant": "AA1", "tech": "AA1", "tech_privacy": "PRIV"}})));
        let told = zeta.get("/whois/Blue.ST.").expect(200).json();
        let text = told["text"].as_str().expect("lines");
        let registrant = &told["info"]["contacts"]["registrant"];
        assert_eq!((&registrant["org"], &registrant["email"], &registrant["addr"]), (&json!("Doe Ltd"), &json!("jo@example.org"), &json!({"sp": "BW", "cc": "DE"})));
        for hidden in ["Jo Doe", "+49.30", "Lane 1", "Ulm", "89073"] {
            assert!(!told.to_string().contains(hidden), "{hidden}: {told}");
        }
        for line in ["Domain Name: blue.st", "Registrar: acme", "Registrant Organization: Doe Ltd", "Registrant Country: DE", "Name Server: ns1.provider.net", "DNSSEC: unsigned"] {
            assert!(text.lines().any(|told| told == line), "{line}: {text}");
        }
        assert_eq!(told["info"]["contacts"]["tech"].get("email"), None, "the one that stands in for it discloses nothing");
        assert!(told["info"].get("authInfo").is_none() && told["info"].get("upID").is_none());
        refused(&zeta.get("/whois/none.st").send(), 2303);
        refused(&zeta.get("/whois/a..b").send(), 2005);
    }
}
