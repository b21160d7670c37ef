//! Names, record types, rdata and zone files of the DNS: parsed, canonicalised, printed. No I/O.
//!
//! Everything here is pure: text and octets in, values or an error that a person can read out. Nothing panics, whatever the input.
//! What is surprising: a [`Name`] is always absolute and lower-case, an [`Rdata`] is always in canonical wire form, so that equality,
//! hashing and ordering are plain comparisons of octets; and printing either of them needs no allocation but the output's own.
//!
//! ```
//! use domesday_dns::{Name, Rdata, RecordType};
//!
//! let name = Name::parse("Faß.DE")?;
//! assert_eq!(name.to_string(), "xn--fa-hia.de");
//! assert_eq!(name.to_unicode().as_deref(), Some("faß.de"));
//!
//! let mx = Rdata::parse(RecordType::MX, "10 Mail.Example.ORG")?;
//! assert_eq!(mx.to_string(), "10 mail.example.org.");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Where to begin: [`Name::parse`] for names, [`Rdata::parse`] for values, [`zonefile::Reader`] for whole files. The program
//! `examples/canonical_zone.rs` does all three. Numbers such as R4 or F9 are rules of `docs/spec/zones.md` in the repository.

pub mod mailbox;
pub mod name;
pub mod rdata;
pub mod rtype;
pub mod text;
mod tokens;
pub mod zonefile;

pub use mailbox::{Email, MailboxError};
pub use name::{Name, NameError};
pub use rdata::{Rdata, RdataError, Soa, write_rdata};
pub use rtype::{RecordType, UnknownType};

/// Runs the example of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
