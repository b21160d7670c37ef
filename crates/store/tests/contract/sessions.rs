//! Sessions on which something hangs: what they are for the store until nothing is left of them (`dynect.md` section 3, J10).

use chrono::{DateTime, TimeDelta, Utc};
use domesday_app::ports::{EndedSession, LiveSession, NewUser, SessionUse};
use domesday_domain::account::{Idling, NEVER, Session, SessionId, UserId};
use domesday_domain::actor::Roles;
use uuid::Uuid;

use crate::samples::accounts;
use crate::zones::{now, zone};
use crate::{Given, contract};

fn at(seconds: i64) -> DateTime<Utc> {
    now() + TimeDelta::seconds(seconds)
}

pub(crate) fn id(number: u128) -> SessionId {
    SessionId(Uuid::from_u128(number))
}

/// Two users of one account.
fn users(given: &Given) -> [UserId; 2] {
    given.write(|tx| {
        let [account] = accounts(tx, ["acme"])?;
        let mut users = [UserId(0); 2];
        for (user, login) in users.iter_mut().zip(["jane", "john"]) {
            let (login, roles) = (login.to_owned(), Roles::all());
            *user = tx.insert_user(&NewUser { account, login, roles, password_hash: None, created: now() })?;
        }
        Ok(users)
    })
}

/// A session of the DynECT face: it idles out 160 seconds after its use, and lives for 1000 seconds.
fn idler(user: UserId, number: u128, used: i64) -> Session {
    let idling = Idling { limit: TimeDelta::seconds(100), used: at(used) };
    Session { idling: Some(idling), ..plain(user, number) }
}

/// A session of another face, which lives as long.
fn plain(user: UserId, number: u128) -> Session {
    Session {
        id: id(number),
        user,
        secret: "s".into(),
        created: now(),
        expires: at(1000),
        idle: None,
        registrar: false,
        idling: None,
    }
}

fn insert(given: &Given, sessions: &[Session]) {
    let sessions = sessions.to_vec();
    given.write(move |tx| sessions.iter().try_for_each(|session| tx.insert_session(session)));
}

/// Stages so many sets in the zone of this number.
fn stage(given: &Given, session: SessionId, zone: i64, count: usize) {
    let postgres = given.database.is_postgres();
    let (octets, document) = if postgres { ("BYTEA", "JSON") } else { ("BLOB", "TEXT") };
    let session = if postgres { format!("'{}'::uuid", session.0) } else { format!("x'{}'", session.0.simple()) };
    given.by_hand(&format!(
        "INSERT INTO staged_sets (session_id, zone_id, owner_key, rtype, changes, draft) \
         WITH RECURSIVE numbers (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < {count}) \
         SELECT {session}, {zone}, CAST(CAST(i AS TEXT) AS {octets}), 1, 1, CAST('[]' AS {document}) FROM numbers"
    ));
}

fn start_job(given: &Given, number: i64, holder: SessionId, seconds: i64) {
    given.write(move |tx| tx.start_job(number, holder, at(seconds)));
}

fn is_there(given: &Given, session: SessionId) -> bool {
    given.read(move |snapshot| snapshot.session(session)).is_some()
}

fn ended(given: &Given, seconds: i64) -> Vec<SessionId> {
    given.read(move |snapshot| snapshot.ended_sessions(at(seconds), 100)).iter().map(|session| session.id).collect()
}

/// When a session was used last and ends, as its row says.
fn end_of(given: &Given, session: SessionId) -> Option<(i64, i64)> {
    let session = given.read(move |snapshot| snapshot.session(session))?.session?;
    let idling = session.idling?;
    Some(((idling.used - now()).num_seconds(), (session.ends() - now()).num_seconds()))
}

contract!(s5_a_session_on_which_something_hangs_is_marked_and_any_other_goes, |given| {
    let [jane, _] = users(given);
    insert(given, &[idler(jane, 1, 0), plain(jane, 2), plain(jane, 3)]);
    assert!(given.write(|tx| tx.anchor_session(id(3), now())));
    for number in 1..=3 {
        assert!(given.write(move |tx| tx.end_session(id(number), at(5))), "{number}");
        assert!(!is_there(given, id(number)), "{number} is refused");
        assert!(!given.write(move |tx| tx.end_session(id(number), at(6))), "{number} is ended once");
    }
    assert_eq!(ended(given, 5), [id(1), id(3)], "the rows of these wait");
    assert!(given.write(|tx| tx.anchor_session(id(1), at(6))), "a job that is running finds its session");
    assert!(!given.write(|tx| tx.anchor_session(id(2), at(6))), "and none that is gone");
});

