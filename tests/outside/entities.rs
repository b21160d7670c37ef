//! The face of entities, claims and attestations (`docs/spec/attestations.md`): a file a subject.

mod given;

mod attest;
mod bodies;
mod claims;
mod history;
mod hostile;
mod kinds;
mod kinds_change;
mod lives;
mod lives_random;
mod order;
mod policies;
mod search;
mod search_naive;
mod search_pages;
mod seed;
mod shown;
mod sight;
mod types;
mod unique;
mod wire;
mod worklist;

mod fetched;
mod proof;
mod registrants;

mod concurrency;
mod contacts;
mod cost;
mod forgeries;
mod key_files;
mod keys;
mod nodes;
mod required_claims;
mod signatures;
mod status;
mod system_kinds;
mod verify;
