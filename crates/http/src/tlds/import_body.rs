//! An import as a request gives it: members of a JSON object, or parameters beside a list that is the body (`tlds.md` section 8).

use std::sync::Arc;

use actix_web::{HttpRequest, web};
use domesday_app::input::Input;
use domesday_app::refusal::{Refusal, Unreadable};
use domesday_app::tlds::{ImportRequest, TldImport};
use domesday_domain::tld::Source;
use domesday_domain::tld::list::{Format, Section};
use serde_json::{Map, Value};

use super::{body, draft};
use crate::members::{Fault, Members, flag, text, wrong_type};
use crate::query::Parameters;
use crate::{accept, body as bodies};

/// The type of a body that is the list itself.
const TEXT: &str = "text/plain";

/// How large a list may be.
const TEXT_BYTES: usize = 4 << 20;

/// How large a body may be that holds one: six characters for each of its octets at most.
const JSON_BYTES: usize = 6 * TEXT_BYTES + body::OBJECT_BYTES;

/// A body as it came.
pub(super) enum Given {
    /// A JSON object.
    Json(web::BytesMut),
    /// The list itself; none where there is no body at all.
    Text(Option<web::BytesMut>),
}

/// The body of an import.
pub(super) async fn received(request: &HttpRequest, payload: web::Payload) -> Result<Given, Refusal> {
    accept::json(request)?;
    if bodies::check_type(request, &[TEXT]).is_ok() {
        return bodies::bytes(request, payload, TEXT_BYTES).await.map(|text| Given::Text(Some(text)));
    }
    let is_json = bodies::check_type(request, bodies::OBJECT).is_ok();
    let body = body::typed(request, payload, &[accept::JSON, TEXT], JSON_BYTES).await?;
    Ok(if is_json { Given::Json(body) } else { Given::Text(None) })
}

/// What was asked for.
pub(super) struct Understood {
    /// The import, its list read.
    pub(super) import: Input<Option<Arc<TldImport>>>,
    /// It shall only be tried.
    pub(super) dry_run: bool,
}

/// Reads an import with its list. Takes time for a long one: not for an async thread.
pub(super) fn understood(given: Given, mut parameters: Parameters) -> Result<Understood, Refusal> {
    let fields = match given {
        Given::Json(body) => body::object(&body)?,
        Given::Text(text) => in_query(&mut parameters, text),
    };
    let mut findings = parameters.finish();
    let mut members = Members::of(fields);
    let text = the_text(&mut members)?;
    let dry_run = members.optional("dry_run", flag).unwrap_or_default();
    let request = ImportRequest {
        source: members.optional("source", source).unwrap_or_else(|| Source::from_stored("file".to_owned())),
        text,
        format: members.optional("format", format).flatten(),
        section: members.optional("section", section).unwrap_or_default(),
        prune: members.optional("prune", flag).unwrap_or_default(),
        description: members.nullable("description", draft::description).flatten(),
    };
    findings.absorb(members.finish());
    // How the list is to be read depends on the rest, so with a wrong member it is not.
    let import = if findings.is_clean() { TldImport::read(request, &mut findings) } else { None };
    Ok(Understood { import: Input::read(import, findings), dry_run })
}

/// The members of an import as a query gives them, beside a list that is the body.
fn in_query(parameters: &mut Parameters, text: Option<web::BytesMut>) -> Map<String, Value> {
    let mut fields = Map::new();
    for name in ["source", "format", "section", "description"] {
        fields.extend(parameters.text(name).map(|value| (name.to_owned(), value.into())));
    }
    for name in ["prune", "dry_run"] {
        fields.extend(parameters.flag(name).map(|value| (name.to_owned(), value.into())));
    }
    let text = text.map(|octets| match String::from_utf8(octets.to_vec()) {
        Ok(text) => Value::from(text),
        // No JSON says so, and it is refused like any other value that is no text.
        Err(problem) => Value::from(problem.utf8_error().valid_up_to()),
    });
    fields.extend(text.map(|text| ("text".to_owned(), text)));
    fields
}

