//! `ZoneNoteReport` (rule N1): the history of a zone.

use chrono::DateTime;
use domesday_app::notes::{Note, ReadNotes};
use domesday_domain::name::ZoneName;

use crate::dynect::call::Call;
use crate::dynect::format::Tree;
use crate::dynect::operation::Outcome;
use crate::dynect::success::Success;
use crate::dynect::texts;

/// How many notes are shown at most, and unless fewer are asked for.
const MOST: usize = 1000;

/// The notes of a zone, newest first.
pub(in crate::dynect) async fn report(call: &mut Call) -> Outcome {
    let query = call.take(|given| {
        let zone = given.required_read("zone", |text| ZoneName::parse(&text).map_err(|problem| problem.to_string()));
        let limit = given.integer("limit", 1..=MOST as i64);
        let offset = given.integer("offset", 0..=i64::MAX);
        let limit = limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(MOST);
        Some(ReadNotes { zone: zone?, limit, offset: offset.unwrap_or_default().unsigned_abs() })
    })?;
    let notes = call.ask(query).await?;
    let said = texts::notes_found(notes.len());
    Ok(Success::of(notes.iter().map(shown).collect(), said))
}

fn shown(note: &Note) -> Tree {
    Tree::map([
        ("zone", Tree::from(note.zone.to_string())),
        ("user_name", note.user.as_str().into()),
        ("serial", note.serial.into()),
        ("type", note.kind.as_str().into()),
        ("note", note.text.as_str().into()),
        ("timestamp", DateTime::timestamp(&note.at).into()),
    ])
}
