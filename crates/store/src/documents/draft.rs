//! What a session has staged of one record set. Values are in hexadecimal text, as on the wire; types are their numbers.

use std::collections::BTreeMap;

use domesday_dns::{Name, Rdata, RecordType};
use domesday_domain::history::Value;
use domesday_domain::record::Record;
use domesday_domain::staging::{
    DraftMember, DraftMembers, DraftNode, DraftSet, DraftTtl, DraftValue, DraftWhole, SOA_MEMBERS, Spelled,
};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::facts::{hex, octets};
use super::spelling::SpellingWire;
use super::{Unreadable, read, word, written};

#[derive(Serialize, Deserialize)]
struct Wire {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    values: Vec<ValueWire>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    wholes: BTreeMap<u16, WholeWire>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ttl: Option<TtlWire>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    members: Option<MembersWire>,
}

#[derive(Serialize, Deserialize)]
struct ValueWire {
    number: i64,
    changes: BTreeMap<u16, i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    base: Option<SpelledWire>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    wanted: Option<SpelledWire>,
}

#[derive(Serialize, Deserialize)]
struct SpelledWire {
    rdata: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    spelling: Option<SpellingWire>,
}

#[derive(Serialize, Deserialize)]
struct WholeWire {
    base: Vec<(i64, String)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    node: Option<(String, i64)>,
}

/// A stated TTL: `had_set` tells a set without a TTL of its own from none.
#[derive(Serialize, Deserialize)]
struct TtlWire {
    change: i64,
    had_set: bool,
    base: Option<u32>,
    wanted: Option<u32>,
    shown: u16,
    number: i64,
    value: SpelledWire,
}

#[derive(Serialize, Deserialize)]
struct MembersWire {
    change: i64,
    number: i64,
    members: BTreeMap<String, (Json, Json)>,
}

impl SpelledWire {
    fn of(spelled: &Spelled) -> Self {
        Self { rdata: hex(spelled.rdata.wire()), spelling: SpellingWire::of(&spelled.spelling) }
    }

    fn into_spelled(self, rtype: RecordType) -> Result<Spelled, Unreadable> {
        let spelling = self.spelling.map(SpellingWire::into_spelling).transpose()?;
        Ok(Spelled { rdata: rdata(rtype, &self.rdata)?, spelling: spelling.unwrap_or_default() })
    }
}

fn rdata(rtype: RecordType, text: &str) -> Result<Rdata, Unreadable> {
    Ok(Rdata::from_stored(rtype, octets(text)?.into()))
}

impl ValueWire {
    fn of(value: &DraftValue) -> Self {
        let changes = value.changes.iter().map(|(rtype, id)| (rtype.0, *id)).collect();
        let [base, wanted] = [&value.base, &value.wanted].map(|spelled| spelled.as_ref().map(SpelledWire::of));
        Self { number: value.number, changes, base, wanted }
    }

    fn into_value(self, rtype: RecordType) -> Result<DraftValue, Unreadable> {
        let spelled = |wire: Option<SpelledWire>| wire.map(|wire| wire.into_spelled(rtype)).transpose();
        let changes = self.changes.into_iter().map(|(rtype, id)| (RecordType(rtype), id)).collect();
        Ok(DraftValue { number: self.number, changes, base: spelled(self.base)?, wanted: spelled(self.wanted)? })
    }
}

impl WholeWire {
    fn of(whole: &DraftWhole) -> Self {
        let node = whole.node.as_ref().map(|node| (hex(&node.top.sort_key()), node.revision));
        Self { base: whole.base.iter().map(|record| (record.number, hex(record.rdata.wire()))).collect(), node }
    }

    fn into_whole(self, rtype: RecordType) -> Result<DraftWhole, Unreadable> {
        let record = |(number, text): (i64, String)| Ok(Record { number, rdata: rdata(rtype, &text)? });
        let node = |(text, revision): (String, i64)| {
            let top = word(&text, "name", |text| Name::from_sort_key(&octets(text).ok()?).ok())?;
            Ok::<_, Unreadable>(DraftNode { top, revision })
        };
        let base = self.base.into_iter().map(record).collect::<Result<_, Unreadable>>()?;
        Ok(DraftWhole { base, node: self.node.map(node).transpose()? })
    }
}

