//! Stages members of the zone through its SOA (rule Z7).

use domesday_dns::RecordType;
use domesday_domain::account::SessionId;
use domesday_domain::actor::{Actor, Permission};
use domesday_domain::finding::{Findings, Force, Warning};
use domesday_domain::history::Value;
use domesday_domain::name::ZoneName;
use domesday_domain::staging::Numbers;
use domesday_domain::zone::Zone;

use super::desk::Desk;
use super::members::SoaUpdate;
use super::publish::LIFTED;
use super::read::no_such_record;
use super::seen::{SeenRecord, shown_as};
use super::store::{Limit, anchor, store};
use crate::ports::{Locks, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};
use crate::zones::{refuse_frozen, visible_zone};

/// Stages members.
pub struct StageSoa {
    /// The zone.
    pub zone: ZoneName,
    /// Who stages.
    pub holder: SessionId,
    /// The number under which the SOA is known.
    pub number: i64,
    /// What is stated.
    pub update: SoaUpdate,
    /// Numbers for what is new.
    pub numbers: Numbers,
    /// How much a session may have staged.
    pub limit: Limit,
}

/// The SOA as the session sees it now.
#[derive(Debug)]
pub struct StagedSoa {
    /// The zone as the session sees it.
    pub zone: Zone,
    /// Its SOA.
    pub record: SeenRecord,
    /// What was let through.
    pub warnings: Vec<Warning>,
}

impl Command for StageSoa {
    const NEEDS: Permission = Permission::WriteZones;
    type Answer = StagedSoa;

    fn locks(&self, _: &Actor) -> Locks {
        Locks::none().reading(self.zone.as_name()).object("staging", &self.holder.0.to_string())
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<StagedSoa, Refusal> {
        anchor(tx, self.holder, context)?;
        let zone = visible_zone(tx, context, &self.zone)?;
        if zone.soa_number() != self.number {
            return Err(no_such_record(self.number));
        }
        let mut findings = Findings::new();
        refuse_frozen(&zone, &mut findings);
        findings.settle(Force::Nothing)?;
        let apex = zone.name.as_name().clone();
        let published: Vec<(&'static str, Value)> = zone.members();
        let mut desk = Desk::at(tx, zone, self.holder, std::slice::from_ref(&apex))?;
        let (mut draft, _) = desk.take(&apex, RecordType::SOA);
        let mut numbers = self.numbers.clone();
        for (member, wanted) in self.update.members() {
            let Some((_, now)) = published.iter().find(|(known, _)| *known == member) else { continue };
            draft
                .state_member(self.number, member, now.clone(), wanted, &mut numbers)
                .map_err(|_| Refusal::OutOfNumbers)?;
        }
        desk.put(draft);
        let mut findings = Findings::new();
        let zone = desk.view_of_zone();
        zone.content.timers.check_relations(&mut findings);
        let warnings = findings.settle(LIFTED)?;
        store(tx, self.holder, &desk, self.limit)?;
        let set = desk.view(&apex, RecordType::SOA);
        let seen = set.and_then(|set| shown_as(&zone, &set, RecordType::SOA).pop());
        let record = seen.ok_or_else(|| Refusal::Failed("a zone without its SOA".into()))?;
        Ok(StagedSoa { zone, record, warnings })
    }
}
