//! What is noticed of every request: its id, one line in the log, and its figures. And that a handler that panics still answers.
//!
//! The log names the path's pattern, never the path itself with its query, and no header or body: those hold names, tokens and passwords.

use std::borrow::Cow;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Instant;

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{Service, ServiceRequest, ServiceResponse, Transform};
use actix_web::error::InternalError;
use actix_web::http::header::{CACHE_CONTROL, HeaderName, HeaderValue};
use actix_web::http::{ConnectionType, Method, StatusCode, Version};
use actix_web::middleware::{Next, from_fn};
use actix_web::{Error, HttpMessage, HttpRequest, HttpResponse, web};
use bytes::Bytes;
use futures_util::FutureExt;
use tracing::Instrument;

use crate::routes::Path;
use crate::state::State;
use crate::{dynect, entities, mreg, problem, rdap, registrar, tlds};

/// The header with the request's id, both ways.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// How answers may be kept: by the caller, who asks again whether they still hold.
const PRIVATE: HeaderValue = HeaderValue::from_static("private, no-cache");

/// The longest id that is taken over from a caller.
const MAX_REQUEST_ID: usize = 128;

/// A request's id, as in the log, the history and every problem.
#[derive(Clone, Debug)]
pub(crate) struct RequestId(String);

impl RequestId {
    /// The id of a request that is watched; a new one for any other.
    pub(crate) fn of(request: &HttpRequest, state: &State) -> String {
        let known = request.extensions().get::<Self>().map(|id| id.0.clone());
        known.unwrap_or_else(|| Self::fresh(state))
    }

    fn fresh(state: &State) -> String {
        state.registry.ids().uuid().to_string()
    }

    /// The caller's, if it is 1 to 128 visible ASCII characters.
    fn given(value: Option<&HeaderValue>) -> Option<String> {
        let text = value?.to_str().ok()?;
        let fits = (1..=MAX_REQUEST_ID).contains(&text.len()) && text.bytes().all(|octet| octet.is_ascii_graphic());
        fits.then(|| text.to_owned())
    }
}

/// Watches every request: for [`actix_web::App::wrap`], around everything else.
pub fn watch<S, B>()
-> impl Transform<S, ServiceRequest, Response = ServiceResponse<BoxBody>, Error = Error, InitError = ()>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: MessageBody + 'static,
{
    from_fn(observe::<B>)
}

async fn observe<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let Some(state) = request.app_data::<web::Data<State>>().cloned() else {
        return next.call(request).await.map(ServiceResponse::map_into_boxed_body);
    };
    let path = request.path();
    let (is_tlds, is_registrar) = (tlds::is_here(path), registrar::is_here(path));
    // To registrars it is the server's own transaction id, which nobody chooses and none has twice.
    let given = RequestId::given(request.headers().get(REQUEST_ID)).filter(|_| !is_registrar);
    let id = given.unwrap_or_else(|| RequestId::fresh(&state));
    let internal = match mreg::is_here(path) {
        true => mreg::internal,
        false if is_tlds => tlds::internal,
        false if is_registrar => registrar::internal,
        false if dynect::is_here(path) => dynect::internal,
        false if rdap::is_here(path) => rdap::internal_by_default,
        false => problem::internal,
    };
    request.extensions_mut().insert(RequestId(id.clone()));
    if head_bytes(&request) > state.settings.max_header_bytes {
        let mut sight = Sight::of(&request, state.clone(), id, is_tlds);
        let mut answer = match rdap::is_here(path) {
            true => rdap::head_too_large(&state.settings),
            false => problem::head_too_large(state.settings.max_header_bytes, &sight.id),
        };
        tell_id(&mut answer, &sight);
        sight.route = "too large".into();
        sight.status = answer.status();
        return Ok(request.into_response(answer));
    }
    let mut sight = Sight::of(&request, state, id, is_tlds);
    let span = tracing::info_span!("request", request_id = %sight.id);
    let outcome = AssertUnwindSafe(next.call(request).instrument(span)).catch_unwind().await;
    match outcome {
        Ok(Ok(response)) => Ok(seen(response.map_into_boxed_body(), sight)),
        Ok(Err(error)) => {
            sight.status = error.as_response_error().status_code();
            Err(error)
        }
        Err(_) => {
            tracing::error!(request_id = %sight.id, "a handler panicked");
            sight.route = "panicked".into();
            sight.status = StatusCode::INTERNAL_SERVER_ERROR;
            let mut answer = internal(&sight.id);
            tell_id(&mut answer, &sight);
            Err(InternalError::from_response("a handler panicked", answer).into())
        }
    }
}

/// How large the head of a request is: its address, and the names and values of its headers.
fn head_bytes(request: &ServiceRequest) -> usize {
    let address = request.uri().path_and_query().map_or(0, |address| address.as_str().len());
    request.headers().iter().fold(address, |sum, (name, value)| sum + name.as_str().len() + value.len())
}

