//! The face for registrars (`docs/spec/registrar.md`): a file a subject.

mod given;

mod codes;
mod collections;
mod contacts;
mod cost;
mod crash;
mod domains;
mod foreign;
mod hosts;
mod lifecycle;
mod messages;
mod name_servers;
mod names;
mod publication;
mod secdns;
mod statuses;
mod transfers;

mod auth;
mod clients;
mod envelope;
mod headers;
mod limits;
mod rehearsal;
mod repeats;
mod shapes;
mod versions;
mod wire;
