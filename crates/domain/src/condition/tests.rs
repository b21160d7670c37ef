//! The condition language: tables of what each rule allows and refuses, and what holds for every condition.

mod claims;
mod evaluation;
mod facts;
mod limits;
mod literals;
mod naive;
mod properties;
mod syntax;

use super::*;

/// The code and the offset of what is wrong with a text.
fn refused(text: &str) -> (&'static str, usize) {
    match Condition::parse(text) {
        Ok(_) => panic!("{text:?} is a condition"),
        Err(error) => (error.code(), error.offset),
    }
}

fn condition(text: &str) -> Condition {
    Condition::parse(text).unwrap_or_else(|error| panic!("{text:?}: {error}"))
}

/// That each text is not of the language, and where it is not.
fn syntax_at(table: &[(&str, usize)]) {
    for (text, offset) in table {
        assert_eq!(refused(text), ("condition_syntax", *offset), "{text:?}");
    }
}
