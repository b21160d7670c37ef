//! The tables of the registrars' registry.

use diesel::{allow_tables_to_appear_in_same_query, joinable, table};

use super::hosts;

table! {
    use diesel::sql_types::{BigInt, Text};
    use crate::types::{Document, Moment};
    policies (rule, number) {
        rule -> Text,
        number -> BigInt,
        valid_from -> Moment,
        preset -> Text,
        document -> Document,
    }
}

table! {
    use diesel::sql_types::{Nullable, Text};
    special_names (rule, pattern) {
        rule -> Text,
        pattern -> Text,
        kind -> Text,
        account -> Nullable<Text>,
        fee_amount -> Nullable<Text>,
        fee_currency -> Nullable<Text>,
        reason -> Nullable<Text>,
    }
}

table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::types::{Document, Moment};
    contacts (id) {
        id -> BigInt,
        handle -> Text,
        folded -> Text,
        sponsor_id -> BigInt,
        created_by -> BigInt,
        updated_by -> Nullable<BigInt>,
        created -> Moment,
        updated -> Nullable<Moment>,
        sort_name -> Nullable<Text>,
        statuses -> Text,
        content -> Document,
        revision -> BigInt,
    }
}

table! {
    use diesel::sql_types::{BigInt, SmallInt, Text};
    contact_words (contact_id, kind, word) {
        contact_id -> BigInt,
        kind -> SmallInt,
        word -> Text,
        folded -> Text,
        sponsor_id -> BigInt,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary, Bool, Nullable, Text};
    use crate::types::{Document, Moment};
    domains (id) {
        id -> BigInt,
        name -> Text,
        name_key -> Binary,
        reversed -> Text,
        tld_key -> Binary,
        rule -> Text,
        sponsor_id -> BigInt,
        created_by -> BigInt,
        updated_by -> Nullable<BigInt>,
        created -> Moment,
        updated -> Nullable<Moment>,
        expires -> Moment,
        transferred -> Nullable<Moment>,
        facts -> Document,
        code_hash -> Nullable<Text>,
        code_set -> Nullable<Moment>,
        next_change -> Nullable<Moment>,
        premium -> Bool,
        serial -> Nullable<BigInt>,
        revision -> BigInt,
    }
}

table! {
    use diesel::sql_types::{BigInt, SmallInt, Text};
    domain_contacts (domain_id, role) {
        domain_id -> BigInt,
        role -> SmallInt,
        contact_id -> BigInt,
        name -> Text,
    }
}

table! {
    use diesel::sql_types::{BigInt, SmallInt, Text};
    domain_hosts (domain_id, place) {
        domain_id -> BigInt,
        place -> SmallInt,
        host_id -> BigInt,
        sponsor_id -> BigInt,
        name -> Text,
    }
}

table! {
    use diesel::sql_types::{BigInt, SmallInt, Text};
    domain_words (domain_id, kind, word) {
        domain_id -> BigInt,
        kind -> SmallInt,
        word -> Text,
        sponsor_id -> BigInt,
    }
}

table! {
    use diesel::sql_types::{BigInt, Text};
    use crate::types::Moment;
    transfers (id) {
        id -> BigInt,
        domain_id -> BigInt,
        status -> Text,
        requester -> BigInt,
        requested -> Moment,
        acting -> BigInt,
        acted -> Moment,
        expires -> Moment,
    }
}

table! {
    use diesel::sql_types::{BigInt, SmallInt, Text};
    host_words (host_id, kind, word) {
        host_id -> BigInt,
        kind -> SmallInt,
        word -> Text,
        sponsor_id -> BigInt,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary, Nullable, Text};
    use crate::types::{Document, Moment};
    messages (id) {
        id -> BigInt,
        account_id -> BigInt,
        kind -> Text,
        topic -> Text,
        created -> Moment,
        read -> Nullable<Moment>,
        text -> Text,
        object -> Text,
        name_key -> Binary,
        cause_account -> Nullable<BigInt>,
        cause_transaction -> Nullable<Text>,
        server_transaction -> Text,
        data -> Document,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary, Bool, Integer, Nullable, Text};
    use crate::types::{Document, Moment};
    kept_answers (user_id, strict, client_id, request) {
        user_id -> BigInt,
        strict -> Bool,
        client_id -> Text,
        request -> Binary,
        status -> Integer,
        body -> Document,
        left_object -> Nullable<Text>,
        left_revision -> Nullable<BigInt>,
        at -> Moment,
    }
}

joinable!(domain_hosts -> hosts (host_id));
joinable!(domain_contacts -> domains (domain_id));
allow_tables_to_appear_in_same_query!(domain_hosts, hosts, host_words, domains, domain_contacts);
