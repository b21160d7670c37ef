//! How many requests a session may make a minute (`dynect.md` S9).

use domesday_domain::account::SessionId;

use crate::refusal::Refusal;
use crate::registry::Registry;

impl Registry {
    /// Counts a request of the DynECT face, other than one for a job, on its session. Nothing is counted where no limit is set.
    ///
    /// # Errors
    /// [`Refusal::TooMany`] beyond the limit, which is no other session's, with the seconds until there is room for one.
    pub fn throttle_dynect(&self, holder: SessionId) -> Result<(), Refusal> {
        match self.dynect_rules().rate_limit_per_minute {
            0 => Ok(()),
            most => self.paces().take(holder, most, self.clock().now()),
        }
    }
}
