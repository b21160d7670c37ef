//! What is signed: the registry states that this attestor attested this value (`attestations.md` section 9, A15).
//!
//! The payload is made here and read back here. What clients are shown of an attestation, the [`Envelope`], is read from what was signed,
//! never from how things stand now (rule J3).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{AttestationId, Verification};
use crate::entity::{ClaimName, EntityId, KindName, RegistryUrl};
use crate::json;
use crate::signing_key::SigningAlgorithm;

/// Who attests: an entity, or the registry itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Attestor {
    /// The registry.
    Registry,
    /// An entity, by kind and id.
    Entity(KindName, EntityId),
}

impl Attestor {
    /// How it is called from outside.
    pub fn url(&self, registry: &RegistryUrl) -> String {
        match self {
            Self::Registry => registry.to_string(),
            Self::Entity(kind, id) => registry.entity(kind, id),
        }
    }
}

/// The policy under which an attestation was made, as it is signed: its members that are set (rule J1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicyInForce {
    /// Of which kind attestors are; none for the registry's attestations, which are under no policy.
    pub attestor_kind: Option<KindName>,
    /// The condition, byte for byte.
    pub condition: Option<String>,
    /// For how many seconds attestations count.
    pub valid_for: Option<u32>,
}

/// A statement to sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// What the attestation is called.
    pub id: AttestationId,
    /// The kind of the entity.
    pub kind: KindName,
    /// The entity.
    pub entity: EntityId,
    /// Its claim.
    pub claim: ClaimName,
    /// What the claim says.
    pub value: Value,
    /// Who attests.
    pub attestor: Attestor,
    /// The second of the decision.
    pub date: DateTime<Utc>,
    /// The second of the signature.
    pub issued: DateTime<Utc>,
    /// When it runs out; none if it does not.
    pub expires: Option<DateTime<Utc>>,
    /// The policy.
    pub policy: PolicyInForce,
    /// How it was checked.
    pub verification: Option<Verification>,
}

/// An instant as it is signed: whole seconds, UTC.
fn second(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

impl Statement {
    /// The payload (section 9), in canonical form (RFC 8785).
    pub fn payload(&self, registry: &RegistryUrl) -> String {
        let Self { kind, entity, claim, .. } = self;
        let (sub, jti) = (registry.entity(kind, entity), registry.attestation(&self.id.to_string()));
        let mut payload = json!({
            "context": {"baseUrl": registry.to_string(), "schemas": ["https://registries/schemas/entity.json"]},
            "iss": registry.to_string(), "sub": sub, "jti": jti, "iat": self.issued.timestamp(),
            "id": sub, "kind": registry.kind(kind),
            "claims": [{"id": registry.claim(kind, entity, claim), "value": self.value}],
            "attestor": self.attestor.url(registry), "date": second(self.date), "status": {"uri": jti},
        });
        if let Value::Object(members) = &mut payload {
            members.extend(self.expires.map(|expires| ("exp".to_owned(), expires.timestamp().into())));
            members.extend(self.policy.to_json(registry).map(|policy| ("policy".to_owned(), policy)));
            let verification = self.verification.as_ref();
            members.extend(verification.map(|told| ("verification".to_owned(), told.to_json())));
        }
        json::canonical(&payload)
    }
}

impl PolicyInForce {
    /// As it is signed and shown; none where there is none.
    pub fn to_json(&self, registry: &RegistryUrl) -> Option<Value> {
        let attestor_kind = self.attestor_kind.as_ref()?;
        let mut members = Map::new();
        members.insert("attestorKind".into(), registry.kind(attestor_kind).into());
        members.extend(self.condition.as_deref().map(|condition| ("condition".to_owned(), condition.into())));
        members.extend(self.valid_for.map(|seconds| ("validFor".to_owned(), seconds.into())));
        Some(Value::Object(members))
    }
}

/// What was signed cannot be read: it was not signed here, or is damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a stored signature cannot be read")]
pub struct Unsigned;

/// What is shown of an attestation, from what was signed (rule J3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    header: Value,
    payload: Value,
    jws: String,
}

