//! What a session is told of its jobs, while they run and afterwards.

use std::time::{Duration, Instant};

use domesday_app::jobs::{Finished, Job, JobAnswer, JobState, Ran};
use domesday_app::refusal::Refusal;

use crate::contract;
use crate::world::{RESULT_MAX, Server, World};

fn answer(text: &str) -> JobAnswer {
    JobAnswer(text.into())
}

async fn told(server: &Server, job: Job) -> JobState {
    server.0.job_result(job.holder, job.id).await.expect("it is told")
}

fn done(text: &str) -> JobState {
    JobState::Done(text.into())
}

/// Another session's view of a job.
fn seen_by_him(world: &World, job: Job) -> Job {
    Job { holder: world.his, ..job }
}

contract!(j7_a_change_that_succeeded_is_kept_with_its_answer, |world| {
    let job = world.job().await;
    let Ok(Ran::Fresh(account)) = world.make(&world.server, job, "acme").await else { panic!("it is made") };
    let expected = done(&format!("made {}", account.id.0));
    assert_eq!(told(&world.server, job).await, expected);
    let after = world.another();
    assert_eq!(told(&after, job).await, expected, "every server tells it, also after a restart");
    assert_eq!(told(&after, seen_by_him(world, job)).await, JobState::None, "J3");
    let refused = world.job().await;
    assert!(matches!(world.make(&world.server, refused, "acme").await, Err(Refusal::Invalid { .. })));
    assert_eq!(told(&after, refused).await, JobState::None, "a refusal is not kept with a change");
    after.die();
});

contract!(j7_a_read_is_remembered_without_a_write, |world| {
    let job = world.job().await;
    let written = world.server.0.store().load().jobs;
    world.server.0.remember_job(&job, answer("read"));
    assert_eq!(world.server.0.store().load().jobs, written);
    assert_eq!(told(&world.server, job).await, done("read"));
    assert_eq!(told(&world.server, seen_by_him(world, job)).await, JobState::None, "J3");
    let other = world.another();
    let expected = if world.is_shared() { done("read") } else { JobState::None };
    assert_eq!(told(&other, job).await, expected, "J8: another server looks for it until it was told");
    other.die();
});

contract!(j8_an_unknown_job_is_looked_for_for_a_second, |world| {
    let job = world.job().await;
    let begun = Instant::now();
    assert_eq!(told(&world.server, job).await, JobState::None);
    assert!((Duration::from_secs(1)..Duration::from_secs(4)).contains(&begun.elapsed()), "{:?}", begun.elapsed());
    for id in [0, -1, 999_999, job.id + 100_000, i64::MAX, i64::MIN] {
        let begun = Instant::now();
        assert_eq!(told(&world.server, Job { id, ..job }).await, JobState::None);
        assert!(begun.elapsed() < Duration::from_millis(900), "nobody can have {id} yet");
    }
});

contract!(j5_who_asks_for_a_running_job_is_told_when_it_ends, |world| {
    let job = world.job().await;
    let pass = world.server.0.enter(job.holder).await.expect("it is free");
    world.server.0.start_slow_job(&job).await.expect("it is noted");
    let (server, begun) = (world.server.clone(), Instant::now());
    let asking = tokio::spawn(async move { told(&server, job).await });
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(!asking.is_finished());
    assert_eq!(world.server.0.finish_slow_job(&job, answer("slow")).await.expect("it ends"), Finished::Kept);
    drop(pass);
    assert_eq!(asking.await.expect("no panic"), done("slow"));
    assert!(begun.elapsed() < Duration::from_secs(4), "it is woken: {:?}", begun.elapsed());
    let after = world.another();
    assert_eq!(told(&after, job).await, done("slow"), "J7: it survives");
    after.die();
});

contract!(j5_who_asks_for_a_running_job_is_held_for_five_seconds, |world| {
    let job = world.job().await;
    let _pass = world.server.0.enter(job.holder).await.expect("it is free");
    world.server.0.start_slow_job(&job).await.expect("it is noted");
    let other = world.is_shared().then(|| world.another());
    let begun = Instant::now();
    let hers = async { (told(&world.server, job).await, begun.elapsed()) };
    let elsewhere = async {
        match &other {
            Some(other) => (told(other, job).await, begun.elapsed()),
            None => (JobState::Running, Duration::from_secs(5)),
        }
    };
    for (state, held) in <[_; 2]>::from(tokio::join!(hers, elsewhere)) {
        assert_eq!(state, JobState::Running);
        assert!((Duration::from_secs(5)..Duration::from_secs(8)).contains(&held), "{held:?}");
    }
    assert_eq!(told(&world.server, seen_by_him(world, job)).await, JobState::None, "J3");
    let ended = world.server.0.finish_slow_job(&job, answer("late")).await;
    assert_eq!(ended.expect("it ends"), Finished::Kept, "those who asked did it no harm");
    if let Some(other) = other {
        assert_eq!(told(&other, job).await, done("late"));
        other.die();
    }
});

