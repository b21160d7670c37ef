//! The envelope of every answer (rules E1, E5): code, words, both transaction ids and the time it took, then the operation's own members.

use std::time::Instant;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderName};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use super::codes::Code;
use super::version::Version;

/// What the answers to one request have in common.
#[derive(Clone, Debug)]
pub(crate) struct Stamp {
    /// The version that is spoken.
    pub(super) version: Version,
    /// The caller's own transaction id.
    pub(super) client: Option<String>,
    /// The server's.
    pub(super) server: String,
    /// When the request came.
    pub(super) since: Instant,
}

/// Objects in the order of a result, which the first version has as members of an object (`searchRes`).
#[derive(Debug)]
pub(super) enum Results {
    /// By id or name.
    Keyed(Vec<(String, Value)>),
    /// One after the other.
    Listed(Vec<Value>),
}

impl Results {
    /// Rows with their ids, as a version has them.
    pub(super) fn of(version: Version, rows: Vec<(String, Value)>) -> Self {
        match version {
            Version::One => Self::Keyed(rows),
            Version::Two => Self::Listed(rows.into_iter().map(|(_, row)| row).collect()),
        }
    }
}

impl Serialize for Results {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Keyed(rows) => serializer.collect_map(rows.iter().map(|(key, row)| (key, row))),
            Self::Listed(rows) => serializer.collect_seq(rows),
        }
    }
}

/// An answer being put together.
#[derive(Debug)]
pub(super) struct Answer {
    /// The HTTP status.
    pub(super) status: StatusCode,
    /// The result code.
    pub(super) code: Code,
    /// What is said after the code's own words.
    pub(super) cause: Option<String>,
    /// The operation's own members.
    pub(super) members: Map<String, Value>,
    /// `searchRes`
    pub(super) results: Option<Results>,
    /// Headers of its own.
    pub(super) headers: Vec<(HeaderName, String)>,
}

impl Answer {
    /// An answer with this code.
    pub(super) fn new(status: StatusCode, code: Code) -> Self {
        Self { status, code, cause: None, members: Map::new(), results: None, headers: Vec::new() }
    }

    /// A plain success.
    pub(super) fn done() -> Self {
        Self::new(StatusCode::OK, Code::DONE)
    }

    /// With a member.
    pub(super) fn with(mut self, member: &str, value: impl Into<Value>) -> Self {
        self.members.insert(member.to_owned(), value.into());
        self
    }

    /// With a header.
    pub(super) fn header(mut self, name: HeaderName, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Not to be kept by anybody on the way: it has a secret in it.
    pub(super) fn secret(self) -> Self {
        self.header(CACHE_CONTROL, "no-store")
    }

    /// The whole answer.
    pub(super) fn send(&self, stamp: &Stamp) -> HttpResponse {
        let mut response = HttpResponse::build(self.status);
        for (name, value) in &self.headers {
            response.insert_header((name.clone(), value.as_str()));
        }
        response.json(Envelope { answer: self, stamp })
    }
}

/// An answer with what all have in common.
struct Envelope<'a> {
    answer: &'a Answer,
    stamp: &'a Stamp,
}

impl Serialize for Envelope<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { answer, stamp } = self;
        let words = answer.code.words();
        let message = answer.cause.as_ref().map_or_else(|| words.to_owned(), |cause| format!("{words}; {cause}"));
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("code", &answer.code.0)?;
        map.serialize_entry("message", &message)?;
        map.serialize_entry("cltrid", &stamp.client)?;
        map.serialize_entry("svtrid", &stamp.server)?;
        map.serialize_entry("time", &stamp.since.elapsed().as_secs_f64())?;
        for (member, value) in &answer.members {
            map.serialize_entry(member, value)?;
        }
        if let Some(results) = &answer.results {
            map.serialize_entry("searchRes", results)?;
        }
        map.end()
    }
}

/// An instant as it is shown: UTC, whole seconds (rule E5).
pub(super) fn second(at: DateTime<Utc>) -> Value {
    at.to_rfc3339_opts(SecondsFormat::Secs, true).into()
}

/// The same of one that may be unset.
pub(super) fn second_if(at: Option<DateTime<Utc>>) -> Value {
    at.map_or(Value::Null, second)
}

/// A warning beside a success (rule E4).
pub(super) fn warning(reason: &str, message: &str) -> Value {
    json!({"reason": reason, "message": message})
}

#[cfg(test)]
mod tests {
    use actix_web::body::to_bytes;

    use super::*;

    fn stamp(version: Version) -> Stamp {
        Stamp { version, client: Some("acme-17".into()), server: "0192".into(), since: Instant::now() }
    }

    async fn text(answer: Answer, version: Version) -> String {
        let body = to_bytes(answer.send(&stamp(version)).into_body()).await.unwrap();
        String::from_utf8(body.to_vec()).unwrap()
    }

    #[actix_web::test]
    async fn e1_what_all_answers_have_comes_first_and_their_own_members_beside_it() {
        let text = text(Answer::done().with("name", "blue.st"), Version::One).await;
        let start =
            r#"{"code":1000,"message":"Command completed successfully","cltrid":"acme-17","svtrid":"0192","time":"#;
        assert!(text.starts_with(start) && text.ends_with(r#","name":"blue.st"}"#), "{text}");
        let body: Value = serde_json::from_str(&text).unwrap();
        assert!(body["time"].is_f64());
    }

    #[actix_web::test]
    async fn section_1_results_are_keyed_in_their_order_or_listed() {
        let rows = || vec![("red.st".to_owned(), json!(1)), ("blue.st".to_owned(), json!(2))];
        for (version, expected) in
            [(Version::One, r#""searchRes":{"red.st":1,"blue.st":2}}"#), (Version::Two, r#""searchRes":[1,2]}"#)]
        {
            let answer = Answer { results: Some(Results::of(version, rows())), ..Answer::done() };
            let text = text(answer, version).await;
            assert!(text.ends_with(expected), "{text}");
        }
        let none = Answer { results: Some(Results::of(Version::One, vec![])), ..Answer::done() };
        assert!(text(none, Version::One).await.ends_with(r#""searchRes":{}}"#));
    }

    #[test]
    fn e5_instants_are_whole_seconds_in_utc() {
        let at = DateTime::from_timestamp_micros(1_795_255_200_999_999).unwrap();
        assert_eq!(second(at), json!("2026-11-21T10:00:00Z"));
        assert_eq!(second_if(None), Value::Null);
    }
}
