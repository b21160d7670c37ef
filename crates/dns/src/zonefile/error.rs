//! What can be wrong with a line of a zone file (F10, F11).

use crate::tokens::TokenError;
use std::fmt;

/// A line that could not be read.
#[derive(thiserror::Error, Clone, PartialEq, Eq, Debug)]
#[error("line {line}: {detail}")]
pub struct LineError {
    /// The number of the line, counted from 1; of the first line for an entry in brackets.
    pub line: u64,
    /// What kind of error it is.
    pub code: LineErrorCode,
    /// What is wrong, for people.
    pub detail: String,
}

/// The kinds of errors in a zone file.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LineErrorCode {
    /// The line is no entry at all.
    Syntax,
    /// The owner or an origin is no name.
    BadName,
    /// The rdata does not fit the type.
    BadRdata,
    /// A TTL is no period up to 2147483647 seconds.
    BadTtl,
    /// `$INCLUDE` is refused (F10).
    IncludeRefused,
    /// `$GENERATE` is refused (F10).
    GenerateRefused,
    /// A class other than IN (F10).
    ClassNotIn,
    /// A quoted string does not end on its line.
    UnclosedQuote,
    /// A bracket is open at the end of the file.
    UnclosedBracket,
    /// The line is not UTF-8.
    NotUtf8,
    /// A record type that has no known mnemonic.
    UnknownType,
    /// A type that never stands in a zone (R3).
    TypeNotAllowed,
    /// An entry, or its rdata, is too long.
    TooLong,
    /// The input failed; nothing after it was read.
    Io,
}

impl LineErrorCode {
    /// The code as the API spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            LineErrorCode::Syntax => "syntax",
            LineErrorCode::BadName => "bad_name",
            LineErrorCode::BadRdata => "bad_rdata",
            LineErrorCode::BadTtl => "bad_ttl",
            LineErrorCode::IncludeRefused => "include_refused",
            LineErrorCode::GenerateRefused => "generate_refused",
            LineErrorCode::ClassNotIn => "class_not_in",
            LineErrorCode::UnclosedQuote => "unclosed_quote",
            LineErrorCode::UnclosedBracket => "unclosed_bracket",
            LineErrorCode::NotUtf8 => "not_utf8",
            LineErrorCode::UnknownType => "unknown_type",
            LineErrorCode::TypeNotAllowed => "type_not_allowed",
            LineErrorCode::TooLong => "too_long",
            LineErrorCode::Io => "io",
        }
    }
}

impl fmt::Display for LineErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An error whose line is not known yet.
pub(super) type Fault = (LineErrorCode, String);

pub(super) fn fault<T>(code: LineErrorCode, detail: impl Into<String>) -> Result<T, Fault> {
    Err((code, detail.into()))
}

impl From<TokenError> for LineErrorCode {
    fn from(error: TokenError) -> LineErrorCode {
        match error {
            TokenError::UnclosedQuote => LineErrorCode::UnclosedQuote,
            TokenError::UnopenedBracket | TokenError::BadCharacter(_) => LineErrorCode::Syntax,
        }
    }
}

pub(super) fn describe(error: TokenError) -> String {
    match error {
        TokenError::UnclosedQuote => "a quoted string does not end on its line".to_owned(),
        TokenError::UnopenedBracket => "a closing bracket has no opening one".to_owned(),
        TokenError::BadCharacter(octet) => format!("the character {:?} is not allowed here", char::from(octet)),
    }
}
