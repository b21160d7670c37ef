//! Keys as they were read last: served from memory, and read again so often that a change shows on every node within five seconds
//! (`attestations.md` X5).

use std::sync::{Arc, RwLock};

use chrono::{DateTime, TimeDelta, Utc};
use domesday_domain::actor::Permission;
use domesday_domain::history::Face;
use domesday_domain::signing_key::PublicSigningKey;

use crate::ports::{Extent, Snapshot};
use crate::refusal::Refusal;
use crate::registry::{Caller, Context, Query, Registry};

/// For how long what was read is served.
const KEPT_FOR: TimeDelta = TimeDelta::seconds(2);

/// The keys, and when they were read.
#[derive(Default)]
pub struct KeyShelf(RwLock<Option<Kept>>);

struct Kept {
    at: DateTime<Utc>,
    keys: Arc<[PublicSigningKey]>,
}

impl KeyShelf {
    fn read(&self, now: DateTime<Utc>) -> Option<Arc<[PublicSigningKey]>> {
        let kept = self.0.read().ok()?;
        let Kept { at, keys } = kept.as_ref()?;
        let fresh = *at <= now && now - *at < KEPT_FOR;
        fresh.then(|| keys.clone())
    }

    fn put(&self, now: DateTime<Utc>, keys: Arc<[PublicSigningKey]>) {
        if let Ok(mut kept) = self.0.write() {
            *kept = Some(Kept { at: now, keys });
        }
    }

    /// Forgets what was read: a key was changed here.
    fn clear(&self) {
        if let Ok(mut kept) = self.0.write() {
            *kept = None;
        }
    }
}

/// All keys as they are stored.
struct AllKeys;

impl Query for AllKeys {
    const NEEDS: Permission = Permission::Look;
    const EXTENT: Extent = Extent::Point;
    type Answer = Vec<PublicSigningKey>;

    fn execute(&self, _: &Context, snapshot: &mut dyn Snapshot) -> Result<Vec<PublicSigningKey>, Refusal> {
        Ok(snapshot.signing_keys()?)
    }
}

impl Registry {
    /// The signing keys, oldest first, as they were not longer than two seconds ago.
    ///
    /// # Errors
    /// [`Refusal::Busy`] when the database is away.
    pub async fn signing_keys(&self) -> Result<Arc<[PublicSigningKey]>, Refusal> {
        let now = self.clock().now();
        if let Some(keys) = self.key_shelf().read(now) {
            return Ok(keys);
        }
        let system = Caller::system(Face::System, self.ids().uuid().to_string());
        let keys: Arc<[PublicSigningKey]> = self.ask(&system, AllKeys).await?.into();
        self.key_shelf().put(now, keys.clone());
        Ok(keys)
    }

    /// Has the keys be read anew.
    pub(super) fn forget_keys(&self) {
        self.key_shelf().clear();
    }
}
