//! What a DNS registry is, and what may happen in it: zones, record sets, serials, accounts and who may do what.
//!
//! Pure: no I/O, no clock, no chance, no database, no HTTP. Time, numbers and random values come in by parameter. A value of one of
//! these types is valid by its making (`ZoneName`, `HostName`, `Serial` …); a rule that is broken is collected as a finding, so that a
//! caller hears of every wrong field at once.
//!
//! ```
//! use chrono::{TimeZone, Utc};
//! use domesday_domain::serial::{Serial, SerialStyle};
//!
//! let now = Utc.with_ymd_and_hms(2026, 11, 21, 12, 0, 0).unwrap();
//! let serial = Serial::first_of(SerialStyle::Day, now);
//! assert_eq!(serial.get(), 2026112100);
//! assert_eq!(serial.next(SerialStyle::Day, now).get(), 2026112101);
//! ```
//!
//! Where to begin: [`zone_file::read`] reads a whole zone or tells all its faults; [`tld`] decides which names may be zones, with the Public
//! Suffix List at hand; [`registration`] is the life of a registered domain; [`condition`] and [`attestation`] are claims that somebody vouches
//! for. The programs in `examples` use the first of each. Rules have numbers, such as Z4 or C6: a module's first lines say on which page of
//! `docs/spec` in the repository they stand.

pub mod account;
pub mod actor;
pub mod attestation;
pub mod auth_code;
pub mod condition;
pub mod contact;
pub mod delegation;
pub mod der;
pub mod entity;
pub mod fault;
pub mod finding;
pub mod history;
pub mod host;
pub mod json;
pub mod message;
pub mod name;
pub mod policy;
pub mod precondition;
pub mod prohibition;
pub mod record;
pub mod registrable;
pub mod registration;
pub mod secdns;
pub mod serial;
pub mod set_change;
pub mod signing_key;
pub mod staging;
pub mod timers;
pub mod tld;
pub mod word;
pub mod zone;
pub mod zone_file;

/// Runs the example of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
