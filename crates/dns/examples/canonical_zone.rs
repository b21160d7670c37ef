//! Checks a zone file and prints it in canonical form, so that two files which say the same come out the same, octet by octet.
//!
//! ```text
//! canonical_zone [--origin NAME] [FILE | -]
//! ```
//!
//! Without FILE, or for `-`, standard input is read. `--origin` is the `$ORIGIN` that the file starts with.
//!
//! What comes out: absolute names in lower case, the SOA first, owners and values in the order of RFC 4034 section 6, no record twice, a TTL
//! on every line, one for all records of a set (RFC 2181 section 5.2). What a signer made is left out, for a signer makes it anew.
//!
//! What is wrong goes to standard error, all of it, as `FILE:LINE: what is wrong (code)`; then nothing is printed. Line 0 is the file as a
//! whole. Status: 0 if nothing is wrong, 1 if something is, 2 if the program was called wrongly or the file could not be read.
//!
//! Looked at are the lines, each by itself, and that they are of one zone. Which records may stand beside each other is known to
//! `zone_file` of the crate `domesday-domain`.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::process::ExitCode;

use domesday_dns::zonefile::{Entry, LineError, LineErrorCode, Reader, Record, write_record};
use domesday_dns::{Name, Rdata, RecordType};

#[cfg(test)]
#[path = "canonical_zone/tests.rs"]
mod tests;

const USAGE: &str = "usage: canonical_zone [--origin NAME] [FILE | -]";

fn main() -> ExitCode {
    let arguments = std::env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned());
    let (out, err) = (&mut io::stdout().lock(), &mut io::stderr().lock());
    let status = run(arguments.collect(), io::stdin().lock(), out, err);
    ExitCode::from(status.unwrap_or(2))
}

/// The whole program; gives its status.
///
/// # Errors
/// Only if nothing can be written any more.
fn run(arguments: Vec<String>, input: impl BufRead, out: &mut impl Write, err: &mut impl Write) -> io::Result<u8> {
    let (origin, path) = match read_arguments(arguments) {
        Ok(asked) => asked,
        Err(problem) => {
            writeln!(err, "canonical_zone: {problem}\n{USAGE}")?;
            return Ok(2);
        }
    };
    let read = match path.as_deref().filter(|path| *path != "-") {
        None => Zone::read(input, origin),
        Some(path) => match File::open(path) {
            Ok(file) => Zone::read(BufReader::new(file), origin),
            Err(problem) => {
                writeln!(err, "canonical_zone: {path}: {problem}")?;
                return Ok(2);
            }
        },
    };
    match read {
        Ok(zone) => {
            out.write_all(zone.into_canonical().as_bytes())?;
            out.flush()?;
            Ok(0)
        }
        Err(faults) => {
            let place = path.as_deref().unwrap_or("-");
            for Fault { line, code, detail } in &faults {
                writeln!(err, "{place}:{line}: {detail} ({code})")?;
            }
            Ok(if faults.iter().any(|fault| fault.code == LineErrorCode::Io.as_str()) { 2 } else { 1 })
        }
    }
}

/// The origin and the file that are asked for.
fn read_arguments(arguments: Vec<String>) -> Result<(Option<Name>, Option<String>), String> {
    let (mut origin, mut path) = (None, None);
    let mut arguments = arguments.into_iter();
    while let Some(argument) = arguments.next() {
        if argument == "--origin" {
            let text = arguments.next().ok_or("--origin needs a name")?;
            let name = Name::parse(&text).map_err(|problem| format!("`{text}` is not a domain name: {problem}"))?;
            origin = Some(name);
        } else if argument.starts_with('-') && argument != "-" {
            return Err(format!("there is no option {argument}"));
        } else if path.replace(argument).is_some() {
            return Err("one file at a time".to_owned());
        }
    }
    Ok((origin, path))
}

/// One thing that is wrong with a file.
struct Fault {
    line: u64,
    code: &'static str,
    detail: String,
}

impl From<LineError> for Fault {
    fn from(LineError { line, code, detail }: LineError) -> Fault {
        Fault { line, code: code.as_str(), detail }
    }
}

/// A record whose value is known.
struct Line {
    line: u64,
    owner: Name,
    /// What the line said, or else what was in force there: the `$TTL`, or the TTL that was stated last (RFC 1035 section 5.1).
    ttl: Option<u32>,
    rdata: Rdata,
}

/// A file without a fault.
struct Zone {
    lines: Vec<Line>,
    /// The TTL of the lines before any was stated.
    first_ttl: u32,
}

impl Zone {
    /// Reads a file to its end.
    ///
    /// # Errors
    /// All that is wrong with it, in the order of its lines.
    fn read(input: impl BufRead, origin: Option<Name>) -> Result<Zone, Vec<Fault>> {
        let (mut lines, mut faults, mut stated) = (Vec::new(), Vec::new(), None);
        for entry in Reader::new(input, origin) {
            match entry {
                Ok(Entry::DefaultTtl { .. }) => {}
                Ok(Entry::Record(Record { line, owner, ttl, default_ttl, rdata, .. })) => {
                    stated = ttl.or(stated);
                    let ttl = ttl.or(default_ttl).or(stated);
                    lines.extend(rdata.map(|rdata| Line { line, owner, ttl, rdata }));
                }
                Err(problem) => faults.push(Fault::from(problem)),
            }
        }
        let first_ttl = check_zone(&lines, &mut faults);
        faults.sort_by_key(|fault| fault.line);
        if faults.is_empty() { Ok(Zone { lines, first_ttl }) } else { Err(faults) }
    }

    /// The file in canonical form.
    fn into_canonical(self) -> String {
        let Zone { mut lines, first_ttl } = self;
        // Rdata is in the order of types, then of octets; only the SOA goes before what has a smaller number.
        let key = |line: &Line| (line.owner.clone(), line.rdata.rtype() != RecordType::SOA, line.rdata.clone());
        lines.sort_by_cached_key(key);
        let mut out = String::new();
        for set in lines.chunk_by(|one, next| one.owner == next.owner && one.rdata.rtype() == next.rdata.rtype()) {
            let ttl = set.iter().map(|line| line.ttl.unwrap_or(first_ttl)).min();
            for same in set.chunk_by(|one, next| one.rdata == next.rdata) {
                if let Some(Line { owner, rdata, .. }) = same.first() {
                    write_record(&mut out, owner, ttl, rdata.rtype(), rdata.wire());
                }
            }
        }
        out
    }
}

/// Checks that the lines are of one zone; gives the TTL of lines for which none is known, from the SOA.
fn check_zone(lines: &[Line], faults: &mut Vec<Fault>) -> u32 {
    let mut authorities = lines.iter().filter_map(|line| Some((line, line.rdata.soa()?)));
    let Some((first, soa)) = authorities.next() else {
        faults.push(Fault { line: 0, code: "no_soa", detail: "the file has no SOA, so it is no zone".to_owned() });
        return 0;
    };
    for (second, _) in authorities {
        let detail = format!("a second SOA; the first is in line {}", first.line);
        faults.push(Fault { line: second.line, code: "two_soa", detail });
    }
    for line in lines.iter().filter(|line| !line.owner.is_at_or_below(&first.owner)) {
        let detail = format!("{} is not in the zone {}", line.owner, first.owner);
        faults.push(Fault { line: line.line, code: "outside_zone", detail });
    }
    first.ttl.unwrap_or(soa.minimum)
}
