//! The body of a request as it was sent: what of it could be read, and what of it may be shown again.

use actix_web::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use actix_web::web;
use domesday_app::form::Form;
use domesday_app::refusal::{Refusal, Unreadable};
use domesday_domain::finding::FieldError;
use serde_json::{Map, Value};

use super::answer::{Answer, warning};
use super::call::Call;
use super::reader::{Members, Moved, Noticed, Reader};
use super::refused::{Refused, UNKNOWN_MEMBER};
use super::version::Version;
use crate::accept;
use crate::body::{self, Strict};

/// The largest body, in octets.
const MOST_OCTETS: usize = 256 << 10;

/// Members whose values are never shown again.
const SECRETS: [&str; 4] = ["authInfo", "pw", "password", "token"];

/// How many characters of a value are shown again.
const SHOWN: usize = 255;

/// How much a list or an object may hold that is shown again: octets of its texts and names, and one for each value.
const SHOWN_WHOLE: usize = 1024;

/// A body.
#[derive(Debug)]
pub(super) struct Sent {
    /// What it is; none if there is none.
    value: Option<Value>,
    /// Why it could not be read.
    unreadable: Option<Refusal>,
    moved: Moved,
    unknown: Vec<String>,
}

impl Sent {
    /// Takes the body of a request.
    pub(super) async fn of(call: &Call, payload: web::Payload) -> Self {
        let read = read(call, payload).await;
        let (value, unreadable) = match read {
            Ok(value) => (value, call.unserved()),
            Err(refusal) => (None, Some(call.unserved().unwrap_or(refusal))),
        };
        Self { value, unreadable, moved: Moved::default(), unknown: Vec::new() }
    }

    /// A body that was read as this value, for fuzz targets.
    #[cfg(feature = "fuzzing")]
    pub(super) fn of_value(value: Value) -> Self {
        Self { value: Some(value), unreadable: None, moved: Moved::default(), unknown: Vec::new() }
    }

