//! What goes out of contacts, hosts, messages and clients.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::shapes;

shapes! {
    /// A contact.
    Contact as Contact {
        id: String,
        roid: String,
        status: Vec<String>,
        #[schema(required)]
        voice: Option<String>,
        #[schema(required)]
        fax: Option<String>,
        email: String,
        postal_info: PostalForms,
        disclose: Vec<String>,
        #[serde(rename = "clID")]
        sponsor: String,
        #[serde(rename = "crID")]
        created_by: String,
        cr_date: String,
        #[serde(rename = "upID")]
        #[schema(required)]
        updated_by: Option<String>,
        #[schema(required)]
        up_date: Option<String>,
    }
    /// A name and an address in up to two forms.
    PostalForms as PostalInfo {
        /// In ASCII.
        int: Option<PostalShape>,
        /// In any script.
        loc: Option<PostalShape>,
    }
    /// A name and an address.
    PostalShape as Postal {
        #[schema(required)]
        name: Option<String>,
        #[schema(required)]
        org: Option<String>,
        addr: AddressShape,
    }
    /// An address.
    AddressShape as PostalAddress {
        /// Up to three lines.
        street: Vec<String>,
        #[schema(required)]
        city: Option<String>,
        #[schema(required)]
        sp: Option<String>,
        #[schema(required)]
        pc: Option<String>,
        #[schema(required)]
        cc: Option<String>,
    }
    /// A contact that was made.
    CreatedContact as CreatedContact {
        id: String,
        cr_date: String,
    }
    /// An address of a host: one of the two.
    Address as HostAddress {
        v4: Option<String>,
        v6: Option<String>,
    }
    /// A host.
    Host as Host {
        name: String,
        roid: String,
        status: Vec<String>,
        addr: Vec<Address>,
        /// `managed` or `reference`.
        kind: String,
        /// The registrable name above.
        #[schema(required)]
        parent: Option<String>,
        #[serde(rename = "clID")]
        #[schema(required)]
        sponsor: Option<String>,
        #[serde(rename = "crID")]
        #[schema(required)]
        created_by: Option<String>,
        cr_date: String,
        #[serde(rename = "upID")]
        #[schema(required)]
        updated_by: Option<String>,
        #[schema(required)]
        up_date: Option<String>,
    }
    /// A host that was made.
    CreatedHost as CreatedHost {
        name: String,
        cr_date: String,
    }
    /// A domain that uses something.
    Reference as Reference {
        name: String,
        sponsor: String,
        /// As what, of a contact.
        roles: Option<Vec<String>>,
    }
    /// A message.
    Message as RegistrarMessage {
        id: i64,
        #[schema(example = "TRANSFER_REQUEST")]
        r#type: String,
        /// `transfers`, `lifecycle` or `registry`.
        group: String,
        cr_date: String,
        /// When it was read.
        #[schema(required)]
        nt_date: Option<String>,
        msg: String,
        object: MessageObject,
        /// The cause's, for the account that sent it.
        #[schema(required)]
        cltrid: Option<String>,
        svtrid: String,
        /// By type.
        #[schema(value_type = Object)]
        data: Value,
    }
    /// What a message is about.
    MessageObject as RegistrarMessageObject {
        /// `domain` or `host`.
        r#type: String,
        name: String,
    }
    /// What is unread.
    Queue as MessageQueue {
        count: u64,
        /// The oldest of them.
        #[schema(required)]
        next: Option<i64>,
    }
    /// Whom to tell of abuse.
    Abuse as AbuseContact {
        #[schema(required)]
        email: Option<String>,
        #[schema(required)]
        voice: Option<String>,
    }
    /// How much a client has.
    Counts as ClientCounts {
        domains: u64,
        contacts: u64,
        hosts: u64,
        /// Unread ones.
        messages: u64,
    }
    /// A client.
    Client as Client {
        login: String,
        handle: String,
        #[schema(required)]
        name: Option<String>,
        #[schema(required)]
        email: Option<String>,
        #[schema(required)]
        iana_id: Option<i64>,
        #[schema(required)]
        rdap_url: Option<String>,
        #[schema(required)]
        url: Option<String>,
        abuse: Abuse,
        roles: Vec<String>,
        token_ttl: u32,
        mutations_per_minute: u32,
        reads_per_minute: u32,
        suspended: bool,
        counts: Counts,
    }
    /// A contact as everybody may see it: what is not disclosed is not there.
    PublicContact as PublicContact {
        roid: String,
        name: Option<String>,
        org: Option<String>,
        /// Those of its members that are disclosed.
        #[schema(value_type = Option<Object>)]
        addr: Option<Value>,
        voice: Option<String>,
        fax: Option<String>,
        email: Option<String>,
    }
}
