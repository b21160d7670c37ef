//! One request of a session at a time, on whichever server; and numbers that nobody has twice.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use domesday_app::ports::Counter;
use domesday_app::refusal::Refusal;

use crate::contract;

contract!(q1_a_request_waits_for_the_one_before_it_and_then_is_refused, |world| {
    let pass = world.server.0.enter(world.hers).await.expect("it is free");
    let begun = Instant::now();
    assert!(matches!(world.server.0.enter(world.hers).await, Err(Refusal::SessionBusy)));
    assert!((Duration::from_secs(1)..Duration::from_secs(5)).contains(&begun.elapsed()), "{:?}", begun.elapsed());
    assert!(world.server.0.enter(world.his).await.is_ok(), "other sessions, also of the same user, are not held up");
    let registry = world.server.0.clone();
    let hers = world.hers;
    let waiting = tokio::spawn(async move { registry.enter(hers).await.is_ok() });
    tokio::time::sleep(Duration::from_millis(100)).await;
    drop(pass);
    assert!(waiting.await.expect("no panic"));
});

contract!(q2_servers_of_one_database_run_one_request_of_a_session_at_a_time, |world| {
    if !world.is_shared() {
        return;
    }
    let other = world.another();
    let pass = other.0.enter(world.hers).await.expect("it is free");
    assert!(matches!(world.server.0.enter(world.hers).await, Err(Refusal::SessionBusy)));
    assert!(world.server.0.enter(world.his).await.is_ok());
    drop(pass);
    assert!(world.server.0.enter(world.hers).await.is_ok());
    let pass = other.0.enter(world.hers).await;
    other.die();
    assert!(world.server.0.enter(world.hers).await.is_ok(), "the turn of a server that died has ended");
    drop(pass);
});

contract!(j1_jobs_have_numbers_of_their_own_and_a_block_is_one_write, |world| {
    let first = world.server.0.job_number().await.expect("a number");
    assert_eq!(first, 1_000_000);
    let written = world.server.0.store().load().jobs;
    let mut numbers = BTreeSet::from([first]);
    for _ in 0..2000 {
        assert!(numbers.insert(world.server.0.job_number().await.expect("a number")));
    }
    assert_eq!(world.server.0.store().load().jobs, written, "nothing was written for them");
    let other = world.another();
    assert_eq!(other.0.job_number().await.expect("a number"), 1_010_000, "a block of its own");
    other.die();
    let after = world.another();
    assert_eq!(after.0.job_number().await.expect("a number"), 1_020_000, "what was left is skipped");
    after.die();
});

contract!(j1_numbers_in_a_row_are_nobody_elses, |world| {
    let registry = &world.server.0;
    let mut taken = BTreeSet::new();
    for count in [0, 1, 9_998, 2, 9_999, 25_000, 7, 10_000] {
        let numbers = registry.numbers(Counter::Changes, count).await.expect("numbers");
        assert_eq!(numbers.end - numbers.start, count);
        assert!(numbers.into_iter().all(|number| number >= 1 && taken.insert(number)), "{count}");
    }
    assert_eq!(registry.numbers(Counter::Records, 1).await.expect("numbers").start, 1 << 52);
    assert!(matches!(registry.numbers(Counter::Records, 1 << 53).await, Err(Refusal::Broken { .. })), "they end");
});
