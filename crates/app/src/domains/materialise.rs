//! What time did to a domain, written: history, messages, transfers, hosts and zone, each event with the instant at which it was due (rules
//! L13, L14).
//!
//! Time alone decides nearly all of it. Where what follows depends on the registrant's attestations it is written in chapters: up to the
//! transfer that may have copied the registrant, or to the policy that requires other claims; then those are judged as of that instant.

use domesday_domain::account::AccountId;
use domesday_domain::contact::Contact;
use domesday_domain::history::Deed;
use domesday_domain::message::MessageKind;
use domesday_domain::registration::{
    Deletion, Event, Happening, Judgement, TransferData, TransferStatus, project_to_judgement,
};
use serde_json::{Value, json};

use super::claims::{Occasion, Registrant, Tidings, contact_of, number_of};
use super::contacts::hand_over;
use super::entries;
use super::held::Held;
use super::messages::{ParentEvent, Writer};
use super::proceedings::Proceedings;
use super::transfer_info::{Handles, TransferInfo, handle, handles, second};
use crate::host_objects;
use crate::ports::{StoredDomain, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::Context;

impl Proceedings {
    /// Writes what time did; gives the domain as it is stored then, or nothing if it is gone.
    pub(crate) fn materialise(
        &mut self,
        tx: &mut dyn UnitOfWork,
        context: &Context,
        held: Held,
    ) -> Result<Option<Held>, Refusal> {
        if !held.is_behind() {
            return Ok(Some(held));
        }
        let (mut after, mut last) = (held.stored.clone(), context.now);
        let sides = held.events.iter().flat_map(|event| match &event.what {
            Happening::Transferred(data) | Happening::TransferCancelled(data) => vec![data.requester, data.acting],
            _ => Vec::new(),
        });
        let handles = handles(tx, sides)?;
        let present = loop {
            // As far as time does it alone; then whoever the registrant is by then is looked at, and the rest follows from that.
            let (chapter, judgement) = project_to_judgement(&after.registration, &held.versions, context.now);
            let (before, at) = (number_of(&after.registration), chapter.present.now());
            after.registration = chapter.present.registration().clone();
            let of_claims = chapter.events.iter().any(|event| Tidings::of_event(event).is_some());
            let registrant = contact_of(tx, &after.registration, of_claims)?;
            for event in &chapter.events {
                self.tell(tx, context, &mut after, registrant.as_ref(), event, &handles)?;
                last = event.due;
            }
            let occasion = match judgement {
                None => break chapter.present,
                Some(Judgement::Transfer) if number_of(&after.registration) == before => continue,
                Some(Judgement::Transfer) => Occasion::NewRegistrant,
                Some(Judgement::Policy) => Occasion::Policy,
            };
            let registrant = Registrant::of_domain(tx, &after.registration, &held.versions, at)?;
            self.judge_claims(&Writer::of_time(context), &mut after, &held.versions, &registrant, occasion, at);
        };
        if !after.registration.is_live() {
            self.purge(tx, context, &after, last, &Writer::of_time(context))?;
            return Ok(None);
        }
        let stored = self.update(tx, context, &held.stored, after, &present, &held.versions)?;
        Held::at(stored, held.history, context.now).map(Some)
    }

    /// Tells one event, and does what belongs to it.
    fn tell(
        &mut self,
        tx: &mut dyn UnitOfWork,
        context: &Context,
        after: &mut StoredDomain,
        registrant: Option<&Contact>,
        event: &Event,
        handles: &Handles,
    ) -> Result<(), Refusal> {
        let writer = Writer::of_time(context);
        let (name, to, at) = (&after.registration.name.clone(), event.sponsor, event.due);
        let mut deed = Deed::DomainEndOfPeriod;
        let changes = match &event.what {
            Happening::GraceEnded(grace) => told("rgpStatus", json!(grace.kind.status().as_str()), Value::Null),
            Happening::Transferred(data) => {
                deed = Deed::DomainTransfer;
                self.transferred(tx, context, after, data, handles, &writer)?;
                told("clID", handle(handles, data.acting).as_str(), handle(handles, data.requester).as_str())
            }
            Happening::TransferCancelled(data) => {
                deed = Deed::DomainTransfer;
                self.close_transfer(tx, after, data, handles, &writer)?;
                told("transfer", json!("pending"), json!(data.status.as_str()))
            }
            Happening::ClaimExpired { .. } | Happening::ClaimOverdue { .. } => {
                if let Some(tidings) = Tidings::of_event(event) {
                    self.tell_claim(&writer, &after.registration, to, registrant, &tidings);
                }
                return Ok(());
            }
            Happening::ExpiryNotice { lead, expires } => {
                let days = u16::try_from(lead.num_days()).unwrap_or(u16::MAX);
                self.messages.push(writer.expiry(name, to, MessageKind::ExpireNotice(days), at, *expires));
                return Ok(());
            }
            Happening::AutoRenewed { expires } => {
                deed = Deed::DomainRenew;
                self.messages.push(writer.expiry(name, to, MessageKind::DomainAutorenew, at, *expires));
                told("expires", json!(second(at)), json!(second(*expires)))
            }
            Happening::Expired(_) => {
                deed = Deed::DomainExpire;
                self.messages.push(writer.expiry(name, to, MessageKind::DomainExpire, at, at));
                told("stage", json!("registered"), json!("expired"))
            }
            Happening::Held => {
                deed = Deed::DomainHold;
                told("status", Value::Null, json!("serverHold"))
            }
            Happening::RedemptionStarted(deletion) => {
                deed = Deed::DomainDelete;
                self.deleted(tx, after, to, deletion, &writer)?;
                told("stage", json!("expired"), json!("redemption"))
            }
            Happening::PendingDeleteStarted(deletion) => {
                if deletion.restorable_until == deletion.deleted {
                    self.deleted(tx, after, to, deletion, &writer)?;
                }
                told("stage", json!("redemption"), json!("pendingDelete"))
            }
            Happening::Purged => {
                deed = Deed::DomainPurge;
                self.messages.push(writer.end(name, to, at));
                told("stage", json!("pendingDelete"), json!("gone"))
            }
        };
        self.entries.push(entries::of_time(context, &after.registration, to, at, deed, &changes));
        Ok(())
    }

    /// A transfer took place: contacts and hosts go along, its data is kept, both sides are told (rules T4, T5).
    pub(super) fn transferred(
        &mut self,
        tx: &mut dyn UnitOfWork,
        context: &Context,
        after: &mut StoredDomain,
        data: &TransferData,
        handles: &Handles,
        writer: &Writer<'_>,
    ) -> Result<TransferInfo, Refusal> {
        let (losing, gaining) = (handle(handles, data.acting), handle(handles, data.requester));
        let facts = &mut after.registration;
        let contacts = hand_over(tx, context, self, facts, (data.acting, &losing), &gaining)?;
        tx.insert_transfer(facts.id, data)?;
        tx.move_hosts(facts.id, data.requester)?;
        after.code = None;
        let info = TransferInfo { contacts, ..TransferInfo::of(&facts.name, data, handles) };
        for side in [data.acting, data.requester] {
            self.messages.push(writer.transfer(&info, MessageKind::TransferSuccess, side, data.acted));
        }
        Ok(info)
    }

    /// A request for a transfer came to nothing: it is kept, both sides are told.
    pub(super) fn close_transfer(
        &mut self,
        tx: &mut dyn UnitOfWork,
        after: &StoredDomain,
        data: &TransferData,
        handles: &Handles,
        writer: &Writer<'_>,
    ) -> Result<TransferInfo, Refusal> {
        tx.insert_transfer(after.registration.id, data)?;
        let kind = match data.status {
            TransferStatus::ClientRejected => MessageKind::TransferReject,
            TransferStatus::ClientCancelled => MessageKind::TransferCancel,
            _ => MessageKind::TransferForbidden,
        };
        let info = TransferInfo::of(&after.registration.name, data, handles);
        for side in [data.acting, data.requester] {
            self.messages.push(writer.transfer(&info, kind, side, data.acted));
        }
        Ok(info)
    }

    /// A domain is deleted by time: its sponsor is told, and who uses hosts below it (rule L9).
    fn deleted(
        &mut self,
        tx: &mut dyn UnitOfWork,
        domain: &StoredDomain,
        to: AccountId,
        deletion: &Deletion,
        writer: &Writer<'_>,
    ) -> Result<(), Refusal> {
        let facts = &domain.registration;
        self.messages.push(writer.deletion(&facts.name, to, deletion.deleted, deletion));
        let event = ParentEvent::Leaves { purge: deletion.purge_at };
        let told = host_objects::tell_users(tx, facts.id, &facts.name, to, deletion.deleted, event, writer)?;
        self.messages.extend(told);
        Ok(())
    }
}

/// One change of a domain, as its history has it.
fn told(member: &str, from: impl Into<Value>, to: impl Into<Value>) -> Value {
    let (from, to): (Value, Value) = (from.into(), to.into());
    json!([{"what": "domain", "member": member, "from": from, "to": to}])
}
