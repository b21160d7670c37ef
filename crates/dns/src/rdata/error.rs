//! Why something is not the rdata of its type: always in terms of what was expected.

use crate::name::NameError;
use crate::rtype::RecordType;
use crate::text::excerpt;
use crate::tokens::TokenError;
use std::borrow::Cow;

/// Why a text or an octet string is not rdata of its type; displays what was expected.
#[derive(thiserror::Error, Clone, PartialEq, Eq, Debug)]
#[error("{message}")]
pub struct RdataError {
    message: Cow<'static, str>,
    too_large: bool,
}

impl RdataError {
    /// Whether the rdata is well-formed but longer than 65535 octets (R14, `too_large`).
    pub fn is_too_large(&self) -> bool {
        self.too_large
    }

    pub(super) fn new(message: impl Into<Cow<'static, str>>) -> RdataError {
        RdataError { message: message.into(), too_large: false }
    }

    pub(super) fn too_large() -> RdataError {
        RdataError { message: Cow::Borrowed("the rdata is longer than 65535 octets"), too_large: true }
    }

    /// "expected an IPv4 address, found `x`".
    pub(super) fn expected(what: &str, found: &[u8]) -> RdataError {
        RdataError::new(format!("expected {what}, found `{}`", excerpt(found)))
    }

    pub(super) fn missing(what: &str) -> RdataError {
        RdataError::new(format!("expected {what}, found the end"))
    }

    pub(super) fn not_allowed(rtype: RecordType) -> RdataError {
        RdataError::new(format!("records of type {rtype} are not written by hand"))
    }

    pub(super) fn bad_name(error: &NameError, found: &[u8]) -> RdataError {
        RdataError::new(format!("expected a domain name, found `{}`: {error}", excerpt(found)))
    }

    pub(super) fn bad_escape(found: &[u8]) -> RdataError {
        RdataError::expected("a string with escapes `\\DDD` up to 255 or `\\` and a character", found)
    }
}

impl From<TokenError> for RdataError {
    fn from(error: TokenError) -> RdataError {
        match error {
            TokenError::UnclosedQuote => RdataError::new("expected a closing quote, found the end"),
            TokenError::UnopenedBracket => RdataError::new("found a closing bracket that was not opened"),
            TokenError::BadCharacter(octet) => RdataError::new(format!(
                "the character {:?} is not allowed unless quoted or escaped",
                char::from(octet)
            )),
        }
    }
}
