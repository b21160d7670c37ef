//! Kinds and entities: kept to the last member, an id never used again, a value found by what it is.

use domesday_app::ports::{StoreError, StoredEntity, StoredKind};
use domesday_domain::account::AccountId;
use domesday_domain::entity::EntityId;
use serde_json::{Value, json};

use crate::entity_samples::{
    Owner, claim_name, claims, declared, entity, entity_id, kind_name, second, stored_kind, subject,
};
use crate::samples::accounts;
use crate::{Given, contract, jobs};

/// Two owners.
pub(crate) fn owners(given: &Given) -> [Owner; 2] {
    let [acme, zeta] = given.write(|tx| accounts(tx, ["Acme", "zeta"]));
    [(acme, "Acme"), (zeta, "zeta")]
}

/// Stores an entity; gives it with its number.
pub(crate) fn made(given: &Given, entity: StoredEntity) -> StoredEntity {
    let stored = entity.clone();
    let number = given.write(move |tx| tx.insert_entity(&stored));
    StoredEntity { number, ..entity }
}

fn read(given: &Given, kind: &str, id: &str) -> Option<StoredEntity> {
    let (kind, id) = (kind_name(kind), entity_id(id));
    given.read(move |snapshot| snapshot.entity(&kind, &id))
}

fn changed(given: &Given, before: &StoredEntity, after: &StoredEntity) {
    let (before, after) = (before.clone(), after.clone());
    given.write(move |tx| tx.update_entity(&before, &after));
}

fn deleted(entity: &StoredEntity) -> StoredEntity {
    StoredEntity { deleted: Some(second(9)), claims: Vec::new(), revision: entity.revision + 1, ..entity.clone() }
}

contract!(k6_a_kind_is_kept_to_the_last_member, |given| {
    let [acme, _] = owners(given);
    let body = json!({
        "public": true, "ids": "client",
        "roles": {"create": ["registrar"], "update": ["registrar", "attestor"], "read": ["reader"]},
        "claims": [
            {"subject": "name", "value": "string", "required": true, "unique": true},
            {"subject": "phone", "value": {"country": "string", "ext?": ["integer"]}, "private": true},
            {"subject": "school", "value": "any", "indexed": true, "attestationPolicy":
                {"attestorKind": "teacher", "condition": "{ATTESTOR}.school == {ENTITY}.school &&\n\t\"„x\\u0000“\" in {ENTITY}.a",
                 "validFor": 31_536_000}},
        ],
    });
    let full = StoredKind { kind: declared("Student", &body), ..stored_kind("Student") };
    let changed = StoredKind { revision: 2, updated: second(1), ..stored_kind("Student") };
    let (one, other) = (full.clone(), stored_kind("a-kind"));
    given.write(move |tx| {
        tx.insert_kind(&one)?;
        tx.insert_kind(&other)
    });
    let called = |name: &str| {
        let name = kind_name(name);
        given.read(move |snapshot| snapshot.kind(&name))
    };
    assert_eq!((called("Student"), called("sTUDENT"), called("students")), (Some(full.clone()), Some(full), None));
    let stored = changed.clone();
    given.write(move |tx| tx.update_kind(&stored));
    assert_eq!(given.read(|snapshot| snapshot.kinds()), [stored_kind("a-kind"), changed.clone()]);

    let only = made(given, entity("Student", "x", acme, &[]));
    assert_eq!(called("student"), Some(StoredKind { used: true, ..changed.clone() }));
    self::changed(given, &only, &deleted(&only));
    assert_eq!(called("student"), Some(StoredKind { used: true, ..changed }), "it had one once");
    assert_eq!(called("a-kind"), Some(stored_kind("a-kind")));
});

contract!(kinds_that_differ_in_case_only_are_a_lost_race, |given| {
    given.write(|tx| tx.insert_kind(&stored_kind("Student")));
    let ended = jobs::write(&*given.store, |tx| {
        assert!(matches!(tx.insert_kind(&stored_kind("student")), Err(StoreError::LostRace)));
        Err::<(), _>(StoreError::Broken("over".into()))
    });
    assert!(ended.is_err());
    assert_eq!(given.read(|snapshot| snapshot.kinds()).len(), 1);
});

