//! How every mutation is done: in earnest, as a repetition of one that was done before, or as a rehearsal (section 10).

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{ETAG, HeaderName, LOCATION};
use domesday_app::refusal::Refusal;
use domesday_app::repeats::{self, Given, Mutation, Once, Repeat};
use serde_json::Value;

use super::answer::Answer;
use super::call::Call;
use super::done::{Done, Outcome};
use super::head::pairs;
use super::refused::Refused;
use super::sent::Sent;
use super::version::Version;
use crate::routes::Path;

/// Tells that an answer was given before (rule I3).
const REPLAYED: HeaderName = HeaderName::from_static("api-replayed");

/// Whether a mutation is done, or tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// It is done.
    Earnest,
    /// It is undone (rule I1).
    Rehearsal,
}

impl Call {
    /// Does it, and answers.
    pub(super) async fn mutate<M>(&self, mode: Mode, sent: &Sent, command: M) -> Result<HttpResponse, Refused>
    where
        M: Mutation,
        M::Answer: Outcome,
    {
        self.mutate_telling(mode, sent, command, M::Answer::done).await
    }

    /// The same, told otherwise than the outcome itself would.
    pub(super) async fn mutate_telling<M>(
        &self,
        mode: Mode,
        sent: &Sent,
        command: M,
        tell: fn(&M::Answer) -> Done,
    ) -> Result<HttpResponse, Refused>
    where
        M: Mutation,
        M::Answer: Outcome,
    {
        let repeat = self.repeat(sent);
        let render = Arc::new(move |answer: &M::Answer| tell(answer).kept());
        let once = Once { command, repeat, readable: sent.readable(), render };
        let done = match mode {
            Mode::Earnest => self.registry().run(self.caller(), once).await,
            Mode::Rehearsal => self.registry().rehearse(self.caller(), once).await,
        };
        match (done.map_err(|refusal| self.refused_of(&refusal, sent))?, mode) {
            (Given::Fresh(answer), Mode::Earnest) => {
                let mut done = tell(&answer);
                done.reveal();
                Ok(self.send(&self.told(done, sent)))
            }
            (Given::Fresh(answer), Mode::Rehearsal) => {
                let mut done = Done { etag: None, location: None, ..tell(&answer) };
                if sent.gives_code() {
                    done.reveal();
                }
                let mut told = Answer { status: StatusCode::OK, ..self.told(done, sent) };
                told.members.extend(answer.change().members().map(|(member, value)| (member.to_owned(), value)));
                Ok(self.send(&told))
            }
            (Given::Again(kept), _) => {
                let done = Done::read(&kept).ok_or_else(|| {
                    let broken = Refusal::Broken { id: self.caller().request_id.clone() };
                    self.refused_of(&broken, sent)
                })?;
                Ok(self.send(&self.told(done, sent).with("replayed", true).header(REPLAYED, "true")))
            }
        }
    }

    /// What was done, as the version that is spoken tells it.
    fn told(&self, done: Done, sent: &Sent) -> Answer {
        let Done { status, code, members, mut warnings, etag, location, secret } = done;
        warnings.extend(sent.warnings());
        let mut answer = Answer { members, ..Answer::new(status, self.version().success(code)) };
        if !warnings.is_empty() {
            answer = answer.with("warnings", Value::Array(warnings));
        }
        let headers = [(ETAG, etag), (LOCATION, location)];
        answer.headers.extend(headers.into_iter().filter_map(|(name, value)| Some((name, value?))));
        if secret.is_some() { answer.secret() } else { answer }
    }

    /// By what the request is known when it is sent again; none if it has no id.
    fn repeat(&self, sent: &Sent) -> Option<Repeat> {
        let key = self.idempotency_key();
        let place = if key.is_some() { "header:Idempotency-Key" } else { "header:Api-ClientTransactionId" };
        let id = key.or(self.caller().transaction.as_deref())?.to_owned();
        let strict = key.is_some() || self.version() == Version::Two;
        let request = repeats::request(self.request().method().as_str(), &self.address(), sent.value());
        Some(Repeat { strict, id, place, request })
    }

    /// The path in one spelling: its pattern, and its parts.
    fn address(&self) -> String {
        let Some(path) = Path::of(self.request()) else { return self.request().path().to_owned() };
        let names = path.pattern.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
        names.fold(path.pattern.to_owned(), |address, name| address + "\n" + &self.part(name))
    }

    /// The parameters of a mutation: whether it is a rehearsal. What is wrong with them joins what is wrong with the headers.
    pub(super) fn mode(&mut self) -> Mode {
        let mut mode = Mode::Earnest;
        for (name, value) in pairs(self.request()) {
            match (name.as_str(), value.as_str()) {
                ("dry_run", "true" | "1" | "yes") => mode = Mode::Rehearsal,
                ("dry_run", "false" | "0" | "no") => {}
                ("dry_run", _) => self.wrong_parameter(&name, "dry_run is true or false"),
                _ => self.wrong_parameter(&name, "no such parameter is known here"),
            }
        }
        mode
    }
}
