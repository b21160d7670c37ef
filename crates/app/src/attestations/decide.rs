//! May this be attested: rules A1 to A10, in their order, the first that fails answers.
//!
//! Decided twice on purpose: once to know what to sign, and once more in the transaction that records it, on the state of then. So
//! nothing is recorded for a value that was replaced meanwhile, nor by an attestor who lost his standing meanwhile (rule A13).

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use domesday_domain::actor::Role;
use domesday_domain::attestation::{AttestationId, Attestor, PolicyInForce, Statement, Unfit, Verification, Vouching};
use domesday_domain::entity::{ClaimName, EntityId, KindName, Policy};
use domesday_domain::json;
use serde_json::Value;

use crate::entities::{Denial, Sight, Subject, refuse_suspended, subject};
use crate::input::Input;
use crate::ports::Snapshot;
use crate::refusal::Refusal;
use crate::registry::Context;
use crate::signing_keys;

/// The most attestations that a claim has, each of another attestor (rule A10).
const MOST_ON_A_CLAIM: usize = 8;

/// What is to be attested, as it was asked for.
#[derive(Clone, Debug)]
pub struct AttestBody {
    /// Who attests: an entity's URL or path, or the registry's URL.
    pub attestor: Option<String>,
    /// What the attestor found; never null.
    pub value: Option<Value>,
    /// How it was checked.
    pub verification: Option<Verification>,
}

/// A request to attest.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The entity's kind; none for a text that cannot be one.
    pub kind: Option<KindName>,
    /// The entity.
    pub entity: EntityId,
    /// The claim; none for a text that cannot be one.
    pub claim: Option<ClaimName>,
    /// The body.
    pub body: Input<AttestBody>,
}

/// What was decided: what to sign, and with which key.
pub(super) struct Decision {
    /// The entity, as it was then.
    pub(super) subject: Subject,
    /// The attestor; none for the registry itself.
    pub(super) attestor: Option<Subject>,
    /// What is to be signed.
    pub(super) statement: Statement,
    /// The key that signs.
    pub(super) key: String,
}

/// What a decision is about, but for the state that it is made on.
pub(super) struct Draft<'a> {
    pub(super) wanted: &'a Wanted,
    pub(super) id: AttestationId,
    /// The second of the decision.
    pub(super) date: DateTime<Utc>,
}

