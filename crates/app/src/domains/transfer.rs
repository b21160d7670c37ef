//! A domain is asked for by another account, and that is answered (section 5, T1–T6).

use domesday_domain::actor::{Actor, Permission};
use domesday_domain::fault::Fault;
use domesday_domain::history::Deed;
use domesday_domain::message::MessageKind;
use domesday_domain::precondition::Precondition;
use domesday_domain::registration::commands::{
    Transferring, approve_transfer, cancel_transfer, reject_transfer, request_transfer,
};
use domesday_domain::registration::{Command as Life, Period, TransferStatus};

use super::addressee::{accredited_for, begin_with, caller, check, known, locks, path_name};
use super::code::{Proven, wrong_code};
use super::draft::TransferForm;
use super::entries::{differences, of_domain};
use super::held::Held;
use super::info::{DomainInfo, show, show_again};
use super::messages::Writer;
use super::proceedings::DnsDiff;
use super::reading::period;
use super::refusals::{Places, refuse};
use super::transfer_info::{TransferInfo, handles};
use crate::form::Form;
use crate::objection::{Classes, Ground, Objection};
use crate::ports::{Locks, Snapshot, StoredDomain, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Caller, Command, Context, Query, Registry};
use crate::repeats::{Left, Mutation};

/// What is wanted of a transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransferOp {
    /// It is asked for.
    Request,
    /// The losing side agrees.
    Approve,
    /// The losing side refuses.
    Reject,
    /// The requester takes it back.
    Cancel,
    /// How does it stand?
    Query,
}

impl TransferOp {
    /// The operation of a word.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "request" => Some(Self::Request),
            "approve" => Some(Self::Approve),
            "reject" => Some(Self::Reject),
            "cancel" => Some(Self::Cancel),
            "query" => Some(Self::Query),
            _ => None,
        }
    }
}

/// Asks for a domain, or answers that.
pub struct TransferDomain {
    /// The name.
    pub name: String,
    /// The condition, if one was put.
    pub precondition: Precondition,
    /// What was sent.
    pub form: Form<TransferForm>,
    proven: Option<Proven>,
}

/// What became of a transfer.
pub struct DomainTransferred {
    /// How it stands.
    pub info: TransferInfo,
    /// It was asked for, and waits to be answered.
    pub pending: bool,
    /// The domain before, in a rehearsal.
    pub before: Option<DomainInfo>,
    /// The domain after.
    pub after: DomainInfo,
    /// What its TLD's zone publishes otherwise, in a rehearsal.
    pub dns_changes: Option<DnsDiff>,
}

impl Registry {
    /// Makes ready to ask for a domain, or to answer: its code is compared before the transaction.
    ///
    /// # Errors
    /// A [`Refusal`] of the caller; too many wrong codes.
    pub async fn prepare_transfer(
        &self,
        caller: &Caller,
        name: String,
        precondition: Precondition,
        form: Form<TransferForm>,
    ) -> Result<TransferDomain, Refusal> {
        let principal = self.admit(caller, TransferDomain::NEEDS).await?;
        let asks = form.peek().filter(|sent| TransferOp::parse(&sent.op) == Some(TransferOp::Request));
        let mut proven = None;
        if let (Some(code), Ok(known)) = (asks.and_then(|sent| sent.code.as_deref()), path_name(&name)) {
            // Whoever asks for their own is told so without a look at the code.
            let is_own = self.ask(caller, IsOwn { name: known.clone() }).await?;
            if !is_own && principal.actor.require(Permission::MakeRegistrations).is_ok() {
                proven = self.prove_code(caller, &known, code).await?;
            }
        }
        Ok(TransferDomain { name, precondition, form, proven })
    }
}

/// Whether a domain is the caller's own, or none at all.
struct IsOwn {
    name: domesday_dns::Name,
}

impl Query for IsOwn {
    const NEEDS: Permission = Permission::ReadRegistrations;
    type Answer = bool;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<bool, Refusal> {
        let held = Held::live(snapshot, &self.name, context.now)?;
        Ok(held.is_none_or(|held| held.facts().sponsor == context.actor.account))
    }
}

impl Command for TransferDomain {
    const NEEDS: Permission = Permission::KeepRegistrations;
    type Answer = DomainTransferred;

