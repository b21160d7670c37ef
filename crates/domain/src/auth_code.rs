//! A domain's code: who knows it may ask for the domain's transfer (`registrar.md` D6, D7).
//!
//! A code is in clear only between the request that sets it and that request's answer; what is stored is a hash, made elsewhere. So a
//! code shows nothing of itself when it is printed for debugging, and no fault repeats it.

use std::fmt;

use chrono::{DateTime, Utc};

use crate::fault::{Fault, below};
use crate::policy::{AuthOnCreate, Policy, PolicyDuration};

/// The most characters of a code.
pub const LONGEST: usize = 64;

/// How many characters a code made here has, unless the policy wants more.
pub const MADE_LENGTH: usize = 24;

/// How many random octets a code is made from.
pub const RANDOM_OCTETS: usize = 2 * LONGEST;

/// Letters and digits without those that are taken for one another: 0 O o, 1 I l i, 2 Z z, 5 S s, 8 B. 24 of these 47 have 133 bits.
const ALPHABET: &[u8; 47] = b"34679ACDEFGHJKLMNPQRTUVWXYabcdefghjkmnpqrtuvwxy";

/// A code in clear.
#[derive(Clone, PartialEq, Eq)]
pub struct AuthCode(String);

impl fmt::Debug for AuthCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AuthCode(…)")
    }
}

impl AuthCode {
    /// Reads a code: printable ASCII, blanks too, and as long as the policy wants. `place` is where it stands.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn parse(text: &str, policy: &Policy, place: &str) -> Result<Self, Vec<Fault>> {
        let least = usize::from(policy.authinfo_min_length);
        let mut faults = Vec::new();
        if !text.bytes().all(|octet| matches!(octet, b' '..=b'~')) {
            faults.push(Fault::refused(place, "not-printable", "a code is of printable ASCII characters"));
        }
        let length = text.chars().take(LONGEST + 1).count();
        if length < least {
            faults.push(Fault::refused(place, "too-short", format!("a code has at least {least} characters here")));
        }
        if length > LONGEST {
            faults.push(Fault::refused(place, "too-long", format!("a code has at most {LONGEST} characters")));
        }
        if faults.is_empty() { Ok(Self(text.to_owned())) } else { Err(faults) }
    }

    /// Makes a code from random octets: 24 characters, or as many more as the policy wants.
    pub fn from_random(random: &[u8; RANDOM_OCTETS], policy: &Policy) -> Self {
        let length = MADE_LENGTH.max(policy.authinfo_min_length.into()).min(LONGEST);
        // Two octets a character: no letter is likelier than another by more than one in a thousand.
        let letter = |pair: &[u8]| {
            let number = pair.iter().fold(0_usize, |number, octet| number << 8 | usize::from(*octet));
            ALPHABET.get(number % ALPHABET.len()).copied().map_or('3', char::from)
        };
        Self(random.chunks_exact(2).take(length).map(letter).collect())
    }

    /// The code itself, to be hashed, or answered once.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// What becomes of a domain's code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuthChange {
    /// It is this one.
    Set(AuthCode),
    /// The server makes one.
    Generate,
    /// There is none: no transfer until one is set.
    Unset,
}

impl AuthChange {
    /// What a new domain's code is. An empty one is as if none were given: then the policy decides. `place` is that of `authInfo`.
    ///
    /// # Errors
    /// All that is wrong with the code.
    pub fn on_create(code: Option<&str>, policy: &Policy, place: &str) -> Result<Self, Vec<Fault>> {
        match code.filter(|code| !code.is_empty()) {
            Some(code) => AuthCode::parse(code, policy, &below(place, "pw")).map(Self::Set),
            None if policy.authinfo_on_create == AuthOnCreate::Generate => Ok(Self::Generate),
            None => Ok(Self::Unset),
        }
    }

    /// What a domain's code becomes; nothing if nothing is said about it. An empty one unsets it.
    ///
    /// # Errors
    /// All that is wrong with the code; a code together with the wish for a made one.
    pub fn on_update(
        code: Option<&str>,
        generate: bool,
        policy: &Policy,
        place: &str,
    ) -> Result<Option<Self>, Vec<Fault>> {
        match (code, generate) {
            (Some(_), true) => {
                let detail = "a code is given or made, not both";
                Err(vec![Fault::refused(below(place, "generate"), "code-and-generate", detail)])
            }
            (None, true) => Ok(Some(Self::Generate)),
            (Some(""), false) => Ok(Some(Self::Unset)),
            (Some(code), false) => AuthCode::parse(code, policy, &below(place, "pw")).map(|code| Some(Self::Set(code))),
            (None, false) => Ok(None),
        }
    }
}

