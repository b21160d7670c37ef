//! `ZoneFile` (rule Z8): a zone made from its master file, or the records of a file staged.

use std::io::Cursor;

use domesday_app::input::Input;
use domesday_app::refusal::Refusal;
use domesday_app::staging::{FileRecords, StageFile, StagedFile};
use domesday_app::zones::{ImportOptions, ImportReport, ImportZone, ZoneText};
use domesday_dns::Name;
use domesday_domain::finding::Findings;
use domesday_domain::serial::SerialStyle;

use super::records::{limit, numbers};
use super::zone::{shown, told_whose, zone_name};
use crate::dynect::arguments::Arguments;
use crate::dynect::call::Call;
use crate::dynect::failure::Failure;
use crate::dynect::operation::Outcome;
use crate::dynect::refused::{LIFTED, warned};
use crate::dynect::spool::off_the_async_threads;
use crate::dynect::success::Success;
use crate::dynect::{rows, texts};

/// Makes a zone from its file, with all that is in it, in one transaction (rules Z2, Z8).
pub(in crate::dynect) async fn create(call: &mut Call) -> Outcome {
    let (asked, most) = (call.part(0).to_owned(), call.rules().file_max);
    let (name, file) = call.take(|given| {
        let name = zone_name(given, &asked);
        let file = file(given, most);
        Some((name?, file?))
    })?;
    let text = parsed(call, file, name.as_name()).await?;
    let options = ImportOptions {
        force: LIFTED,
        name: Some(name.clone()),
        serial_style: SerialStyle::Increment,
        serial_hidden: true,
        ..ImportOptions::default()
    };
    let command = ImportZone {
        text: Input::read(text, Findings::new()),
        options: Input::read(options, Findings::new()),
        progress: None,
    };
    let render = |report: &ImportReport| {
        let [setup, create] = texts::zone_made(&report.zone.name.to_string());
        Success::of(shown(&report.zone, report.entry), setup).and(create).with(warned(&report.warnings))
    };
    match call.run(command, render).await {
        Err(failure) => Err(told_whose(call, failure, Some(name)).await),
        made => made,
    }
}

/// Stages the records of a file.
pub(in crate::dynect) async fn stage(call: &mut Call) -> Outcome {
    let most = call.rules().file_max;
    let text = call.take(|given| file(given, most))?;
    let zone = call.zone()?;
    let reader = zone.clone();
    let read = off_the_async_threads(move || Ok(FileRecords::read(&reader, &text))).await;
    let read = read.map_err(|error| rows::failed(&error, &call.caller().request_id))?;
    let records = read.map_err(|lines| call.told(&Refusal::BadFile { lines, forcible: false }))?;
    let count = i64::try_from(records.count()).unwrap_or(i64::MAX >> 8);
    let (numbers, limit) = (numbers(call, count, count.saturating_mul(2)).await?, limit(call));
    let command = move |holder| StageFile { zone, holder, records, numbers, limit };
    let render = |staged: &StagedFile| {
        let count = usize::try_from(staged.added).unwrap_or(usize::MAX);
        Success::of(shown(&staged.zone, staged.task), texts::records_staged(count)).with(warned(&staged.warnings))
    };
    call.stage(command, render).await.unwrap_or_else(|| Err(texts::too_many_staged()))
}

/// The text of a zone file, of at most `most` bytes.
pub(in crate::dynect) fn file(given: &mut Arguments, most: usize) -> Option<String> {
    let file = given.required_text("file")?;
    if file.len() > most {
        given.invalid("file", format!("has more than {} KiB", most >> 10));
        return None;
    }
    Some(file)
}

/// A zone file, read away from the async threads; its names are relative to the zone's.
///
/// # Errors
/// A defect: what is wrong with the file is told by what is done with it.
pub(in crate::dynect) async fn parsed(call: &Call, file: String, origin: &Name) -> Result<ZoneText, Failure> {
    let origin = Some(origin.clone());
    let read = off_the_async_threads(move || Ok(ZoneText::read(Cursor::new(file.into_bytes()), origin))).await;
    read.map_err(|error| rows::failed(&error, &call.caller().request_id))
}
