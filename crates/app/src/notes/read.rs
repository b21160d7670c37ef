//! Reads the notes of a zone (`dynect.md` N1): one for each entry of its history, whichever face made it.

use chrono::{DateTime, Utc};
use domesday_dns::Name;
use domesday_domain::actor::Permission;
use domesday_domain::history::Action;
use domesday_domain::name::ZoneName;

use super::text;
use crate::history::readable;
use crate::ports::{Entry, Extent, HistoryFilter, Snapshot};
use crate::refusal::Refusal;
use crate::registry::{Context, Query};

/// Asks for notes of a zone, newest first.
pub struct ReadNotes {
    /// The zone's name; any zone that had it counts.
    pub zone: ZoneName,
    /// At most so many.
    pub limit: usize,
    /// So many of the newest are passed over.
    pub offset: u64,
}

/// What was done to a zone, and what was written about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The zone.
    pub zone: Name,
    /// The user that acted.
    pub user: String,
    /// The zone's serial after; of one that was deleted, before.
    pub serial: i64,
    /// What kind of change it was.
    pub kind: NoteKind,
    /// What changed, and what the user wrote about it, in lines.
    pub text: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// The kind of change that a note is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteKind {
    /// The zone was made, or something in it changed.
    Publish,
    /// It was imported.
    Task,
    /// It was deleted.
    Remove,
}

impl NoteKind {
    /// The word clients see.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Publish => "publish",
            Self::Task => "task",
            Self::Remove => "remove",
        }
    }

    fn of(action: &str) -> Self {
        if action == Action::ZoneImport.as_str() {
            Self::Task
        } else if action == Action::ZoneDelete.as_str() {
            Self::Remove
        } else {
            Self::Publish
        }
    }
}

impl Query for ReadNotes {
    const NEEDS: Permission = Permission::ReadZones;
    const EXTENT: Extent = Extent::Long;
    type Answer = Vec<Note>;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<Vec<Note>, Refusal> {
        let visible_to = readable(context, snapshot, &self.zone)?;
        let filter = HistoryFilter { visible_to, passed_over: self.offset, ..HistoryFilter::default() };
        let entries = snapshot.entries(self.zone.as_name(), &filter, None, self.limit)?;
        entries.into_iter().map(note).collect()
    }
}

fn note(entry: Entry) -> Result<Note, Refusal> {
    let damaged = |cause| Refusal::Failed(format!("the entry {} of the history is damaged: {cause}", entry.id));
    let text = text::of(&entry).map_err(damaged)?;
    Ok(Note {
        text,
        kind: NoteKind::of(&entry.action),
        serial: entry.serial_after.or(entry.serial_before).unwrap_or_default(),
        zone: entry.zone,
        user: entry.user,
        at: entry.at,
    })
}