/// Completes what was noticed with the answer; a streamed one is noticed to its end.
fn seen(mut response: ServiceResponse<BoxBody>, mut sight: Sight) -> ServiceResponse<BoxBody> {
    tell_id(response.response_mut(), &sight);
    sight.status = response.status();
    sight.route = route(response.request());
    // Tokens in headers of our own tell no cache on the way that an answer is for one caller only.
    let headers = response.response_mut().headers_mut();
    if !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, PRIVATE);
    }
    match response.response().body().size() {
        BodySize::None => response,
        BodySize::Sized(bytes) => {
            sight.bytes = bytes;
            response
        }
        BodySize::Stream => {
            if response.request().version() < Version::HTTP_11 {
                // Such a client knows no chunks: to it the end of the connection is the end of the body.
                let head = response.response_mut().head_mut();
                head.no_chunking(true);
                head.set_connection_type(ConnectionType::Close);
            }
            response.map_body(|_, body| BoxBody::new(Counted { body, sight }))
        }
    }
}

/// The pattern of a request's path: never what a caller wrote.
fn route(request: &HttpRequest) -> Cow<'static, str> {
    match Path::of(request) {
        Some(path) => path.pattern.into(),
        None => request.match_pattern().map_or("unmatched".into(), Cow::Owned),
    }
}

fn tell_id<B>(response: &mut HttpResponse<B>, sight: &Sight) {
    if let Ok(value) = HeaderValue::from_str(&sight.id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    if sight.is_tlds {
        tlds::tell_id(response.headers_mut(), &sight.id);
    }
    if sight.is_entities {
        entities::tell_form(response.headers_mut(), &sight.state);
    }
}

/// What is noticed of a request; told when it goes out of sight.
struct Sight {
    state: web::Data<State>,
    id: String,
    /// Of the face of TLDs, whose clients know the id by another name.
    is_tlds: bool,
    /// Of the face of entities, whose answers say in which form they are.
    is_entities: bool,
    method: Method,
    route: Cow<'static, str>,
    status: StatusCode,
    since: Instant,
    bytes: u64,
}

impl Sight {
    /// Until there is an answer, a caller who hung up has had none.
    fn of(request: &ServiceRequest, state: web::Data<State>, id: String, is_tlds: bool) -> Self {
        let method = request.method().clone();
        Self {
            state,
            id,
            is_tlds,
            is_entities: entities::is_here(request.path()),
            method,
            route: "abandoned".into(),
            status: StatusCode::REQUEST_TIMEOUT,
            since: Instant::now(),
            bytes: 0,
        }
    }
}

impl Drop for Sight {
    fn drop(&mut self) {
        let took = self.since.elapsed();
        tracing::info!(
            request_id = %self.id,
            method = %self.method,
            route = %self.route,
            status = self.status.as_u16(),
            micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
            bytes = self.bytes,
            "request"
        );
        self.state.metrics.request(std::mem::take(&mut self.route), &self.method, self.status, took);
    }
}

/// A streamed body, counted as it goes.
struct Counted {
    body: BoxBody,
    sight: Sight,
}

impl MessageBody for Counted {
    type Error = Box<dyn std::error::Error>;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        let this = self.get_mut();
        let polled = Pin::new(&mut this.body).poll_next(context);
        if let Poll::Ready(Some(Ok(chunk))) = &polled {
            this.sight.bytes += chunk.len() as u64;
        }
        polled
    }
}

#[cfg(test)]
mod tests {
    use actix_web::App;
    use actix_web::test::{TestRequest, call_service, init_service};

    use super::*;
    use crate::outside;

    #[actix_web::test]
    async fn a_panic_is_answered_with_the_requests_id() {
        let panicking = web::resource("/panic").to(async || -> HttpResponse { panic!("on purpose") });
        let app =
            init_service(App::new().configure(crate::configure(outside::state())).service(panicking).wrap(watch()))
                .await;
        let request = TestRequest::with_uri("/panic").insert_header(("X-Request-ID", "mine")).to_request();
        let Err(error) = app.call(request).await else { unreachable!() };
        let answer = error.error_response();
        assert_eq!(answer.status(), 500);
        assert_eq!(answer.headers().get("x-request-id").unwrap(), "mine");
        assert_eq!(answer.headers().get("content-type").unwrap(), "application/problem+json");
        let after = call_service(&app, TestRequest::with_uri("/nothing").to_request()).await;
        assert_eq!((after.status().as_u16(), after.headers().contains_key("x-request-id")), (404, true));
    }

    #[test]
    fn a_callers_id_is_taken_over_if_it_is_visible_ascii() {
        let given = |text: &str| RequestId::given(HeaderValue::from_bytes(text.as_bytes()).ok().as_ref());
        assert_eq!(given("abc-123").as_deref(), Some("abc-123"));
        assert_eq!(given(&"a".repeat(128)).map(|id| id.len()), Some(128));
        for bad in [String::new(), "a b".into(), "ü".into(), "a".repeat(129)] {
            assert_eq!(given(&bad), None, "{bad}");
        }
        assert_eq!(RequestId::given(None), None);
    }
}
