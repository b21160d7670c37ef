//! What a copy knows of the tables, against what the databases say of themselves; and rows of everything that a column can hold.

use std::collections::BTreeSet;

use domesday_tests::database::Database;

use super::side::{Row, Side, Value};
use super::tables::{BESIDE, Kind, Table, tables};
use super::{CopyError, copy};
use crate::{Options, migrate, source, target};

/// A database that was just migrated, and how it is asked.
fn migrated(database: &Database) -> Box<dyn Side> {
    migrate(&options(database)).unwrap();
    target(&options(database)).unwrap()
}

/// A question that both databases answer, each in its own words.
fn asked(side: &mut dyn Side, database: &Database, sqlite: &str, postgres: &str) -> BTreeSet<String> {
    let query = if database.is_postgres() { postgres } else { sqlite };
    side.texts(query).unwrap().into_iter().collect()
}

fn kind_name(kind: Kind, of_postgres: bool) -> &'static str {
    match (kind, of_postgres) {
        (Kind::Small, true) => "smallint",
        (Kind::Integer, true) => "integer",
        (Kind::Big, true) => "bigint",
        (Kind::Truth, true) => "boolean",
        (Kind::Text, true) => "text",
        (Kind::Octets, true) => "bytea",
        (Kind::Moment, true) => "timestamp with time zone",
        (Kind::Unique, true) => "uuid",
        (Kind::Document, true) => "json",
        (Kind::Text | Kind::Document, false) => "TEXT",
        (Kind::Octets | Kind::Unique, false) => "BLOB",
        _ => "INTEGER",
    }
}

fn every_table_and_column_is_copied(database: &Database) {
    let mut side = migrated(database);
    let known: BTreeSet<String> = tables().iter().map(|table| table.name.to_owned()).collect();
    let there: BTreeSet<String> =
        side.tables().unwrap().into_iter().filter(|name| !BESIDE.contains(&name.as_str())).collect();
    assert_eq!(there, known, "a table that a copy forgets, or one that there is not: `tables` in copy/tables.rs");
    for table in tables() {
        let name = table.name;
        let there = asked(
            &mut *side,
            database,
            &format!("SELECT name || ' ' || type FROM pragma_table_info('{name}')"),
            &format!(
                "SELECT column_name || ' ' || data_type FROM information_schema.columns \
                 WHERE table_schema = current_schema() AND table_name = '{name}'"
            ),
        );
        let kind = |kind| kind_name(kind, database.is_postgres());
        let known = table.columns.iter().map(|column| format!("{} {}", column.name, kind(column.kind))).collect();
        assert_eq!(there, known, "{name}: the schema in crates/store/src/schema.rs is not that of the migrations");
    }
}

fn every_table_comes_behind_those_that_it_refers_to(database: &Database) {
    let mut side = migrated(database);
    let mut done = BTreeSet::new();
    let mut references = 0;
    for table in tables() {
        let name = table.name;
        let wanted = asked(
            &mut *side,
            database,
            &format!("SELECT \"table\" FROM pragma_foreign_key_list('{name}')"),
            &format!(
                "SELECT confrelid::regclass::text FROM pg_constraint WHERE contype = 'f' AND conrelid = '{name}'::regclass"
            ),
        );
        references += wanted.len();
        assert!(wanted.is_subset(&done), "{name} refers to {wanted:?}");
        done.insert(name.to_owned());
    }
    assert!(references > 15, "only {references} references were found");
}

fn what_the_database_numbers_is_known(database: &Database) {
    let mut side = migrated(database);
    let there = asked(
        &mut *side,
        database,
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'",
        "SELECT table_name || '' FROM information_schema.columns WHERE table_schema = current_schema() AND is_identity = 'YES'",
    );
    let known =
        tables().into_iter().filter(|table| table.numbered.is_some()).map(|table| table.name.to_owned()).collect();
    assert_eq!(there, known);
}

/// How many rows of each table.
const ROWS: i64 = 6;

/// A row of which the columns that rows are told apart by, and those that refer to others, hold its number; the rest is what a database might
/// spoil.
fn row(table: &Table, number: i64, nullable: &BTreeSet<String>) -> Row {
    let of_many = |list: &[i64]| Value::Number(list[usize::try_from(number).unwrap() % list.len()]);
    let value = |(place, column): (usize, &super::tables::Column)| {
        if nullable.contains(column.name) && (number + place as i64) % 3 == 0 {
            return Value::Nothing;
        }
        let refers = column.name.ends_with("_id") || ["id", "number", "entity"].contains(&column.name);
        match column.kind {
            Kind::Big if refers => Value::Number(number),
            Kind::Small => of_many(&[i16::MIN.into(), -1, i16::MAX.into()]),
            Kind::Integer => of_many(&[i32::MIN.into(), -1, i32::MAX.into()]),
            Kind::Big => of_many(&[i64::MIN, -1, i64::MAX, 1 << 53]),
            Kind::Truth => of_many(&[0, 1]),
            // The year 1, a microsecond before 1970, now and then, and the end of 9999.
            Kind::Moment => of_many(&[-62_135_596_800_000_000, -1, 1_763_820_000_123_456, 253_402_300_799_999_999]),
            Kind::Unique => Value::Octets(vec![u8::try_from(number).unwrap(); 16]),
            Kind::Text => {
                Value::Text(format!("{number}\t'\"\\ \u{1}\u{7f}ü☃\u{10ffff}{}", "x".repeat(5000 * (place % 2))))
            }
            Kind::Octets => Value::Octets([number.to_be_bytes().to_vec(), (0..=255).collect()].concat()),
            Kind::Document => Value::Text(format!(" {{\"b\":1.50, \"a\":1e5,\"a\":\"\\u0000ü\", \"n\": {number}}}\n")),
        }
    };
    table.columns.iter().enumerate().map(value).collect()
}

