//! What is found of each object of a portfolio, field by field.

use domesday_app::ports::{ContactField, DomainField, HostField, MessageField, StoredDomain};
use domesday_domain::account::AccountId;
use domesday_domain::contact::{Contact, ContactRole, Country, Postal};
use domesday_domain::host::Host;
use domesday_domain::message::Message;
use domesday_domain::prohibition::Prohibition;
use domesday_domain::registration::{ClaimState, RgpStatus, Status};
use domesday_domain::word::Word;

use crate::naive::{Row, Value};
use crate::portfolio::{HANDLES, Portfolio};
use crate::zones::name;

impl Portfolio {
    fn handle(&self, account: AccountId) -> Value {
        let place = self.sponsors.iter().position(|known| *known == account).expect("one of them");
        Value::Folded(HANDLES[place].to_owned())
    }

    /// A domain's row.
    pub(crate) fn domain(&self, domain: &StoredDomain) -> Row<DomainField> {
        let life = &domain.registration;
        let shown = life.shown_words();
        let id = |number| {
            let contact = self.contacts.iter().find(|contact| contact.number == number).expect("there");
            Value::Folded(contact.id.as_str().to_owned())
        };
        let text = |text: &str| Value::Exact(text.to_owned());
        let fields = vec![
            (DomainField::Name, vec![Value::Folded(life.name.to_string())]),
            (DomainField::Created, vec![Value::At(life.created)]),
            (DomainField::Updated, life.updated.map(Value::At).into_iter().collect()),
            (DomainField::Expires, vec![Value::At(life.expires)]),
            (DomainField::Creator, vec![self.handle(life.created_by)]),
            (DomainField::Sponsor, vec![self.handle(life.sponsor)]),
            (
                DomainField::Registrant,
                life.contacts.get(&ContactRole::Registrant).map(|one| id(*one)).into_iter().collect(),
            ),
            (DomainField::Contacts, life.contacts.values().map(|one| id(*one)).collect()),
            (DomainField::NameServers, domain.hosts.iter().map(|(_, name)| Value::Folded(name.to_string())).collect()),
            (DomainField::Status, shown.statuses.into_iter().map(|one: Status| text(one.as_str())).collect()),
            (DomainField::RgpStatus, shown.rgp_statuses.into_iter().map(|one: RgpStatus| text(one.as_str())).collect()),
            (DomainField::Claim, shown.claims.into_iter().map(|one: ClaimState| text(one.as_str())).collect()),
        ];
        let tie = Value::Exact(life.name.to_string());
        Row { id: life.id.0, sponsor: Some(life.sponsor), tie, fields, sorted: Vec::new() }
    }

    fn users(&self, uses: impl Fn(&StoredDomain) -> bool) -> Vec<Value> {
        let users = self.domains.iter().filter(|domain| uses(domain));
        users.map(|domain| Value::Folded(domain.registration.name.to_string())).collect()
    }

    /// A contact's row.
    pub(crate) fn contact(&self, contact: &Contact) -> Row<ContactField> {
        let content = &contact.content;
        let postal = || content.int.iter().chain(&content.loc);
        let text = |text: &str| Value::Exact(text.to_owned());
        let of = |part: fn(&Postal) -> Option<&str>| postal().filter_map(part).map(text).collect::<Vec<_>>();
        let assigned = self.users(|domain| domain.registration.contacts.values().any(|one| *one == contact.number));
        let fold = |text: &str| Value::Exact(text.chars().flat_map(char::to_lowercase).collect());
        let first = postal().find_map(|postal| postal.name.as_deref()).map(fold);
        let fields = vec![
            (ContactField::Id, vec![Value::Folded(contact.id.as_str().to_owned())]),
            (ContactField::Name, of(|postal| postal.name.as_deref())),
            (ContactField::Created, vec![Value::At(contact.created)]),
            (ContactField::Updated, contact.updated.map(Value::At).into_iter().collect()),
            (ContactField::Voice, content.voice.iter().map(|phone| text(phone.as_str())).collect()),
            (ContactField::Fax, content.fax.iter().map(|phone| text(phone.as_str())).collect()),
            (ContactField::Email, vec![text(content.email.as_str())]),
            (ContactField::Organization, of(|postal| postal.organization.as_deref())),
            (ContactField::Street, postal().flat_map(|postal| &postal.address.street).map(|line| text(line)).collect()),
            (ContactField::City, of(|postal| postal.address.city.as_deref())),
            (ContactField::PostalCode, of(|postal| postal.address.postal_code.as_deref())),
            (ContactField::Country, of(|postal| postal.address.country.map(Country::as_str))),
            (ContactField::Province, of(|postal| postal.address.province.as_deref())),
            (ContactField::Status, statuses(contact.statuses.iter().copied(), !assigned.is_empty())),
            (ContactField::AssignedTo, assigned),
            (ContactField::Sponsor, vec![self.handle(contact.sponsor)]),
        ];
        let tie = Value::Exact(contact.id.folded());
        let sorted = vec![(ContactField::Name, first), (ContactField::Id, Some(tie.clone()))];
        Row { id: contact.number.0, sponsor: Some(contact.sponsor), tie, fields, sorted }
    }

    /// A host's row.
    pub(crate) fn host(&self, host: &Host) -> Row<HostField> {
        let assigned = self.users(|domain| domain.hosts.iter().any(|(id, _)| *id == host.id));
        let is_linked = !assigned.is_empty() || host.name == name("ns3.blue.net");
        let addresses = |v4| {
            let some = host.addresses.iter().filter(|address| address.is_ipv4() == v4);
            some.map(|address| Value::Folded(address.to_string())).collect::<Vec<_>>()
        };
        let sponsor = host.parent.and(host.owner);
        let fields = vec![
            (HostField::Name, vec![Value::Folded(host.name.to_string())]),
            (HostField::Created, vec![Value::At(host.created)]),
            (HostField::Updated, host.changed.map(Value::At).into_iter().collect()),
            (HostField::V4, addresses(true)),
            (HostField::V6, addresses(false)),
            (HostField::Status, statuses(host.statuses.iter().copied(), is_linked)),
            (HostField::AssignedTo, assigned),
            (HostField::Sponsor, sponsor.map(|account| self.handle(account)).into_iter().collect()),
        ];
        Row { id: host.id.0, sponsor, tie: Value::Exact(host.name.to_string()), fields, sorted: Vec::new() }
    }

    /// A message's row.
    pub(crate) fn message(&self, message: &Message) -> Row<MessageField> {
        let fields = vec![
            (MessageField::Id, vec![Value::Number(message.id)]),
            (MessageField::Type, vec![Value::Exact(message.kind.word())]),
            (MessageField::Created, vec![Value::At(message.created)]),
            (MessageField::Read, message.read.map(Value::At).into_iter().collect()),
            (MessageField::Group, vec![Value::Exact(message.kind.group().as_str().to_owned())]),
            (MessageField::Sponsor, vec![self.handle(message.account)]),
        ];
        Row {
            id: message.id,
            sponsor: Some(message.account),
            tie: Value::Number(message.id),
            fields,
            sorted: Vec::new(),
        }
    }
}

fn statuses(stored: impl IntoIterator<Item = Prohibition>, is_linked: bool) -> Vec<Value> {
    let mut words: Vec<&str> = stored.into_iter().map(Word::as_str).collect();
    if words.is_empty() {
        words.push("ok");
    }
    words.extend(is_linked.then_some("linked"));
    words.into_iter().map(|word| Value::Exact(word.to_owned())).collect()
}
