//! What servers remember in common: told by one, known to all a moment later, and never for ever.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use domesday_app::ports::{Forgotten, JobMemory, Remembered, Store};
use domesday_domain::account::SessionId;
use domesday_tests::database::Database;
use tokio::sync::oneshot;
use uuid::Uuid;

use crate::zones::now;
use crate::{Given, contract};

const HERS: SessionId = SessionId(Uuid::from_u128(7));
const HIS: SessionId = SessionId(Uuid::from_u128(8));

contract!(j7_only_where_there_may_be_several_servers_have_they_a_memory_in_common, |given| {
    assert_eq!(given.store.job_memory().is_some(), given.database.is_postgres());
});

fn given() -> (Given, Arc<dyn JobMemory>) {
    let given = Given::on(Database::postgres());
    let memory = given.store.job_memory().expect("servers share it");
    (given, memory)
}

fn answer(id: i64, holder: SessionId) -> Remembered {
    Remembered { id, holder, at: now() + TimeDelta::seconds(id), answer: format!("{{\"ø\": {id}}}") }
}

fn recall(memory: &dyn JobMemory, id: i64, holder: SessionId) -> Option<String> {
    let (answer, recalled) = oneshot::channel();
    memory.recall(id, holder, answer);
    recalled.blocking_recv().expect("it can be told")
}

fn forget(memory: &dyn JobMemory, which: Forgotten, most: usize) -> usize {
    let (answer, forgotten) = oneshot::channel();
    memory.forget(which, most, answer);
    forgotten.blocking_recv().expect("it can be told")
}

/// Remembers, and ends the server, which writes what waits.
fn remembered(given: &Given, answers: impl IntoIterator<Item = Remembered>) {
    let store: Arc<dyn Store> = given.another();
    let memory = store.job_memory().expect("servers share it");
    answers.into_iter().for_each(|answer| memory.remember(answer));
    store.close();
}

#[test]
fn j7_what_one_server_remembers_the_others_know_soon() {
    let (given, memory) = given();
    let other = given.another();
    other.job_memory().expect("servers share it").remember(answer(1, HERS));
    let begun = Instant::now();
    let told = loop {
        if let Some(told) = recall(&*memory, 1, HERS) {
            break told;
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "it is told soon");
        std::thread::sleep(Duration::from_millis(10));
    };
    assert_eq!(told, answer(1, HERS).answer);
    assert_eq!(recall(&*memory, 1, HIS), None, "J3: nobody else is told");
    assert_eq!(recall(&*memory, 2, HERS), None);
    other.close();
}

#[test]
fn j7_a_server_that_ends_writes_what_waits() {
    let (given, memory) = given();
    remembered(&given, (1..=300).map(|id| answer(id, HERS)));
    assert!([1, 2, 299, 300].into_iter().all(|id| recall(&*memory, id, HERS) == Some(answer(id, HERS).answer)));
    // Told once more it is as it was.
    remembered(&given, [Remembered { answer: "other".into(), ..answer(1, HERS) }, answer(301, HERS)]);
    assert_eq!(recall(&*memory, 1, HERS), Some(answer(1, HERS).answer));
    assert!(recall(&*memory, 301, HERS).is_some());
}

#[test]
fn j10_what_is_remembered_is_forgotten_a_few_at_a_time() {
    let (given, memory) = given();
    remembered(&given, (1..=30).map(|id| answer(id, if id % 3 == 0 { HIS } else { HERS })));
    let kept = || (1..=30).filter(|id| recall(&*memory, *id, HERS).or(recall(&*memory, *id, HIS)).is_some()).count();
    let before = Forgotten::Before(now() + TimeDelta::seconds(5));
    assert_eq!((forget(&*memory, before, 3), forget(&*memory, before, 3), kept()), (3, 1, 26));
    assert!(recall(&*memory, 5, HERS).is_some());
    assert_eq!((forget(&*memory, Forgotten::Beyond(HERS, 10), 100), kept()), (7, 19));
    assert!(recall(&*memory, 14, HERS).is_none() && recall(&*memory, 16, HERS).is_some());
    assert_eq!(forget(&*memory, Forgotten::Beyond(HERS, 10), 100), 0);
    assert_eq!((forget(&*memory, Forgotten::Of(HIS), 100), kept()), (9, 10));
    assert_eq!(forget(&*memory, Forgotten::Of(HERS), 100), 10);
}

/// Everything that is asked of it, some more rows each time.
pub(crate) fn use_everything(memory: &dyn JobMemory) {
    memory.remember(answer(-1, HERS));
    recall(memory, 7, HERS);
    forget(memory, Forgotten::Before(now() - TimeDelta::days(999)), 10);
    forget(memory, Forgotten::Beyond(HERS, 1), 10);
    forget(memory, Forgotten::Of(HIS), 10);
}
