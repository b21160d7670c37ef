//! The objects of this face (RFC 9083), as they are sent.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// What every answer has beside its object.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = RdapAnswer)]
pub(crate) struct Answer<T> {
    /// The specifications that the answer follows, `rdap_level_0` first.
    pub(super) rdap_conformance: Vec<&'static str>,
    /// The object itself.
    #[serde(flatten)]
    pub(super) object: T,
    /// What is to be known of the service.
    pub(super) notices: Vec<Notice>,
    /// What was left out, and where (RFC 9537).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) redacted: Vec<Redacted>,
}

/// A registered domain.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = RdapDomain)]
pub(crate) struct Domain {
    /// `domain`
    pub(super) object_class_name: &'static str,
    /// Its `roid`.
    pub(super) handle: String,
    /// Its name in A-labels, without a final dot.
    pub(super) ldh_name: String,
    /// Its name in U-labels, if that is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) unicode_name: Option<String>,
    /// Its statuses in the words of RFC 8056; never empty.
    pub(super) status: Vec<String>,
    /// What happened to it, and will.
    pub(super) events: Vec<Event>,
    /// Its registrar, then its contacts.
    pub(super) entities: Vec<Entity>,
    /// Its name servers.
    pub(super) nameservers: Vec<NameserverLink>,
    /// Its DNSSEC.
    #[serde(rename = "secureDNS")]
    pub(super) secure_dns: SecureDns,
    /// Where it is found, and where its registrar tells more.
    pub(super) links: Vec<Link>,
}

/// A name server, as a domain names it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = RdapNameserverLink)]
pub(crate) struct NameserverLink {
    /// `nameserver`
    pub(super) object_class_name: &'static str,
    /// Its `roid`.
    pub(super) handle: String,
    /// Its name in A-labels.
    pub(super) ldh_name: String,
    /// Its name in U-labels, if that is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) unicode_name: Option<String>,
    /// Where it is found.
    pub(super) links: Vec<Link>,
}

/// A name server.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = RdapNameserver)]
pub(crate) struct Nameserver {
    #[serde(flatten)]
    pub(super) named: NameserverLink,
    /// Its statuses; never empty.
    pub(super) status: Vec<String>,
    /// What happened to it.
    pub(super) events: Vec<Event>,
    /// Its addresses, if it has any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) ip_addresses: Option<IpAddresses>,
}

/// Addresses of a name server.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RdapIpAddresses)]
pub(crate) struct IpAddresses {
    /// IPv4.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) v4: Vec<String>,
    /// IPv6.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) v6: Vec<String>,
}

/// A registrar, or a contact.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = RdapEntity, no_recursion)]
pub(crate) struct Entity {
    /// `entity`
    pub(super) object_class_name: &'static str,
    /// A registrar's handle, a contact's `roid`; none of a place for complaints.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) handle: Option<String>,
    /// What it is to the domain, or to domains.
    pub(super) roles: Vec<&'static str>,
    /// A registrar's number at IANA.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) public_ids: Vec<PublicId>,
    /// Name, address and how it is reached, as a jCard (RFC 7095).
    #[schema(value_type = Vec<Value>)]
    pub(super) vcard_array: Value,
    /// What of the jCard is attested, and since when.
    #[serde(rename = "domesday_verified", skip_serializing_if = "Vec::is_empty")]
    pub(super) verified: Vec<VerifiedClaim>,
    /// Where to tell of abuse.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) entities: Vec<Entity>,
    /// Its statuses, of an entity that is looked up itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) status: Vec<String>,
    /// What happened to it, of an entity that is looked up itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) events: Vec<Event>,
    /// Where it is found.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) links: Vec<Link>,
}

/// A number that others know an entity by.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RdapPublicId)]
pub(crate) struct PublicId {
    /// `IANA Registrar ID`
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    /// The number.
    pub(super) identifier: String,
}

