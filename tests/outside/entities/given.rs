//! What laws about entities start from: two kinds, who may do what with them, and calls whose answers are all held to H5 and H7.

use domesday_tests::client::{Answer, Call, Client};
use domesday_tests::server::Server;
use serde_json::{Value, json};

use crate::given;

/// What every answer says its form is (rule H5).
pub(super) const FORM: &str = "registry.v1; format=json";

/// The condition of the policy of a student's school.
pub(super) const SAME_SCHOOL: &str = "{ATTESTOR}.school == {ENTITY}.school";

/// A registry with the kinds `teacher` and `student`, and two organisations that make such entities and check what they say.
pub(super) struct World {
    /// Who runs it: all roles, account `registry`.
    pub(super) admin: Client,
    /// A registrar and attestor of the account `acme`.
    pub(super) acme: Client,
    /// A registrar and attestor of the account `zeta`.
    pub(super) zeta: Client,
    /// The registry's URL.
    pub(super) url: String,
}

impl World {
    /// Sets it up.
    pub(super) fn of(server: &Server) -> Self {
        let admin = kinds(server);
        let [acme, zeta] = ["acme", "zeta"].map(|name| server.user(name, name, &["registrar", "attestor"]));
        Self { admin, acme, zeta, url: server.url() }
    }

    /// Has zeta own a teacher at Hill, which the registry attests; gives its path.
    pub(super) fn teacher(&self, id: &str) -> String {
        let path = make(&self.zeta, "teacher", id, &[("name", json!("Tea Cher")), ("school", json!("Hill"))]);
        vouch(&self.admin, &self.url, &path, "school");
        path
    }

    /// Has acme own a student at Hill, of whom nothing is attested; gives its path.
    pub(super) fn student(&self, id: &str) -> String {
        make(&self.acme, "student", id, &[("name", json!("Ann")), ("school", json!("Hill"))])
    }
}

/// Declares the kinds `teacher` and `student`, and gives who may.
pub(super) fn kinds(server: &Server) -> Client {
    let admin = server.admin();
    declare(&admin, "teacher", &teacher());
    declare(&admin, "student", &student());
    admin
}

/// The roles of both kinds: registrars make and change, readers read.
pub(super) fn roles() -> Value {
    json!({"create": ["registrar"], "update": ["registrar"], "read": ["reader"]})
}

/// The declaration of the kind `teacher`: who attests, and is attested by the registry alone.
pub(super) fn teacher() -> Value {
    json!({"ids": "client", "roles": roles(), "claims": [
        {"subject": "name", "value": "string", "required": true}, {"subject": "school", "value": "string", "indexed": true},
        {"subject": "schools", "value": ["string"]}, {"subject": "grade", "value": "integer"},
        {"subject": "about", "value": "any"}
    ]})
}

/// The declaration of the kind `student`.
pub(super) fn student() -> Value {
    let school = json!({"attestorKind": "teacher", "condition": SAME_SCHOOL, "validFor": 31_536_000});
    json!({"ids": "client", "roles": roles(), "claims": [
        {"subject": "name", "value": "string", "required": true},
        {"subject": "phone", "value": {"country": "string", "number": "integer", "ext?": "string"}, "private": true},
        {"subject": "school", "value": "string", "indexed": true, "attestationPolicy": school},
        {"subject": "email", "value": "email", "unique": true}, {"subject": "marks", "value": ["number"]},
        {"subject": "extra", "value": "any", "indexed": true},
        {"subject": "pin", "value": "string", "private": true, "attestationPolicy": {"attestorKind": "teacher"}}
    ]})
}

/// Declares a kind that is not there yet.
pub(super) fn declare(admin: &Client, kind: &str, declaration: &Value) {
    told(&admin.put(&format!("/api/{kind}"), declaration).expect(201));
}

/// A kind with these claims and no roles, or others.
pub(super) fn kind(claims: &Value, changes: &Value) -> Value {
    given::with(json!({ "claims": claims }), changes)
}

/// A body with these claims, each by its name.
pub(super) fn claims(claims: &[(&str, Value)]) -> Value {
    let claims: Vec<Value> = claims.iter().map(|(name, value)| json!({"id": name, "value": value})).collect();
    json!({ "claims": claims })
}

/// Makes an entity under an id of the client's, and gives its path.
pub(super) fn make(client: &Client, kind: &str, id: &str, said: &[(&str, Value)]) -> String {
    let path = format!("/api/{kind}/{id}");
    let claims: Vec<Value> =
        said.iter().map(|(name, value)| json!({"id": format!("{path}/{name}"), "value": value})).collect();
    told(&client.post(&format!("/api/{kind}"), &json!({ "claims": claims })).expect(201));
    path
}

/// Reads what is there.
pub(super) fn read(client: &Client, path: &str) -> Value {
    done(client.get(path), 200)
}

/// What an entity says, as `(name, value)`.
pub(super) fn said(entity: &Value) -> Vec<(String, Value)> {
    let claims = entity["claims"].as_array().unwrap_or_else(|| panic!("no claims: {entity}"));
    claims.iter().map(|claim| (last(&claim["id"]), claim["value"].clone())).collect()
}

/// The names of the claims that are shown.
pub(super) fn names(entity: &Value) -> Vec<String> {
    said(entity).into_iter().map(|(name, _)| name).collect()
}

/// The names of the attested claims, one for each attestation.
pub(super) fn attested(entity: &Value) -> Vec<String> {
    let list = entity["attestations"].as_array().unwrap_or_else(|| panic!("no attestations: {entity}"));
    list.iter().map(|attestation| last(&attestation["claims"][0])).collect()
}

