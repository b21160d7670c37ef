//! What the policy requires of a registrant is looked at anew (rule L12; `attestations.md` N4, N5).
//!
//! Judged twice, it tells once: what is said depends on how a claim stood before. A new registrant alone is told what is open already, for
//! it is another who has to see to that. A window that the policy shortened is told, though the claim was open before: nobody is held back
//! sooner than was said without having been told.

use chrono::{DateTime, Utc};

use crate::registration::calendar::{is_over, later};
use crate::registration::claims::{
    ClaimCause, ClaimNews, ClaimProof, ClaimStanding, ClaimState, ClaimTold, Occasion, RequiredClaim, Standings,
};
use crate::registration::facts::Registration;
use crate::registration::terms::{ClaimTerms, TermsVersions};

/// What became of a domain whose required claims were judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Its facts. An open claim whose time is over is not overdue yet: that is the next projection's to tell.
    pub registration: Registration,
    /// What is to be told, in the order of the policy.
    pub news: Vec<ClaimNews>,
}

/// Judges what the version of the policy in force at `at` requires, by how the registrant's claims stand then. Claims that it does not
/// require any more go, and nothing is told of them.
pub fn judge_claims(
    registration: &Registration,
    versions: &TermsVersions,
    standings: &Standings,
    occasion: Occasion,
    at: DateTime<Utc>,
) -> Judged {
    let required = &versions.at(at).claims;
    let judged = required.iter().map(|terms| {
        let before = registration.claims.iter().find(|claim| claim.claim == terms.claim);
        judge(before, terms, standings.of(&terms.claim), occasion, at)
    });
    let (claims, news): (Vec<_>, Vec<_>) = judged.unzip();
    let mut registration = registration.clone();
    if registration.claims != claims {
        // How long a proof lasts, and why there is none, is not shown.
        let shown = |claim: &RequiredClaim| (claim.claim.clone(), claim.due, claim.state());
        let same = registration.claims.iter().map(shown).eq(claims.iter().map(shown));
        registration.revision += i64::from(!same);
        registration.claims = claims;
    }
    if occasion == Occasion::Policy {
        registration.judged = registration.judged.max(versions.begun(at));
    }
    Judged { registration, news: news.into_iter().flatten().collect() }
}

/// The required claims of a domain that is registered at `at`.
pub(super) fn claims_of_new(required: &[ClaimTerms], standings: &Standings, at: DateTime<Utc>) -> Vec<RequiredClaim> {
    let judged =
        required.iter().map(|terms| judge(None, terms, standings.of(&terms.claim), Occasion::NewRegistrant, at).0);
    judged.collect()
}

/// One claim: what it is now, and what is to be told of it.
fn judge(
    before: Option<&RequiredClaim>,
    terms: &ClaimTerms,
    standing: ClaimStanding,
    occasion: Occasion,
    at: DateTime<Utc>,
) -> (RequiredClaim, Option<ClaimNews>) {
    let standing = match standing {
        // At its end an attestation is none any more.
        ClaimStanding::Attested { until: Some(until) } if is_over(until, at) => ClaimStanding::Unattested,
        standing => standing,
    };
    let from = before.map(RequiredClaim::state);
    let window = later(at, terms.within);
    let (due, proof) = match (before, standing) {
        (before, ClaimStanding::Attested { until }) => {
            (before.map_or(window, |before| before.due), ClaimProof::Met { until })
        }
        (Some(&RequiredClaim { due, proof: ClaimProof::Open { cause, overdue }, .. }), _) => match occasion {
            Occasion::NewRegistrant => (due, ClaimProof::Open { cause: cause_of_new(standing), overdue }),
            Occasion::Policy if window < due && !overdue => {
                (window, ClaimProof::Open { cause: ClaimCause::Policy, overdue })
            }
            _ => (due, ClaimProof::Open { cause, overdue }),
        },
        (_, standing) => (window, ClaimProof::Open { cause: cause(occasion, standing), overdue: false }),
    };
    let claim = RequiredClaim { claim: terms.claim.clone(), due, proof };
    let opens = matches!(from, None | Some(ClaimState::Met));
    let sooner = before.is_some_and(|before| due < before.due);
    let now = match proof {
        ClaimProof::Met { .. } => (!opens).then_some(ClaimTold::Met),
        ClaimProof::Open { cause, overdue } => (opens || sooner || occasion == Occasion::NewRegistrant)
            .then_some(ClaimTold::Required { cause, due, overdue }),
    };
    let news = now.map(|now| ClaimNews { claim: claim.claim.clone(), from, now });
    (claim, news)
}

/// Why a claim is open that was not before.
fn cause(occasion: Occasion, standing: ClaimStanding) -> ClaimCause {
    match (occasion, standing) {
        (Occasion::Changed, ClaimStanding::Missing) => ClaimCause::Removed,
        (Occasion::Changed, _) => ClaimCause::Changed,
        (Occasion::Revoked, _) => ClaimCause::Revoked,
        (Occasion::Policy, _) => ClaimCause::Policy,
        (Occasion::NewRegistrant | Occasion::Attested, standing) => cause_of_new(standing),
    }
}

/// Why a claim is open on somebody who has just become the registrant.
fn cause_of_new(standing: ClaimStanding) -> ClaimCause {
    if standing == ClaimStanding::Missing { ClaimCause::Missing } else { ClaimCause::Unattested }
}
