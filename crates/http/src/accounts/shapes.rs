//! What bodies may say about accounts, users and keys, for the OpenAPI document; they are read by hand ([`super::draft`]).
#![expect(dead_code, reason = "describes what `draft` reads")]

use utoipa::ToSchema;

/// An account to be made.
#[derive(ToSchema)]
pub(crate) struct AccountDraft {
    /// 3 to 16 letters, digits, `-` or `_`, and not `search`.
    #[schema(example = "acme", min_length = 3, max_length = 16)]
    name: String,
    /// How many zones it may have, -1 for any number; null or left out for the installation's default.
    #[schema(minimum = -1)]
    zones_quota: Option<i64>,
}

/// Changes of an account. `id`, `name` and `created` may be sent along as they are.
#[derive(ToSchema)]
pub(crate) struct AccountPatch {
    /// No log-in; closes the sessions of its users.
    #[schema(nullable = false)]
    disabled: Option<bool>,
    /// Logs in and reads, writes nothing.
    #[schema(nullable = false)]
    suspended: Option<bool>,
    /// How many zones it may have, -1 for any number; null for the installation's default.
    #[schema(minimum = -1)]
    zones_quota: Option<i64>,
}

/// What a user may do.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
pub(crate) enum RoleWord {
    /// Everything, in every account.
    Admin,
    /// Zones and records of the own account.
    Hostmaster,
    /// Domains, contacts and hosts of the own account.
    Registrar,
    /// Vouches for claims.
    Attestor,
    /// Reads what its account may see.
    Reader,
}

/// A user to be made.
#[derive(ToSchema)]
pub(crate) struct UserDraft {
    /// 1 to 64 characters without blanks, control characters or `/`.
    #[schema(example = "jane", min_length = 1, max_length = 64)]
    login: String,
    /// At least one, each once.
    #[schema(min_items = 1)]
    roles: Vec<RoleWord>,
    /// 8 to 1024 bytes; left out for a user who only has keys.
    #[schema(nullable = false, format = "password", write_only)]
    password: Option<String>,
}

/// Changes of a user. `id`, `account`, `login` and `created` may be sent along as they are.
#[derive(ToSchema)]
pub(crate) struct UserPatch {
    /// Instead of those they have; closes their sessions.
    #[schema(nullable = false, min_items = 1)]
    roles: Option<Vec<RoleWord>>,
    /// A new one, of 8 to 1024 bytes; closes their sessions.
    #[schema(nullable = false, format = "password", write_only)]
    password: Option<String>,
    /// No log-in; closes their sessions, and their keys are refused.
    #[schema(nullable = false)]
    disabled: Option<bool>,
}

/// A key to be made.
#[derive(ToSchema)]
#[schema(as = ApiKeyDraft)]
pub(crate) struct KeyDraft {
    /// The login of the user it stands for.
    #[schema(example = "robot")]
    user: String,
    /// What it is for: at most 200 characters.
    #[schema(nullable = false, max_length = 200)]
    label: Option<String>,
}

/// Changes of a key. `id`, `account`, `user`, `label` and `created` may be sent along as they are.
#[derive(ToSchema)]
#[schema(as = ApiKeyPatch)]
pub(crate) struct KeyPatch {
    /// `true` disables it for good.
    #[schema(nullable = false)]
    disabled: Option<bool>,
}
