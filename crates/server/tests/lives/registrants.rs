//! What laws of required claims start from: registrants, attestations, and what is told of them.

use chrono::{DateTime, SecondsFormat, Utc};
use domesday_app::attestations::{AttestBody, RevocationBody, RevokeAttestation, Wanted};
use domesday_app::contacts::{ContactChange, ReadContact, UpdateContact};
use domesday_app::domains::draft::{ContactEntry, DomainUpdate, NewDomain, ServerDraft};
use domesday_app::domains::{DomainCreated, SearchDomains};
use domesday_app::form::Form;
use domesday_app::input::Input;
use domesday_app::messages::ListUnread;
use domesday_app::ports::{HistoryFilter, Snapshot, UnitOfWork};
use domesday_app::refusal::Refusal;
use domesday_app::registry::{Command, Context, Query};
use domesday_dns::RecordType;
use domesday_domain::actor::Permission;
use domesday_domain::attestation::{Attestation, AttestationId, Revocation, State, SubjectKey};
use domesday_domain::contact::ContactDraft;
use domesday_domain::entity::{ClaimName, EntityId, SystemKind};
use domesday_domain::finding::Findings;
use domesday_domain::history::SubjectKind;
use domesday_domain::policy::Value;
use domesday_domain::precondition::Precondition;

use crate::world::{CODE, World};

/// A policy that requires claims, each within a duration.
pub(crate) fn requiring(claims: &[(&str, &str)]) -> Vec<(&'static str, Value)> {
    let claim = |(claim, within): &(&str, &str)| {
        Value::Members(vec![("claim".to_owned(), (*claim).into()), ("within".to_owned(), (*within).into())])
    };
    let optional = Value::Members(vec![("registrant".to_owned(), "optional".into())]);
    vec![
        ("preset", "st".into()),
        ("contacts", optional),
        ("transfer_lock", "P0D".into()),
        ("expiry_notices", Value::List(Vec::new())),
        ("required_claims", Value::List(claims.iter().map(claim).collect())),
    ]
}

