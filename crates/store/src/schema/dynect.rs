//! The tables of what sessions of the DynECT face stage, and of the jobs that their requests make.

use diesel::{allow_tables_to_appear_in_same_query, joinable, table};

use super::{sessions, zones};

table! {
    use diesel::sql_types::{BigInt, Text};
    counters (name) {
        name -> Text,
        next -> BigInt,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary, Integer};
    use crate::types::{Document, Unique};
    staged_sets (session_id, zone_id, owner_key, rtype) {
        session_id -> Unique,
        zone_id -> BigInt,
        owner_key -> Binary,
        rtype -> Integer,
        changes -> BigInt,
        draft -> Document,
    }
}

table! {
    use diesel::sql_types::{BigInt, SmallInt};
    use crate::types::{Moment, Unique};
    jobs (id) {
        id -> BigInt,
        session_id -> Unique,
        state -> SmallInt,
        at -> Moment,
    }
}

table! {
    use diesel::sql_types::{BigInt, Integer, Text};
    job_pieces (job_id, piece) {
        job_id -> BigInt,
        piece -> Integer,
        answer -> Text,
    }
}

joinable!(staged_sets -> sessions (session_id));
joinable!(staged_sets -> zones (zone_id));
joinable!(jobs -> sessions (session_id));
joinable!(job_pieces -> jobs (job_id));
allow_tables_to_appear_in_same_query!(staged_sets, sessions);
allow_tables_to_appear_in_same_query!(staged_sets, zones);
allow_tables_to_appear_in_same_query!(jobs, sessions);
allow_tables_to_appear_in_same_query!(jobs, job_pieces);