/// Tables of one row each, which migrations put there.
const OF_ONE_ROW: [&str; 2] = ["compatibility", "name_policy"];

fn fill(database: &Database) {
    let mut side = migrated(database);
    side.begin_writing(&tables()).unwrap();
    for table in tables().iter().filter(|table| !OF_ONE_ROW.contains(&table.name)) {
        let name = table.name;
        let nullable = asked(
            &mut *side,
            database,
            &format!("SELECT name FROM pragma_table_info('{name}') WHERE \"notnull\" = 0"),
            &format!(
                "SELECT column_name || '' FROM information_schema.columns WHERE table_name = '{name}' AND is_nullable = 'YES'"
            ),
        );
        let rows: Vec<Row> = (1..=ROWS).map(|number| row(table, number, &nullable)).collect();
        side.write(table, &rows).unwrap();
        if let Some(key) = table.numbered {
            side.set_last_number(table, key, 1000).unwrap();
        }
    }
    side.execute("COMMIT").unwrap();
}

/// All rows of all tables, in an order of their own.
fn contents(database: &Database) -> Vec<(&'static str, Vec<String>, i64)> {
    let mut side = source(&options(database)).unwrap();
    let contents = tables().into_iter().map(|table| {
        let mut rows = Vec::new();
        side.read(&table, &mut |some| {
            rows.extend(some.iter().map(|row| format!("{row:?}")));
            Ok(())
        })
        .unwrap();
        rows.sort();
        let last = table.numbered.map_or(0, |key| side.last_number(&table, key).unwrap());
        (table.name, rows, last)
    });
    contents.collect()
}

fn whatever_a_column_can_hold_arrives_as_it_was(first: &Database, others: &[Database; 2]) {
    fill(first);
    let before = contents(first);
    let mut from = first;
    for to in others {
        let mut told = Vec::new();
        let copied = copy(&options(from), &options(to), &mut |rows| told.push(rows)).unwrap();
        assert_eq!((told.first(), told.last()), (Some(&0), Some(&copied.iter().map(|one| one.rows).sum())));
        assert!(told.is_sorted());
        for (table, there) in copied.iter().zip(contents(to)) {
            assert_eq!((table.table, table.rows), (there.0, there.1.len() as u64));
        }
        from = to;
        let (after, before): (Vec<_>, &Vec<_>) = (contents(to), &before);
        for (after, before) in after.iter().zip(before) {
            assert_eq!(after, before);
        }
    }
    let again = copy(&options(first), &options(from), &mut |_| ());
    assert!(matches!(again, Err(CopyError::NotEmpty("accounts"))), "{again:?}");
}

#[test]
fn whatever_a_column_can_hold_arrives_as_it_was_from_sqlite() {
    whatever_a_column_can_hold_arrives_as_it_was(&Database::sqlite(), &[Database::postgres(), Database::sqlite()]);
}

#[test]
fn whatever_a_column_can_hold_arrives_as_it_was_from_postgres() {
    whatever_a_column_can_hold_arrives_as_it_was(&Database::postgres(), &[Database::sqlite(), Database::postgres()]);
}

fn options(database: &Database) -> Options {
    Options::for_url(database.url())
}

/// Has a registry count a failed log-in of this subject, and of nobody else.
fn only(database: &Database, subject: &str) {
    let attempts = tables().into_iter().find(|table| table.name == "login_attempts").unwrap();
    let mut side = migrated(database);
    side.execute("DELETE FROM login_attempts").unwrap();
    side.write(&attempts, &[vec![Value::Text(subject.to_owned()), Value::Number(1), Value::Number(0)]]).unwrap();
}

#[test]
fn what_the_target_cannot_hold_is_told_and_nothing_of_the_copy_is_kept() {
    let (from, to) = (Database::sqlite(), Database::postgres());
    only(&from, "a\0b");
    let failed = copy(&options(&from), &options(&to), &mut |_| ()).unwrap_err();
    assert!(matches!(&failed, CopyError::Failed(table, _) if table == "login_attempts"), "{failed}");
    assert!(failed.to_string().contains("0x00") && failed.to_string().ends_with("nothing was kept"), "{failed}");
    only(&from, "ab");
    copy(&options(&from), &options(&to), &mut |_| ()).unwrap();
    assert_eq!(contents(&to), contents(&from));
}

#[test]
fn a_target_that_does_not_keep_what_it_was_given_is_noticed() {
    for (trigger, rows) in [("RETURN NULL;", 0), ("NEW.failures := 2; RETURN NEW;", 1)] {
        let (from, to) = (Database::sqlite(), Database::postgres());
        only(&from, "ab");
        let mut side = migrated(&to);
        let function = format!(
            "CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN {trigger} END'; \
             CREATE TRIGGER spoil BEFORE INSERT ON login_attempts FOR EACH ROW EXECUTE FUNCTION spoil()"
        );
        side.execute(&function).unwrap();
        let noticed = copy(&options(&from), &options(&to), &mut |_| ()).unwrap_err();
        let CopyError::Differs { table, copied, found } = noticed else { panic!("{noticed}") };
        assert_eq!((table, copied, found), ("login_attempts", 1, rows));
        assert!(side.texts("SELECT subject FROM login_attempts").unwrap().is_empty());
    }
}

macro_rules! on_both {
    ($($law:ident,)*) => {
        $(mod $law {
            use super::*;

            #[test]
            fn sqlite() {
                super::$law(&Database::sqlite());
            }

            #[test]
            fn postgres() {
                super::$law(&Database::postgres());
            }
        })*
    };
}

on_both! {
    every_table_and_column_is_copied,
    every_table_comes_behind_those_that_it_refers_to,
    what_the_database_numbers_is_known,
}
