//! How a declaration may change once there are entities, or were: only so that all of them still fit it (rule K4).

use super::{ClaimDeclaration, ClaimName, Kind};

/// A change that is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindChange {
    /// Of which claim.
    pub claim: Option<ClaimName>,
    /// `removed`, `required` or `value`.
    pub change: &'static str,
    /// A sentence for people.
    pub detail: String,
}

impl KindChange {
    fn new(claim: &ClaimDeclaration, change: &'static str, detail: String) -> Self {
        Self { claim: Some(claim.name.clone()), change, detail }
    }
}

impl Kind {
    /// What of the change to `next` is refused because the kind has held an entity: a claim that goes, one that is required and was not, and
    /// a type that does not take what the present one takes. All else may change, the order of claims too.
    pub fn changes_refused(&self, next: &Kind) -> Vec<KindChange> {
        let lost = self.claims.iter().flat_map(|before| match next.claim(before.name.as_str()) {
            None => vec![KindChange::new(before, "removed", format!("{} is declared no more", before.name))],
            Some(after) => narrowed(before, after),
        });
        let added = next.claims.iter().filter(|after| after.required && self.claim(after.name.as_str()).is_none());
        let demanded = added.map(|after| {
            let detail = format!("{} is new: entities that there are do not have it", after.name);
            KindChange::new(after, "required", detail)
        });
        lost.chain(demanded).collect()
    }
}

fn narrowed(before: &ClaimDeclaration, after: &ClaimDeclaration) -> Vec<KindChange> {
    let mut refused = Vec::new();
    if after.required && !before.required {
        let detail = format!("{} was not required: there may be entities without it", after.name);
        refused.push(KindChange::new(after, "required", detail));
    }
    if !before.value.is_widened_by(&after.value) {
        let detail = format!("the type of {} can only become wider", after.name);
        refused.push(KindChange::new(after, "value", detail));
    }
    refused
}

#[cfg(test)]
mod tests;
