//! Reading the history of anything that is no zone, by what kind of thing it is and what it is called: for admins, and for whose it was.
//!
//! A role that reads nothing of a kind is refused before it is looked at whether the thing is there; what one may not read is not there.

use domesday_dns::Name;
use domesday_domain::actor::{Actor, Permission};
use domesday_domain::entity::{KindName, SystemKind};
use domesday_domain::history::SubjectKind;
use domesday_domain::name::ZoneName;

use super::HistoryPage;
use crate::accounts::find_account;
use crate::input::Input;
use crate::ports::{Extent, HistoryFilter, Snapshot, StoredSubjectEntry};
use crate::refusal::Refusal;
use crate::registry::{Context, Query};

/// What a history is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A zone, whose history [`super::ReadHistory`] reads.
    Zone(ZoneName),
    /// Anything else.
    Other(OtherSubject),
}

/// A thing that is no zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherSubject {
    kind: SubjectKind,
    called: String,
}

/// Why a text names no subject.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SubjectError {
    /// It is not of the form `kind/name`.
    #[error("a subject is kind/name, such as zone/example.org; kinds: {}", Subject::KINDS.join(", "))]
    Form,
    /// There is no history of such a kind.
    #[error("no history is kept by that kind; kinds: {}", Subject::KINDS.join(", "))]
    Kind,
}

impl Subject {
    /// The kinds of things that have a history.
    pub const KINDS: [&'static str; 11] =
        ["zone", "domain", "contact", "host", "account", "tld", "blocklist", "policy", "kind", "entity", "signing_key"];

    /// Reads `kind/name`. Names of the DNS count in any spelling; what cannot be a zone's name is some other thing that is not there.
    ///
    /// # Errors
    /// [`SubjectError`]: which part of it is wrong.
    pub fn parse(text: &str) -> Result<Self, SubjectError> {
        let (word, called) = text.split_once('/').ok_or(SubjectError::Form)?;
        if called.is_empty() {
            return Err(if Self::KINDS.contains(&word) { SubjectError::Form } else { SubjectError::Kind });
        }
        let in_dns = || Name::parse(called).map_or_else(|_| called.to_owned(), |name| name.to_string());
        let (kind, called) = match word {
            "zone" => match ZoneName::parse(called) {
                Ok(zone) => return Ok(Self::Zone(zone)),
                Err(_) => (SubjectKind::Entity, format!("zones/{called}")),
            },
            "domain" => (SubjectKind::Domain, in_dns()),
            "host" => (SubjectKind::Host, in_dns()),
            "contact" => (SubjectKind::Contact, called.to_owned()),
            "account" => (SubjectKind::Account, called.to_owned()),
            "tld" | "blocklist" => (SubjectKind::NamePolicy, called.to_owned()),
            "policy" => (SubjectKind::RegistrationPolicy, called.to_owned()),
            "kind" => (SubjectKind::EntityKind, called.to_owned()),
            "signing_key" => (SubjectKind::SigningKey, called.to_owned()),
            "entity" => return of_entity(called),
            _ => return Err(SubjectError::Kind),
        };
        Ok(Self::Other(OtherSubject { kind, called }))
    }

    /// An account, by its handle.
    pub fn account(name: &str) -> OtherSubject {
        OtherSubject { kind: SubjectKind::Account, called: name.to_owned() }
    }
}

/// `kind/id` of an entity. What the registry keeps itself has its history with the thing, whatever face tells of it.
fn of_entity(called: &str) -> Result<Subject, SubjectError> {
    let (kind, id) = called.split_once('/').ok_or(SubjectError::Form)?;
    if kind.is_empty() || id.is_empty() {
        return Err(SubjectError::Form);
    }
    let system = KindName::parse(kind).ok().and_then(|kind| SystemKind::of(&kind));
    match system {
        Some(SystemKind::Contacts) => Subject::parse(&format!("contact/{id}")),
        Some(SystemKind::Domains) => Subject::parse(&format!("domain/{id}")),
        Some(SystemKind::Hosts) => Subject::parse(&format!("host/{id}")),
        Some(SystemKind::Clients) => Subject::parse(&format!("account/{id}")),
        Some(SystemKind::Zones) => Subject::parse(&format!("zone/{id}")),
        None => Ok(Subject::Other(OtherSubject { kind: SubjectKind::Entity, called: called.to_owned() })),
    }
}

impl OtherSubject {
    /// What its readers' roles must allow; who owns what is another question.
    fn needs(&self) -> Permission {
        match self.kind {
            SubjectKind::Domain | SubjectKind::Host => Permission::ReadRegistrations,
            SubjectKind::Contact => Permission::ReadContacts,
            SubjectKind::Account
            | SubjectKind::NamePolicy
            | SubjectKind::RegistrationPolicy
            | SubjectKind::Entity
            | SubjectKind::EntityKind
            | SubjectKind::SigningKey => Permission::UseSession,
        }
    }

    /// The kind and the name as they are shown to people.
    fn shown(&self) -> String {
        format!("history of {}", self.called)
    }

