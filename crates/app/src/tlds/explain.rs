//! Why a name may be a zone, or may not: what creation would answer, by the same functions (rule X1).

use domesday_dns::Name;
use domesday_domain::actor::Permission;
use domesday_domain::name::ZoneName;
use domesday_domain::tld::{Match, MatchKind, NamePolicy, Source, Stop, judge};
use uuid::Uuid;

use crate::ports::{Snapshot, ZoneHead};
use crate::quotas;
use crate::refusal::Refusal;
use crate::registry::{Context, Query};
use crate::zones::family::deepest;
use crate::zones::registered;
use crate::zones::verdict::{blocked, denials, passes_rules};

/// Asks about a name, in any spelling.
#[derive(Clone, Debug)]
pub struct Explain {
    /// The name.
    pub name: String,
    /// It shall stand at an effective TLD on purpose.
    pub registry_zone: bool,
}

/// One step of the verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obstacle {
    /// Its word.
    pub code: &'static str,
    /// A sentence for people.
    pub message: String,
}

/// What would let a refused name pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// To ask for a registry zone.
    RegistryZone,
    /// To be an admin.
    Admin,
}

/// The answer.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// The name in canonical form; as it was given if it is none.
    pub name: String,
    /// The same with U-labels.
    pub unicode_name: String,
    /// Whether it would be created.
    pub allowed: bool,
    /// Every step that refuses, in order; or the one that lets it pass.
    pub reasons: Vec<Obstacle>,
    /// Its effective TLD.
    pub effective_tld: Option<Name>,
    /// The effective TLD and one label.
    pub registrable: Option<Name>,
    /// The rule that decides: its id (a built-in one has none), how it matches, and who wants it.
    pub rule: Option<(Option<Uuid>, Match, Vec<Source>)>,
    /// All rules that match, the deciding one first.
    pub matched: Vec<Match>,
    /// The entry of the block list that blocks it; told to admins only.
    pub blocked_by: Option<(Uuid, String)>,
    /// The zone served here that holds it; told to those who may see that zone.
    pub nearest_zone: Option<Name>,
    /// What would let it pass.
    pub bypass: Option<Way>,
    /// How many rules there are.
    pub rules_stored: u64,
    /// The edition of rules and block list.
    pub revision: i64,
}

impl Query for Explain {
    const NEEDS: Permission = Permission::UseSession;
    type Answer = Explanation;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<Explanation, Refusal> {
        let (edition, policy) = context.naming.policy(snapshot)?;
        let mut answer = Explanation {
            name: self.name.clone(),
            unicode_name: self.name.clone(),
            allowed: false,
            reasons: Vec::new(),
            effective_tld: None,
            registrable: None,
            rule: None,
            matched: Vec::new(),
            blocked_by: None,
            nearest_zone: None,
            bypass: None,
            rules_stored: policy.rules.len() as u64,
            revision: edition.revision,
        };
        let zone = match ZoneName::parse(&self.name) {
            Ok(zone) => zone,
            Err(problem) => {
                answer.reasons.push(Obstacle { code: "invalid_name", message: problem.to_string() });
                return Ok(answer);
            }
        };
        let name = zone.as_name();
        answer.name = name.to_string();
        answer.unicode_name = name.to_unicode().unwrap_or_else(|| answer.name.clone());
        self.ask_rules(snapshot, &policy, &zone, &mut answer)?;
        let rules_pass = answer.reasons.is_empty();
        let hit = policy.blocklist.hit(name);
        if hit.is_some() && !context.actor.is_admin() {
            answer.reasons.push(Obstacle { code: "blocked", message: blocked(&zone) });
        }
        let way = self.way(&policy, &zone, rules_pass, hit.is_some());
        let lifted = answer.reasons.len();
        let shown = hit.filter(|_| context.actor.is_admin());
        answer.blocked_by = shown.map(|(id, pattern)| (id, pattern.as_str().to_owned()));
        self.ask_registry(context, snapshot, &zone, &mut answer)?;
        answer.allowed = answer.reasons.is_empty();
        answer.bypass = way.filter(|_| !answer.allowed && answer.reasons.len() == lifted);
        if answer.allowed {
            let verdict = judge(&policy.rules, name, self.registry_zone);
            let message = verdict.pass.detail(name, verdict.effective.as_ref());
            answer.reasons.push(Obstacle { code: verdict.pass.code(), message });
        }
        Ok(answer)
    }
}

