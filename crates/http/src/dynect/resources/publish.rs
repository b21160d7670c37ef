//! Publishing what a session has staged (rules C8–C11).

use domesday_app::staging::{Publish, Published, StagedTargets};
use domesday_domain::name::ZoneName;

use super::zone::shown;
use crate::dynect::call::Call;
use crate::dynect::message::{Code, Message, Source};
use crate::dynect::operation::Outcome;
use crate::dynect::refused::warned;
use crate::dynect::success::Success;
use crate::dynect::texts;

/// The longest note, in characters (rule C10).
const LONGEST_NOTE: usize = 10_000;

/// Publishes what the session has staged of a zone.
pub(super) async fn publish(call: &mut Call, zone: ZoneName, notes: Option<String>) -> Outcome {
    let holder = call.session()?;
    let notes = notes.as_deref().map(without_controls).filter(|notes| !notes.is_empty());
    if notes.as_ref().is_some_and(|notes| notes.chars().count() > LONGEST_NOTE) {
        let text = format!("notes: has more than {LONGEST_NOTE} characters");
        return Err(Message::error(Code::InvalidData, Source::ApiA, text).into());
    }
    let targets = call.ask(StagedTargets { zone: zone.clone(), holder }).await?;
    let render = |published: &Published| {
        let zone = &published.zone;
        let said = texts::published(&zone.name.to_string());
        Success::of(shown(zone, published.task), said).with(warned(&published.warnings))
    };
    call.run(Publish { zone, holder, notes, targets }, render).await
}

/// A note without control characters, but for newline and tab.
fn without_controls(notes: &str) -> String {
    notes.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}
