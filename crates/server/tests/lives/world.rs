//! What the laws of lives start from: a TLD whose zone is served, with a policy, and three registrars.

use chrono::{DateTime, Utc};
use domesday_app::domains::draft::{NewDomain, PeriodDraft, Renewal, ServerDraft, TransferForm};
use domesday_app::domains::{
    DeleteDomain, DomainChanged, DomainCreated, DomainDeleted, DomainInfo, DomainTransferred, ReadDomain, RenewDomain,
    RestoreDomain,
};
use domesday_app::form::Form;
use domesday_app::input::Input;
use domesday_app::messages::ListUnread;
use domesday_app::policies::{Change, ChangePolicy, PolicyOf};
use domesday_app::records::ReadSet;
use domesday_app::refusal::Refusal;
use domesday_app::registry::{Caller, Proof};
use domesday_app::tlds::{CreateTld, TldDraft};
use domesday_app::zones::{CreateZone, NameServer, ZoneDraft};
use domesday_dns::mailbox::Email;
use domesday_dns::{Name, RecordType};
use domesday_domain::actor::{Actor, Role};
use domesday_domain::finding::{Findings, Force};
use domesday_domain::history::Face;
use domesday_domain::name::{HostName, ZoneName};
use domesday_domain::policy::Value;
use domesday_domain::precondition::Precondition;
use domesday_domain::tld::TldPattern;

use crate::house::House;

/// Those who register.
pub(crate) const REGISTRARS: [&str; 3] = ["acme", "zeta", "yolo"];

/// A code that opens every domain of these laws.
pub(crate) const CODE: &str = "open sesame, whoever asks";

/// A house with the TLD `st`.
pub(crate) struct World {
    /// The house.
    pub(crate) house: House,
    registrars: Vec<(&'static str, Caller)>,
}

impl World {
    /// Three registrars, and no TLD yet.
    pub(crate) async fn of(house: House) -> Self {
        let mut registrars = Vec::new();
        for account in REGISTRARS {
            house.account(account).await;
            house.user(account, account, &[Role::Registrar]).await;
            let principal = house.session(account).await.principal;
            let actor = Actor { user: None, ..principal.actor };
            let caller = Caller {
                proof: Proof::Trusted(actor),
                face: Face::Registrar,
                request_id: format!("law of {account}"),
                transaction: Some(format!("{account}-1")),
            };
            registrars.push((account, caller));
        }
        Self { house, registrars }
    }

    /// A registrar as a caller.
    pub(crate) fn registrar(&self, account: &str) -> &Caller {
        &self.registrars.iter().find(|(name, _)| *name == account).expect("a registrar").1
    }

    /// Makes `st` a TLD with a policy, its zone served here.
    pub(crate) async fn tld(&self, members: &[(&str, Value)]) {
        let pattern = TldPattern::parse("st").unwrap();
        let draft = TldDraft { pattern: Some(pattern), ..TldDraft::default() };
        self.house
            .run(CreateTld { id: self.house.registry.ids().uuid(), draft: Input::read(draft, Findings::new()) })
            .await;
        self.policy(members).await;
        let host = HostName::parse("ns1.nic.example").unwrap();
        let draft = ZoneDraft {
            name: Some(ZoneName::parse("st").unwrap()),
            ns: Some(vec![NameServer { host, addresses: None }]),
            email: Some(Email::parse("hostmaster@nic.example").unwrap()),
            refresh: Some(10_800),
            retry: Some(3_600),
            expire: Some(1_814_400),
            ttl: Some(3_600),
            registry_zone: true,
            owner: Some(domesday_domain::account::AccountName::parse("registry").unwrap()),
            ..ZoneDraft::default()
        };
        let draft = Input::read(draft, Findings::new());
        self.house.run(CreateZone { draft, force: Force::Everything }).await;
    }

    /// Gives `st` another policy.
    pub(crate) async fn policy(&self, members: &[(&str, Value)]) {
        let members = members.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        let command = ChangePolicy {
            of: PolicyOf::Rule(TldPattern::parse("st").unwrap()),
            precondition: Precondition::None,
            change: Change::Replace,
            members: Input::read(Value::Members(members), Findings::new()),
        };
        self.house.run(command).await;
    }

    /// Registers a name with a name server below it, and one elsewhere.
    pub(crate) async fn create(&self, by: &str, name: &str, years: i64) -> Result<DomainCreated, Refusal> {
        let address = domesday_domain::host::AddressDraft {
            place: "/ns/0/addr/0".into(),
            version: None,
            text: "192.0.2.53".into(),
        };
        let own = ServerDraft { place: "/ns/0".into(), name: format!("ns1.{name}"), addresses: Some(vec![address]) };
        let other = ServerDraft { place: "/ns/1".into(), name: "ns.elsewhere.example".into(), addresses: None };
        let new = NewDomain {
            name: Some(name.into()),
            period: Some(PeriodDraft { value: years, unit: "y".into() }),
            ns: vec![own, other],
            code: Some(CODE.into()),
            ..NewDomain::default()
        };
        let (registry, caller) = (&self.house.registry, self.registrar(by));
        let command = registry.prepare_create(caller, Form::read(new, Vec::new())).await?;
        registry.run(caller, command).await
    }

