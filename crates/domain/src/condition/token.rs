//! The tokens of a condition, one after another, each with the byte where it begins (rules C1, C8).

use serde_json::Value;

use super::error::{ConditionError, Flaw};
use super::expression::Relation;
use super::limits;
use super::literal::{read_number, read_string};
use super::reference::Reference;

/// A token and where it begins.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) offset: usize,
}

/// What a token is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum TokenKind {
    /// `!`
    Not,
    /// `&&`
    And,
    /// `||`
    Or,
    /// `(`
    Open,
    /// `)`
    Close,
    /// `==`, `!=`, `in`
    Relation(Relation),
    /// `{ENTITY}.home`
    Reference(Reference),
    /// A string, a number, `true`, `false`
    Literal(Value),
    /// The end of the text, which always comes last, at its length.
    End,
}

/// A text that is read token by token.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    text: &'a str,
    rest: &'a str,
    /// How many there have been, parentheses left out.
    counted: usize,
}

impl<'a> Tokens<'a> {
    /// The tokens of a text.
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, rest: text, counted: 0 }
    }

    /// The next token; [`TokenKind::End`] again and again after the last.
    ///
    /// # Errors
    /// If it is malformed, or else if it or the number of tokens is beyond a limit (rule C7).
    pub(super) fn next(&mut self) -> Result<Token, ConditionError> {
        let rest = self.rest.trim_start_matches([' ', '\t', '\r', '\n']);
        let offset = self.text.len() - rest.len();
        if rest.is_empty() {
            return Ok(Token { kind: TokenKind::End, offset });
        }
        let (kind, rest) = read(rest).map_err(|flaw| flaw.at(offset))?;
        self.rest = rest;
        self.counted += usize::from(!matches!(kind, TokenKind::Open | TokenKind::Close));
        if self.counted > limits::TOKENS {
            let detail = format!("a condition has at most {} tokens other than parentheses", limits::TOKENS);
            return Err(Flaw::limit(detail).at(offset));
        }
        Ok(Token { kind, offset })
    }
}

/// Reads the token that a text begins with, and what comes after it.
fn read(text: &str) -> Result<(TokenKind, &str), Flaw> {
    if let Some((kind, rest)) = read_mark(text) {
        return Ok((kind, rest));
    }
    match text.chars().next() {
        Some('{') => Reference::read(text).map(|(reference, rest)| (TokenKind::Reference(reference), rest)),
        Some('"') => read_string(text).map(|(string, rest)| (TokenKind::Literal(string), rest)),
        Some('-' | '0'..='9') => read_number(text).map(|(number, rest)| (TokenKind::Literal(number), rest)),
        Some('a'..='z' | 'A'..='Z') => read_keyword(text),
        Some('=') => Err(Flaw::syntax("`=` is not an operator: `==` is")),
        Some('&' | '|') => Err(Flaw::syntax("conditions are joined by `&&` and `||`")),
        Some('\'') => Err(Flaw::syntax("strings stand in double quotes")),
        _ => Err(Flaw::syntax("no token begins so")),
    }
}

/// Reads an operator or a parenthesis. `!=` goes before `!`.
fn read_mark(text: &str) -> Option<(TokenKind, &str)> {
    let marks = [
        ("==", TokenKind::Relation(Relation::Equal)),
        ("!=", TokenKind::Relation(Relation::Different)),
        ("&&", TokenKind::And),
        ("||", TokenKind::Or),
        ("!", TokenKind::Not),
        ("(", TokenKind::Open),
        (")", TokenKind::Close),
    ];
    marks.into_iter().find_map(|(mark, kind)| Some((kind, text.strip_prefix(mark)?)))
}

fn read_keyword(text: &str) -> Result<(TokenKind, &str), Flaw> {
    let (word, rest) = split_word(text);
    let kind = match word {
        "in" => TokenKind::Relation(Relation::Member),
        "true" => TokenKind::Literal(Value::Bool(true)),
        "false" => TokenKind::Literal(Value::Bool(false)),
        _ => return Err(Flaw::syntax("the only words are `in`, `true` and `false`; strings stand in double quotes")),
    };
    Ok((kind, rest))
}

/// The letters, digits, `_` and `-` that a text begins with, perhaps none, and what comes after them.
pub(super) fn split_word(text: &str) -> (&str, &str) {
    let end = text.bytes().take_while(|octet| octet.is_ascii_alphanumeric() || matches!(octet, b'_' | b'-')).count();
    text.split_at(end)
}
