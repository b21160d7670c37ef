//! The records of one type at a node (rules R1–R8, R11–R13): `ARecord`, `MXRecord` and so on, all served here.

pub(in crate::dynect) mod given;
mod one;
mod shape;

use domesday_app::ports::Counter;
use domesday_app::staging::{Limit, ReadRecords, Records, SeenRecord, StageRecords, Staged, Write};
use domesday_dns::{Name, RecordType};
use domesday_domain::finding::Warning;
use domesday_domain::name::{ZoneName, check_owner, read_owner};
use domesday_domain::staging::{Numbers, Written};

pub(super) use one::{delete, read, update};
pub(super) use shape::{rdata_tree, record, uri};

use crate::dynect::arguments::Arguments;
use crate::dynect::call::Call;
use crate::dynect::failure::Failure;
use crate::dynect::format::Tree;
use crate::dynect::message::{Code, Message, Source};
use crate::dynect::operation::Outcome;
use crate::dynect::success::Success;
use crate::dynect::{rdata, refused, texts};

/// What the names of these resources end with.
const RECORD: &str = "Record";

/// How many numbers of changes a request takes that may delete any number of records, before it is known how many those are.
const CHANGES: i64 = 500;

/// How many it takes when those were not enough: more than may be staged.
pub(super) const MANY_CHANGES: i64 = 250_000;

/// Whether a resource of this name is the records of a type.
pub(super) fn is_here(name: &str) -> bool {
    let (rtype, end) = name.split_at_checked(name.len().saturating_sub(RECORD.len())).unwrap_or_default();
    end.eq_ignore_ascii_case(RECORD) && (rdata::type_of(rtype).is_some() || rdata::without_records(rtype).is_some())
}

/// What is asked for: a type, at a node of a zone.
pub(super) struct Place {
    pub(super) zone: ZoneName,
    pub(super) node: Name,
    /// The type; none for those that have no records here.
    pub(super) rtype: Option<RecordType>,
}

impl Place {
    /// Of a request's path; a node that is no name is not in the zone.
    pub(super) fn of(call: &Call) -> Result<Self, Failure> {
        let zone = call.zone()?;
        let node = read_owner(&zone, call.part(1)).map_err(|_| texts::no_node_of_records())?;
        let rtype = type_of(call);
        Ok(Self { zone, node, rtype })
    }

    /// The type, to be written.
    pub(super) fn writable(&self) -> Result<RecordType, Failure> {
        writable(self.rtype)
    }
}

/// The type of records that a request is about; none for those that have no records here. It is known before the arguments, which are read
/// by it, and so before the node is looked for (rule W7).
pub(super) fn type_of(call: &Call) -> Option<RecordType> {
    let name = call.resource();
    name.get(..name.len().saturating_sub(RECORD.len())).and_then(rdata::type_of)
}

/// Whether a request is about the NS at the zone's own name; of a path that is none of a node it is not.
pub(super) fn is_apex_ns(call: &Call) -> bool {
    type_of(call) == Some(RecordType::NS) && Place::of(call).is_ok_and(|place| place.node == *place.zone.as_name())
}

/// A type, to be written.
pub(super) fn writable(rtype: Option<RecordType>) -> Result<RecordType, Failure> {
    let refused = |text: &str| Failure::from(Message::error(Code::IllegalOperation, Source::Bll, text));
    match rtype {
        Some(RecordType::SOA) => Err(refused("make: A zone has one SOA, which is changed with PUT by its id")),
        Some(rtype) => Ok(rtype),
        None => Err(refused("make: Records of this type are not offered here")),
    }
}

/// All of the type at the node: their URIs, or with `detail` the records.
pub(super) async fn list(call: &mut Call) -> Outcome {
    let detail = call.take(|given| Some(given.flag("detail").unwrap_or_default()))?;
    let place = Place::of(call)?;
    let Some(rtype) = place.rtype else {
        return Ok(Success::of(Tree::List(Vec::new()), texts::records_found(0)));
    };
    let holder = call.session()?;
    let query = ReadRecords { zone: place.zone, holder, node: place.node, rtype, number: None };
    let Records { zone, records } =
        call.ask(query).await.map_err(|failure| texts::if_no_node(failure, texts::no_node_of_records))?;
    let shown = |seen: &SeenRecord| if detail { record(&zone, seen) } else { uri(&zone, seen) };
    let said = texts::records_found(records.len());
    Ok(Success::of(records.iter().map(shown).collect(), said))
}

/// One record more.
pub(super) async fn add(call: &mut Call) -> Outcome {
    let rtype = writable(type_of(call))?;
    let is_apex_ns = is_apex_ns(call);
    let taken = call.take(|given| {
        let (value, ttl) = (given::value(given, rtype), given::ttl(given, is_apex_ns));
        Some((value?, ttl))
    });
    let (value, ttl) = taken.map_err(|failure| match failure.is_of_rdata() {
        true => failure.and(texts::could_not_create(&rtype.to_string())),
        false => failure,
    })?;
    let place = Place::of(call)?;
    check_node(&place.node, rtype)?;
    let staged = stage(call, place, rtype, Write::Add { value, ttl }, added).await;
    staged.map_err(|failure| match failure.code() {
        Code::TargetExists => failure.and(texts::record_not_added()),
        _ => failure,
    })
}

fn added(staged: &Staged, rtype: RecordType) -> Success {
    let data = staged.records.first().map_or(Tree::Null, |seen| record(&staged.zone, seen));
    let success = Success::of(data, texts::record_added());
    let success = if staged.new_node { success.and(texts::node_added()) } else { success };
    success.with(warnings(rtype, &staged.warnings))
}

