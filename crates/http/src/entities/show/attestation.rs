//! Attestations as clients see them (sections 5 and 10): what was signed, and what has become of it.

use domesday_app::attestations::AttestationInfo;
use domesday_domain::attestation::Envelope;
use domesday_domain::entity::RegistryUrl;
use serde::Serialize;
use utoipa::ToSchema;

use super::second;

/// That somebody vouched for a claim, signed by the registry.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegistryAttestation)]
pub(crate) struct Attestation {
    /// Its URL.
    id: String,
    /// Who attested: an entity's URL, or the registry's.
    attestor: String,
    /// The second of the decision.
    #[schema(format = "date-time")]
    date: String,
    /// When it runs out, if it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "date-time")]
    expires: Option<String>,
    /// The URL of the claim that is attested.
    claims: Vec<String>,
    signature: Signature,
}

/// A signature over all that matters of an attestation.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegistrySignature)]
struct Signature {
    /// Which it is.
    #[serde(rename = "type")]
    #[schema(example = "https://registries/signature-types/jws-rsa256")]
    kind: &'static str,
    /// A compact JWS (RFC 7515).
    value: String,
    /// The URL of the key.
    #[serde(rename = "keyId")]
    key: String,
}

impl Attestation {
    /// What was signed (rule J3).
    pub(crate) fn of(envelope: &Envelope) -> Self {
        let shown = envelope.shown();
        Self {
            id: shown.id.to_owned(),
            attestor: shown.attestor.to_owned(),
            date: shown.date.to_owned(),
            expires: shown.expires,
            claims: shown.claims.into_iter().map(ToOwned::to_owned).collect(),
            signature: Signature {
                kind: shown.signature.kind,
                value: shown.signature.value.to_owned(),
                key: shown.signature.key.to_owned(),
            },
        }
    }
}

/// What has become of an attestation (rule S8).
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegistryAttestationStatus)]
pub(crate) struct StatusDocument {
    /// Its URL.
    id: String,
    /// `valid`, `superseded`, `expired` or `revoked`.
    status: &'static str,
    /// Since when.
    #[schema(format = "date-time")]
    since: String,
    /// Why it does not count any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    /// The URL of the one in its place.
    #[serde(rename = "supersededBy", skip_serializing_if = "Option::is_none")]
    superseded_by: Option<String>,
    /// The attestation itself, for who may read its claim.
    #[serde(skip_serializing_if = "Option::is_none")]
    attestation: Option<Attestation>,
    /// What was written when it was revoked, for the owners of entity and attestor.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

impl StatusDocument {
    /// What has become of an attestation, as far as its caller may see.
    pub(crate) fn of(url: &RegistryUrl, info: AttestationInfo) -> Self {
        Self {
            id: url.attestation(&info.id.to_string()),
            status: info.status.as_str(),
            since: second(info.since),
            reason: info.reason,
            superseded_by: info.superseded_by.map(|id| url.attestation(&id.to_string())),
            attestation: info.attestation.as_ref().map(Attestation::of),
            note: info.note,
        }
    }
}

/// A page of an entity's attestations.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegistryAttestationList)]
pub(crate) struct StatusList {
    /// Newest first.
    pub(crate) attestations: Vec<StatusDocument>,
    /// The marker of the next page, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next: Option<String>,
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use domesday_domain::attestation::{AttestationId, Status};

    use super::*;

    #[test]
    fn s8_a_status_has_the_members_that_are_set() {
        let url = RegistryUrl::parse("https://r.example").unwrap();
        let info = AttestationInfo {
            id: AttestationId([0; 16]),
            status: Status::Superseded,
            since: DateTime::UNIX_EPOCH,
            reason: Some("renewed"),
            superseded_by: Some(AttestationId([255; 16])),
            attestation: None,
            note: None,
        };
        let shown = serde_json::to_string(&StatusDocument::of(&url, info)).unwrap();
        let expected = concat!(
            r#"{"id":"https://r.example/meta/attestations/AAAAAAAAAAAAAAAAAAAAAA","status":"superseded","#,
            r#""since":"1970-01-01T00:00:00Z","reason":"renewed","#,
            r#""supersededBy":"https://r.example/meta/attestations/_____________________w"}"#,
        );
        assert_eq!(shown, expected);
    }
}
