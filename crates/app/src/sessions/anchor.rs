//! What staged changes and jobs hang on: a session, or one that stands for an API key (`dynect.md` S2).

use chrono::{DateTime, Utc};
use domesday_domain::account::SessionId;

use crate::ports::SessionWrites;
use crate::refusal::Refusal;

/// Sees to it that something may hang on this session, in the transaction that hangs it there: the session of an API key is made on first
/// need, and any other is noted as one that must be cleared before its row goes. False if it is gone, or its key disabled: what would hang
/// on it goes with it (rule X3). May be called as often as one likes.
pub(crate) fn anchor_holder(
    tx: &mut (impl SessionWrites + ?Sized),
    holder: SessionId,
    now: DateTime<Utc>,
) -> Result<bool, Refusal> {
    Ok(tx.anchor_session(holder, now)?)
}
