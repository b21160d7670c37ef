//! The paths of this face: which methods each takes, and what has to be there before another is refused (rule H9).

use crate::routes::Path;

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    /// Something for whoever is logged in.
    Session,
    /// A kind.
    Kind,
    /// The search of a kind.
    Search,
    /// An entity.
    Entity,
    /// What was attested of one.
    Attestations,
    /// What was done to one.
    History,
    /// A claim.
    Claim,
    /// What is done to a claim, by whoever is logged in.
    Attesting,
    /// An attestation.
    Attestation,
    /// What is done to an attestation, by whoever is logged in.
    Revoking,
    /// All signing keys.
    Keys,
    /// A signing key.
    Key,
    /// What is done to a signing key, by whoever is logged in.
    ChangingKey,
}

/// A path of this face.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Its pattern and methods.
    pub(crate) path: Path,
    /// What stands there.
    pub(crate) subject: Subject,
}

const fn place(subject: Subject, pattern: &'static str, allow: &'static str) -> Place {
    Place { path: Path { pattern, allow }, subject }
}

const READ: &str = "GET, HEAD";

pub(super) static KIND: Place = place(Subject::Kind, "/api/{kind}", "GET, HEAD, POST, PUT");
pub(super) static SEARCH: Place = place(Subject::Search, "/api/{kind}/search", "GET, HEAD, POST");
pub(super) static ENTITY: Place = place(Subject::Entity, "/api/{kind}/{id}", "GET, HEAD, PATCH, PUT, DELETE");
pub(super) static ATTESTATIONS: Place = place(Subject::Attestations, "/api/{kind}/{id}/attestations", READ);
pub(super) static HISTORY: Place = place(Subject::History, "/api/{kind}/{id}/history", READ);
pub(super) static CLAIM: Place = place(Subject::Claim, "/api/{kind}/{id}/{claim}", READ);
pub(super) static ATTEST: Place = place(Subject::Attesting, "/api/{kind}/{id}/{claim}/attest", "POST");
pub(super) static KINDS: Place = place(Subject::Session, "/meta/kinds", READ);
pub(super) static ATTESTATION: Place = place(Subject::Attestation, "/meta/attestations/{attestation}", READ);
pub(super) static REVOKE: Place = place(Subject::Revoking, "/meta/attestations/{attestation}/revoke", "POST");
pub(super) static WORKLIST: Place = place(Subject::Session, "/meta/worklist", READ);
pub(super) static KEYS: Place = place(Subject::Keys, "/meta/signing-keys", READ);
pub(super) static KEY: Place = place(Subject::Key, "/meta/signing-keys/{key}", READ);
pub(super) static ACTIVATE_KEY: Place = place(Subject::ChangingKey, "/meta/signing-keys/{key}/activate", "POST");
pub(super) static REVOKE_KEY: Place = place(Subject::ChangingKey, "/meta/signing-keys/{key}/revoke", "POST");

/// Every path that is served.
#[cfg(test)]
pub(crate) static PLACES: [&Place; 15] = [
    &KIND,
    &SEARCH,
    &ENTITY,
    &ATTESTATIONS,
    &HISTORY,
    &CLAIM,
    &ATTEST,
    &KINDS,
    &ATTESTATION,
    &REVOKE,
    &WORKLIST,
    &KEYS,
    &KEY,
    &ACTIVATE_KEY,
    &REVOKE_KEY,
];

impl Place {
    /// What is taken here, as in `Allow`: of what the registry keeps elsewhere, less (section 13).
    pub(super) fn allow(&self, is_system_kind: bool) -> &'static str {
        match self.subject {
            Subject::Kind if is_system_kind => "GET, HEAD, PUT",
            Subject::Entity if is_system_kind => READ,
            _ => self.path.allow,
        }
    }

    /// Whether nothing here is for who has no log-in.
    pub(super) fn needs_session(&self) -> bool {
        matches!(self.subject, Subject::Session | Subject::Attesting | Subject::Revoking | Subject::ChangingKey)
    }
}
