//! The way of every request of this face, in the order of rule W7: version; form and body; resource and method; token; rate limit; the
//! session's turn; permission; and then, at its handler, arguments, look-ups and rules. The first that fails answers.

use std::time::Duration;

use actix_web::http::Method;
use actix_web::http::header::HeaderMap;
use actix_web::{HttpRequest, HttpResponse, web};
use domesday_app::dynect::DynectRules;
use domesday_app::jobs::Job;
use domesday_app::ports::Principal;
use domesday_app::refusal::Refusal;
use domesday_app::registry::{Caller, Proof};
use domesday_domain::account::SessionId;
use domesday_domain::actor::Permission;
use tokio::time::Instant;

use super::answer::Answer;
use super::arguments::Arguments;
use super::call::{Asked, Call};
use super::failure::Failure;
use super::format::Format;
use super::operation::Operation;
use super::place::Place;
use super::resources::{Absent, absent, find};
use super::run::{Reply, Work};
use super::send::{Way, closes};
use super::{job, refused, sent, texts, version};
use crate::caller::{Visit, has_token};
use crate::sessions::remote;
use crate::state::State;

/// The header that makes a job longer where that is allowed (rule J11), and by how much at most, in seconds.
const DELAY: &str = "x-job-delay";
const LONGEST_DELAY: u64 = 60;

/// A request on its way.
pub(super) struct Request {
    pub(super) state: web::Data<State>,
    pub(super) caller: Caller,
    place: Place,
    request: HttpRequest,
    /// Its number; none while the database that numbers jobs is away.
    number: Result<i64, Refusal>,
    /// Whose job it is, once that is known.
    holder: Option<SessionId>,
}

/// Answers a request.
pub(super) async fn answer(visit: Visit, request: HttpRequest, payload: web::Payload) -> HttpResponse {
    let (state, caller) = visit.into_parts();
    let rules = state.registry.dynect_rules();
    let close = closes(request.headers(), &rules.close_for_agents);
    let body = sent::body(&request, payload, rules.body_max).await;
    let read = Instant::now();
    let formats = sent::formats(request.headers(), body.as_deref().unwrap_or_default());
    let way = Way {
        format: formats.map_or(Format::Json, |formats| formats.answer),
        close,
        incident: caller.request_id.clone(),
    };
    let place = Place::of(request.path());
    let is_job = place.is_job();
    let number = if is_job { Ok(job::asked_for(&place)) } else { state.registry.job_number().await };
    let mut on_its_way = Request { state, caller, place, request, number, holder: None };
    let arguments = on_its_way.readable(|request| {
        let body = body.as_deref().map_err(Clone::clone)?;
        sent::arguments(request, formats, body)
    });
    if is_job {
        return match arguments {
            Ok(_) => job::answer(&mut on_its_way, way).await,
            Err(failure) => way.send(on_its_way.refused(&failure)).await,
        };
    }
    let work = match arguments {
        Ok(arguments) => on_its_way.admitted(arguments, read).await,
        Err(failure) => Err(failure),
    };
    match work {
        Ok(work) => match work.reply().await {
            Reply::Answer(answer) => way.send(*answer).await,
            Reply::Redirect => way.redirect(on_its_way.job()),
        },
        Err(failure) => way.send(on_its_way.refused(&failure)).await,
    }
}

impl Request {
    /// Its number; 0, which no job has, where none could be drawn.
    pub(super) fn job(&self) -> i64 {
        self.number.as_ref().copied().unwrap_or_default()
    }

    /// A refusal as it is told.
    pub(super) fn told(&self, refusal: &Refusal) -> Failure {
        refused::told(refusal, self.job(), &self.caller.request_id)
    }

    /// A failure as it is answered, and remembered if it is known whose it is (rule J1).
    fn refused(&self, failure: &Failure) -> Answer {
        let answer = Answer::of_failure(failure, self.job());
        if let (Some(holder), Ok(id), false) = (self.holder, &self.number, self.place.is_job())
            && let Ok(kept) = answer.to_kept()
        {
            self.state.registry.remember_job(&Job { id: *id, holder }, kept);
        }
        answer
    }

