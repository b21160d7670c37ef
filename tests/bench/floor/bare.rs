//! SQLite alone: the rows that creating a zone writes, by the same library, with the same flags, pragmas and durability as the
//! server, and nothing decided, checked or rendered.

use std::path::Path;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use libsqlite3_sys as _;

use crate::{Measured, Problem, micros};

const SCHEMA: &str = include_str!("sqlite.sql");

diesel::table! {
    zones (id) {
        id -> BigInt, name -> Text, sort_key -> Binary, is_reverse -> Bool, account_id -> BigInt, ns -> Text, primary_ns -> Text,
        email -> Text, serial -> BigInt, refresh -> BigInt, retry -> BigInt, expire -> BigInt, ttl -> BigInt, default_ttl -> BigInt,
        revision -> BigInt, created -> BigInt, updated -> BigInt,
    }
}

diesel::table! {
    targets (zone_id, owner_key, rtype, target_key) {
        zone_id -> BigInt, owner_key -> Binary, rtype -> Integer, target_key -> Binary,
    }
}

diesel::table! {
    history (id) {
        id -> BigInt, at -> BigInt, zone_key -> Binary, zone_id -> BigInt, owner_id -> BigInt, account -> Text, user_login -> Text,
        face -> Text, request_id -> Text, action -> Text, changes -> Text, forced -> Text, serial_after -> BigInt, revision -> BigInt,
    }
}

diesel::table! {
    lines (id) { id -> BigInt, name -> Text, value -> Text, }
}

/// What a history entry of a new zone tells; the server's has about this length.
const CHANGES: &str = r#"[{"what":"zone","member":"ns","from":null,"to":["ns1.hoster.net","ns2.hoster.net"]},{"what":"zone","member":"email","from":null,"to":"hostmaster@hoster.net"},{"what":"zone","member":"refresh","from":null,"to":10800},{"what":"zone","member":"retry","from":null,"to":3600},{"what":"zone","member":"expire","from":null,"to":1814400},{"what":"zone","member":"ttl","from":null,"to":43200}]"#;

/// What is inserted.
#[derive(Clone, Copy)]
pub(crate) enum Rows {
    /// One short row, at the end of its table, without an index.
    One,
    /// What a new zone writes, its name anywhere in the index.
    Zone,
    /// The same, each name after the one before.
    ZoneInOrder,
}

/// Opens the file, new or not, as the server's writer does.
pub(crate) fn open(path: &Path) -> Result<SqliteConnection, Problem> {
    let mut connection = SqliteConnection::establish(path.to_str().ok_or("the path is not UTF-8")?)?;
    connection.batch_execute(
        "PRAGMA busy_timeout = 30000; PRAGMA foreign_keys = ON; PRAGMA cache_size = -16384; PRAGMA mmap_size = 268435456; PRAGMA temp_store = MEMORY;
         PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;",
    )?;
    connection.batch_execute(SCHEMA)?;
    Ok(connection)
}

/// A name that no other number has, scattered over the index as real names are.
fn name(number: u64) -> String {
    format!("{:016x}.org", number.wrapping_mul(0x9E37_79B9_7F4A_7C15))
}

/// Where numbers begin in this file.
pub(crate) fn first_number(connection: &mut SqliteConnection) -> Result<u64, Problem> {
    let zones: Option<i64> = zones::table.select(diesel::dsl::max(zones::id)).get_result(connection)?;
    Ok(zones.unwrap_or_default().unsigned_abs() + 1)
}

/// A zone's four rows.
pub(crate) fn insert_zone(connection: &mut SqliteConnection, number: u64) -> QueryResult<()> {
    insert_named(connection, &name(number))
}

fn insert_named(connection: &mut SqliteConnection, name: &str) -> QueryResult<()> {
    let key = [b"org\0", &name.as_bytes()[..16], b"\0"].concat();
    let at = 1_795_280_927_724_823_i64;
    let id: i64 = diesel::insert_into(zones::table)
        .values((
            (zones::name.eq(name), zones::sort_key.eq(&key), zones::is_reverse.eq(false), zones::account_id.eq(1)),
            (zones::ns.eq("ns1.hoster.net ns2.hoster.net"), zones::primary_ns.eq("ns1.hoster.net")),
            (zones::email.eq("hostmaster@hoster.net"), zones::serial.eq(2_026_112_100), zones::refresh.eq(10_800)),
            (zones::retry.eq(3600), zones::expire.eq(1_814_400), zones::ttl.eq(43_200), zones::default_ttl.eq(43_200)),
            (zones::revision.eq(1), zones::created.eq(at), zones::updated.eq(at)),
        ))
        .returning(zones::id)
        .get_result(connection)?;
    for target in [b"net\0hoster\0ns1\0", b"net\0hoster\0ns2\0"] {
        diesel::insert_into(targets::table)
            .values((
                targets::zone_id.eq(id),
                targets::owner_key.eq(&key),
                targets::rtype.eq(2),
                targets::target_key.eq(&target[..]),
            ))
            .execute(connection)?;
    }
    diesel::insert_into(history::table)
        .values((
            (history::at.eq(at), history::zone_key.eq(&key), history::zone_id.eq(id), history::owner_id.eq(1)),
            (history::account.eq("registry"), history::user_login.eq("admin"), history::face.eq("zones")),
            (history::request_id.eq("b3a5c9d2-7c1f-4a8e-9f10-2f6d5a1e7c44"), history::action.eq("zone.create")),
            (history::changes.eq(CHANGES), history::forced.eq("[]")),
            (history::serial_after.eq(2_026_112_100), history::revision.eq(1)),
        ))
        .execute(connection)?;
    Ok(())
}

fn insert_row(connection: &mut SqliteConnection, number: u64) -> QueryResult<()> {
    let row = (lines::name.eq(name(number)), lines::value.eq("192.0.2.1"));
    diesel::insert_into(lines::table).values(row).execute(connection).map(drop)
}

/// Inserts, so many a commit; a latency is that of a commit with all in it.
pub(crate) fn measure(rows: Rows, batch: u64, lasting: Duration, path: &Path) -> Result<Measured, Problem> {
    let mut connection = open(path)?;
    let mut number = first_number(&mut connection)?;
    let (mut count, mut latencies) = (0, Vec::new());
    let begun = Instant::now();
    while begun.elapsed() < lasting {
        let began = Instant::now();
        connection.batch_execute("BEGIN IMMEDIATE")?;
        for _ in 0..batch {
            match rows {
                Rows::One => insert_row(&mut connection, number)?,
                Rows::Zone => insert_zone(&mut connection, number)?,
                Rows::ZoneInOrder => insert_named(&mut connection, &format!("{number:016x}.org"))?,
            }
            number += 1;
        }
        connection.batch_execute("COMMIT")?;
        count += batch;
        latencies.push(micros(began.elapsed()));
    }
    Ok(Measured { count, lasted: begun.elapsed(), latencies })
}
