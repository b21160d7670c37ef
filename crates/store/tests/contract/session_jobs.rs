//! Jobs of sessions: kept whole, ended once, and gone with their sessions.

use std::sync::mpsc::channel;

use chrono::TimeDelta;
use domesday_app::ports::{NewUser, Progress, Snapshot, StoreError, Stored, StoredJob, TooOld, UnitOfWork};
use domesday_domain::account::{Session, SessionId};
use domesday_domain::actor::Roles;
use uuid::Uuid;

use crate::samples::accounts;
use crate::zones::now;
use crate::{Given, contract, jobs};

pub(crate) const HERS: SessionId = SessionId(Uuid::from_u128(7));
const HIS: SessionId = SessionId(Uuid::from_u128(8));

/// A user with two sessions.
fn people(given: &Given) {
    given.write(|tx| {
        let [account] = accounts(tx, ["acme"])?;
        let login = "ann".to_owned();
        let user = tx.insert_user(&NewUser {
            account,
            login,
            roles: Roles::from_bits(0),
            password_hash: None,
            created: now(),
        })?;
        for id in [HERS, HIS] {
            let (created, expires) = (now(), now() + TimeDelta::days(1));
            let secret = "s".to_owned();
            tx.insert_session(&Session {
                id,
                user,
                secret,
                created,
                expires,
                idle: None,
                registrar: false,
                idling: None,
            })?;
        }
        Ok(())
    });
}

fn job(given: &Given, id: i64) -> Option<StoredJob> {
    given.read(move |snapshot| snapshot.session_job(id))
}

fn progress(given: &Given, id: i64) -> Option<Progress> {
    job(given, id).map(|job| job.progress)
}

fn pieces(given: &Given, id: i64) -> Vec<String> {
    given.read(move |snapshot| snapshot.job_pieces(id))
}

fn finish(given: &Given, id: i64, pieces: &'static [&'static str]) -> bool {
    given.write(move |tx| tx.finish_job(id, HERS, pieces, now()))
}

contract!(j7_a_job_is_kept_to_the_last_piece, |given| {
    people(given);
    assert_eq!((job(given, 1), pieces(given, 1)), (None, Vec::new()));
    let later = now() + TimeDelta::seconds(9);
    given.write(|tx| tx.start_job(1, HERS, now()));
    assert_eq!(job(given, 1), Some(StoredJob { holder: HERS, progress: Progress::Running, at: now() }));
    assert!(given.write(move |tx| tx.finish_job(1, HERS, &["{\"a\": \"ø\"", ", ", "}"], later)));
    assert_eq!(job(given, 1), Some(StoredJob { holder: HERS, progress: Progress::Done, at: later }));
    assert_eq!(pieces(given, 1), ["{\"a\": \"ø\"", ", ", "}"]);
    assert!(finish(given, 2, &["quick"]), "one that was not noted as running");
    assert_eq!((progress(given, 2), pieces(given, 2)), (Some(Progress::Done), vec!["quick".to_owned()]));
    let many: &'static [&'static str] = vec!["x"; 64].leak();
    assert!(finish(given, 3, many));
    assert_eq!(pieces(given, 3).len(), 64);
});

contract!(j7_the_first_answer_stands, |given| {
    people(given);
    assert!(finish(given, 1, &["first"]));
    assert!(finish(given, 1, &["second"]), "it was not lost");
    given.write(|tx| tx.start_job(1, HERS, now()));
    given.write(|tx| tx.lose_job(1, HERS, now()));
    assert_eq!(given.write(|tx| tx.lose_jobs(HERS, now())), 0);
    assert_eq!((progress(given, 1), pieces(given, 1)), (Some(Progress::Done), vec!["first".to_owned()]));
});

