//! Contacts (R8, R10, C6): who stands for whom, what of them is shown, and that what is hidden is nowhere.

use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::{Value, json};

use super::given::{
    ICANN, Icann, World, contact, items, members, person, properties, register, text, texts, tld, with_role,
};
use super::paths;

/// The fields of a contact: what a policy calls each, what a contact calls it, what a redaction calls it, and what [`person`] says there.
pub(super) const FIELDS: [(&str, &str, &str, &str); 10] = [
    ("name", "name", "Name", "Secret Name"),
    ("org", "org", "Organization", "Secret Org"),
    ("addr.street", "addr", "Street", "Secretstreet 17"),
    ("addr.city", "addr", "City", "Secretcity"),
    ("addr.sp", "addr", "State/Province", "Secretshire"),
    ("addr.pc", "addr", "Postal Code", "S3CR3T"),
    ("addr.cc", "addr", "Country", "SE"),
    ("voice", "voice", "Phone", "+46.1111111"),
    ("fax", "fax", "Fax", "+46.2222222"),
    ("email", "email", "Email", "secretmail@example.org"),
];

/// Whether a field is shown that a policy and a contact disclose so (rule R10).
fn is_shown(field: &(&str, &str, &str, &str), policy: &[&str], own: &[&str]) -> bool {
    policy.contains(&field.0) || field.0.starts_with("addr.") && policy.contains(&"addr") || own.contains(&field.1)
}

/// What an entity's card says in a field; nothing if it does not say anything.
pub(super) fn said(entity: &Value, field: &str) -> Option<String> {
    let value = |property: &str| properties(entity, property).first().map(|found| found[3].clone());
    let phone = |kind: &str| {
        properties(entity, "tel").into_iter().find(|found| found[1]["type"] == kind).map(|found| found[3].clone())
    };
    let part = |place: usize| value("adr").map(|parts| parts[place].clone());
    let said = match field {
        "name" => value("fn"),
        "org" => value("org"),
        "addr.street" => part(2),
        "addr.city" => part(3),
        "addr.sp" => part(4),
        "addr.pc" => part(5),
        "addr.cc" => properties(entity, "adr").first().and_then(|found| found[1].get("cc").cloned()),
        "voice" | "fax" => phone(field),
        "email" => value("email"),
        _ => panic!("no field {field}"),
    };
    said.map(|said| text(&said)).filter(|said| !said.is_empty())
}

/// What a redaction is called.
fn named(entry: &Value) -> String {
    text(entry["name"].get("description").unwrap_or(&entry["name"]["type"]))
}

/// The redactions of an answer, sorted, after a look at whether each is true of it: what is removed is not there, what is emptied is empty.
pub(super) fn redactions(body: &Value) -> Vec<String> {
    let entries = body.get("redacted").map_or_else(Vec::new, |list| items(list).to_vec());
    for entry in &entries {
        assert_eq!(entry["pathLang"], "jsonpath", "{entry}");
        assert!(entry["reason"]["description"].is_string() || entry["reason"]["type"].is_string(), "{entry}");
        match entry["method"].as_str() {
            Some("removal") => {
                assert_eq!(paths::at(body, &text(&entry["prePath"])), Vec::<&Value>::new(), "{entry} of {body}");
                assert_eq!(entry.get("postPath"), None, "{entry}");
            }
            Some("emptyValue") => {
                assert_eq!(paths::at(body, &text(&entry["postPath"])), [&json!("")], "{entry} of {body}");
                assert_eq!(entry.get("prePath"), None, "{entry}");
            }
            method => panic!("no method {method:?}: {entry}"),
        }
    }
    let mut names: Vec<String> = entries.iter().map(named).collect();
    names.sort();
    names
}

