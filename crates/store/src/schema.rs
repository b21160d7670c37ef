//! The tables, as both databases have them. What their types are on each is in [`crate::types`].

mod attesting;
mod dynect;
mod registrations;

use diesel::{allow_tables_to_appear_in_same_query, joinable, table};

pub(crate) use attesting::{attestations, claims, entities, kinds, signing_keys};
pub(crate) use dynect::{counters, job_pieces, jobs, staged_sets};
pub(crate) use registrations::{
    contact_words, contacts, domain_contacts, domain_hosts, domain_words, domains, host_words, kept_answers, messages,
    policies, special_names, transfers,
};

table! {
    use diesel::sql_types::{BigInt, Integer};
    compatibility (only_row) {
        only_row -> Integer,
        oldest_level -> BigInt,
    }
}

table! {
    use diesel::sql_types::{BigInt, Bool, Nullable, Text};
    use crate::types::{Document, Moment};
    accounts (id) {
        id -> BigInt,
        name -> Text,
        folded -> Text,
        disabled -> Bool,
        suspended -> Bool,
        created -> Moment,
        zones_quota -> Nullable<BigInt>,
        client -> Nullable<Document>,
    }
}

table! {
    use diesel::sql_types::{BigInt, Bool, Nullable, SmallInt, Text};
    use crate::types::Moment;
    users (id) {
        id -> BigInt,
        account_id -> BigInt,
        login -> Text,
        roles -> SmallInt,
        password_hash -> Nullable<Text>,
        disabled -> Bool,
        created -> Moment,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary, Bool, Text};
    use crate::types::Moment;
    api_keys (id) {
        id -> BigInt,
        user_id -> BigInt,
        hash -> Binary,
        label -> Text,
        disabled -> Bool,
        created -> Moment,
    }
}

table! {
    use diesel::sql_types::{Binary, Bool, Text};
    use crate::types::Moment;
    token_secrets (id) {
        id -> Text,
        bytes -> Binary,
        is_current -> Bool,
        created -> Moment,
    }
}

table! {
    use diesel::sql_types::{BigInt, Bool, Nullable, Text};
    use crate::types::{Moment, Unique};
    sessions (id) {
        id -> Unique,
        user_id -> BigInt,
        secret -> Text,
        created -> Moment,
        expires -> Moment,
        idle_seconds -> Nullable<BigInt>,
        registrar -> Bool,
        may_idle -> Nullable<BigInt>,
        used -> Nullable<Moment>,
        ends -> Nullable<Moment>,
        closed -> Bool,
        cleared -> Bool,
    }
}

table! {
    use diesel::sql_types::{Integer, Text};
    use crate::types::Moment;
    login_attempts (subject) {
        subject -> Text,
        failures -> Integer,
        since -> Moment,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary, Bool, Nullable, SmallInt, Text};
    use crate::types::Moment;
    zones (id) {
        id -> BigInt,
        name -> Text,
        sort_key -> Binary,
        is_reverse -> Bool,
        account_id -> BigInt,
        ns -> Text,
        primary_ns -> Text,
        email -> Text,
        serial -> BigInt,
        refresh -> BigInt,
        retry -> BigInt,
        expire -> BigInt,
        ttl -> BigInt,
        default_ttl -> BigInt,
        ns_ttl -> Nullable<BigInt>,
        serial_style -> SmallInt,
        frozen -> Bool,
        registry_zone -> Bool,
        revision -> BigInt,
        records_numbered -> BigInt,
        created -> Moment,
        updated -> Moment,
        serial_updated -> Nullable<Moment>,
        serial_hidden -> Bool,
        ns_numbers -> Nullable<Text>,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary, Integer, Nullable, SmallInt, Text};
    use crate::types::{Document, Moment};
    record_sets (zone_id, owner_key, rtype) {
        zone_id -> BigInt,
        owner_key -> Binary,
        rtype -> Integer,
        ttl -> Nullable<BigInt>,
        origin -> SmallInt,
        records -> Binary,
        comment -> Nullable<Text>,
        cut_number -> Nullable<BigInt>,
        revision -> BigInt,
        created -> Moment,
        updated -> Moment,
        spellings -> Nullable<Document>,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary, Integer};
    record_targets (zone_id, owner_key, rtype, target_key) {
        zone_id -> BigInt,
        owner_key -> Binary,
        rtype -> Integer,
        target_key -> Binary,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary, Bool, Nullable, Text};
    use crate::types::Moment;
    hosts (id) {
        id -> BigInt,
        name -> Text,
        name_key -> Binary,
        account_id -> Nullable<BigInt>,
        posted -> Bool,
        addresses -> Text,
        created -> Moment,
        updated -> Moment,
        parent_id -> Nullable<BigInt>,
        statuses -> Text,
        created_by -> Nullable<BigInt>,
        changed_by -> Nullable<BigInt>,
        changed -> Nullable<Moment>,
        revision -> BigInt,
        reversed -> Nullable<Text>,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary, Nullable, SmallInt, Text};
    use crate::types::{Document, Moment};
    history (id) {
        id -> BigInt,
        at -> Moment,
        zone_key -> Binary,
        zone_id -> BigInt,
        owner_id -> BigInt,
        account -> Text,
        user_login -> Text,
        face -> Text,
        request_id -> Text,
        action -> Text,
        cause -> Nullable<Text>,
        changes -> Document,
        forced -> Document,
        serial_before -> Nullable<BigInt>,
        serial_after -> Nullable<BigInt>,
        revision -> BigInt,
        subject_kind -> Nullable<SmallInt>,
        subject -> Nullable<Text>,
        note -> Nullable<Text>,
    }
}

table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::types::{Moment, Unique};
    tlds (id) {
        id -> Unique,
        name -> Text,
        description -> Nullable<Text>,
        created -> Moment,
        updated -> Moment,
        version -> BigInt,
    }
}

table! {
    use diesel::sql_types::Text;
    use crate::types::Unique;
    tld_sources (tld_id, source) {
        tld_id -> Unique,
        source -> Text,
    }
}

table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::types::{Moment, Unique};
    blocklist (id) {
        id -> Unique,
        pattern -> Text,
        description -> Nullable<Text>,
        created -> Moment,
        updated -> Moment,
        version -> BigInt,
    }
}

table! {
    use diesel::sql_types::{BigInt, Integer};
    name_policy (only_row) {
        only_row -> Integer,
        revision -> BigInt,
        stamp -> BigInt,
    }
}

table! {
    use diesel::sql_types::Bool;
    use crate::types::{Document, Moment, Unique};
    import_jobs (id) {
        id -> Unique,
        report -> Document,
        ended -> Bool,
        beat -> Moment,
    }
}

joinable!(users -> accounts (account_id));
joinable!(api_keys -> users (user_id));
joinable!(sessions -> users (user_id));
joinable!(zones -> accounts (account_id));
joinable!(record_sets -> zones (zone_id));
joinable!(record_targets -> zones (zone_id));
allow_tables_to_appear_in_same_query!(accounts, users, api_keys, sessions, zones, record_sets, record_targets);
