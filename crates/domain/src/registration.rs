//! Registered domains: a life told by facts and computed to the instant (`registrar.md`, sections 4 and 5).
//!
//! What is stored of a domain, a [`Registration`], is as of its last change. What is true is what [`project`](fn@project) makes of it
//! at an instant: a [`Present`], and the [`Event`]s that time caused on the way, each with the instant at which it was due. Everything
//! else starts from a `Present`: what is shown ([`Present::view`]), what is published ([`Present::is_published`]), what is due next
//! ([`next_change`](fn@next_change)), and the [`commands`]. What time does is judged by the [`Terms`] in force at its own instant, and
//! what they fix is written down with it.
//!
//! ```
//! use chrono::{TimeDelta, TimeZone, Utc};
//! use domesday_domain::account::AccountId;
//! use domesday_domain::policy::TransferModel;
//! use domesday_domain::registration::commands::{Caller, NewRegistration, create};
//! use domesday_domain::registration::*;
//!
//! let days = TimeDelta::days;
//! let versions = TermsVersions::always(Terms {
//!     min_years: 1,
//!     max_years: 10,
//!     months: false,
//!     add_grace: days(5),
//!     renew_grace: days(5),
//!     transfer_grace: days(5),
//!     at_expiry: AtExpiry::Expire { hold_after: days(0), delete_after: days(40) },
//!     redemption: days(30),
//!     pending_delete: days(5),
//!     expiry_notices: vec![days(30)],
//!     transfer: TransferTerms { model: TransferModel::Standard, window: days(7), lock: days(60), years: 1 },
//!     claims: Vec::new(),
//!     year: Year::Calendar,
//! });
//! let acme = Caller { account: AccountId(1), is_admin: false };
//! let blue = NewRegistration {
//!     id: DomainId(1),
//!     name: domesday_dns::Name::parse("blue.st").unwrap(),
//!     roid: Roid("D1-DMSD".into()),
//!     sponsor: acme.account,
//!     period: Some(Period::Years(2)),
//!     statuses: Default::default(),
//!     contacts: Default::default(),
//!     name_servers: 2,
//!     standings: Default::default(),
//! };
//! let created = Utc.with_ymd_and_hms(2026, 11, 21, 10, 0, 0).unwrap();
//! let stored = create(blue, &versions, acme, created).unwrap().into_registration();
//!
//! let ended = stored.expires;
//! let expired = project(&stored, &versions, ended).present;
//! assert_eq!(expired.view(&versions).lifecycle, Lifecycle::Expired);
//! assert!(!expired.is_published());
//! assert_eq!(next_change(&expired, &versions), Some(ended + days(40)));
//! ```
//!
//! The rules here are named by that page: L life cycle, S statuses, T transfers, D commands, Z publication, P policy.

pub mod calendar;
mod claims;
pub mod commands;
mod deletion;
mod event;
mod facts;
mod grace;
mod next_change;
mod obstacle;
mod project;
mod publication;
mod status;
mod terms;
#[cfg(test)]
mod tests;
mod transfer;
mod view;

pub use calendar::{Period, SandboxYear, Year};
pub use claims::{
    ClaimCause, ClaimNews, ClaimProof, ClaimStanding, ClaimState, ClaimTold, Occasion, RequiredClaim, Standings,
};
pub use event::{Event, Happening};
pub use facts::{ContactNumber, Deletion, DomainId, Expiry, Registration, Roid, Stage};
pub use grace::{Grace, GraceKind};
pub use next_change::{next_change, next_judgement};
pub use obstacle::{Command, Obstacle, obstacles, update_obstacles};
pub use project::{Judgement, Present, Projection, project, project_to_judgement};
pub use status::{Bar, RgpStatus, Side, Status, StoredStatus};
pub use terms::{AtExpiry, ClaimTerms, Terms, TermsVersion, TermsVersions, TransferTerms};
pub use transfer::{TransferData, TransferRequest, TransferStatus};
pub use view::{Lifecycle, ShownWords, View};
