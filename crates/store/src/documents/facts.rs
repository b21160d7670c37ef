//! The facts of a domain's life that are no columns of their own, and what it says about the keys of its zone.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use domesday_domain::account::AccountId;
use domesday_domain::registration::{
    ClaimCause, ClaimProof, Grace, Registration, RequiredClaim, Stage, StoredStatus, TransferRequest,
};
use domesday_domain::secdns::{DsRecord, KeyRecord, SecureDelegation};
use domesday_domain::word::Word;
use serde::{Deserialize, Serialize};

use super::life::{GraceWire, StageWire, micros};
use super::{Unreadable, moment, read, word, written};

/// What such a document tells.
pub(crate) struct Facts {
    /// The statuses that somebody set.
    pub(crate) statuses: BTreeSet<StoredStatus>,
    /// Where the domain is in its life.
    pub(crate) stage: Stage,
    /// Its grace periods, oldest first.
    pub(crate) graces: Vec<Grace>,
    /// The transfer that was asked for.
    pub(crate) transfer: Option<TransferRequest>,
    /// What the policy requires of its registrant.
    pub(crate) claims: Vec<RequiredClaim>,
    /// By how many of the policy's versions those were judged; 0 in documents from before they were.
    pub(crate) judged: usize,
    /// Up to when notices of its expiry were given.
    pub(crate) noticed_to: DateTime<Utc>,
    /// What it says about keys.
    pub(crate) keys: SecureDelegation,
}

