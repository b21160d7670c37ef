//! The life of a key that attestations are signed with, its public half only (`attestations.md` S1-S3, S6 and the table of section 10).
//!
//! A key is published before it signs, and for ever after: what a retired key signed stays valid, what a revoked one signed does not.
//! The private half is nowhere near: it never leaves the adapter that signs with it.

mod jwk;

use chrono::{DateTime, Utc};

/// The most characters of the reason why a key is revoked (rule S6); the least is one.
pub const LONGEST_REASON: usize = 256;

/// How a key signs. A key has one algorithm (rule S1), and there are no others (rule J4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SigningAlgorithm {
    /// RSA of 2048 to 4096 bits: PKCS#1 v1.5 with SHA-256.
    Rs256,
    /// ECDSA on P-256 with SHA-256.
    Es256,
}

impl SigningAlgorithm {
    /// The algorithm called `RS256` or `ES256`, in just this spelling.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Rs256, Self::Es256].into_iter().find(|algorithm| algorithm.as_str() == text)
    }

    /// Its name in headers and key documents.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Es256 => "ES256",
        }
    }

    /// The URL that stands as `signature.type` beside a signature of this algorithm (rule J4).
    pub fn signature_type(self) -> &'static str {
        match self {
            Self::Rs256 => "https://registries/signature-types/jws-rsa256",
            Self::Es256 => "https://registries/signature-types/jws-es256",
        }
    }

    /// The URL that stands as `kind` in the document of a key of this algorithm (rule S1).
    pub fn key_kind(self) -> &'static str {
        match self {
            Self::Rs256 => "https://registries/key-types/rsa",
            Self::Es256 => "https://registries/key-types/ec",
        }
    }
}

/// Whether a text has the form of a key's id: 43 characters of base64url (rules S1, S3).
pub fn is_key_id(text: &str) -> bool {
    text.len() == 43 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

/// Where a key is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyState {
    /// Published, not yet signing.
    New,
    /// The one that signs.
    Active,
    /// Signs no longer; what it signed stays valid.
    Retired,
    /// Not to be trusted, whatever it signed. Final.
    Revoked,
}

impl KeyState {
    /// Every state, in the order of a life.
    pub const ALL: [Self; 4] = [Self::New, Self::Active, Self::Retired, Self::Revoked];

    /// The state of this name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// Its name, as `status` of a key document.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Active => "active",
            Self::Retired => "retired",
            Self::Revoked => "revoked",
        }
    }
}

/// Why a step of a key's life is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyRefusal {
    /// 409 `key_state`: the key is where this step does not lead on.
    #[error("{}", state_detail(*state, *wish))]
    State {
        /// Where the key is.
        state: KeyState,
        /// Where it was to go.
        wish: KeyState,
    },
    /// 400: the reason of a revocation has 1 to 256 characters.
    #[error("the reason has 1 to {LONGEST_REASON} characters")]
    Reason,
}

fn state_detail(state: KeyState, wish: KeyState) -> String {
    match (state, wish) {
        (KeyState::Active, KeyState::Revoked) => "the key is active: activate another one first".to_owned(),
        (state, wish) => format!("a key that is {} does not become {}", state.as_str(), wish.as_str()),
    }
}

/// A key as everybody may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicSigningKey {
    /// The RFC 7638 SHA-256 thumbprint: 43 characters of base64url (rule S1).
    pub id: String,
    /// Its one algorithm.
    pub algorithm: SigningAlgorithm,
    /// The public key as PEM text of its SubjectPublicKeyInfo.
    pub pem: String,
    /// Where it is in its life.
    pub state: KeyState,
    /// When it was made or imported.
    pub created: DateTime<Utc>,
    /// When it began to sign.
    pub activated: Option<DateTime<Utc>>,
    /// When it ceased to sign.
    pub retired: Option<DateTime<Utc>>,
    /// When it was revoked.
    pub revoked: Option<DateTime<Utc>>,
    /// Why it was revoked: 1 to 256 characters.
    pub reason: Option<String>,
}

