//! `/REST/Job/{id}`, by any method (rules J2–J6, J8, J9): what became of a request.

use actix_web::HttpResponse;
use domesday_app::jobs::JobState;
use domesday_app::refusal::Refusal;
use domesday_app::registry::Proof;

use super::answer::Answer;
use super::dispatch::Request;
use super::failure::Failure;
use super::place::Place;
use super::send::Way;
use super::texts;

/// The job that a path asks for; 0, which no job has, if it is no number.
pub(super) fn asked_for(place: &Place) -> i64 {
    let id = place.parts.first().filter(|text| text.bytes().all(|octet| octet.is_ascii_digit()));
    id.and_then(|text| text.parse().ok()).unwrap_or_default()
}

/// Answers with what became of the job. It is the caller's own session's, or there is none.
pub(super) async fn answer(request: &mut Request, way: Way) -> HttpResponse {
    let id = request.job();
    match found(request, id).await {
        Ok(JobState::Running) => way.still_running(id),
        Ok(JobState::Done(text)) => {
            let token = if let Proof::Token(token) = &request.caller.proof { token.as_str() } else { "" };
            let answer = Answer::kept(&text, &request.caller.request_id).telling(token);
            way.send(answer).await
        }
        Ok(JobState::Lost) => way.send(Answer::of_failure(&texts::job_lost(), id).fetched()).await,
        Ok(JobState::None) => way.send(Answer::of_failure(&texts::no_job(), id)).await,
        Err(failure) => way.send(Answer::of_failure(&failure, id)).await,
    }
}

async fn found(request: &mut Request, id: i64) -> Result<JobState, Failure> {
    let principal = request.principal().await?;
    let Some(holder) = principal.holder() else { return Ok(JobState::None) };
    let state = request.state.registry.job_result(holder, id).await;
    state.map_err(|refusal| match refusal {
        Refusal::TooMany { .. } => texts::asked_too_often(),
        other => request.told(&other),
    })
}
