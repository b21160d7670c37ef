//! The shapes of what comes in and goes out, for the OpenAPI document only: what goes out is written by [`super::wire`], what comes in is
//! read member by member.

use utoipa::{IntoParams, ToSchema};

use super::answer::DryRun;
use super::quotas::Quota;

macro_rules! shapes {
    ($($(#[$outer:meta])* $name:ident { $($(#[$inner:meta])* $member:ident: $kind:ty,)+ })+) => {$(
        $(#[$outer])*
        #[expect(dead_code, reason = "describes what is read and written member by member")]
        pub(crate) struct $name { $($(#[$inner])* $member: $kind,)+ }
    )+};
}

shapes! {
    /// A rule.
    #[derive(ToSchema)]
    Tld {
        /// A UUID.
        id: uuid::Uuid,
        /// In canonical form.
        #[schema(example = "*.bd")]
        name: String,
        /// When it was made, UTC.
        #[schema(example = "2026-03-01T09:30:00.118204")]
        created_at: String,
        /// When it was changed last; null until it is.
        #[schema(required)]
        updated_at: Option<String>,
        /// What somebody wrote about it.
        #[schema(required, max_length = 160)]
        description: Option<String>,
        /// One more with each real change.
        version: i64,
    }
    /// A rule in its envelope.
    #[derive(ToSchema)]
    TldBody { tlds: Tld, }
    /// All rules, or a page of them.
    #[derive(ToSchema)]
    TldList { tlds: Vec<Tld>, }
    /// A rule that was deleted.
    #[derive(ToSchema)]
    TldDeleted {
        /// As it was.
        tlds: Tld,
        /// Zones that this leaves outside the list.
        affected_zones: AffectedZones,
        /// Domains that go on under its policy; left out if there are none.
        affected_domains: Option<AffectedDomains>,
    }
    /// A rule to make: bare, or as `{"tlds": {…}}`.
    #[derive(ToSchema)]
    TldDraft {
        /// In any spelling: `co.uk`, `*.bd` or `!www.ck`.
        #[schema(example = "*.bd")]
        name: String,
        /// What there is to say about it.
        #[schema(max_length = 160)]
        description: Option<String>,
    }
    /// What of a rule to change: bare, or as `{"tlds": {…}}`.
    #[derive(ToSchema)]
    TldPatch {
        /// Another name.
        name: Option<String>,
        /// Another description, or null for none.
        #[schema(max_length = 160)]
        description: Option<String>,
    }
    /// Where a row stands.
    #[derive(ToSchema)]
    OpenStackLinks {
        /// Its own address.
        #[schema(rename = "self")]
        own: String,
    }
    /// Where a page stands.
    #[derive(ToSchema)]
    OpenStackPageLinks {
        /// Its own address.
        #[schema(rename = "self")]
        own: String,
        /// The address of the next page, if there is one.
        next: Option<String>,
    }
    /// A rule, in OpenStack's form.
    #[derive(ToSchema)]
    OpenStackTld {
        /// A UUID.
        id: uuid::Uuid,
        /// In canonical form.
        #[schema(example = "com")]
        name: String,
        /// What somebody wrote about it.
        #[schema(required, max_length = 160)]
        description: Option<String>,
        /// When it was made, UTC.
        #[schema(example = "2026-03-01T09:31:00.000417")]
        created_at: String,
        /// When it was changed last; null until it is.
        #[schema(required)]
        updated_at: Option<String>,
        links: OpenStackLinks,
    }
    /// A page of rules, in OpenStack's form.
    #[derive(ToSchema)]
    OpenStackTldList {
        tlds: Vec<OpenStackTld>,
        links: OpenStackPageLinks,
    }
    /// A rule that was deleted, in OpenStack's form.
    #[derive(ToSchema)]
    OpenStackTldDeleted {
        /// As it was.
        tlds: OpenStackTld,
        /// Zones that this leaves outside the list.
        affected_zones: AffectedZones,
        /// Domains that go on under its policy; left out if there are none.
        affected_domains: Option<AffectedDomains>,
    }
    /// An entry of the block list.
    #[derive(ToSchema)]
    BlockEntry {
        /// A UUID.
        id: uuid::Uuid,
        /// A regular expression, searched for in any case.
        #[schema(example = "(^|\\.)bad\\.com\\.?$")]
        pattern: String,
        /// When it was made, UTC.
        created_at: String,
        /// When it was changed last; null until it is.
        #[schema(required)]
        updated_at: Option<String>,
        /// What somebody wrote about it.
        #[schema(required, max_length = 160)]
        description: Option<String>,
        /// One more with each real change.
        version: i64,
    }
    /// An entry in its envelope.
    #[derive(ToSchema)]
    BlockEntryBody { blocklist: BlockEntry, }
    /// All entries, or a page of them.
    #[derive(ToSchema)]
    BlockEntryList { blocklist: Vec<BlockEntry>, }
    /// An entry to make: bare, or in the envelope of its form.
    #[derive(ToSchema)]
    BlockEntryDraft {
        /// A regular expression.
        #[schema(min_length = 1, max_length = 255)]
        pattern: String,
        /// What there is to say about it.
        #[schema(max_length = 160)]
        description: Option<String>,
    }
    /// What of an entry to change: bare, or in the envelope of its form.
    #[derive(ToSchema)]
    BlockEntryPatch {
        /// Another pattern.
        #[schema(min_length = 1, max_length = 255)]
        pattern: Option<String>,
        /// Another description, or null for none.
        #[schema(max_length = 160)]
        description: Option<String>,
    }
    /// An entry of the block list, in OpenStack's form.
    #[derive(ToSchema)]
    OpenStackBlacklist {
        /// A UUID.
        id: uuid::Uuid,
        /// A regular expression, searched for in any case.
        pattern: String,
        /// What somebody wrote about it.
        #[schema(required, max_length = 160)]
        description: Option<String>,
        /// When it was made, UTC.
        created_at: String,
        /// When it was changed last; null until it is.
        #[schema(required)]
        updated_at: Option<String>,
        links: OpenStackLinks,
    }
    /// A page of the block list, in OpenStack's form.
    #[derive(ToSchema)]
    OpenStackBlacklistList {
        blacklists: Vec<OpenStackBlacklist>,
        links: OpenStackPageLinks,
    }
    /// Zones that a change leaves outside the list. They stay as they are.
    #[derive(ToSchema)]
    AffectedZones {
        /// How many.
        count: u64,
        /// The first hundred of them.
        names: Vec<String>,
        /// Whether all zones were looked at.
        complete: bool,
    }
    /// Domains under the policy of a rule that goes. They go on under it.
    #[derive(ToSchema)]
    AffectedDomains {
        /// How many.
        count: u64,
        /// The first hundred of them.
        names: Vec<String>,
        /// Whether all of them were looked at.
        complete: bool,
    }
    /// The parameters of a list of rules.
    #[derive(IntoParams)]
    #[into_params(parameter_in = Query)]
    TldListParameters {
        /// Of this name in any spelling, `*` standing for any run of characters.
        name: Option<String>,
        /// From 1; more than 1000 is 1000, and so is `max`. Left out: all under `/tlds`, 20 under `/v2`.
        limit: Option<String>,
        /// After the row with this id.
        marker: Option<uuid::Uuid>,
        /// `created_at` (if left out), `updated_at`, `name` or `id`.
        sort_key: Option<String>,
        /// `asc` (if left out) or `desc`.
        sort_dir: Option<String>,
        /// Says nothing here.
        all_projects: Option<String>,
    }
    /// The parameters of a list of entries.
    #[derive(IntoParams)]
    #[into_params(parameter_in = Query)]
    BlockListParameters {
        /// Of this pattern, `*` standing for any run of characters.
        pattern: Option<String>,
        /// From 1; more than 1000 is 1000, and so is `max`. Left out: all under `/blocklist`, 20 under `/v2`.
        limit: Option<String>,
        /// After the row with this id.
        marker: Option<uuid::Uuid>,
        /// `created_at` (if left out), `updated_at`, `pattern` or `id`.
        sort_key: Option<String>,
        /// `asc` (if left out) or `desc`.
        sort_dir: Option<String>,
        /// Says nothing here.
        all_projects: Option<String>,
    }
    /// The parameter of a change.
    #[derive(IntoParams)]
    #[into_params(parameter_in = Query)]
    Changing {
        /// Check everything, keep nothing.
        dry_run: Option<bool>,
    }
    /// The condition of a change.
    #[derive(IntoParams)]
    #[into_params(parameter_in = Header)]
    Condition {
        /// The row's tag.
        #[param(rename = "If-Match")]
        if_match: Option<String>,
    }
    /// What the caller has already.
    #[derive(IntoParams)]
    #[into_params(parameter_in = Header)]
    Known {
        /// Tags that the caller has.
        #[param(rename = "If-None-Match")]
        if_none_match: Option<String>,
    }
}

macro_rules! tried {
    ($($(#[$outer:meta])* $name:ident($kind:ident);)+) => {$(
        $(#[$outer])*
        #[derive(ToSchema)]
        #[expect(dead_code, reason = "describes what is written elsewhere")]
        #[serde(untagged)]
        pub(crate) enum $name {
            /// It was done.
            Done($kind),
            /// It was only tried.
            Tried(DryRun),
        }
    )+};
}

tried! {
    /// What deleting a rule is answered with, where it is more than nothing.
    TldDeletion(TldDeleted);
    /// The same in OpenStack's form.
    OpenStackTldDeletion(OpenStackTldDeleted);
    /// What changing a rule is answered with.
    OpenStackTldChange(OpenStackTld);
    /// What changing an entry of the block list is answered with.
    BlockEntryChange(BlockEntryBody);
    /// The same in OpenStack's form.
    OpenStackBlacklistChange(OpenStackBlacklist);
    /// What setting a quota is answered with.
    QuotaChange(Quota);
}
