//! How this face shows rdata and takes it: named fields instead of one text (rules R3, R5, R7 and R13 of `dynect.md`).
//!
//! [`shapes`] is the one table of what fields each type has; showing and reading both walk it. In between stands the printed value,
//! cut into words: each field is one or some of them. So nothing here knows a wire format, what a field may be is told by
//! [`kinds`], and what the fields may be together is judged by the codec, as for all faces.
//! Surprising: what is given is not this face's tree of arguments but pairs of names and [`Given`], so that both can be tested alone.

mod kinds;
mod shapes;
mod types;
mod words;

use std::fmt;

use domesday_dns::{Rdata, RecordType};
use domesday_domain::record::spelling::{printed, read_txt};

use kinds::Kind;
use shapes::{Shape, shape};
pub(crate) use types::{change_key, key, keys, set_argument, tree_key, type_of, without_records};

/// The field of types that have no field names.
const WHOLE: &str = "rdata";

/// One field as it is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    /// A text; names are absolute, with a final dot.
    Text(String),
    /// An integer.
    Number(i64),
}

/// What stands at one name of an `rdata` that came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Given<'a> {
    /// `null`, which is the same as nothing (W4).
    Nothing,
    /// A text.
    Text(&'a str),
    /// An integer.
    Number(i64),
    /// Something that no field is: a boolean, a list, a map.
    Other,
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// It is required, and absent, null or empty: MISSING_DATA.
    Missing(&'static str),
    /// Its value will not do: INVALID_DATA.
    Invalid {
        /// The field, without `rdata.` before it.
        field: &'static str,
        /// What it should have been, for people.
        detail: String,
    },
}

/// The `INFO` of its message (section 8): `rdata.<field>: …`, but an address is named alone.
impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(field) => write!(f, "rdata.{field}: required field missing"),
            Self::Invalid { field: field @ "address", detail } => write!(f, "{field}: {detail}"),
            Self::Invalid { field, detail } => write!(f, "rdata.{field}: {detail}"),
        }
    }
}

/// An `rdata` that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Parsed {
    /// The value; of type TXT for what is shown as SPF (R8).
    pub(crate) rdata: Rdata,
    /// `txtdata` as it was spelled, if it was given (R7).
    pub(crate) spelled: Option<String>,
    /// The names given that say nothing here, without `rdata.` before them: each a WARN (W5).
    pub(crate) unnecessary: Vec<String>,
}

/// How a value shows under the type `shown`, in the order of R13. `spelled` is the text a TXT value was written with, if it is not as
/// printed (R7). A value that does not have the form of its type, which only a damaged store could hold, is one field `rdata`.
pub(crate) fn fields(shown: RecordType, rdata: &Rdata, spelled: Option<&str>) -> Vec<(&'static str, Field)> {
    let text = match spelled {
        Some(spelled) if rdata.rtype() == RecordType::TXT => spelled.to_owned(),
        _ => printed(rdata),
    };
    let Some(shape) = shape(shown) else { return vec![(WHOLE, Field::Text(text))] };
    let [only] = shape.fields else {
        return match parts(shape, &text) {
            Some(parts) => {
                shape.fields.iter().zip(parts).map(|(field, part)| (field.name, field.kind.shown(part))).collect()
            }
            None => vec![(WHOLE, Field::Text(text))],
        };
    };
    vec![(only.name, only.kind.shown(&text))]
}

