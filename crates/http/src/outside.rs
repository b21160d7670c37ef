//! An outside for tests of this crate: a registry whose database is away, so that only what the face itself does is seen.

use std::sync::Arc;

use actix_web::web;
use chrono::{DateTime, Utc};
use domesday_app::dynect::DynectRules;
use domesday_app::ports::{
    Clock, Extent, Failure, Gate, Ids, JobMemory, Load, OneServer, Outcome, Passwords, PublicKeyInfo, ReadJob, Secret,
    Signer, SignerError, Store, Stored, Tokens, WriteJob,
};
use domesday_app::registry::{Outside, Registry};
use domesday_app::sessions::SessionRules;
use domesday_app::tlds::Naming;
use domesday_domain::account::{Session, SessionId};
use domesday_domain::entity::RegistryUrl;
use domesday_domain::signing_key::SigningAlgorithm;
use uuid::Uuid;

use crate::state::{HttpSettings, State};

struct Away;

impl Store for Away {
    fn write(&self, job: Box<dyn WriteJob>) {
        job.finish(Outcome::Failed(Failure::Busy));
    }

    fn read(&self, _: Extent, job: Box<dyn ReadJob>) {
        job.fail(Failure::Busy);
    }

    fn check(&self) -> Stored<bool> {
        Ok(false)
    }

    fn load(&self) -> Load {
        Load::default()
    }

    fn gate(&self) -> Arc<dyn Gate> {
        Arc::new(OneServer)
    }

    fn job_memory(&self) -> Option<Arc<dyn JobMemory>> {
        None
    }

    fn close(&self) {}
}

impl Clock for Away {
    fn now(&self) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH
    }
}

impl Ids for Away {
    fn uuid(&self) -> Uuid {
        Uuid::from_u128(7)
    }

    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

impl Tokens for Away {
    fn mint(&self, _: &Session, _: &Secret) -> String {
        String::new()
    }

    fn claimed_secret(&self, token: &str) -> Option<String> {
        (!token.is_empty()).then(String::new)
    }

    fn verify(&self, _: &str, _: &Secret) -> Option<SessionId> {
        None
    }
}

impl Passwords for Away {
    fn hash(&self, _: &str, _: [u8; 16]) -> String {
        String::new()
    }

    fn hash_random(&self, _: &str, _: [u8; 16]) -> String {
        String::new()
    }

    fn verify(&self, _: &str, _: Option<&str>) -> bool {
        false
    }

    fn digest(&self, _: &[u8]) -> [u8; 32] {
        [0; 32]
    }
}

impl Signer for Away {
    fn holds(&self, _: &str) -> Result<bool, SignerError> {
        Ok(false)
    }

    fn held(&self) -> Vec<PublicKeyInfo> {
        Vec::new()
    }

    fn sign(&self, key: &str, _: &str, _: &[u8]) -> Result<String, SignerError> {
        Err(SignerError::NoKey(key.to_owned()))
    }

    fn generate(&self, _: SigningAlgorithm) -> Result<PublicKeyInfo, SignerError> {
        Err(SignerError::NoGenerator(String::new()))
    }

    fn import(&self, _: &str) -> Result<PublicKeyInfo, SignerError> {
        Err(SignerError::BadKey(String::new()))
    }
}

/// A state on a registry whose database is away.
pub(crate) fn state() -> web::Data<State> {
    let outside = Outside {
        store: Arc::new(Away),
        clock: Arc::new(Away),
        ids: Arc::new(Away),
        tokens: Arc::new(Away),
        passwords: Arc::new(Away),
        configured_secret: None,
        hashing_at_once: 1,
        session_rules: SessionRules::default(),
        naming: Naming::default(),
        dynect_rules: DynectRules::default(),
        registry_url: RegistryUrl::parse("https://registry.example").expect("a URL"),
        signer: Arc::new(Away),
    };
    web::Data::new(State::new(Arc::new(Registry::new(outside)), HttpSettings::default()))
}
