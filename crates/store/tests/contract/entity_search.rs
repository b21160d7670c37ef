//! Entities searched and worklists, held against looking at each: some hundred entities that chance made, of declared kinds and of the
//! registry's own.

use domesday_app::ports::{StoredDomain, StoredEntity, SubjectSearch};
use domesday_domain::account::AccountId;
use domesday_domain::attestation::{Attestation, SubjectKey};
use domesday_domain::contact::{Contact, ContactRole, Postal, PostalAddress};
use domesday_domain::host::Host;
use domesday_domain::prohibition::Prohibition;
use domesday_domain::registration::ClaimState;
use domesday_domain::word::Word;
use serde_json::{Value, json};

use crate::chance::Chance;
use crate::entities::{made, owners};
use crate::entity_naive::{Field, Row, Stated, searched};
use crate::entity_samples::{any_attestation, claim_name, entity, kind_name, second, subject};
use crate::portfolio::{HANDLES, Portfolio, portfolio};
use crate::zones::{name, now, zone};
use crate::{Given, contract};

const CLAIMS: [&str; 4] = ["school", "mail", "age", "Age"];

/// So many attestations of these, by these.
fn attested(
    given: &Given,
    count: u32,
    subjects: &[SubjectKey],
    attestors: &[SubjectKey],
    claims: &[&str],
) -> Vec<Attestation> {
    let mut chance = Chance::of(21);
    let all: Vec<Attestation> =
        (0..count).map(|number| any_attestation(&mut chance, number, subjects, attestors, claims)).collect();
    let stored = all.clone();
    given.write(move |tx| stored.iter().try_for_each(|one| tx.insert_attestation(one)));
    all
}

fn any_entities(given: &Given) -> Vec<StoredEntity> {
    let mut chance = Chance::of(20);
    let owners = owners(given);
    let values = [json!("UP Public School"), json!("up"), json!(7), json!({"a": [1, "é"]}), json!("7"), json!(false)];
    (0..200)
        .map(|number| {
            let stated: Vec<&str> = CLAIMS.into_iter().filter(|_| !chance.once_in(4)).collect();
            let stated: Vec<(&str, Value)> = stated.into_iter().map(|claim| (claim, chance.one_of(&values))).collect();
            let kind = chance.one_of(&["student", "student", "pupil"]);
            let mut new = entity(kind, &format!("e{number}"), chance.one_of(&owners), &stated);
            for claim in &mut new.claims {
                claim.since = second(i64::try_from(chance.below(30)).expect("small"));
            }
            let new = made(given, new);
            if !chance.once_in(6) {
                return new;
            }
            let gone = StoredEntity { deleted: Some(second(1)), claims: Vec::new(), ..new.clone() };
            let after = gone.clone();
            given.write(move |tx| tx.update_entity(&new, &after));
            gone
        })
        .collect()
}

contract!(q2_declared_entities_are_found_as_by_looking_at_each, |given| {
    let all = any_entities(given);
    let attestors = [subject("teacher", 1), subject("clients", 1), subject("student", 1)];
    let keys: Vec<SubjectKey> = all.iter().map(|one| subject(one.kind.as_str(), one.number)).collect();
    let attestations = attested(given, 500, &keys, &attestors, &CLAIMS);
    for kind in ["student", "pupil"] {
        let live = all.iter().filter(|one| one.kind.as_str() == kind && one.deleted.is_none());
        let stated = |one: &StoredEntity| {
            let name = |text: &str| CLAIMS.into_iter().find(|known| *known == text).expect("one of them");
            let claim = |claim: &domesday_app::ports::StoredClaim| -> Stated {
                (name(claim.name.as_str()), vec![claim.value.clone()], claim.since)
            };
            one.claims.iter().map(claim).collect()
        };
        let rows = live.map(|one| Row { number: one.number, owner: Some(one.owner), claims: stated(one) }).collect();
        let owners: Vec<AccountId> = all.iter().take(9).map(|one| one.owner).collect();
        let (indexed, attestable) = (&CLAIMS, &CLAIMS);
        let (attestors, attestations) = (&attestors, &attestations);
        Field { kind, rows, owners: &owners, indexed, attestable, attestors, attestations }.compare(given, 22);
    }
});

/// A handle in several forms, each of which finds it.
fn handle(portfolio: &Portfolio, account: AccountId) -> Vec<Value> {
    let place = portfolio.sponsors.iter().position(|known| *known == account).expect("one of them");
    vec![json!(HANDLES[place]), json!(HANDLES[place].to_ascii_uppercase())]
}

