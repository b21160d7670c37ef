//! Rdata as it is given: fields by the table of its type, every wrong one named (rules W7, R5–R7, R13).

use std::sync::Arc;

use domesday_app::refusal::Refusal;
use domesday_app::staging::{Revise, SeenRecord};
use domesday_dns::RecordType;
use domesday_domain::finding::FieldError;
use domesday_domain::staging::Written;

use crate::dynect::arguments::Arguments;
use crate::dynect::format::{Members, Tree};
use crate::dynect::rdata::{self, Given, Parsed, Wrong};
use crate::dynect::refused::RDATA;

/// The longest TTL, in seconds (RFC 2181 section 8).
const TTL_MOST: u32 = i32::MAX as u32;

/// A TTL. The apex NS have the zone's: one given for them is not taken, and so told as needless (rules R2, W5).
pub(super) fn ttl(given: &mut Arguments, is_apex_ns: bool) -> Option<u32> {
    if is_apex_ns { None } else { given.integer("ttl", 0..=TTL_MOST) }
}

/// A value that must be given whole.
pub(super) fn value(given: &mut Arguments, rtype: RecordType) -> Option<Written> {
    let fields = given.required_map("rdata", Arguments::take_all)?;
    match rdata::parse(rtype, &as_given(&fields)) {
        Ok(parsed) => {
            leave_out(given, &parsed);
            Some(written(parsed))
        }
        Err(wrong) => {
            tell(given, &wrong);
            None
        }
    }
}

/// Fields that are laid over a value that is there (rule R5).
pub(super) fn revision(given: &mut Arguments, rtype: RecordType) -> Revise {
    let fields = given.map("rdata", Arguments::take_all).unwrap_or_default();
    Arc::new(move |record: &SeenRecord| {
        let parsed = rdata::merge(rtype, &record.rdata, &as_given(&fields));
        let parsed = parsed.map_err(|wrong| Refusal::Invalid { errors: errors(&wrong), forcible: false })?;
        Ok(match (&parsed.spelled, &record.spelling) {
            (None, Some(text)) if parsed.rdata == record.rdata => Written::spelled(parsed.rdata, text),
            _ => written(parsed),
        })
    })
}

fn written(parsed: Parsed) -> Written {
    match parsed.spelled {
        Some(text) => Written::spelled(parsed.rdata, &text),
        None => Written::plain(parsed.rdata),
    }
}

/// Fields as the reader of rdata takes them.
pub(in crate::dynect) fn as_given(fields: &Members) -> Vec<(&str, Given<'_>)> {
    let given = |value| match value {
        &Tree::Null => Given::Nothing,
        Tree::Text(text) => Given::Text(text),
        Tree::Number(number) => Given::Number(*number),
        Tree::Flag(_) | Tree::List(_) | Tree::Map(_) => Given::Other,
    };
    fields.iter().map(|(name, value)| (name.as_str(), given(value))).collect()
}

fn leave_out(given: &mut Arguments, parsed: &Parsed) {
    parsed.unnecessary.iter().for_each(|field| given.leave_out(&format!("rdata.{field}")));
}

fn tell(given: &mut Arguments, wrong: &[Wrong]) {
    for one in wrong {
        match one {
            Wrong::Missing(field) => given.missing(&format!("rdata.{field}")),
            Wrong::Invalid { .. } => given.bad_rdata(one.to_string()),
        }
    }
}

/// The same, where what is wrong shows only beside what is there.
fn errors(wrong: &[Wrong]) -> Vec<FieldError> {
    let error = |one: &Wrong| {
        let line = one.to_string();
        let (field, detail) = line.split_once(": ").unwrap_or(("rdata", &line));
        FieldError::new(field, RDATA, detail)
    };
    wrong.iter().map(error).collect()
}