/// The last segment of a URL.
pub(super) fn last(url: &Value) -> String {
    text(url).rsplit('/').next().unwrap_or_default().to_owned()
}

/// A value that is a text.
pub(super) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

/// A revision.
pub(super) fn revision(entity: &Value) -> u64 {
    entity["metadata"]["revision"].as_u64().unwrap_or_else(|| panic!("no revision: {entity}"))
}

/// Asks to attest a claim, whose path is given.
pub(super) fn attest(client: &Client, claim: &str, attestor: &str, value: &Value) -> Call {
    client.post(&format!("{claim}/attest"), &json!({"attestor": attestor, "value": value}))
}

/// Has the registry attest what an entity says; gives the attestation's URL.
pub(super) fn vouch(admin: &Client, registry: &str, entity: &str, claim: &str) -> String {
    let path = format!("{entity}/{claim}");
    let value = read(admin, &path)["value"].clone();
    attested_by(attest(admin, &path, registry, &value))
}

/// Sends what must attest; gives the attestation's URL.
pub(super) fn attested_by(call: Call) -> String {
    let answer = call.expect(200);
    told(&answer);
    answer.header("x-registry-attestation").unwrap_or_else(|| panic!("which attestation? {answer}")).to_owned()
}

/// The path of a URL of this registry.
pub(super) fn path(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find('/').map_or_else(String::new, |at| rest[at..].to_owned())
}

/// The body of an answer, after a look at what all have in common (rules H5, H7); null if there is none.
pub(super) fn told(answer: &Answer) -> Value {
    assert_eq!(answer.header("x-registry-media-type"), Some(FORM), "{answer}");
    assert!(answer.header("server").is_some_and(|server| !server.is_empty()), "{answer}");
    if answer.body.is_empty() {
        return Value::Null;
    }
    let kind = answer.header("content-type").unwrap_or_default();
    let body = answer.json();
    if answer.is_success() {
        assert_eq!(kind, "application/json", "{answer}");
        return body;
    }
    assert_eq!(kind, "application/problem+json", "{answer}");
    assert_eq!(body["status"], answer.status, "{answer}");
    for member in ["type", "title", "detail", "code", "request_id"] {
        assert!(body[member].as_str().is_some_and(|text| !text.is_empty()), "{member}: {answer}");
    }
    assert_eq!(body.get("conflicts").is_some(), answer.status == 409, "{answer}");
    for error in body["errors"].as_array().into_iter().flatten() {
        assert!(error["field"].is_string() && error["detail"].is_string() && error["code"].is_string(), "{answer}");
    }
    let asks = answer.header("www-authenticate").is_some_and(|scheme| scheme.starts_with("Bearer"));
    assert_eq!(asks, answer.status == 401, "{answer}");
    assert_eq!(answer.header("allow").is_some(), answer.status == 405, "{answer}");
    body
}

/// Sends a call that must succeed with this status, and gives the body.
pub(super) fn done(call: Call, status: u16) -> Value {
    let answer = call.expect(status);
    told(&answer)
}

/// Sends a call that must be refused with this status and this code, of the whole or of one of its errors; gives the body.
pub(super) fn refused(call: Call, status: u16, code: &str) -> Value {
    let answer = call.send();
    let body = told(&answer);
    let mut codes = body["errors"].as_array().into_iter().flatten().map(|error| &error["code"]);
    assert!(
        answer.status == status && (body["code"] == code || codes.any(|one| one == code)),
        "wanted {code}: {answer}"
    );
    body
}

/// Sends a call that must be refused for just these wrong fields, in any order; gives the body.
pub(super) fn wrong(call: Call, expected: &[(&str, &str)]) -> Value {
    let answer = call.expect(400);
    let body = told(&answer);
    let mut pairs: Vec<_> = expected.iter().map(|(field, code)| ((*field).to_owned(), (*code).to_owned())).collect();
    pairs.sort();
    assert_eq!(answer.errors(), pairs, "{answer}");
    body
}

/// The members of an object, sorted.
pub(super) fn members(value: &Value) -> Vec<&str> {
    let members = value.as_object().unwrap_or_else(|| panic!("no object: {value}")).keys();
    let mut members: Vec<&str> = members.map(String::as_str).collect();
    members.sort_unstable();
    members
}

/// Is it an instant as answers write it: UTC with `Z` and whole seconds?
pub(super) fn is_instant(value: &Value) -> bool {
    let shape = |(at, letter): (usize, char)| match at {
        4 | 7 => letter == '-',
        10 => letter == 'T',
        13 | 16 => letter == ':',
        19 => letter == 'Z',
        _ => letter.is_ascii_digit(),
    };
    value.as_str().is_some_and(|text| text.len() == 20 && text.char_indices().all(shape))
}

/// Makes these calls at once, and gives what they gave.
pub(super) fn at_once<T: Sync, R: Send>(items: &[T], call: impl Fn(&T) -> R + Sync) -> Vec<R> {
    std::thread::scope(|scope| {
        let started: Vec<_> = items.iter().map(|item| scope.spawn(|| call(item))).collect();
        started.into_iter().map(|thread| thread.join().expect("an answer")).collect()
    })
}

/// Chance that is the same in every run.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    /// A number from 0 up to, not including, `limit`.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % limit
    }

    /// Whether it is the one case of so many.
    pub(super) fn once_in(&mut self, cases: usize) -> bool {
        self.below(cases) == 0
    }

    /// One of these.
    pub(super) fn one_of<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())].clone()
    }
}