/// Reads what was given as a whole value of the type `shown` (R3, R13).
///
/// # Errors
/// Every wrong field, in the order of R13. What only the fields together can be wrong with is told of the last of them.
pub(crate) fn parse(shown: RecordType, given: &[(&str, Given<'_>)]) -> Result<Parsed, Vec<Wrong>> {
    read(shown, None, given)
}

/// Reads what was given into `present`, whose other fields stay as they are (R5). A field given as it is shown stays, too, so that
/// what a reader sends back unchanged changes nothing; and of a SOA, `mname` and `serial` say nothing (Z7).
///
/// # Errors
/// As [`parse`]; a field that is empty and may not be is missing here, too.
pub(crate) fn merge(shown: RecordType, present: &Rdata, given: &[(&str, Given<'_>)]) -> Result<Parsed, Vec<Wrong>> {
    read(shown, Some(present), given)
}

fn read(shown: RecordType, present: Option<&Rdata>, given: &[(&str, Given<'_>)]) -> Result<Parsed, Vec<Wrong>> {
    let shape = shape(shown).unwrap_or(&shapes::WHOLE);
    let fixed = if present.is_some() { shape.fixed } else { &[] };
    let used = |name: &str| shape.fields.iter().any(|field| field.name == name) && !fixed.contains(&name);
    let unnecessary = given
        .iter()
        .filter(|(name, given)| *given != Given::Nothing && !used(name))
        .map(|(name, _)| (*name).to_owned())
        .collect();
    let given_for = |name: &str| {
        let found = given.iter().find(|(found, _)| *found == name && used(name));
        found.map_or(Given::Nothing, |(_, given)| *given)
    };
    let (rdata, spelled) = match shape.fields {
        [only] if only.kind == Kind::Spelled => read_spelled(only.name, present, given_for(only.name))?,
        _ => (read_fields(shown, shape, present, given_for)?, None),
    };
    Ok(Parsed { rdata, spelled, unnecessary })
}

/// Reads `txtdata`.
fn read_spelled(
    field: &'static str,
    present: Option<&Rdata>,
    given: Given<'_>,
) -> Result<(Rdata, Option<String>), Vec<Wrong>> {
    let text = match (given, present) {
        (Given::Nothing, Some(present)) => return Ok((present.clone(), None)),
        (Given::Nothing | Given::Text(""), _) => return Err(vec![Wrong::Missing(field)]),
        (Given::Other, _) => return Err(vec![Wrong::Invalid { field, detail: kinds::NO_TEXT.to_owned() }]),
        (Given::Text(text), _) => text.to_owned(),
        (Given::Number(number), _) => number.to_string(),
    };
    match read_txt(&text) {
        Ok(rdata) => Ok((rdata, Some(text))),
        Err(fault) => Err(vec![Wrong::Invalid { field, detail: fault.to_string() }]),
    }
}

/// Reads each field into its part of the printed value, and that as the codec does.
fn read_fields<'a>(
    shown: RecordType,
    shape: &Shape,
    present: Option<&Rdata>,
    given_for: impl Fn(&str) -> Given<'a>,
) -> Result<Rdata, Vec<Wrong>> {
    let present = present.map(printed);
    let present = present.as_deref().and_then(|text| match shape.fields {
        [_] => Some(vec![text]),
        _ => parts(shape, text),
    });
    let mut wrong = Vec::new();
    let mut read: Vec<String> = Vec::with_capacity(shape.fields.len());
    for (index, field) in shape.fields.iter().enumerate() {
        let stays = present.as_ref().and_then(|present| present.get(index)).copied();
        let outcome = field.read(given_for(field.name), stays, &read);
        read.push(outcome.unwrap_or_else(|fault| {
            wrong.push(fault);
            String::new()
        }));
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let printed: Vec<&str> = shape.places().filter_map(|at| read.get(at)).map(String::as_str).collect();
    Rdata::parse(shown, &printed.join(" ")).map_err(|error| {
        let field = shape.fields.last().map_or(WHOLE, |last| last.name);
        vec![Wrong::Invalid { field, detail: error.to_string() }]
    })
}

/// The parts of a printed value, one a field, in the order of the table; none if it has not the form of its type.
fn parts<'a>(shape: &Shape, text: &'a str) -> Option<Vec<&'a str>> {
    let mut parts = vec![""; shape.fields.len()];
    let mut rest = text;
    for at in shape.places() {
        let (part, after) = match shape.fields.get(at)?.kind.words() {
            Some(words) => words::split(rest, words),
            None => (rest, ""),
        };
        *parts.get_mut(at)? = part;
        rest = after;
    }
    (rest.is_empty() && !text.starts_with("\\#")).then_some(parts)
}

#[cfg(test)]
mod tests;