/// The list.
fn the_text(members: &mut Members) -> Result<Option<String>, Refusal> {
    match members.take("text") {
        None => Ok(None),
        Some(Value::String(text)) if text.len() > TEXT_BYTES => {
            let detail = format!("a list has at most {TEXT_BYTES} bytes");
            Err(Refusal::Unreadable { how: Unreadable::TooLarge, detail })
        }
        Some(Value::String(text)) => Ok(Some(text)),
        Some(other) => {
            members.wrong("text", wrong_type("the list as a text in UTF-8", &other));
            Ok(None)
        }
    }
}

fn source(value: &Value) -> Result<Source, Fault> {
    Source::parse(text(value)?).map_err(|problem| ("bad_source", problem.to_string()))
}

fn format(value: &Value) -> Result<Option<Format>, Fault> {
    let word = text(value)?;
    let known = [Format::Psl, Format::Iana, Format::Csv].into_iter().find(|format| format.as_str() == word);
    match known {
        None if word != "auto" => Err(("bad_format", "format is auto, psl, iana or csv".to_owned())),
        known => Ok(known),
    }
}

fn section(value: &Value) -> Result<Section, Fault> {
    let word = text(value)?;
    let known = [Section::All, Section::Icann, Section::Private].into_iter().find(|section| section.as_str() == word);
    known.ok_or_else(|| ("bad_section", "section is all, icann or private".to_owned()))
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;
    use serde_json::json;

    use super::*;

    fn read(given: Given, query: &str) -> Result<(usize, bool), Vec<String>> {
        let request = TestRequest::with_uri(&format!("/tlds/import?{query}")).to_http_request();
        let Understood { import, dry_run } = understood(given, Parameters::of(&request)).unwrap();
        let (import, findings) = import.well_formed().unwrap();
        let errors = findings.errors();
        match import {
            Some(import) if errors.is_empty() => Ok((import.rules(), dry_run)),
            _ => Err(errors.iter().map(|error| format!("{} {}", error.field, error.code)).collect()),
        }
    }

    fn json(body: &Value) -> Given {
        Given::Json(body.to_string().as_bytes().into())
    }

    fn plain(text: &[u8]) -> Given {
        Given::Text(Some(text.into()))
    }

    #[test]
    fn section_8_members_and_parameters_say_the_same() {
        let body = json!({"text": "com\n*.bd\n", "source": "mine", "format": "psl", "prune": true, "dry_run": true});
        assert_eq!(read(json(&body), ""), Ok((2, true)));
        let query = "source=mine&format=psl&prune=true&dry_run=1&section=all&description=x";
        assert_eq!(read(plain(b"com\n*.bd\n"), query), Ok((2, true)));
        assert_eq!(read(plain(b"com\n"), ""), Ok((1, false)));
        assert_eq!(read(Given::Text(None), "source=private-use"), Ok((4, false)), "it comes with the program");
    }

    #[test]
    fn section_8_every_wrong_member_is_named() {
        let body = json!({"text": 5, "source": "manual", "format": "xml", "section": "x", "prune": "yes", "junk": 1});
        let wrong = [
            "text wrong_type",
            "source bad_source",
            "format bad_format",
            "section bad_section",
            "prune wrong_type",
            "junk unknown_member",
        ];
        assert_eq!(read(json(&body), "").unwrap_err(), wrong);
        assert_eq!(read(plain(b"com"), "colour=red").unwrap_err(), ["colour unknown_parameter"]);
        assert_eq!(read(json(&json!({"text": "com"})), "prune=true").unwrap_err(), ["prune unknown_parameter"]);
        assert_eq!(read(json(&json!({})), "").unwrap_err(), ["text required"]);
        assert_eq!(read(plain(b"com\xff"), "").unwrap_err(), ["text wrong_type"]);
    }

    #[test]
    fn section_8_a_text_has_at_most_four_mebibytes() {
        let long = json!({"text": "\n".repeat(TEXT_BYTES + 1)}).to_string();
        assert!(long.len() < JSON_BYTES);
        let parameters = Parameters::default();
        let refused = understood(Given::Json(long.as_bytes().into()), parameters).err();
        assert!(matches!(refused, Some(Refusal::Unreadable { how: Unreadable::TooLarge, .. })), "{refused:?}");
    }
}
