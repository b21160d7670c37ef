//! What a commit is worth: all or nothing, answered when durable, rerun when a race was lost, and nobody's panic but one's own.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::channel;

use domesday_app::ports::{Failure, StoreError};
use domesday_domain::account::AccountName;

use crate::{contract, jobs, zones::account};

fn name(text: &str) -> AccountName {
    AccountName::parse(text).expect("a handle")
}

contract!(what_was_answered_is_seen_by_every_node, |given| {
    given.write(|tx| account(tx, "acme"));
    let other = given.another();
    let seen = jobs::read(&*other, |snapshot| snapshot.account(&name("acme"))).expect("readable");
    other.close();
    assert!(seen.is_some());
});

contract!(a_refusal_undoes_everything_it_did, |given| {
    let refused = jobs::write(&*given.store, |tx| {
        account(tx, "half")?;
        Err::<(), _>(StoreError::Broken("refused".into()))
    });
    assert!(refused.is_err());
    assert!(given.read(|snapshot| snapshot.account(&name("half"))).is_none());
});

contract!(a_panic_refuses_its_own_command_and_no_other, |given| {
    let before = jobs::submit(&*given.store, |tx| account(tx, "one"));
    let panicking = jobs::submit(&*given.store, |tx| {
        account(tx, "two")?;
        if tx.account(&name("two"))?.is_some() {
            panic!("on purpose");
        }
        Ok(())
    });
    let after = jobs::submit(&*given.store, |tx| account(tx, "three"));
    assert!(before.recv().expect("answered").is_ok());
    assert!(matches!(panicking.recv().expect("answered"), Err(Failure::Broken(cause)) if cause.contains("on purpose")));
    assert!(after.recv().expect("answered").is_ok());
    let there = given.read(|snapshot| {
        Ok(snapshot.accounts()?.into_iter().map(|account| account.name.to_string()).collect::<Vec<_>>())
    });
    assert_eq!(there, ["one", "three"]);
});

contract!(a_lost_race_is_run_again, |given| {
    let runs = Arc::new(AtomicU32::new(0));
    let counted = runs.clone();
    given.write(move |tx| match counted.fetch_add(1, Ordering::SeqCst) {
        0 | 1 => {
            account(tx, "lost")?;
            Err(StoreError::LostRace)
        }
        _ => account(tx, "won"),
    });
    assert_eq!(runs.load(Ordering::SeqCst), 3);
    assert!(given.read(|snapshot| snapshot.account(&name("lost"))).is_none());
    assert!(given.store.load().reruns >= 2);
});

contract!(a_race_lost_for_ever_ends_as_busy, |given| {
    let ended = jobs::write(&*given.store, |_| Err::<(), _>(StoreError::LostRace));
    assert!(matches!(ended, Err(Failure::Busy)));
});

contract!(a_duplicate_is_a_lost_race, |given| {
    given.write(|tx| account(tx, "same"));
    let mut first = true;
    let ended = jobs::write(&*given.store, move |tx| {
        if std::mem::replace(&mut first, false) {
            assert!(matches!(account(tx, "SAME"), Err(StoreError::LostRace)));
            return Err(StoreError::LostRace);
        }
        Ok(())
    });
    assert!(ended.is_ok());
});

contract!(concurrent_increments_lose_nothing, |given| {
    given.write(|tx| {
        tx.put_attempts("counter", domesday_app::ports::Attempts { failures: 0, since: crate::zones::now() })
    });
    let answers: Vec<_> = (0..64)
        .map(|_| {
            jobs::submit(&*given.store, |tx| {
                let attempts = tx.attempts("counter")?.expect("there");
                tx.put_attempts(
                    "counter",
                    domesday_app::ports::Attempts { failures: attempts.failures + 1, ..attempts },
                )
            })
        })
        .collect();
    let counted = answers.into_iter().filter(|answer| answer.recv().expect("answered").is_ok()).count();
    let stored = given.read(|snapshot| snapshot.attempts("counter")).expect("there").failures;
    assert_eq!(stored as usize, counted, "exactly what was answered with success has happened");
    assert!(counted > 0);
});

contract!(close_answers_what_waits_and_takes_no_more, |given| {
    let store = given.another();
    let waiting: Vec<_> =
        (0..20).map(|number| jobs::submit(&*store, move |tx| account(tx, &format!("acct{number}")))).collect();
    store.close();
    for answer in waiting {
        assert!(answer.recv().expect("answered").is_ok());
    }
    assert!(matches!(jobs::write(&*store, |tx| account(tx, "late")), Err(Failure::Busy)));
    assert_eq!(given.read(|snapshot| snapshot.accounts()).len(), 20);
});

contract!(a_snapshot_does_not_move, |given| {
    given.write(|tx| account(tx, "old"));
    let (looked, look_again) = (channel::<()>(), channel::<()>());
    let (say_looked, wait_for_write) = (looked.0, look_again.1);
    let store = given.store.clone();
    let reader = std::thread::spawn(move || {
        jobs::read_as(&*store, domesday_app::ports::Extent::Long, move |snapshot| {
            let before = snapshot.accounts()?.len();
            say_looked.send(()).expect("heard");
            wait_for_write.recv().expect("told");
            Ok((before, snapshot.accounts()?.len()))
        })
    });
    looked.1.recv().expect("the reader looked");
    given.write(|tx| account(tx, "new"));
    look_again.0.send(()).expect("heard");
    assert_eq!(reader.join().expect("no panic").expect("readable"), (1, 1));
    assert_eq!(given.read(|snapshot| snapshot.accounts()).len(), 2);
});