/// Whether a code that was set at `set` is good no longer (rule D7): at the end of its life it is over.
pub fn is_outdated(set: DateTime<Utc>, life: Option<PolicyDuration>, now: DateTime<Utc>) -> bool {
    life.is_some_and(|life| now >= set + life.as_delta())
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use proptest::prelude::*;

    use super::*;
    use crate::policy::Preset;

    fn wrong(text: &str, policy: &Policy) -> Vec<&'static str> {
        let faults = AuthCode::parse(text, policy, "/authInfo/pw").err().unwrap_or_default();
        assert!(
            faults.iter().all(|fault| text.len() < 3 || !fault.detail.contains(text)),
            "a secret is never repeated"
        );
        faults.iter().map(|fault| fault.code).collect()
    }

    #[test]
    fn d6_codes_are_printable_ascii_as_long_as_the_policy_wants() {
        let st = Preset::St.policy();
        for good in ["12345678", "a b c d e", " ~!\"#$%&'", &"x".repeat(64)] {
            assert_eq!(wrong(good, &st), [""; 0], "{good}");
        }
        for (bad, codes) in [
            ("1234567", vec!["too-short"]),
            ("", vec!["too-short"]),
            ("pässword1", vec!["not-printable"]),
            ("12345678\n", vec!["not-printable"]),
            ("12345678\0", vec!["not-printable"]),
            ("12345678\u{7f}", vec!["not-printable"]),
            ("☕", vec!["not-printable", "too-short"]),
            (&"x".repeat(65), vec!["too-long"]),
            (&"é".repeat(1_000_000), vec!["not-printable", "too-long"]),
        ] {
            assert_eq!(wrong(bad, &st), codes);
        }
        let default = Preset::Default.policy();
        assert_eq!(wrong("1234567890123456789", &default), ["too-short"]);
        assert_eq!(wrong("12345678901234567890", &default), [""; 0]);
    }

    #[test]
    fn d6_without_a_code_the_policy_decides() {
        let made = Preset::Default.policy();
        let unset = Policy { authinfo_on_create: AuthOnCreate::Unset, ..made.clone() };
        for given in [None, Some("")] {
            assert_eq!(AuthChange::on_create(given, &made, ""), Ok(AuthChange::Generate));
            assert_eq!(AuthChange::on_create(given, &unset, ""), Ok(AuthChange::Unset));
        }
        let given = AuthChange::on_create(Some("correct horse battery"), &unset, "").unwrap();
        assert_eq!(given, AuthChange::Set(AuthCode("correct horse battery".into())));
        assert_eq!(AuthChange::on_create(Some("x"), &unset, "/authInfo").unwrap_err()[0].place, "/authInfo/pw");
    }

    #[test]
    fn d6_an_update_sets_makes_unsets_or_leaves_the_code() {
        let policy = Preset::St.policy();
        let asked = |code, generate| AuthChange::on_update(code, generate, &policy, "/chg/authInfo");
        assert_eq!(asked(None, false), Ok(None));
        assert_eq!(asked(None, true), Ok(Some(AuthChange::Generate)));
        assert_eq!(asked(Some(""), false), Ok(Some(AuthChange::Unset)));
        assert_eq!(asked(Some("12345678"), false), Ok(Some(AuthChange::Set(AuthCode("12345678".into())))));
        assert_eq!(asked(Some("1234"), false).unwrap_err()[0].place, "/chg/authInfo/pw");
        assert_eq!(asked(Some("12345678"), true).unwrap_err()[0].code, "code-and-generate");
    }

    #[test]
    fn d6_a_made_code_has_at_least_128_bits_and_no_look_alikes() {
        let bits = f64::from(u8::try_from(ALPHABET.len()).unwrap()).log2() * 24.0;
        assert!(bits >= 128.0, "{bits}");
        // The likeliest letter is at most this likely, so the bits hold for the worst of them too.
        let likeliest = 65_536.0 / (65_536.0_f64 / 47.0).ceil();
        assert!(likeliest.log2() * 24.0 >= 128.0);
        assert!(ALPHABET.is_sorted_by(|one, next| one < next), "no letter twice");
        assert!(!ALPHABET.iter().any(|letter| b"0Oo1Iil2Zz5Ss8B".contains(letter)));
    }

    #[test]
    fn d7_at_the_end_of_its_life_a_code_is_over() {
        let set = DateTime::UNIX_EPOCH;
        let life = PolicyDuration::from_seconds(60);
        let at = |milliseconds| set + TimeDelta::milliseconds(milliseconds);
        assert_eq!([59_999, 60_000, 60_001].map(|ms| is_outdated(set, life, at(ms))), [false, true, true]);
        assert!(!is_outdated(set, None, at(i64::from(u32::MAX))));
    }

    #[test]
    fn d7_a_code_is_not_seen_by_accident() {
        assert!(!format!("{:?}", AuthChange::Set(AuthCode("hunter22".into()))).contains("hunter22"));
    }

    proptest! {
        #[test]
        fn d6_a_made_code_is_good_under_its_policy(random: [u8; 32], least in 1_u8..=64) {
            let octets: [u8; RANDOM_OCTETS] = std::array::from_fn(|at| random[at % 32].wrapping_add(u8::try_from(at).unwrap()));
            let policy = Policy { authinfo_min_length: least, ..Preset::Default.policy() };
            let code = AuthCode::from_random(&octets, &policy);
            prop_assert_eq!(code.reveal().len(), usize::from(least.max(24)));
            prop_assert_eq!(AuthCode::parse(code.reveal(), &policy, ""), Ok(code));
        }

        #[test]
        fn d6_every_random_octet_counts(octets in proptest::collection::vec(any::<u8>(), RANDOM_OCTETS), at in 0_usize..48) {
            let one: [u8; RANDOM_OCTETS] = octets.try_into().unwrap();
            let mut other = one;
            other[at] = other[at].wrapping_add(1);
            let policy = Preset::Default.policy();
            prop_assert_ne!(AuthCode::from_random(&one, &policy), AuthCode::from_random(&other, &policy));
        }
    }
}
