//! What deletion makes of a domain, whoever or whatever deletes it (rule L7).

use chrono::{DateTime, Utc};

use super::calendar::later;
use super::facts::{Deletion, Registration, Stage};
use super::grace::GraceKind;
use super::status::Side;
use super::terms::Terms;

/// Deletes a domain: what running renewals gave comes off its expiry, graces and the sponsor's statuses go, the registry's stay.
///
/// Its ends are fixed here. A stage without length is passed over at once, unless its own end is an event of its own.
pub(super) fn delete(registration: &mut Registration, terms: &Terms, at: DateTime<Utc>) {
    let taken_back = registration.graces.iter().rev().filter(|grace| grace.kind != GraceKind::Add);
    registration.expires = taken_back.fold(registration.expires, |expires, grace| grace.take_off(expires, terms.year));
    registration.graces.clear();
    registration.statuses.retain(|status| status.side == Side::Server);
    let restorable_until = later(at, terms.redemption);
    let purge_at = later(restorable_until, terms.pending_delete);
    let deletion = Deletion { deleted: at, restorable_until, purge_at };
    registration.stage = if purge_at <= at {
        Stage::Gone { at }
    } else if restorable_until <= at {
        Stage::PendingDelete(deletion)
    } else {
        Stage::Redemption(deletion)
    };
}

/// Ends a domain.
pub(super) fn purge(registration: &mut Registration, at: DateTime<Utc>) {
    registration.graces.clear();
    registration.stage = Stage::Gone { at };
}
