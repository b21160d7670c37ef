//! Entries about what is no zone, as clients see them: those members of a zone's entries that are left without one.

use domesday_app::ports::StoredSubjectEntry;
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use crate::zones::history::Entry;
use crate::zones::wire::instant;

/// One committed change of a thing that is no zone.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SubjectHistoryEntry)]
pub(crate) struct SubjectEntry {
    /// Rises within a subject, with gaps.
    id: i64,
    /// When.
    #[schema(format = "date-time")]
    at: String,
    /// What it is called, without its kind.
    subject: String,
    /// The account that acted.
    account: String,
    /// The user that acted.
    user: String,
    /// The way in.
    face: String,
    /// The request, as in `X-Request-ID`.
    request_id: String,
    /// What was done.
    action: String,
    /// What went from what to what.
    #[schema(value_type = Vec<serde_json::Value>)]
    changes: Box<RawValue>,
    /// What rules let through, or what else is worth keeping.
    #[schema(value_type = Vec<serde_json::Value>)]
    forced: Box<RawValue>,
    /// The thing's version after it; 0 for what has none.
    revision: i64,
}

impl SubjectEntry {
    /// An entry as clients see it.
    ///
    /// # Errors
    /// What is wrong with the JSON that was stored.
    pub(super) fn of(entry: StoredSubjectEntry) -> Result<Self, serde_json::Error> {
        Ok(Self {
            id: entry.id,
            at: instant(entry.at),
            subject: entry.subject,
            account: entry.account,
            user: entry.user,
            face: entry.face,
            request_id: entry.request_id,
            action: entry.action,
            changes: RawValue::from_string(entry.changes)?,
            forced: RawValue::from_string(entry.forced)?,
            revision: entry.revision,
        })
    }
}

/// An entry of whatever subject: of a zone with its serials, of other things without.
#[derive(ToSchema)]
#[schema(as = AnyHistoryEntry)]
#[serde(untagged)]
#[expect(dead_code, reason = "describes the answer, which is of one kind or the other")]
pub(crate) enum AnyEntry {
    /// Of a zone.
    Zone(Entry),
    /// Of anything else.
    Other(SubjectEntry),
}