impl Explain {
    /// What would lift all that the rules and the block list say against the name.
    fn way(&self, policy: &NamePolicy, zone: &ZoneName, rules_pass: bool, is_blocked: bool) -> Option<Way> {
        match (rules_pass, is_blocked) {
            (true, true) => Some(Way::Admin),
            (false, false) if !self.registry_zone && passes_rules(policy, zone, true) => Some(Way::RegistryZone),
            _ => None,
        }
    }

    /// Steps Z2–Z8, and which rules they rest on.
    fn ask_rules(
        &self,
        snapshot: &mut dyn Snapshot,
        policy: &NamePolicy,
        zone: &ZoneName,
        answer: &mut Explanation,
    ) -> Result<(), Refusal> {
        let name = zone.as_name();
        let verdict = judge(&policy.rules, name, self.registry_zone);
        let told = |stop: &Stop| Obstacle { code: stop.code(), message: stop.detail(name, verdict.effective.as_ref()) };
        answer.reasons.extend(verdict.stops.iter().map(told));
        let Some(tld) = verdict.effective else { return Ok(()) };
        answer.registrable =
            name.ancestors().find(|suffix| suffix.is_below(&tld.name) && suffix.parent().as_ref() == Some(&tld.name));
        answer.effective_tld = Some(tld.name);
        answer.matched = policy.rules.matches(name);
        let stored = if tld.by.kind == MatchKind::Builtin { None } else { snapshot.tld_named(&tld.by.pattern)? };
        let sources = stored.as_ref().map(|rule| snapshot.tld_sources(rule.id)).transpose()?.unwrap_or_default();
        answer.rule = Some((stored.map(|rule| rule.id), tld.by, sources));
        Ok(())
    }

    /// Steps Z10 and Z11, and what registered names stand in the way (rule D16 of `zones.md`), for a zone of the caller's own account.
    fn ask_registry(
        &self,
        context: &Context,
        snapshot: &mut dyn Snapshot,
        zone: &ZoneName,
        answer: &mut Explanation,
    ) -> Result<(), Refusal> {
        let name = zone.as_name();
        let above: Vec<Name> = name.ancestors().filter(|above| !above.is_root()).collect();
        let zones = snapshot.zones_among(&above)?;
        let (same, enclosing): (Vec<ZoneHead>, Vec<ZoneHead>) = zones.into_iter().partition(|head| head.name == *name);
        let enclosing = deepest(enclosing);
        let own = context.actor.account;
        let registered = registered::around(snapshot, context, enclosing.as_ref().map(|zone| &zone.name), name)?;
        let at_name = registered.as_ref().filter(|registered| registered.name == *name);
        let may_stand = at_name.is_some() && context.actor.is_admin();
        let is_sponsors = at_name.is_some_and(|registered| registered.sponsor == own);
        // Where the name is taken, nobody asks what lies below it.
        let below = if same.is_empty() { snapshot.foreign_zone_below(name, own)? } else { None };
        let parent = enclosing.as_ref().filter(|_| !is_sponsors);
        let denials = denials(context, zone, own, self.registry_zone, parent, below.as_ref());
        answer.reasons.extend(denials.into_iter().map(|denial| Obstacle { code: denial.code, message: denial.detail }));
        if !same.is_empty() {
            answer.reasons.push(Obstacle { code: "zone_exists", message: format!("the zone {name} exists already") });
        } else if let Some(registered) = registered.filter(|_| !is_sponsors && !may_stand) {
            answer
                .reasons
                .push(Obstacle { code: "registered_name", message: registered::detail(&registered.name, name) });
        }
        let nearest = same.into_iter().next().or(enclosing);
        answer.nearest_zone = nearest.filter(|zone| context.actor.sees(zone.owner)).map(|zone| zone.name);
        let account = snapshot.account_numbered(own)?;
        let full = account.map(|account| quotas::full(snapshot, context, &account)).transpose()?.flatten();
        answer.reasons.extend(full.map(|message| Obstacle { code: "over_quota", message }));
        Ok(())
    }
}
