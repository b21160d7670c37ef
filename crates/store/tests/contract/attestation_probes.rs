//! The questions and changes of entities and attestations, each asked of many rows ([`crate::attestation_plans`]).

use chrono::TimeDelta;
use domesday_app::ports::{
    AttestationFilter, AttestedBy, HistoryFilter, Snapshot, Stored, StoredEntity, SubjectSearch, UnitOfWork, WorkPlace,
    WorkSearch,
};
use domesday_domain::account::AccountId;
use domesday_domain::attestation::{AttestationId, State, Status, Superseding};
use domesday_domain::entity::EntityId;
use domesday_domain::history::SubjectKind;
use domesday_domain::registration::ContactNumber;
use serde_json::{Value, json};

use crate::entity_samples::{attestation, claim_name, claims, entity, entity_id, kind_name, second, subject};
use crate::zones::now;

/// The account that is asked about.
const ACCOUNT: AccountId = AccountId(7);

fn search(kind: &str) -> SubjectSearch {
    SubjectSearch { limit: 20, ..SubjectSearch::all(kind_name(kind), now()) }
}

fn valued(kind: &str, values: &[(&str, Value)]) -> SubjectSearch {
    let values = values.iter().map(|(claim, value)| (claim_name(claim), value.clone())).collect();
    SubjectSearch { values, ..search(kind) }
}

fn mine(search: SubjectSearch) -> SubjectSearch {
    SubjectSearch { owner: Some(ACCOUNT), ..search }
}

/// Searches with what an attestation of this claim is to be, and how many fit on a page.
fn by_attestation(kind: &str, claim: &str) -> Vec<(SubjectSearch, usize)> {
    let attested = |is| SubjectSearch { attested: vec![(claim_name(claim), is)], ..search(kind) };
    let by = |attestor, claim: Option<&str>| {
        let attestations = vec![AttestedBy { attestor, claim: claim.map(claim_name), but_of: Vec::new() }];
        SubjectSearch { attestations, ..search(kind) }
    };
    let six = Some(Some(subject("clients", 6)));
    vec![
        (attested(true), 20),
        (attested(false), 20),
        (SubjectSearch { after: Some(99_900), ..attested(false) }, 12),
        (mine(attested(true)), 20),
        (mine(attested(false)), 0),
        (by(six.clone(), None), 20),
        (by(six.clone(), Some(claim)), 20),
        (by(Some(None), Some(claim)), 20),
        (by(Some(None), None), 20),
        (by(None, Some(claim)), 20),
        (by(Some(Some(subject("clients", 5))), None), 0),
        (mine(by(six.clone(), Some(claim))), 20),
        (SubjectSearch { after: Some(99_900), ..by(six, None) }, 1),
    ]
}

fn find(snapshot: &mut dyn Snapshot) -> Stored<()> {
    let present = |kind: &str, claim| SubjectSearch { present: vec![claim_name(claim)], ..search(kind) };
    let mut questions = vec![
        (search("student"), 20),
        (search("nobody"), 0),
        (mine(search("student")), 20),
        (SubjectSearch { number: Some(106), ..mine(search("student")) }, 1),
        (valued("student", &[("mail", json!("s106@b"))]), 1),
        (mine(valued("student", &[("mail", json!("s107@b"))])), 0),
        (valued("student", &[("school", json!("106"))]), 20),
        (valued("student", &[("school", json!("106")), ("mail", json!("s106@b"))]), 1),
        (SubjectSearch { after: Some(99_106), ..valued("student", &[("school", json!("106"))]) }, 0),
        (mine(valued("student", &[("school", json!("106"))])), 20),
        (present("student", "mail"), 20),
        (search("contacts"), 20),
        (mine(search("contacts")), 20),
        (valued("contacts", &[("email", json!("M106@b"))]), 1),
        (mine(valued("contacts", &[("email", json!("M107@b"))])), 0),
        (valued("contacts", &[("sponsor", json!("A7"))]), 20),
        (valued("contacts", &[("verification", json!("lapsed"))]), 20),
        (valued("contacts", &[("verification", json!("pending"))]), 20),
        (valued("contacts", &[("verification", json!("verified"))]), 20),
        (valued("contacts", &[("verification", json!("not_required"))]), 20),
        (mine(valued("contacts", &[("verification", json!("lapsed"))])), 0),
        (present("contacts", "voice"), 20),
        (mine(present("contacts", "name")), 20),
        (valued("domains", &[("name", json!("d106.st"))]), 1),
        (valued("domains", &[("tld", json!("st"))]), 20),
        (mine(valued("domains", &[("tld", json!("st"))])), 20),
        (valued("domains", &[("registrant", json!("C106"))]), 1),
        (valued("domains", &[("status", json!("clientHold"))]), 20),
        (mine(valued("domains", &[("status", json!("ok"))])), 20),
        (valued("domains", &[("sponsor", json!("a7"))]), 20),
        (search("hosts"), 20),
        (mine(search("hosts")), 20),
        (valued("hosts", &[("name", json!("ns.d106.st"))]), 1),
        (search("clients"), 20),
    ];
    questions.extend(by_attestation("student", "mail"));
    questions.extend(by_attestation("contacts", "email"));
    for (search, count) in questions {
        assert_eq!(snapshot.find_subjects(&search)?.len(), count, "{search:?}");
    }
    Ok(())
}

