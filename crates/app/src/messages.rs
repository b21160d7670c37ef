//! Messages as their account reads them: listed, read, noted as read, deleted, searched, and swept when they are old (`registrar.md`
//! section 8).
//!
//! They are written by what they tell of, in its transaction. An admin reads everybody's; a list of what is unread is of the own account's.

mod delete;
mod info;
mod list;
mod mark;
mod read;
mod search;
mod sweep;

pub use delete::{DeleteMessage, MessageDeleted};
pub use info::MessageInfo;
pub use list::ListUnread;
pub use mark::{MarkRead, MessageMarked};
pub use read::ReadMessage;
pub use search::SearchMessages;
pub use sweep::{SweepMessages, Swept};

use domesday_domain::message::Message;

use crate::objection::{Ground, Objection};
use crate::ports::{Locks, MessageReads};
use crate::refusal::Refusal;
use crate::registry::Context;

/// Where a message's number stands in a path.
const PLACE: &str = "path:id";

/// The number in a path.
fn number(text: &str) -> Result<i64, Refusal> {
    let digits = !text.is_empty() && text.bytes().all(|octet| octet.is_ascii_digit());
    let malformed = || Objection::new(Ground::Malformed, PLACE, "message-id", "a message's id is a whole number");
    if !digits {
        return Err(malformed().into());
    }
    // A number beyond all that are given is no message's.
    Ok(text.parse().unwrap_or(i64::MAX))
}

/// The locks of whatever is done to a message.
fn locks(id: &str) -> Locks {
    number(id).map_or_else(|_| Locks::none(), |number| Locks::none().object("message", &number.to_string()))
}

/// The message of a number; another account's is as if it were not there.
fn existing(reads: &mut dyn MessageReads, context: &Context, id: i64) -> Result<Message, Refusal> {
    let found = if context.actor.is_admin() {
        reads.messages_numbered(&[id])?.pop()
    } else {
        reads.message(context.actor.account, id)?
    };
    found.ok_or_else(|| Objection::not_there(PLACE, format!("there is no message {id}")).into())
}
