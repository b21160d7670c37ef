//! `Zone` without a name: which zones there are (section 5).

use domesday_app::input::Input;
use domesday_app::zones::{StreamWholeZones, StreamZones, ZoneQuery};
use domesday_domain::finding::Findings;

use super::zone::shown;
use crate::dynect::call::Call;
use crate::dynect::format::Tree;
use crate::dynect::operation::Outcome;
use crate::dynect::rows::Gathering;
use crate::dynect::success::Success;
use crate::dynect::texts;
use crate::paths::escaped;

/// All zones of the caller's account, of all for an admin, by name: their URIs, or with `detail` the zones.
pub(in crate::dynect) async fn list(call: &mut Call) -> Outcome {
    let detail = call.take(|given| Some(given.flag("detail").unwrap_or_default()))?;
    let query = || Input::read(ZoneQuery::default(), Findings::new());
    let mut zones = Gathering::list(call);
    if detail {
        let ((), items) = call.stream(StreamWholeZones { query: query() }).await?;
        zones.take(call, items, |some| some.iter().map(|zone| shown(zone, None)).collect::<Vec<_>>()).await?;
    } else {
        let uri = |name: &domesday_dns::Name| Tree::from(format!("/REST/Zone/{}/", escaped(&name.to_string())));
        let ((), items) = call.stream(StreamZones { query: query() }).await?;
        zones.take(call, items, |names| names.iter().map(uri).collect::<Vec<_>>()).await?;
    }
    let zones = zones.finish().await?;
    let said = texts::zones_listed(zones.count());
    Ok(Success::rows(zones, said))
}
