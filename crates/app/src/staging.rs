//! Changes of zones that a session stages, looks at, publishes or discards (`dynect.md` sections 6 and 7).
//!
//! Everything staged of one record set is one draft (`domesday_domain::staging`), kept under its session. `stage` writes drafts and judges
//! them on what the session sees; `publish` lays all drafts of a zone over what is published, as one command; `read` shows the session
//! what it would be.

mod changes;
mod cuts;
mod desk;
mod discard;
mod enter;
mod file;
mod members;
mod merged;
mod node;
mod publish;
mod read;
mod seen;
mod soa;
mod stage;
mod store;
mod targets;
mod unpublished;
mod weigh;

pub use changes::{Changes, ReadChanges};
pub use discard::DiscardChanges;
pub use file::{FileRecords, StageFile, StagedFile};
pub use members::SoaUpdate;
pub use node::{RemoveNode, RemovedNode};
pub use publish::{LIFTED, Publish, Published};
pub use read::{Nodes, ReadRecords, Records, StreamNodes, StreamRecords};
pub use seen::SeenRecord;
pub use soa::{StageSoa, StagedSoa};
pub use stage::{Revise, StageRecords, Staged, Write};
pub use store::{Limit, TOO_MANY_STAGED};
pub use targets::StagedTargets;
pub use unpublished::{ConflictingChange, TOLD, Unpublished};
