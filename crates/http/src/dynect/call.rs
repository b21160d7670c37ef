//! A request at its handler: what it says, who calls, and its way to the registry.
//!
//! A handler first takes its arguments ([`Call::take`]), then asks ([`Call::ask`], [`Call::stream`]) or has a change made ([`Call::run`]), and
//! gives what is to be said. The rest, from the token to the kept answer, is [`super::dispatch`]'s.

use std::net::IpAddr;
use std::sync::Arc;

use actix_web::web;
use domesday_app::dynect::DynectRules;
use domesday_app::jobs::{Job, JobAnswer, Ran};
use domesday_app::ports::Principal;
use domesday_app::refusal::Refusal;
use domesday_app::registry::{Caller, Command, Items, Proof, Query, Registry, Streamed};
use domesday_domain::account::SessionId;
use domesday_domain::actor::Actor;
use domesday_domain::name::ZoneName;

use super::answer::Answer;
use super::arguments::Arguments;
use super::failure::Failure;
use super::message::Message;
use super::place::Place;
use super::success::Success;
use super::{refused, texts};
use crate::state::State;

/// A request at its handler.
pub(crate) struct Call {
    state: web::Data<State>,
    caller: Caller,
    /// The same, known to be who it is: what becomes of the session while the request runs is no matter to it (rule X3).
    admitted: Caller,
    principal: Option<Principal>,
    place: Place,
    remote: IpAddr,
    /// Its number; whose it is, once that is known.
    pub(super) job: i64,
    pub(super) holder: Option<SessionId>,
    /// What was said, until it is taken.
    given: Option<Arguments>,
    /// A line for each argument that nobody took (rule W5).
    warnings: Vec<Message>,
    /// The token that its answer tells, and what is kept of it does not.
    pub(super) token: Option<String>,
    /// Its answer is kept already, in the transaction of its change (rule J7).
    pub(super) is_kept: bool,
}

/// What a [`Call`] is made of.
pub(super) struct Asked {
    pub(super) state: web::Data<State>,
    pub(super) caller: Caller,
    pub(super) principal: Option<Principal>,
    pub(super) place: Place,
    pub(super) remote: IpAddr,
    pub(super) job: i64,
    pub(super) given: Arguments,
}

impl Call {
    /// A request of this principal; of none at log-in.
    pub(super) fn of(asked: Asked) -> Self {
        let Asked { state, caller, principal, place, remote, job, given } = asked;
        let holder = principal.as_ref().and_then(Principal::holder);
        let given = Some(given);
        let admitted = match &principal {
            Some(principal) => Caller { proof: Proof::Trusted(principal.actor.clone()), ..caller.clone() },
            None => caller.clone(),
        };
        let (warnings, token, is_kept) = (Vec::new(), None, false);
        Self { state, caller, admitted, principal, place, remote, job, holder, given, warnings, token, is_kept }
    }

    /// What all requests share.
    pub(super) fn state(&self) -> web::Data<State> {
        self.state.clone()
    }

    /// The registry.
    pub(crate) fn registry(&self) -> &Registry {
        &self.state.registry
    }

    /// What the configuration says of this face.
    pub(crate) fn rules(&self) -> &DynectRules {
        self.registry().dynect_rules()
    }

    /// Who says to be calling.
    pub(crate) fn caller(&self) -> &Caller {
        &self.caller
    }

    /// Who calls; nobody at log-in.
    pub(crate) fn actor(&self) -> Option<&Actor> {
        self.principal.as_ref().map(|principal| &principal.actor)
    }

    /// By what the caller is known; none at log-in.
    pub(crate) fn principal(&self) -> Option<&Principal> {
        self.principal.as_ref()
    }

    /// The session that calls, which stages and has jobs; an API key's standing one. None at log-in.
    pub(crate) fn holder(&self) -> Option<SessionId> {
        self.holder
    }

    /// The session that calls, where there must be one.
    ///
    /// # Errors
    /// A defect: every handler but that of log-in has one.
    pub(crate) fn session(&self) -> Result<SessionId, Failure> {
        self.holder.ok_or_else(|| self.told(&Refusal::Failed("a change by nobody".into())))
    }

    /// Where the connection comes from.
    pub(crate) fn remote(&self) -> IpAddr {
        self.remote
    }

    /// The name of the resource, as it was spelled.
    pub(crate) fn resource(&self) -> &str {
        &self.place.resource
    }

    /// A part of the path after the resource's name, decoded; empty if there is none.
    pub(crate) fn part(&self, index: usize) -> &str {
        self.place.parts.get(index).map_or("", String::as_str)
    }

    /// How many parts the path has after the resource's name.
    pub(crate) fn parts(&self) -> usize {
        self.place.parts.len()
    }

    /// The zone that the first part of the path names, where it is looked for: what is no zone's name is no zone.
    ///
    /// # Errors
    /// `zone: No such zone`.
    pub(crate) fn zone(&self) -> Result<ZoneName, Failure> {
        ZoneName::parse(self.part(0)).map_err(|_| texts::no_zone())
    }