contract!(j9_a_job_that_was_declared_lost_is_never_done, |given| {
    people(given);
    given.write(|tx| {
        tx.start_job(1, HERS, now())?;
        tx.start_job(2, HERS, now())?;
        tx.start_job(3, HIS, now())?;
        tx.finish_job(2, HERS, &["done"], now()).map(drop)
    });
    let later = now() + TimeDelta::seconds(9);
    assert_eq!(given.write(move |tx| tx.lose_jobs(HERS, later)), 1);
    assert_eq!(job(given, 1), Some(StoredJob { holder: HERS, progress: Progress::Lost, at: later }));
    assert_eq!([2, 3].map(|id| progress(given, id)), [Some(Progress::Done), Some(Progress::Running)]);
    assert!(!finish(given, 1, &["late"]));
    given.write(|tx| tx.start_job(1, HERS, now()));
    assert_eq!((progress(given, 1), pieces(given, 1)), (Some(Progress::Lost), Vec::new()));
});

contract!(j9_a_job_without_a_row_can_be_declared_lost_for_good, |given| {
    people(given);
    given.write(|tx| tx.lose_job(1, HERS, now()));
    assert_eq!(progress(given, 1), Some(Progress::Lost));
    assert!(!finish(given, 1, &["late"]));
    given.write(|tx| {
        tx.start_job(2, HERS, now())?;
        tx.lose_job(2, HERS, now())
    });
    assert_eq!(progress(given, 2), Some(Progress::Lost));
});

contract!(j9_either_a_change_commits_or_its_job_is_lost, |given| {
    people(given);
    for id in 1..=20 {
        given.write(move |tx| tx.start_job(id, HERS, now()));
        let other = given.store.clone();
        // The change has done its part, and is about to commit, when the other one looks.
        let (begun, go_on) = (channel(), channel::<()>());
        let (told, mut first) = (begun.0, true);
        let wait = go_on.1;
        let finishing = jobs::submit(&*given.store, move |tx| {
            let kept = tx.finish_job(id, HERS, &["answer"], now())?;
            if std::mem::replace(&mut first, false) {
                let _ = told.send(());
                let _ = wait.recv_timeout(std::time::Duration::from_millis(5));
            }
            if kept { Ok(()) } else { Err(StoreError::Broken("declared lost".into())) }
        });
        begun.1.recv().expect("it has begun");
        let losing = jobs::submit(&*other, move |tx| tx.lose_job(id, HERS, now()));
        drop(go_on.0);
        let committed = finishing.recv().expect("answered").is_ok();
        assert!(losing.recv().expect("answered").is_ok());
        let expected = if committed { Progress::Done } else { Progress::Lost };
        assert_eq!(progress(given, id), Some(expected));
        assert_eq!(!pieces(given, id).is_empty(), committed);
    }
});

contract!(x3_where_the_session_is_gone_nothing_is_kept_and_nothing_is_refused, |given| {
    people(given);
    given.write(|tx| tx.start_job(1, HERS, now()));
    given.by_hand("DELETE FROM sessions");
    assert_eq!(job(given, 1), None, "it went with its session");
    assert!(finish(given, 1, &["answer"]));
    given.write(|tx| tx.start_job(2, HERS, now()));
    given.write(|tx| tx.lose_job(3, HERS, now()));
    assert_eq!([1, 2, 3].map(|id| job(given, id)), [None; 3]);
});

contract!(j9_those_with_running_jobs_are_found_once_each, |given| {
    people(given);
    assert!(given.read(|snapshot| snapshot.holders_running(9)).is_empty());
    given.write(|tx| {
        for (id, holder, seconds) in [(1, HERS, 5), (2, HIS, 3), (3, HERS, 1), (4, HIS, 0)] {
            tx.start_job(id, holder, now() + TimeDelta::seconds(seconds))?;
        }
        tx.finish_job(4, HIS, &["x"], now()).map(drop)
    });
    assert_eq!(given.read(|snapshot| snapshot.holders_running(9)), [HERS, HIS], "the longest running first");
    assert_eq!(given.read(|snapshot| snapshot.holders_running(1)), [HERS]);
});

fn ids(given: &Given, holder: SessionId) -> Vec<i64> {
    let all = 0..50;
    all.filter(|id| job(given, *id).is_some_and(|job| job.holder == holder)).collect()
}

