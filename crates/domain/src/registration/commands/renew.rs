//! A domain is registered for longer.

use chrono::NaiveDate;

use super::{Breach, Caller, Refusal, judge_state, judge_terms, period_breach};
use crate::registration::calendar::Period;
use crate::registration::grace::{Grace, GraceKind};
use crate::registration::obstacle::{Command, obstacles};
use crate::registration::project::Present;
use crate::registration::terms::TermsVersions;

/// Renews a domain (rules D1, L4, L6). The day on which its registration ends now is named, so that a blind repeat cannot renew twice.
///
/// # Errors
/// [`Refusal::State`], [`Refusal::Terms`].
pub fn renew(
    present: &Present,
    period: Option<Period>,
    current_expiry: NaiveDate,
    versions: &TermsVersions,
    caller: Caller,
) -> Result<Present, Refusal> {
    let (mut registration, now) = (present.registration().clone(), present.now());
    judge_state(obstacles(present, Command::Renew))?;
    let terms = versions.at(now);
    let period = period.unwrap_or(Period::Years(1));
    let (current, latest) = (registration.expires.date_naive(), terms.latest_expiry(now));
    let expires = terms.year.add(registration.expires, period);
    let breaches = [
        period_breach(period, terms),
        (current != current_expiry).then_some(Breach::OtherExpiry { current }),
        (expires > latest).then_some(Breach::ExpiryTooFar { latest }),
    ];
    judge_terms(breaches.into_iter().flatten())?;
    registration.expire_at(expires, now);
    registration.graces.extend(Grace::start(GraceKind::Renew, now, terms.renew_grace, period));
    registration.touch(caller.account, now);
    Ok(Present::after(registration, now))
}
