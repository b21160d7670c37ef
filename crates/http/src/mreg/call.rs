//! A request of this face in front of the registry: as [`Visit`], with refusals in this face's form.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use domesday_app::refusal::Refusal;
use domesday_app::registry::{Caller, Command, Items, Query, Registry, Streamed};
use domesday_domain::actor::Permission;

use super::refused::Refused;
use crate::caller::Visit;
use crate::query::Parameters;
use crate::state::State;

/// A request's caller. Extracting it never fails: who may do what is the registry's to say.
pub(crate) struct Call {
    visit: Visit,
}

impl FromRequest for Call {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, actix_web::Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        ready(Visit::from_request(request, payload).into_inner().map(|visit| Self { visit }))
    }
}

impl Call {
    /// The same for what all faces share.
    pub(super) fn visit(&self) -> &Visit {
        &self.visit
    }

    /// What all requests share.
    pub(super) fn state(&self) -> &State {
        self.visit.state()
    }

    /// The registry.
    pub(super) fn registry(&self) -> &Registry {
        self.visit.registry()
    }

    /// Who says to be calling.
    pub(super) fn caller(&self) -> &Caller {
        &self.visit.caller
    }

    /// The request's id.
    pub(super) fn request_id(&self) -> &str {
        &self.visit.caller.request_id
    }

    /// A refusal of this request.
    pub(super) fn refused(&self, refusal: Refusal) -> Refused {
        Refused::new(refusal, self.request_id())
    }

    /// The answer, or the refusal as this face tells it.
    pub(super) fn settle<T>(&self, outcome: Result<T, Refusal>) -> Result<T, Refused> {
        outcome.map_err(|refusal| self.refused(refusal))
    }

    /// Refuses whoever may not do this: 401 or 403.
    pub(super) async fn admit(&self, needs: Permission) -> Result<(), Refused> {
        self.settle(self.registry().admit(self.caller(), needs).await.map(drop))
    }

    /// What a path names, if it names anything: missing, but only to who may look.
    pub(super) async fn found<T>(&self, found: Option<T>, what: &str, needs: Permission) -> Result<T, Refused> {
        match found {
            Some(found) => Ok(found),
            None => {
                self.admit(needs).await?;
                Err(self.refused(Refusal::missing(what)))
            }
        }
    }

    /// Runs a command.
    pub(super) async fn run<C: Command>(&self, command: C) -> Result<C::Answer, Refused> {
        self.settle(self.registry().run(self.caller(), command).await)
    }

    /// Asks a question.
    pub(super) async fn ask<Q: Query>(&self, query: Q) -> Result<Q::Answer, Refused> {
        self.settle(self.registry().ask(self.caller(), query).await)
    }

    /// Begins a long answer.
    pub(super) async fn stream<S: Streamed>(&self, query: S) -> Result<(S::Head, Items<S::Item>), Refused> {
        self.settle(self.registry().stream(self.caller(), query).await)
    }
}

/// The parameters of a request that is about one thing. Some clients tell the size of a page wherever they read.
pub(super) fn parameters(request: &HttpRequest) -> Parameters {
    let mut parameters = Parameters::of(request);
    parameters.all("page_size");
    parameters
}