/// Values of every form.
fn values() -> Vec<(&'static str, Value)> {
    let deep = (0..32)
        .fold(json!("\u{10ffff}"), |inner, level| if level % 2 == 0 { json!([inner]) } else { json!({"a": inner}) });
    vec![
        ("text", json!("Ünïcödé \u{2028} \"quoted\" \\ \u{1F600} e\u{301}")),
        ("empty", json!("")),
        ("least", json!(-9_007_199_254_740_991_i64)),
        ("real", json!(0.1)),
        ("tiny", json!(5e-324)),
        ("huge", json!(1.797_693_134_862_315_7e308)),
        ("exact", json!(9.5367431640625e-7)),
        ("truth", json!(false)),
        ("list", json!([null, 1, "1", {"b": [], "a": {"€": 1, "\u{10000}": 2}}])),
        ("deep", deep),
        ("long", json!("x".repeat(8000))),
    ]
}

contract!(an_entity_is_kept_to_the_last_claim, |given| {
    let [acme, zeta] = owners(given);
    let full = made(given, entity("student", "A.b_c~d-", acme, &values()));
    assert_eq!(read(given, "student", "A.b_c~d-"), Some(full.clone()));
    assert_eq!((read(given, "student", "a.b_c~d-"), read(given, "Student", "A.b_c~d-")), (None, None), "case matters");

    let mut other = full.clone();
    other.claims = claims(&[("empty", json!("")), ("list", json!([])), ("new", json!(1.0)), ("truth", json!(0))]);
    (other.owner, other.owner_name) = (zeta.0, entity("x", "x", zeta, &[]).owner_name);
    (other.updated, other.revision) = (second(1), 2);
    changed(given, &full, &other);
    assert_eq!(read(given, "student", "A.b_c~d-"), Some(other.clone()));

    let gone = deleted(&other);
    changed(given, &other, &gone);
    assert_eq!(read(given, "student", "A.b_c~d-"), Some(gone));
});

contract!(e7_claims_that_stay_are_not_written, |given| {
    let [acme, _] = owners(given);
    let before = made(given, entity("student", "x", acme, &[("a", json!(1)), ("b", json!(2)), ("c", json!(3))]));
    let column = if given.database.is_postgres() { "interval '1 second'" } else { "1000000" };
    given.by_hand(&format!("UPDATE claims SET since = since + {column}"));
    let mut after = before.clone();
    after.claims = claims(&[("a", json!(1)), ("b", json!(7))]);
    changed(given, &before, &after);
    let told: Vec<_> = read(given, "student", "x").expect("there").claims;
    let told: Vec<_> = told.iter().map(|claim| (claim.name.as_str(), claim.value.clone(), claim.since)).collect();
    assert_eq!(told, [("a", json!(1), second(1)), ("b", json!(7), second(0))]);
});

contract!(e2_an_id_is_never_used_again, |given| {
    let [acme, zeta] = owners(given);
    let first = made(given, entity("student", "x", acme, &[("a", json!(1))]));
    changed(given, &first, &deleted(&first));
    let again = entity("student", "x", zeta, &[("a", json!(2))]);
    let ended = jobs::write(&*given.store, move |tx| {
        assert!(matches!(tx.insert_entity(&again), Err(StoreError::LostRace)));
        Err::<(), _>(StoreError::Broken("over".into()))
    });
    assert!(ended.is_err());
    assert_eq!(read(given, "student", "x"), Some(deleted(&first)));
    assert!(made(given, entity("teacher", "x", zeta, &[])).number > first.number, "another kind has its own ids");
});

contract!(e8_of_many_at_once_one_gets_the_value, |given| {
    let [acme, _] = owners(given);
    let nodes = [given.another(), given.another()];
    let answers: Vec<_> = (0..12)
        .map(|number| {
            let new = entity("student", &format!("s{number}"), acme, &[("mail", json!("a@b"))]);
            jobs::submit(&*nodes[number % 2], move |tx| {
                let free = tx.entities_with(&new.kind, &claim_name("mail"), &json!("a@b"), 1)?.is_empty();
                if free { tx.insert_entity(&new).map(|_| true) } else { Ok(false) }
            })
        })
        .collect();
    let won = answers.into_iter().filter(|answer| matches!(answer.recv().expect("answered"), Ok(true))).count();
    nodes.iter().for_each(|node| node.close());
    assert_eq!(won, 1);
    let all =
        given.read(|snapshot| snapshot.entities_with(&kind_name("student"), &claim_name("mail"), &json!("a@b"), 9));
    assert_eq!(all.len(), 1);
});

