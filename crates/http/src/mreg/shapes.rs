//! The shapes of what comes in, for the OpenAPI document only: bodies are read member by member ([`super::draft`]).

use utoipa::ToSchema;

/// A log-in.
#[derive(ToSchema)]
#[schema(as = MregLogIn)]
#[expect(dead_code, reason = "describes what is read member by member")]
pub(crate) struct LogIn {
    /// The login if it is unique in the installation, else `account/login`.
    #[schema(example = "jane")]
    username: String,
    /// The password.
    #[schema(format = "password")]
    password: String,
}

/// A zone to create. Members that are only read may be there.
#[derive(ToSchema)]
#[schema(as = MregZoneDraft)]
#[expect(dead_code, reason = "describes what is read member by member")]
pub(crate) struct ZoneDraft {
    /// In any spelling; a reverse name under `reverse`, another one under `forward`.
    #[schema(example = "example.org")]
    name: String,
    /// The name servers, the primary first.
    #[schema(min_items = 1, max_items = 32)]
    primary_ns: Vec<String>,
    /// An address, or an RNAME.
    email: String,
    /// The first serial.
    #[schema(format = Int64, maximum = 4_294_967_295i64)]
    serialno: Option<u32>,
    /// Seconds; 10800 if left out.
    refresh: Option<u32>,
    /// Seconds; 3600 if left out.
    retry: Option<u32>,
    /// Seconds; 1814400 if left out.
    expire: Option<u32>,
    /// Seconds; 43200 if left out.
    soa_ttl: Option<u32>,
    /// Seconds; 43200 if left out.
    default_ttl: Option<u32>,
}

/// Members of a zone to change.
#[derive(ToSchema)]
#[schema(as = MregZonePatch)]
#[expect(dead_code, reason = "describes what is read member by member")]
pub(crate) struct ZonePatch {
    /// One of its name servers.
    primary_ns: Option<String>,
    /// An address, or an RNAME.
    email: Option<String>,
    /// A serial further on.
    #[schema(format = Int64, maximum = 4_294_967_295i64)]
    serialno: Option<u32>,
    /// Seconds.
    refresh: Option<u32>,
    /// Seconds.
    retry: Option<u32>,
    /// Seconds.
    expire: Option<u32>,
    /// Seconds.
    soa_ttl: Option<u32>,
    /// Seconds.
    default_ttl: Option<u32>,
}

/// The name servers of a zone.
#[derive(ToSchema)]
#[schema(as = MregServerList)]
#[expect(dead_code, reason = "describes what is read member by member")]
pub(crate) struct ServerList {
    /// All of them, the primary first.
    #[schema(min_items = 1, max_items = 32)]
    primary_ns: Vec<String>,
}

/// A delegation to make.
#[derive(ToSchema)]
#[schema(as = MregDelegationDraft)]
#[expect(dead_code, reason = "describes what is read member by member")]
pub(crate) struct DelegationDraft {
    /// The name to delegate.
    #[schema(example = "sub.example.org")]
    name: String,
    /// Its name servers.
    #[schema(min_items = 1, max_items = 32)]
    nameservers: Vec<String>,
    /// A remark, never published.
    #[schema(max_length = 200)]
    comment: Option<String>,
}

/// A delegation's comment.
#[derive(ToSchema)]
#[schema(as = MregComment)]
#[expect(dead_code, reason = "describes what is read member by member")]
pub(crate) struct Comment {
    /// Empty for none.
    #[schema(max_length = 200)]
    comment: String,
}

/// A name server to make.
#[derive(ToSchema)]
#[schema(as = MregNameServerDraft)]
#[expect(dead_code, reason = "describes what is read member by member")]
pub(crate) struct NameServerDraft {
    /// A host's name.
    #[schema(example = "ns1.example.org")]
    name: String,
}
