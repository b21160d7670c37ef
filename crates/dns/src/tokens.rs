//! Text cut into tokens (RFC 1035 section 5.1), for a line of a zone file and for a single value alike.
//!
//! Surprising: tokens are ranges into the text, nothing is copied and no escape is resolved here, so a reader of millions of lines
//! allocates nothing per token. `key="a b"` is one token (service parameters need it, RFC 9460 appendix A); elsewhere a quote starts
//! a token of its own.

/// A piece of the text; for a quoted one, what is between the quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    start: usize,
    end: usize,
    pub(crate) quoted: bool,
    /// An unquoted token with a quoted end, `key="a b"`.
    pub(crate) mixed: bool,
}

impl Token {
    pub(crate) fn of<'a>(&self, text: &'a [u8]) -> &'a [u8] {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// What stands outside quotes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Setting {
    /// A line of a zone file: comments and brackets.
    Line,
    /// A single value: neither; a bare `;` or bracket is refused rather than silently dropped.
    Value,
}

/// What is wrong with the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenError {
    UnclosedQuote,
    UnopenedBracket,
    /// A control character, or in a value a bare `;`, `(`, `)`.
    BadCharacter(u8),
}

/// Cuts `text` from `start` on; `depth` counts the brackets that are open.
pub(crate) fn cut(
    text: &[u8],
    start: usize,
    setting: Setting,
    depth: &mut u32,
    tokens: &mut Vec<Token>,
) -> Result<(), TokenError> {
    let mut at = start;
    while let Some(&octet) = text.get(at) {
        match octet {
            b' ' | b'\t' => at += 1,
            b'"' => {
                let end = find_quote(text, at + 1)?;
                tokens.push(Token { start: at + 1, end, quoted: true, mixed: false });
                at = end + 1;
            }
            b';' if setting == Setting::Line => return Ok(()),
            b'(' if setting == Setting::Line => {
                *depth = depth.saturating_add(1);
                at += 1;
            }
            b')' if setting == Setting::Line => {
                *depth = depth.checked_sub(1).ok_or(TokenError::UnopenedBracket)?;
                at += 1;
            }
            b';' | b'(' | b')' => return Err(TokenError::BadCharacter(octet)),
            _ => at = cut_word(text, at, tokens)?,
        }
    }
    Ok(())
}

/// Adds the unquoted token at `start`; returns where it ends.
fn cut_word(text: &[u8], start: usize, tokens: &mut Vec<Token>) -> Result<usize, TokenError> {
    let mut at = start;
    let mut mixed = false;
    while let Some(&octet) = text.get(at) {
        match octet {
            b' ' | b'\t' | b';' | b'(' | b')' => break,
            b'"' => {
                if at > start && text.get(at - 1) == Some(&b'=') {
                    at = find_quote(text, at + 1)? + 1;
                    mixed = true;
                }
                break;
            }
            b'\\' => {
                match text.get(at + 1) {
                    None => {}
                    Some(&escaped @ (0..=0x08 | 0x0A..=0x1F | 0x7F)) => return Err(TokenError::BadCharacter(escaped)),
                    Some(_) => at += 1,
                }
                at += 1;
            }
            0..=0x1F | 0x7F => return Err(TokenError::BadCharacter(octet)),
            _ => at += 1,
        }
    }
    tokens.push(Token { start, end: at, quoted: false, mixed });
    Ok(at)
}

fn find_quote(text: &[u8], start: usize) -> Result<usize, TokenError> {
    let mut at = start;
    loop {
        match text.get(at) {
            None => return Err(TokenError::UnclosedQuote),
            Some(b'"') => return Ok(at),
            Some(b'\\') => at += 2,
            Some(_) => at += 1,
        }
    }
}

/// The tokens of a value or an entry, taken one after the other.
pub(crate) struct Words<'a> {
    text: &'a [u8],
    tokens: &'a [Token],
}

impl<'a> Words<'a> {
    pub(crate) fn new(text: &'a [u8], tokens: &'a [Token]) -> Words<'a> {
        Words { text, tokens }
    }

    pub(crate) fn next(&mut self) -> Option<(Token, &'a [u8])> {
        let (token, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some((*token, token.of(self.text)))
    }

    pub(crate) fn peek(&self) -> Option<(Token, &'a [u8])> {
        self.tokens.first().map(|token| (*token, token.of(self.text)))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }
}
