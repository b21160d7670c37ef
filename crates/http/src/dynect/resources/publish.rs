//! Publishing what a session has staged (rules C8–C11).

use domesday_app::notes::{NOTE_CHARACTERS, kept};
use domesday_app::staging::{Publish, Published, StagedTargets};
use domesday_domain::name::ZoneName;

use super::zone::shown;
use crate::dynect::call::Call;
use crate::dynect::failure::Failure;
use crate::dynect::message::{Code, Message, Source};
use crate::dynect::operation::Outcome;
use crate::dynect::refused::warned;
use crate::dynect::success::Success;
use crate::dynect::texts;

/// Publishes what the session has staged of a zone.
pub(super) async fn publish(call: &mut Call, zone: ZoneName, notes: Option<String>) -> Outcome {
    let holder = call.session()?;
    let notes = notes.as_deref().map(|notes| kept(notes).ok_or_else(too_long)).transpose()?;
    let notes = notes.filter(|notes| !notes.is_empty());
    let targets = call.ask(StagedTargets { zone: zone.clone(), holder }).await?;
    let render = |published: &Published| {
        let zone = &published.zone;
        let said = texts::published(&zone.name.to_string());
        Success::of(shown(zone, published.task), said).with(warned(&published.warnings))
    };
    call.run(Publish { zone, holder, notes, targets }, render).await
}

/// Rule C10.
fn too_long() -> Failure {
    let text = format!("notes: has more than {NOTE_CHARACTERS} characters");
    Message::error(Code::InvalidData, Source::ApiA, text).into()
}
