//! Rules and entries of the block list as clients see them, in either form (`tlds.md` sections 1 and 2), members in that order.

use actix_web::HttpRequest;
use chrono::{DateTime, Utc};
use domesday_domain::precondition::Tag;
use domesday_domain::tld::{BlockEntry, Tld};
use serde::ser::{Serialize, SerializeMap, Serializer};
use uuid::Uuid;

use super::call::Call;
use super::form::{Form, Place};

/// A rule, or an entry of the block list.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) id: Uuid,
    text: (&'static str, String),
    description: Option<String>,
    created: DateTime<Utc>,
    updated: Option<DateTime<Utc>>,
    version: i64,
}

impl From<Tld> for Row {
    fn from(tld: Tld) -> Self {
        Self {
            id: tld.id,
            text: ("name", tld.pattern.to_string()),
            description: tld.description.map(|text| text.as_str().to_owned()),
            created: tld.created,
            updated: tld.updated,
            version: tld.version,
        }
    }
}

impl From<BlockEntry> for Row {
    fn from(entry: BlockEntry) -> Self {
        Self {
            id: entry.id,
            text: ("pattern", entry.pattern.as_str().to_owned()),
            description: entry.description.map(|text| text.as_str().to_owned()),
            created: entry.created,
            updated: entry.updated,
            version: entry.version,
        }
    }
}

impl Row {
    /// Its entity tag.
    pub(super) fn tag(&self) -> String {
        Tag::Version(self.version).to_string()
    }
}

/// An instant as these clients read it: UTC without a letter, six decimals.
fn instant(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%S%.6f").to_string()
}

/// How rows are shown at a place.
#[derive(Clone, Debug)]
pub(super) struct Showing {
    place: &'static Place,
    /// Where the caller sees this server.
    base: String,
}

impl Showing {
    /// How rows are shown in answer to a request.
    pub(super) fn of(call: &Call, request: &HttpRequest) -> Self {
        Self { place: call.place(), base: call.base(request) }
    }

    /// A row.
    pub(super) fn row(&self, row: Row) -> Shown {
        let link = (self.place.form == Form::OpenStack).then(|| self.address(row.id));
        Shown { row, link }
    }

    /// A row by itself: in an envelope, or bare.
    pub(super) fn one(&self, row: Row) -> One {
        let envelope = (self.place.form == Form::Own).then_some(self.place.key());
        One { envelope, row: self.row(row) }
    }

    /// Where a row stands, as `Location` says it.
    pub(super) fn address(&self, id: Uuid) -> String {
        match self.place.form {
            Form::Own => self.place.row(id),
            Form::OpenStack => format!("{}{}", self.base, self.place.row(id)),
        }
    }
}

/// A row in one of the two forms.
#[derive(Debug)]
pub(super) struct Shown {
    row: Row,
    /// Its own address, in OpenStack's form.
    link: Option<String>,
}

/// Where something stands.
struct Links<'a> {
    own: &'a str,
    next: Option<&'a str>,
}

impl Serialize for Links<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = serializer.serialize_map(None)?;
        members.serialize_entry("self", self.own)?;
        if let Some(next) = self.next {
            members.serialize_entry("next", next)?;
        }
        members.end()
    }
}

impl Serialize for Shown {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { row, link } = self;
        let mut members = serializer.serialize_map(None)?;
        members.serialize_entry("id", &row.id)?;
        members.serialize_entry(row.text.0, &row.text.1)?;
        if link.is_some() {
            members.serialize_entry("description", &row.description)?;
        }
        members.serialize_entry("created_at", &instant(row.created))?;
        members.serialize_entry("updated_at", &row.updated.map(instant))?;
        match link {
            Some(own) => members.serialize_entry("links", &Links { own, next: None })?,
            None => {
                members.serialize_entry("description", &row.description)?;
                members.serialize_entry("version", &row.version)?;
            }
        }
        members.end()
    }
}

/// A row by itself.
#[derive(Debug)]
pub(super) struct One {
    envelope: Option<&'static str>,
    row: Shown,
}

impl Serialize for One {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.envelope {
            Some(key) => serializer.collect_map([(key, &self.row)]),
            None => self.row.serialize(serializer),
        }
    }
}

/// A page of rows.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) key: &'static str,
    pub(super) rows: Vec<Shown>,
    /// The addresses of this page and of the next one, in OpenStack's form.
    pub(super) links: Option<(String, Option<String>)>,
}

impl Serialize for Page {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = serializer.serialize_map(None)?;
        members.serialize_entry(self.key, &self.rows)?;
        if let Some((own, next)) = &self.links {
            members.serialize_entry("links", &Links { own, next: next.as_deref() })?;
        }
        members.end()
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use domesday_domain::tld::{Description, TldPattern};

    use super::super::{OWN_TLD, V2_TLD};
    use super::*;

    fn written(place: &'static Place, updated: Option<TimeDelta>) -> String {
        let base = "https://dns.example".to_owned();
        let tld = Tld {
            id: Uuid::from_u128(1),
            pattern: TldPattern::parse("*.bd").unwrap(),
            description: Some(Description::parse("").unwrap()),
            created: DateTime::UNIX_EPOCH + TimeDelta::microseconds(118_204),
            updated: updated.map(|after| DateTime::UNIX_EPOCH + after),
            version: 3,
        };
        serde_json::to_string(&Showing { place, base }.one(tld.into())).unwrap()
    }

    #[test]
    fn section_2_each_form_has_its_own_members() {
        let id = "00000000-0000-0000-0000-000000000001";
        let own = format!(
            r#"{{"tlds":{{"id":"{id}","name":"*.bd","created_at":"1970-01-01T00:00:00.118204","updated_at":null,"description":"","version":3}}}}"#
        );
        assert_eq!(written(&OWN_TLD, None), own);
        let openstack = format!(
            r#"{{"id":"{id}","name":"*.bd","description":"","created_at":"1970-01-01T00:00:00.118204","updated_at":"1970-01-01T00:00:01.000000","links":{{"self":"https://dns.example/v2/tlds/{id}"}}}}"#
        );
        assert_eq!(written(&V2_TLD, Some(TimeDelta::seconds(1))), openstack);
    }
}
