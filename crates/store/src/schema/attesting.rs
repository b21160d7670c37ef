//! The tables of kinds, entities and their claims, attestations, and the keys that sign these.

use diesel::{allow_tables_to_appear_in_same_query, joinable, table};

use super::accounts;

table! {
    use diesel::sql_types::{BigInt, Text};
    use crate::types::{Document, Moment};
    kinds (folded) {
        folded -> Text,
        name -> Text,
        declaration -> Document,
        revision -> BigInt,
        created -> Moment,
        updated -> Moment,
    }
}

table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::types::Moment;
    entities (number) {
        number -> BigInt,
        kind -> Text,
        id -> Text,
        owner_id -> BigInt,
        created -> Moment,
        updated -> Moment,
        deleted -> Nullable<Moment>,
        revision -> BigInt,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary, Text};
    use crate::types::Moment;
    claims (entity, name) {
        entity -> BigInt,
        name -> Text,
        kind -> Text,
        value -> Text,
        hash -> Binary,
        since -> Moment,
    }
}

table! {
    use diesel::sql_types::{BigInt, Nullable, SmallInt, Text};
    use crate::types::{Moment, Unique};
    attestations (number) {
        number -> BigInt,
        id -> Unique,
        kind -> Text,
        entity -> BigInt,
        claim -> Text,
        attestor_kind -> Text,
        attestor -> BigInt,
        decided -> Moment,
        issued -> Moment,
        expires -> Nullable<Moment>,
        state -> SmallInt,
        reason -> Nullable<Text>,
        superseded_by -> Nullable<Unique>,
        note -> Nullable<Text>,
        since -> Moment,
        signing_key -> Text,
        jws -> Text,
    }
}

table! {
    use diesel::sql_types::{Nullable, Text};
    use crate::types::Moment;
    signing_keys (id) {
        id -> Text,
        algorithm -> Text,
        pem -> Text,
        state -> Text,
        created -> Moment,
        activated -> Nullable<Moment>,
        retired -> Nullable<Moment>,
        revoked -> Nullable<Moment>,
        reason -> Nullable<Text>,
    }
}

joinable!(entities -> accounts (owner_id));
allow_tables_to_appear_in_same_query!(entities, accounts, kinds);
