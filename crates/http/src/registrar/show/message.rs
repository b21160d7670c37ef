//! A message (rule Q2).

use domesday_app::messages::MessageInfo;
use domesday_domain::message::Message;
use domesday_domain::word::Word;
use serde_json::{Value, json};

use super::super::answer::{second, second_if};

/// A message as its account reads it.
pub(in super::super) fn message(info: &MessageInfo) -> Value {
    let Message { id, kind, created, read, text, object, name, server_transaction, data, .. } = &info.message;
    json!({
        "id": id,
        "type": kind.word(),
        "group": kind.group().as_str(),
        "crDate": second(*created),
        "ntDate": second_if(*read),
        "msg": text,
        "object": {"type": object.as_str(), "name": name.to_string()},
        "cltrid": info.cltrid,
        "svtrid": server_transaction,
        "data": serde_json::from_str::<Value>(data).unwrap_or_else(|_| json!({})),
    })
}