    /// The first two: version, then form and body.
    fn readable(
        &self,
        arguments: impl FnOnce(&HttpRequest) -> Result<Arguments, Failure>,
    ) -> Result<Arguments, Failure> {
        version::check(self.request.headers())?;
        arguments(&self.request)
    }

    /// The next: resource and method, token, rate limit, turn, permission.
    async fn admitted(&mut self, given: Arguments, read: Instant) -> Result<Work, Failure> {
        let operation = self.operation()?;
        let principal = match operation.and_then(|operation| operation.needs) {
            // Who logs in is nobody yet.
            None if operation.is_some() => None,
            _ => Some(self.principal().await?),
        };
        let Some(operation) = operation else { return Err(texts::not_offered(&self.place.resource)) };
        let (mut pass, mut forbidden) = (None, None);
        let registry = &self.state.registry;
        if let (Some(principal), Some(holder)) = (&principal, self.holder) {
            self.within_rate(holder)?;
            let asked = Instant::now();
            pass = Some(registry.enter(holder).await.map_err(|refusal| self.told(&refusal))?);
            if asked.elapsed() > STALE {
                // Who waited may have been logged out meanwhile (rule S5).
                let again = registry.admit(&self.caller, Permission::UseSession).await;
                again.map_err(|refusal| self.told(&refusal))?;
            }
            let needs = operation.needs.unwrap_or(Permission::UseSession);
            forbidden = principal.actor.require(needs).err().map(|denied| self.told(&denied.into()));
        }
        let job = self.number.clone().map_err(|refusal| self.told(&refusal))?;
        let rules = registry.dynect_rules();
        let (delay, until) = (delay(self.request.headers(), rules), read + rules.job_wait);
        let call = Call::of(Asked {
            state: self.state.clone(),
            caller: self.caller.clone(),
            principal,
            place: self.place.clone(),
            remote: remote(&self.request),
            job,
            given,
        });
        Ok(Work { call, operation, pass, forbidden, delay, until })
    }

    /// What is asked for; none if that is a service which is left out, as is told only to who is logged in (rule U5).
    fn operation(&self) -> Result<Option<&'static Operation>, Failure> {
        let Place { resource: name, parts, .. } = &self.place;
        let method: &Method = self.request.method();
        let Some(resource) = find(name) else {
            return match absent(name) {
                Absent::NotOffered => Ok(None),
                Absent::Deprecated => Err(texts::deprecated(name)),
                Absent::Unknown => Err(texts::no_resource(name)),
            };
        };
        let form = resource.form(parts.len()).ok_or_else(|| texts::no_path(resource.name))?;
        let operation = form.operation(method);
        operation.map(Some).ok_or_else(|| texts::no_method(method.as_str(), form.allow()))
    }

    /// Who calls. Their session begins to idle anew (rule S4).
    ///
    /// # Errors
    /// No token, or one that is not good (rule S6).
    pub(super) async fn principal(&mut self) -> Result<Principal, Failure> {
        if !has_token(self.request.headers()) || matches!(self.caller.proof, Proof::Nothing) {
            return Err(texts::no_token());
        }
        let registry = &self.state.registry;
        let principal = registry.admit(&self.caller, Permission::UseSession).await;
        let principal = principal.map_err(|refusal| self.told(&refusal))?;
        registry.sight(&principal);
        self.holder = principal.holder();
        Ok(principal)
    }

    fn within_rate(&self, holder: SessionId) -> Result<(), Failure> {
        let registry = &self.state.registry;
        registry.throttle_dynect(holder).map_err(|refusal| match refusal {
            Refusal::TooMany { retry_after } => {
                texts::rate_exceeded(registry.dynect_rules().rate_limit_per_minute, retry_after)
            }
            other => self.told(&other),
        })
    }
}

/// For how long it is known who calls: one who waited longer for a turn is looked at again.
const STALE: Duration = Duration::from_millis(10);

/// By how much a job is made longer (rule J11).
fn delay(headers: &HeaderMap, rules: &DynectRules) -> Duration {
    let asked =
        headers.get(DELAY).filter(|_| rules.rehearsal).and_then(|value| value.to_str().ok()?.trim().parse().ok());
    Duration::from_secs(asked.map_or(0, |seconds: u64| seconds.min(LONGEST_DELAY)))
}