    /// Reads it, member by member.
    pub(super) fn form<T>(&mut self, call: &Call, read: impl FnOnce(&mut Reader, &mut Members<'_>) -> T) -> Form<T> {
        if let Some(refusal) = &self.unreadable {
            return Form::unreadable(refusal.clone());
        }
        let mut reader = Reader::default();
        let nothing = Value::Null;
        let mut members = reader.body(self.value.as_ref().unwrap_or(&nothing));
        let value = read(&mut reader, &mut members);
        reader.close(&members);
        let Noticed { faults, unknown, moved } = reader.finish();
        self.moved = moved;
        self.unknown = unknown;
        if call.version() == Version::Two && !self.unknown.is_empty() {
            let refusal = misspelt(&self.unknown);
            self.unreadable = Some(refusal.clone());
            return Form::unreadable(refusal);
        }
        Form::read(value, call.faults().iter().cloned().chain(faults).collect())
    }

    /// Reads one of which nothing is taken: what is wrong with it, or with headers, is why the request cannot be read.
    pub(super) fn take_nothing(&mut self, call: &Call) {
        self.unreadable = self.form(call, |_, _| ()).well_formed().err();
    }

    /// Whether it could be read.
    ///
    /// # Errors
    /// Why not.
    pub(super) fn readable(&self) -> Result<(), Refusal> {
        self.unreadable.clone().map_or(Ok(()), Err)
    }

    /// What it is, to be compared with another (rule I5).
    pub(super) fn value(&self) -> Option<&Value> {
        self.value.as_ref()
    }

    /// Whether it has a code in it that its sender chose.
    pub(super) fn gives_code(&self) -> bool {
        let given = |place| self.value.as_ref().and_then(|value| value.pointer(place));
        ["/authInfo/pw", "/chg/authInfo/pw"].into_iter().filter_map(given).any(|code| *code != "" && !code.is_null())
    }

    /// What is to be told beside a success: members that nobody knows.
    pub(super) fn warnings(&self) -> Vec<Value> {
        self.unknown.iter().map(|place| warning(UNKNOWN_MEMBER, &format!("{place} is not known here"))).collect()
    }

    /// An answer with those warnings.
    pub(super) fn warn(&self, answer: Answer) -> Answer {
        let warnings = self.warnings();
        if warnings.is_empty() { answer } else { answer.with("warnings", warnings) }
    }

    /// The answer, or the refusal as this face tells it.
    pub(super) fn settle<T>(&self, call: &Call, outcome: Result<T, Refusal>) -> Result<T, Refused> {
        outcome.map_err(|refusal| call.refused_of(&refusal, self))
    }

    /// Where something stands that a rule knows by its index.
    pub(super) fn as_sent(&self, place: &str) -> String {
        self.moved.as_sent(place).into_owned()
    }

    /// What stands at a place, as far as it may be shown again.
    pub(super) fn shown(&self, place: &str) -> Value {
        let found = self.value.as_ref().filter(|_| !place.split('/').any(is_secret));
        match found.and_then(|value| value.pointer(place)) {
            Some(Value::String(text)) => excerpt(text).into(),
            Some(whole @ (Value::Array(_) | Value::Object(_))) => {
                if left_of(SHOWN_WHOLE, whole).is_some() {
                    redacted(whole)
                } else {
                    Value::Null
                }
            }
            Some(other) => other.clone(),
            None => Value::Null,
        }
    }
}

/// Whether what has this name is never shown again.
pub(super) fn is_secret(name: &str) -> bool {
    SECRETS.contains(&name)
}

/// What is left of a measure when a value is taken from it; none if the value is larger, however much.
fn left_of(measure: usize, value: &Value) -> Option<usize> {
    let measure = measure.checked_sub(1)?;
    match value {
        Value::String(text) => measure.checked_sub(text.len()),
        Value::Array(items) => items.iter().try_fold(measure, left_of),
        Value::Object(members) => {
            members.iter().try_fold(measure, |measure, (name, value)| left_of(measure.checked_sub(name.len())?, value))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => Some(measure),
    }
}

/// The beginning of a text that is shown again.
pub(super) fn excerpt(text: &str) -> String {
    let mut short: String = text.chars().take(SHOWN).collect();
    if text.chars().nth(SHOWN).is_some() {
        short.push('…');
    }
    short
}

/// A value without its secrets.
fn redacted(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(redacted).collect(),
        Value::Object(members) => {
            let harmless = members
                .iter()
                .map(|(member, value)| (member.clone(), if is_secret(member) { Value::Null } else { redacted(value) }));
            Value::Object(harmless.collect::<Map<_, _>>())
        }
        other => other.clone(),
    }
}

/// The refusal of members that nobody knows.
fn misspelt(unknown: &[String]) -> Refusal {
    let error = |place: &String| FieldError::new(place, UNKNOWN_MEMBER, format!("{place} is not known here"));
    Refusal::Invalid { errors: unknown.iter().map(error).collect(), forcible: false }
}

/// The JSON object in a body; none if there is no body (rules U2, U8).
async fn read(call: &Call, payload: web::Payload) -> Result<Option<Value>, Refusal> {
    let request = call.request();
    let octets = body::bytes(request, payload, MOST_OCTETS).await?;
    if octets.is_empty() {
        return Ok(None);
    }
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = header(CONTENT_TYPE).split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case(accept::JSON) {
        let detail = format!("Content-Type of a body is {}", accept::JSON);
        return Err(Refusal::Unreadable { how: Unreadable::UnsupportedMediaType, detail });
    }
    let encoding = header(CONTENT_ENCODING);
    if !encoding.is_empty() && !encoding.eq_ignore_ascii_case("identity") {
        let detail = "bodies are taken uncompressed".to_owned();
        return Err(Refusal::Unreadable { how: Unreadable::UnsupportedMediaType, detail });
    }
    let malformed = |detail: String| Refusal::Unreadable { how: Unreadable::Malformed, detail };
    let Strict(value) =
        serde_json::from_slice(&octets).map_err(|problem| malformed(format!("the body is not JSON: {problem}")))?;
    match &value {
        Value::Object(_) | Value::Null => Ok(Some(value)),
        Value::Array(items) if items.is_empty() => Ok(Some(value)),
        other => Err(malformed(crate::members::wrong_type("a JSON object", other).1)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn e2_what_stands_at_a_place_is_shown_again_but_no_secret() {
        let long = "x".repeat(300);
        let value = json!({
            "name": "a", "n": 7, "long": long, "authInfo": {"pw": "secret"}, "login": {"password": "secret", "x": [1]},
            "big": vec!["y"; 1000], "token": "secret",
        });
        let sent = Sent { value: Some(value), unreadable: None, moved: Moved::default(), unknown: Vec::new() };
        assert_eq!((sent.shown("/name"), sent.shown("/n"), sent.shown("/none")), (json!("a"), json!(7), Value::Null));
        assert_eq!(sent.shown("/long").as_str().map(|text| text.chars().count()), Some(256));
        assert_eq!(sent.shown("/login"), json!({"password": null, "x": [1]}));
        assert_eq!(sent.shown("/big"), Value::Null);
        for place in ["/authInfo", "/authInfo/pw", "/login/password", "/token", ""] {
            assert!(!sent.shown(place).to_string().contains("secret"), "{place}");
        }
    }
}
