//! `Session` (section 3): logging in, staying in, logging out.

use domesday_app::refusal::Refusal;
use domesday_app::sessions::Credentials;

use crate::dynect::call::Call;
use crate::dynect::format::Tree;
use crate::dynect::message::{Code, Message, Source};
use crate::dynect::operation::Outcome;
use crate::dynect::success::Success;
use crate::dynect::{texts, version};

/// Opens a session (rules S1–S3, S7). Its job is the new session's; its token is told, not kept (rule J3).
pub(in crate::dynect) async fn log_in(call: &mut Call) -> Outcome {
    let credentials = call.take(|given| {
        let account = given.required_text("customer_name");
        let login = given.required_text("user_name");
        let password = given.required_text("password");
        Some(Credentials { account: Some(account?), login: login?, password: password? })
    })?;
    let opened = call.registry().log_in_dynect(call.caller(), credentials, call.remote()).await;
    let opened = opened.map_err(|refusal| match refusal {
        // The one thing that a log-in can have too many of (rule S3).
        Refusal::Quota { detail } => {
            Message::error(Code::OperationFailed, Source::ApiB, format!("login: {detail}")).into()
        }
        other => call.told(&other),
    })?;
    call.belongs_to(opened.session.id, opened.token);
    let data = Tree::map([("token", Tree::Null), ("version", version::NEWEST.into())]);
    Ok(Success::of(data, texts::logged_in()))
}

/// Whether the session is still alive: who gets here has one.
pub(in crate::dynect) async fn is_alive(_: &mut Call) -> Outcome {
    Ok(Success::empty(texts::session_alive()))
}

/// Has the session idle anew (rule S4), as every request does.
pub(in crate::dynect) async fn keep_alive(_: &mut Call) -> Outcome {
    Ok(Success::empty(texts::session_extended()))
}

/// Ends the session (rule S5). An API key has none that could be ended (rule S2).
pub(in crate::dynect) async fn log_out(call: &mut Call) -> Outcome {
    if call.principal().is_some_and(|principal| principal.session.is_none()) {
        return Err(texts::no_log_out());
    }
    let closed = call.registry().close_session(call.caller()).await;
    closed.map_err(|refusal| call.told(&refusal))?;
    Ok(Success::empty(texts::logged_out()))
}