contract!(s2_the_session_of_a_key_is_made_on_first_need_and_ends_with_the_key, |given| {
    let [jane, john] = users(given);
    let [key, disabled] = given.write(move |tx| {
        tx.insert_key(john, &[1; 32], "", now())?;
        Ok([tx.insert_key(jane, &[2; 32], "", now())?, tx.insert_key(jane, &[3; 32], "", now())?])
    });
    let holder = SessionId::of_key(key);
    assert!(!is_there(given, holder));
    for _ in 0..2 {
        assert!(given.write(move |tx| tx.anchor_session(holder, at(1))));
    }
    let session = given.read(move |snapshot| snapshot.session(holder)).and_then(|found| found.session).expect("there");
    assert_eq!((session.user, session.secret.as_str(), session.created, session.expires), (jane, "", at(1), NEVER));
    assert_eq!((session.idling, session.idle), (None, None));
    given.write(move |tx| tx.end_sessions_of(jane, at(2)));
    assert!(is_there(given, holder), "keys go on when their users' sessions are closed");
    assert_eq!(ended(given, 1_000_000_000), []);
    given.write(move |tx| tx.disable_key(disabled));
    assert!(!given.write(move |tx| tx.anchor_session(SessionId::of_key(disabled), at(2))), "a key that is disabled");
    assert!(!given.write(|tx| tx.anchor_session(SessionId::of_key(99), at(2))), "a key that never was");
    assert!(given.write(move |tx| tx.end_session(holder, at(3))));
    assert_eq!((is_there(given, holder), ended(given, 3)), (false, vec![holder]));
});

contract!(s8_all_sessions_of_a_user_end_and_nobody_elses, |given| {
    let [jane, john] = users(given);
    insert(given, &[idler(jane, 1, 0), plain(jane, 2), plain(jane, 3), idler(john, 4, 0), plain(john, 5)]);
    given.write(|tx| tx.anchor_session(id(3), now()));
    given.write(move |tx| tx.end_sessions_of(jane, at(5)));
    let there: Vec<bool> = (1..=5).map(|number| is_there(given, id(number))).collect();
    assert_eq!(there, [false, false, false, true, true]);
    assert_eq!(ended(given, 5), [id(1), id(3)]);
});

contract!(s3_the_sessions_of_a_user_are_told_by_their_last_use_and_whether_they_are_busy, |given| {
    let [jane, john] = users(given);
    let zone = given.write(|tx| zone(tx, "example.org")).id.0;
    insert(given, &[idler(jane, 1, 50), idler(jane, 2, 30), idler(jane, 3, 40), idler(jane, 4, 60), idler(jane, 5, 0)]);
    insert(given, &[plain(jane, 6), idler(john, 7, 0), idler(jane, 8, 70)]);
    stage(given, id(2), zone, 1);
    start_job(given, 1_000_000, id(3), 0);
    start_job(given, 1_000_001, id(1), 0);
    given.write(|tx| tx.finish_job(1_000_001, id(1), &["x"], now()));
    given.write(|tx| tx.end_session(id(4), at(80)));
    let live = given.read(move |snapshot| snapshot.live_sessions(jane, at(160)));
    let expected = [(2, 30, true), (3, 40, true), (1, 50, false), (8, 70, false)];
    assert_eq!(live, expected.map(|(number, used, is_busy)| LiveSession { id: id(number), used: at(used), is_busy }));
});