/// All of the type at once (rule R6): a list under the type's name, or one record.
pub(super) async fn replace(call: &mut Call) -> Outcome {
    let rtype = writable(type_of(call))?;
    let name = rdata::set_argument(rtype);
    let is_apex_ns = is_apex_ns(call);
    let one = |given: &mut Arguments| {
        let (value, ttl) = (given::value(given, rtype), given::ttl(given, is_apex_ns));
        (value, ttl)
    };
    let (values, as_list) = call.take(|given| {
        if given.present(&name) { Some((given.maps(&name, one)?, true)) } else { Some((vec![one(given)], false)) }
    })?;
    let place = Place::of(call)?;
    let ttls: Vec<u32> = values.iter().filter_map(|(_, ttl)| *ttl).collect();
    let values: Vec<Written> = values.into_iter().filter_map(|(value, _)| value).collect();
    if !values.is_empty() {
        check_node(&place.node, rtype)?;
    }
    let lowest = ttls.iter().copied().min();
    let differ = ttls.iter().any(|ttl| Some(*ttl) != lowest);
    let render = move |staged: &Staged, rtype: RecordType| {
        let mut records = staged.records.iter().map(|seen| record(&staged.zone, seen));
        let data = if as_list { records.collect() } else { records.next().unwrap_or(Tree::Null) };
        let success = Success::of(data, texts::record_updated()).with(warnings(rtype, &staged.warnings));
        if differ { success.and(ttls_differ(lowest)) } else { success }
    };
    stage(call, place, rtype, Write::Replace { values, ttl: lowest }, render).await
}

fn ttls_differ(lowest: Option<u32>) -> Message {
    let text = format!("ttl: The records of a set have one TTL, taken is the lowest, {}", lowest.unwrap_or_default());
    Message::warn(Code::InvalidData, Source::Bll, text)
}

/// All of the type go.
pub(super) async fn delete_all(call: &mut Call) -> Outcome {
    call.take(|_| Some(()))?;
    let place = Place::of(call)?;
    let rtype = place.writable()?;
    let node = place.node.clone();
    let render = move |staged: &Staged, rtype: RecordType| {
        let count = usize::try_from(staged.deleted).unwrap_or(usize::MAX);
        let said = match count {
            0 => Message::warn(Code::NotFound, Source::ApiB, texts::records_deleted(0).info),
            _ => texts::records_deleted(count),
        };
        gone(Success::empty(said), staged, &node).with(warnings(rtype, &staged.warnings))
    };
    stage(call, place, rtype, Write::DeleteAll, render).await
}

/// With the line that a node is gone, if it is.
fn gone(success: Success, staged: &Staged, node: &Name) -> Success {
    if staged.node_gone { success.and(texts::node_removed(&node.to_string())) } else { success }
}

/// What was let through; of writes to SPF that the type is deprecated (rule R8).
fn warnings(rtype: RecordType, warnings: &[Warning]) -> Vec<Message> {
    let mut lines: Vec<Message> = refused::warned(warnings).collect();
    if rtype == RecordType::SPF {
        let text = "SPFRecord: SPF is kept as TXT (RFC 7208 section 3.1)";
        lines.push(Message::warn(Code::DeprecatedRequest, Source::Bll, text));
    }
    lines
}

/// Whether records of a type may stand at a name at all (`zones.md` N5, R3).
fn check_node(node: &Name, rtype: RecordType) -> Result<(), Failure> {
    let told = |(code, detail): (&str, String)| {
        Failure::from(Message::error(Code::InvalidData, Source::Bll, format!("node: {detail} ({code})")))
    };
    check_owner(node, rtype).map_err(told)
}

/// Stages, with as many numbers as it takes.
pub(super) async fn stage(
    call: &mut Call,
    place: Place,
    rtype: RecordType,
    write: Write,
    render: impl Fn(&Staged, RecordType) -> Success + Clone + Send + Sync + 'static,
) -> Outcome {
    let (records, changes) = match &write {
        Write::Add { .. } => (1, 4),
        Write::Update { .. } | Write::Delete { .. } => (0, 4),
        Write::Replace { values, .. } => {
            let count = i64::try_from(values.len()).unwrap_or(i64::MAX >> 8);
            (count, count.saturating_mul(2).saturating_add(CHANGES))
        }
        Write::DeleteAll => (0, CHANGES),
    };
    let limit = limit(call);
    let command = |numbers| {
        let (zone, node, write) = (place.zone.clone(), place.node.clone(), write.clone());
        move |holder| StageRecords { zone, holder, node, rtype, write, numbers, limit }
    };
    for changes in [changes, MANY_CHANGES] {
        let numbers = numbers(call, records, changes).await?;
        let render = render.clone();
        let staged = call.stage(command(numbers), move |staged| render(staged, rtype)).await;
        if let Some(outcome) = staged {
            return outcome;
        }
    }
    Err(texts::too_many_staged())
}

/// Numbers for what is staged.
pub(super) async fn numbers(call: &Call, records: i64, changes: i64) -> Result<Numbers, Failure> {
    let registry = call.registry();
    let of =
        |counter, count: i64| async move { if count == 0 { Ok(0..0) } else { registry.numbers(counter, count).await } };
    let told = |refusal| call.told(&refusal);
    let records = of(Counter::Records, records).await.map_err(told)?;
    let changes = of(Counter::Changes, changes).await.map_err(told)?;
    Ok(Numbers { records, changes })
}

/// How much a session may have staged.
pub(super) fn limit(call: &Call) -> Limit {
    Limit(call.rules().staged_max)
}
