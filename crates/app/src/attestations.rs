//! Attestations (`attestations.md` sections 7, 9, 10, 12): made, looked up, revoked, signed anew; and what waits for an attestor.
//!
//! May an attestation be made is decided purely on two entities and a policy (`decide`; the policy is `domesday_domain::attestation::Vouching`'s). What is signed is
//! `domesday_domain::attestation::Statement`; who signs is the signer port, between two transactions.

mod attest;
mod decide;
mod follow;
mod list;
mod resign;
mod revoke;
mod status;
pub(crate) mod story;
pub(crate) mod supersede;
mod worklist;

pub use attest::Attested;
pub use decide::{AttestBody, Wanted};
pub use list::{AttestationPage, AttestationsFound, ListAttestations};
pub use revoke::{RevocationBody, RevokeAttestation};
pub use status::{AttestationInfo, ReadAttestation};
pub use worklist::{ReadWorklist, WorkItem, WorkMarker, WorkPage, WorkQuery};