impl Draft<'_> {
    /// Decides.
    pub(super) fn decide(&self, snapshot: &mut dyn Snapshot, context: &Context) -> Result<Decision, Refusal> {
        let (subject, claim) = self.entity(snapshot, context)?;
        refuse_suspended(context)?;
        let Some(held) = subject.claim(claim.as_str()) else {
            return Err(Denial::missing("claim_missing", format!("the claim {claim} has no value")).into());
        };
        let (body, findings) = self.wanted.body.well_formed()?;
        let (named, value) = self.read(context, body, findings)?;
        let attestor = attestor(snapshot, context, named)?;
        let policy = self.policy(&subject, claim, attestor.is_some())?;
        if let (Some(policy), Some(attestor)) = (policy, &attestor) {
            // Before the values are compared, so that nobody finds a private one by guessing (rule A11).
            let (registry, claim, stored) = (context.registry_url(), claim.as_str(), &held.value);
            let vouching = Vouching { registry, attestor, entity: &subject, claim, stored };
            vouching.judge(policy, &value).map_err(unfit)?;
        }
        if !json::equal(&value, &held.value) {
            let detail = "the value to be attested is not what the claim says now: read it again";
            return Err(Denial::conflict("value_differs", detail).into());
        }
        let own = attestor.as_ref().map(Subject::key);
        let of_claim = subject.attestations.iter().filter(|attestation| attestation.claim == *claim);
        if of_claim.filter(|attestation| attestation.attestor != own).count() >= MOST_ON_A_CLAIM {
            let detail = format!("{MOST_ON_A_CLAIM} others attest this claim already");
            return Err(Denial::conflict("too_many_attestations", detail).into());
        }
        let keys = snapshot.signing_keys()?;
        let key = signing_keys::active(&keys).map(|key| key.id.clone()).ok_or_else(no_key)?;
        let statement = self.statement(&subject, claim, value, attestor.as_ref(), policy, body);
        Ok(Decision { subject, attestor, statement, key })
    }

    /// A1: the entity and the claim are there, and the caller may read the claim, or act for an attestor of his (A4).
    fn entity(&self, snapshot: &mut dyn Snapshot, context: &Context) -> Result<(Subject, &ClaimName), Refusal> {
        let missing = || Denial::missing("not_found", "there is no such claim");
        let (Some(kind), Some(claim)) = (&self.wanted.kind, &self.wanted.claim) else { return Err(missing().into()) };
        let found = subject::find(snapshot, context, kind, &self.wanted.entity)?.ok_or_else(missing)?;
        let declared = found.declared().claims.iter().any(|declared| declared.name == *claim);
        if !declared {
            return Err(missing().into());
        }
        let seen = Sight::of(snapshot, context, &found)?.sees(found.declared(), claim.as_str());
        if !seen && !self.acts_for_attestor(snapshot, context)? {
            return Err(missing().into());
        }
        Ok((found, claim))
    }

    /// Whether A4 holds, for whoever may not read the claim: then he is told what else forbids it.
    fn acts_for_attestor(&self, snapshot: &mut dyn Snapshot, context: &Context) -> Result<bool, Refusal> {
        let Ok((body, _)) = self.wanted.body.well_formed() else { return Ok(false) };
        let Some(text) = &body.attestor else { return Ok(false) };
        let Ok(named) = Named::read(context, text) else { return Ok(false) };
        Ok(attestor(snapshot, context, named).is_ok())
    }

    /// A3: the body is well formed.
    fn read(
        &self,
        context: &Context,
        body: &AttestBody,
        mut findings: domesday_domain::finding::Findings,
    ) -> Result<(Named, Value), Refusal> {
        let named = match &body.attestor {
            None => {
                if findings.errors().iter().all(|error| error.field != "attestor") {
                    findings.error("attestor", "required", "an entity's URL, or the registry's");
                }
                None
            }
            Some(text) => match Named::read(context, text) {
                Ok(named) => Some(named),
                Err((code, detail)) => {
                    findings.error("attestor", code, detail);
                    None
                }
            },
        };
        if body.value.is_none() && findings.errors().iter().all(|error| !error.field.starts_with("value")) {
            findings.error("value", "required", "the value that was checked");
        }
        findings.settle(false)?;
        match (named, body.value.clone()) {
            (Some(named), Some(value)) => Ok((named, value)),
            _ => Err(Refusal::Failed("a request to attest without fault is not complete".into())),
        }
    }

    /// A5: the claim can be attested, by this attestor or by the registry alone (rule K2).
    fn policy<'s>(
        &self,
        subject: &'s Subject,
        claim: &ClaimName,
        by_entity: bool,
    ) -> Result<Option<&'s Policy>, Refusal> {
        if subject.claim(claim.as_str()).is_some_and(|held| held.kept) {
            let detail = format!("the registry keeps {claim} itself: it counts as attested");
            return Err(Denial::forbidden("registry_kept", detail).into());
        }
        if !by_entity {
            return Ok(None);
        }
        let declared = subject.declared().claims.iter().find(|declared| declared.name == *claim);
        let policy = declared.and_then(|declared| declared.policy.as_ref());
        let detail = || Denial::forbidden("no_policy", format!("{claim} has no policy: the registry alone attests it"));
        policy.map(Some).ok_or_else(|| detail().into())
    }

    fn statement(
        &self,
        subject: &Subject,
        claim: &ClaimName,
        value: Value,
        attestor: Option<&Subject>,
        policy: Option<&Policy>,
        body: &AttestBody,
    ) -> Statement {
        let valid_for = policy.and_then(|policy| policy.valid_for);
        Statement {
            id: self.id,
            kind: subject.declared().name.clone(),
            entity: subject.id.clone(),
            claim: claim.clone(),
            value,
            attestor: attestor.map_or(Attestor::Registry, |attestor| {
                Attestor::Entity(attestor.declared().name.clone(), attestor.id.clone())
            }),
            date: self.date,
            issued: self.date,
            expires: valid_for.and_then(|seconds| self.date.checked_add_signed(TimeDelta::seconds(seconds.into()))),
            policy: policy.map_or_else(PolicyInForce::default, |policy| PolicyInForce {
                attestor_kind: Some(policy.attestor_kind.clone()),
                condition: policy.condition.as_ref().map(|condition| condition.text().to_owned()),
                valid_for,
            }),
            verification: body.verification.clone(),
        }
    }
}

/// The second of an instant.
pub(super) fn second(at: DateTime<Utc>) -> DateTime<Utc> {
    at.trunc_subsecs(0)
}

/// A10: nobody can sign here now.
pub(super) fn no_key() -> Denial {
    Denial::unavailable("signing_unavailable", "no active signing key is here: attestations cannot be signed now")
}

/// Who is to attest, by name.
enum Named {
    Registry,
    Entity(KindName, EntityId),
}

impl Named {
    fn read(context: &Context, text: &str) -> Result<Self, (&'static str, String)> {
        let url = context.registry_url();
        if url.is_registry(text) {
            return Ok(Self::Registry);
        }
        match url.read_entity(text) {
            Ok((kind, id)) => Ok(Self::Entity(kind, id)),
            Err(fault) => Err((fault.code(), fault.to_string())),
        }
    }
}

/// A4: the attestor is there, and the caller may act for it.
fn attestor(snapshot: &mut dyn Snapshot, context: &Context, named: Named) -> Result<Option<Subject>, Refusal> {
    let actor = &context.actor;
    let not_yours = || Refusal::from(Denial::forbidden("attestor_not_yours", "you cannot attest in this name"));
    match named {
        Named::Registry if actor.is_admin() => Ok(None),
        Named::Registry => Err(not_yours()),
        Named::Entity(kind, id) => {
            let found = subject::find(snapshot, context, &kind, &id)?;
            let acts = |found: &Subject| {
                actor.is_admin() || found.is_owned_by(actor.account) && actor.roles.contains(Role::Attestor)
            };
            found.filter(acts).map(Some).ok_or_else(not_yours)
        }
    }
}

/// How a policy's no is told (rules A6 to A8).
fn unfit(unfit: Unfit) -> Denial {
    let denial = Denial::forbidden(unfit.code(), unfit.to_string());
    match unfit {
        Unfit::Unknown(absent) => denial.without_values_of(absent),
        Unfit::Kind(_) | Unfit::Itself | Unfit::False => denial,
    }
}
