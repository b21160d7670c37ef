//! The shapes of what comes in, for the OpenAPI document only.
//!
//! Nothing is ever read into these: serde would stop at the first wrong member, and a caller is told of each ([`crate::members`]).

use utoipa::ToSchema;

macro_rules! incoming {
    ($($(#[$outer:meta])* $name:ident { $($(#[$inner:meta])* $member:ident: $kind:ty,)+ })+) => {$(
        $(#[$outer])*
        #[derive(ToSchema)]
        #[expect(dead_code, reason = "describes what is read member by member")]
        pub(crate) struct $name { $($(#[$inner])* $member: $kind,)+ }
    )+};
}

incoming! {
    /// A zone to create.
    ZoneDraft {
        /// In any spelling.
        #[schema(example = "example.org")]
        name: String,
        /// 1 to 32 name servers: names, or objects with `name` and `addresses`.
        #[schema(value_type = Vec<NameServer>, min_items = 1, max_items = 32)]
        ns: Vec<String>,
        /// The SOA MNAME, if not the first name server.
        primary_ns: Option<String>,
        /// An address, or an RNAME.
        email: String,
        /// Seconds.
        #[schema(maximum = 2_147_483_647)]
        refresh: u32,
        /// Seconds.
        #[schema(maximum = 2_147_483_647)]
        retry: u32,
        /// Seconds.
        #[schema(maximum = 2_147_483_647)]
        expire: u32,
        /// Seconds of negative caching.
        #[schema(maximum = 2_147_483_647)]
        ttl: u32,
        /// The TTL of what has none of its own; the value of `ttl` if left out.
        default_ttl: Option<u32>,
        /// The TTL of the apex NS.
        ns_ttl: Option<u32>,
        /// The first serial.
        #[schema(format = Int64, maximum = 4_294_967_295i64)]
        serial: Option<u32>,
        /// The account it shall belong to; the caller's if left out.
        owner: Option<String>,
        /// It stands at an effective TLD on purpose.
        registry_zone: Option<bool>,
        /// Lift what is forcible.
        force: Option<bool>,
    }
    /// The members of a zone to change. Others may be there if they say what is stored.
    ZonePatch {
        /// New name servers.
        #[schema(value_type = Option<Vec<NameServer>>)]
        ns: Option<Vec<String>>,
        /// A new SOA MNAME.
        primary_ns: Option<String>,
        /// A new SOA RNAME.
        email: Option<String>,
        /// A serial further on.
        #[schema(format = Int64, maximum = 4_294_967_295i64)]
        serial: Option<u32>,
        /// Seconds.
        refresh: Option<u32>,
        /// Seconds.
        retry: Option<u32>,
        /// Seconds.
        expire: Option<u32>,
        /// Seconds of negative caching.
        ttl: Option<u32>,
        /// The TTL of what has none of its own.
        default_ttl: Option<u32>,
        /// The TTL of the apex NS, or null.
        ns_ttl: Option<u32>,
        /// The account it shall belong to.
        owner: Option<String>,
        /// Lift what is forcible.
        force: Option<bool>,
    }
    /// A name server with its addresses.
    AddressedServer {
        /// Its name.
        name: String,
        /// 1 to 16 IP addresses; those that are known if left out.
        #[schema(min_items = 1, max_items = 16)]
        addresses: Option<Vec<String>>,
    }
    /// A delegation to make.
    DelegationDraft {
        /// Below the zone, in any spelling.
        #[schema(example = "sub.example.org")]
        name: String,
        /// 1 to 32 name servers: names, or objects with `name` and `addresses`.
        #[schema(value_type = Vec<NameServer>, min_items = 1, max_items = 32)]
        ns: Vec<String>,
        /// Seconds; null, or left out, for the zone's default.
        #[schema(maximum = 2_147_483_647)]
        ttl: Option<u32>,
        /// A remark that is never published.
        #[schema(max_length = 200)]
        comment: Option<String>,
        /// Lift what is forcible.
        force: Option<bool>,
    }
    /// What a delegation shall be. Read-only members may be there if they say what is stored, `glue` in `ns` too.
    DelegationContent {
        /// 1 to 32 name servers: names, or objects with `name` and `addresses`.
        #[schema(value_type = Vec<NameServer>, min_items = 1, max_items = 32)]
        ns: Vec<String>,
        /// Seconds; null, or left out, for the zone's default.
        #[schema(maximum = 2_147_483_647)]
        ttl: Option<u32>,
        /// A remark that is never published; null, or left out, for none.
        #[schema(max_length = 200)]
        comment: Option<String>,
        /// Lift what is forcible.
        force: Option<bool>,
    }
    /// The members of a delegation to change. Read-only members may be there if they say what is stored, `glue` in `ns` too.
    DelegationPatch {
        /// New name servers.
        #[schema(value_type = Option<Vec<NameServer>>)]
        ns: Option<Vec<String>>,
        /// Seconds, or null for the zone's default.
        #[schema(maximum = 2_147_483_647)]
        ttl: Option<u32>,
        /// A remark, or null for none.
        #[schema(max_length = 200)]
        comment: Option<String>,
        /// Lift what is forcible.
        force: Option<bool>,
    }
    /// What a record set shall hold.
    SetContent {
        /// Seconds; null, or left out, for the zone's default.
        ttl: Option<u32>,
        /// The values in presentation form.
        #[schema(min_items = 1)]
        records: Vec<String>,
        /// Lift what is forcible.
        force: Option<bool>,
    }
    /// What of a record set to change.
    SetPatch {
        /// Values to have; needs no condition.
        add: Option<Vec<String>>,
        /// Values to take away; needs no condition.
        remove: Option<Vec<String>>,
        /// All values.
        records: Option<Vec<String>>,
        /// Seconds, or null for the zone's default.
        ttl: Option<u32>,
        /// Lift what is forcible.
        force: Option<bool>,
    }
    /// Changes of a zone's record sets, all or none.
    Bulk {
        /// At most 10000, a name and type only once.
        #[schema(max_items = 10_000)]
        changes: Vec<BulkChange>,
        /// Lift what is forcible.
        force: Option<bool>,
    }
    /// A change of one record set.
    BulkChange {
        /// `put`, `add`, `remove` or `delete`.
        op: String,
        /// The owner, absolute, or `@`.
        name: String,
        /// The type.
        r#type: String,
        /// Seconds, or null; with `put` and `add`.
        ttl: Option<u32>,
        /// The values; not with `delete`.
        records: Option<Vec<String>>,
        /// The set's tag, for a `put` that replaces.
        etag: Option<String>,
    }
}

/// A name server.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what is read member by member")]
#[serde(untagged)]
pub(crate) enum NameServer {
    /// Its name.
    Name(String),
    /// Its name with its addresses.
    Addressed(AddressedServer),
}