impl PublicSigningKey {
    /// A key just made or imported: published, not yet signing.
    pub fn new(id: String, algorithm: SigningAlgorithm, pem: String, created: DateTime<Utc>) -> Self {
        let (activated, retired, revoked, reason) = (None, None, None, None);
        Self { id, algorithm, pem, state: KeyState::New, created, activated, retired, revoked, reason }
    }

    /// Lets it sign; the former active key has to be retired in the same transaction (rule S2). False, and nothing changes, if it
    /// is active already.
    ///
    /// # Errors
    /// [`KeyRefusal::State`] if it is retired or revoked.
    pub fn activate(&mut self, now: DateTime<Utc>) -> Result<bool, KeyRefusal> {
        match self.state {
            KeyState::Active => return Ok(false),
            KeyState::New => (self.state, self.activated) = (KeyState::Active, Some(now)),
            state => return Err(KeyRefusal::State { state, wish: KeyState::Active }),
        }
        Ok(true)
    }

    /// Ends its signing, because another key was activated. False, and nothing changes, if it is retired already.
    ///
    /// # Errors
    /// [`KeyRefusal::State`] if it never signed, or is revoked.
    pub fn retire(&mut self, now: DateTime<Utc>) -> Result<bool, KeyRefusal> {
        match self.state {
            KeyState::Retired => return Ok(false),
            KeyState::Active => (self.state, self.retired) = (KeyState::Retired, Some(now)),
            state => return Err(KeyRefusal::State { state, wish: KeyState::Retired }),
        }
        Ok(true)
    }

