//! Requests that laws of zones make.

use domesday_app::delegations::{CreateDelegation, DelegationDraft};
use domesday_app::history::{HistoryPage, ReadHistory};
use domesday_app::input::Input;
use domesday_app::records::ChangeRecords;
use domesday_app::registry::Caller;
use domesday_app::zones::{
    CreateZone, DeleteZone, FreezeZone, NameServer, ReadZone, UpdateZone, ZoneDraft, ZoneUpdate,
};
use domesday_dns::mailbox::Email;
use domesday_dns::{Name, Rdata, RecordType};
use domesday_domain::actor::Role;
use domesday_domain::finding::{Findings, Force};
use domesday_domain::history::Face;
use domesday_domain::name::{HostName, ZoneName};
use domesday_domain::precondition::Precondition;
use domesday_domain::record::edit::{Edit, SetEdit};
use domesday_domain::serial::SerialStyle;
use domesday_domain::zone::{Zone, ZonePatch};

use crate::house::{House, with};

/// What could be read, with nothing wrong in it.
pub(crate) fn read<T>(value: T) -> Input<T> {
    Input::read(value, Findings::new())
}

/// A name.
pub(crate) fn name(text: &str) -> Name {
    Name::parse(text).expect("a name")
}

/// A zone's name.
pub(crate) fn zone_name(text: &str) -> ZoneName {
    ZoneName::parse(text).expect("a zone name")
}

/// A name server without addresses.
fn server(text: &str) -> NameServer {
    NameServer { host: HostName::parse(text).expect("a host name"), addresses: None }
}

/// A hostmaster of an account of its own, through the DynECT face.
pub(crate) async fn hostmaster(house: &House, account: &str) -> Caller {
    house.account(account).await;
    house.user(account, account, &[Role::Hostmaster]).await;
    Caller { face: Face::Dynect, ..with(&house.session(account).await.token) }
}

/// The same user through the zones face.
pub(crate) fn elsewhere(caller: &Caller) -> Caller {
    Caller { face: Face::Zones, proof: caller.proof.clone(), request_id: "law".into(), transaction: None }
}

/// A zone of a style, as the DynECT face makes it.
pub(crate) fn new_zone(text: &str, serial_style: SerialStyle) -> CreateZone {
    let draft = ZoneDraft {
        name: Some(zone_name(text)),
        ns: Some(vec![server("ns1.provider.net"), server("ns2.provider.net")]),
        email: Some(Email::parse("hostmaster@example.org").expect("an address")),
        refresh: Some(3600),
        retry: Some(600),
        expire: Some(604_800),
        ttl: Some(1800),
        serial_style,
        serial_hidden: true,
        ..ZoneDraft::default()
    };
    CreateZone { draft: read(draft), force: Force::Nothing }
}

/// A zone that is made.
pub(crate) async fn made(house: &House, caller: &Caller, text: &str, style: SerialStyle) -> Zone {
    house.registry.run(caller, new_zone(text, style)).await.expect("the zone is made").zone
}

/// A zone as it is.
pub(crate) async fn zone(house: &House, text: &str) -> Zone {
    house.ask(ReadZone { name: zone_name(text) }).await
}

/// A value that is added to a set of addresses.
pub(crate) fn add(zone: &str, owner: &str, address: &str) -> ChangeRecords {
    let rdata = Rdata::parse(RecordType::A, address).expect("an address");
    let edit = Edit { add: vec![rdata], ..Edit::default() };
    let edit = SetEdit { owner: name(owner), rtype: RecordType::A, edit, prefix: String::new() };
    ChangeRecords {
        zone: zone_name(zone),
        precondition: Precondition::None,
        edits: read(vec![edit]),
        force: Force::Nothing,
    }
}

/// A change of a zone's members.
pub(crate) fn update(zone: &str, update: ZoneUpdate) -> UpdateZone {
    UpdateZone {
        name: zone_name(zone),
        precondition: Precondition::Exists,
        update: read(update),
        unconditional: false,
        force: Force::Nothing,
    }
}

/// Another retry timer.
pub(crate) fn retry(seconds: u32) -> ZoneUpdate {
    ZoneUpdate { patch: ZonePatch { retry: Some(seconds), ..ZonePatch::default() }, ..ZoneUpdate::default() }
}

/// A zone that is deleted, whatever is in it.
pub(crate) fn delete(zone: &str) -> DeleteZone {
    DeleteZone { name: zone_name(zone), precondition: Precondition::None, force: Force::Everything }
}

/// A delegation that is made.
pub(crate) fn delegate(zone: &str, child: &str) -> CreateDelegation {
    let draft =
        DelegationDraft { name: Some(name(child)), ns: Some(vec![server("ns.provider.net")]), ..Default::default() };
    CreateDelegation { zone: zone_name(zone), draft: read(draft), force: Force::Nothing }
}

/// A zone that is frozen, or thawed.
pub(crate) fn freeze(zone: &str, frozen: bool) -> FreezeZone {
    FreezeZone { name: zone_name(zone), frozen }
}

/// What the history of a zone says was done, through which face, newest first.
pub(crate) async fn actions(house: &House, zone: &str) -> Vec<String> {
    let page = read(HistoryPage { limit: 100, ..HistoryPage::default() });
    let answer = house.ask(ReadHistory { zone: zone_name(zone), page }).await;
    answer.entries.into_iter().map(|entry| format!("{} {}", entry.face, entry.action)).collect()
}