contract!(s4_last_uses_are_noted_at_once_for_all_and_never_go_back, |given| {
    let [jane, _] = users(given);
    let sessions: Vec<Session> = (1..=1000).map(|number| idler(jane, number, 0)).collect();
    insert(given, &sessions);
    given.write(|tx| tx.end_session(id(3), at(5)));
    let note = |seconds: &[(u128, i64)]| {
        let one = |(number, used): &(u128, i64)| SessionUse { id: id(*number), used: at(*used), ends: at(used + 160) };
        let uses: Vec<SessionUse> = seconds.iter().map(one).collect();
        given.write(move |tx| tx.note_uses(&uses));
    };
    let all: Vec<(u128, i64)> = (1..=1001).map(|number| (number, 50)).collect();
    note(&all);
    note(&[(1, 60), (2, 40)]);
    note(&[]);
    let noted: Vec<_> = [1, 2, 3, 1000].map(|number| end_of(given, id(number))).into();
    assert_eq!(noted, [Some((60, 220)), Some((50, 210)), None, Some((50, 210))]);
    assert_eq!(ended(given, 6), [id(3)], "one that was closed stays so");
    assert_eq!(given.read(move |snapshot| snapshot.live_sessions(jane, at(209))).len(), 999);
    assert_eq!(given.read(move |snapshot| snapshot.live_sessions(jane, at(210))).len(), 1, "its end went along");
});

contract!(j10_what_ended_is_told_at_once_and_what_idled_out_a_minute_later, |given| {
    let [jane, _] = users(given);
    let zone = given.write(|tx| zone(tx, "example.org")).id.0;
    insert(given, &[idler(jane, 1, 0), idler(jane, 2, 900), idler(jane, 3, 900), plain(jane, 4), plain(jane, 5)]);
    given.write(|tx| tx.anchor_session(id(4), now()));
    stage(given, id(2), zone, 2);
    assert_eq!(ended(given, 219), [], "another server may know of a use that is not noted yet");
    assert_eq!(ended(given, 220), [id(1)]);
    given.write(|tx| tx.end_session(id(3), at(230)));
    assert_eq!(ended(given, 230), [id(1), id(3)]);
    assert_eq!(ended(given, 999), [id(1), id(3)]);
    let told = given.read(|snapshot| snapshot.ended_sessions(at(1000), 100));
    assert_eq!(told.len(), 4, "one of another face ends on its time, if something hangs on it: {told:?}");
    assert!(told.contains(&EndedSession { id: id(2), has_staged: true }));
    assert!(told.contains(&EndedSession { id: id(4), has_staged: false }));
    assert_eq!(given.read(|snapshot| snapshot.ended_sessions(at(1000), 2)).len(), 2);
});

contract!(x3_a_session_with_a_job_that_runs_is_waited_for_an_hour, |given| {
    let [jane, _] = users(given);
    insert(given, &[idler(jane, 1, 0), idler(jane, 2, 0)]);
    start_job(given, 1_000_000, id(1), 5);
    start_job(given, 1_000_001, id(2), 5);
    given.write(|tx| tx.end_session(id(1), at(10)));
    given.write(|tx| tx.end_session(id(2), at(10)));
    assert_eq!(ended(given, 3604), []);
    assert_eq!(ended(given, 3605).len(), 2);
    assert!(given.write(|tx| tx.finish_job(1_000_001, id(2), &["x"], at(20))));
    assert_eq!(ended(given, 20), [id(2)]);
});

contract!(j10_what_is_staged_goes_so_many_rows_at_a_time, |given| {
    let [jane, _] = users(given);
    let zones: Vec<i64> = given.write(|tx| Ok([zone(tx, "a.org")?.id.0, zone(tx, "b.org")?.id.0].into()));
    insert(given, &[idler(jane, 1, 0), idler(jane, 2, 0)]);
    stage(given, id(1), zones[0], 25);
    stage(given, id(1), zones[1], 10);
    stage(given, id(2), zones[0], 3);
    let clear = |number, limit| given.write(move |tx| tx.clear_staged(id(number), limit));
    assert_eq!([clear(1, 20), clear(1, 15), clear(1, 15)], [20, 15, 0]);
    assert_eq!([clear(2, 100), clear(2, 100)], [3, 0], "no other session's");
});