impl Envelope {
    /// Reads a compact signature; the signature itself is not checked.
    ///
    /// # Errors
    /// [`Unsigned`] if it is none that was made here.
    pub fn of(jws: &str) -> Result<Self, Unsigned> {
        let mut parts = jws.split('.').map(|part| URL_SAFE_NO_PAD.decode(part).map_err(|_| Unsigned));
        let mut part = || -> Result<Value, Unsigned> {
            let bytes = parts.next().ok_or(Unsigned)??;
            serde_json::from_slice(&bytes).map_err(|_| Unsigned)
        };
        Ok(Self { header: part()?, payload: part()?, jws: jws.to_owned() })
    }

    /// The registry that stated it: its URL as it was then.
    pub fn issuer(&self) -> Option<&str> {
        self.payload.get("iss").and_then(Value::as_str)
    }

    /// The value that was attested.
    pub fn value(&self) -> &Value {
        self.payload.pointer("/claims/0/value").unwrap_or(&Value::Null)
    }

    /// The statement that was signed, to be signed anew (rule S6), with the kinds' and entities' own names.
    ///
    /// # Errors
    /// [`Unsigned`] if it is none that was made here.
    pub fn statement(&self, id: AttestationId, claim: &ClaimName) -> Result<Statement, Unsigned> {
        let text = |pointer: &str| self.payload.pointer(pointer).and_then(Value::as_str);
        let instant = |pointer: &str| {
            let seconds = self.payload.pointer(pointer).and_then(Value::as_i64);
            seconds.and_then(|seconds| DateTime::from_timestamp(seconds, 0))
        };
        let registry = text("/iss").and_then(|url| RegistryUrl::parse(url).ok()).ok_or(Unsigned)?;
        let entity_of = |url: &str| registry.read_entity(url).map_err(|_| Unsigned);
        let (kind, entity) = entity_of(text("/sub").ok_or(Unsigned)?)?;
        let attestor = match text("/attestor").ok_or(Unsigned)? {
            url if registry.is_registry(url) => Attestor::Registry,
            url => {
                let (kind, id) = entity_of(url)?;
                Attestor::Entity(kind, id)
            }
        };
        let kind_of_policy = text("/policy/attestorKind").and_then(|url| registry.read_kind(url).ok());
        let seconds = self.payload.pointer("/policy/validFor").and_then(Value::as_u64);
        Ok(Statement {
            id,
            kind,
            entity,
            claim: claim.clone(),
            value: self.value().clone(),
            attestor,
            date: text("/date").and_then(|date| date.parse().ok()).ok_or(Unsigned)?,
            issued: instant("/iat").ok_or(Unsigned)?,
            expires: instant("/exp"),
            policy: PolicyInForce {
                attestor_kind: kind_of_policy,
                condition: text("/policy/condition").map(ToOwned::to_owned),
                valid_for: seconds.and_then(|seconds| u32::try_from(seconds).ok()),
            },
            verification: self.payload.get("verification").and_then(Verification::from_signed),
        })
    }

    /// As clients see it (section 5).
    pub fn shown(&self) -> ShownAttestation<'_> {
        let signed = |member: &str| self.payload.get(member).and_then(Value::as_str).unwrap_or_default();
        let header = |member: &str| self.header.get(member).and_then(Value::as_str).unwrap_or_default();
        let claims = self.payload.get("claims").and_then(Value::as_array).into_iter().flatten();
        let expires = self.payload.get("exp").and_then(Value::as_i64);
        let algorithm = SigningAlgorithm::parse(header("alg"));
        ShownAttestation {
            id: signed("jti"),
            attestor: signed("attestor"),
            date: signed("date"),
            expires: expires.and_then(|seconds| DateTime::from_timestamp(seconds, 0)).map(second),
            claims: claims.filter_map(|claim| claim.get("id")?.as_str()).collect(),
            signature: ShownSignature {
                kind: algorithm.unwrap_or(SigningAlgorithm::Rs256).signature_type(),
                value: &self.jws,
                key: header("kid"),
            },
        }
    }
}

/// An attestation as clients see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShownAttestation<'a> {
    /// Its URL.
    pub id: &'a str,
    /// Who attested: an entity's URL, or the registry's.
    pub attestor: &'a str,
    /// The second of the decision.
    pub date: &'a str,
    /// When it runs out, if it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<String>,
    /// The URL of the claim that is attested.
    pub claims: Vec<&'a str>,
    /// The signature, with all that was signed.
    pub signature: ShownSignature<'a>,
}

/// A signature as clients see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShownSignature<'a> {
    /// Which it is.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The compact JWS.
    pub value: &'a str,
    /// The URL of the key.
    #[serde(rename = "keyId")]
    pub key: &'a str,
}
