//! Entries to records: `$ORIGIN`, `$TTL`, owners, TTLs and classes (F9), and what is refused (F10).
//!
//! Surprising: after an owner that cannot be read, lines without an owner are checked but not given out, for they would get the
//! wrong one. Rdata that a signer made is not looked at (F13).

use super::error::{Fault, LineError, LineErrorCode, fault};
use super::header::{read_header, read_ttl};
use super::lines::{Lines, Place};
use crate::name::{Base, Name};
use crate::rdata::{Rdata, read_words};
use crate::rtype::RecordType;
use crate::text::excerpt;
use crate::tokens::{Token, Words};
use std::io::BufRead;

/// What a zone file holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Entry {
    /// `$TTL`: the TTL of the records that follow and have none.
    DefaultTtl {
        /// Its line.
        line: u64,
        /// Seconds.
        ttl: u32,
    },
    /// A record.
    Record(Record),
}

/// A record of a zone file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Record {
    /// The line it starts on, counted from 1.
    pub line: u64,
    /// The owner, absolute.
    pub owner: Name,
    /// The TTL, if the line has one.
    pub ttl: Option<u32>,
    /// The `$TTL` in force.
    pub default_ttl: Option<u32>,
    /// The type.
    pub rtype: RecordType,
    /// The value; `None` for what a signer made, which the caller drops (F13).
    pub rdata: Option<Rdata>,
}

/// Reads a zone file, entry by entry. Every bad line is reported, and reading goes on at the next; it ends when the input fails.
///
/// ```
/// use domesday_dns::zonefile::{Entry, Reader};
/// use domesday_dns::Name;
/// let file = b"$TTL 1h\nwww IN A 192.0.2.1\n IN AAAA 2001:db8::1\n";
/// let records = Reader::new(&file[..], Some(Name::parse("example.org")?));
/// let owners: Vec<String> = records
///     .filter_map(|entry| if let Ok(Entry::Record(record)) = entry { Some(record.owner.to_string()) } else { None })
///     .collect();
/// assert_eq!(owners, ["www.example.org", "www.example.org"]);
/// # Ok::<(), domesday_dns::NameError>(())
/// ```
pub struct Reader<R> {
    lines: Lines<R>,
    state: State,
}

struct State {
    origin: Option<Name>,
    owner: Owner,
    default_ttl: Option<u32>,
    /// Rdata is put together here, then copied to its exact size.
    wire: Vec<u8>,
}

/// The owner of the last line that has one.
enum Owner {
    None,
    Known(Name),
    Broken,
}

impl<R: BufRead> Reader<R> {
    /// A reader of `input`, whose names are relative to `origin` until a `$ORIGIN`.
    pub fn new(input: R, origin: Option<Name>) -> Reader<R> {
        let state = State { origin, owner: Owner::None, default_ttl: None, wire: Vec::new() };
        Reader { lines: Lines::new(input), state }
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Entry, LineError>;

    fn next(&mut self) -> Option<Result<Entry, LineError>> {
        loop {
            let (line, result) = match self.lines.next_entry()? {
                Err((line, fault)) => (line, Err(fault)),
                Ok(place) => {
                    let (text, tokens) = self.lines.entry();
                    (place.line, self.state.read_entry(&place, Words::new(text, tokens)))
                }
            };
            match result {
                Ok(Some(entry)) => return Some(Ok(entry)),
                Ok(None) => {}
                Err((code, detail)) => return Some(Err(LineError { line, code, detail })),
            }
        }
    }
}

impl State {
    fn read_entry(&mut self, place: &Place, mut words: Words<'_>) -> Result<Option<Entry>, Fault> {
        if !place.indented {
            let Some((token, found)) = words.next() else {
                return Ok(None);
            };
            if !token.quoted && found.starts_with(b"$") {
                return self.read_directive(place.line, found, &mut words);
            }
            self.owner = Owner::Broken;
            self.owner = Owner::Known(self.read_name(token, found)?);
        }
        self.read_record(place.line, &mut words)
    }

    fn read_name(&self, token: Token, found: &[u8]) -> Result<Name, Fault> {
        if token.quoted || token.mixed {
            return fault(LineErrorCode::BadName, "a domain name may not be quoted");
        }
        Name::read(found, Base::Origin(self.origin.as_ref())).or_else(|error| {
            fault(LineErrorCode::BadName, format!("`{}` is not a domain name: {error}", excerpt(found)))
        })
    }

    fn read_directive(&mut self, line: u64, directive: &[u8], words: &mut Words<'_>) -> Result<Option<Entry>, Fault> {
        let is = |name: &[u8]| directive.eq_ignore_ascii_case(name);
        if is(b"$INCLUDE") {
            return fault(LineErrorCode::IncludeRefused, "$INCLUDE is refused");
        }
        if is(b"$GENERATE") {
            return fault(LineErrorCode::GenerateRefused, "$GENERATE is refused");
        }
        if !is(b"$ORIGIN") && !is(b"$TTL") {
            return fault(LineErrorCode::Syntax, format!("`{}` is not a known directive", excerpt(directive)));
        }
        let Some((token, found)) = words.next() else {
            return fault(LineErrorCode::Syntax, format!("`{}` needs a value", excerpt(directive)));
        };
        if let Some((_, more)) = words.next() {
            return fault(LineErrorCode::Syntax, format!("expected nothing more, found `{}`", excerpt(more)));
        }
        if is(b"$ORIGIN") {
            self.origin = Some(self.read_name(token, found)?);
            return Ok(None);
        }
        let ttl = read_ttl(found)?;
        self.default_ttl = Some(ttl);
        Ok(Some(Entry::DefaultTtl { line, ttl }))
    }

    fn read_record(&mut self, line: u64, words: &mut Words<'_>) -> Result<Option<Entry>, Fault> {
        let (ttl, rtype) = read_header(words)?;
        let rdata = if rtype.is_signer_made() {
            None
        } else {
            read_words(rtype, words, Base::Origin(self.origin.as_ref()), &mut self.wire).or_else(|error| {
                let code = if error.is_too_large() { LineErrorCode::TooLong } else { LineErrorCode::BadRdata };
                fault(code, format!("{rtype}: {error}"))
            })?;
            Some(Rdata::from_stored(rtype, self.wire.as_slice().into()))
        };
        match &self.owner {
            Owner::Known(owner) => {
                let record = Record { line, owner: owner.clone(), ttl, default_ttl: self.default_ttl, rtype, rdata };
                Ok(Some(Entry::Record(record)))
            }
            Owner::Broken => Ok(None),
            Owner::None => fault(LineErrorCode::Syntax, "the line starts with a blank, but no owner stands before it"),
        }
    }
}
