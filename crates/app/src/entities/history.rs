//! What was done to an entity, newest first: for its owner and admins, also after it is gone (`attestations.md` E9, Q9).

use domesday_domain::account::AccountId;
use domesday_domain::actor::Permission;
use domesday_domain::entity::{EntityId, KindName, SystemKind};
use domesday_domain::history::SubjectKind;
use domesday_domain::name::ZoneName;
use serde_json::Value;

use super::denial::Denial;
use super::sight::Sight;
use super::{missing, subject};
use crate::attestations::story;
use crate::history::{HistoryPage, readable};
use crate::input::Input;
use crate::ports::{Entry, Extent, HistoryFilter, Snapshot, StoredSubjectEntry};
use crate::refusal::Refusal;
use crate::registry::{Context, Query};

/// Asks for a page of an entity's history.
pub struct ReadEntityHistory {
    /// The kind; none for a text that cannot be one.
    pub kind: Option<KindName>,
    /// The entity.
    pub id: EntityId,
    /// Which entries.
    pub page: Input<HistoryPage>,
}

/// One change.
#[derive(Clone, Debug)]
pub struct EntityEntry {
    /// What was stored.
    pub entry: StoredSubjectEntry,
    /// Each claim that differed: `{claim, from, to}`; of a zone also each record set: `{name, type, from, to}`.
    pub changes: Vec<Value>,
    /// The id of the attestation that it was about.
    pub attestation: Option<String>,
}

/// A page of changes, newest first.
#[derive(Clone, Debug)]
pub struct EntityHistory {
    /// The changes.
    pub entries: Vec<EntityEntry>,
    /// Older than which the next page is, if there is one.
    pub next: Option<i64>,
}

impl Query for ReadEntityHistory {
    const NEEDS: Permission = Permission::UseSession;
    const EXTENT: Extent = Extent::Long;
    type Answer = EntityHistory;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<EntityHistory, Refusal> {
        let kind = self.kind.as_ref().ok_or_else(missing)?;
        let (what, called) = self.place(snapshot, context, kind)?;
        let (page, findings) = self.page.well_formed()?;
        findings.settle(false)?;
        // Ids of declared kinds are never used again; of a contact's that was, an owner reads what was his.
        let used_again = SystemKind::of(kind).is_some();
        let visible_to: Option<AccountId> = (used_again && !context.actor.is_admin()).then_some(context.actor.account);
        let filter = HistoryFilter { visible_to, since: page.since, until: page.until, passed_over: 0 };
        let mut found = match zone_of(kind, &self.id) {
            Some(zone) => {
                let visible_to = readable(context, snapshot, &zone)?;
                let filter = HistoryFilter { visible_to, ..filter };
                let entries = snapshot.entries(zone.as_name(), &filter, page.marker, page.limit + 1)?;
                entries.into_iter().map(of_zone).collect()
            }
            None => snapshot.subject_entries(what, &called, &filter, page.marker, page.limit + 1)?,
        };
        let more = found.len() > page.limit;
        found.truncate(page.limit);
        let next = found.last().map(|entry| entry.id).filter(|_| more);
        Ok(EntityHistory { entries: found.into_iter().map(EntityEntry::of).collect::<Result<_, _>>()?, next })
    }
}

impl ReadEntityHistory {
    /// Where the history stands, if the caller may read it.
    fn place(
        &self,
        snapshot: &mut dyn Snapshot,
        context: &Context,
        kind: &KindName,
    ) -> Result<(SubjectKind, String), Refusal> {
        if let Some(found) = subject::find(snapshot, context, kind, &self.id)? {
            let sight = Sight::of(snapshot, context, &found)?;
            return match (sight.whole, sight.is_anything()) {
                (true, _) => Ok(story::place(&found)),
                (false, true) => Err(Denial::forbidden("forbidden", "its history is for its owner").into()),
                (false, false) => Err(missing()),
            };
        }
        if SystemKind::of(kind).is_some() {
            return Err(missing());
        }
        let gone = snapshot.entity(kind, &self.id)?.filter(|gone| context.actor.sees(gone.owner));
        gone.map(|_| (SubjectKind::Entity, format!("{kind}/{}", self.id))).ok_or_else(missing)
    }
}

/// The zone that an entity is, whose history is kept with all that stands in it.
fn zone_of(kind: &KindName, id: &EntityId) -> Option<ZoneName> {
    (SystemKind::of(kind) == Some(SystemKind::Zones)).then(|| ZoneName::parse(&id.to_string()).ok()).flatten()
}

/// An entry of a zone's history as one of any other thing's: without its serials.
fn of_zone(entry: Entry) -> StoredSubjectEntry {
    StoredSubjectEntry {
        id: entry.id,
        at: entry.at,
        subject: entry.zone.to_string(),
        account: entry.account,
        user: entry.user,
        face: entry.face,
        request_id: entry.request_id,
        action: entry.action,
        changes: entry.changes,
        forced: entry.forced,
        revision: entry.revision,
    }
}

impl EntityEntry {
    fn of(entry: StoredSubjectEntry) -> Result<Self, Refusal> {
        let unreadable = |error: serde_json::Error| Refusal::Failed(format!("history entry {}: {error}", entry.id));
        let told: Vec<Value> = serde_json::from_str(&entry.changes).map_err(unreadable)?;
        let mut changes = Vec::with_capacity(told.len());
        let mut attestation = None;
        for mut change in told {
            if let Some(id) = change.get("attestation").and_then(Value::as_str) {
                attestation = Some(id.to_owned());
                continue;
            }
            // What other faces tell of their objects has members where entities have claims.
            if let Value::Object(members) = &mut change {
                members.remove("what");
                if let Some(member) = members.remove("member") {
                    members.insert("claim".to_owned(), member);
                }
            }
            changes.push(change);
        }
        Ok(Self { entry, changes, attestation })
    }
}
