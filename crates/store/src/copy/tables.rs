//! Which tables a copy takes, in what order, and what their columns hold. Names and types are those of [`crate::schema`], so that a column is
//! written down in one place; a test compares the whole with what the databases say of themselves.

use diesel::sql_types::{BigInt, Binary, Bool, Integer, Nullable, SmallInt, Text};
use diesel::{Column as SchemaColumn, Table as SchemaTable};

use crate::schema;
use crate::types::{Document, Moment, Unique};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A number of two octets.
    Small,
    /// A number of four octets.
    Integer,
    /// A number of eight octets.
    Big,
    /// Yes or no.
    Truth,
    /// A text.
    Text,
    /// Octets.
    Octets,
    /// An instant.
    Moment,
    /// A UUID.
    Unique,
    /// A JSON document, kept letter by letter.
    Document,
}

/// A column.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    /// What it is called.
    pub(crate) name: &'static str,
    /// What it holds.
    pub(crate) kind: Kind,
}

/// A table.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    /// What it is called.
    pub(crate) name: &'static str,
    /// Its columns.
    pub(crate) columns: Vec<Column>,
    /// The column that the database itself numbers, never giving a number twice.
    pub(crate) numbered: Option<&'static str>,
    /// The condition for rows that are not those that migrations put there.
    pub(crate) beyond_migrations: &'static str,
}

impl Table {
    fn of<T: SchemaTable<AllColumns: Columns>>(name: &'static str, numbered: &'static str) -> Self {
        let columns = T::AllColumns::all();
        let beyond_migrations = match name {
            "compatibility" => "FALSE",
            "name_policy" => "revision <> 0",
            _ => "TRUE",
        };
        Self { name, columns, numbered: (!numbered.is_empty()).then_some(numbered), beyond_migrations }
    }

    /// Its columns' names as statements have them, in order.
    pub(crate) fn names(&self) -> String {
        let names: Vec<String> = self.columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
        names.join(", ")
    }
}

macro_rules! tables {
    ($($table:ident $(numbered $key:ident)?,)*) => {
        vec![$(Table::of::<schema::$table::table>(stringify!($table), concat!($(stringify!($key))?)),)*]
    };
}

/// All tables, each behind those that its rows refer to.
pub(crate) fn tables() -> Vec<Table> {
    tables![
        compatibility,
        accounts numbered id,
        users numbered id,
        api_keys numbered id,
        token_secrets,
        sessions,
        login_attempts,
        zones numbered id,
        record_sets,
        record_targets,
        contacts numbered id,
        contact_words,
        domains numbered id,
        domain_contacts,
        domain_words,
        transfers numbered id,
        hosts numbered id,
        host_words,
        domain_hosts,
        messages numbered id,
        kept_answers,
        policies,
        special_names,
        tlds,
        tld_sources,
        blocklist,
        name_policy,
        import_jobs,
        kinds,
        entities numbered number,
        claims,
        attestations numbered number,
        signing_keys,
        counters,
        staged_sets,
        jobs,
        job_pieces,
        history numbered id,
    ]
}

/// Tables that a database may have beside them: the note of what was migrated, and on PostgreSQL what servers remember without a log, which is
/// worth no copy.
pub(crate) const BESIDE: [&str; 2] = ["__diesel_schema_migrations", "remembered_jobs"];

/// SQL types that a column may have.
trait Kinded {
    const KIND: Kind;
}

macro_rules! kinds {
    ($($sql:ty => $kind:ident,)*) => {
        $(impl Kinded for $sql {
            const KIND: Kind = Kind::$kind;
        })*
    };
}

kinds! {
    SmallInt => Small,
    Integer => Integer,
    BigInt => Big,
    Bool => Truth,
    Text => Text,
    Binary => Octets,
    Moment => Moment,
    Unique => Unique,
    Document => Document,
}

impl<T: Kinded> Kinded for Nullable<T> {
    const KIND: Kind = T::KIND;
}

/// All columns of a table, as the schema has them.
trait Columns {
    fn all() -> Vec<Column>;
}

macro_rules! columns {
    ($first:ident $($rest:ident)*) => {
        impl<$first: SchemaColumn<SqlType: Kinded>, $($rest: SchemaColumn<SqlType: Kinded>,)*> Columns for ($first, $($rest,)*) {
            fn all() -> Vec<Column> {
                vec![
                    Column { name: $first::NAME, kind: <$first::SqlType as Kinded>::KIND },
                    $(Column { name: $rest::NAME, kind: <$rest::SqlType as Kinded>::KIND },)*
                ]
            }
        }
        columns!($($rest)*);
    };
    () => {};
}

columns!(A B C D E F G H I J K L M N O P Q R S T U V W X Y Z A1 B1 C1 D1 E1 F1);
