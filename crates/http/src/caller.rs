//! Who calls, and what they may ask of the registry: one [`Visit`] a request.
//!
//! A token counts in whichever header the caller's API uses. Several that say the same are one; several that disagree are none, since
//! choosing between them would be guessing who calls.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use actix_web::{FromRequest, HttpRequest, web};
use domesday_app::refusal::Refusal;
use domesday_app::registry::{Caller, Command, Items, Proof, Query, Registry, Streamed};
use domesday_domain::actor::Permission;
use domesday_domain::history::Face;

use crate::problem::Problem;
use crate::state::State;
use crate::watch::RequestId;
use crate::{dynect, entities, mreg, rdap, registrar, tlds};

/// Headers that hold a bare token; `Authorization` holds one behind a scheme.
const BARE_TOKENS: [&str; 3] = ["auth-token", "api-clienttoken", "x-auth-token"];

/// The schemes of `Authorization` that hold a token.
const SCHEMES: [&str; 2] = ["bearer", "token"];

/// A request's caller in front of the registry. Extracting it never fails: who may do what is the registry's to say.
pub(crate) struct Visit {
    state: web::Data<State>,
    /// Who says to be calling.
    pub(crate) caller: Caller,
}

impl FromRequest for Visit {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, actix_web::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let Some(state) = request.app_data::<web::Data<State>>() else {
            return ready(Err(actix_web::error::ErrorInternalServerError("the faces were set up without their state")));
        };
        let request_id = RequestId::of(request, state);
        let face = face(request.path());
        let caller = Caller { proof: proof(request.headers()), face, request_id, transaction: None };
        ready(Ok(Self { state: state.clone(), caller }))
    }
}

/// The face whose path it is.
fn face(path: &str) -> Face {
    if mreg::is_here(path) {
        Face::Mreg
    } else if tlds::is_here(path) {
        Face::Tlds
    } else if registrar::is_here(path) {
        Face::Registrar
    } else if entities::is_here(path) {
        Face::Entities
    } else if dynect::is_here(path) {
        Face::Dynect
    } else if rdap::is_here(path) {
        Face::Rdap
    } else {
        Face::Zones
    }
}

impl Visit {
    /// What all requests share, and who says to be calling: for work that outlives the request.
    pub(crate) fn into_parts(self) -> (web::Data<State>, Caller) {
        (self.state, self.caller)
    }

    /// What all requests share.
    pub(crate) fn state(&self) -> &State {
        &self.state
    }

    /// The registry.
    pub(crate) fn registry(&self) -> &Registry {
        &self.state.registry
    }

    /// A refusal of this request.
    pub(crate) fn problem(&self, refusal: Refusal) -> Problem {
        Problem::new(refusal, self.caller.request_id.clone())
    }

    /// The answer, or the refusal as this face tells it.
    pub(crate) fn settle<T>(&self, outcome: Result<T, Refusal>) -> Result<T, Problem> {
        outcome.map_err(|refusal| self.problem(refusal))
    }

    /// Refuses whoever may not do this: 401 or 403.
    pub(crate) async fn admit(&self, needs: Permission) -> Result<(), Problem> {
        self.settle(self.registry().admit(&self.caller, needs).await.map(drop))
    }

    /// Runs a command, or only tries it (rule Z18).
    pub(crate) async fn run<C: Command>(&self, command: C, rehearse: bool) -> Result<C::Answer, Problem> {
        let registry = self.registry();
        self.settle(match rehearse {
            false => registry.run(&self.caller, command).await,
            true => registry.rehearse(&self.caller, command).await,
        })
    }

    /// Asks a question.
    pub(crate) async fn ask<Q: Query>(&self, query: Q) -> Result<Q::Answer, Problem> {
        self.settle(self.registry().ask(&self.caller, query).await)
    }

    /// Begins a long answer.
    pub(crate) async fn stream<S: Streamed>(&self, query: S) -> Result<(S::Head, Items<S::Item>), Problem> {
        self.settle(self.registry().stream(&self.caller, query).await)
    }
}

/// Whether a request shows anything where tokens stand.
pub(crate) fn has_token(headers: &HeaderMap) -> bool {
    let bare = BARE_TOKENS.into_iter().flat_map(|name| headers.get_all(name));
    headers.get_all(AUTHORIZATION).chain(bare).any(|value| !value.as_bytes().trim_ascii().is_empty())
}

/// The credential of a request.
pub(crate) fn proof(headers: &HeaderMap) -> Proof {
    let authorization = headers.get_all(AUTHORIZATION).map(behind_scheme);
    let bare = BARE_TOKENS.into_iter().flat_map(|name| headers.get_all(name)).map(text);
    let mut given = authorization.chain(bare);
    match given.next() {
        None => Proof::Nothing,
        Some(first) => {
            let agreed = given.all(|other| other == first);
            // An empty token is nobody's.
            Proof::Token(if agreed { first.to_owned() } else { String::new() })
        }
    }
}

fn text(value: &HeaderValue) -> &str {
    value.to_str().map(str::trim).unwrap_or_default()
}

fn behind_scheme(value: &HeaderValue) -> &str {
    let (scheme, token) = text(value).split_once(' ').unwrap_or_default();
    if SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(scheme)) { token.trim() } else { "" }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderName;

    use super::*;

    fn token(headers: &[(&'static str, &'static str)]) -> Option<String> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        match proof(&map) {
            Proof::Token(token) => Some(token),
            _ => None,
        }
    }

    #[test]
    fn a_token_counts_in_every_header_a_face_uses() {
        for (name, value) in [
            ("authorization", "Bearer t"),
            ("authorization", "TOKEN t"),
            ("authorization", "bearer  t "),
            ("auth-token", "t"),
            ("api-clienttoken", "t"),
            ("x-auth-token", "t"),
        ] {
            assert_eq!(token(&[(name, value)]).as_deref(), Some("t"), "{name}: {value}");
        }
        assert_eq!(token(&[]), None);
        assert_eq!(token(&[("authorization", "Basic dDp0")]).as_deref(), Some(""));
    }

    #[test]
    fn tokens_that_disagree_are_none() {
        assert_eq!(token(&[("authorization", "Bearer t"), ("auth-token", "t")]).as_deref(), Some("t"));
        assert_eq!(token(&[("authorization", "Bearer t"), ("auth-token", "u")]).as_deref(), Some(""));
        assert_eq!(token(&[("authorization", "Bearer t"), ("authorization", "Bearer u")]).as_deref(), Some(""));
    }
}
