//! Contacts and registrars as jCards (RFC 7095, RFC 9083 section 5.1): what is shown of them, and what had to be left out (rule R10).
//!
//! What is hidden is removed, or empty where the form demands that something is there; it is never faked.

use domesday_domain::account::Client;
use domesday_domain::contact::{Part, Phone, PublicContact};
use serde_json::{Map, Value, json};

/// Something that is hidden.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hidden {
    /// What: `Email`.
    pub(super) name: &'static str,
    /// Where, below the jCard's properties: of what was removed before that, of what is empty now.
    pub(super) path: String,
    /// It is empty now, and not removed.
    pub(super) is_emptied: bool,
}

/// A jCard.
#[derive(Debug, Default)]
pub(super) struct Card {
    properties: Vec<Value>,
    hidden: Vec<Hidden>,
}

impl Card {
    /// A contact's.
    pub(super) fn of_contact(contact: &PublicContact<'_>) -> Self {
        let mut card = Self::named(contact.name.shown().unwrap_or_default());
        if contact.name.is_hidden() {
            card.empty("Name", "[1][3]".to_owned());
        }
        card.put("Organization", "?(@[0]=='org')", contact.organization, |name| json!(["org", {}, "text", name]));
        card.put_address(contact);
        for (name, kind, part) in [("Phone", "voice", contact.voice), ("Fax", "fax", contact.fax)] {
            let place = format!("?(@[0]=='tel' && @[1].type=='{kind}')");
            card.put(name, &place, part, |number| json!(["tel", {"type": kind}, "uri", tel(number)]));
        }
        card.put("Email", "?(@[0]=='email')", contact.email, |address| json!(["email", {}, "text", address]));
        card
    }

    /// A registrar's.
    pub(super) fn of_registrar(handle: &str, client: &Client) -> Self {
        let mut card = Self::named(client.name.as_deref().unwrap_or(handle));
        card.properties.extend(client.url.as_ref().map(|url| json!(["url", {}, "uri", url])));
        card
    }

    /// That of where a registrar is told of abuse; none if it does not say.
    pub(super) fn of_abuse(client: &Client) -> Option<Self> {
        if client.abuse_email.is_none() && client.abuse_voice.is_none() {
            return None;
        }
        let mut card = Self::named("Abuse");
        let voice = client.abuse_voice.as_deref().map(|text| match Phone::parse(text) {
            Ok(number) => json!(["tel", {"type": "voice"}, "uri", tel(number.as_str())]),
            Err(_) => json!(["tel", {"type": "voice"}, "text", text]),
        });
        let email = client.abuse_email.as_ref().map(|address| json!(["email", {}, "text", address]));
        card.properties.extend(voice.into_iter().chain(email));
        Some(card)
    }

    /// The card as it is sent, and what is hidden.
    pub(super) fn into_parts(self) -> (Value, Vec<Hidden>) {
        (json!(["vcard", self.properties]), self.hidden)
    }

    fn named(name: &str) -> Self {
        let properties = vec![json!(["version", {}, "text", "4.0"]), json!(["fn", {}, "text", name])];
        Self { properties, hidden: Vec::new() }
    }

    fn empty(&mut self, name: &'static str, path: String) {
        self.hidden.push(Hidden { name, path, is_emptied: true });
    }

    fn remove(&mut self, name: &'static str, path: String) {
        self.hidden.push(Hidden { name, path, is_emptied: false });
    }

    /// A property of its own: shown, or removed from where it would be.
    fn put<T>(&mut self, name: &'static str, place: &str, part: Part<T>, property: impl FnOnce(T) -> Value) {
        match part {
            Part::Shown(value) => self.properties.push(property(value)),
            Part::Hidden => self.remove(name, format!("[{place}]")),
            Part::Absent => {}
        }
    }

    /// The address: one property of which parts may be shown (RFC 6350 section 6.3.1; its country as RFC 8605 has it).
    fn put_address(&mut self, contact: &PublicContact<'_>) {
        let lines = [
            ("Street", 2, contact.street.is_hidden(), contact.street.shown().map_or_else(|| "".into(), street)),
            line("City", 3, contact.city),
            line("State/Province", 4, contact.province),
            line("Postal Code", 5, contact.postal_code),
        ];
        let is_there = contact.shows_of_address();
        let place = if is_there { self.properties.len().to_string() } else { "?(@[0]=='adr')".to_owned() };
        for (name, at, is_hidden, _) in &lines {
            let path = format!("[{place}][3][{at}]");
            match (is_hidden, is_there) {
                (true, true) => self.empty(name, path),
                (true, false) => self.remove(name, path),
                (false, _) => {}
            }
        }
        if contact.country.is_hidden() {
            self.remove("Country", "[?(@[0]=='adr')][1].cc".to_owned());
        }
        if is_there {
            let country = contact.country.shown().map(|country| ("cc".to_owned(), country.to_string().into()));
            let parameters: Map<String, Value> = country.into_iter().collect();
            let [street, city, province, postal_code] = lines.map(|(_, _, _, value)| value);
            let address = json!(["", "", street, city, province, postal_code, ""]);
            self.properties.push(json!(["adr", parameters, "text", address]));
        }
    }
}

/// A line of an address: its name, its place among the components, whether it is hidden, and what is shown.
fn line(name: &'static str, at: u8, part: Part<&str>) -> (&'static str, u8, bool, Value) {
    (name, at, part.is_hidden(), part.shown().unwrap_or_default().into())
}

/// The lines of a street: several are a list (RFC 7095 section 3.3.1.3).
fn street(lines: &[String]) -> Value {
    match lines {
        [line] => line.as_str().into(),
        lines => lines.into(),
    }
}

/// A number as an address (RFC 3966).
fn tel(number: &str) -> String {
    format!("tel:{}", number.replace('x', ";ext="))
}
