//! What everybody may know of domains, hosts, registrars and contacts (`registrar.md` section 11): the same queries as everybody else's,
//! with what has to be known to show only what is public.
//!
//! A look-up takes a fixed number of statements, each with an index, and writes nothing. Where there is nothing to be shown, it is not told
//! whether there is nothing, or something that is not for everybody; nor does the way to that answer differ.

mod domain;
mod entity;
mod host;
mod registrar;
mod verified;

pub use domain::{LookUpDomain, PublicDomain, ReadPublic};
pub use entity::{LookUpEntity, PublicCard, PublicEntity};
pub use host::{LookUpHost, PublicHost};
pub use registrar::PublicRegistrar;
pub use verified::Verified;
