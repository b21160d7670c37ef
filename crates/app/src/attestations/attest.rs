//! Attests a claim (`attestations.md` section 7): decide, sign, decide again and record.
//!
//! The signature is made between two transactions, on a worker thread (rule A13). What stands in the registry when it is recorded is what
//! counts: if the decision is the same on it, the signature is kept; if it is another, the signature is thrown away and made anew.

use domesday_domain::actor::{Actor, Permission};
use domesday_domain::attestation::{Attestation, AttestationId, State, Statement, Superseding};
use domesday_domain::entity::SystemKind;
use domesday_domain::history::Deed;
use serde_json::json;

use super::decide::{AttestBody, Draft, Wanted, no_key, second};
use super::{follow, story};
use crate::entities::{EntityInfo, Sight, Subject, subject};
use crate::ports::{Extent, Locks, SignerError, Snapshot, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Caller, Command, Context, Query, Registry};
use crate::{entities, signing_keys};

/// How often a signature is made for one request (rule A13).
const ATTEMPTS: usize = 3;

/// An entity with its new attestation.
#[derive(Clone, Debug)]
pub struct Attested {
    /// The entity, as its caller sees it.
    pub entity: EntityInfo,
    /// The attestation.
    pub attestation: AttestationId,
}

/// A signed decision.
#[derive(Clone, Debug)]
struct Signed {
    payload: String,
    key: String,
    jws: String,
}

/// Finds out what is to be signed, and with which key.
struct Prepare {
    wanted: Wanted,
    id: AttestationId,
}

impl Query for Prepare {
    const NEEDS: Permission = Permission::UseSession;
    const EXTENT: Extent = Extent::Short;
    type Answer = (String, String, chrono::DateTime<chrono::Utc>);

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<Self::Answer, Refusal> {
        let date = second(context.now);
        let decision = Draft { wanted: &self.wanted, id: self.id, date }.decide(snapshot, context)?;
        Ok((decision.statement.payload(context.registry_url()), decision.key, date))
    }
}

/// Records what was signed, if it is still what is to be signed.
struct Record {
    wanted: Wanted,
    id: AttestationId,
    date: chrono::DateTime<chrono::Utc>,
    signed: Signed,
}

impl Command for Record {
    const NEEDS: Permission = Permission::UseSession;
    /// None: the signature is of something else by now.
    type Answer = Option<Attested>;

    fn locks(&self, actor: &Actor) -> Locks {
        let Some(kind) = &self.wanted.kind else { return Locks::none() };
        let locks = signing_keys::relying(entities::locks(kind, &self.wanted.entity, actor));
        match self.wanted.body.well_formed() {
            Ok((AttestBody { attestor: Some(text), .. }, _)) => entities::looking_at(locks, text),
            _ => locks,
        }
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<Option<Attested>, Refusal> {
        let decision = Draft { wanted: &self.wanted, id: self.id, date: self.date }.decide(tx, context)?;
        let fits = decision.key == self.signed.key
            && decision.statement.payload(context.registry_url()) == self.signed.payload;
        if !fits {
            return Ok(None);
        }
        entities::share(context, &decision.subject)?;
        let after = self.record(context, tx, decision.subject, decision.attestor.as_ref(), &decision.statement)?;
        follow::attested(tx, context, &after)?;
        let fresh = settled(tx, context, after)?;
        let sight = Sight::of(tx, context, &fresh)?;
        Ok(Some(Attested { entity: EntityInfo::of(&fresh, &sight, &context.actor)?, attestation: self.id }))
    }
}

impl Record {
    /// Stores the attestation; gives the entity with it.
    fn record(
        &self,
        context: &Context,
        tx: &mut dyn UnitOfWork,
        mut subject: Subject,
        attestor: Option<&Subject>,
        statement: &Statement,
    ) -> Result<Subject, Refusal> {
        let attestation = Attestation {
            id: self.id,
            subject: subject.key(),
            claim: statement.claim.clone(),
            attestor: attestor.map(Subject::key),
            date: statement.date,
            issued: statement.issued,
            expires: statement.expires,
            state: State::Valid,
            since: statement.date,
            key: self.signed.key.clone(),
            jws: self.signed.jws.clone(),
        };
        // An attestor has at most one on a claim: the new one takes the place of the older one (rule A12).
        let is_older =
            |older: &mut Attestation| older.claim == attestation.claim && older.attestor == attestation.attestor;
        let mut renewed: Vec<Attestation> = subject.attestations.extract_if(.., is_older).collect();
        for older in &mut renewed {
            older.supersede(Superseding::Renewed, Some(self.id), context.now);
        }
        tx.insert_attestation(&attestation)?;
        tx.update_attestations(&renewed)?;
        entities::note_change(tx, context, &mut subject)?;
        let change = json!({"claim": statement.claim.as_str(), "from": null, "to": statement.value});
        story::tell(tx, context, &subject, Deed::ClaimAttest, vec![change], Some(self.id), subject.revision)?;
        subject.attestations.push(attestation);
        Ok(subject)
    }
}

/// An entity after what follows from its attestation: of the registry's own objects that may be more than the attestation itself.
fn settled(tx: &mut dyn UnitOfWork, context: &Context, after: Subject) -> Result<Subject, Refusal> {
    let kind = &after.declared().name;
    if SystemKind::of(kind).is_none() {
        return Ok(after);
    }
    let found = subject::find(tx, context, kind, &after.id)?;
    found.ok_or_else(|| Refusal::Failed("an entity that was attested is gone".into()))
}

impl Registry {
    /// Attests a claim.
    ///
    /// # Errors
    /// The refusals of rules A1 to A10; [`Refusal::Busy`] if the registry changed faster than it could be signed.
    pub async fn attest(&self, caller: &Caller, wanted: Wanted) -> Result<Attested, Refusal> {
        for _ in 0..ATTEMPTS {
            let id = AttestationId(self.random());
            let (payload, key, date) = self.ask(caller, Prepare { wanted: wanted.clone(), id }).await?;
            let jws = self.sign(key.clone(), payload.clone()).await?;
            let signed = Signed { payload, key, jws };
            let record = Record { wanted: wanted.clone(), id, date, signed };
            if let Some(attested) = self.run(caller, record).await? {
                return Ok(attested);
            }
        }
        Err(Refusal::Busy)
    }

    /// A signature over a payload, made off the async threads.
    pub(super) async fn sign(&self, key: String, payload: String) -> Result<String, Refusal> {
        let (signer, kid) = (self.signer().clone(), self.url().signing_key(&key));
        let signed = tokio::task::spawn_blocking(move || signer.sign(&key, &kid, payload.as_bytes())).await;
        match signed.map_err(|error| Refusal::Failed(error.to_string()))? {
            Ok(jws) => Ok(jws),
            Err(error @ (SignerError::NoKey(_) | SignerError::Keys(_))) => {
                tracing::warn!(%error, "an attestation could not be signed");
                Err(no_key().into())
            }
            Err(error) => Err(Refusal::Failed(error.to_string())),
        }
    }
}
