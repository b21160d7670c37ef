//! What is stored as one JSON document because it is only read and written as a whole: the facts of a domain's life, a policy, what a
//! contact says, what an account is as a client, how a kind of entities is declared, how texts were spelled, and what sessions have staged.
//!
//! Instants in them are microseconds since 1970, which is what both databases keep of instants, too.

mod client;
mod contact;
mod draft;
mod facts;
mod kinds;
mod life;
mod policy;
mod spelling;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub(crate) use client::{client, client_document};
pub(crate) use contact::{contact_content, contact_document};
pub(crate) use draft::{draft, draft_document};
pub(crate) use facts::{facts, facts_document};
pub(crate) use kinds::{kind, kind_document};
pub(crate) use policy::{policy, policy_document};
pub(crate) use spelling::{spellings, spellings_document};

/// Why a document cannot be read, for the log.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unreadable {
    /// It has not the form.
    #[error("{0}")]
    Form(#[from] serde_json::Error),
    /// A value that there is not.
    #[error("{0:?} is no {1}")]
    Value(String, &'static str),
}

fn written(wire: &impl Serialize) -> Result<String, Unreadable> {
    Ok(serde_json::to_string(wire)?)
}

fn read<W: DeserializeOwned>(text: &str) -> Result<W, Unreadable> {
    Ok(serde_json::from_str(text)?)
}

fn moment(micros: i64) -> Result<DateTime<Utc>, Unreadable> {
    DateTime::from_timestamp_micros(micros).ok_or_else(|| Unreadable::Value(micros.to_string(), "instant"))
}

/// A text as one of a list of words.
fn word<T>(text: &str, what: &'static str, parse: impl FnOnce(&str) -> Option<T>) -> Result<T, Unreadable> {
    parse(text).ok_or_else(|| Unreadable::Value(text.to_owned(), what))
}
