//! The laws of a domain's life, each named after its rule.

mod calendar;
mod claim_stops;
mod claims;
mod deletion;
mod expiry;
mod history;
mod properties;
mod publication;
mod renewal;
mod samples;
mod states;
mod statuses;
mod transfers;
mod updates;
mod versions;
