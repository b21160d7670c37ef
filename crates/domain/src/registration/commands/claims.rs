//! What the policy requires of a registrant is looked at anew (rule L12).

use crate::registration::facts::RequiredClaim;
use crate::registration::project::{Present, Projection, project};
use crate::registration::terms::TermsVersions;

/// Gives a domain other required claims, or the same in another state. One that is pending and due already falls overdue at once.
pub fn set_claims(present: &Present, claims: Vec<RequiredClaim>, versions: &TermsVersions) -> Projection {
    let mut registration = present.registration().clone();
    if registration.claims != claims {
        registration.claims = claims;
        registration.revision += 1;
    }
    project(&registration, versions, present.now())
}
