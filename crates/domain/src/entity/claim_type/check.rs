//! Whether a value is of a type.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{ClaimType, MemberType, format};
use crate::entity::place;
use crate::json;

/// A place within a value, and what is expected there.
type Wrong = (String, String);

impl ClaimType {
    /// Checks a value, with its numbers as [`json::read`] makes them. Null passes under `any` only; that a whole claim is never null is not
    /// the type's affair.
    ///
    /// # Errors
    /// Every place that is wrong, as in `.address[0]` and empty for the whole value, with what is expected there.
    pub fn check(&self, value: &Value) -> Result<(), Vec<(String, String)>> {
        let mut wrong = Vec::new();
        self.collect(value, "", &mut wrong);
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }

    fn collect(&self, value: &Value, at: &str, wrong: &mut Vec<Wrong>) {
        match (self, value) {
            (Self::Object(members), Value::Object(given)) => collect_members(members, given, at, wrong),
            (Self::Array(element), Value::Array(given)) => {
                for (index, value) in given.iter().enumerate() {
                    element.collect(value, &place::element(at, index), wrong);
                }
            }
            _ if self.takes_scalar(value) => {}
            _ => wrong.push((at.to_owned(), format!("expected {}", self.expected()))),
        }
    }

    fn takes_scalar(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Any, _)
            | (Self::String, Value::String(_))
            | (Self::Number, Value::Number(_))
            | (Self::Boolean, Value::Bool(_)) => true,
            (Self::Integer, Value::Number(number)) => {
                number.as_i64().is_some_and(|integer| integer.unsigned_abs() <= json::LARGEST_INTEGER.unsigned_abs())
            }
            (Self::Date, Value::String(text)) => format::is_date(text),
            (Self::DateTime, Value::String(text)) => format::is_date_time(text),
            (Self::Email, Value::String(text)) => format::is_email(text),
            (Self::Url, Value::String(text)) => format::is_url(text),
            _ => false,
        }
    }

    fn expected(&self) -> &'static str {
        match self {
            Self::String => "a string",
            Self::Number => "a number",
            Self::Integer => "an integer",
            Self::Boolean => "true or false",
            Self::Date => "a date such as \"2026-01-02\"",
            Self::DateTime => "a date and time with an offset such as \"2026-01-02T03:04:05Z\"",
            Self::Email => "a mail address",
            Self::Url => "an absolute URL with a scheme and a host",
            Self::Any => "any value",
            Self::Object(_) => "an object",
            Self::Array(_) => "an array",
        }
    }
}

fn collect_members(
    members: &BTreeMap<String, MemberType>,
    given: &Map<String, Value>,
    at: &str,
    wrong: &mut Vec<Wrong>,
) {
    for (name, member) in members {
        match given.get(name) {
            Some(value) => member.value.collect(value, &place::member(at, name), wrong),
            None if member.optional => {}
            None => wrong.push((place::member(at, name), "this member is needed".to_owned())),
        }
    }
    let unknown = given.keys().filter(|name| !members.contains_key(*name)).count();
    if unknown > 0 {
        let detail = format!("members that are not declared: {unknown}");
        wrong.push((at.to_owned(), detail));
    }
}
