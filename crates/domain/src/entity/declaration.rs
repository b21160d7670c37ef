//! A kind as it is declared.

use serde_json::{Value, json};

use super::{ClaimDeclaration, ClaimName, KindDraft, KindName};
use crate::actor::{Role, Roles};
use crate::condition::Side;
use crate::finding::{FieldError, Findings};
use crate::word::words;

/// The most claims that a kind declares.
pub const MOST_CLAIMS: usize = 64;

words! {
    /// Who makes the ids of a kind's entities.
    IdSource {
        /// The server.
        Server = "server",
        /// Whoever creates one may ask for an id, or leave it to the server (rule E2).
        Client = "client",
    }
}

/// What users of which roles may do with a kind's entities. Nobody, by default, but admins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KindRoles {
    /// Who creates them.
    pub create: Roles,
    /// Who changes and deletes those of his account.
    pub update: Roles,
    /// Who reads those of other accounts (section 6).
    pub read: Roles,
}

/// A kind: what its entities claim, and who may do what with them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    /// What it is called.
    pub name: KindName,
    /// Claims that are not private are readable without log-in.
    pub public: bool,
    /// Who makes the ids.
    pub ids: IdSource,
    /// Who may do what.
    pub roles: KindRoles,
    /// Its claims, in the order in which entities show them; at most 64, none twice.
    pub claims: Vec<ClaimDeclaration>,
}

/// What was stored is no kind: it was not stored here, or is damaged.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a stored kind cannot be read: {0}")]
pub struct BadStoredKind(String);

impl Kind {
    /// The claim of this name.
    pub fn claim(&self, name: &str) -> Option<&ClaimDeclaration> {
        self.claims.iter().find(|claim| claim.name.as_str() == name)
    }

    /// As it is stored: as it would be sent, with bare names instead of URLs. [`Kind::from_stored`] reads it.
    pub fn to_json(&self) -> Value {
        let roles = |roles: Roles| roles.iter().map(Role::as_str).collect::<Vec<_>>();
        json!({
            "kind": self.name.as_str(),
            "public": self.public,
            "ids": self.ids.to_string(),
            "roles": {
                "create": roles(self.roles.create),
                "update": roles(self.roles.update),
                "read": roles(self.roles.read),
            },
            "claims": self.claims.iter().map(ClaimDeclaration::to_json).collect::<Vec<_>>(),
        })
    }

    /// A kind as it was stored.
    ///
    /// # Errors
    /// [`BadStoredKind`]: the first thing that is wrong with it.
    pub fn from_stored(stored: &Value) -> Result<Self, BadStoredKind> {
        let body = stored.as_object().ok_or_else(|| BadStoredKind("it is no object".to_owned()))?;
        let name = body.get("kind").and_then(Value::as_str).unwrap_or_default();
        let bare = |text: &str| KindName::parse(text).map_err(|problem| (problem.code(), problem.to_string()));
        let name = bare(name).map_err(|(_, detail)| BadStoredKind(detail))?;
        let (kind, findings) = KindDraft::read(&name, body, &bare);
        let told = |error: &FieldError| format!("{}: {}", error.field, error.detail);
        kind.ok_or_else(|| BadStoredKind(findings.errors().first().map(told).unwrap_or_default()))
    }

    /// Checks what its policies say of other kinds: that each attestor's kind is there, or is this one, and that each condition begins its
    /// references with claims of the kinds (rule K3). `find` gives the kinds that are there, the system's too; this one is never asked for.
    pub fn check_policies(&self, find: &dyn Fn(&KindName) -> Option<Kind>) -> Findings {
        let mut findings = Findings::new();
        for (at, claim) in self.claims.iter().enumerate() {
            let Some(policy) = &claim.policy else { continue };
            let other = if policy.attestor_kind == self.name { None } else { Some(find(&policy.attestor_kind)) };
            let attestor_kind = match &other {
                None => self,
                Some(Some(other)) => other,
                Some(None) => {
                    let detail = format!("there is no kind {}", policy.attestor_kind);
                    findings.error(format!("claims[{at}].attestationPolicy.attestorKind"), "unknown_kind", detail);
                    continue;
                }
            };
            let condition = policy.condition.as_ref();
            let checked = condition.map_or(Ok(()), |condition| {
                condition.check_claims(|name| attestor_kind.claim(name).is_some(), |name| self.claim(name).is_some())
            });
            if let Err(error) = checked {
                let field = format!("claims[{at}].attestationPolicy.condition");
                findings.error_at(field, error.offset, error.code(), error.detail);
            }
        }
        findings
    }

    /// The references in this kind's conditions to claims that another, or this one itself, has no more once it is declared as `changed`:
    /// the claim with the policy, and the name of the claim that is gone (rule K5).
    pub fn references_gone<'a>(&'a self, changed: &'a Kind) -> Vec<(&'a ClaimName, &'a str)> {
        let mut gone = Vec::new();
        for claim in &self.claims {
            let Some((policy, condition)) = claim.policy.as_ref().and_then(|p| Some((p, p.condition.as_ref()?))) else {
                continue;
            };
            let of_changed = |side: Side| match side {
                Side::Attestor => policy.attestor_kind == changed.name,
                Side::Entity => self.name == changed.name,
            };
            let concerned = condition.references().iter().filter(|reference| of_changed(reference.side));
            let named = concerned.filter_map(|reference| reference.claim());
            gone.extend(named.filter(|name| changed.claim(name).is_none()).map(|name| (&claim.name, name)));
        }
        gone.sort_unstable();
        gone.dedup();
        gone
    }
}