    /// Takes the arguments: `read` takes each, required ones before it uses `?` on any. What it does not take is a warning (rule W5).
    ///
    /// # Errors
    /// All that is wrong, a line each (rule W7).
    pub(crate) fn take<T>(&mut self, read: impl FnOnce(&mut Arguments) -> Option<T>) -> Result<T, Failure> {
        let mut given = self.given.take().unwrap_or_else(|| Arguments::of(Vec::new()));
        let taken = read(&mut given);
        let left = given.finish().map_err(refused::wrong_arguments)?;
        self.warnings.extend(left.iter().map(|field| texts::unnecessary(field)));
        taken.ok_or_else(|| self.told(&Refusal::Failed("arguments that nothing is wrong with lack some".into())))
    }

    /// A refusal as it is told in this answer.
    pub(crate) fn told(&self, refusal: &Refusal) -> Failure {
        refused::told(refusal, self.job, &self.caller.request_id)
    }

    /// Whose the job is that opened a session, and the token, which is told once and not kept (rule J3).
    pub(super) fn belongs_to(&mut self, holder: SessionId, token: String) {
        self.holder = Some(holder);
        self.token = Some(token);
    }

    /// Why a long answer was cut short, as it is told; a defect is told to the log.
    pub(super) fn cut_short(&self, refusal: &Refusal) -> Failure {
        if let Refusal::Failed(cause) = refusal {
            tracing::error!(request_id = %self.caller.request_id, %cause, "an answer was cut short");
        }
        self.told(refusal)
    }

    /// Asks a question.
    ///
    /// # Errors
    /// Its refusal, as it is told.
    pub(crate) async fn ask<Q: Query>(&self, query: Q) -> Result<Q::Answer, Failure> {
        self.registry().ask(&self.admitted, query).await.map_err(|refusal| self.told(&refusal))
    }

    /// Begins a long answer; [`super::rows`] spools its items.
    ///
    /// # Errors
    /// Its refusal, as it is told.
    pub(crate) async fn stream<S: Streamed>(&self, query: S) -> Result<(S::Head, Items<S::Item>), Failure> {
        self.registry().stream(&self.admitted, query).await.map_err(|refusal| self.told(&refusal))
    }

    /// Makes a change, and keeps what `render` says of it in the change's own transaction (rule J7): so all that is to be said must come from
    /// `render`, which may be called more than once.
    ///
    /// # Errors
    /// Its refusal, as it is told; nothing was changed unless that is UNKNOWN_ERROR.
    pub(crate) async fn run<C: Command>(
        &mut self,
        command: C,
        render: impl Fn(&C::Answer) -> Success + Send + Sync + 'static,
    ) -> Result<Success, Failure> {
        self.attempt(command, render).await.map_err(|refusal| self.told(&refusal))
    }

    /// Stages a change for the session that calls; none if it needed more numbers than were taken, and nothing was staged.
    pub(crate) async fn stage<C: Command>(
        &mut self,
        command: impl FnOnce(SessionId) -> C,
        render: impl Fn(&C::Answer) -> Success + Send + Sync + 'static,
    ) -> Option<Result<Success, Failure>> {
        let holder = match self.session() {
            Ok(holder) => holder,
            Err(failure) => return Some(Err(failure)),
        };
        match self.attempt(command(holder), render).await {
            Err(Refusal::OutOfNumbers) => None,
            outcome => Some(outcome.map_err(|refusal| self.told(&refusal))),
        }
    }

    /// Makes a change as [`Call::run`] does.
    async fn attempt<C: Command>(
        &mut self,
        command: C,
        render: impl Fn(&C::Answer) -> Success + Send + Sync + 'static,
    ) -> Result<Success, Refusal> {
        let warnings = self.warnings_so_far();
        let Some(holder) = self.holder else { return Err(Refusal::Failed("a change by nobody".into())) };
        let render = Arc::new(move |answer: &C::Answer| render(answer).with(warnings.iter().cloned()));
        let (job, keep, incident) = (Job { id: self.job, holder }, render.clone(), self.caller.request_id.clone());
        let keep = move |answer: &C::Answer| {
            // A change says little, so there are no rows to be read from a file.
            let kept = Answer::of_success(keep(answer), job.id, &incident).to_kept();
            kept.unwrap_or_else(|_| JobAnswer(String::new()))
        };
        let ran = self.registry().run_job(&self.admitted, job, command, Arc::new(keep)).await;
        self.is_kept = ran.is_ok();
        if self.is_kept {
            // They are said already.
            self.warnings.clear();
        }
        match ran {
            Ok(Ran::Fresh(answer)) => Ok(render(&answer)),
            Ok(Ran::Found(JobAnswer(text))) => Ok(Success::kept(text)),
            Err(refusal) => Err(refusal),
        }
    }

    /// A line for each argument that nobody took, for an answer that may have to be made again.
    fn warnings_so_far(&mut self) -> Vec<Message> {
        let warnings = self.take_warnings();
        self.warnings.clone_from(&warnings);
        warnings
    }

    /// A line for each argument that nobody took. What was not taken at all by now never will be.
    pub(super) fn take_warnings(&mut self) -> Vec<Message> {
        if let Some(Ok(left)) = self.given.take().map(Arguments::finish) {
            self.warnings.extend(left.iter().map(|field| texts::unnecessary(field)));
        }
        std::mem::take(&mut self.warnings)
    }
}
