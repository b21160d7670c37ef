//! May this attestor vouch for this value of this entity's claim: what a policy says (`attestations.md` A6 to A8, A11, P1, C2).

use std::borrow::Cow;

use serde_json::Value;

use crate::condition::{Facts, Side, Truth};
use crate::entity::{EntityId, KindName, Policy, RegistryUrl};

/// An entity as a policy sees it.
pub trait Party {
    /// Its kind.
    fn kind(&self) -> &KindName;
    /// What it is called.
    fn id(&self) -> &EntityId;
    /// What a claim says, if that is attested now or kept by the registry (rule C2).
    fn proven(&self, claim: &str) -> Option<&Value>;
}

/// An attestor before an entity's claim.
#[derive(Clone, Copy)]
pub struct Vouching<'a> {
    /// Where the registry is reached: conditions compare addresses.
    pub registry: &'a RegistryUrl,
    /// Who would attest.
    pub attestor: &'a dyn Party,
    /// Whose claim.
    pub entity: &'a dyn Party,
    /// Which.
    pub claim: &'a str,
    /// What it says.
    pub stored: &'a Value,
}

/// Why a policy does not allow it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// The attestor is of another kind (A6).
    #[error("attestors of this claim are of the kind {0}")]
    Kind(KindName),
    /// The attestor is the entity (A7).
    #[error("nobody attests what he says of himself")]
    Itself,
    /// The condition does not hold (A8).
    #[error("the policy's condition does not hold")]
    False,
    /// What the condition asks for has no proven value: these references of it (A8, A11).
    #[error("what the policy's condition asks for has no proven value")]
    Unknown(Vec<String>),
}

impl Unfit {
    /// The word clients see.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Kind(_) => "attestor_kind",
            Self::Itself => "attestor_is_entity",
            Self::False => "condition_false",
            Self::Unknown(_) => "condition_unknown",
        }
    }
}

impl Vouching<'_> {
    /// Whether the policy allows to attest what the claim says now (rule P1).
    pub fn is_allowed(&self, policy: &Policy) -> bool {
        self.judge(policy, self.stored).is_ok()
    }

    /// Whether the policy allows to attest a proposed value. The condition may hold for the stored value as well, so that nobody finds a
    /// private value by guessing; what is told is about the proposed one (rule A11).
    ///
    /// # Errors
    /// [`Unfit`], the first that applies.
    pub fn judge(&self, policy: &Policy, proposed: &Value) -> Result<(), Unfit> {
        let Self { attestor, entity, .. } = self;
        if *attestor.kind() != policy.attestor_kind {
            return Err(Unfit::Kind(policy.attestor_kind.clone()));
        }
        if (attestor.kind(), attestor.id()) == (entity.kind(), entity.id()) {
            return Err(Unfit::Itself);
        }
        let Some(condition) = &policy.condition else { return Ok(()) };
        let facts = Bound::of(self, proposed);
        let truth = condition.evaluate(&facts);
        if truth == Truth::True || condition.evaluate(&facts.with(self.stored)) == Truth::True {
            return Ok(());
        }
        Err(if truth == Truth::Unknown { Unfit::Unknown(condition.absent(&facts)) } else { Unfit::False })
    }
}

/// What a condition is asked about, with the addresses made once for all references.
#[derive(Clone)]
struct Bound<'a> {
    vouching: &'a Vouching<'a>,
    value: &'a Value,
    /// Address and kind's address of the attestor, then of the entity.
    addresses: [(String, String); 2],
}

impl<'a> Bound<'a> {
    fn of(vouching: &'a Vouching<'a>, value: &'a Value) -> Self {
        let registry = vouching.registry;
        let address = |party: &dyn Party| (registry.entity(party.kind(), party.id()), registry.kind(party.kind()));
        Self { vouching, value, addresses: [vouching.attestor, vouching.entity].map(address) }
    }

    fn with(&self, value: &'a Value) -> Self {
        Self { value, ..self.clone() }
    }

    fn address(&self, side: Side) -> &(String, String) {
        let [attestor, entity] = &self.addresses;
        match side {
            Side::Attestor => attestor,
            Side::Entity => entity,
        }
    }
}

