//! A new key: made by this node or imported, published, not yet signing (`attestations.md` S5).

use domesday_domain::actor::{Actor, Permission};
use domesday_domain::finding::Findings;
use domesday_domain::history::{Deed, Face};
use domesday_domain::signing_key::{PublicSigningKey, SigningAlgorithm};

use super::{changing, story};
use crate::ports::{Locks, PublicKeyInfo, SignerError, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Caller, Command, Context, Registry};

/// Enters a key whose private half is on this node. One that is known already stays as it is.
pub struct AddKey {
    /// The key.
    pub key: PublicKeyInfo,
    /// It is to sign at once, if no key was known before: what a first start does.
    pub first: bool,
}

impl Command for AddKey {
    const NEEDS: Permission = Permission::Administer;
    type Answer = Option<PublicSigningKey>;

    fn locks(&self, _: &Actor) -> Locks {
        changing()
    }

    /// Gives the key as it is stored; none if it was to be the first, and was not.
    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<Option<PublicSigningKey>, Refusal> {
        let keys = tx.signing_keys()?;
        if let Some(known) = keys.iter().find(|key| key.id == self.key.id) {
            return Ok(Some(known.clone()));
        }
        if self.first && !keys.is_empty() {
            return Ok(None);
        }
        let PublicKeyInfo { id, algorithm, pem } = self.key.clone();
        let new = PublicSigningKey::new(id, algorithm, pem, context.now);
        story::tell(tx, context, Deed::KeyCreate, None, &new)?;
        let mut key = new.clone();
        if self.first {
            key.activate(context.now).map_err(|refusal| super::refused(&new, &refusal))?;
            story::tell(tx, context, Deed::KeyActivate, Some(&new), &key)?;
        }
        tx.insert_signing_key(&key)?;
        Ok(Some(key))
    }
}

impl Registry {
    /// Makes a key on this node and enters it.
    ///
    /// # Errors
    /// A [`Refusal`]: this build or processor cannot make keys, or the disk refused.
    pub async fn generate_key(
        &self,
        caller: &Caller,
        algorithm: SigningAlgorithm,
    ) -> Result<PublicSigningKey, Refusal> {
        self.admit(caller, Permission::Administer).await?;
        let key = self.with_signer(move |signer| signer.generate(algorithm)).await?;
        self.enter_key(caller, key, false).await?.ok_or(Refusal::Busy)
    }

    /// Takes a private key from PEM text, keeps it on this node, and enters it.
    ///
    /// # Errors
    /// A [`Refusal`]: it is no key that can sign here, or the disk refused.
    pub async fn import_key(&self, caller: &Caller, pem: String) -> Result<PublicSigningKey, Refusal> {
        self.admit(caller, Permission::Administer).await?;
        let key = self.with_signer(move |signer| signer.import(&pem)).await?;
        self.enter_key(caller, key, false).await?.ok_or(Refusal::Busy)
    }

    /// Has a first key sign where none is known at all (rule S5): the one that this node was given, or else one that it makes. Gives it
    /// if it signs now. Of several that it was given an admin has to choose one: they are entered, and none signs.
    ///
    /// # Errors
    /// A [`Refusal`]: this build or processor cannot make keys, or the disk refused.
    pub async fn first_key(&self) -> Result<Option<PublicSigningKey>, Refusal> {
        if !self.signing_keys().await?.is_empty() {
            return Ok(None);
        }
        let system = Caller::system(Face::System, self.ids().uuid().to_string());
        let mut given = self.with_signer(|signer| Ok(signer.held())).await?;
        let only = match given.len() {
            0 => self.with_signer(|signer| signer.generate(SigningAlgorithm::Rs256)).await?,
            1 => given.remove(0),
            _ => {
                for key in given {
                    self.enter_key(&system, key, false).await?;
                }
                return Ok(None);
            }
        };
        self.enter_key(&system, only, true).await
    }

    async fn enter_key(
        &self,
        caller: &Caller,
        key: PublicKeyInfo,
        first: bool,
    ) -> Result<Option<PublicSigningKey>, Refusal> {
        let entered = self.run(caller, AddKey { key, first }).await;
        self.forget_keys();
        entered
    }

    async fn with_signer<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn crate::ports::Signer) -> Result<T, SignerError> + Send + 'static,
    ) -> Result<T, Refusal> {
        let signer = self.signer().clone();
        let done = tokio::task::spawn_blocking(move || work(&*signer)).await;
        done.map_err(|error| Refusal::Failed(error.to_string()))?.map_err(refusal)
    }
}

/// What a signer's fault is to whoever asked.
fn refusal(error: SignerError) -> Refusal {
    match error {
        SignerError::BadKey(detail) | SignerError::NoGenerator(detail) => {
            let mut findings = Findings::new();
            findings.error("key", "bad_key", detail);
            findings.settle(false).err().map_or(Refusal::Busy, Into::into)
        }
        SignerError::NoKey(id) => Refusal::Failed(format!("the private key {id} is not here")),
        SignerError::Keys(cause) | SignerError::Broken(cause) => Refusal::Failed(cause),
    }
}