#[derive(Serialize, Deserialize)]
struct Wire {
    statuses: Vec<String>,
    stage: StageWire,
    graces: Vec<GraceWire>,
    transfer: Option<TransferWire>,
    claims: Vec<ClaimWire>,
    #[serde(default)]
    judged: usize,
    noticed_to: i64,
    ds: Vec<DsWire>,
    keys: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct TransferWire {
    requester: i64,
    requested: i64,
    acts_at: i64,
}

/// A required claim: `until` of one that is met, `cause` of others. Documents from before causes were kept have none.
#[derive(Serialize, Deserialize)]
struct ClaimWire {
    claim: String,
    due: i64,
    state: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cause: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until: Option<i64>,
}

/// A DS record, its digest in hexadecimal.
#[derive(Serialize, Deserialize)]
struct DsWire {
    key_tag: u16,
    algorithm: u8,
    digest_type: u8,
    digest: String,
}

/// Octets in hexadecimal text.
pub(super) fn hex(octets: &[u8]) -> String {
    use std::fmt::Write as _;
    octets.iter().fold(String::with_capacity(octets.len() * 2), |mut text, octet| {
        let _ = write!(text, "{octet:02x}");
        text
    })
}

/// And back.
pub(super) fn octets(text: &str) -> Result<Vec<u8>, Unreadable> {
    let digit = |octet: u8| char::from(octet).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let pairs = text.as_bytes().chunks(2).map(|pair| match pair {
        [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
        _ => None,
    });
    pairs.collect::<Option<_>>().ok_or_else(|| Unreadable::Value(text.to_owned(), "hexadecimal text"))
}

impl TransferWire {
    fn of(TransferRequest { requester, requested, acts_at }: TransferRequest) -> Self {
        Self { requester: requester.0, requested: micros(requested), acts_at: micros(acts_at) }
    }

    fn into_request(self) -> Result<TransferRequest, Unreadable> {
        let (requested, acts_at) = (moment(self.requested)?, moment(self.acts_at)?);
        Ok(TransferRequest { requester: AccountId(self.requester), requested, acts_at })
    }
}

impl ClaimWire {
    fn of(required: &RequiredClaim) -> Self {
        let (cause, until) = match required.proof {
            ClaimProof::Open { cause, .. } => (Some(cause.as_str().to_owned()), None),
            ClaimProof::Met { until } => (None, until.map(micros)),
        };
        let (claim, state) = (required.claim.clone(), required.state().as_str().to_owned());
        Self { claim, due: micros(required.due), state, cause, until }
    }

    fn into_claim(self) -> Result<RequiredClaim, Unreadable> {
        let Self { claim, due, state, cause, until } = self;
        let cause = cause.map(|text| word(&text, "cause", ClaimCause::parse)).transpose()?;
        let cause = cause.unwrap_or(ClaimCause::Unattested);
        let until = until.map(moment).transpose()?;
        let proof = word(&state, "state", |text| match text {
            "pending" => Some(ClaimProof::Open { cause, overdue: false }),
            "overdue" => Some(ClaimProof::Open { cause, overdue: true }),
            "met" => Some(ClaimProof::Met { until }),
            _ => None,
        })?;
        Ok(RequiredClaim { claim, due: moment(due)?, proof })
    }
}

impl DsWire {
    fn of(DsRecord { key_tag, algorithm, digest_type, digest }: &DsRecord) -> Self {
        Self { key_tag: *key_tag, algorithm: *algorithm, digest_type: *digest_type, digest: hex(digest) }
    }

    fn into_record(self) -> Result<DsRecord, Unreadable> {
        let Self { key_tag, algorithm, digest_type, digest } = self;
        Ok(DsRecord { key_tag, algorithm, digest_type, digest: octets(&digest)? })
    }
}

fn key(text: &str) -> Result<KeyRecord, Unreadable> {
    Ok(KeyRecord::from_stored(octets(text)?.into_boxed_slice()))
}

/// A domain's facts and keys as a document.
pub(crate) fn facts_document(registration: &Registration, keys: &SecureDelegation) -> Result<String, Unreadable> {
    written(&Wire {
        statuses: registration.statuses.iter().map(|status| status.as_str().to_owned()).collect(),
        stage: StageWire::of(registration.stage),
        graces: registration.graces.iter().map(GraceWire::of).collect(),
        transfer: registration.transfer.map(TransferWire::of),
        claims: registration.claims.iter().map(ClaimWire::of).collect(),
        judged: registration.judged,
        noticed_to: micros(registration.noticed_to),
        ds: keys.ds.iter().map(DsWire::of).collect(),
        keys: keys.keys.iter().map(|key| hex(key.rdata().wire())).collect(),
    })
}

/// The facts of a document.
pub(crate) fn facts(document: &str) -> Result<Facts, Unreadable> {
    let wire: Wire = read(document)?;
    let statuses = wire.statuses.iter().map(|text| word(text, "status", StoredStatus::parse));
    let ds = wire.ds.into_iter().map(DsWire::into_record).collect::<Result<_, _>>()?;
    let keys = wire.keys.iter().map(|text| key(text)).collect::<Result<_, _>>()?;
    Ok(Facts {
        statuses: statuses.collect::<Result<_, _>>()?,
        stage: wire.stage.into_stage()?,
        graces: wire.graces.into_iter().map(GraceWire::into_grace).collect::<Result<_, _>>()?,
        transfer: wire.transfer.map(TransferWire::into_request).transpose()?,
        claims: wire.claims.into_iter().map(ClaimWire::into_claim).collect::<Result<_, _>>()?,
        judged: wire.judged,
        noticed_to: moment(wire.noticed_to)?,
        keys: SecureDelegation { ds, keys },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_stored_before_claims_were_judged_is_read() {
        let document = r#"{
            "statuses": [], "stage": "registered", "graces": [], "transfer": null, "noticed_to": 0, "ds": [], "keys": [],
            "claims": [
                {"claim": "email", "due": 1, "state": "pending"}, {"claim": "name", "due": 2, "state": "overdue"},
                {"claim": "voice", "due": 3, "state": "met"}
            ]
        }"#;
        let facts = facts(document).expect("it is read");
        let cause = ClaimCause::Unattested;
        let proofs: Vec<ClaimProof> = facts.claims.iter().map(|claim| claim.proof).collect();
        let open = |overdue| ClaimProof::Open { cause, overdue };
        assert_eq!(proofs, [open(false), open(true), ClaimProof::Met { until: None }]);
        assert_eq!(facts.judged, 0);
    }
}
