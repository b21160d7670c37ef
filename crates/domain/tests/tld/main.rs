//! The rules of TLDs as a whole: against the Public Suffix List's own test cases and another implementation of its algorithm, against a
//! naive one of ours, and lists of rules from their text to what an import leaves stored.

#![expect(clippy::unwrap_used, reason = "tests; the compiler's exception for tests does not reach their helpers")]

mod lists;
mod naive;
mod public_suffixes;
mod suffixes;
