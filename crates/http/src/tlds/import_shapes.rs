//! The shapes of imports, for the OpenAPI document only, as [`super::shapes`] are.

use utoipa::{IntoParams, ToSchema};

use super::shapes::AffectedZones;

/// A list to import.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what is read member by member")]
pub(crate) struct TldImport {
    /// In whose name: `file` if left out. Of `psl`, `iana` and `private-use` a list comes with the program.
    #[schema(pattern = "^[a-z0-9._-]{1,64}$")]
    source: Option<String>,
    /// The list, at most 4 MiB; the one that comes with the program if left out.
    text: Option<String>,
    /// `auto` (if left out), `psl`, `iana` or `csv`.
    format: Option<String>,
    /// Of the Public Suffix List: `all` (if left out), `icann` or `private`.
    section: Option<String>,
    /// Take away what the list has no more.
    prune: Option<bool>,
    /// Check everything, keep nothing.
    dry_run: Option<bool>,
    /// For rules that the list does not describe.
    #[schema(max_length = 160)]
    description: Option<String>,
}

/// The members of an import, where the body is the list itself.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what is read member by member")]
pub(crate) struct Parameters {
    /// In whose name.
    source: Option<String>,
    /// `auto`, `psl`, `iana` or `csv`.
    format: Option<String>,
    /// `all`, `icann` or `private`.
    section: Option<String>,
    /// Take away what the list has no more.
    prune: Option<bool>,
    /// Check everything, keep nothing.
    dry_run: Option<bool>,
    /// For rules that the list does not describe.
    description: Option<String>,
}

/// What the caller would rather have.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "describes what is read elsewhere")]
pub(crate) struct Wish {
    /// `respond-async` to be answered at once.
    #[param(rename = "Prefer")]
    prefer: Option<String>,
}

/// What became of an import.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what is written elsewhere")]
pub(crate) struct TldImportReport {
    /// Its job; null for a dry run.
    #[schema(required)]
    job_id: Option<uuid::Uuid>,
    /// `running`, `complete` or `failed`.
    status: String,
    /// In whose name.
    source: String,
    /// `psl`, `iana` or `csv`.
    format: String,
    /// `all`, `icann` or `private`.
    section: String,
    /// Nothing was kept.
    dry_run: bool,
    /// What the list has no more was taken away.
    prune: bool,
    /// Rules in the list, duplicates among them.
    read: u64,
    /// Rules that were there already, further up.
    duplicates: u64,
    /// In the list, not stored before.
    added: TldImportNames,
    /// In both.
    kept: TldImportCount,
    /// Taken away.
    removed: TldImportNames,
    /// What `prune` would take away.
    stale: TldImportNames,
    /// Zones that it leaves outside the list.
    affected_zones: AffectedZones,
    /// The revision of rules and block list after it.
    revision: i64,
    /// What was wrong.
    errors: Vec<TldImportError>,
}

/// How many rules, and which.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what is written elsewhere")]
pub(crate) struct TldImportNames {
    count: u64,
    names: Vec<String>,
}

/// How many rules.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what is written elsewhere")]
pub(crate) struct TldImportCount {
    count: u64,
}

/// What was wrong with an import.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what is written elsewhere")]
pub(crate) struct TldImportError {
    /// `text` and a line of it; or nothing.
    #[schema(value_type = Vec<Object>)]
    path: Vec<String>,
    /// A sentence for people.
    message: String,
}
