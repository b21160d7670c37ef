//! A domain goes into other hands, with its contacts and hosts (rules T4, T5), and hosts get other names (H9, H10).

use std::collections::BTreeMap;

use domesday_app::contacts::{CreateContact, NewContact, ReadContact};
use domesday_app::domains::draft::{ContactEntry, NewDomain};
use domesday_app::form::Form;
use domesday_app::host_objects::{DeleteHost, HostChange, ReadHost, UpdateHost};
use domesday_app::refusal::Refusal;
use domesday_dns::RecordType;
use domesday_domain::contact::{ContactDraft, ContactRole, PostalDraft};
use domesday_domain::host::AddressDraft;
use domesday_domain::policy::Value;
use domesday_domain::precondition::Precondition;

use crate::world::{CODE, World};
use crate::{lives, told};

fn st() -> Vec<(&'static str, Value)> {
    let optional = Value::Members(vec![("registrant".to_owned(), "optional".into())]);
    vec![("preset", "st".into()), ("contacts", optional), ("transfer_lock", "P0D".into())]
}

impl World {
    /// Makes a contact with a name and a mail address.
    pub(crate) async fn contact(&self, by: &str, id: &str) {
        let text = |text: &str| Some(text.to_owned());
        let int = PostalDraft { name: text("Ann Smith"), ..PostalDraft::default() };
        let draft = ContactDraft { email: text("ann@example.org"), int: Some(int), ..ContactDraft::default() };
        let new = NewContact { id: Some(id.into()), draft, ..NewContact::default() };
        let command = CreateContact { form: Form::read(new, Vec::new()), random: [0; 10] };
        self.house.registry.run(self.registrar(by), command).await.expect("a contact is made");
    }

    async fn with_contacts(&self, by: &str, name: &str, contacts: &[(&str, &str)]) {
        let entry = |(role, id): &(&str, &str)| ContactEntry {
            role: (*role).into(),
            id: (*id).into(),
            place: format!("/contacts/{role}"),
        };
        let contacts = contacts.iter().map(entry).collect();
        let new = NewDomain { name: Some(name.into()), contacts, code: Some(CODE.into()), ..NewDomain::default() };
        let (registry, caller) = (&self.house.registry, self.registrar(by));
        let command = registry.prepare_create(caller, Form::read(new, Vec::new())).await.expect("it is made ready");
        registry.run(caller, command).await.expect("it is registered");
    }

    async fn sponsor_of(&self, contact: &str) -> String {
        let info = self.house.registry.ask(&self.house.root, ReadContact { id: contact.into() }).await;
        info.expect("a contact").sponsor.to_string()
    }

    async fn change_host(&self, by: &str, name: &str, change: HostChange) -> Result<(), Refusal> {
        let form = Form::read(change, Vec::new());
        let command = UpdateHost { name: name.into(), precondition: Precondition::None, form };
        self.house.registry.run(self.registrar(by), command).await.map(drop)
    }
}

lives!(t5_a_contact_of_this_domain_alone_moves_and_one_that_others_use_is_copied, |world| {
    world.tld(&st()).await;
    for id in ["ALONE", "SHARED"] {
        world.contact("acme", id).await;
    }
    world.with_contacts("acme", "blue.st", &[("registrant", "ALONE"), ("admin", "SHARED"), ("tech", "ALONE")]).await;
    world.with_contacts("acme", "red.st", &[("registrant", "SHARED")]).await;
    world.transfer("zeta", "blue.st", "request").await.expect("it is asked for");
    let done = world.transfer("acme", "blue.st", "approve").await.expect("it is approved");
    assert_eq!(done.info.contacts.len(), 1, "trnData tells which were copied");
    let (old, new) = &done.info.contacts[0];
    assert_eq!(old.as_str(), "SHARED");
    let contacts: BTreeMap<ContactRole, String> =
        done.after.contacts.iter().map(|(role, id)| (*role, id.to_string())).collect();
    assert_eq!(contacts[&ContactRole::Registrant], "ALONE");
    assert_eq!(contacts[&ContactRole::Admin], new.to_string());
    assert_eq!(world.sponsor_of("ALONE").await, "zeta");
    assert_eq!(world.sponsor_of("SHARED").await, "acme");
    assert_eq!(world.sponsor_of(new.as_str()).await, "zeta");
    let red = world.read("red.st").await.unwrap();
    assert_eq!(red.contacts[&ContactRole::Registrant].as_str(), "SHARED");
});

