//! The zones face, `/zones`: a file a resource.

mod accounts;
mod bulk;
mod check;
mod create;
mod delegations;
mod delete;
mod export;
mod history;
mod hostile;
mod import;
mod list;
mod name_servers;
mod names;
mod read;
mod record_rules;
mod record_types;
mod recordsets;
mod refused;
mod registered;
mod serial;
mod update;
