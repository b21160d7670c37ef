//! `Zone` and `Apex` (section 5): a zone read, made, frozen, thawed and deleted. What PUT publishes is [`super::publish`]'s.

use domesday_app::input::Input;
use domesday_app::zones::{CreateZone, CreatedZone, DeleteZone, FreezeZone, NameServer, ReadApex, ReadZone, ZoneDraft};
use domesday_dns::Name;
use domesday_dns::mailbox::Email;
use domesday_domain::finding::Findings;
use domesday_domain::name::ZoneName;
use domesday_domain::precondition::Precondition;
use domesday_domain::serial::SerialStyle;
use domesday_domain::zone::Zone;

use super::publish;
use crate::dynect::arguments::Arguments;
use crate::dynect::call::Call;
use crate::dynect::failure::Failure;
use crate::dynect::format::Tree;
use crate::dynect::message::Code;
use crate::dynect::operation::Outcome;
use crate::dynect::refused::{LIFTED, LIFTED_AT_DELETE, warned};
use crate::dynect::success::Success;
use crate::dynect::texts;

/// The timers of a zone that is made here, in seconds (rule Z1).
const REFRESH: u32 = 3600;
const RETRY: u32 = 600;
const EXPIRE: u32 = 604_800;
const MINIMUM: u32 = 1800;

/// The longest TTL, in seconds.
pub(in crate::dynect) const LONGEST_TTL: u32 = 0x7fff_ffff;

/// A zone as it is answered; where a step of its history was made, with that as a task.
pub(in crate::dynect) fn shown(zone: &Zone, task: Option<i64>) -> Tree {
    let mut members = vec![("zone_type", Tree::from("Primary"))];
    members.extend(task.map(|task| ("task_id", Tree::from(task.to_string()))));
    members.extend([
        ("serial_style", zone.serial_style.as_str().into()),
        ("serial", zone.serial_told().into()),
        ("zone", zone.name.to_string().into()),
    ]);
    Tree::map(members)
}

/// The zone of this name.
pub(in crate::dynect) async fn read(call: &mut Call) -> Outcome {
    let zone = call.ask(ReadZone { name: call.zone()? }).await?;
    Ok(found(&zone))
}

/// The deepest zone that holds a name, of those that the caller sees.
pub(in crate::dynect) async fn apex(call: &mut Call) -> Outcome {
    let name = Name::parse(call.part(0)).map_err(|_| texts::no_zone())?;
    let zone = call.ask(ReadApex { name }).await?;
    Ok(found(&zone))
}

fn found(zone: &Zone) -> Success {
    Success::of(shown(zone, None), texts::zone_read(&zone.name.to_string()))
}

/// Makes a zone, at once (rules Z1, Z2).
pub(in crate::dynect) async fn create(call: &mut Call) -> Outcome {
    let asked = call.part(0).to_owned();
    let server = |host: &_| NameServer { host: Clone::clone(host), addresses: None };
    let ns = call.rules().nameservers.iter().map(server).collect();
    let draft = call.take(|given| {
        let name = zone_name(given, &asked);
        let email = given.required_read("rname", |text| Email::parse(&text).map_err(|problem| problem.to_string()));
        let default_ttl = given.required_integer("ttl", 0..=LONGEST_TTL);
        let style = serial_style(given).unwrap_or(SerialStyle::Increment);
        Some(ZoneDraft {
            name: Some(name?),
            ns: Some(ns),
            email: Some(email?),
            default_ttl: Some(default_ttl?),
            refresh: Some(REFRESH),
            retry: Some(RETRY),
            expire: Some(EXPIRE),
            ttl: Some(MINIMUM),
            registry_zone: given.flag("registry_zone").unwrap_or_default(),
            serial_style: style,
            serial_hidden: true,
            ..ZoneDraft::default()
        })
    })?;
    let name = draft.name.clone();
    let command = CreateZone { draft: Input::read(draft, Findings::new()), force: LIFTED };
    let render = |made: &CreatedZone| {
        let [setup, create] = texts::zone_made(&made.zone.name.to_string());
        Success::of(shown(&made.zone, None), setup).and(create).with(warned(&made.warnings))
    };
    match call.run(command, render).await {
        Err(failure) => Err(told_whose(call, failure, name).await),
        made => made,
    }
}

/// A zone's name from the path of a request that makes the zone.
pub(super) fn zone_name(given: &mut Arguments, asked: &str) -> Option<ZoneName> {
    ZoneName::parse(asked).map_err(|problem| given.invalid("zone", problem.to_string())).ok()
}

/// How serials are chosen, if that is given.
pub(in crate::dynect) fn serial_style(given: &mut Arguments) -> Option<SerialStyle> {
    given.read("serial_style", |word| {
        let wanted = || "must be increment, epoch, day or minute".to_owned();
        SerialStyle::parse(&word.to_ascii_lowercase()).ok_or_else(wanted)
    })
}

/// Where a zone of that name exists, whether it is the caller's own (section 8).
pub(super) async fn told_whose(call: &Call, failure: Failure, name: Option<ZoneName>) -> Failure {
    let (Code::TargetExists, Some(name), Some(actor)) = (failure.code(), name, call.actor()) else { return failure };
    match call.ask(ReadZone { name }).await {
        Ok(zone) if zone.owner.id == actor.account => failure.and(texts::zone_is_yours()),
        _ => failure,
    }
}

/// What is to be done to a zone (rule Z4).
enum Wish {
    Publish,
    Freeze(bool),
}

/// Publishes, freezes or thaws a zone: exactly one of the three (rules Z4, Z5).
pub(in crate::dynect) async fn change(call: &mut Call) -> Outcome {
    let (wish, notes) = call.take(|given| {
        let wish = wish(given);
        let notes = matches!(wish, Some(Wish::Publish)).then(|| given.text("notes")).flatten();
        Some((wish?, notes))
    })?;
    let name = call.zone()?;
    match wish {
        Wish::Publish => publish::publish(call, name, notes).await,
        Wish::Freeze(frozen) => {
            let said = if frozen { texts::zone_frozen } else { texts::zone_thawed };
            call.run(FreezeZone { name, frozen }, move |_| Success::empty(said())).await
        }
    }
}

fn wish(given: &mut Arguments) -> Option<Wish> {
    let wishes = [("publish", Wish::Publish), ("freeze", Wish::Freeze(true)), ("thaw", Wish::Freeze(false))];
    let (mut wanted, mut unclear) = (Vec::new(), false);
    for (name, wish) in wishes {
        let is_given = given.present(name);
        match given.flag(name) {
            Some(true) => wanted.push((name, wish)),
            Some(false) => {}
            None => unclear |= is_given,
        }
    }
    if wanted.is_empty() && !unclear {
        given.missing("publish");
    }
    if let [(first, _), (second, _), ..] = wanted.as_slice() {
        given.invalid(second, format!("only one of publish, freeze and thaw may be true, and {first} is"));
    }
    wanted.pop().map(|(_, wish)| wish)
}

/// Deletes a zone, at once, with all that is in it (rule Z6).
pub(in crate::dynect) async fn delete(call: &mut Call) -> Outcome {
    let missing = |failure: Failure| failure.instead_of(Code::NotFound, texts::no_zone_to_delete);
    let name = call.zone().map_err(missing)?;
    let command = DeleteZone { name, precondition: Precondition::default(), force: LIFTED_AT_DELETE };
    let deleted = call.run(command, |deleted| Success::empty(texts::zone_removed()).with(warned(&deleted.warnings)));
    deleted.await.map_err(missing)
}
