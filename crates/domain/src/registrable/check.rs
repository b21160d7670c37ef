//! The answer to "is it free?" (rule N4): the first of three reasons against it, and what it would cost.

use super::{Registrable, Unregistrable};
use crate::account::AccountName;
use crate::policy::{Fee, SpecialKind, SpecialName};

/// What is known about a name when somebody asks whether it is free.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// A live domain, one in redemption too; or records, a delegation or a zone at or below the name in a zone served here.
    pub in_use: bool,
    /// The block list has it (`tlds.md` section 6), and the caller does not pass it.
    pub blocked: bool,
    /// The TLD's entry about its label.
    pub special: Option<&'a SpecialName>,
    /// Whether it could be registered as far as rules go.
    pub registrable: &'a Result<Registrable, Vec<Unregistrable>>,
    /// Who asks.
    pub caller: Option<&'a AccountName>,
}

/// Whether a name is free.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Availability {
    /// It is; a hint, no promise.
    Free {
        /// It may cost something else than others.
        premium: bool,
        /// What, if that is known.
        fee: Option<Fee>,
    },
    /// Something of that name is there.
    InUse,
    /// It is kept from the caller.
    Reserved,
    /// It cannot be registered.
    NotRegistrable(Vec<Unregistrable>),
}

/// The verdict: in use before reserved, reserved before not registrable.
pub fn check(facts: Facts<'_>) -> Availability {
    if facts.in_use {
        return Availability::InUse;
    }
    if facts.blocked || facts.special.is_some_and(|special| special.refuses(facts.caller)) {
        return Availability::Reserved;
    }
    if let Err(why) = facts.registrable {
        return Availability::NotRegistrable(why.clone());
    }
    let premium = facts.special.filter(|special| special.kind == SpecialKind::Premium);
    Availability::Free { premium: premium.is_some(), fee: premium.and_then(|special| special.fee.clone()) }
}

impl Availability {
    /// Whether it is free.
    pub fn is_free(&self) -> bool {
        matches!(self, Self::Free { .. })
    }

    /// The reason clients see, if it is not free.
    pub fn reason(&self) -> Option<&'static str> {
        match self {
            Self::Free { .. } => None,
            Self::InUse => Some("In use"),
            Self::Reserved => Some("Reserved"),
            Self::NotRegistrable(_) => Some("Not registrable"),
        }
    }
}

#[cfg(test)]
mod tests {
    use domesday_dns::Name;

    use super::*;
    use crate::policy::{Preset, SpecialNames, Value};

    fn entry(pattern: &str, members: &[(&str, &str)]) -> SpecialName {
        let members = members.iter().map(|(member, value)| ((*member).to_owned(), Value::from(*value))).collect();
        SpecialName::read(pattern, &Value::Members(members)).unwrap()
    }

    #[test]
    fn n4_the_first_reason_is_told() {
        let fine = Ok(Registrable { label: "blue".into(), tld: Name::parse("st").unwrap() });
        let not = Err(vec![Unregistrable::TwoHyphens]);
        let reserved = entry("blue", &[("kind", "reserved")]);
        let table = [
            (true, true, Some(&reserved), &not, Some("In use")),
            (true, false, None, &fine, Some("In use")),
            (false, true, Some(&reserved), &not, Some("Reserved")),
            (false, false, Some(&reserved), &not, Some("Reserved")),
            (false, true, None, &fine, Some("Reserved")),
            (false, false, None, &not, Some("Not registrable")),
            (false, false, None, &fine, None),
        ];
        for (in_use, blocked, special, registrable, reason) in table {
            let verdict = check(Facts { in_use, blocked, special, registrable, caller: None });
            assert_eq!(
                (verdict.reason(), verdict.is_free()),
                (reason, reason.is_none()),
                "{in_use} {blocked} {special:?}"
            );
        }
    }

    #[test]
    fn n5_a_name_is_reserved_for_all_but_the_account_that_is_named() {
        let fine = Ok(Registrable { label: "blue".into(), tld: Name::parse("st").unwrap() });
        let entry = entry("blue", &[("kind", "reserved"), ("account", "Acme")]);
        let asked = |caller: Option<&str>| {
            let caller = caller.map(|caller| AccountName::parse(caller).unwrap());
            let facts = Facts {
                in_use: false,
                blocked: false,
                special: Some(&entry),
                registrable: &fine,
                caller: caller.as_ref(),
            };
            check(facts).reason()
        };
        assert_eq!([asked(Some("ACME")), asked(Some("zeta")), asked(None)], [None, Some("Reserved"), Some("Reserved")]);
    }

    #[test]
    fn n5_premium_names_are_told_with_their_fee() {
        let fine = Ok(Registrable { label: "ab".into(), tld: Name::parse("st").unwrap() });
        let names: SpecialNames = Preset::St.names().into_iter().collect();
        let free = |special| check(Facts { in_use: false, blocked: false, special, registrable: &fine, caller: None });
        assert_eq!(free(names.find("ab")), Availability::Free { premium: true, fee: None });
        assert_eq!(free(names.find("abc")), Availability::Free { premium: false, fee: None });
    }
}