impl Facts for Bound<'_> {
    fn value(&self, side: Side, name: &str) -> Option<Cow<'_, Value>> {
        let Vouching { attestor, entity, claim, .. } = self.vouching;
        match side {
            // Else a policy that names its own claim could never be met.
            Side::Entity if name == *claim => Some(Cow::Borrowed(self.value)),
            Side::Entity => entity.proven(name).map(Cow::Borrowed),
            Side::Attestor => attestor.proven(name).map(Cow::Borrowed),
        }
    }

    fn id(&self, side: Side) -> &str {
        &self.address(side).0
    }

    fn kind(&self, side: Side) -> &str {
        &self.address(side).1
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::condition::Condition;

    struct Somebody(KindName, EntityId, Vec<(&'static str, Value)>);

    impl Party for Somebody {
        fn kind(&self) -> &KindName {
            &self.0
        }

        fn id(&self) -> &EntityId {
            &self.1
        }

        fn proven(&self, claim: &str) -> Option<&Value> {
            self.2.iter().find(|(name, _)| *name == claim).map(|(_, value)| value)
        }
    }

    fn somebody(kind: &str, id: &str, proven: &[(&'static str, Value)]) -> Somebody {
        Somebody(KindName::parse(kind).unwrap(), EntityId::parse(id).unwrap(), proven.to_vec())
    }

    /// What is told of a teacher of Hill who would attest this value of a student whose claim `school` says Hill.
    fn told(attestor: &Somebody, condition: Option<&str>, proposed: &str) -> &'static str {
        let registry = RegistryUrl::parse("https://registry.example").unwrap();
        let student = somebody("student", "s1", &[("year", json!(7))]);
        let stored = json!("Hill");
        let vouching = Vouching { registry: &registry, attestor, entity: &student, claim: "school", stored: &stored };
        let condition = condition.map(|text| Condition::parse(text).unwrap());
        let policy = Policy { attestor_kind: KindName::parse("teacher").unwrap(), condition, valid_for: None };
        let judged = vouching.judge(&policy, &json!(proposed));
        assert_eq!(vouching.is_allowed(&policy), vouching.judge(&policy, &stored).is_ok());
        judged.err().map_or("allowed", |unfit| unfit.code())
    }

    #[test]
    fn a6_to_a8_the_first_that_forbids_it_is_told() {
        let teacher = somebody("teacher", "t1", &[("school", json!("Hill"))]);
        let same = Some("{ATTESTOR}.school == {ENTITY}.school");
        for (attestor, condition, proposed, expected) in [
            (&teacher, None, "anything", "allowed"),
            (&teacher, same, "Hill", "allowed"),
            (&somebody("pupil", "t1", &[("school", json!("Hill"))]), same, "Hill", "attestor_kind"),
            (&somebody("student", "s1", &[]), None, "Hill", "attestor_kind"),
            (&somebody("teacher", "t2", &[("school", json!("Dale"))]), same, "Hill", "condition_false"),
            (&somebody("teacher", "t3", &[]), same, "Hill", "condition_unknown"),
            (
                &teacher,
                Some("{ENTITY}.year == 7 && {ATTESTOR}.@id == \"https://registry.example/api/teacher/t1\""),
                "x",
                "allowed",
            ),
            (&teacher, Some("{ENTITY}.home == \"IN\""), "Hill", "condition_unknown"),
        ] {
            assert_eq!(told(attestor, condition, proposed), expected, "{condition:?}");
        }
    }

    #[test]
    fn a11_the_stored_value_is_as_good_as_the_proposed_one_and_what_is_told_is_of_the_proposed() {
        let of_hill = somebody("teacher", "t1", &[("school", json!("Hill"))]);
        let of_dale = somebody("teacher", "t2", &[("school", json!("Dale"))]);
        let same = Some("{ATTESTOR}.school == {ENTITY}.school");
        assert_eq!(told(&of_hill, same, "Dale"), "allowed", "for the stored value");
        assert_eq!(told(&of_dale, same, "Dale"), "allowed", "for the proposed one");
        assert_eq!(told(&of_dale, same, "Moor"), "condition_false");
    }

    #[test]
    fn a7_nobody_attests_what_he_says_of_himself() {
        let registry = RegistryUrl::parse("https://registry.example").unwrap();
        let (one, other) = (somebody("teacher", "t1", &[]), somebody("teacher", "t2", &[]));
        let policy = Policy { attestor_kind: KindName::parse("teacher").unwrap(), condition: None, valid_for: None };
        let stored = json!(1);
        let judge = |attestor| {
            Vouching { registry: &registry, attestor, entity: &one, claim: "age", stored: &stored }
                .judge(&policy, &stored)
        };
        assert_eq!((judge(&one), judge(&other)), (Err(Unfit::Itself), Ok(())));
    }

    #[test]
    fn a11_what_has_no_proven_value_is_named() {
        let registry = RegistryUrl::parse("https://registry.example").unwrap();
        let (teacher, student) = (somebody("teacher", "t1", &[]), somebody("student", "s1", &[]));
        let condition = Condition::parse("{ATTESTOR}.school == {ENTITY}.home").ok();
        let policy = Policy { attestor_kind: KindName::parse("teacher").unwrap(), condition, valid_for: None };
        let stored = json!("x");
        let vouching =
            Vouching { registry: &registry, attestor: &teacher, entity: &student, claim: "school", stored: &stored };
        let names = ["{ATTESTOR}.school", "{ENTITY}.home"].map(str::to_owned).to_vec();
        assert_eq!(vouching.judge(&policy, &stored), Err(Unfit::Unknown(names)));
    }
}
