//! How transfers of a domain stand, asked by their sides, by who has the domain's code, and by its sponsor (T2).

use domesday_dns::Name;
use domesday_domain::actor::Permission;
use domesday_domain::registration::{Happening, TransferData};

use super::addressee::{known, path_name, sponsored};
use super::code::{Proven, wrong_code};
use super::held::Held;
use super::transfer_info::{TransferInfo, handles};
use crate::objection::{Ground, Objection};
use crate::ports::Snapshot;
use crate::refusal::Refusal;
use crate::registry::{Caller, Context, Query, Registry};

impl Registry {
    /// How the latest transfer of a domain stands: its sides need no code (rule T2).
    ///
    /// # Errors
    /// 2303, 2201 without a code, 2202, 2301.
    pub async fn query_transfer(
        &self,
        caller: &Caller,
        name: &str,
        code: Option<&str>,
    ) -> Result<TransferInfo, Refusal> {
        let name = path_name(name)?;
        let query = |proven, given| QueryTransfer { name: name.clone(), given, proven };
        match code.filter(|code| !code.is_empty()) {
            None => self.ask(caller, query(None, false)).await,
            Some(code) => match self.ask(caller, query(None, false)).await {
                // A side needs no code, and is not counted for a wrong one.
                Err(Refusal::Objected(objections))
                    if objections.list.iter().any(|one| one.ground == Ground::Denied) =>
                {
                    let proven = self.prove_code(caller, &name, code).await?;
                    self.ask(caller, query(proven, true)).await
                }
                answer => answer,
            },
        }
    }
}

/// Transfers of a domain that are known, the newest first: the open one, those that time closed since the domain was stored, and those
/// that are kept.
fn all_of(snapshot: &mut dyn Snapshot, held: &Held, limit: usize) -> Result<Vec<TransferData>, Refusal> {
    let view = held.present.view(&held.versions);
    let mut transfers: Vec<TransferData> = view.transfer.into_iter().collect();
    transfers.extend(held.events.iter().rev().filter_map(|event| match &event.what {
        Happening::Transferred(data) | Happening::TransferCancelled(data) => Some(*data),
        _ => None,
    }));
    transfers.extend(snapshot.transfers(held.facts().id, limit)?);
    transfers.truncate(limit);
    Ok(transfers)
}

/// Asks how the latest transfer of a domain stands.
struct QueryTransfer {
    name: Name,
    given: bool,
    proven: Option<Proven>,
}

impl Query for QueryTransfer {
    const NEEDS: Permission = Permission::ReadRegistrations;
    type Answer = TransferInfo;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<TransferInfo, Refusal> {
        let held = known(snapshot, context, &self.name)?;
        let latest = all_of(snapshot, &held, 1)?.pop();
        let account = context.actor.account;
        let is_side = latest.is_some_and(|latest| latest.requester == account || latest.acting == account)
            || context.actor.sees(held.facts().sponsor);
        if !is_side {
            if !self.given {
                let detail = "the sides of a transfer, and who has the domain's code, may know of it";
                return Err(Objection::new(Ground::Denied, "path:name", "not-sponsor", detail).into());
            }
            let opened = match &self.proven {
                Some(proven) => proven.opens(&held, context)?,
                None => false,
            };
            if !opened {
                return Err(wrong_code());
            }
        }
        let Some(latest) = latest else {
            let detail = format!("no transfer of {} was ever asked for", self.name);
            return Err(Objection::new(Ground::NoTransferPending, "path:name", "no-transfer", detail).into());
        };
        let handles = handles(snapshot, [latest.requester, latest.acting])?;
        Ok(TransferInfo::of(&self.name, &latest, &handles))
    }
}

/// Asks for all transfers of a domain of the caller's, the newest first.
#[derive(Clone, Debug)]
pub struct ListTransfers {
    /// The name.
    pub name: String,
}

/// The most transfers that are told.
const MOST_TOLD: usize = 1000;

impl Query for ListTransfers {
    const NEEDS: Permission = Permission::ReadRegistrations;
    type Answer = Vec<TransferInfo>;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<Vec<TransferInfo>, Refusal> {
        let name = path_name(&self.name)?;
        let held = sponsored(snapshot, context, &name)?;
        let transfers = all_of(snapshot, &held, MOST_TOLD)?;
        let handles = handles(snapshot, transfers.iter().flat_map(|data| [data.requester, data.acting]))?;
        Ok(transfers.iter().map(|data| TransferInfo::of(&name, data, &handles)).collect())
    }
}
