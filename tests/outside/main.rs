//! Domesday over HTTP, as its users meet it: one test binary, one folder a face, one file a resource.
//!
//! Names of tests are laws; where they start with a rule's number it is that of `docs/spec/zones.md`, in `tlds` and `tld_chain` that of `docs/spec/tlds.md`, in
//! `registrar` and `rdap` that of `docs/spec/registrar.md`, in `entities` that of `docs/spec/attestations.md`, in `dynect` that of `docs/spec/dynect.md`.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests; the compiler's exception for tests does not reach their helpers"
)]

mod accounts;
mod across;
mod architecture;
mod command_line;
mod concurrency;
mod coverage;
mod crash;
mod delegation_chain;
mod dynect;
mod entities;
mod given;
mod limits;
mod mixed;
mod mreg;
mod nodes;
mod operations;
mod properties;
mod rdap;
mod readme;
mod real_zones;
mod registrar;
mod rolling;
mod running;
mod sessions;
mod subject_history;
mod tld_chain;
mod tlds;
mod tour;
mod zones;
