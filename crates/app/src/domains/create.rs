//! A domain is registered (rules N1–N5, D1–D4, D6, D9).
//!
//! Refusals, in the order of rule E3: the TLD does not accredit the caller; the form; the name is in use; a domain above a name server is
//! about to go; contacts and domains that are not there, or another's; the policy.

use std::collections::BTreeMap;

use domesday_domain::account::{AccountId, AccountName};
use domesday_domain::actor::{Actor, Permission};
use domesday_domain::auth_code::{AuthChange, AuthCode};
use domesday_domain::contact::ContactRole;
use domesday_domain::fault::Fault;
use domesday_domain::finding::Warning;
use domesday_domain::history::Deed;
use domesday_domain::policy::{Fee, Policy, SpecialName};
use domesday_domain::registrable::{DomainName, Unregistrable, judge};
use domesday_domain::registration::commands::{self, NewRegistration};
use domesday_domain::registration::{Command as Life, ContactNumber, DomainId, Roid, TermsVersions};
use domesday_domain::secdns::SecureDelegation;
use domesday_domain::tld::{Effective, TldPattern};

use super::addressee::{accredited, caller, locks, looking_at, registrants, sponsor};
use super::claims::Registrant;
use super::code::{self, PreparedCode};
use super::draft::{FeeDraft, NewDomain};
use super::entries::{differences, letting, of_domain};
use super::info::{DomainInfo, is_premium, show_again};
use super::messages::{ParentEvent, Writer};
use super::proceedings::{DnsDiff, Proceedings};
use super::reading::{Entries, Known, one_a_role, period, role_faults, statuses};
use super::refusals::{Places, refuse};
use super::site::Site;
use crate::form::Form;
use crate::host_objects::{self, Listed, Place, count_fault, tell_users};
use crate::objection::Classes;
use crate::ports::{Locks, StoredDomain, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{self, Command, Context, Registry};
use crate::repeats::{Left, Mutation};

/// Registers a domain.
pub struct CreateDomain {
    /// What was sent.
    pub form: Form<NewDomain>,
    pub(super) code: Option<PreparedCode>,
}

/// A domain that was registered.
pub struct DomainCreated {
    /// As it is now.
    pub info: DomainInfo,
    /// Its code in clear, to be told this once.
    pub code: Option<AuthCode>,
    /// What was let through.
    pub warnings: Vec<Warning>,
    /// What its TLD's zone publishes otherwise, in a rehearsal.
    pub dns_changes: Option<DnsDiff>,
}

impl Registry {
    /// Makes ready to register a domain: its code is made, or hashed, before the transaction.
    ///
    /// # Errors
    /// A [`Refusal`] of the caller, or [`Refusal::Busy`].
    pub async fn prepare_create(
        &self,
        caller: &registry::Caller,
        form: Form<NewDomain>,
    ) -> Result<CreateDomain, Refusal> {
        self.admit(caller, CreateDomain::NEEDS).await?;
        let code = match form.peek() {
            Some(new) => self.code_on_create(caller, new.name.as_deref(), new.code.as_deref()).await?,
            None => None,
        };
        Ok(CreateDomain { form, code })
    }
}

impl Command for CreateDomain {
    const NEEDS: Permission = Permission::MakeRegistrations;
    type Answer = DomainCreated;

    fn locks(&self, actor: &Actor) -> Locks {
        let Some(new) = self.form.peek() else { return Locks::none() };
        let own = locks(new.name.as_deref().unwrap_or_default(), actor).judging_names();
        host_objects::locks(registrants(&new.contacts).fold(own, looking_at), &new.ns)
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<DomainCreated, Refusal> {
        let (new, form) = self.form.readable()?;
        let mut classes = Classes { form, ..Classes::default() };
        let name = read_name(new, &mut classes);
        let above = name.as_ref().map(|name| Above::find(tx, context, name)).transpose()?.flatten();
        if let Some(above) = &above {
            accredited(context, &above.policy, "/name")?;
        }
        let sponsor = sponsor(tx, context, new.sponsor.as_deref(), &mut classes)?;
        let period = period(new.period.as_ref(), &mut classes);
        let statuses = statuses(&new.statuses, &mut classes);
        let places = Places::of_new(&new.statuses);
        let contacts = Entries::read(&new.contacts, &mut classes);
        let mut listed = Listed::read(&new.ns, &mut classes);
        let fee = new.fee.as_ref().and_then(|fee| read_fee(fee, &mut classes));
        let (mut keys, mut code) = (SecureDelegation::default(), AuthChange::Unset);
        if let Some(Above { policy, .. }) = &above {
            keys = new.keys.read(policy, "/secDNS").unwrap_or_else(|faults| {
                classes.fault(faults);
                SecureDelegation::default()
            });
            code = AuthChange::on_create(new.code.as_deref(), policy, "/authInfo").unwrap_or_else(|faults| {
                classes.fault(faults);
                AuthChange::Unset
            });
        }
        if let Some(name) = &name {
            let verdict =
                judge(name, above.as_ref().map(|above| &above.tld), above.as_ref().map(|above| &above.policy));
            let faults =
                verdict.as_ref().err().into_iter().flatten().map(|why: &Unregistrable| why.fault(name, "/name"));
            classes.fault(faults);
        }
        classes.settle_form()?;
        let Some(name) = name else { return Err(Refusal::Failed("a domain without faults has no name".to_owned())) };
        let site = Site::survey(tx, context, name.as_name())?;
        site.refuse(name.as_name())?;
        let Some(above) = above else {
            classes.settle()?;
            return Err(Refusal::Failed(format!("{name} is registrable without a policy")));
        };
        let owner = sponsor.as_ref().map_or(AccountId(0), |account| account.id);
        let known = Known::of(tx, contacts.ids())?;
        let contacts = one_a_role(contacts.find(&known, Some((context, owner)), &mut classes), &mut classes);
        let place = Place { name: name.as_name().clone(), domain: None, sponsor: owner };
        listed.judge(tx, context, &place, &mut classes)?;
        classes.policy_fault(role_faults(&contacts, &above.policy, places));
        classes.policy_fault(count_fault(&listed.names(), &above.policy, "/ns"));
        let handle = sponsor.as_ref().map_or(&context.actor.account_name, |account| &account.name);
        let barred = above.bars(context, &name, &mut classes);
        above.judge_special(handle, &name, fee.as_ref(), barred, &mut classes);
        let registrant = above.registrant(tx, context, &contacts, &known)?;
        let new = NewRegistration {
            id: DomainId(0),
            name: name.as_name().clone(),
            roid: Roid(String::new()),
            sponsor: owner,
            period,
            statuses,
            contacts,
            name_servers: listed.names().len(),
            standings: registrant.standings.clone(),
        };
        let created = match commands::create(new, &above.versions, caller(&context.actor), context.now) {
            Ok(created) => created,
            Err(denied) => return Err(refuse(Life::Update, denied, places, classes)),
        };
        let warnings = classes.settle()?;
        let stored_code = code::stored(&code, self.code.as_ref(), context)?;
        let mut proceedings = Proceedings::new(Deed::DomainCreate, name.as_name());
        if let Some(ended) = site.ended {
            proceedings.materialise(tx, context, ended)?;
        }
        let stored = StoredDomain {
            registration: created.registration().clone(),
            tld: above.tld.name.clone(),
            rule: above.tld.by.pattern.clone(),
            hosts: Vec::new(),
            keys,
            code: stored_code.as_ref().map(|(code, _)| code.clone()),
            next_change: None,
            premium: is_premium(above.special.as_ref()),
            serial: None,
        };
        let before = proceedings.insert(tx, stored)?;
        let facts = &before.registration;
        let writer = Writer::of_caller(context);
        let told = tell_users(tx, facts.id, &facts.name, owner, context.now, ParentEvent::Registered, &writer)?;
        proceedings.messages.extend(told);
        let place = Place { domain: Some(facts.id), ..place };
        let hosts = listed.settle(tx, context, &mut proceedings, &place)?;
        let after = StoredDomain { hosts, ..before.clone() };
        let present = created.numbered(facts.id, facts.roid.clone());
        let stored = proceedings.update(tx, context, &before, after, &present, &above.versions)?;
        let sponsors = sponsor.into_iter().map(|account| (account.id, account.name)).collect();
        let changes = differences(None, Some(&stored), &sponsors);
        let entry = of_domain(context, &stored.registration, Deed::DomainCreate, &changes);
        proceedings.entries.push(letting(entry, &warnings));
        proceedings.tell_claims_of_new(context, &stored.registration, registrant.contact.as_ref());
        let dns_changes = proceedings.finish(tx, context, &warnings)?;
        let info = show_again(tx, name.as_name(), context.now)?;
        Ok(DomainCreated { info, code: stored_code.map(|(_, code)| code), warnings, dns_changes })
    }
}

impl Mutation for CreateDomain {
    fn subject(answer: &Self::Answer) -> Left {
        answer.info.left()
    }
}

fn read_name(new: &NewDomain, classes: &mut Classes) -> Option<DomainName> {
    let Some(text) = new.name.as_deref().filter(|text| !text.is_empty()) else {
        if !classes.form.iter().any(|objection| objection.place == "/name") {
            classes.fault([Fault::missing("/name", "a domain has a name")]);
        }
        return None;
    };
    DomainName::parse(text)
        .map_err(|problem| classes.fault([Fault::malformed("/name", "bad-name", format!("no domain name: {problem}"))]))
        .ok()
}

fn read_fee(draft: &FeeDraft, classes: &mut Classes) -> Option<Fee> {
    Fee::parse(&draft.amount, &draft.currency)
        .map_err(|problem| classes.fault([Fault::malformed("/fee", "fee", problem.to_string())]))
        .ok()
}

/// The TLD above a name, with its policy.
struct Above {
    tld: Effective,
    policy: Policy,
    versions: TermsVersions,
    special: Option<SpecialName>,
    /// The entry of the block list that the name is on.
    hit: Option<String>,
}

impl Above {
    fn find(tx: &mut dyn UnitOfWork, context: &Context, name: &DomainName) -> Result<Option<Self>, Refusal> {
        let (_, names) = context.naming.policy(tx)?;
        let Some(tld) = names.rules.effective_tld(name.as_name()) else { return Ok(None) };
        let rule: &TldPattern = &tld.by.pattern;
        let Some(history) = tx.policy(rule)? else { return Ok(None) };
        let (Some(version), Some(versions)) = (history.in_force_at(context.now), TermsVersions::of(&history)) else {
            return Ok(None);
        };
        let label = name.as_name().labels().next().map(|label| String::from_utf8_lossy(label).into_owned());
        let special = match label {
            Some(label) => tx.special_name(rule, &label)?,
            None => None,
        };
        let hit = names.blocklist.hit(name.as_name()).map(|(entry, _)| entry.to_string());
        Ok(Some(Self { policy: version.policy.clone(), versions, special, hit, tld }))
    }

    /// The registrant among contacts that were looked up, and how its claims stand; nobody where nothing is required of it.
    fn registrant(
        &self,
        tx: &mut dyn UnitOfWork,
        context: &Context,
        contacts: &BTreeMap<ContactRole, ContactNumber>,
        known: &Known,
    ) -> Result<Registrant, Refusal> {
        let number = contacts.get(&ContactRole::Registrant).filter(|_| !self.policy.required_claims.is_empty());
        match number.and_then(|number| known.numbered(*number)) {
            Some(contact) => Registrant::of(tx, contact.clone(), context.now),
            None => Ok(Registrant::default()),
        }
    }

    /// Whether the block list keeps the caller from the name (rule Z9 of `tlds.md`). Admins pass, and that is told.
    fn bars(&self, context: &Context, name: &DomainName, classes: &mut Classes) -> bool {
        let Some(entry) = &self.hit else { return false };
        if context.actor.is_admin() {
            let detail = format!("passed as admin: block-list entry {entry} blocks {name}");
            classes.warnings.push(Warning { code: "blocked", subject: name.to_string(), detail });
        }
        !context.actor.is_admin()
    }

    /// Rule N5: reserved names, and fees that have to be acknowledged.
    fn judge_special(
        &self,
        sponsor: &AccountName,
        name: &DomainName,
        fee: Option<&Fee>,
        barred: bool,
        classes: &mut Classes,
    ) {
        let special = self.special.as_ref();
        if barred || special.is_some_and(|special| special.refuses(Some(sponsor))) {
            classes.policy_fault([Fault::refused("/name", "reserved", format!("{name} is reserved"))]);
        }
        let Some(special) = special.filter(|special| is_premium(Some(special)) && self.policy.fee_ack) else { return };
        match (fee, &special.fee) {
            (None, _) => {
                classes.policy_fault([Fault::missing("/fee", format!("{name} is premium: acknowledge its fee"))]);
            }
            (Some(given), Some(wanted)) if given != wanted => {
                let detail = format!("{name} costs {wanted}");
                classes.policy_fault([Fault::out_of_range("/fee", "fee-differs", detail)]);
            }
            _ => {}
        }
    }
}
