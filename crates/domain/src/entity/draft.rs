//! Reading a kind as an admin sends it (section 4). All its faults are told at once (rule H7).
//!
//! What the schema answer shows can be sent back: members that the server owns are accepted, and only compared with what they must be
//! (rules H6, K6).

mod claim;

use serde_json::{Map, Value};

use super::{ClaimDeclaration, IdSource, Kind, KindName, KindRoles, MOST_CLAIMS, place};
use crate::actor::{Role, Roles};
use crate::fault::excerpt;
use crate::finding::Findings;
use crate::word::Word;

/// Reads which kind a text means, or says what is wrong with it: a code and a sentence.
pub type KindReference<'a> = &'a dyn Fn(&str) -> Result<KindName, (&'static str, String)>;

/// The members of a declaration; those of the second line are the server's.
const MEMBERS: [&str; 9] = ["public", "ids", "roles", "claims", "context", "id", "kind", "attestations", "metadata"];

/// What is read of a declaration.
pub struct KindDraft<'a> {
    name: &'a KindName,
    reference: KindReference<'a>,
    findings: Findings,
}

impl<'a> KindDraft<'a> {
    /// Reads the body of a PUT for the kind `name`. What depends on other kinds is not judged here: see [`Kind::check_policies`]; nor is
    /// whether the name is free. The kind is there if the findings are clean.
    pub fn read(
        name: &'a KindName,
        body: &Map<String, Value>,
        reference: KindReference<'a>,
    ) -> (Option<Kind>, Findings) {
        let mut draft = Self { name, reference, findings: Findings::new() };
        draft.refuse_unknown(body, "", &MEMBERS);
        draft.check_same(body.get("id"), "id");
        draft.check_same(body.get("kind"), "kind");
        let kind = Kind {
            name: name.clone(),
            public: draft.flag(body, "", "public"),
            ids: draft.ids(body.get("ids")),
            roles: draft.roles(body.get("roles")),
            claims: draft.claims(body.get("claims")),
        };
        let findings = draft.findings;
        (findings.is_clean().then_some(kind), findings)
    }

    /// A member that names this kind, if it is there.
    fn check_same(&mut self, value: Option<&Value>, field: &str) {
        let Some(value) = value else { return };
        let Some(text) = value.as_str() else { return self.expected(field, "the URL of this kind") };
        match (self.reference)(text) {
            Ok(other) if other == *self.name => {}
            Ok(_) => self.findings.error(field, "bad_id", format!("it names another kind than {}", self.name)),
            Err((code, detail)) => self.findings.error(field, code, detail),
        }
    }

    fn ids(&mut self, value: Option<&Value>) -> IdSource {
        let Some(value) = value else { return IdSource::Server };
        value.as_str().and_then(IdSource::parse).unwrap_or_else(|| {
            self.expected("ids", &format!("one of {}", IdSource::words()));
            IdSource::Server
        })
    }

    fn roles(&mut self, value: Option<&Value>) -> KindRoles {
        let mut roles = KindRoles::default();
        let Some(value) = value else { return roles };
        let Some(members) = value.as_object() else {
            self.expected("roles", "an object with `create`, `update` and `read`");
            return roles;
        };
        self.refuse_unknown(members, "roles", &["create", "update", "read"]);
        for (name, set) in [("create", &mut roles.create), ("update", &mut roles.update), ("read", &mut roles.read)] {
            *set = members
                .get(name)
                .map_or_else(Roles::default, |value| self.role_set(value, &place::field("roles", name)));
        }
        roles
    }

    fn role_set(&mut self, value: &Value, at: &str) -> Roles {
        let Some(words) = value.as_array() else {
            self.expected(at, "a list of roles");
            return Roles::default();
        };
        let mut roles = Vec::new();
        for (index, word) in words.iter().enumerate() {
            let at = place::element(at, index);
            match word.as_str().map(str::parse::<Role>) {
                None => self.expected(&at, "a role"),
                Some(Ok(role)) => roles.push(role),
                Some(Err(_)) => {
                    let known = Role::ALL.map(Role::as_str).join(", ");
                    let detail = format!("{:?} is none of {known}", excerpt(word.as_str().unwrap_or_default()));
                    self.findings.error(at, "unknown_role", detail);
                }
            }
        }
        roles.into_iter().collect()
    }

    fn claims(&mut self, value: Option<&Value>) -> Vec<ClaimDeclaration> {
        let Some(value) = value else {
            self.findings.error("claims", "required", "a kind has a list of claims, which may be empty");
            return Vec::new();
        };
        let Some(elements) = value.as_array() else {
            self.expected("claims", "a list of claims");
            return Vec::new();
        };
        if elements.len() > MOST_CLAIMS {
            self.findings.error("claims", "too_long", format!("a kind has at most {MOST_CLAIMS} claims"));
        }
        let mut claims: Vec<ClaimDeclaration> = Vec::new();
        for (index, element) in elements.iter().enumerate() {
            let at = place::element("claims", index);
            let Some(claim) = self.claim(element, &at) else { continue };
            if claims.iter().any(|other| other.name == claim.name) {
                self.findings.error(at, "duplicate_claim", format!("{} is declared twice", claim.name));
            }
            claims.push(claim);
        }
        claims
    }

    fn flag(&mut self, members: &Map<String, Value>, at: &str, name: &str) -> bool {
        let Some(value) = members.get(name) else { return false };
        value.as_bool().unwrap_or_else(|| {
            self.expected(&place::field(at, name), "true or false");
            false
        })
    }

    fn refuse_unknown(&mut self, members: &Map<String, Value>, at: &str, known: &[&str]) {
        for name in members.keys().filter(|name| !known.contains(&name.as_str())) {
            let detail = format!("expected none but {}", known.join(", "));
            self.findings.error(place::field(at, name), "unknown_member", detail);
        }
    }

    fn expected(&mut self, field: &str, what: &str) {
        self.findings.error(field, "wrong_type", format!("expected {what}"));
    }
}

#[cfg(test)]
mod tests;
