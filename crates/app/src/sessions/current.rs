//! Who is logged in, and since when.

use chrono::{DateTime, Utc};
use domesday_domain::actor::Permission;

use crate::ports::{Extent, KeyHash, Principal, Snapshot};
use crate::refusal::Refusal;
use crate::registry::{Caller, Context, Proof, Query, Registry};

/// Who calls, and how long what they show is good (`registrar.md` A7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presence {
    /// Who it is.
    pub principal: Principal,
    /// When the session was opened, or the API key made.
    pub created: DateTime<Utc>,
    /// From this instant on it is refused; none for an API key, which does not end by itself.
    pub expires: Option<DateTime<Utc>>,
    /// When this was asked.
    pub asked: DateTime<Utc>,
}

/// When an API key was made; none if there is none.
struct KeyCreated(KeyHash);

impl Query for KeyCreated {
    const NEEDS: Permission = Permission::UseSession;
    const EXTENT: Extent = Extent::Point;
    type Answer = Option<DateTime<Utc>>;

    fn execute(&self, _: &Context, snapshot: &mut dyn Snapshot) -> Result<Self::Answer, Refusal> {
        Ok(snapshot.key_created(&self.0)?)
    }
}

impl Registry {
    /// Who the caller is. An API key has no session: its principal's is none.
    ///
    /// # Errors
    /// [`Refusal::Unauthenticated`] without a good credential.
    pub async fn current_session(&self, caller: &Caller) -> Result<Principal, Refusal> {
        self.admit(caller, Permission::UseSession).await
    }

    /// Who the caller is, since when and until when. The command line is here for just this instant.
    ///
    /// # Errors
    /// [`Refusal::Unauthenticated`] without a good credential.
    pub async fn presence(&self, caller: &Caller) -> Result<Presence, Refusal> {
        let asked = self.clock().now();
        let principal = self.admit(caller, Permission::UseSession).await?;
        let (created, expires) = match (&principal.session, &caller.proof) {
            (Some(session), _) => (session.created, Some(session.ends())),
            (None, Proof::Token(key)) => {
                let created = self.ask(caller, KeyCreated(self.key_hash(key))).await?;
                (created.ok_or_else(Refusal::unauthenticated)?, None)
            }
            (None, _) => (asked, None),
        };
        Ok(Presence { principal, created, expires, asked })
    }
}