/// A field of a contact that is shown, and attested as it is.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RdapVerifiedClaim)]
pub(crate) struct VerifiedClaim {
    /// `name`, `org`, `addr`, `voice`, `fax` or `email`.
    pub(super) claim: &'static str,
    /// When it was attested last.
    #[schema(format = "date-time")]
    pub(super) date: String,
}

/// The DNSSEC of a domain.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = RdapSecureDns)]
pub(crate) struct SecureDns {
    /// Whether DS records of it are published now.
    pub(super) delegation_signed: bool,
    /// Its DS records.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) ds_data: Vec<DsData>,
    /// Keys from which DS records are made.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) key_data: Vec<KeyData>,
}

/// A DS record.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = RdapDsData)]
pub(crate) struct DsData {
    /// The key's tag.
    pub(super) key_tag: u16,
    /// The key's algorithm.
    pub(super) algorithm: u8,
    /// How the digest is made.
    pub(super) digest_type: u8,
    /// The digest, in hexadecimal digits.
    pub(super) digest: String,
}

/// A key.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = RdapKeyData)]
pub(crate) struct KeyData {
    /// Its flags.
    pub(super) flags: u16,
    /// 3
    pub(super) protocol: u8,
    /// Its algorithm.
    pub(super) algorithm: u8,
    /// The key, in base 64.
    pub(super) public_key: String,
}

/// Something that happened, or will.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = RdapEvent)]
pub(crate) struct Event {
    /// `registration`, `expiration`, `last changed`, `transfer`, `last update of RDAP database`.
    pub(super) event_action: &'static str,
    /// When.
    #[schema(format = "date-time")]
    pub(super) event_date: String,
}

/// Where something is.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RdapLink)]
pub(crate) struct Link {
    /// What was asked for.
    pub(super) value: String,
    /// What that is to it: `self`, `related`, `terms-of-service` …
    pub(super) rel: &'static str,
    /// Where it leads.
    pub(super) href: String,
    /// What is there.
    #[serde(rename = "type")]
    pub(super) media_type: &'static str,
}

/// A text about the service.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RdapNotice)]
pub(crate) struct Notice {
    /// What it is about.
    pub(super) title: &'static str,
    /// Its lines.
    pub(super) description: Vec<String>,
    /// Where more is told.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) links: Vec<Link>,
}

/// Something that was left out (RFC 9537).
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = RdapRedacted)]
pub(crate) struct Redacted {
    /// What.
    pub(super) name: RedactedName,
    /// Where it was, of what was removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) pre_path: Option<String>,
    /// Where it is empty now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) post_path: Option<String>,
    /// `jsonpath`
    pub(super) path_lang: &'static str,
    /// `removal` or `emptyValue`.
    pub(super) method: &'static str,
    /// Why.
    pub(super) reason: Reason,
}

/// The name of what was left out.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = RdapRedactedName)]
pub(crate) enum RedactedName {
    /// One of our own.
    Description(String),
    /// One that is registered at IANA.
    Type(String),
}

/// Why something was left out.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RdapReason)]
pub(crate) struct Reason {
    /// `Server policy`
    pub(super) description: &'static str,
}

/// What this service is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = RdapHelp)]
pub(crate) struct Help {
    /// The specifications that answers follow, `rdap_level_0` first.
    pub(super) rdap_conformance: Vec<&'static str>,
    /// What is to be known of the service.
    pub(super) notices: Vec<Notice>,
}

/// Why there is no answer.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = RdapError)]
pub(crate) struct Error {
    /// The specifications that answers follow, `rdap_level_0` first.
    pub(super) rdap_conformance: Vec<&'static str>,
    /// The HTTP status.
    pub(super) error_code: u16,
    /// Its words.
    pub(super) title: &'static str,
    /// What is wrong.
    pub(super) description: Vec<String>,
    /// What is to be known of the service.
    pub(super) notices: Vec<Notice>,
}
