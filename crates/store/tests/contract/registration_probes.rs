//! The questions and changes of registrations that are no searches, each asked of many rows ([`crate::registration_plans`]).

use chrono::TimeDelta;
use domesday_app::ports::{KeptAnswer, RepeatKey, Snapshot, Stored, UnitOfWork};
use domesday_domain::account::{AccountId, UserId};
use domesday_domain::contact::{ContactId, ContactRole};
use domesday_domain::host::HostId;
use domesday_domain::message::MessageKind;
use domesday_domain::policy::{LabelPattern, PolicyVersion, Preset, SpecialKind, SpecialName};
use domesday_domain::registration::{ContactNumber, DomainId, TransferData, TransferStatus};
use domesday_domain::serial::Serial;

use crate::messages::message;
use crate::registration_plans::ACCOUNT;
use crate::samples::{contact, domain, managed, rule};
use crate::zones::{name, now};

/// The host that every domain names, and one that one domain names.
const HOSTS: [HostId; 2] = [HostId(1), HostId(107)];

fn ask_domains(snapshot: &mut dyn Snapshot) -> Stored<()> {
    let found = snapshot.domain(&name("d106.st"))?.expect("there");
    assert_eq!((found.hosts.len(), found.registration.contacts.len()), (2, 1));
    let ids = [found.registration.id, DomainId(99_906)];
    assert_eq!(snapshot.domains_numbered(&ids)?.len(), 2);
    assert_eq!(snapshot.registered_among(&["d106.st", "nobody.st"].map(name))?.len(), 1);
    assert_eq!(snapshot.registered_below(&name("st"), 20)?.len(), 20);
    assert_eq!(snapshot.domains_of_tld(&name("st"), Some(&name("d5.st")), 20)?.len(), 20);
    assert_eq!(snapshot.due_domains(now(), None, 20)?.len(), 20);
    assert_eq!(snapshot.due_domains(now(), Some(ACCOUNT), 5)?.len(), 5);
    let counted = snapshot.count_domains_under(&["st", "*.r7", "net"].map(rule), 1000)?;
    assert_eq!(counted.iter().map(|(_, count)| count).sum::<u64>(), 1001);
    assert!(snapshot.is_policy_used(&rule("st"))? && !snapshot.is_policy_used(&rule("net"))?);
    assert_eq!(snapshot.domains_using(&HOSTS[1..], 20)?.len(), 1);
    assert_eq!(snapshot.host_users(HOSTS[1], 0, 20)?.1, 1);
    assert_eq!(snapshot.linked_hosts(&HOSTS)?.len(), 2);
    assert_eq!(snapshot.contact_users(ContactNumber(106), 0, 20)?.1, 1);
    assert_eq!(snapshot.contact_links(ContactNumber(106), 20)?.len(), 1);
    assert!(snapshot.is_sponsor(ACCOUNT)? && !snapshot.is_sponsor(AccountId(0))?);
    assert_eq!(snapshot.contacts_used_elsewhere(&[ContactNumber(106), ContactNumber(107)], ids[0])?.len(), 1);
    assert_eq!(snapshot.hosts_of(ids[0])?.len(), 1);
    assert_eq!(snapshot.hosts_of_all(&ids)?.len(), 2);
    assert_eq!(snapshot.transfers(ids[0], 20)?.len(), 1);
    Ok(())
}

/// The questions.
pub(crate) fn ask_everything(snapshot: &mut dyn Snapshot) -> Stored<()> {
    ask_domains(snapshot)?;
    assert!(snapshot.policy(&rule("r106"))?.is_some());
    assert_eq!(snapshot.policies_of(&["r106", "r107", "net"].map(rule))?.len(), 2);
    assert!(snapshot.special_name(&rule("st"), "l106")?.is_some());
    let marker = LabelPattern::parse("l5").expect("a label");
    for kind in [None, Some(SpecialKind::Premium), Some(SpecialKind::Reserved)] {
        assert_eq!(snapshot.special_names(&rule("st"), kind, Some(&marker), 20)?.len(), 20);
    }
    assert_eq!(snapshot.contacts_called(&["C106", "c107"].map(|id| ContactId::parse(id).expect("an id")))?.len(), 2);
    assert_eq!(snapshot.contacts_numbered(&[ContactNumber(107), ContactNumber(106)])?.len(), 2);
    for after in [None, Some("c500")] {
        let after = after.map(|id| ContactId::parse(id).expect("an id"));
        assert_eq!(snapshot.contacts_of(ACCOUNT, after.as_ref(), 20)?.len(), 20);
    }
    assert_eq!(snapshot.hosts_numbered(&HOSTS)?.len(), 2);
    assert_eq!(snapshot.hosts_below(&name("d106.st"), 20)?.len(), 1);
    assert_eq!(snapshot.unread_messages(ACCOUNT, 20)?.len(), 20);
    assert_eq!(snapshot.unread(ACCOUNT)?.count, 666);
    assert!(snapshot.message(ACCOUNT, 106)?.is_some());
    assert_eq!(snapshot.messages_numbered(&[106, 107])?.len(), 2);
    let key = RepeatKey { user: UserId(1), strict: false, id: "k106".into() };
    assert_eq!(snapshot.kept_answers(&key, now() - TimeDelta::days(2))?.len(), 1);
    assert_eq!(snapshot.holdings(ACCOUNT)?.domains, 1000);
    Ok(())
}