contract!(j10_jobs_go_with_their_answers_so_many_at_a_time, |given| {
    let [jane, _] = users(given);
    insert(given, &[idler(jane, 1, 0), idler(jane, 2, 0), idler(jane, 3, 0)]);
    for number in 0..10 {
        let holder = id(1 + u128::try_from(number % 3).expect("a number"));
        given.write(move |tx| tx.finish_job(1_000_000 + number, holder, &["one", "two"], now()));
    }
    let clear = |limit| given.write(move |tx| tx.clear_jobs(&[id(1), id(3)], limit));
    assert_eq!([clear(4), clear(4), clear(4)], [4, 3, 0]);
    for number in 0..10 {
        let pieces = given.read(move |snapshot| snapshot.job_pieces(1_000_000 + number)).len();
        assert_eq!(pieces, if number % 3 == 1 { 2 } else { 0 }, "{number}");
    }
});

contract!(s6_one_that_idled_out_is_remembered_and_any_other_is_forgotten, |given| {
    let [jane, _] = users(given);
    insert(given, &[idler(jane, 1, 0), idler(jane, 2, 900), idler(jane, 3, 0)]);
    given.write(|tx| tx.end_session(id(3), at(5)));
    let all = [id(1), id(2), id(3)];
    given.write(move |tx| tx.settle_ended(&all));
    assert_eq!(ended(given, 2000), [], "nothing is left to do");
    assert_eq!([is_there(given, id(1)), is_there(given, id(2)), is_there(given, id(3))], [true, false, false]);
    let late = SessionUse { id: id(1), used: at(300), ends: at(460) };
    given.write(move |tx| tx.note_uses(&[late]));
    assert_eq!(end_of(given, id(1)), Some((0, 160)), "what was cleared away does not come back");
    assert_eq!(given.write(|tx| tx.forget_idled_out(at(160), 100)), 0);
    assert_eq!(given.write(|tx| tx.forget_idled_out(at(161), 100)), 1);
    assert!(!is_there(given, id(1)));
});

contract!(x3_what_a_late_job_hangs_on_a_remembered_session_is_cleared_away_too, |given| {
    let [jane, _] = users(given);
    insert(given, &[idler(jane, 1, 0)]);
    given.write(|tx| tx.settle_ended(&[id(1)]));
    assert_eq!(ended(given, 300), []);
    assert!(given.write(|tx| tx.anchor_session(id(1), at(300))));
    assert_eq!(ended(given, 300), [id(1)]);
});

contract!(what_hangs_on_a_session_keeps_its_row_from_being_swept, |given| {
    let [jane, _] = users(given);
    insert(given, &[idler(jane, 1, 0), plain(jane, 2), plain(jane, 3)]);
    given.write(|tx| tx.anchor_session(id(2), now()));
    assert_eq!(given.write(|tx| tx.sweep_sessions(at(2000), 100)), 1);
    let there: Vec<bool> = (1..=3).map(|number| is_there(given, id(number))).collect();
    assert_eq!(there, [true, true, false]);
});

contract!(a_session_that_is_prolonged_ends_later_also_where_something_hangs_on_it, |given| {
    let [jane, _] = users(given);
    insert(given, &[plain(jane, 1), plain(jane, 2)]);
    given.write(|tx| tx.anchor_session(id(1), now()));
    for number in [1, 2] {
        given.write(move |tx| tx.prolong_session(id(number), at(5000)));
    }
    assert_eq!((ended(given, 4999), ended(given, 5000)), (vec![], vec![id(1)]));
    assert_eq!(given.write(|tx| tx.sweep_sessions(at(5000), 100)), 0);
});

contract!(one_that_was_closed_is_given_to_nobody_again, |given| {
    let [jane, _] = users(given);
    let sliding = Session { idle: Some(TimeDelta::seconds(1000)), ..plain(jane, 1) };
    insert(given, &[sliding, Session { registrar: true, ..plain(jane, 2) }]);
    let found = || {
        let sliding = given.read(move |snapshot| snapshot.sliding_session(jane, "s", at(1)));
        let registrar = given.read(move |snapshot| snapshot.registrar_session(jane, "s", at(1)));
        [sliding.is_some(), registrar.is_some()]
    };
    for number in [1, 2] {
        given.write(move |tx| tx.anchor_session(id(number), now()));
    }
    assert_eq!(found(), [true, true]);
    for number in [1, 2] {
        given.write(move |tx| tx.end_session(id(number), at(1)));
    }
    assert_eq!(found(), [false, false]);
});