impl TtlWire {
    fn of(ttl: &DraftTtl) -> Self {
        let value = SpelledWire::of(&ttl.value);
        let (had_set, base) = (ttl.base.is_some(), ttl.base.flatten());
        Self { change: ttl.change, had_set, base, wanted: ttl.wanted, shown: ttl.shown.0, number: ttl.number, value }
    }

    fn into_ttl(self, rtype: RecordType) -> Result<DraftTtl, Unreadable> {
        Ok(DraftTtl {
            change: self.change,
            base: self.had_set.then_some(self.base),
            wanted: self.wanted,
            shown: RecordType(self.shown),
            number: self.number,
            value: self.value.into_spelled(rtype)?,
        })
    }
}

impl MembersWire {
    fn of(members: &DraftMembers) -> Self {
        let member = |(name, member): (&&'static str, &DraftMember)| {
            ((*name).to_owned(), (json(&member.base), json(&member.wanted)))
        };
        let (change, number) = (members.change, members.number);
        Self { change, number, members: members.members.iter().map(member).collect() }
    }

    fn into_members(self) -> Result<DraftMembers, Unreadable> {
        let member = |(name, (base, wanted)): (String, (Json, Json))| {
            let known = word(&name, "member", |name| SOA_MEMBERS.into_iter().find(|known| *known == name))?;
            Ok((known, DraftMember { base: value(&base)?, wanted: value(&wanted)? }))
        };
        let members = self.members.into_iter().map(member).collect::<Result<_, Unreadable>>()?;
        Ok(DraftMembers { change: self.change, number: self.number, members })
    }
}

fn json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Number(number) => Json::from(*number),
        Value::Text(text) => Json::from(text.as_str()),
        Value::Flag(flag) => Json::from(*flag),
        Value::List(texts) => Json::from(texts.as_slice()),
    }
}

fn value(json: &Json) -> Result<Value, Unreadable> {
    let text = |json: &Json| json.as_str().map(str::to_owned);
    let value = match json {
        Json::Null => Some(Value::Null),
        Json::Bool(flag) => Some(Value::Flag(*flag)),
        Json::Number(number) => number.as_i64().map(Value::Number),
        Json::String(text) => Some(Value::Text(text.clone())),
        Json::Array(texts) => texts.iter().map(text).collect::<Option<_>>().map(Value::List),
        Json::Object(_) => None,
    };
    value.ok_or_else(|| Unreadable::Value(json.to_string(), "value of a member"))
}

/// A draft as a document; its owner and type are columns of their own.
pub(crate) fn draft_document(draft: &DraftSet) -> Result<String, Unreadable> {
    written(&Wire {
        values: draft.values.iter().map(ValueWire::of).collect(),
        wholes: draft.wholes.iter().map(|(rtype, whole)| (rtype.0, WholeWire::of(whole))).collect(),
        ttl: draft.ttl.as_ref().map(TtlWire::of),
        members: draft.members.as_ref().map(MembersWire::of),
    })
}

/// The draft of a document.
pub(crate) fn draft(owner: Name, rtype: RecordType, document: &str) -> Result<DraftSet, Unreadable> {
    let wire: Wire = read(document)?;
    let whole = |(shown, wire): (u16, WholeWire)| Ok((RecordType(shown), wire.into_whole(rtype)?));
    Ok(DraftSet {
        owner,
        rtype,
        values: wire.values.into_iter().map(|wire| wire.into_value(rtype)).collect::<Result<_, _>>()?,
        wholes: wire.wholes.into_iter().map(whole).collect::<Result<_, Unreadable>>()?,
        ttl: wire.ttl.map(|wire| wire.into_ttl(rtype)).transpose()?,
        members: wire.members.map(MembersWire::into_members).transpose()?,
    })
}