/// Panics unless of [`person`], in these words of redactions, just this is shown, and the rest is told to be hidden and is nowhere.
pub(super) fn shows(body: &Value, entity: &Value, roles: &[&str], policy: &[&str], own: &[&str]) {
    let (shown, hidden): (Vec<_>, Vec<_>) = FIELDS.iter().partition(|field| is_shown(field, policy, own));
    for (field, _, _, value) in &shown {
        let said = said(entity, field).unwrap_or_else(|| panic!("{field} under {policy:?} with {own:?}: {body}"));
        assert!(said.contains(value), "{field}: {said}");
    }
    let whole = body.to_string();
    for (field, _, _, value) in &hidden {
        assert_eq!(said(entity, field), None, "{field} under {policy:?} with {own:?}: {body}");
        assert!(
            !whole.contains(&format!("\"{value}")) && (value.len() == 2 || !whole.contains(value)),
            "{value}: {body}"
        );
    }
    assert_eq!(properties(entity, "fn").len(), 1, "jCard demands it");
    let mut expected: Vec<String> =
        roles.iter().flat_map(|role| hidden.iter().map(move |field| format!("{role} {}", field.2))).collect();
    expected.sort();
    assert_eq!(redactions(body), expected, "under {policy:?} with {own:?}: {body}");
}

/// Every set of these words.
fn subsets<'a>(words: &[&'a str]) -> Vec<Vec<&'a str>> {
    let of =
        |bits: usize| words.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1).map(|(_, word)| *word).collect();
    (0..1 << words.len()).map(of).collect()
}

/// The line of a card with this value.
fn line(entity: &Value, property: &str) -> Value {
    json!(properties(entity, property))
}

/// The contact that is somebody's own, in a registry with the domain `blue.st` that has these contacts.
pub(super) fn blue(client: &Client, contacts: &Value) {
    register(client, "blue.st", &json!({ "contacts": contacts }));
}

