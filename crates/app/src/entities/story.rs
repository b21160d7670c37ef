//! What the history keeps of an entity: each claim that differs, and whose it is (`attestations.md` Q9).

use domesday_domain::history::Deed;
use serde_json::{Value, json};

use super::subject::Subject;
use crate::attestations::story;
use crate::ports::{HistoryWrites, Stored};
use crate::registry::Context;

/// Tells that an entity was made, changed or deleted; one of the two states is given at least.
pub(super) fn tell(
    tx: &mut (impl HistoryWrites + ?Sized),
    context: &Context,
    deed: Deed,
    before: Option<&Subject>,
    after: Option<&Subject>,
) -> Stored<()> {
    let Some(subject) = after.or(before) else { return Ok(()) };
    let revision = after.map_or_else(|| subject.revision + 1, |after| after.revision);
    story::tell(tx, context, subject, deed, differences(before, after), None, revision)
}

fn differences(before: Option<&Subject>, after: Option<&Subject>) -> Vec<Value> {
    let owner = |side: Option<&Subject>| side.and_then(|side| Some(side.owner.as_ref()?.1.to_string()));
    let (from, to) = (owner(before), owner(after));
    let moved =
        (before.is_some() && after.is_some() && from != to).then(|| json!({"member": "owner", "from": from, "to": to}));
    let said = |side: Option<&Subject>, name: &str| side.and_then(|side| Some(side.claim(name)?.value.clone()));
    let mut names: Vec<&str> = Vec::new();
    for claim in [before, after].into_iter().flatten().flat_map(|side| &side.claims) {
        if !names.contains(&claim.name.as_str()) {
            names.push(claim.name.as_str());
        }
    }
    let changed = names.into_iter().filter_map(|name| {
        let (from, to) = (said(before, name), said(after, name));
        (from != to).then(|| json!({"claim": name, "from": from, "to": to}))
    });
    moved.into_iter().chain(changed).collect()
}
