//! What laws about the wire start from: a registry with two registrars, and calls whose answers are all held to section 1.

use domesday_tests::client::{Answer, Call, Client};
use domesday_tests::server::{PASSWORD, Server};
use serde_json::{Value, json};

use crate::given;

/// A registry with the TLD `st` and its zone, and two registrars, each with a contact of its own: `ACME-1` and `ZETA-1`.
pub(super) struct World {
    /// All roles, in an account of its own.
    pub(super) admin: Client,
    /// A registrar.
    pub(super) acme: Client,
    /// Another.
    pub(super) zeta: Client,
}

impl World {
    /// Sets it up.
    pub(super) fn of(server: &Server) -> Self {
        let admin = server.admin();
        tld(&admin, "st", &json!({"transfer_lock": "P0D"}));
        let [acme, zeta] = ["acme", "zeta"].map(|login| {
            client(&admin, login, &json!({"tokenTtl": 86_400}));
            let registrar = log_in(server, login);
            contact(&registrar, &format!("{}-1", login.to_uppercase()));
            registrar
        });
        Self { admin, acme, zeta }
    }
}

/// Opens a TLD: its rule, a policy that is preset `st` with these changes, and its zone, which is served here.
pub(super) fn tld(admin: &Client, name: &str, changes: &Value) {
    let rule = admin.post("/tlds", &json!({ "name": name })).expect(201).json();
    let path = format!("/tlds/{}/policy", rule["tlds"]["id"].as_str().expect("an id"));
    admin.put(&path, &given::with_null(json!({"preset": "st"}), changes)).expect(201);
    let zone = given::with(given::zone(name), &json!({"registry_zone": true}));
    admin.post("/zones", &zone).expect(201);
}

/// Makes a client whose password is [`PASSWORD`].
pub(super) fn client(admin: &Client, login: &str, more: &Value) -> Value {
    let body = given::with(json!({"login": login, "password": PASSWORD}), more);
    done(admin.put("/clients", &body), 201)
}

/// Logs in on this face.
pub(super) fn log_in(server: &Server, login: &str) -> Client {
    server.nobody().with_header("Api-ClientToken", text(&session(server, login), "token"))
}

/// What logging in on this face gives.
pub(super) fn session(server: &Server, login: &str) -> Value {
    done(server.nobody().put("/auth", &json!({"login": login, "password": PASSWORD})), 200)
}

/// A contact as `PUT /contacts` takes it.
pub(super) fn person(id: &str) -> Value {
    let address = json!({"street": ["Main St 1"], "city": "Lund", "pc": "22100", "cc": "SE"});
    let postal = json!({"int": {"name": "Jane Doe", "org": "Example", "addr": address}});
    json!({"id": id, "email": "jane@example.org", "voice": "+46.85551234", "postalInfo": postal})
}

/// Makes a contact.
pub(super) fn contact(registrar: &Client, id: &str) -> Value {
    done(registrar.put("/contacts", &person(id)), 201)
}

/// Registers a domain for the caller's own contact, with what else is given.
pub(super) fn domain(registrar: &Client, name: &str, more: &Value) -> Value {
    done(registrar.put("/domains", &registration(registrar, name, more)), 201)
}

/// A registration for the caller's own contact, as `PUT /domains` takes it.
pub(super) fn registration(registrar: &Client, name: &str, more: &Value) -> Value {
    let login = done(registrar.get("/auth"), 200)["login"].as_str().expect("a login").to_uppercase();
    given::with_null(json!({"name": name, "contacts": {"registrant": format!("{login}-1")}}), more)
}

/// The `info` of a domain, contact or host.
pub(super) fn info(client: &Client, path: &str) -> Value {
    done(client.get(path), 200)["info"].clone()
}

/// Sends a call that must succeed with this status, as version 1.0 tells it, and gives the body.
pub(super) fn done(call: Call, status: u16) -> Value {
    let answer = call.expect(status);
    let body = told(&answer);
    assert_eq!(body["code"], 1000, "{answer}");
    body
}

/// Sends a call that must be refused with this status, this code and just these faults (field and reason, in any order), and gives the
/// body. The field of a fault of the whole is `""`.
pub(super) fn refused(call: Call, status: u16, code: u16, faults: &[(&str, &str)]) -> Value {
    let answer = call.send();
    let body = told(&answer);
    assert_eq!((answer.status, &body["code"]), (status, &json!(code)), "{answer}");
    let found = errors(&body).iter().map(|error| (text(error, "field"), text(error, "reason")));
    let mut found: Vec<(&str, &str)> = found.collect();
    let mut expected = faults.to_vec();
    found.sort_unstable();
    expected.sort_unstable();
    assert_eq!(found, expected, "{answer}");
    body
}

/// Panics unless a call is refused with this status and this code. Gives the body.
pub(super) fn fails(call: Call, status: u16, code: u16) -> Value {
    let answer = call.send();
    let body = told(&answer);
    assert_eq!((answer.status, &body["code"]), (status, &json!(code)), "{answer}");
    body
}

/// The faults of a refusal.
pub(super) fn errors(body: &Value) -> &[Value] {
    body["errors"].as_array().map(Vec::as_slice).unwrap_or_default()
}

/// A text that may be missing.
pub(super) fn text<'a>(value: &'a Value, member: &str) -> &'a str {
    value[member].as_str().unwrap_or_default()
}

/// The members of an object, sorted.
pub(super) fn members(value: &Value) -> Vec<&str> {
    let members = value.as_object().unwrap_or_else(|| panic!("no object: {value}")).keys();
    let mut members: Vec<&str> = members.map(String::as_str).collect();
    members.sort_unstable();
    members
}

