//! A request of this face in front of the registry: as [`Visit`], with the names in its path and refusals in this face's form.

use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use domesday_app::attestations::{AttestationPage, ListAttestations, ReadAttestation};
use domesday_app::entities::{ReadClaim, ReadEntity, ReadEntityHistory, ReadKind};
use domesday_app::history::HistoryPage;
use domesday_app::input::Input;
use domesday_app::refusal::Refusal;
use domesday_app::registry::{Caller, Command, Query, Registry};
use domesday_domain::actor::Permission;
use domesday_domain::attestation::AttestationId;
use domesday_domain::entity::{ClaimName, EntityId, KindName, RegistryUrl, SystemKind};
use domesday_domain::finding::Findings;

use super::body;
use super::place::{KINDS, Place, Subject};
use super::refused::Refused;
use crate::caller::Visit;
use crate::{paths, problem};

/// A request's caller, the place that was called, and the request. Extracting it never fails: who may do what is the registry's to say.
pub(crate) struct Call {
    visit: Visit,
    place: &'static Place,
    request: HttpRequest,
}

impl FromRequest for Call {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, actix_web::Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let place = request.app_data::<&'static Place>().copied().unwrap_or(&KINDS);
        let visit = Visit::from_request(request, payload).into_inner();
        ready(visit.map(|visit| Self { visit, place, request: request.clone() }))
    }
}

impl Call {
    /// The registry.
    pub(super) fn registry(&self) -> &Arc<Registry> {
        &self.visit.state().registry
    }

    /// Where the registry is reached, and what its entities are called after.
    pub(super) fn url(&self) -> &RegistryUrl {
        self.registry().url()
    }

    /// Who says to be calling.
    pub(super) fn caller(&self) -> &Caller {
        &self.visit.caller
    }

    /// The request's id.
    pub(super) fn request_id(&self) -> &str {
        &self.visit.caller.request_id
    }

    /// The request itself.
    pub(super) fn request(&self) -> &HttpRequest {
        &self.request
    }

    /// A segment of the path by its name in the pattern, decoded once.
    pub(super) fn part(&self, name: &str) -> String {
        paths::decoded(self.request.match_info().get(name).unwrap_or_default())
    }

    /// The kind in the path; none for a text that cannot be one.
    pub(super) fn kind(&self) -> Option<KindName> {
        KindName::parse(&self.part("kind")).ok()
    }

    /// The entity in the path. What no database keeps is the id of none.
    pub(super) fn entity(&self) -> EntityId {
        let id = self.part("id");
        EntityId::from_stored(if id.contains('\0') { String::new() } else { id })
    }

    /// The claim in the path; none for a text that cannot be one.
    pub(super) fn claim(&self) -> Option<ClaimName> {
        ClaimName::parse(&self.part("claim")).ok()
    }

    /// The attestation in the path; none for a text that cannot be one.
    pub(super) fn attestation(&self) -> Option<AttestationId> {
        AttestationId::parse(&self.part("attestation"))
    }

    /// What is taken at this path.
    pub(super) fn allow(&self) -> &'static str {
        self.place.allow(self.kind().as_ref().is_some_and(|kind| SystemKind::of(kind).is_some()))
    }

    /// A refusal of this request.
    pub(super) fn refused(&self, refusal: Refusal) -> Refused {
        Refused::new(refusal, self.request_id())
    }

    /// The answer, or the refusal as this face tells it.
    pub(super) fn settle<T>(&self, outcome: Result<T, Refusal>) -> Result<T, Refused> {
        outcome.map_err(|refusal| self.refused(refusal))
    }

    /// The same for a request that changed nothing: who takes no form that can be given is told so after what comes before (rule H9).
    pub(super) fn shown<T>(&self, outcome: Result<T, Refusal>) -> Result<T, Refused> {
        match body::acceptable(&self.request) {
            Err(unacceptable) if !outcome.as_ref().is_err_and(comes_first) => Err(self.refused(unacceptable)),
            _ => self.settle(outcome),
        }
    }

    /// A defect that was met while an answer was rendered: its cause goes to the log only.
    pub(super) fn broken(&self, cause: &str) -> Refused {
        tracing::error!(request_id = self.request_id(), cause, "an answer could not be rendered");
        self.refused(Refusal::Broken { id: self.request_id().to_owned() })
    }

    /// Refuses whoever is nobody: 401.
    pub(super) async fn know(&self) -> Result<(), Refused> {
        match self.registry().admit(self.caller(), Permission::UseSession).await {
            Ok(_) | Err(Refusal::Forbidden { .. }) => Ok(()),
            Err(refusal) => Err(self.refused(refusal)),
        }
    }

    /// Asks a question.
    pub(super) async fn ask<Q: Query>(&self, query: Q) -> Result<Q::Answer, Refused> {
        self.shown(self.registry().ask(self.caller(), query).await)
    }

    /// Runs a command, whose input tells what could not be read, 406 included.
    pub(super) async fn run<C: Command>(&self, command: C) -> Result<C::Answer, Refused> {
        self.settle(self.registry().run(self.caller(), command).await)
    }

    /// Refuses where there is nothing for this caller: what is told before a method is refused (rule H9).
    pub(super) async fn find(&self) -> Result<(), Refused> {
        if self.place.needs_session() {
            self.know().await?;
        }
        match self.look().await {
            Err(refusal) if comes_first(&refusal) => Err(self.refused(refusal)),
            _ => Ok(()),
        }
    }

    /// Looks for what stands at the place that was called.
    async fn look(&self) -> Result<(), Refusal> {
        let (registry, caller) = (self.registry(), self.caller());
        let (kind, id) = (self.kind(), self.entity());
        match self.place.subject {
            Subject::Session | Subject::Keys => Ok(()),
            Subject::Kind | Subject::Search => registry.ask(caller, ReadKind { name: kind }).await.map(drop),
            Subject::Entity => registry.ask(caller, ReadEntity { kind, id }).await.map(drop),
            Subject::Attestations => {
                let page = Input::read(AttestationPage { limit: 1, ..AttestationPage::default() }, Findings::new());
                registry.ask(caller, ListAttestations { kind, id, page }).await.map(drop)
            }
            Subject::History => {
                let page = HistoryPage { since: None, until: None, marker: None, limit: 1 };
                let page = Input::read(page, Findings::new());
                registry.ask(caller, ReadEntityHistory { kind, id, page }).await.map(drop)
            }
            Subject::Claim | Subject::Attesting => {
                registry.ask(caller, ReadClaim { kind, id, claim: self.part("claim") }).await.map(drop)
            }
            Subject::Attestation | Subject::Revoking => {
                registry.ask(caller, ReadAttestation { id: self.attestation() }).await.map(drop)
            }
            Subject::Key | Subject::ChangingKey => registry.signing_key(&self.part("key")).await.map(drop),
        }
    }
}

/// Whether a refusal comes before the methods and forms of an answer (rule H9); so does what has failed.
pub(super) fn comes_first(refusal: &Refusal) -> bool {
    let status = problem::status(refusal);
    matches!(status.as_u16(), 401 | 404 | 405 | 429) || status.is_server_error()
}
