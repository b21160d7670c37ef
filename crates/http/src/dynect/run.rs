//! The work of one request, from its handler to the kept answer (rules J4, J7, J11).
//!
//! It is a task of its own, which holds the session's turn: when its client has waited long enough, or hangs up, the work goes on, and the
//! turn ends with it.

use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::time::Duration;

use actix_web::rt::time::sleep;
use domesday_app::jobs::{Finished, Job, JobAnswer, Pass};
use domesday_app::registry::Registry;
use domesday_domain::account::SessionId;
use futures_util::FutureExt;
use tokio::sync::oneshot;
use tokio::time::{Instant, timeout_at};
use tracing::Instrument;

use super::answer::Answer;
use super::call::Call;
use super::failure::Failure;
use super::operation::{Operation, Outcome};
use super::spool::off_the_async_threads;
use super::{rows, texts};

/// The longest answer of a read that is remembered, in bytes: beyond it, what remembers would not take it (rule J10).
const REMEMBERED: u64 = 1 << 20;

/// A request that may run.
pub(super) struct Work {
    /// The request.
    pub(super) call: Call,
    /// What it asks for.
    pub(super) operation: &'static Operation,
    /// Its session's turn; none at log-in.
    pub(super) pass: Option<Pass>,
    /// It may not begin, for its caller's role.
    pub(super) forbidden: Option<Failure>,
    /// By how much it is made longer (rule J11).
    pub(super) delay: Duration,
    /// Until when its client is kept waiting.
    pub(super) until: Instant,
}

/// What a client gets.
pub(super) enum Reply {
    /// The answer.
    Answer(Box<Answer>),
    /// The way to its job (rule J4).
    Redirect,
}

impl Work {
    /// Begins, and waits as long as the client does.
    pub(super) async fn reply(self) -> Reply {
        let (job, incident) = (self.call.job, self.call.caller().request_id.clone());
        let (sender, reply) = oneshot::channel();
        actix_web::rt::spawn(self.run(sender).instrument(tracing::Span::current()));
        // The task always replies, unless the server stops under it.
        reply.await.unwrap_or_else(|_| Reply::Answer(Box::new(Answer::of_failure(&texts::internal(&incident), job))))
    }

    async fn run(self, sender: oneshot::Sender<Reply>) {
        let Self { call, operation, pass, forbidden, delay, until } = self;
        let (state, id, incident) = (call.state(), call.job, call.caller().request_id.clone());
        let slow = call.holder().filter(|_| !operation.prompt).map(|holder| Job { id, holder });
        let (end, mut client) = (End { registry: &state.registry, incident: &incident }, Some(sender));
        let mut handled = pin!(handled(call, operation, forbidden, delay));
        let ended = match slow {
            None => handled.await,
            Some(job) => match in_time(until, handled.as_mut()).await {
                Some(ended) => ended,
                None => {
                    end.begin_slow(&job).await;
                    reply(&mut client, Reply::Redirect);
                    handled.await
                }
            },
        };
        let answer = match ended.outcome {
            Ok(success) => Answer::of_success(success, id, &incident),
            Err(failure) => Answer::of_failure(&failure, id),
        };
        match ended.holder.map(|holder| Job { id, holder }) {
            Some(job) if client.is_none() => end.finish_slow(&job, answer).await,
            Some(job) if !ended.is_kept => {
                let answer = end.remember(&job, answer).await;
                let answer = match &ended.token {
                    Some(token) => answer.telling(token),
                    None => answer,
                };
                reply(&mut client, Reply::Answer(Box::new(answer)));
            }
            _ => reply(&mut client, Reply::Answer(Box::new(answer))),
        }
        drop(pass);
    }
}

/// Replies to a client, once. One that hung up is told nothing.
fn reply(client: &mut Option<oneshot::Sender<Reply>>, what: Reply) {
    if let Some(client) = client.take() {
        drop(client.send(what));
    }
}

/// What comes of something before an instant; with an instant that is past it is not even begun.
async fn in_time<F: Future>(until: Instant, work: F) -> Option<F::Output> {
    if Instant::now() < until { timeout_at(until, work).await.ok() } else { None }
}

/// How a handler ended.
struct Ended {
    outcome: Outcome,
    /// Its answer is kept already.
    is_kept: bool,
    /// Whose the job is by now: that of a log-in is the new session's.
    holder: Option<SessionId>,
    /// What is told and not kept.
    token: Option<String>,
}

async fn handled(mut call: Call, operation: &'static Operation, forbidden: Option<Failure>, delay: Duration) -> Ended {
    let work = async {
        if !delay.is_zero() {
            sleep(delay).await;
        }
        match forbidden {
            Some(failure) => Err(failure),
            None => (operation.handler)(&mut call).await,
        }
    };
    let outcome = AssertUnwindSafe(work).catch_unwind().await.unwrap_or_else(|_| {
        let incident = &call.caller().request_id;
        tracing::error!(request_id = %incident, "a handler panicked");
        Err(texts::internal(incident))
    });
    let warnings = call.take_warnings();
    let outcome = outcome.map(|success| success.with(warnings));
    Ended { outcome, is_kept: call.is_kept, holder: call.holder, token: call.token }
}

/// The end of jobs: what becomes of their answers.
struct End<'a> {
    registry: &'a Registry,
    incident: &'a str,
}

impl End<'_> {
    /// Remembers what changed nothing, unless it is too long (rule J10).
    async fn remember(&self, job: &Job, answer: Answer) -> Answer {
        if answer.length() > REMEMBERED {
            return answer;
        }
        match self.kept(answer).await {
            Ok((kept, answer)) => {
                self.registry.remember_job(job, kept);
                answer
            }
            Err(failure) => Answer::of_failure(&failure, job.id),
        }
    }

    /// Notes that a job goes on.
    async fn begin_slow(&self, job: &Job) {
        if let Err(refusal) = self.registry.start_slow_job(job).await {
            tracing::warn!(request_id = self.incident, job = job.id, ?refusal, "that a job runs could not be stored");
        }
    }

    /// Ends a job whose client was sent away.
    async fn finish_slow(&self, job: &Job, answer: Answer) {
        let kept = match self.kept(answer).await {
            Ok((kept, _)) => kept,
            Err(failure) => short(&failure, job),
        };
        let finished = match self.registry.finish_slow_job(job, kept).await {
            Ok(Finished::TooLong) => self.registry.finish_slow_job(job, short(&texts::too_large(), job)).await,
            finished => finished,
        };
        match finished {
            Ok(Finished::Kept | Finished::TooLong) => {}
            Ok(Finished::Lost) => {
                tracing::warn!(request_id = self.incident, job = job.id, "a job that was declared lost has ended");
            }
            Err(refusal) => {
                tracing::warn!(
                    request_id = self.incident,
                    job = job.id,
                    ?refusal,
                    "a job's answer could not be stored"
                );
            }
        }
    }

    /// An answer as it is kept, and the answer.
    async fn kept(&self, answer: Answer) -> Result<(JobAnswer, Answer), Failure> {
        let kept = match answer.has_rows() {
            true => off_the_async_threads(move || answer.to_kept().map(|kept| (kept, answer))).await,
            false => answer.to_kept().map(|kept| (kept, answer)),
        };
        kept.map_err(|error| rows::failed(&error, self.incident))
    }
}

/// A failure as it is kept: it has no rows, so nothing can fail.
fn short(failure: &Failure, job: &Job) -> JobAnswer {
    Answer::of_failure(failure, job.id).to_kept().unwrap_or_else(|_| JobAnswer(String::new()))
}
