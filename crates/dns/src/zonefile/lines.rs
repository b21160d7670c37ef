//! Entries from lines: what belongs together across brackets, with its place, in bounded memory.
//!
//! Surprising: an entry is a buffer and ranges into it, both used again for the next one. A line that is broken ends its entry, and
//! reading goes on with the next line, so that one mistake does not hide all others (F11).

use super::error::{Fault, LineErrorCode, describe, fault};
use crate::tokens::{Setting, Token, cut};
use std::io::{BufRead, Read};

/// The longest entry in octets, so that a hostile file cannot take all memory. No record needs as much: rdata of 65535 octets
/// takes at most four times that in text.
pub(super) const MAX_ENTRY: usize = 1 << 20;

/// Lines put together into entries.
pub(super) struct Lines<R> {
    input: R,
    /// The current entry, all its lines.
    text: Vec<u8>,
    tokens: Vec<Token>,
    /// How many lines were read.
    count: u64,
    ended: bool,
}

/// Where an entry starts.
pub(super) struct Place {
    pub(super) line: u64,
    /// Whether the entry starts with a blank, so that the owner is the previous one.
    pub(super) indented: bool,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(input: R) -> Lines<R> {
        Lines { input, text: Vec::new(), tokens: Vec::new(), count: 0, ended: false }
    }

    /// The text of the current entry and its tokens.
    pub(super) fn entry(&self) -> (&[u8], &[Token]) {
        (&self.text, &self.tokens)
    }

    /// Reads the next entry that has a token; `None` at the end of the input. Errors come with their line.
    pub(super) fn next_entry(&mut self) -> Option<Result<Place, (u64, Fault)>> {
        while !self.ended {
            self.text.clear();
            self.tokens.clear();
            let line = self.count + 1;
            match self.read_entry() {
                Err(fault) => {
                    return Some(Err((
                        if fault.0 == LineErrorCode::UnclosedBracket { line } else { self.count },
                        fault,
                    )));
                }
                Ok(()) if self.tokens.is_empty() => {}
                Ok(()) => {
                    let indented = matches!(self.text.first(), Some(b' ' | b'\t'));
                    return Some(Ok(Place { line, indented }));
                }
            }
        }
        None
    }

    fn read_entry(&mut self) -> Result<(), Fault> {
        let mut depth = 0;
        loop {
            let start = self.text.len();
            if !self.read_line()? {
                self.ended = true;
                return if depth == 0 {
                    Ok(())
                } else {
                    Err((
                        LineErrorCode::UnclosedBracket,
                        "a bracket is not closed before the end of the file".to_owned(),
                    ))
                };
            }
            let line = self.text.get(start..).unwrap_or_default();
            if std::str::from_utf8(line).is_err() {
                return Err((LineErrorCode::NotUtf8, "the line is not UTF-8".to_owned()));
            }
            cut(&self.text, start, Setting::Line, &mut depth, &mut self.tokens)
                .map_err(|error| (LineErrorCode::from(error), describe(error)))?;
            if depth == 0 {
                return Ok(());
            }
            // Keeps the last token of a line apart from the first of the next.
            self.text.push(b' ');
            if self.text.len() > MAX_ENTRY {
                return too_long();
            }
        }
    }

    /// Appends a line without its end; `false` at the end of the input.
    fn read_line(&mut self) -> Result<bool, Fault> {
        let start = self.text.len();
        let room = MAX_ENTRY.saturating_sub(start) as u64 + 1;
        let read =
            self.input.by_ref().take(room).read_until(b'\n', &mut self.text).map_err(|error| self.fail(&error))?;
        if read == 0 {
            return Ok(false);
        }
        self.count += 1;
        if self.text.last() == Some(&b'\n') {
            self.text.pop();
            if self.text.last() == Some(&b'\r') {
                self.text.pop();
            }
        } else if read as u64 == room {
            self.skip_line()?;
            return Err((LineErrorCode::TooLong, format!("the entry is longer than {MAX_ENTRY} octets")));
        }
        if self.count == 1 && self.text.starts_with(b"\xEF\xBB\xBF") {
            self.text.drain(..3);
        }
        Ok(true)
    }

    fn skip_line(&mut self) -> Result<(), Fault> {
        loop {
            let buffer = match self.input.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(self.fail(&error)),
            };
            let found = buffer.iter().position(|&octet| octet == b'\n');
            let used = found.map_or(buffer.len(), |at| at + 1);
            let done = found.is_some() || buffer.is_empty();
            self.input.consume(used);
            if done {
                return Ok(());
            }
        }
    }

    fn fail(&mut self, error: &std::io::Error) -> Fault {
        self.ended = true;
        self.count += 1;
        (LineErrorCode::Io, format!("the input could not be read: {error}"))
    }
}

fn too_long<T>() -> Result<T, Fault> {
    fault(LineErrorCode::TooLong, format!("the entry is longer than {MAX_ENTRY} octets"))
}
