//! `Node` (rule R10): a node removed with all that is at it and below it.

use domesday_app::staging::{RemoveNode, RemovedNode};
use domesday_domain::name::read_owner;

use super::records::{MANY_CHANGES, limit, numbers};
use super::zone::shown;
use crate::dynect::call::Call;
use crate::dynect::message::{Code, Message, Source};
use crate::dynect::operation::Outcome;
use crate::dynect::success::Success;
use crate::dynect::texts;

/// How many numbers are taken before it is known how many records there are.
const CHANGES: i64 = 500;

/// Stages the removal of a node.
pub(super) async fn remove(call: &mut Call) -> Outcome {
    call.take(|_| Some(()))?;
    let zone = call.zone()?;
    let node = read_owner(&zone, call.part(1)).map_err(|_| texts::no_node_of_record())?;
    let limit = limit(call);
    for changes in [CHANGES, MANY_CHANGES] {
        let numbers = numbers(call, 0, changes).await?;
        let (zone, node, fqdn) = (zone.clone(), node.clone(), node.to_string());
        let command = move |holder| RemoveNode { zone, holder, node, numbers, limit };
        let render = move |removed: &RemovedNode| {
            let said = match removed.deleted {
                0 => Message::warn(Code::NotFound, Source::ApiB, format!("remove_node: {fqdn} has no records")),
                _ => texts::tree_removed(&fqdn),
            };
            Success::of(shown(&removed.zone, None), said)
        };
        if let Some(outcome) = call.stage(command, render).await {
            return outcome;
        }
    }
    Err(texts::too_many_staged())
}
