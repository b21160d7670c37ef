//! One record by its id (rules R1, R5, Z7).

use domesday_app::staging::{ReadRecords, Records, StageSoa, StagedSoa, Write};
use domesday_dns::RecordType;

use super::{Place, given, gone, is_apex_ns, limit, numbers, record, stage, type_of, warnings, writable};
use crate::dynect::call::Call;
use crate::dynect::failure::Failure;
use crate::dynect::format::Tree;
use crate::dynect::operation::Outcome;
use crate::dynect::resources::soa;
use crate::dynect::success::Success;
use crate::dynect::{refused, texts};

/// The id in the path; what is no number is no id.
fn id(call: &Call) -> Result<i64, Failure> {
    call.part(2).parse().map_err(|_| texts::no_record())
}

/// The type, if it has records here.
fn some_type(place: &Place) -> Result<RecordType, Failure> {
    place.rtype.ok_or_else(texts::no_record)
}

/// The record.
pub(in crate::dynect) async fn read(call: &mut Call) -> Outcome {
    call.take(|_| Some(()))?;
    let (place, number) = (Place::of(call)?, Some(id(call)?));
    let rtype = some_type(&place)?;
    let holder = call.session()?;
    let Records { zone, records } =
        call.ask(ReadRecords { zone: place.zone, holder, node: place.node, rtype, number }).await?;
    let shown = records.first().map_or(Tree::Null, |seen| record(&zone, seen));
    Ok(Success::of(shown, texts::record_found()))
}

/// What is given of it.
pub(in crate::dynect) async fn update(call: &mut Call) -> Outcome {
    if type_of(call) == Some(RecordType::SOA) {
        return update_soa(call).await;
    }
    let rtype = writable(type_of(call))?;
    let is_apex_ns = is_apex_ns(call);
    let (revise, ttl) = call.take(|given| {
        let (revise, ttl) = (given::revision(given, rtype), given::ttl(given, is_apex_ns));
        Some((revise, ttl))
    })?;
    let (place, number) = (Place::of(call)?, id(call)?);
    stage(call, place, rtype, Write::Update { number, revise, ttl }, |staged, rtype| {
        let data = staged.records.first().map_or(Tree::Null, |seen| record(&staged.zone, seen));
        Success::of(data, texts::record_updated()).with(warnings(rtype, &staged.warnings))
    })
    .await
}

/// The record goes.
pub(in crate::dynect) async fn delete(call: &mut Call) -> Outcome {
    call.take(|_| Some(()))?;
    let place = Place::of(call)?;
    let rtype = place.writable()?;
    let (number, node) = (id(call)?, place.node.clone());
    stage(call, place, rtype, Write::Delete { number }, move |staged, rtype| {
        let success = gone(Success::empty(texts::record_deleted()), staged, &node);
        success.with(warnings(rtype, &staged.warnings))
    })
    .await
}

/// The SOA: members of the zone (rule Z7).
async fn update_soa(call: &mut Call) -> Outcome {
    let update = call.take(soa::update)?;
    let (place, number) = (Place::of(call)?, id(call)?);
    if place.node != *place.zone.as_name() {
        return Err(texts::no_record());
    }
    let numbers = numbers(call, 0, 1).await?;
    let limit = limit(call);
    let zone = place.zone;
    let staged = call.stage(
        move |holder| StageSoa { zone, holder, number, update, numbers, limit },
        |staged: &StagedSoa| {
            let success = Success::of(record(&staged.zone, &staged.record), texts::record_updated());
            success.with(refused::warned(&staged.warnings))
        },
    );
    staged.await.unwrap_or_else(|| Err(texts::too_many_staged()))
}
