//! Changes of statuses, contacts and name servers.

use super::samples::*;
use crate::contact::ContactRole;
use crate::registration::commands::{Breach, Caller, Changes, Refusal, update};
use crate::registration::*;

fn statuses(add: &[&str], remove: &[&str]) -> Changes {
    let set = |words: &[&str]| words.iter().map(|word| status(word)).collect();
    Changes { add_statuses: set(add), remove_statuses: set(remove), ..Changes::default() }
}

fn contacts(add: &[(ContactRole, i64)], remove: &[(ContactRole, i64)]) -> Changes {
    let set = |entries: &[(ContactRole, i64)]| entries.iter().map(|(role, id)| (*role, ContactNumber(*id))).collect();
    Changes { add_contacts: set(add), remove_contacts: set(remove), ..Changes::default() }
}

fn breaches(changes: Changes, caller: Caller) -> Vec<Breach> {
    let versions = always(open_st());
    let domain = registered(&versions, "2026-01-01", 1);
    let domain = with_statuses(&domain, &versions, &["clientHold", "serverRenewProhibited"]);
    match update(&domain, changes, caller) {
        Ok(_) => Vec::new(),
        Err(Refusal::Terms(breaches)) => breaches,
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn d4_registrars_touch_only_their_own_statuses() {
    let not_yours = |word| Breach::StatusNotYours(status(word));
    assert_eq!(breaches(statuses(&["serverHold"], &[]), ACME), [not_yours("serverHold")]);
    assert_eq!(breaches(statuses(&[], &["serverRenewProhibited"]), ACME), [not_yours("serverRenewProhibited")]);
    assert_eq!(breaches(statuses(&["serverHold"], &["serverRenewProhibited"]), REGISTRY), []);
    assert_eq!(breaches(statuses(&["clientUpdateProhibited"], &["clientHold"]), ACME), []);
}

#[test]
fn d5_adding_what_is_there_removing_what_is_not_and_both_are_refused() {
    let hold = status("clientHold");
    assert_eq!(breaches(statuses(&["clientHold"], &[]), ACME), [Breach::StatusThere(hold)]);
    let renew = status("clientRenewProhibited");
    assert_eq!(breaches(statuses(&[], &["clientRenewProhibited"]), ACME), [Breach::StatusNotThere(renew)]);
    assert_eq!(breaches(statuses(&["clientHold"], &["clientHold"]), ACME), [Breach::StatusBothWays(hold)]);
    let role = ContactRole::Registrant;
    assert_eq!(breaches(contacts(&[(role, 1)], &[]), ACME), [Breach::ContactThere(role)]);
    assert_eq!(breaches(contacts(&[], &[(role, 2)]), ACME), [Breach::ContactNotThere(role)]);
    assert_eq!(breaches(contacts(&[(role, 1)], &[(role, 1)]), ACME), [Breach::ContactBothWays(role)]);
    let several = Changes { add_statuses: [hold].into(), ..contacts(&[(role, 1)], &[]) };
    assert_eq!(breaches(several, ACME), [Breach::StatusThere(hold), Breach::ContactThere(role)]);
}

#[test]
fn d5_nothing_to_change_is_refused_whatever_the_state() {
    let versions = always(open_st());
    let domain = then(&registered(&versions, "2026-01-01", 1), &versions, "2027-01-02");
    assert_eq!(update(&domain, Changes::default(), ACME), Err(Refusal::NothingToChange));
}

#[test]
fn d2_one_contact_a_role() {
    let (holder, tech) = (ContactRole::Registrant, ContactRole::Tech);
    assert_eq!(breaches(contacts(&[(tech, 2)], &[]), ACME), []);
    assert_eq!(breaches(contacts(&[(holder, 2)], &[]), ACME), [Breach::RoleTaken(holder)]);
    assert_eq!(breaches(contacts(&[(holder, 2)], &[(holder, 1)]), ACME), []);
    let twice = contacts(&[(tech, 2), (tech, 3)], &[]);
    assert_eq!(breaches(twice, ACME), [Breach::RoleTaken(tech), Breach::RoleTaken(tech)]);
    let both = Changes { registrant: Some(Some(ContactNumber(3))), ..contacts(&[(holder, 2)], &[(holder, 1)]) };
    assert_eq!(breaches(both, ACME), [Breach::RoleTaken(holder)]);
}

#[test]
fn d2_a_change_of_registrant_replaces() {
    let versions = always(open_st());
    let domain = registered(&versions, "2026-01-01", 1);
    let registrant = |contact: Option<i64>| {
        let changes = Changes { registrant: Some(contact.map(ContactNumber)), ..Changes::default() };
        update(&domain, changes, ACME).unwrap().present
    };
    let holder = |present: &Present| present.registration().contacts.get(&ContactRole::Registrant).copied();
    assert_eq!(holder(&registrant(Some(2))), Some(ContactNumber(2)));
    assert_eq!(holder(&registrant(None)), None);
    assert_eq!(registrant(Some(1)), domain, "an equal value changes nothing");
    assert_eq!(registrant(Some(2)).registration().revision, domain.registration().revision + 1);
}

#[test]
fn an_update_tells_what_it_changed_and_who() {
    let versions = always(open_st());
    let domain = registered(&versions, "2026-01-01", 1);
    let updated = update(&domain, statuses(&["serverHold"], &[]), REGISTRY).unwrap();
    assert_eq!((updated.added, updated.removed), ([status("serverHold")].into(), [].into()));
    let after = updated.present.registration();
    assert_eq!((after.updated_by, after.updated), (Some(REGISTRY.account), Some(at("2026-01-01"))));
    let bare = update(&domain, Changes { name_servers: Some(0), ..Changes::default() }, ACME).unwrap().present;
    assert_eq!(words(&bare, &versions), ["inactive"]);
    let codes = update(&domain, Changes { elsewhere: true, ..Changes::default() }, ACME).unwrap().present;
    assert_eq!(codes.registration().revision, 2);
}
