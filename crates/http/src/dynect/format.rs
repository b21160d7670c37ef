//! The four forms a body and an answer may have (rules W3, W4, W6, W10–W15), with one tree behind them all.
//!
//! Handlers see neither JSON nor XML nor YAML: what was sent is read into a [`Tree`], and an answer is a tree that is written in the form the
//! caller asked for. So the same request in another form gets the same answer in that form. Readers take what they are given for hostile:
//! nesting and the number of arguments are bounded while reading, nothing is expanded, and time is linear in the body's length.

mod form;
mod json;
mod limits;
mod tree;
mod writer;
mod xml;
mod yaml;

use std::collections::HashSet;

pub(crate) use form::query;
pub(crate) use limits::{BadBody, Limits};
pub(crate) use tree::Tree;
pub(crate) use writer::{Writer, write};

use limits::Gauge;

/// Members of the body of a request, or of its query string: names with their values, in the order they came.
pub(crate) type Members = Vec<(String, Tree)>;

/// A form of bodies and answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// `application/json` (rule W11).
    Json,
    /// `text/xml` (rule W12).
    Xml,
    /// `application/yaml` (rule W13).
    Yaml,
    /// `text/html`, which is `name=value&…` (rule W14); bodies may also be called `application/x-www-form-urlencoded`.
    Html,
}

/// The forms of one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Formats {
    /// Of its body.
    pub(crate) body: Format,
    /// Of the answer.
    pub(crate) answer: Format,
}

impl Format {
    /// The forms of a request by its headers (rule W10): `content_type` decides for both; `accept` for the answer, if it names exactly one of
    /// the four media types. Several `Accept` lines count as one with commas. None if the type is not known and the body is not JSON by its
    /// look: INVALID_REQUEST, answered in JSON whatever `accept` says.
    pub(crate) fn of_request(content_type: Option<&str>, accept: Option<&str>, body: &[u8]) -> Option<Formats> {
        let sent = content_type.and_then(Self::of_body);
        let body = sent.or_else(|| looks_like_json(body).then_some(Self::Json))?;
        Some(Formats { body, answer: accept.and_then(Self::of_answer).unwrap_or(body) })
    }

    /// The media type of answers, without parameters: clients compare it (rule W15).
    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Xml => "text/xml",
            Self::Yaml => "application/yaml",
            Self::Html => "text/html",
        }
    }

    fn of_body(content_type: &str) -> Option<Self> {
        let named = essence(content_type);
        if named.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            Some(Self::Html)
        } else {
            Self::named(named)
        }
    }

    fn of_answer(accept: &str) -> Option<Self> {
        let weighed =
            |parameter: &str| parameter.split('=').next().is_some_and(|name| name.trim().eq_ignore_ascii_case("q"));
        if accept.split(';').skip(1).any(weighed) { None } else { Self::named(essence(accept)) }
    }

    /// The form of one of the four media types. A list of them is the name of none.
    fn named(media_type: &str) -> Option<Self> {
        let all = [Self::Json, Self::Xml, Self::Yaml, Self::Html];
        all.into_iter().find(|format| format.media_type().eq_ignore_ascii_case(media_type))
    }
}

/// A media type without its parameters; nothing if the header lists several.
fn essence(header: &str) -> &str {
    if header.contains(',') { "" } else { header.split(';').next().unwrap_or_default().trim() }
}

/// Whether there is no body, or one that starts with `{`.
fn looks_like_json(body: &[u8]) -> bool {
    let body = body.strip_prefix(BYTE_ORDER_MARK.as_bytes()).unwrap_or(body).trim_ascii_start();
    body.first().is_none_or(|first| *first == b'{')
}

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Reads a body: its arguments, none if it is empty.
///
/// JSON integers that 64 bits hold are numbers; other numbers are their text, so that a field can say what it wanted. Scalars of the other
/// forms are texts. The caller has checked the body's size.
///
/// # Errors
/// [`BadBody`] (INVALID_DATA): not of that form, not one object, not UTF-8, a raw control character, a key twice in an object, beyond the
/// `limits` (rule W6); in XML a DOCTYPE or an entity beyond the five, in YAML an anchor, alias or tag. With line and column where one place
/// is at fault.
pub(crate) fn read(format: Format, body: &[u8], limits: Limits) -> Result<Members, BadBody> {
    let text = limits::text(body)?;
    let gauge = Gauge::new(limits);
    let bare = text.trim_ascii_start();
    let tree = match format {
        _ if bare.is_empty() => return Ok(Members::new()),
        Format::Html if !bare.starts_with('{') => return form::read(text, &gauge),
        Format::Json | Format::Html => json::read(text, &gauge)?,
        Format::Xml => xml::read(text, &gauge)?,
        Format::Yaml => yaml::read(text, &gauge)?,
    };
    match tree {
        Tree::Map(members) => Ok(members),
        _ => Err(BadBody::new("arguments are one object, with a name for each of them")),
    }
}

/// What a request says, in its query string and in its body: of two arguments of one name the body's, unless it is null there, which is "not
/// given" (rules W3, W4). The query's come first.
pub(crate) fn merge(query: Members, body: Members) -> Members {
    let given: HashSet<String> =
        body.iter().filter(|(_, value)| *value != Tree::Null).map(|(name, _)| name.clone()).collect();
    let mut all: Members = query.into_iter().filter(|(name, _)| !given.contains(name)).collect();
    let kept: HashSet<String> = all.iter().map(|(name, _)| name.clone()).collect();
    all.extend(body.into_iter().filter(|(name, _)| !kept.contains(name)));
    all
}

#[cfg(test)]
mod tests;