    /// Registers a name for a year, with these name servers.
    pub(crate) async fn create_with(&self, by: &str, name: &str, ns: &[&str]) -> Result<DomainCreated, Refusal> {
        let server = |(place, name): (usize, &&str)| ServerDraft {
            place: format!("/ns/{place}"),
            name: (*name).to_owned(),
            addresses: None,
        };
        let ns = ns.iter().enumerate().map(server).collect();
        let new = NewDomain { name: Some(name.into()), ns, code: Some(CODE.into()), ..NewDomain::default() };
        let (registry, caller) = (&self.house.registry, self.registrar(by));
        let command = registry.prepare_create(caller, Form::read(new, Vec::new())).await?;
        registry.run(caller, command).await
    }

    /// A domain as it is now, to everybody.
    pub(crate) async fn read(&self, name: &str) -> Option<DomainInfo> {
        self.house.registry.ask(&self.house.root, ReadDomain { name: name.into() }).await.ok()
    }

    /// Renews a domain for so many years.
    pub(crate) async fn renew(&self, by: &str, name: &str, years: i64) -> Result<DomainChanged, Refusal> {
        let current = self.read(name).await.map(|info| info.view.expires.date_naive());
        let period = Some(PeriodDraft { value: years, unit: "y".into() });
        let form = Form::read(Renewal { period, current_expiry: current }, Vec::new());
        let command = RenewDomain { name: name.into(), precondition: Precondition::None, form };
        self.house.registry.run(self.registrar(by), command).await
    }

    /// Renews a domain for a year, from the expiry that its sponsor last saw.
    pub(crate) async fn renew_from(
        &self,
        by: &str,
        name: &str,
        expires: DateTime<Utc>,
    ) -> Result<DomainChanged, Refusal> {
        let form = Form::read(Renewal { period: None, current_expiry: Some(expires.date_naive()) }, Vec::new());
        let command = RenewDomain { name: name.into(), precondition: Precondition::None, form };
        self.house.registry.run(self.registrar(by), command).await
    }

    /// Deletes a domain.
    pub(crate) async fn delete(&self, by: &str, name: &str) -> Result<DomainDeleted, Refusal> {
        let command = DeleteDomain { name: name.into(), precondition: Precondition::None };
        self.house.registry.run(self.registrar(by), command).await
    }

    /// Restores a domain.
    pub(crate) async fn restore(&self, by: &str, name: &str) -> Result<DomainChanged, Refusal> {
        let command = RestoreDomain { name: name.into(), precondition: Precondition::None };
        self.house.registry.run(self.registrar(by), command).await
    }

    /// Asks for a transfer, or answers one.
    pub(crate) async fn transfer(&self, by: &str, name: &str, op: &str) -> Result<DomainTransferred, Refusal> {
        let form = TransferForm { op: op.into(), period: None, code: Some(CODE.into()) };
        let (registry, caller) = (&self.house.registry, self.registrar(by));
        let form = Form::read(form, Vec::new());
        let command = registry.prepare_transfer(caller, name.into(), Precondition::None, form).await?;
        registry.run(caller, command).await
    }

    /// Does what is due.
    pub(crate) async fn work(&self) -> usize {
        self.house.registry.do_due_work().await.expect("due work is done")
    }

    /// Whether the zone has a set.
    pub(crate) async fn zone_has(&self, owner: &str, rtype: RecordType) -> bool {
        let zone = ZoneName::parse("st").unwrap();
        let key = Input::read((Name::parse(owner).unwrap(), rtype), Findings::new());
        self.house.registry.ask(&self.house.root, ReadSet { zone, key }).await.is_ok()
    }

    /// Whether the zone has a delegation of a name, and glue for its own name server.
    pub(crate) async fn stands(&self, name: &str) -> (bool, bool) {
        let delegation = self.zone_has(name, RecordType::NS).await;
        (delegation, self.zone_has(&format!("ns1.{name}"), RecordType::A).await)
    }

    /// The unread messages of a registrar, the oldest first: word, object and instant.
    pub(crate) async fn messages(&self, account: &str) -> Vec<(String, String, DateTime<Utc>)> {
        let unread = self
            .house
            .registry
            .ask(self.registrar(account), ListUnread { pairs: vec![("limit".into(), "1000".into())] })
            .await
            .unwrap();
        let told = unread.rows.into_iter().map(|info| {
            let message = info.message;
            (message.kind.word(), message.name.to_string(), message.created)
        });
        told.collect()
    }

    /// The unread messages of a registrar: word, and its own transaction that caused it.
    pub(crate) async fn causes(&self, account: &str) -> Vec<(String, Option<String>)> {
        let unread = self.house.registry.ask(self.registrar(account), ListUnread { pairs: Vec::new() }).await.unwrap();
        unread.rows.into_iter().map(|info| (info.message.kind.word(), info.cltrid)).collect()
    }
}
