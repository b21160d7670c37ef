//! The end of a page: its zone is stepped, stored and told, once (rules S3, S4, H1; `dynect.md` Z2, C10).

use domesday_domain::finding::Warning;
use domesday_domain::history::{Action, Changes, Face};
use domesday_domain::record::RecordSet;
use domesday_domain::zone::Zone;

use super::{Page, Role};
use crate::history::{self, Story};
use crate::ports::UnitOfWork;
use crate::refusal::Refusal;
use crate::registry::Context;
use crate::zones::{digest, stored_digest};

/// What is told of a command on every page.
pub(crate) struct Deed<'a> {
    /// What is done.
    pub(crate) action: Action,
    /// What led to it, for the zones that follow.
    pub(crate) cause: &'a str,
    /// What the user wrote about it, for the zones asked for.
    pub(crate) note: Option<&'a str>,
    /// What force lifted, or a rule let through, for the zones asked for.
    pub(crate) warnings: &'a [Warning],
}

impl Page {
    /// One step further, stored and told; gives the zone as it is then.
    pub(crate) fn close(
        mut self,
        tx: &mut dyn UnitOfWork,
        context: &Context,
        deed: &Deed<'_>,
    ) -> Result<Zone, Refusal> {
        if !self.has_changes() {
            return if self.is_publish { self.tell(tx, context, deed) } else { Ok(self.before) };
        }
        let is_new = self.role == Role::New;
        let numbered = self.zone.next_record != self.before.next_record;
        if self.moves_serial() {
            self.zone.serial_updated = context.now;
        }
        if self.is_publish || context.face != Face::Dynect {
            self.zone.serial_hidden = false;
        }
        self.zone.step(self.published && !is_new && !self.moves_serial(), context.now);
        if !is_new || numbered {
            tx.update_zone(&self.zone, false)?;
        }
        let very_many = self.has_very_many();
        let changes = match very_many {
            false => Changes::Each(std::mem::take(&mut self.changes)),
            true => Changes::Counted {
                by_type: self.touched.into_iter().collect(),
                before: self.originals.into_hash(),
                after: Some(digest_after(tx, &self.zone, self.made)?),
            },
        };
        let asked_for = self.role != Role::Following;
        let story = Story {
            action: if asked_for { deed.action } else { Action::ZoneFollow },
            zone: &self.zone,
            serial_before: (!is_new).then_some(self.before.serial),
            serial_after: Some(self.zone.serial),
            changes,
            warnings: if asked_for { deed.warnings } else { &[] },
            cause: (!asked_for).then(|| deed.cause.to_owned()),
            note: deed.note.filter(|_| asked_for),
        };
        history::write(tx, context, &story)?;
        Ok(self.zone)
    }

    /// Tells of a publish that changes nothing but, perhaps, that the serial is shown.
    fn tell(self, tx: &mut dyn UnitOfWork, context: &Context, deed: &Deed<'_>) -> Result<Zone, Refusal> {
        let hidden = self.before.serial_hidden;
        let zone = Zone { serial_hidden: false, ..self.before };
        if hidden {
            tx.update_zone(&zone, false)?;
        }
        let story = Story {
            action: deed.action,
            zone: &zone,
            serial_before: Some(zone.serial),
            serial_after: Some(zone.serial),
            changes: Changes::Each(Vec::new()),
            warnings: deed.warnings,
            cause: None,
            note: deed.note,
        };
        history::write(tx, context, &story)?;
        Ok(zone)
    }
}

/// The hash of a zone's file.
fn digest_after(tx: &mut dyn UnitOfWork, zone: &Zone, made: Option<Vec<RecordSet>>) -> Result<String, Refusal> {
    let Some(mut made) = made else { return stored_digest(tx, zone) };
    made.sort_by(|one, other| (&one.owner, one.rtype).cmp(&(&other.owner, other.rtype)));
    Ok(digest(zone, made.iter()))
}