fn work(snapshot: &mut dyn Snapshot) -> Stored<()> {
    let of = |kind: &str, claim: &str| WorkSearch {
        kind: kind_name(kind),
        claim: claim_name(claim),
        only: None,
        expiring_before: None,
        now: now(),
        after: None,
        limit: 20,
    };
    let soon = Some(now() + TimeDelta::days(30));
    let late = Some(WorkPlace { since: second(40_000), number: 0 });
    let school = Some((claim_name("school"), json!("110")));
    let sponsor = Some((claim_name("sponsor"), json!("A1")));
    for (search, count) in [
        (of("student", "mail"), 20),
        (of("student", "school"), 20),
        (of("student", "nothing"), 0),
        (WorkSearch { after: late.clone(), ..of("student", "mail") }, 20),
        (WorkSearch { only: school.clone(), ..of("student", "mail") }, 20),
        (WorkSearch { only: school, expiring_before: soon, ..of("student", "mail") }, 0),
        (WorkSearch { expiring_before: soon, ..of("student", "mail") }, 20),
        (of("contacts", "email"), 20),
        (of("contacts", "name"), 20),
        (of("contacts", "voice"), 20),
        (WorkSearch { after: late, ..of("contacts", "email") }, 20),
        (WorkSearch { only: sponsor.clone(), ..of("contacts", "email") }, 20),
        (WorkSearch { only: sponsor, expiring_before: soon, ..of("contacts", "email") }, 0),
        (WorkSearch { expiring_before: soon, ..of("contacts", "email") }, 20),
    ] {
        assert_eq!(snapshot.find_work(&search)?.len(), count, "{search:?}");
    }
    Ok(())
}

fn ask_attestations(snapshot: &mut dyn Snapshot) -> Stored<()> {
    let keys: Vec<_> = (1..=20).map(|number| subject("student", number)).collect();
    assert_eq!(snapshot.valid_attestations(&keys, now())?.len(), 17);
    for status in std::iter::once(None).chain(Status::ALL.map(Some)) {
        for claims in [None, Some(vec![claim_name("mail")])] {
            let filter = AttestationFilter { claims, status, now: now() };
            let listed = snapshot.attestations_of(&subject("student", 7), &filter, Some(1 << 40), 20)?;
            assert_eq!(listed.len(), usize::from(matches!(status, None | Some(Status::Superseded))));
        }
    }
    for (keys, count) in [(vec!["K1"], 20), (vec!["K3", "K1"], 20), (vec!["K"], 0)] {
        let keys: Vec<String> = keys.into_iter().map(str::to_owned).collect();
        assert_eq!(snapshot.attestations_signed_with(&keys, now(), Some(1000), 20)?.len(), count);
    }
    assert!(snapshot.attestation(AttestationId([0; 16]))?.is_none());
    Ok(())
}

/// The questions. Which values two entities have in common is asked of all of a kind, and so is not among them.
pub(crate) fn ask_everything(snapshot: &mut dyn Snapshot) -> Stored<()> {
    find(snapshot)?;
    work(snapshot)?;
    ask_attestations(snapshot)?;
    assert!(snapshot.kind(&kind_name("student"))?.is_none() && snapshot.kinds()?.is_empty());
    let found = snapshot.entity(&kind_name("student"), &entity_id("s106"))?.expect("there");
    assert_eq!((found.owner, found.claims.len()), (ACCOUNT, 2));
    assert_eq!(snapshot.entities_numbered(&[106, 107, found.number])?.len(), 2);
    assert_eq!(snapshot.entities_of(&kind_name("student"), ACCOUNT, 20)?.len(), 20);
    let school = snapshot.entities_with(&kind_name("student"), &claim_name("school"), &json!("106"), 20)?;
    assert_eq!((school.len(), school.first().map(EntityId::as_str)), (20, Some("s106")));
    for kind in ["student", "contacts", "domains", "hosts"] {
        assert!(snapshot.entity_owner(&subject(kind, 106))?.is_some(), "{kind}");
    }
    assert_eq!(snapshot.registrant_of(&[ContactNumber(106), ContactNumber(107)], 20)?.len(), 2);
    let filter = HistoryFilter {
        visible_to: Some(ACCOUNT),
        since: Some(now() - TimeDelta::days(3)),
        ..HistoryFilter::default()
    };
    let entries = snapshot.subject_entries(SubjectKind::Entity, "student/106", &filter, Some(1 << 40), 20)?;
    assert_eq!(entries.len(), 1);
    Ok(())
}

/// Every kind of change.
pub(crate) fn change_everything(tx: &mut dyn UnitOfWork) -> Stored<()> {
    let new = entity("student", "new", (ACCOUNT, "acme"), &[("mail", json!("new@b")), ("school", json!("x"))]);
    let number = tx.insert_entity(&new)?;
    let before = StoredEntity { number, ..new };
    let changed = claims(&[("mail", json!("other@b"))]);
    let after = StoredEntity { claims: changed, owner: AccountId(8), ..before.clone() };
    tx.update_entity(&before, &after)?;
    let mut all = [1, 2].map(|id| attestation(id, subject("student", number), "mail"));
    all.iter().try_for_each(|one| tx.insert_attestation(one))?;
    for one in &mut all {
        one.state = State::Superseded { reason: Superseding::EntityDeleted, by: None };
    }
    tx.update_attestations(&all)?;
    tx.update_entity(&after, &StoredEntity { deleted: Some(now()), ..after.clone() })
}
