//! The DynECT face: `/REST/…`, for the scripts and tools that were written for a managed-DNS service (`dynect.md`).
//!
//! Its shape is its own: one path per resource whatever the form of body, an envelope with lines that clients read ([`message`], [`texts`]),
//! a job for each request ([`run`], [`job`]). So one route takes every path, and [`dispatch`] does what a router would, in the order of rule
//! W7; what there is stands in one table, [`resources`].

mod answer;
mod arguments;
mod call;
mod described;
mod dispatch;
mod envelope;
mod failure;
mod format;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod job;
mod message;
mod operation;
mod place;
mod rdata;
mod refused;
mod resources;
mod rows;
mod run;
mod send;
mod sent;
mod spool;
mod success;
mod texts;
mod version;

use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};

use answer::Answer;
pub(crate) use described::describe;
#[cfg(test)]
pub(crate) use described::described_operations;
pub(crate) use place::is_here;
use send::bare;

use crate::caller::Visit;

/// The one route.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config.service(web::resource(["/REST", "/REST/{tail:.*}"]).default_service(web::to(answer)));
}

async fn answer(visit: Visit, request: HttpRequest, payload: web::Payload) -> HttpResponse {
    dispatch::answer(visit, request, payload).await
}

/// The answer when a handler failed in a way that no refusal describes.
pub(crate) fn internal(request_id: &str) -> HttpResponse {
    bare(&Answer::of_failure(&texts::internal(request_id), 0))
}

#[cfg(test)]
mod tests;