    /// Which of the entries a caller may read: all of them for an admin, else those that were made while it was their account's.
    fn filter(&self, actor: &Actor) -> HistoryFilter {
        let visible_to = (!actor.is_admin()).then_some(actor.account);
        HistoryFilter { visible_to, ..HistoryFilter::default() }
    }
}

/// Asks for a page of the entries about a thing that is no zone, newest first.
///
/// Refused, in this order: who may not read such things; wrong fields where the subject is among them; missing, also what others may read;
/// other wrong fields.
pub struct ReadSubjectHistory {
    /// Which thing; none where it could not be read, which the page tells.
    pub subject: Option<OtherSubject>,
    /// Which entries.
    pub page: Input<HistoryPage>,
}

/// A page of entries about a thing that is no zone.
pub struct SubjectHistory {
    /// Newest first.
    pub entries: Vec<StoredSubjectEntry>,
    /// Whether older ones exist.
    pub more: bool,
}

impl Query for ReadSubjectHistory {
    const NEEDS: Permission = Permission::UseSession;
    const EXTENT: Extent = Extent::Long;
    type Answer = SubjectHistory;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<SubjectHistory, Refusal> {
        let Some(subject) = &self.subject else {
            let (_, findings) = self.page.well_formed()?;
            findings.settle(false)?;
            return Err(Refusal::Failed("a subject was left out, and nobody complained".into()));
        };
        context.actor.require(subject.needs())?;
        let called = readable(subject, context, snapshot)?;
        let (page, findings) = self.page.well_formed()?;
        findings.settle(false)?;
        page_of(snapshot, &OtherSubject { called, ..subject.clone() }, &subject.filter(&context.actor), page)
    }
}

/// Asks for a page of an account's history, for admins: `/accounts/{name}/history`.
///
/// Refused: missing account; wrong fields.
pub struct ReadAccountHistory {
    /// The account's handle, in any case.
    pub account: String,
    /// Which entries.
    pub page: Input<HistoryPage>,
}

impl Query for ReadAccountHistory {
    const NEEDS: Permission = Permission::Administer;
    const EXTENT: Extent = Extent::Long;
    type Answer = SubjectHistory;

    fn execute(&self, _: &Context, snapshot: &mut dyn Snapshot) -> Result<SubjectHistory, Refusal> {
        let account = find_account(snapshot, &self.account)?;
        let (page, findings) = self.page.well_formed()?;
        findings.settle(false)?;
        page_of(snapshot, &Subject::account(account.name.as_str()), &HistoryFilter::default(), page)
    }
}

/// What the thing is called in its history, if the caller may read any of it.
fn readable(subject: &OtherSubject, context: &Context, snapshot: &mut dyn Snapshot) -> Result<String, Refusal> {
    let missing = || Refusal::missing(subject.shown());
    if subject.kind == SubjectKind::Account {
        // Accounts are never gone, and what is told of one is its own: whoever made it, and however little there is.
        let account = find_account(snapshot, &subject.called).map_err(|refusal| match refusal {
            Refusal::Missing { .. } => missing(),
            other => other,
        })?;
        return if context.actor.sees(account.id) { Ok(account.name.to_string()) } else { Err(missing()) };
    }
    if subject.called.contains('\0') {
        // Nothing is called so, and not every database takes the question.
        return Err(missing());
    }
    let filter = subject.filter(&context.actor);
    let any = snapshot.subject_entries(subject.kind, &subject.called, &filter, None, 1)?;
    if any.is_empty() { Err(missing()) } else { Ok(subject.called.clone()) }
}

fn page_of(
    snapshot: &mut dyn Snapshot,
    subject: &OtherSubject,
    filter: &HistoryFilter,
    page: &HistoryPage,
) -> Result<SubjectHistory, Refusal> {
    let filter = HistoryFilter { since: page.since, until: page.until, ..filter.clone() };
    let mut entries = snapshot.subject_entries(subject.kind, &subject.called, &filter, page.marker, page.limit + 1)?;
    let more = entries.len() > page.limit;
    entries.truncate(page.limit);
    Ok(SubjectHistory { entries, more })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn other(text: &str) -> (SubjectKind, String) {
        match Subject::parse(text) {
            Ok(Subject::Other(other)) => (other.kind, other.called),
            read => panic!("{text}: {read:?}"),
        }
    }

    #[test]
    fn subjects_are_called_what_they_are_called_in_their_history() {
        for text in ["zone/EXAMPLE.org.", "entity/zones/Example.org"] {
            assert!(
                matches!(Subject::parse(text), Ok(Subject::Zone(zone)) if zone.to_string() == "example.org"),
                "{text}"
            );
        }
        for (text, kind, called) in [
            ("domain/Blue.ST.", SubjectKind::Domain, "blue.st"),
            ("host/ns1.BLUE.st", SubjectKind::Host, "ns1.blue.st"),
            ("contact/ANN", SubjectKind::Contact, "ANN"),
            ("account/acme", SubjectKind::Account, "acme"),
            ("tld/*.bd", SubjectKind::NamePolicy, "*.bd"),
            ("policy/st", SubjectKind::RegistrationPolicy, "st"),
            ("kind/student", SubjectKind::EntityKind, "student"),
            ("entity/student/106", SubjectKind::Entity, "student/106"),
            ("entity/contacts/ANN", SubjectKind::Contact, "ANN"),
            ("entity/domains/BLUE.st", SubjectKind::Domain, "blue.st"),
            ("signing_key/k1", SubjectKind::SigningKey, "k1"),
        ] {
            assert_eq!(other(text), (kind, called.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_names_no_subject_is_told_with_the_kinds() {
        for (text, error) in [
            ("", SubjectError::Form),
            ("zone", SubjectError::Form),
            ("zone/", SubjectError::Form),
            ("entity/student", SubjectError::Form),
            ("entity//106", SubjectError::Form),
            ("entity/student/", SubjectError::Form),
            ("colour/red", SubjectError::Kind),
            ("/x", SubjectError::Kind),
            ("/", SubjectError::Kind),
            ("Zone/example.org", SubjectError::Kind),
        ] {
            assert_eq!(Subject::parse(text).unwrap_err(), error, "{text:?}");
            assert!(error.to_string().contains("signing_key"), "{error}");
        }
    }
}