    fn locks(&self, actor: &Actor) -> Locks {
        locks(&self.name, actor)
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<DomainTransferred, Refusal> {
        let (sent, form) = self.form.readable()?;
        let mut classes = Classes { form, ..Classes::default() };
        let op = TransferOp::parse(&sent.op).filter(|op| *op != TransferOp::Query);
        let period = period(sent.period.as_ref(), &mut classes);
        let name = path_name(&self.name);
        match op {
            None if classes.form.iter().any(|wrong| wrong.place == "/op") => {}
            None => {
                let detail = "op is request, query, approve, reject or cancel";
                classes.fault([Fault::malformed("/op", "op", detail)]);
            }
            Some(TransferOp::Request) => {
                context.actor.require(Permission::MakeRegistrations)?;
                accredited_for(tx, context, &name)?;
                if sent.code.as_deref().is_none_or(str::is_empty) {
                    classes.fault([Fault::missing("/authInfo/pw", "a domain is asked for with its code")]);
                }
            }
            Some(_) => {}
        }
        let name = name?;
        classes.settle_form()?;
        let held = known(tx, context, &name)?;
        let op = op.ok_or_else(|| Refusal::Failed("a transfer without an operation".to_owned()))?;
        self.check_side(op, &held, context)?;
        let condition = check(&self.precondition, &held);
        let (mut proceedings, held) = begin_with(tx, context, held, Deed::DomainTransfer)?;
        let before = context.rehearsal.then(|| show(tx, held.clone())).transpose()?;
        let done = self.act(op, &held, context, period, classes);
        // Rule E3: the wrong side is told so first, and a stranger nothing of the state.
        let is_side = |refusal: &Refusal| op == TransferOp::Request || is_a_sides(refusal, &held, context);
        if done.as_ref().err().is_none_or(is_side) {
            condition?;
        }
        let Transferring { present, transfer } = done?;
        let mut after = StoredDomain { registration: present.registration().clone(), ..held.stored.clone() };
        let handles = handles(tx, [transfer.requester, transfer.acting])?;
        let writer = Writer::of_caller(context);
        let info = match transfer.status {
            TransferStatus::Pending => {
                let info = TransferInfo::of(&name, &transfer, &handles);
                let (kind, losing) = (MessageKind::TransferRequest, transfer.acting);
                proceedings.messages.push(writer.transfer(&info, kind, losing, context.now));
                info
            }
            TransferStatus::ClientApproved | TransferStatus::ServerApproved => {
                proceedings.transferred(tx, context, &mut after, &transfer, &handles, &writer)?
            }
            _ => proceedings.close_transfer(tx, &after, &transfer, &handles, &writer)?,
        };
        let changes = differences(Some(&held.stored), Some(&after), &handles);
        proceedings.entries.push(of_domain(context, &after.registration, Deed::DomainTransfer, &changes));
        // A copy of its registrant carries no attestation (rule T5).
        let (facts, versions) = (held.facts(), &held.versions);
        let present = proceedings.settle_new_registrant(tx, context, facts, &mut after, present, versions)?;
        proceedings.update(tx, context, &held.stored, after, &present, versions)?;
        let dns_changes = proceedings.finish(tx, context, &[])?;
        let after = show_again(tx, &name, context.now)?;
        let pending = transfer.status == TransferStatus::Pending;
        Ok(DomainTransferred { info, pending, before, after, dns_changes })
    }
}

impl Mutation for TransferDomain {
    fn subject(answer: &Self::Answer) -> Left {
        answer.after.left()
    }
}

impl TransferDomain {
    /// Rule E3: one's own domain, then a code that does not fit.
    fn check_side(&self, op: TransferOp, held: &Held, context: &Context) -> Result<(), Refusal> {
        if op != TransferOp::Request {
            return Ok(());
        }
        if held.facts().sponsor == context.actor.account {
            return Err(Objection::new(Ground::UseError, "path:name", "own-domain", "the domain is your own").into());
        }
        let opened = match &self.proven {
            Some(proven) => proven.opens(held, context)?,
            None => false,
        };
        if opened { Ok(()) } else { Err(wrong_code()) }
    }

    fn act(
        &self,
        op: TransferOp,
        held: &Held,
        context: &Context,
        period: Option<Period>,
        classes: Classes,
    ) -> Result<Transferring, Refusal> {
        let (present, versions, caller) = (&held.present, &held.versions, caller(&context.actor));
        let done = match op {
            TransferOp::Request => request_transfer(present, period, versions, caller),
            TransferOp::Approve => approve_transfer(present, versions, caller),
            TransferOp::Reject => reject_transfer(present, versions, caller),
            TransferOp::Cancel | TransferOp::Query => cancel_transfer(present, versions, caller),
        };
        let done = done.map_err(|denied| refuse(Life::Transfer, denied, Places::WHOLE, classes.clone()))?;
        // A period out of any range is refused, also where nobody looks at it.
        classes.settle()?;
        Ok(done)
    }
}

/// Whether a refusal meets somebody whose turn it could have been.
fn is_a_sides(refusal: &Refusal, held: &Held, context: &Context) -> bool {
    let is_denied =
        matches!(refusal, Refusal::Objected(all) if all.list.iter().any(|one| one.ground == Ground::Denied));
    !is_denied && context.actor.sees(held.facts().sponsor)
}
