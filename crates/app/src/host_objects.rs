//! Hosts as registrars see them: made below their own domains, changed, renamed and deleted, and named as name servers (`registrar.md`
//! section 6).
//!
//! A host is the same row that NS lists of zones and delegations refer to (`crate::hosts`); what is `managed` about it is that it lies below
//! a live domain whose sponsor made it. Glue follows its addresses through `name_servers`, like everybody's.

mod addresses;
mod changing;
mod check;
mod create;
mod delete;
mod info;
mod listed;
mod purge;
mod read;
mod references;
mod rename;
mod search;
mod surroundings;
mod update;
mod users;

pub use check::{CheckHost, CheckedHost};
pub use create::{CreateHost, HostCreated, NewHost};
pub use delete::{DeleteHost, HostDeleted};
pub use info::HostInfo;
pub(crate) use info::show_all;
pub(crate) use listed::{Listed, Place, count_fault, locks, names};
pub use read::ReadHost;
pub(crate) use read::read;
pub use references::{HostReferences, Users};
pub use search::SearchHosts;
pub use update::{HostChange, HostChanged, UpdateHost};
pub(crate) use users::{Links, tell_users};