/// How what is required of a contact stands.
fn verification(portfolio: &Portfolio, contact: &Contact) -> &'static str {
    let is_theirs =
        |domain: &&StoredDomain| domain.registration.contacts.get(&ContactRole::Registrant) == Some(&contact.number);
    let claims = portfolio.domains.iter().filter(is_theirs).flat_map(|domain| domain.registration.shown_words().claims);
    let states: Vec<ClaimState> = claims.collect();
    match states {
        _ if states.contains(&ClaimState::Overdue) => "lapsed",
        _ if states.contains(&ClaimState::Pending) => "pending",
        _ if states.is_empty() => "not_required",
        _ => "verified",
    }
}

fn contact_row(portfolio: &Portfolio, contact: &Contact) -> Row {
    let since = contact.updated.unwrap_or(contact.created);
    let content = &contact.content;
    let has = |part: &dyn Fn(&Postal) -> bool| content.int.iter().chain(&content.loc).any(part);
    let given = [
        ("name", has(&|postal| postal.name.is_some())),
        ("org", has(&|postal| postal.organization.is_some())),
        ("addr", has(&|postal| postal.address != PostalAddress::default())),
        ("voice", content.voice.is_some()),
        ("fax", content.fax.is_some()),
    ];
    let mut claims: Vec<Stated> =
        given.into_iter().filter(|(_, has)| *has).map(|(name, _)| (name, vec![json!("unknown")], since)).collect();
    claims.push(("email", vec![json!(content.email.as_str())], since));
    claims.push(("sponsor", handle(portfolio, contact.sponsor), since));
    claims.push(("verification", vec![json!(verification(portfolio, contact))], since));
    Row { number: contact.number.0, owner: Some(contact.sponsor), claims }
}

contract!(n1_contacts_are_found_as_by_looking_at_each, |given| {
    let portfolio = portfolio(given, 31);
    let keys: Vec<SubjectKey> = portfolio.contacts.iter().map(|one| subject("contacts", one.number.0)).collect();
    let attestable = ["name", "org", "addr", "email", "voice", "fax"];
    let attestors = [subject("clients", 1), subject("teacher", 2)];
    let attestations = attested(given, 300, &keys, &attestors, &attestable);
    let rows: Vec<Row> = portfolio.contacts.iter().map(|contact| contact_row(&portfolio, contact)).collect();
    let indexed = ["email", "sponsor", "verification"];
    let words: Vec<&Value> = rows
        .iter()
        .flat_map(|row| &row.claims)
        .filter(|(name, ..)| *name == "verification")
        .map(|(_, values, _)| &values[0])
        .collect();
    for word in ["lapsed", "pending", "verified", "not_required"] {
        assert!(words.contains(&&json!(word)), "{word} is met");
    }
    let (owners, attestors, attestations) = (&portfolio.sponsors, &attestors, &attestations);
    let kind = "contacts";
    Field { kind, rows, owners, indexed: &indexed, attestable: &attestable, attestors, attestations }
        .compare(given, 32);
});

fn found(given: &Given, kind: &str, claim: &str, value: Value) -> Vec<i64> {
    let values = vec![(claim_name(claim), value)];
    searched(given, &SubjectSearch { values, ..SubjectSearch::all(kind_name(kind), now()) }, 1000)
}

fn owned(given: &Given, kind: &str, owner: AccountId) -> Vec<i64> {
    let search = SubjectSearch { owner: Some(owner), ..SubjectSearch::all(kind_name(kind), now()) };
    searched(given, &search, 7)
}

fn sorted(numbers: impl Iterator<Item = i64>) -> Vec<i64> {
    let mut numbers: Vec<i64> = numbers.collect();
    numbers.sort_unstable();
    numbers
}

