//! Entities as they are declared and called (`attestations.md` sections 1, 4, 5): kinds with their claims, types, policies and roles, how a
//! declaration may change, and the addresses of all of it.
//!
//! A [`Kind`] is valid by its making: [`KindDraft::read`] makes one of what an admin sent, or tells all that is wrong with it. What is
//! declared of the registry's own objects is in [`SystemKind`].
//!
//! ```
//! use domesday_domain::entity::{KindDraft, KindName, RegistryUrl};
//! use domesday_domain::json;
//!
//! let registry = RegistryUrl::parse("https://registry.example").unwrap();
//! let body = json::read(br#"{"claims": [{"subject": "age", "value": "integer", "required": true}]}"#).unwrap();
//! let student = KindName::parse("student").unwrap();
//! let (kind, findings) = KindDraft::read(&student, body.as_object().unwrap(), &|text| registry.kind_reference(text));
//! assert!(findings.is_clean());
//! let kind = kind.unwrap();
//! assert_eq!(registry.kind(&kind.name), "https://registry.example/api/student");
//! assert_eq!(kind.claims[0].read_value(&42.into()), Ok(42.into()));
//! assert_eq!(kind.claims[0].read_value(&"42".into()).unwrap_err().code, "wrong_type");
//! ```

mod address;
mod claim_declaration;
mod claim_name;
mod claim_type;
mod declaration;
mod draft;
mod entity_id;
mod evolution;
mod kind_name;
mod place;
mod system;
mod url;

pub use address::{AddressFault, BadRegistryUrl, RegistryUrl, read_claim};
pub use claim_declaration::{ClaimDeclaration, Policy, ValueFault};
pub use claim_name::{ClaimName, ClaimNameProblem};
pub use claim_type::{ClaimType, MOST_LEVELS, MOST_OCTETS, MemberType, TypeFault};
pub use declaration::{BadStoredKind, IdSource, Kind, KindRoles, MOST_CLAIMS};
pub use draft::{KindDraft, KindReference};
pub use entity_id::{EntityId, EntityIdProblem};
pub use evolution::KindChange;
pub use kind_name::{KindName, KindNameProblem, ReservedKind};
pub use system::SystemKind;