fn with(given: &Given, kind: &str, claim: &str, value: Value, limit: usize) -> Vec<String> {
    let (kind, claim) = (kind_name(kind), claim_name(claim));
    let found = given.read(move |snapshot| snapshot.entities_with(&kind, &claim, &value, limit));
    found.iter().map(|id: &EntityId| id.as_str().to_owned()).collect()
}

contract!(e8_values_are_found_by_json_equality, |given| {
    let [acme, zeta] = owners(given);
    let all = [
        ("student", "one", json!({"b": [1, 2], "a": "x"})),
        ("student", "two", json!({"a": "x", "b": [1.0, 2]})),
        ("student", "three", json!({"a": "x", "b": [2, 1]})),
        ("student", "four", json!(1)),
        ("student", "five", json!("1")),
        ("student", "six", json!(true)),
        ("student", "seven", json!("É")),
        ("student", "eight", json!("E\u{301}")),
        ("teacher", "one", json!(1)),
    ];
    for (kind, id, value) in all {
        made(given, entity(kind, id, zeta, &[("v", value.clone()), ("w", value)]));
    }
    let gone = made(given, entity("student", "gone", acme, &[("v", json!(1))]));
    changed(given, &gone, &deleted(&gone));
    assert_eq!(with(given, "student", "v", json!({"a": "x", "b": [1, 2]}), 9), ["one", "two"]);
    assert_eq!(with(given, "student", "v", json!({"a": "x", "b": [1, 2]}), 1), ["one"]);
    for (value, id) in [(json!(1.0), "four"), (json!("1"), "five"), (json!(true), "six"), (json!("É"), "seven")] {
        assert_eq!(with(given, "student", "v", value, 9), [id]);
    }
    assert!(with(given, "student", "u", json!(1), 9).is_empty() && with(given, "pupil", "v", json!(1), 9).is_empty());

    let alike = |limit| {
        let found = given.read(move |s| s.entities_alike(&kind_name("student"), &claim_name("v"), limit));
        found.iter().map(|id| id.as_str().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!((alike(9), alike(1)), (vec!["one".into(), "two".into()], vec!["one".to_owned()]));
    made(given, entity("student", "nine", acme, &[("v", json!("1"))]));
    let alike = alike(9);
    let pairs: Vec<_> = alike.chunks(2).map(<[String]>::to_vec).collect();
    assert!(pairs.len() == 2 && pairs.contains(&vec!["one".into(), "two".into()]), "{pairs:?}");
    assert!(pairs.contains(&vec!["five".into(), "nine".into()]), "{pairs:?}");
});

contract!(entities_come_by_number_and_by_owner, |given| {
    let [acme, zeta] = owners(given);
    let all: Vec<StoredEntity> = (0..6)
        .map(|number| {
            let owner = if number % 3 == 0 { zeta } else { acme };
            made(given, entity("student", &format!("s{number}"), owner, &[("a", json!(number)), ("b", json!("x"))]))
        })
        .collect();
    let teacher = made(given, entity("teacher", "t", acme, &[]));
    changed(given, &all[4], &deleted(&all[4]));
    let numbers = [all[5].number, 4711, teacher.number, all[4].number, all[0].number];
    let read = given.read(move |snapshot| snapshot.entities_numbered(&numbers));
    assert_eq!(read, [all[5].clone(), teacher.clone(), all[0].clone()]);
    assert!(given.read(|snapshot| snapshot.entities_numbered(&[])).is_empty());

    let of = |owner: AccountId, limit| given.read(move |s| s.entities_of(&kind_name("student"), owner, limit));
    assert_eq!(of(acme.0, 9), [all[1].clone(), all[2].clone(), all[5].clone()]);
    assert_eq!((of(acme.0, 1), of(zeta.0, 9).len(), of(AccountId(4711), 9).len()), (vec![all[1].clone()], 2, 0));
    let owner = |kind: &str, number| {
        let key = subject(kind, number);
        given.read(move |snapshot| snapshot.entity_owner(&key))
    };
    assert_eq!((owner("student", all[4].number), owner("teacher", teacher.number)), (Some(acme.0), Some(acme.0)));
    assert_eq!((owner("teacher", all[4].number), owner("clients", zeta.0.0)), (None, Some(zeta.0)));
    assert_eq!((owner("clients", 4711), owner("contacts", 1), owner("zones", 1)), (None, None, None));
});