contract!(j6_who_asks_too_often_is_refused_and_the_job_goes_on, |world| {
    let job = world.job().await;
    let _pass = world.server.0.enter(job.holder).await.expect("it is free");
    world.server.0.start_slow_job(&job).await.expect("it is noted");
    let mut asking = tokio::task::JoinSet::new();
    for _ in 0..25 {
        let server = world.server.clone();
        asking.spawn(async move { server.0.job_result(job.holder, job.id).await });
    }
    for _ in 0..4 {
        let refused = asking.join_next().await.expect("one is told at once").expect("no panic");
        assert!(matches!(refused, Err(Refusal::TooMany { retry_after: 5 })), "{refused:?}");
    }
    world.server.0.finish_slow_job(&job, answer("done")).await.expect("it ends");
    let states = asking.join_all().await;
    assert!(states.len() == 21 && states.iter().all(|state| matches!(state, Ok(JobState::Done(_)))), "{states:?}");
    assert_eq!(told(&world.server, job).await, done("done"), "whoever asks for one that has ended is not counted");
});

contract!(j7_a_slow_change_keeps_the_answer_that_is_stored_with_it, |world| {
    let job = world.job().await;
    let pass = world.server.0.enter(job.holder).await.expect("it is free");
    world.server.0.start_slow_job(&job).await.expect("it is noted");
    let Ok(Ran::Fresh(account)) = world.make(&world.server, job, "acme").await else { panic!("it is made") };
    let ended = world.server.0.finish_slow_job(&job, answer("another")).await;
    assert_eq!(ended.expect("it ends"), Finished::Kept);
    drop(pass);
    assert_eq!(told(&world.server, job).await, done(&format!("made {}", account.id.0)));
});

contract!(j10_a_result_that_is_too_long_is_not_kept, |world| {
    let job = world.job().await;
    let pass = world.server.0.enter(job.holder).await.expect("it is free");
    world.server.0.start_slow_job(&job).await.expect("it is noted");
    assert_eq!(world.server.0.job_result_max(), RESULT_MAX);
    let long = || JobAnswer("ø".repeat(RESULT_MAX / 2));
    let longer = JobAnswer(format!("x{}", long().0));
    assert_eq!(world.server.0.finish_slow_job(&job, longer).await.expect("it is said"), Finished::TooLong);
    assert_eq!(world.server.0.finish_slow_job(&job, long()).await.expect("it ends"), Finished::Kept);
    drop(pass);
    let after = world.another();
    assert_eq!(told(&after, job).await, JobState::Done(long().0), "in pieces, and whole again");
    after.die();
});

contract!(s2_an_api_key_has_jobs_like_a_session, |world| {
    let wanted = domesday_app::accounts::WantedKey {
        user: domesday_app::accounts::NamedUser { account: None, login: "admin".into() },
        label: "backup".into(),
    };
    let root = domesday_app::registry::Caller::system(domesday_domain::history::Face::CommandLine, "law".into());
    let key = world.server.0.create_key(&root, wanted).await.expect("the key is made");
    let job = world.job_of(domesday_domain::account::SessionId::of_key(key.key.id)).await;
    assert!(world.make(&world.server, job, "acme").await.is_ok());
    let slow = world.job_of(job.holder).await;
    let pass = world.server.0.enter(slow.holder).await.expect("it is free");
    world.server.0.start_slow_job(&slow).await.expect("it is noted");
    assert_eq!(world.server.0.finish_slow_job(&slow, answer("slow")).await.expect("it ends"), Finished::Kept);
    drop(pass);
    let after = world.another();
    after.0.sweep_jobs().await.expect("swept");
    assert!(matches!(told(&after, job).await, JobState::Done(_)));
    assert_eq!(told(&after, slow).await, done("slow"));
    after.die();
});