contract!(n1_domains_are_found_by_each_indexed_claim, |given| {
    let portfolio = portfolio(given, 33);
    let domains = |fits: &dyn Fn(&StoredDomain) -> bool| {
        sorted(portfolio.domains.iter().filter(|domain| fits(domain)).map(|domain| domain.registration.id.0))
    };
    let some = &portfolio.domains[7];
    let text = some.registration.name.to_string();
    assert_eq!(found(given, "domains", "name", json!(text)), [some.registration.id.0]);
    assert!(found(given, "domains", "name", json!(text.to_ascii_uppercase())).is_empty(), "equal is equal");
    for (tld, is) in [("st", true), ("co.st", true), ("ST", false), ("a b", false)] {
        let expected = domains(&|domain| is && domain.tld == name(tld));
        assert_eq!((found(given, "domains", "tld", json!(tld)), expected.is_empty()), (expected, !is), "{tld}");
    }
    for account in portfolio.sponsors {
        let expected = domains(&|domain| domain.registration.sponsor == account);
        for handle in handle(&portfolio, account) {
            assert_eq!(found(given, "domains", "sponsor", handle), expected);
        }
        assert_eq!(owned(given, "domains", account), expected);
    }
    for contact in &portfolio.contacts {
        let is_theirs =
            |domain: &StoredDomain| domain.registration.contacts.get(&ContactRole::Registrant) == Some(&contact.number);
        assert_eq!(found(given, "domains", "registrant", json!(contact.id.as_str())), domains(&is_theirs));
    }
    for word in ["ok", "inactive", "pendingDelete", "clientHold", "none"] {
        let shows = |domain: &StoredDomain| {
            domain.registration.shown_words().statuses.iter().any(|status| status.as_str() == word)
        };
        assert_eq!(found(given, "domains", "status", json!(word)), domains(&shows), "{word}");
        let (values, owner) = (vec![(claim_name("status"), json!(word))], Some(portfolio.sponsors[0]));
        let search = SubjectSearch { values, owner, ..SubjectSearch::all(kind_name("domains"), now()) };
        let theirs = domains(&|domain| shows(domain) && domain.registration.sponsor == portfolio.sponsors[0]);
        assert_eq!(searched(given, &search, 5), theirs, "{word}");
    }
    for (claim, value) in [
        ("name", json!(7)),
        ("status", json!(["ok"])),
        ("expires", json!("2026-11-21T00:00:00Z")),
        ("name", json!("a\0")),
    ] {
        assert!(found(given, "domains", claim, value).is_empty(), "{claim}");
    }
});

contract!(n1_hosts_zones_and_clients_are_found_by_their_claims, |given| {
    let portfolio = portfolio(given, 34);
    let hosts = |fits: &dyn Fn(&Host) -> bool| {
        sorted(portfolio.hosts.iter().filter(|host| host.owner.is_some() && fits(host)).map(|host| host.id.0))
    };
    assert_eq!(searched(given, &SubjectSearch::all(kind_name("hosts"), now()), 3), hosts(&|_| true));
    for account in portfolio.sponsors {
        let expected = hosts(&|host| host.parent.and(host.owner) == Some(account));
        assert_eq!(
            (found(given, "hosts", "sponsor", handle(&portfolio, account)[1].clone()), owned(given, "hosts", account)),
            (expected.clone(), expected)
        );
    }
    let some = portfolio.hosts.iter().find(|host| host.parent.is_some()).expect("one");
    assert_eq!(found(given, "hosts", "name", json!(some.name.to_string())), [some.id.0]);
    assert!(found(given, "hosts", "name", json!("ns0.blue.net")).is_empty(), "nobody's");
    for status in Prohibition::ALL {
        let word = json!(status.as_str());
        assert_eq!(found(given, "hosts", "status", word), hosts(&|host| host.statuses.contains(status)));
    }

    let zone = given.write(|tx| zone(tx, "big.org"));
    let all = searched(given, &SubjectSearch::all(kind_name("zones"), now()), 1);
    assert!(all.len() == 2 && all.contains(&zone.id.0));
    assert_eq!(found(given, "zones", "name", json!("big.org")), [zone.id.0]);
    assert_eq!((found(given, "zones", "name", json!("org")), owned(given, "zones", zone.owner.id)), (vec![], all));

    given.by_hand(&format!("UPDATE accounts SET suspended = {yes} WHERE id = 2; UPDATE accounts SET suspended = {yes}, disabled = {yes} WHERE id = 3", yes = if given.database.is_postgres() { "TRUE" } else { "1" }));
    assert_eq!(searched(given, &SubjectSearch::all(kind_name("clients"), now()), 2), [1, 2, 3]);
    for (word, ids) in [("ok", vec![1]), ("suspended", vec![2]), ("disabled", vec![3]), ("gone", vec![])] {
        assert_eq!(found(given, "clients", "status", json!(word)), ids, "{word}");
    }
    assert_eq!(
        (owned(given, "clients", AccountId(2)), found(given, "clients", "handle", json!("zeta"))),
        (vec![2], vec![])
    );
});