both! {
    fn r10_c6_what_is_shown_is_what_the_policy_or_the_contact_discloses(server: &Server) {
        let world = World::of(server, &json!({}));
        let own = subsets(&["name", "org", "addr", "voice", "fax", "email"]);
        for (number, disclose) in own.iter().enumerate() {
            contact(&world.acme, &format!("AA{number}"), &json!({ "disclose": disclose }));
            register(&world.acme, &format!("d{number}.st"), &json!({"contacts": {"registrant": format!("AA{number}")}}));
        }
        let words = ["name", "org", "addr", "addr.street", "addr.city", "addr.sp", "addr.pc", "addr.cc", "voice", "fax", "email"];
        let mut policies: Vec<Vec<&str>> = words.iter().map(|word| vec![*word]).collect();
        policies.extend([vec![], words.to_vec(), vec!["org", "addr.sp", "addr.cc"], vec!["addr.street", "addr.pc", "voice"], vec!["name", "addr.city", "addr", "email"]]);
        for policy in policies {
            world.set_policy(&json!({ "disclose": policy }));
            for (number, disclose) in own.iter().enumerate() {
                let body = world.domain(&format!("d{number}.st"));
                let entity = with_role(&body, "registrant");
                shows(&body, entity, &["Registrant"], &policy, disclose);
            }
        }
    }

    fn r8_r10_a_contact_is_a_card_of_just_what_is_shown(server: &Server) {
        let world = World::of(server, &json!({"disclose": ["name", "org", "addr", "voice", "fax", "email"]}));
        contact(&world.acme, "AA1", &json!({}));
        blue(&world.acme, &json!({"registrant": "AA1"}));
        let card = |body: &Value| with_role(body, "registrant")["vcardArray"].clone();
        let body = world.domain("blue.st");
        let mut lines = items(&card(&body)[1]).to_vec();
        assert_eq!(lines.remove(0), json!(["version", {}, "text", "4.0"]));
        assert_eq!(lines.remove(0), json!(["fn", {}, "text", "Secret Name"]), "as the paths of redactions have it");
        let expected = [
            json!(["org", {}, "text", "Secret Org"]),
            json!(["adr", {"cc": "SE"}, "text", ["", "", "Secretstreet 17", "Secretcity", "Secretshire", "S3CR3T", ""]]),
            json!(["tel", {"type": "voice"}, "uri", "tel:+46.1111111"]),
            json!(["tel", {"type": "fax"}, "uri", "tel:+46.2222222;ext=22"]),
            json!(["email", {}, "text", "secretmail@example.org"]),
        ];
        assert_eq!(lines, expected);
        assert_eq!((redactions(&body), body["rdapConformance"].clone()), (vec![], json!(["rdap_level_0"])));
        let two = json!({"chg": {"postalInfo": {"int": {"addr": {"street": ["1 Street", "", "Floor 2"], "cc": "SE"}}}}});
        world.acme.post("/contacts/AA1", &two).expect(200);
        let adr = line(with_role(&world.domain("blue.st"), "registrant"), "adr");
        assert_eq!(adr, json!([["adr", {"cc": "SE"}, "text", ["", "", ["1 Street", "Floor 2"], "", "", "", ""]]]));
        world.set_policy(&json!({"disclose": []}));
        let body = world.domain("blue.st");
        assert_eq!(card(&body), json!(["vcard", [["version", {}, "text", "4.0"], ["fn", {}, "text", ""]]]));
        assert_eq!(body["rdapConformance"], json!(["rdap_level_0", "redacted"]));
        let first = items(&body["redacted"]).iter().find(|entry| named(entry) == "Registrant Name").expect("an entry").clone();
        let expected = json!({
            "name": {"description": "Registrant Name"}, "postPath": "$.entities[1].vcardArray[1][1][3]", "pathLang": "jsonpath", "method": "emptyValue",
            "reason": first["reason"],
        });
        assert_eq!(first, expected);
    }

    fn r10_what_a_contact_does_not_say_is_not_said_to_be_hidden(server: &Server) {
        let world = World::of(server, &json!({"disclose": []}));
        let bare = json!({"voice": null, "fax": null, "postalInfo": {"int": {"name": "Secret Name", "addr": {"city": "Secretcity"}}}});
        contact(&world.acme, "AA1", &bare);
        blue(&world.acme, &json!({"tech": "AA1"}));
        assert_eq!(redactions(&world.domain("blue.st")), ["Tech City", "Tech Email", "Tech Name"]);
        world.set_policy(&json!({"disclose": ["addr", "name", "voice"]}));
        let body = world.domain("blue.st");
        assert_eq!(redactions(&body), ["Tech Email"]);
        assert_eq!(line(with_role(&body, "technical"), "adr"), json!([["adr", {}, "text", ["", "", "", "Secretcity", "", "", ""]]]));
        world.acme.post("/contacts/AA1", &json!({"chg": {"postalInfo": {"int": {"addr": {}}}}})).expect(200);
        assert_eq!(line(with_role(&world.domain("blue.st"), "technical"), "adr"), json!([]));
    }

    fn r10_one_form_of_the_address_is_shown_and_nothing_of_the_other(server: &Server) {
        let world = World::of(server, &json!({"disclose": ["name", "org", "addr"]}));
        let local = json!({"name": "\u{c4}nne Geheim", "org": "B\u{fc}ro", "addr": {"city": "K\u{f6}ln", "cc": "DE"}});
        let international = person("x")["postalInfo"]["int"].clone();
        contact(&world.acme, "LOC", &json!({"postalInfo": {"loc": local}}));
        contact(&world.acme, "BOTH", &json!({"postalInfo": {"int": international, "loc": local}}));
        blue(&world.acme, &json!({"registrant": "LOC", "admin": "BOTH"}));
        let body = world.domain("blue.st");
        let of = |role: &str, field: &str| said(with_role(&body, role), field).unwrap_or_default();
        assert_eq!((of("registrant", "name"), of("registrant", "addr.city"), of("registrant", "addr.cc")), ("\u{c4}nne Geheim".to_owned(), "K\u{f6}ln".to_owned(), "DE".to_owned()));
        assert_eq!((of("administrative", "name"), of("administrative", "addr.city"), of("administrative", "addr.cc")), ("Secret Name".to_owned(), "Secretcity".to_owned(), "SE".to_owned()));
        assert!(!with_role(&body, "administrative").to_string().contains("K\u{f6}ln"));
        world.set_policy(&json!({"disclose": []}));
        let whole = world.ask("domain/blue.st").expect(200).text();
        for secret in ["Geheim", "B\u{fc}ro", "K\u{f6}ln", "Secret Name", "Secretcity", "\\u00", "example.org"] {
            assert!(!whole.contains(secret), "{secret}: {whole}");
        }
        let hidden = redactions(&world.domain("blue.st"));
        assert!(["Registrant Name", "Registrant City", "Admin Name", "Admin City"].iter().all(|name| hidden.contains(&(*name).to_owned())), "{hidden:?}");
    }

    fn r10_by_itself_a_contact_shows_what_all_policies_allow_under_which_it_is_used(server: &Server) {
        let world = World::of(server, &json!({"disclose": ["org", "email", "addr.city"]}));
        tld(&world.admin, "red", &json!({"disclose": ["addr", "email"]}));
        contact(&world.acme, "AA1", &json!({"disclose": ["fax"]}));
        let handle = format!("entity/{}", world.roid("AA1"));
        register(&world.acme, "blue.st", &json!({"contacts": {"registrant": "AA1"}}));
        let shown = world.shown(&handle);
        shows(&shown, &shown, &["Registrant"], &["org", "email", "addr.city"], &["fax"]);
        register(&world.acme, "one.red", &json!({"contacts": {"tech": "AA1"}}));
        let shown = world.shown(&handle);
        shows(&shown, &shown, &["Registrant", "Tech"], &["email", "addr.city"], &["fax"]);
        assert_eq!(texts(&shown["roles"]), ["registrant", "technical"]);
        let by_domain = world.domain("one.red");
        shows(&by_domain, with_role(&by_domain, "technical"), &["Tech"], &["addr", "email"], &["fax"]);
        world.acme.delete("/domains/blue.st").expect(200);
        let shown = world.shown(&handle);
        shows(&shown, &shown, &["Tech"], &["addr", "email"], &["fax"]);
    }

    fn r4_r10_the_icann_profile_redacts_the_same_under_registered_names(server: &Icann) {
        let world = World::of(server, &json!({}));
        contact(&world.acme, "AA1", &json!({}));
        blue(&world.acme, &json!({"registrant": "AA1", "tech": "AA1"}));
        let body = world.domain("blue.st");
        assert_eq!(body["rdapConformance"], json!([&["rdap_level_0"][..], &ICANN, &["redacted"]].concat()));
        shows(&body, with_role(&body, "registrant"), &["Registrant", "Tech"], &["org", "addr.sp", "addr.cc"], &[]);
        for entry in items(&body["redacted"]) {
            assert_eq!(members(&entry["name"]).len(), 1, "{entry}");
            if named(entry) == "Registrant Email" || named(entry) == "Tech Phone" {
                assert!(entry["name"]["type"].is_string(), "{entry}");
            }
        }
    }

    fn c5_c6_a_contact_that_changes_what_it_discloses_is_shown_so_at_once(server: &Server) {
        let world = World::of(server, &json!({"disclose": []}));
        contact(&world.acme, "AA1", &json!({}));
        blue(&world.acme, &json!({"registrant": "AA1"}));
        for own in [&["email"][..], &["addr", "name"], &[], &["org", "voice", "fax"]] {
            world.acme.post("/contacts/AA1", &json!({"chg": {"disclose": own}})).expect(200);
            let body = world.domain("blue.st");
            shows(&body, with_role(&body, "registrant"), &["Registrant"], &[], own);
            let roid = world.roid("AA1");
            let alone = world.shown(&format!("entity/{roid}"));
            shows(&alone, &alone, &["Registrant"], &[], own);
        }
    }
}
