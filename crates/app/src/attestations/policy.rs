//! Policies asked: may this attestor vouch for this value of this entity's claim (`attestations.md` A6 to A8, C2).

use std::borrow::Cow;

use domesday_domain::condition::{Facts, Side, Truth};
use domesday_domain::entity::{Policy, RegistryUrl};
use serde_json::Value;

use crate::entities::Subject;

/// An attestor before an entity's claim, and the value that is proposed for it.
pub(crate) struct Pair<'a> {
    /// Where the registry is reached.
    pub(crate) url: &'a RegistryUrl,
    /// Who would attest.
    pub(crate) attestor: &'a Subject,
    /// Whose claim.
    pub(crate) subject: &'a Subject,
    /// Which.
    pub(crate) claim: &'a str,
    /// What it would say.
    pub(crate) value: &'a Value,
}

/// The addresses that conditions compare, made once for all references.
struct Bound<'a> {
    pair: &'a Pair<'a>,
    ids: [String; 2],
    kinds: [String; 2],
}

impl<'a> Bound<'a> {
    fn of(pair: &'a Pair<'a>) -> Self {
        let Pair { url, attestor, subject, .. } = pair;
        let id = |side: &Subject| url.entity(&side.declared().name, &side.id);
        let kind = |side: &Subject| url.kind(&side.declared().name);
        Self { pair, ids: [id(attestor), id(subject)], kinds: [kind(attestor), kind(subject)] }
    }
}

fn place(side: Side) -> usize {
    match side {
        Side::Attestor => 0,
        Side::Entity => 1,
    }
}

impl Facts for Bound<'_> {
    fn value(&self, side: Side, name: &str) -> Option<Cow<'_, Value>> {
        let Pair { attestor, subject, claim, value, .. } = self.pair;
        match side {
            // Else a policy that names its own claim could never be met.
            Side::Entity if name == *claim => Some(Cow::Borrowed(*value)),
            Side::Entity => subject.proven(name).map(Cow::Borrowed),
            Side::Attestor => attestor.proven(name).map(Cow::Borrowed),
        }
    }

    fn id(&self, side: Side) -> &str {
        self.ids.get(place(side)).map(String::as_str).unwrap_or_default()
    }

    fn kind(&self, side: Side) -> &str {
        self.kinds.get(place(side)).map(String::as_str).unwrap_or_default()
    }
}

/// Whether A6 to A8 hold: the attestor's kind, that nobody attests his own, and the condition (rule P1).
pub(crate) fn allows(policy: &Policy, pair: &Pair<'_>) -> bool {
    pair.attestor.declared().name == policy.attestor_kind
        && pair.attestor.key() != pair.subject.key()
        && judge(policy, pair) == Truth::True
}

/// What the condition says of a pair: TRUE where there is none (section 4).
pub(crate) fn judge(policy: &Policy, pair: &Pair<'_>) -> Truth {
    policy.condition.as_ref().map_or(Truth::True, |condition| condition.evaluate(&Bound::of(pair)))
}

/// The references of the condition that have no value (rule A11).
pub(crate) fn absent(policy: &Policy, pair: &Pair<'_>) -> Vec<String> {
    policy.condition.as_ref().map(|condition| condition.absent(&Bound::of(pair))).unwrap_or_default()
}
