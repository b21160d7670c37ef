//! The public view of the registry by RDAP (`docs/spec/registrar.md` section 11): a file a subject.

mod given;

mod checks;
mod paths;

mod caching;
mod conformance;
mod contacts;
mod cost;
mod domain;
mod entities;
mod instant;
mod links;
mod lives;
mod nameservers;
mod roles;
mod signed;
mod verified;
mod whois;
mod wire;
