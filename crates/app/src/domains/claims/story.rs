//! What is told of a required claim: a message to the domain's sponsor, and the histories of the domain and of its registrant (rules N6,
//! N7).

use chrono::{DateTime, Utc};
use domesday_domain::account::AccountId;
use domesday_domain::attestation::AttestationId;
use domesday_domain::contact::Contact;
use domesday_domain::entity::{ClaimName, EntityId, SystemKind};
use domesday_domain::history::Deed;
use domesday_domain::message::{Message, MessageKind};
use domesday_domain::registration::{ClaimCause, ClaimState, Event, Happening, Registration};
use domesday_domain::word::Word;
use serde_json::{Map, Value, json};

use crate::domains::entries;
use crate::domains::messages::Writer;
use crate::domains::proceedings::Proceedings;
use crate::domains::transfer_info::second;

/// What is told of a claim of a domain's registrant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::domains) struct Tidings<'a> {
    /// The claim.
    pub(in crate::domains) claim: &'a str,
    /// How it stood before; none if it was not required.
    pub(in crate::domains) from: Option<ClaimState>,
    /// What became of it.
    pub(in crate::domains) told: Told,
    /// When: the due instant, where time did it.
    pub(in crate::domains) at: DateTime<Utc>,
}

/// What became of a required claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::domains) enum Told {
    /// It is open.
    Required {
        /// Why.
        cause: ClaimCause,
        /// By when it should not be.
        due: DateTime<Utc>,
        /// It was overdue already, and another registrant is told so.
        overdue: bool,
    },
    /// It was still open when it should not have been.
    Overdue {
        /// Why.
        cause: ClaimCause,
        /// By when it should not have been.
        due: DateTime<Utc>,
    },
    /// It is attested.
    Met {
        /// By this.
        attestation: Option<AttestationId>,
    },
}

impl Told {
    /// The type of its message, its `event`, and what the contact's history calls it.
    fn kind(self) -> (MessageKind, Deed) {
        match self {
            Self::Required { .. } => (MessageKind::ClaimRequired, Deed::ContactVerificationRequired),
            Self::Overdue { .. } => (MessageKind::ClaimOverdue, Deed::ContactLapsed),
            Self::Met { .. } => (MessageKind::ClaimMet, Deed::ContactVerified),
        }
    }

    /// How the claim stands now.
    fn state(self) -> ClaimState {
        match self {
            Self::Required { overdue: false, .. } => ClaimState::Pending,
            Self::Required { overdue: true, .. } | Self::Overdue { .. } => ClaimState::Overdue,
            Self::Met { .. } => ClaimState::Met,
        }
    }

    /// Why it is open, and by when it should not be.
    fn open(self) -> Option<(ClaimCause, DateTime<Utc>)> {
        match self {
            Self::Required { cause, due, .. } | Self::Overdue { cause, due } => Some((cause, due)),
            Self::Met { .. } => None,
        }
    }
}

impl<'a> Tidings<'a> {
    /// What there is to tell of a claim when time did something; none if it did something else.
    pub(in crate::domains) fn of_event(event: &'a Event) -> Option<Self> {
        let at = event.due;
        match &event.what {
            Happening::ClaimExpired { claim, due } => {
                let told = Told::Required { cause: ClaimCause::Expired, due: *due, overdue: false };
                Some(Self { claim, from: Some(ClaimState::Met), told, at })
            }
            Happening::ClaimOverdue { claim, cause } => {
                let told = Told::Overdue { cause: *cause, due: at };
                Some(Self { claim, from: Some(ClaimState::Pending), told, at })
            }
            _ => None,
        }
    }

    /// The message.
    fn message(
        &self,
        writer: &Writer<'_>,
        domain: &Registration,
        sponsor: AccountId,
        contact: Option<&Contact>,
    ) -> Message {
        let Self { claim, told, at, .. } = *self;
        let (kind, deed) = told.kind();
        let name = &domain.name;
        let text = match told {
            Told::Required { due, .. } => {
                format!("{name} requires the {claim} of its registrant to be attested by {}", second(due))
            }
            Told::Overdue { .. } => format!("{name} is on hold: the {claim} of its registrant is not attested"),
            Told::Met { .. } => format!("the {claim} of the registrant of {name} is attested"),
        };
        let mut data = Map::new();
        let mut member = |name: &str, value: Option<String>| {
            data.extend(value.map(|value| (name.to_owned(), Value::from(value))));
        };
        member("event", Some(deed.as_str().to_owned()));
        member("name", Some(name.to_string()));
        member("contact", contact.map(|contact| contact.id.to_string()));
        member("claim", Some(claim.to_owned()));
        member("cause", told.open().map(|(cause, _)| cause.as_str().to_owned()));
        member("due", told.open().map(|(_, due)| second(due)));
        let url = writer.context().registry_url();
        let kind_of_entity = SystemKind::Contacts.name();
        let entity = contact.map(|contact| EntityId::from_stored(contact.id.to_string()));
        let claim_name = ClaimName::from_stored(claim.to_owned());
        member("entity", entity.as_ref().map(|entity| url.entity(&kind_of_entity, entity)));
        member("claimId", entity.as_ref().map(|entity| url.claim(&kind_of_entity, entity, &claim_name)));
        if let Told::Met { attestation } = told {
            member("attestation", attestation.map(|id| url.attestation(&id.to_string())));
        }
        writer.about(name, sponsor, kind, at, text, &Value::Object(data))
    }

    /// How the claim went from one state to the next, as histories have it.
    fn change(&self) -> (Value, Value) {
        let claim = self.claim;
        let from = self.from.map(|state| json!({"claim": claim, "state": state.as_str()}));
        let mut to = json!({"claim": claim, "state": self.told.state().as_str()});
        if let (Some(members), Some((cause, due))) = (to.as_object_mut(), self.told.open()) {
            members.insert("cause".to_owned(), json!(cause.as_str()));
            members.insert("due".to_owned(), json!(second(due)));
        }
        (json!(from), to)
    }
}

impl Proceedings {
    /// Tells something of a required claim: to the sponsor that the domain had then, and to the histories of domain and registrant.
    pub(in crate::domains) fn tell_claim(
        &mut self,
        writer: &Writer<'_>,
        domain: &Registration,
        sponsor: AccountId,
        contact: Option<&Contact>,
        tidings: &Tidings<'_>,
    ) {
        self.messages.push(tidings.message(writer, domain, sponsor, contact));
        let (context, (from, to)) = (writer.context(), tidings.change());
        let of_domain = json!([{"what": "domain", "member": "claims", "from": from, "to": to}]);
        let entry = entries::of_domain(context, domain, Deed::DomainClaims, &of_domain);
        self.entries.push(writer.dated(entry, sponsor, tidings.at));
        if let Some(contact) = contact {
            let name = domain.name.to_string();
            let of_contact = json!([{"what": "domain", "name": name, "member": "claims", "from": from, "to": to}]);
            let (_, deed) = tidings.told.kind();
            let entry = entries::of_contact(context, contact, deed, &of_contact);
            self.entries.push(writer.dated(entry, contact.sponsor, tidings.at));
        }
    }
}
