//! `AllRecord`, `ANYRecord` and `NodeList` (rules R1, R9): many records at once, as the session sees them.

use std::collections::BTreeMap;

use domesday_app::staging::{Nodes, SeenRecord, StreamNodes, StreamRecords};
use domesday_dns::Name;
use domesday_domain::name::{ZoneName, read_owner};
use domesday_domain::zone::Zone;

use super::records::{record, uri};
use crate::dynect::call::Call;
use crate::dynect::failure::Failure;
use crate::dynect::format::Tree;
use crate::dynect::operation::Outcome;
use crate::dynect::rdata;
use crate::dynect::rows::{Gathering, Rows};
use crate::dynect::success::Success;
use crate::dynect::texts;

/// All records of a zone, or of a node and all below it.
pub(super) async fn all(call: &mut Call) -> Outcome {
    let nodes = |node| Nodes::Under(node);
    records(call, nodes).await
}

/// All records of a node.
pub(super) async fn any(call: &mut Call) -> Outcome {
    let nodes = |node| Nodes::Only(node);
    records(call, nodes).await
}

/// The names that have records, in canonical order.
pub(super) async fn nodes(call: &mut Call) -> Outcome {
    call.take(|_| Some(()))?;
    let (zone, nodes) = asked(call, Nodes::Under)?;
    let holder = call.session()?;
    let begun = call.stream(StreamNodes { zone, holder, nodes }).await;
    let (_, items) = begun.map_err(|failure| texts::if_no_node(failure, texts::no_node_in_tree))?;
    let mut names = Gathering::list(call);
    let name = |name: &Name| Tree::from(name.to_string());
    names.take(call, items, |some| some.iter().map(name).collect::<Vec<_>>()).await?;
    Ok(Success::rows(names.finish().await?, texts::node_list()))
}

/// The zone and the nodes that are asked for: all without a node.
fn asked(call: &Call, nodes: impl FnOnce(Name) -> Nodes) -> Result<(ZoneName, Nodes), Failure> {
    let zone = call.zone()?;
    let nodes = match call.parts() {
        1 => Nodes::All,
        _ => nodes(read_owner(&zone, call.part(1)).map_err(|_| texts::no_node_in_tree())?),
    };
    Ok((zone, nodes))
}

async fn records(call: &mut Call, nodes: impl FnOnce(Name) -> Nodes) -> Outcome {
    let detail = call.take(|given| Some(given.flag("detail").unwrap_or_default()))?;
    let (zone, nodes) = asked(call, nodes)?;
    let holder = call.session()?;
    let begun = call.stream(StreamRecords { zone, holder, nodes }).await;
    let (zone, mut items) = begun.map_err(|failure| texts::if_no_node(failure, texts::no_node_in_tree))?;
    let mut types = ByType::default();
    while let Some(item) = items.recv().await {
        let mut some = item.map_err(|refusal| call.cut_short(&refusal))?;
        if !detail {
            // By id within a set, which comes whole.
            some.sort_by(|one, other| one.owner.cmp(&other.owner).then(one.number.cmp(&other.number)));
        }
        for seen in some {
            types.add(call, &zone, &seen, detail).await?;
        }
    }
    let rows = if detail { types.into_lists(call).await? } else { types.into_one_list(call).await? };
    Ok(Success::rows(rows, texts::zone_tree()))
}

/// Records as they are answered, apart by type: they come by name.
#[derive(Default)]
struct ByType(BTreeMap<String, Gathering>);

impl ByType {
    async fn add(&mut self, call: &Call, zone: &Zone, seen: &SeenRecord, detail: bool) -> Result<(), Failure> {
        let rows = self.0.entry(rdata::key(seen.rtype)).or_insert_with(|| Gathering::list(call));
        rows.add(&if detail { record(zone, seen) } else { uri(zone, seen) }).await
    }

    /// A list for each type that there is, empty or not, and for each other one that has records (rule R9).
    async fn into_lists(mut self, call: &Call) -> Result<Rows, Failure> {
        let mut all = Gathering::lists(call);
        for (key, _) in rdata::keys() {
            all.begin(&rdata::tree_key(key));
            if let Some(rows) = self.0.remove(key) {
                all.append(rows.finish().await?).await?;
            }
        }
        for (key, rows) in self.0 {
            all.begin(&rdata::tree_key(&key));
            all.append(rows.finish().await?).await?;
        }
        all.finish().await
    }

    /// One list, by type.
    async fn into_one_list(self, call: &Call) -> Result<Rows, Failure> {
        let mut all = Gathering::list(call);
        for rows in self.0.into_values() {
            all.append(rows.finish().await?).await?;
        }
        all.finish().await
    }
}