    /// Declares it untrustworthy for ever (rule S6). False, and nothing changes, its reason neither, if it is revoked already.
    ///
    /// # Errors
    /// [`KeyRefusal::Reason`] for a reason that is empty or longer than [`LONGEST_REASON`]; [`KeyRefusal::State`] if it is active.
    pub fn revoke(&mut self, now: DateTime<Utc>, reason: &str) -> Result<bool, KeyRefusal> {
        if !(1..=LONGEST_REASON).contains(&reason.chars().take(LONGEST_REASON + 1).count()) {
            return Err(KeyRefusal::Reason);
        }
        match self.state {
            KeyState::Revoked => return Ok(false),
            KeyState::New | KeyState::Retired => {
                (self.state, self.revoked, self.reason) = (KeyState::Revoked, Some(now), Some(reason.to_owned()));
            }
            state @ KeyState::Active => return Err(KeyRefusal::State { state, wish: KeyState::Revoked }),
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
    }

    /// A key that was led to this state by its own steps.
    fn key(state: KeyState) -> PublicSigningKey {
        let mut key = PublicSigningKey::new("k".repeat(43), SigningAlgorithm::Rs256, String::new(), at(1));
        if matches!(state, KeyState::Active | KeyState::Retired) {
            assert_eq!(key.activate(at(2)), Ok(true));
        }
        if state == KeyState::Retired {
            assert_eq!(key.retire(at(3)), Ok(true));
        }
        if state == KeyState::Revoked {
            assert_eq!(key.revoke(at(4), "lost"), Ok(true));
        }
        assert_eq!(key.state, state);
        key
    }

    fn refused<T>(state: KeyState, wish: KeyState) -> Result<T, KeyRefusal> {
        Err(KeyRefusal::State { state, wish })
    }

    #[test]
    fn s2_only_a_new_key_is_activated() {
        let mut young = key(KeyState::New);
        assert_eq!(young.activate(at(9)), Ok(true));
        assert_eq!((young.state, young.activated, young.retired), (KeyState::Active, Some(at(9)), None));
        for state in [KeyState::Retired, KeyState::Revoked] {
            let mut old = key(state);
            assert_eq!(old.activate(at(9)), refused(state, KeyState::Active));
            assert_eq!(old, key(state), "nothing changed");
        }
    }

    #[test]
    fn s2_only_the_active_key_is_retired() {
        let mut active = key(KeyState::Active);
        assert_eq!(active.retire(at(9)), Ok(true));
        assert_eq!((active.state, active.activated, active.retired), (KeyState::Retired, Some(at(2)), Some(at(9))));
        for state in [KeyState::New, KeyState::Revoked] {
            let mut other = key(state);
            assert_eq!(other.retire(at(9)), refused(state, KeyState::Retired));
            assert_eq!(other, key(state), "nothing changed");
        }
    }

    #[test]
    fn s6_new_and_retired_keys_are_revoked_the_active_one_is_not() {
        for state in [KeyState::New, KeyState::Retired] {
            let mut other = key(state);
            assert_eq!(other.revoke(at(9), "stolen"), Ok(true));
            assert_eq!((other.state, other.revoked), (KeyState::Revoked, Some(at(9))));
            assert_eq!((other.reason.as_deref(), other.retired), (Some("stolen"), key(state).retired));
        }
        let mut active = key(KeyState::Active);
        let refusal = active.revoke(at(9), "stolen").unwrap_err();
        assert_eq!(refusal.to_string(), "the key is active: activate another one first");
        assert_eq!(active, key(KeyState::Active), "nothing changed");
    }

    #[test]
    fn s6_a_step_repeated_changes_nothing() {
        let (mut active, mut retired, mut revoked) =
            (key(KeyState::Active), key(KeyState::Retired), key(KeyState::Revoked));
        assert_eq!(active.activate(at(9)), Ok(false));
        assert_eq!(retired.retire(at(9)), Ok(false));
        assert_eq!(revoked.revoke(at(9), "another reason"), Ok(false));
        let before = (key(KeyState::Active), key(KeyState::Retired), key(KeyState::Revoked));
        assert_eq!((active, retired, revoked), before);
    }

    #[test]
    fn s6_a_reason_has_1_to_256_characters() {
        for good in ["x", &"é".repeat(256)] {
            assert_eq!(key(KeyState::New).revoke(at(9), good), Ok(true));
        }
        for bad in ["", &"x".repeat(257)] {
            for state in KeyState::ALL {
                assert_eq!(key(state).revoke(at(9), bad), Err(KeyRefusal::Reason));
            }
        }
    }

    #[test]
    fn s1_names_are_read_as_they_are_written_and_in_no_other_case() {
        for algorithm in [SigningAlgorithm::Rs256, SigningAlgorithm::Es256] {
            assert_eq!(SigningAlgorithm::parse(algorithm.as_str()), Some(algorithm));
            assert_eq!(SigningAlgorithm::parse(&algorithm.as_str().to_lowercase()), None);
        }
        for other in ["none", "HS256", "RS384", "PS256", "EdDSA", "", "RS256 "] {
            assert_eq!(SigningAlgorithm::parse(other), None, "{other}");
        }
        for state in KeyState::ALL {
            assert_eq!(KeyState::parse(state.as_str()), Some(state));
        }
        assert_eq!(KeyState::parse("Active"), None);
    }

    #[test]
    fn s3_an_id_is_43_characters_of_base64url() {
        assert!(is_key_id("Li9DrcwRWFoLYb7OStgQwUJe6RQDnMyRan49Oa89O2U"));
        assert!(is_key_id(&"-_".repeat(22)[..43]));
        for bad in ["", "a", &"a".repeat(42), &"a".repeat(44), &"é".repeat(21), &format!("{}=", "a".repeat(42))] {
            assert!(!is_key_id(bad), "{bad}");
        }
        for foreign in ['/', '.', '+', '"', '\'', '%', ' ', '\0'] {
            assert!(!is_key_id(&format!("{foreign}{}", "a".repeat(42))), "{foreign:?}");
        }
    }
}