/// The reasons of an answer's warnings.
pub(super) fn warnings(body: &Value) -> Vec<&str> {
    let list = body["warnings"].as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().map(|warning| text(warning, "reason")).collect()
}

/// What RFC 5730 says to each code, and the statuses that section 1 gives it.
const CODES: [(u64, &str, &[u16]); 27] = [
    (1000, "Command completed successfully", &[200, 201, 202]),
    (1001, "Command completed successfully; action pending", &[200, 202]),
    (1300, "Command completed successfully; no messages", &[200]),
    (1301, "Command completed successfully; ack to dequeue", &[200]),
    (1500, "Command completed successfully; ending session", &[200]),
    (2000, "Unknown command", &[404, 405]),
    (2001, "Command syntax error", &[400, 413]),
    (2002, "Command use error", &[409]),
    (2003, "Required parameter missing", &[400]),
    (2004, "Parameter value range error", &[422]),
    (2005, "Parameter value syntax error", &[400]),
    (2100, "Unimplemented protocol version", &[400]),
    (2101, "Unimplemented command", &[501]),
    (2105, "Object is not eligible for renewal", &[409]),
    (2106, "Object is not eligible for transfer", &[409]),
    (2200, "Authentication error", &[401]),
    (2201, "Authorization error", &[403]),
    (2202, "Invalid authorization information", &[403, 429]),
    (2203, "Authorization error", &[403]),
    (2300, "Object pending transfer", &[409]),
    (2301, "Object not pending transfer", &[409]),
    (2302, "Object exists", &[409]),
    (2303, "Object does not exist", &[404]),
    (2304, "Object status prohibits operation", &[409, 412]),
    (2305, "Object association prohibits operation", &[409]),
    (2306, "Parameter value policy error", &[422]),
    (2502, "Session limit exceeded; server closing connection", &[429]),
];

/// The body of an answer, after a look at what all have in common (section 1, rules E1, E2, E4).
pub(super) fn told(answer: &Answer) -> Value {
    assert!(answer.header("content-type").is_some_and(|kind| kind.starts_with("application/json")), "{answer}");
    assert!(!answer.text().contains(PASSWORD), "secrets are never echoed: {answer}");
    let body = answer.json();
    let code = body["code"].as_u64().unwrap_or_else(|| panic!("no code: {answer}"));
    let known = CODES.iter().find(|(known, _, _)| *known == code);
    let (_, words, statuses) = known.unwrap_or_else(|| panic!("a code that nobody expects: {answer}"));
    assert!(statuses.contains(&answer.status), "{answer}");
    let message = text(&body, "message");
    assert!(message == *words || message.starts_with(&format!("{words}; ")), "{answer}");
    assert!(body.get("cltrid").is_some_and(|id| id.is_null() || id.is_string()), "{answer}");
    assert!(is_uuid_v7(text(&body, "svtrid")), "{answer}");
    assert!(body["time"].is_f64() && body["time"].as_f64() >= Some(0.0), "{answer}");
    assert_eq!(body.get("errors").is_some(), code >= 2000, "{answer}");
    if code >= 2000 {
        let lowest = errors(&body).iter().filter_map(|error| error["code"].as_u64()).min();
        assert_eq!(lowest, Some(code), "{answer}");
    }
    for error in errors(&body) {
        assert_eq!(members(error), ["code", "field", "message", "reason", "value"], "{answer}");
        let slug = |octet: u8| octet.is_ascii_lowercase() || octet.is_ascii_digit() || b"-_".contains(&octet);
        assert!(!text(error, "reason").is_empty() && text(error, "reason").bytes().all(slug), "{answer}");
        assert!(!text(error, "message").is_empty(), "{answer}");
        assert!(error["field"].is_null() || is_place(text(error, "field")), "{answer}");
    }
    assert_eq!(body.get("blockers").is_some(), body.get("blockersTotal").is_some(), "{answer}");
    assert!(![2302, 2305].contains(&code) || body["blockers"].is_array(), "{answer}");
    let asks = answer.header("www-authenticate").is_some_and(|scheme| scheme.starts_with("Bearer"));
    assert_eq!(asks, code == 2200, "{answer}");
    assert_eq!(answer.header("retry-after").is_some(), answer.status == 429, "{answer}");
    assert_eq!(answer.header("allow").is_some(), answer.status == 405, "{answer}");
    body
}

/// Is it a JSON pointer, or a place beside the body?
fn is_place(text: &str) -> bool {
    text.starts_with('/') || ["query:", "header:", "path:"].into_iter().any(|kind| text.starts_with(kind))
}

/// Is it a UUID of version 7, as it is told?
fn is_uuid_v7(text: &str) -> bool {
    text.len() == 36
        && text.char_indices().all(|(at, letter)| match at {
            8 | 13 | 18 | 23 => letter == '-',
            14 => letter == '7',
            19 => "89ab".contains(letter),
            _ => letter.is_ascii_digit() || ('a'..='f').contains(&letter),
        })
}

/// Makes these calls at once.
pub(super) fn at_once<T: Sync, R: Send>(items: &[T], call: impl Fn(&T) -> R + Sync) -> Vec<R> {
    std::thread::scope(|scope| {
        let started: Vec<_> = items.iter().map(|item| scope.spawn(|| call(item))).collect();
        started.into_iter().map(|thread| thread.join().expect("an answer")).collect()
    })
}