lives!(t4_hosts_below_a_domain_follow_it, |world| {
    world.tld(&st()).await;
    world.create("acme", "blue.st", 1).await.expect("it is registered");
    world.transfer("zeta", "blue.st", "request").await.expect("it is asked for");
    world.transfer("acme", "blue.st", "approve").await.expect("it is approved");
    let address = AddressDraft { place: "/add/addr/0".into(), version: None, text: "192.0.2.54".into() };
    let change = HostChange { add_addresses: vec![address], ..HostChange::default() };
    assert_eq!(told(world.change_host("acme", "ns1.blue.st", change.clone()).await), "Denied not-sponsor");
    assert_eq!(told(world.change_host("zeta", "ns1.blue.st", change).await), "ok");
});

lives!(h9_a_renamed_host_is_named_by_its_new_name_at_once, |world| {
    world.tld(&st()).await;
    world.create("acme", "blue.st", 1).await.expect("it is registered");
    world.create_with("zeta", "red.st", &["ns1.blue.st"]).await.expect("it uses acme's host");
    let rename = |to: &str| HostChange { rename: Some(to.into()), ..HostChange::default() };
    assert_eq!(told(world.change_host("acme", "ns1.blue.st", rename("ns2.blue.st")).await), "ok");
    let red = world.read("red.st").await.unwrap();
    assert_eq!(red.stored.hosts[0].1.to_string(), "ns2.blue.st");
    let addresses = world.house.registry.ask(&world.house.root, ReadHost { name: "ns2.blue.st".into() }).await.unwrap();
    assert_eq!(addresses.addresses.len(), 1);
    assert!(world.zone_has("ns2.blue.st", RecordType::A).await, "its glue is there under the new name");
    assert!(!world.zone_has("ns1.blue.st", RecordType::A).await, "and not under the old one");
    assert_eq!(
        told(world.change_host("acme", "ns2.blue.st", rename("ns.example.org")).await),
        "Policy sacrificial-host"
    );
    assert_eq!(told(world.change_host("acme", "ns2.blue.st", rename("ns.red.st")).await), "Denied not-sponsor");
    assert_eq!(told(world.change_host("acme", "ns2.blue.st", rename("ns.nobody.st")).await), "NotThere unknown");
});

lives!(h8_a_host_in_use_is_not_deleted, |world| {
    world.tld(&st()).await;
    world.create("acme", "blue.st", 1).await.expect("it is registered");
    world.create_with("zeta", "red.st", &["ns1.blue.st"]).await.expect("it uses acme's host");
    let command = DeleteHost { name: "ns1.blue.st".into(), precondition: Precondition::None };
    let refused = world.house.registry.run(world.registrar("acme"), command).await.err().expect("it is in use");
    let Refusal::Objected(objections) = refused else { panic!("{refused:?}") };
    let names: Vec<_> = objections.blockers.iter().map(|blocker| (blocker.kind, blocker.name.as_str())).collect();
    assert_eq!(names, [("domain", "blue.st"), ("domain", "red.st")]);
    assert_eq!(objections.blockers_total, 2);
});

lives!(h5_a_domain_above_names_in_use_is_told_to_their_users, |world| {
    world.tld(&st()).await;
    world.create_with("zeta", "red.st", &["ns1.blue.st"]).await.expect("st lets names be used that are not registered");
    world.create_with("acme", "blue.st", &[]).await.expect("it is registered");
    let messages: Vec<_> = world.messages("zeta").await.into_iter().map(|(word, name, _)| (word, name)).collect();
    assert_eq!(messages, [("HOST_PARENT_REGISTERED".to_owned(), "ns1.blue.st".to_owned())]);
});
