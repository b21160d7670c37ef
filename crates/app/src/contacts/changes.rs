//! What the history keeps of a contact (`zones.md` H1): for its sponsor and admins to read, hence whole.

use domesday_domain::contact::Contact;
use domesday_domain::history::{Deed, SubjectKind, Value};
use serde_json::json;

use super::info::ContactInfo;
use crate::domains::entries::entry;
use crate::ports::{HistoryWrites, Stored};
use crate::registry::Context;

/// Tells the history that a contact was made, changed or deleted; one of the two states is given at least.
pub(super) fn tell(
    tx: &mut dyn HistoryWrites,
    context: &Context,
    deed: Deed,
    before: Option<&ContactInfo>,
    after: Option<&ContactInfo>,
) -> Stored<()> {
    let Some(ContactInfo { contact, .. }) = after.or(before) else { return Ok(()) };
    let sponsor = |side: Option<&ContactInfo>| side.map(|info| info.sponsor.to_string());
    let (from, to) = (sponsor(before), sponsor(after));
    let moved = (from != to).then(|| json!({"what": "contact", "member": "clID", "from": from, "to": to}));
    let members = Contact::differences(before.map(|info| &info.contact), after.map(|info| &info.contact));
    let members = members
        .into_iter()
        .map(|(member, from, to)| json!({"what": "contact", "member": member, "from": value(from), "to": value(to)}));
    let changes = moved.into_iter().chain(members).collect();
    let kind = SubjectKind::Contact;
    let entry = entry(context, kind, contact.id.to_string(), contact.sponsor, deed, &changes, contact.revision);
    tx.insert_subject_entry(&entry).map(drop)
}

fn value(value: Value) -> serde_json::Value {
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Number(number) => json!(number),
        Value::Text(text) => json!(text),
        Value::Flag(flag) => json!(flag),
        Value::List(texts) => json!(texts),
    }
}
