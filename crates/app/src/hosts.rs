//! Name servers as rows of their own: listed, read, made on purpose, deleted (`zones.md` M1, M5).
//!
//! A row stands for a name in the whole registry, whoever refers to it: every reader sees all of them. Rows that are merely referred to
//! come and go with NS lists; here are those that somebody makes on purpose.

mod create;
mod delete;
mod page;
mod read;

pub use create::{CreateHost, HostDraft};
pub use delete::DeleteHost;
pub use page::{HostsWanted, PageHosts};
pub use read::ReadHost;