contract!(j10_the_newest_jobs_of_a_session_are_kept, |given| {
    people(given);
    given.write(|tx| {
        (0..20).try_for_each(|id| tx.finish_job(id, if id % 4 == 0 { HIS } else { HERS }, &["a", "b"], now()).map(drop))
    });
    let delete = |kept, most| given.write(move |tx| tx.delete_old_jobs(HERS, TooOld::Beyond(kept), most));
    assert_eq!(delete(15, 100), 0);
    assert_eq!(delete(10, 3), 3, "so many at a time");
    assert_eq!(ids(given, HERS), [5, 6, 7, 9, 10, 11, 13, 14, 15, 17, 18, 19]);
    assert_eq!((delete(10, 3), delete(10, 3)), (2, 0));
    assert_eq!(ids(given, HERS), [7, 9, 10, 11, 13, 14, 15, 17, 18, 19]);
    assert_eq!(ids(given, HIS), [0, 4, 8, 12, 16], "others keep theirs");
    assert_eq!(pieces(given, 1).len() + pieces(given, 7).len(), 2, "answers go with their jobs");
});

contract!(s2_jobs_of_before_an_instant_go, |given| {
    people(given);
    given.write(|tx| {
        (0..10).try_for_each(|id| tx.finish_job(id, HERS, &["a"], now() + TimeDelta::seconds(id)).map(drop))
    });
    let delete = |seconds, most| {
        let before = TooOld::Before(now() + TimeDelta::seconds(seconds));
        given.write(move |tx| tx.delete_old_jobs(HERS, before, most))
    };
    assert_eq!((delete(0, 100), delete(6, 4), delete(6, 4), delete(6, 4)), (0, 4, 2, 0));
    assert_eq!(ids(given, HERS), [6, 7, 8, 9]);
});

contract!(s2_the_sessions_of_api_keys_are_found, |given| {
    people(given);
    let all =
        |snapshot: &mut dyn Snapshot| snapshot.sessions_between(SessionId::of_key(0), SessionId::of_key(i64::MAX >> 1));
    assert!(given.read(all).is_empty());
    given.write(|tx| {
        let user = tx.users(None)?.pop().expect("there is one").1.id;
        for label in ["one", "two"] {
            let key = tx.insert_key(
                user,
                &[u8::try_from(label.len()).expect("small") + label.as_bytes()[0]; 32],
                label,
                now(),
            )?;
            assert!(tx.anchor_session(SessionId::of_key(key), now())?);
        }
        Ok(())
    });
    let found = given.read(all);
    assert_eq!(found.len(), 2);
    assert!(found.iter().all(|id| id.key().is_some()), "{found:?}");
});

/// Everything that is asked about jobs and counters.
pub(crate) fn ask_everything(snapshot: &mut dyn Snapshot) -> Stored<()> {
    snapshot.session_job(7)?;
    snapshot.job_pieces(7)?;
    snapshot.holders_running(10)?;
    snapshot.sessions_between(SessionId::of_key(0), SessionId::of_key(9))?;
    snapshot.next_number(domesday_app::ports::Counter::Jobs)?;
    Ok(())
}

/// Every kind of write to jobs and counters.
pub(crate) fn change_everything(tx: &mut dyn UnitOfWork) -> Stored<()> {
    let later = now() + TimeDelta::days(999);
    tx.start_job(-1, HERS, now())?;
    tx.finish_job(-1, HERS, &["a", "b"], now())?;
    tx.finish_job(-2, HERS, &["a"], now())?;
    tx.lose_job(-3, HERS, now())?;
    tx.lose_jobs(HERS, now())?;
    tx.delete_old_jobs(HERS, TooOld::Beyond(10), 100)?;
    tx.delete_old_jobs(HERS, TooOld::Before(later), 100)?;
    tx.take_numbers(domesday_app::ports::Counter::Jobs, 10_000)?;
    Ok(())
}
