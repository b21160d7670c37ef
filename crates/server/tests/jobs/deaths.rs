//! What becomes of jobs whose server dies: nothing that was told of them is ever untrue.

use std::time::Duration;

use domesday_app::jobs::{Finished, JobAnswer, JobState, Ran};
use domesday_app::refusal::Refusal;

use crate::contract;

contract!(j9_a_job_whose_server_died_is_lost, |world| {
    let dying = world.another();
    let (job, swept) = (world.job().await, world.job_of(world.his).await);
    let passes = (dying.0.enter(job.holder).await, dying.0.enter(swept.holder).await);
    assert!(passes.0.is_ok() && passes.1.is_ok());
    dying.0.start_slow_job(&job).await.expect("it is noted");
    dying.0.start_slow_job(&swept).await.expect("it is noted");
    dying.die();
    assert_eq!(
        world.server.0.job_result(job.holder, job.id).await.expect("told"),
        JobState::Lost,
        "whoever asks finds it so"
    );
    world.server.0.sweep_jobs().await.expect("swept");
    assert_eq!(world.server.0.job_result(swept.holder, swept.id).await.expect("told"), JobState::Lost);
    assert_eq!(world.server.0.job_result(job.holder, job.id).await.expect("told"), JobState::Lost, "again and again");
    assert!(world.server.0.enter(job.holder).await.is_ok(), "the session goes on");
});

contract!(j9_a_job_that_runs_is_not_declared_lost, |world| {
    let job = world.job().await;
    let pass = world.server.0.enter(job.holder).await.expect("it is free");
    world.server.0.start_slow_job(&job).await.expect("it is noted");
    world.server.0.sweep_jobs().await.expect("swept");
    let other = world.is_shared().then(|| world.another());
    if let Some(other) = &other {
        other.0.sweep_jobs().await.expect("swept");
        let asking = other.0.job_result(job.holder, job.id);
        assert!(tokio::time::timeout(Duration::from_secs(1), asking).await.is_err(), "it is held");
    }
    let ended = world.server.0.finish_slow_job(&job, JobAnswer("done".into())).await;
    assert_eq!(ended.expect("it ends"), Finished::Kept);
    drop(pass);
    if let Some(other) = other {
        other.die();
    }
});

contract!(j9_a_change_whose_job_was_declared_lost_does_not_commit, |world| {
    let job = world.job().await;
    world.server.0.start_slow_job(&job).await.expect("it is noted");
    // Nobody has the session's turn: the server has lost it.
    let other = world.another();
    assert_eq!(other.0.job_result(job.holder, job.id).await.expect("told"), JobState::Lost);
    assert!(matches!(world.make(&world.server, job, "acme").await, Err(Refusal::Busy)));
    assert!(!world.has(&world.server, "acme").await, "nothing was changed, as was told");
    let ended = world.server.0.finish_slow_job(&job, JobAnswer("refused".into())).await;
    assert_eq!(ended.expect("it ends"), Finished::Lost);
    assert_eq!(world.server.0.job_result(job.holder, job.id).await.expect("told"), JobState::Lost);
    other.die();
});

contract!(j9_a_change_that_committed_before_its_server_died_is_done, |world| {
    let dying = world.another();
    let job = world.job().await;
    let pass = dying.0.enter(job.holder).await;
    dying.0.start_slow_job(&job).await.expect("it is noted");
    let Ok(Ran::Fresh(account)) = world.make(&dying, job, "acme").await else { panic!("it is made") };
    dying.die();
    drop(pass);
    let told = world.server.0.job_result(job.holder, job.id).await.expect("told");
    assert_eq!(told, JobState::Done(format!("made {}", account.id.0)));
});
