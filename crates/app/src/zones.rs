//! Zones: created, read, changed, deleted, imported and exported.

mod apex;
mod check;
mod create;
mod delete;
mod departure;
mod draft;
mod export;
pub(crate) mod family;
mod find;
mod freeze;
mod import;
mod list;
mod page;
mod read;
mod reconcile;
pub(crate) mod registered;
mod site;
mod update;
pub(crate) mod verdict;
mod whole;

pub use apex::ReadApex;
pub use check::CheckZone;
pub use create::{CreateZone, CreatedZone};
pub use delete::{DeleteZone, DeletedZone};
pub use draft::{NameServer, OwnerWanted, ZoneDraft, ZoneUpdate};
pub use export::{ExportHead, ExportOptions, ExportZone};
pub(crate) use export::{all_sets, digest, stored_digest};
pub(crate) use find::{refuse_frozen, visible_zone};
pub use freeze::FreezeZone;
pub use import::{ImportOptions, ImportReport, ImportZone, Progress, ZoneText};
pub use list::{ListZones, StreamZones, ZonePage, ZoneQuery};
pub use page::{
    Cut, DelegationsWanted, FindResponsible, PageDelegations, PageZones, ReadCut, ReadZoneWithHosts, Responsible,
    Shown, ZoneWithHosts, ZonesWanted,
};
pub use read::ReadZone;
pub use reconcile::{ReconcileZone, Reconciled};
pub use update::{UpdateZone, UpdatedZone};
pub(crate) use update::{follow_in_parent, listing};
pub use whole::StreamWholeZones;