fn change_domains(tx: &mut dyn UnitOfWork, people: &[ContactNumber]) -> Stored<()> {
    let mut blue = domain("blue.st", ACCOUNT);
    blue.registration.contacts.insert(ContactRole::Admin, people[0]);
    blue.hosts = vec![(HOSTS[1], name("ns.d106.st"))];
    blue.registration.name_servers = 1;
    let id = tx.insert_domain(&blue)?;
    let before = tx.domain(&name("blue.st"))?.expect("there");
    let mut after = before.clone();
    after.registration.sponsor = AccountId(8);
    after.registration.contacts.insert(ContactRole::Tech, people[1]);
    after.hosts.clear();
    tx.update_domain(&before, &after)?;
    tx.note_serial(&[id], Serial::new(1).expect("not 0"))?;
    tx.touch_users(HOSTS[1])?;
    tx.mark_due(&rule("*.r106"), now())?;
    let (status, requester, acting) = (TransferStatus::ClientApproved, ACCOUNT, AccountId(8));
    let (requested, acted, expires) = (now(), now(), now());
    tx.insert_transfer(id, &TransferData { status, requester, requested, acting, acted, expires })?;
    tx.insert_hosts(&[managed("ns.blue.st", id, ACCOUNT), managed("ns2.blue.st", id, ACCOUNT)])?;
    let host = tx.hosts_among(&[name("ns.blue.st")])?.pop().expect("there");
    tx.update_host(&host)?;
    tx.move_hosts(id, AccountId(8))?;
    tx.delete_hosts(&[host.id])?;
    tx.release_hosts(id)?;
    tx.delete_domain(id)
}

/// Every kind of change.
pub(crate) fn change_everything(tx: &mut dyn UnitOfWork) -> Stored<()> {
    let people = tx.insert_contacts(&["new-1", "new-2"].map(|id| contact(id, ACCOUNT)))?;
    change_domains(tx, &people)?;
    let mut person = tx.contacts_numbered(&people[..1])?.pop().expect("there");
    person.revision += 1;
    tx.update_contact(&person)?;
    tx.move_contacts(&people, AccountId(8))?;
    people.iter().try_for_each(|person| tx.delete_contact(*person))?;
    let version = PolicyVersion { number: 1, valid_from: now(), preset: Preset::St, policy: Preset::St.policy() };
    tx.insert_policy_version(&rule("new"), &version)?;
    let pattern = LabelPattern::parse("new").expect("a label");
    let special = SpecialName { pattern, kind: SpecialKind::Reserved, account: None, fee: None, reason: None };
    tx.put_special_names(&rule("st"), std::slice::from_ref(&special))?;
    tx.delete_special_name(&rule("st"), &special.pattern)?;
    tx.delete_policy(&rule("new"))?;
    tx.insert_messages(&[message(ACCOUNT, MessageKind::DomainExpire, 0)])?;
    tx.mark_read(106, now())?;
    tx.delete_message(106)?;
    assert_eq!(tx.sweep_messages(now(), 20)?, 20);
    let key = RepeatKey { user: UserId(1), strict: true, id: "k".into() };
    let answer = KeptAnswer { request: [7; 32], status: 200, body: "{}".into(), left: None, at: now() };
    tx.keep_answer(&key, &answer)?;
    tx.keep_answer(&key, &answer)?;
    assert_eq!(tx.sweep_answers(now(), 20)?, 20);
    Ok(())
}
