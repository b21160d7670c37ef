//! Attestations signed anew (`attestations.md` S6): after a key was revoked, by due work; after the registry got another address, when an
//! operator asks for it.
//!
//! Each is the statement it was, with the same attestor, date, policy and end; only its id, the second of its signature and the key are
//! other ones. A hundred at a time are signed outside any transaction, and recorded if they still count. What was done stays done, and what
//! was not is found again: there is no job to be remembered.

use chrono::{DateTime, Utc};
use domesday_domain::actor::{Actor, Permission};
use domesday_domain::attestation::{Attestation, AttestationId, State, Superseding};
use domesday_domain::history::{Deed, Face};
use domesday_domain::signing_key::KeyState;
use serde_json::json;

use super::decide::{no_key, second};
use super::{status, story};
use crate::entities::envelope;
use crate::ports::{Extent, Locks, PlacedAttestation, Snapshot, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Caller, Command, Context, Query, Registry};
use crate::signing_keys;

/// How many attestations one transaction records (rule X5).
const BATCH: usize = 100;

/// Which attestations are to be signed anew.
#[derive(Clone)]
struct FindSigned {
    keys: Vec<String>,
    after: Option<i64>,
}

impl Query for FindSigned {
    const NEEDS: Permission = Permission::Administer;
    const EXTENT: Extent = Extent::Short;
    type Answer = Vec<PlacedAttestation>;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<Vec<PlacedAttestation>, Refusal> {
        Ok(snapshot.attestations_signed_with(&self.keys, context.now, self.after, BATCH)?)
    }
}

/// Puts attestations that were signed anew in the place of the former ones, as far as those still count.
struct Replace {
    pairs: Vec<(AttestationId, Attestation)>,
    key: String,
}

impl Command for Replace {
    const NEEDS: Permission = Permission::Administer;
    type Answer = usize;

    fn locks(&self, _: &Actor) -> Locks {
        signing_keys::relying(Locks::everything())
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<usize, Refusal> {
        let keys = tx.signing_keys()?;
        if signing_keys::active(&keys).is_none_or(|key| key.id != self.key) {
            return Ok(0);
        }
        let mut done = 0;
        for (former, fresh) in &self.pairs {
            let Some(mut former) = tx.attestation(*former)? else { continue };
            if !former.supersede(Superseding::Resigned, Some(fresh.id), context.now) {
                continue;
            }
            tx.insert_attestation(fresh)?;
            tx.update_attestations(std::slice::from_ref(&former))?;
            if let Some(mut subject) = status::entity(tx, context, &former.subject)? {
                crate::entities::note_change(tx, context, &mut subject)?;
                let change = json!({"claim": former.claim.as_str(), "from": null, "to": null});
                story::tell(tx, context, &subject, Deed::ClaimResign, vec![change], Some(fresh.id), subject.revision)?;
            }
            done += 1;
        }
        Ok(done)
    }
}

impl Registry {
    /// Signs anew what revoked keys signed and still counts; gives how many.
    ///
    /// # Errors
    /// A [`Refusal`]: what was done until then stays done. `signing_unavailable` if the active key is not on this node.
    pub async fn resign_revoked(&self) -> Result<usize, Refusal> {
        let keys = self.signing_keys().await?;
        let revoked = keys.iter().filter(|key| key.state == KeyState::Revoked).map(|key| key.id.clone());
        let revoked: Vec<String> = revoked.collect();
        if revoked.is_empty() {
            return Ok(0);
        }
        self.resign(revoked, |_| true).await
    }

    /// Signs anew what was signed when the registry had another address, or with a key that was revoked; gives how many.
    ///
    /// # Errors
    /// As [`Registry::resign_revoked`].
    pub async fn resign_moved(&self) -> Result<usize, Refusal> {
        let keys: Vec<_> = self.signing_keys().await?.to_vec();
        let revoked: Vec<String> =
            keys.iter().filter(|key| key.state == KeyState::Revoked).map(|key| key.id.clone()).collect();
        let issuer = self.url().to_string();
        let all = keys.into_iter().map(|key| key.id).collect();
        self.resign(all, move |attestation| {
            let moved = envelope(&attestation.jws).is_ok_and(|envelope| envelope.issuer() != Some(issuer.as_str()));
            moved || revoked.contains(&attestation.key)
        })
        .await
    }

    async fn resign(&self, keys: Vec<String>, wanted: impl Fn(&Attestation) -> bool) -> Result<usize, Refusal> {
        let system = Caller::system(Face::System, self.ids().uuid().to_string());
        let (mut done, mut after) = (0, None);
        loop {
            let found = self.ask(&system, FindSigned { keys: keys.clone(), after }).await?;
            let Some(last) = found.last() else { return Ok(done) };
            after = Some(last.number);
            let keys = self.signing_keys().await?;
            let key = signing_keys::active(&keys).map(|key| key.id.clone()).ok_or_else(no_key)?;
            let mut pairs = Vec::new();
            for placed in found.into_iter().filter(|placed| wanted(&placed.attestation)) {
                pairs.push((placed.attestation.id, self.signed_anew(placed.attestation, &key).await?));
            }
            if !pairs.is_empty() {
                done += self.run(&system, Replace { pairs, key }).await?;
            }
        }
    }

    /// An attestation as it was, with another id, signed now with this key.
    async fn signed_anew(&self, former: Attestation, key: &str) -> Result<Attestation, Refusal> {
        let now: DateTime<Utc> = second(self.clock().now());
        let unreadable = |error: domesday_domain::attestation::Unsigned| Refusal::Failed(error.to_string());
        let id = AttestationId(self.random());
        let mut statement = envelope(&former.jws)?.statement(id, &former.claim).map_err(unreadable)?;
        statement.issued = now;
        let jws = self.sign(key.to_owned(), statement.payload(self.url())).await?;
        Ok(Attestation { id, issued: now, state: State::Valid, since: now, key: key.to_owned(), jws, ..former })
    }
}
