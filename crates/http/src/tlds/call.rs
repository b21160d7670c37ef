//! A request of this face in front of the registry: as [`Visit`], with refusals in this face's form.

use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use domesday_app::policies::Absent;
use domesday_app::refusal::Refusal;
use domesday_app::registry::{Caller, Command, Items, Query, Registry, Streamed};
use domesday_domain::actor::Permission;
use uuid::Uuid;

use super::form::{self, POLICY_SUBJECT, Place, SPECIAL_NAME, TLD, whole};
use super::refused::Refused;
use super::{NOWHERE, body};
use crate::caller::Visit;
use crate::query::Parameters;
use crate::state::State;
use crate::{accept, paths};

/// A request's caller, and the place that was called. Extracting it never fails: who may do what is the registry's to say.
pub(crate) struct Call {
    visit: Visit,
    place: &'static Place,
}

impl FromRequest for Call {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, actix_web::Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let place = request.app_data::<&'static Place>().copied().unwrap_or(&NOWHERE);
        ready(Visit::from_request(request, payload).into_inner().map(|visit| Self { visit, place }))
    }
}

impl Call {
    /// The same for what all faces share.
    pub(super) fn visit(&self) -> &Visit {
        &self.visit
    }

    /// The place that was called.
    pub(super) fn place(&self) -> &'static Place {
        self.place
    }

    /// What all requests share.
    pub(super) fn state(&self) -> &State {
        self.visit.state()
    }

    /// The registry.
    pub(super) fn registry(&self) -> &Arc<Registry> {
        &self.state().registry
    }

    /// Who says to be calling.
    pub(super) fn caller(&self) -> &Caller {
        &self.visit.caller
    }

    /// The request's id.
    pub(super) fn request_id(&self) -> &str {
        &self.visit.caller.request_id
    }

    /// Where the caller sees this server.
    pub(super) fn base(&self, request: &HttpRequest) -> String {
        paths::base(self.state(), request)
    }

    /// A refusal of this request. On the way to what it is about something else may not be there.
    pub(super) fn refused(&self, refusal: Refusal) -> Refused {
        let subject = match Absent::of(&refusal) {
            Some(Absent::Rule) => &TLD,
            Some(Absent::Policy) => &POLICY_SUBJECT,
            Some(Absent::Name) => &SPECIAL_NAME,
            None => self.place.subject,
        };
        Refused::new(refusal, subject, self.request_id())
    }

    /// The answer, or the refusal as this face tells it.
    pub(super) fn settle<T>(&self, outcome: Result<T, Refusal>) -> Result<T, Refused> {
        outcome.map_err(|refusal| self.refused(refusal))
    }

    /// Refuses whoever is nobody: 401.
    pub(super) async fn know(&self) -> Result<(), Refused> {
        match self.registry().admit(self.caller(), Permission::UseSession).await {
            Ok(_) | Err(Refusal::Forbidden { .. }) => Ok(()),
            Err(refusal) => Err(self.refused(refusal)),
        }
    }

    /// Refuses whoever may not do this: 401 or 403.
    pub(super) async fn admit(&self, needs: Permission) -> Result<(), Refused> {
        self.settle(self.registry().admit(self.caller(), needs).await.map(drop))
    }

    /// What was read of a request whose command has no place for what could not be read; who may not ask is not told what is wrong.
    pub(super) async fn admitted<T>(&self, needs: Permission, read: Result<T, Refusal>) -> Result<T, Refused> {
        if read.is_err() {
            self.admit(needs).await?;
        }
        self.settle(read)
    }

    /// The id in the path.
    pub(super) fn id(&self, request: &HttpRequest) -> Result<Uuid, Refusal> {
        let text = segment(request, self.place.subject.id);
        form::id(&text).ok_or_else(|| whole("invalid_uuid", format!("Invalid UUID {}: {text}", self.place.subject.id)))
    }

    /// The id in the path of a request without a body, which takes no parameters but those taken already.
    pub(super) async fn only_id(&self, request: &HttpRequest, parameters: Parameters) -> Result<Uuid, Refused> {
        let read = accept::json(request).and_then(|()| parameters.settle()).and_then(|()| self.id(request));
        self.admitted(Permission::Administer, read).await
    }

    /// The id in the path beside a body, which is given back. What is no id is refused after a body of another type.
    pub(super) async fn id_beside(
        &self,
        request: &HttpRequest,
        payload: web::Payload,
    ) -> Result<(Uuid, web::Payload), Refused> {
        match self.id(request) {
            Ok(id) => Ok((id, payload)),
            Err(refusal) => {
                self.admit(Permission::Administer).await?;
                Err(self.refused(body::of_object(request, payload).await.err().unwrap_or(refusal)))
            }
        }
    }

    /// Runs a command, or only tries it.
    pub(super) async fn run<C: Command>(&self, command: C, rehearse: bool) -> Result<C::Answer, Refused> {
        let registry = self.registry();
        self.settle(match rehearse {
            false => registry.run(self.caller(), command).await,
            true => registry.rehearse(self.caller(), command).await,
        })
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

/// A segment of the path by its name in the pattern.
pub(super) fn segment(request: &HttpRequest, name: &str) -> String {
    request.match_info().get(name).unwrap_or_default().to_owned()
}
