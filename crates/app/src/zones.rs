//! Zones: created, read, changed, deleted, imported and exported.

mod check;
mod create;
mod delete;
mod draft;
mod export;
mod find;
mod import;
mod list;
mod name_servers;
mod read;
mod update;

pub use check::CheckZone;
pub use create::{CreateZone, CreatedZone};
pub use delete::{DeleteZone, DeletedZone};
pub use draft::{NameServer, OwnerWanted, ZoneDraft, ZoneUpdate};
pub(crate) use export::stored_digest;
pub use export::{ExportHead, ExportOptions, ExportZone};
pub(crate) use find::{refuse_frozen, visible_zone};
pub use import::{ImportOptions, ImportReport, ImportZone, Progress, ZoneText};
pub use list::{ListZones, StreamZones, ZonePage, ZoneQuery};
pub use read::ReadZone;
pub use update::{UpdateZone, UpdatedZone};
