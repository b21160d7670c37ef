//! Members of the zone that its SOA shows (rule Z7), from their staged form and back.

use domesday_dns::mailbox::Email;
use domesday_domain::history::Value;
use domesday_domain::serial::SerialStyle;
use domesday_domain::staging::DraftSet;
use domesday_domain::zone::Zone;

/// What a caller says of the SOA; `None` leaves a member.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SoaUpdate {
    /// The SOA RNAME.
    pub email: Option<Email>,
    /// SOA timers, in seconds.
    pub refresh: Option<u32>,
    /// See [`domesday_domain::timers::Timers`].
    pub retry: Option<u32>,
    /// See [`domesday_domain::timers::Timers`].
    pub expire: Option<u32>,
    /// The SOA minimum, which is the zone's `ttl`.
    pub minimum: Option<u32>,
    /// The TTL of what has none of its own: the TTL that the SOA record shows here.
    pub default_ttl: Option<u32>,
    /// How serials are chosen, from the publish on.
    pub serial_style: Option<SerialStyle>,
}

impl SoaUpdate {
    /// Each member that is given, by the name that the history knows it by.
    pub(super) fn members(&self) -> Vec<(&'static str, Value)> {
        let number = |value: u32| Value::Number(value.into());
        let members = [
            ("email", self.email.as_ref().map(|email| Value::Text(email.as_str().to_owned()))),
            ("refresh", self.refresh.map(number)),
            ("retry", self.retry.map(number)),
            ("expire", self.expire.map(number)),
            ("ttl", self.minimum.map(number)),
            ("default_ttl", self.default_ttl.map(number)),
            ("serial_style", self.serial_style.map(|style| Value::Text(style.as_str().to_owned()))),
        ];
        members.into_iter().filter_map(|(member, value)| Some((member, value?))).collect()
    }
}

/// The zone with the members that a draft of its SOA wants.
pub(super) fn zone_with(zone: &Zone, draft: &DraftSet) -> Zone {
    let mut after = zone.clone();
    for (member, value) in draft.wanted_members() {
        let content = &mut after.content;
        match (member, value) {
            ("email", Value::Text(text)) => content.email = Email::parse(text).unwrap_or(content.email.clone()),
            ("serial_style", Value::Text(text)) => {
                after.serial_style = SerialStyle::parse(text).unwrap_or(after.serial_style);
            }
            (member, Value::Number(number)) => {
                let place = match member {
                    "refresh" => &mut content.timers.refresh,
                    "retry" => &mut content.timers.retry,
                    "expire" => &mut content.timers.expire,
                    "ttl" => &mut content.timers.ttl,
                    "default_ttl" => &mut content.default_ttl,
                    _ => continue,
                };
                *place = u32::try_from(*number).unwrap_or(*place);
            }
            _ => {}
        }
    }
    after
}
