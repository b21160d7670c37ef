//! Kept answers: whatever was said under an id, until it is too old.

use chrono::TimeDelta;
use domesday_app::ports::{KeptAnswer, RepeatKey};
use domesday_domain::account::UserId;

use crate::zones::now;
use crate::{Given, contract};

fn key(user: i64, strict: bool, id: &str) -> RepeatKey {
    RepeatKey { user: UserId(user), strict, id: id.into() }
}

fn answer(request: u8, seconds: i64) -> KeptAnswer {
    KeptAnswer {
        request: [request; 32],
        status: 201,
        body: r#"{"z":1,"a":"ß \"x\""}"#.into(),
        left: Some(("domain blue.st".into(), Some(7))),
        at: now() + TimeDelta::seconds(seconds),
    }
}

fn kept(given: &Given, key: &RepeatKey, since: i64) -> Vec<KeptAnswer> {
    let key = key.clone();
    given.read(move |snapshot| snapshot.kept_answers(&key, now() + TimeDelta::seconds(since)))
}

contract!(i2_an_answer_is_kept_to_the_last_member_under_its_id, |given| {
    let id = key(1, false, "acme-17");
    let all = [
        answer(1, 1),
        KeptAnswer { left: Some(("contact AB123".into(), None)), status: 200, ..answer(255, 2) },
        KeptAnswer { left: None, body: "{}".into(), ..answer(0, 3) },
    ];
    let (stored, under) = (all.clone(), id.clone());
    given.write(move |tx| stored.iter().try_for_each(|answer| tx.keep_answer(&under, answer)));
    assert_eq!(kept(given, &id, 0), all);
    assert_eq!(kept(given, &id, 2), all[1..], "since that instant");
    for other in [key(2, false, "acme-17"), key(1, true, "acme-17"), key(1, false, "Acme-17")] {
        assert!(kept(given, &other, 0).is_empty(), "{other:?}");
    }
});

contract!(i3_a_later_answer_to_the_same_request_takes_the_place_of_the_first, |given| {
    let id = key(1, true, "k");
    let later = KeptAnswer { status: 200, left: None, body: "{}".into(), ..answer(1, 5) };
    let (under, second) = (id.clone(), later.clone());
    given.write(move |tx| {
        tx.keep_answer(&under, &answer(1, 1))?;
        tx.keep_answer(&under, &second)
    });
    assert_eq!(kept(given, &id, 0), [later]);
});

contract!(i2_old_answers_are_swept, |given| {
    given.write(|tx| {
        (1..=5).try_for_each(|number| tx.keep_answer(&key(1, false, &format!("k{number}")), &answer(1, number)))
    });
    let sweep = |before, limit| given.write(move |tx| tx.sweep_answers(now() + TimeDelta::seconds(before), limit));
    assert_eq!((sweep(4, 2), sweep(4, 9), sweep(4, 9)), (2, 1, 0));
    let left = |id: &str| kept(given, &key(1, false, id), 0).len();
    assert_eq!((left("k3"), left("k4"), left("k5")), (0, 1, 1));
});
