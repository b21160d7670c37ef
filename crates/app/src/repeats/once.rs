//! A command that is done once, however often it is sent.

use std::sync::Arc;

use chrono::TimeDelta;
use domesday_domain::account::UserId;
use domesday_domain::actor::{Actor, Permission};

use super::Mutation;
use super::left::stands;
use crate::objection::{Ground, Objection};
use crate::ports::{KeptAnswer, Locks, RepeatKey, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};

/// For how long an answer is kept (rule I2).
pub const KEPT: TimeDelta = TimeDelta::hours(24);

/// By what a request is known when it is sent again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repeat {
    /// User and id alone decide (rule I4): version 2.0, or an `Idempotency-Key`. Else the object's state does too (rule I3).
    pub strict: bool,
    /// The idempotency key, or else the transaction id.
    pub id: String,
    /// Where the id stood, such as `header:Idempotency-Key`.
    pub place: &'static str,
    /// What is asked: see [`super::request`].
    pub request: [u8; 32],
}

/// An answer as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// The HTTP status.
    pub status: u16,
    /// The answer's own members, as JSON. It must not have a clear code in it (rule I5).
    pub body: String,
}

/// How a face renders an answer that is to be kept.
pub type Render<A> = Arc<dyn Fn(&A) -> Rendered + Send + Sync>;

/// A command that is done once; what it says to those who send it again is what it said the first time.
///
/// Refused: what could not be read, before anything else is looked at; `transaction-id-reused` where the id was used for another request;
/// else as the command itself. A rehearsal keeps nothing, and is not answered from what is kept.
pub struct Once<C: Mutation> {
    /// What is to be done.
    pub command: C,
    /// By what it is known when it is sent again; none if it has no id.
    pub repeat: Option<Repeat>,
    /// Why the request could not be read at all, if it could not: told before a used id is.
    pub readable: Result<(), Refusal>,
    /// How its answer is kept.
    pub render: Render<C::Answer>,
}

/// What a request is answered with.
#[derive(Debug)]
pub enum Given<A> {
    /// It was done just now.
    Fresh(A),
    /// It was done before, and was answered so.
    Again(KeptAnswer),
}

impl<C: Mutation> Command for Once<C> {
    const NEEDS: Permission = C::NEEDS;
    type Answer = Given<C::Answer>;

    fn locks(&self, actor: &Actor) -> Locks {
        let locks = self.command.locks(actor);
        match (&self.repeat, actor.user) {
            // Where the request decides too, only those that are the same wait for one another.
            (Some(repeat), Some(user)) if repeat.strict => locks.repeating(user, &repeat.id),
            (Some(repeat), Some(user)) => locks.repeating(user, &(&repeat.id, repeat.request)),
            _ => locks,
        }
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<Self::Answer, Refusal> {
        self.readable.clone()?;
        let sender = context.actor.user.filter(|_| !context.rehearsal);
        let (Some(user), Some(repeat)) = (sender, &self.repeat) else {
            return self.command.execute(context, tx).map(Given::Fresh);
        };
        let key = repeat.key(user);
        if let Some(kept) = repeat.earlier(&key, context, tx)? {
            return Ok(Given::Again(kept));
        }
        let answer = self.command.execute(context, tx)?;
        let Rendered { status, body } = (self.render)(&answer);
        let left = Some(C::subject(&answer).kept());
        tx.keep_answer(&key, &KeptAnswer { request: repeat.request, status, body, left, at: context.now })?;
        Ok(Given::Fresh(answer))
    }
}

impl Repeat {
    fn key(&self, user: UserId) -> RepeatKey {
        RepeatKey { user, strict: self.strict, id: self.id.clone() }
    }

    /// The answer that this very request was given before, if it is to be given again.
    fn earlier(
        &self,
        key: &RepeatKey,
        context: &Context,
        tx: &mut dyn UnitOfWork,
    ) -> Result<Option<KeptAnswer>, Refusal> {
        let since = context.now - KEPT;
        if self.strict {
            let kept = tx.kept_answers(key, since)?;
            let used = !kept.is_empty();
            let same = kept.into_iter().find(|answer| answer.request == self.request);
            return if used && same.is_none() { Err(self.reused()) } else { Ok(same) };
        }
        let Some(answer) = tx.kept_answer(key, &self.request, since)? else { return Ok(None) };
        let same = answer.left.as_ref().map_or(Ok(false), |left| stands(left, &context.actor, tx))?;
        Ok(same.then_some(answer))
    }

    fn reused(&self) -> Refusal {
        let detail = format!("{} is the id of another request of the last 24 hours: take a new one", self.id);
        Objection::new(Ground::UseError, self.place, "transaction-id-reused", detail).into()
    }
}
