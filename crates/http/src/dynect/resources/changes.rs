//! `ZoneChanges` (rules C6, C7): what the session has staged in a zone, and its end.

use domesday_app::staging::{Changes, DiscardChanges, ReadChanges, SeenRecord};
use domesday_domain::staging::StagedChange;

use super::records::rdata_tree;
use crate::dynect::call::Call;
use crate::dynect::format::Tree;
use crate::dynect::operation::Outcome;
use crate::dynect::rdata;
use crate::dynect::success::Success;
use crate::dynect::texts;

/// What is staged, in order of staging.
pub(super) async fn read(call: &mut Call) -> Outcome {
    call.take(|_| Some(()))?;
    let zone = call.zone()?;
    let holder = call.session()?;
    let user = call.actor().and_then(|actor| actor.user).map(|user| user.0);
    let changes = call.ask(ReadChanges { zone, holder }).await?;
    let list: Tree = changes.changes.iter().map(|(change, ttl)| tree(&changes, change, *ttl, user)).collect();
    let said = match changes.changes.len() {
        0 => texts::nothing_staged(),
        count => texts::changes_found(count),
    };
    Ok(Success::of(list, said))
}

/// A change.
fn tree(changes: &Changes, change: &StagedChange, ttl: u32, user: Option<i64>) -> Tree {
    let (owner, rtype) = &change.key;
    let own = rdata::key(*rtype);
    let value = seen(changes, change, ttl).map_or(Tree::Null, |seen| rdata_tree(&changes.staged, &seen));
    let mut values: Vec<(String, Tree)> = rdata::keys().map(|(key, _)| (rdata::change_key(key), Tree::Null)).collect();
    let own = rdata::change_key(&own);
    match values.iter_mut().find(|(key, _)| *key == own) {
        Some((_, place)) => *place = value,
        None => values.push((own, value)),
    }
    Tree::Map(vec![
        ("id".to_owned(), Tree::Number(change.id)),
        ("user_id".to_owned(), user.map_or(Tree::Null, Tree::Number)),
        ("zone".to_owned(), Tree::from(changes.zone.name.to_string())),
        ("fqdn".to_owned(), Tree::from(owner.to_string())),
        ("serial".to_owned(), Tree::from(changes.zone.serial_told())),
        ("ttl".to_owned(), Tree::Number(ttl.into())),
        ("rdata_type".to_owned(), Tree::from(rtype.to_string())),
        ("op".to_owned(), Tree::from(change.op.as_str())),
        ("rdata".to_owned(), Tree::Map(values)),
    ])
}

/// The record that a change writes or deletes.
fn seen(changes: &Changes, change: &StagedChange, ttl: u32) -> Option<SeenRecord> {
    let (owner, rtype) = change.key.clone();
    let value = change.value.as_ref();
    let soa = || changes.staged.soa().records.into_iter().next().map(|record| record.rdata);
    let rdata = value.map(|value| value.rdata.clone()).or_else(soa);
    Some(SeenRecord {
        owner,
        rtype,
        ttl,
        rdata: rdata?,
        number: change.number,
        spelling: value.and_then(|value| value.spelling.text.clone()),
    })
}

/// Drops what is staged.
pub(super) async fn discard(call: &mut Call) -> Outcome {
    call.take(|_| Some(()))?;
    let zone = call.zone()?;
    let holder = call.session()?;
    call.run(DiscardChanges { zone, holder }, |count: &u64| {
        Success::empty(texts::discarded(usize::try_from(*count).unwrap_or(usize::MAX)))
    })
    .await
}