/// An instant as messages have it.
pub(crate) fn second(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// What a message of these laws says: its type, its domain, its instant, its data.
pub(crate) type Said = (String, String, DateTime<Utc>, serde_json::Value);

/// An attestation as it is stored, whatever was signed.
struct Vouch(Attestation);

impl Command for Vouch {
    const NEEDS: Permission = Permission::Administer;
    type Answer = ();

    fn execute(&self, _: &Context, tx: &mut dyn UnitOfWork) -> Result<(), Refusal> {
        Ok(tx.insert_attestation(&self.0)?)
    }
}

/// What the history tells was done to something, the first thing first.
pub(crate) struct Deeds(pub(crate) SubjectKind, pub(crate) &'static str);

impl Query for Deeds {
    const NEEDS: Permission = Permission::Administer;
    type Answer = Vec<String>;

    fn execute(&self, _: &Context, snapshot: &mut dyn Snapshot) -> Result<Vec<String>, Refusal> {
        let Self(kind, subject) = *self;
        let entries = snapshot.subject_entries(kind, subject, &HistoryFilter::default(), None, 1000)?;
        Ok(entries.into_iter().rev().map(|entry| entry.action).collect())
    }
}

impl World {
    /// Registers a name with a name server elsewhere, for this registrant.
    pub(crate) async fn register(
        &self,
        by: &str,
        name: &str,
        registrant: Option<&str>,
    ) -> Result<DomainCreated, Refusal> {
        let server = ServerDraft { place: "/ns/0".into(), name: "ns.elsewhere.example".into(), addresses: None };
        let entry =
            |id: &str| ContactEntry { role: "registrant".into(), id: id.into(), place: "/contacts/registrant".into() };
        let new = NewDomain {
            name: Some(name.into()),
            contacts: registrant.map(entry).into_iter().collect(),
            ns: vec![server],
            code: Some(CODE.into()),
            ..NewDomain::default()
        };
        let (registry, caller) = (&self.house.registry, self.registrar(by));
        let command = registry.prepare_create(caller, Form::read(new, Vec::new())).await?;
        registry.run(caller, command).await
    }

    /// Gives a domain another registrant; none for the empty text.
    pub(crate) async fn give(&self, by: &str, name: &str, registrant: &str) {
        let change = DomainUpdate { registrant: Some(registrant.into()), ..DomainUpdate::default() };
        let (registry, caller) = (&self.house.registry, self.registrar(by));
        let form = Form::read(change, Vec::new());
        let command = registry.prepare_update(caller, name.into(), Precondition::None, form).await.expect("made ready");
        registry.run(caller, command).await.expect("the domain is changed");
    }

    /// Changes a contact.
    pub(crate) async fn change(&self, by: &str, id: &str, draft: ContactDraft) {
        let form = Form::read(ContactChange { draft, ..ContactChange::default() }, Vec::new());
        let command = UpdateContact { id: id.into(), precondition: Precondition::None, form };
        self.house.registry.run(self.registrar(by), command).await.expect("the contact is changed");
    }

    /// Gives a contact another mail address.
    pub(crate) async fn mail(&self, by: &str, id: &str, email: &str) {
        self.change(by, id, ContactDraft { email: Some(email.into()), ..ContactDraft::default() }).await;
    }

    /// The registry attests what a contact says.
    pub(crate) async fn attest(&self, id: &str, claim: &str, value: serde_json::Value) -> AttestationId {
        let registry = &self.house.registry;
        registry.first_key().await.expect("a key signs");
        let attestor = Some(registry.url().to_string());
        let body = AttestBody { attestor, value: Some(value), verification: None };
        let wanted = Wanted {
            kind: Some(SystemKind::Contacts.name()),
            entity: EntityId::from_stored(id.into()),
            claim: Some(ClaimName::from_stored(claim.into())),
            body: Input::read(body, Findings::new()),
        };
        registry.attest(&self.house.root, wanted).await.expect("it is attested").attestation
    }

    /// An attestation is taken back.
    pub(crate) async fn revoke(&self, id: AttestationId) {
        let body = RevocationBody { reason: Some(Revocation::Error), note: None };
        self.house.run(RevokeAttestation { id: Some(id), body: Input::read(body, Findings::new()) }).await;
    }

    /// Has it that a contact's mail was attested before its domain was registered, until an instant.
    pub(crate) async fn vouch(&self, id: &str, until: DateTime<Utc>) {
        let contact = self.house.ask(ReadContact { id: id.into() }).await.contact;
        let now = self.house.registry.clock().now();
        let attestation = Attestation {
            id: AttestationId([7; 16]),
            subject: SubjectKey { kind: SystemKind::Contacts.name(), number: contact.number.0 },
            claim: ClaimName::from_stored("email".into()),
            attestor: None,
            date: now,
            issued: now,
            expires: Some(until),
            state: State::Valid,
            since: now,
            key: "k".repeat(43),
            jws: "e30.e30.e30".into(),
        };
        self.house.run(Vouch(attestation)).await;
    }

    /// What a registrar is told of claims and transfers, the first thing first.
    pub(crate) async fn said(&self, account: &str) -> Vec<Said> {
        let pairs = vec![("limit".to_owned(), "1000".to_owned())];
        let unread = self.house.registry.ask(self.registrar(account), ListUnread { pairs }).await.expect("messages");
        let said = unread.rows.into_iter().map(|info| {
            let message = info.message;
            let data = serde_json::from_str(&message.data).expect("JSON");
            (message.kind.word(), message.name.to_string(), message.created, data)
        });
        said.collect()
    }

    /// The types of its messages, with their causes and instants.
    pub(crate) async fn causes_said(&self, account: &str) -> Vec<(String, String, DateTime<Utc>)> {
        let said = self.said(account).await.into_iter();
        said.map(|(word, _, at, data)| (word, data["cause"].as_str().unwrap_or_default().to_owned(), at)).collect()
    }

    /// The claims of a domain: each one's state and due instant.
    pub(crate) async fn claims(&self, name: &str) -> Vec<(String, &'static str, DateTime<Utc>)> {
        let info = self.read(name).await.expect("a domain");
        let claims = info.stored.registration.claims.iter();
        claims.map(|claim| (claim.claim.clone(), claim.state().as_str(), claim.due)).collect()
    }

    /// Whether the zone has its delegation.
    pub(crate) async fn is_delegated(&self, name: &str) -> bool {
        self.zone_has(name, RecordType::NS).await
    }

    /// The domains of a registrar that have a claim in this state.
    pub(crate) async fn found_by_claim(&self, by: &str, state: &str) -> Vec<String> {
        let pairs = [("do", "search"), ("field[claim][eq]", state)];
        let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        let found = self.house.registry.ask(self.registrar(by), SearchDomains { pairs }).await.expect("a search");
        found.rows.into_iter().map(|info| info.stored.registration.name.to_string()).collect()
    }
}
