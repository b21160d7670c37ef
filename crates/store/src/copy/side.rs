//! What a copy asks of a database, whichever it is, and the rows that go from one to the other.

use super::tables::Table;

/// Rows of a batch, at most.
const ROWS: usize = 1000;

/// Octets from which on a batch is full. A row may be larger than that, and is then a batch of its own.
const OCTETS: usize = 1 << 20;

/// Why a database did not do what it was asked.
pub(crate) type Fault = Box<dyn std::error::Error + Send + Sync>;

/// A value of a row as neither database has it alone: truth is 0 or 1, an instant counts microseconds since 1970, a UUID is its 16 octets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// NULL.
    Nothing,
    /// A number, a truth, or an instant.
    Number(i64),
    /// A text, or a document.
    Text(String),
    /// Octets, or a UUID.
    Octets(Vec<u8>),
}

impl Value {
    fn size(&self) -> usize {
        match self {
            Self::Nothing | Self::Number(_) => 8,
            Self::Text(text) => text.len(),
            Self::Octets(octets) => octets.len(),
        }
    }
}

/// A row: its values in the order of the table's columns.
pub(crate) type Row = Vec<Value>;

/// Rows on their way, never more of them than fit into a small part of the memory.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    rows: Vec<Row>,
    octets: usize,
}

impl Batch {
    /// Takes a row.
    pub(crate) fn push(&mut self, row: Row) {
        self.octets += row.iter().map(Value::size).sum::<usize>();
        self.rows.push(row);
    }

    /// Should it be handed on before it takes more?
    pub(crate) fn is_full(&self) -> bool {
        self.rows.len() >= ROWS || self.octets >= OCTETS
    }

    /// Hands on what it has, and is empty.
    ///
    /// # Errors
    /// Those of the taker.
    pub(crate) fn hand_on(&mut self, taker: &mut Taker<'_>) -> Result<(), Fault> {
        self.octets = 0;
        let taken = if self.rows.is_empty() { Ok(()) } else { taker(&self.rows) };
        self.rows.clear();
        taken
    }
}

/// Who takes the rows that are read.
pub(crate) type Taker<'a> = dyn FnMut(&[Row]) -> Result<(), Fault> + 'a;

/// A database that is copied from or to. Every method fails with the database's own words.
pub(crate) trait Side {
    /// The names of all tables that it has.
    ///
    /// # Errors
    /// The database's.
    fn tables(&mut self) -> Result<Vec<String>, Fault>;

    /// The first column of what a query gives, as texts.
    ///
    /// # Errors
    /// The database's.
    fn texts(&mut self, query: &str) -> Result<Vec<String>, Fault>;

    /// Begins a transaction that only reads, from one snapshot.
    ///
    /// # Errors
    /// The database's.
    fn begin_reading(&mut self) -> Result<(), Fault>;

    /// Begins a transaction beside which nobody else writes these tables, nor reads what it has not committed.
    ///
    /// # Errors
    /// The database's; also that somebody else is writing.
    fn begin_writing(&mut self, tables: &[Table]) -> Result<(), Fault>;

    /// Reads a whole table, batch by batch, in any order.
    ///
    /// # Errors
    /// The database's, and those of the taker.
    fn read(&mut self, table: &Table, taker: &mut Taker<'_>) -> Result<(), Fault>;

    /// Writes rows.
    ///
    /// # Errors
    /// The database's.
    fn write(&mut self, table: &Table, rows: &[Row]) -> Result<(), Fault>;

    /// The greatest number that the database has given to a row of this table, 0 before the first. It may stand at no row any more.
    ///
    /// # Errors
    /// The database's.
    fn last_number(&mut self, table: &Table, key: &str) -> Result<i64, Fault>;

    /// Has the database give greater numbers than this from now on.
    ///
    /// # Errors
    /// The database's.
    fn set_last_number(&mut self, table: &Table, key: &str, number: i64) -> Result<(), Fault>;

    /// Runs a statement that gives nothing.
    ///
    /// # Errors
    /// The database's.
    fn execute(&mut self, statement: &str) -> Result<(), Fault>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_is_full_after_a_thousand_rows_or_one_long_one() {
        let mut batch = Batch::default();
        for number in 0..999 {
            batch.push(vec![Value::Number(number)]);
        }
        assert!(!batch.is_full());
        batch.push(vec![Value::Nothing]);
        assert!(batch.is_full());
        let mut taken = 0;
        batch
            .hand_on(&mut |rows| {
                taken += rows.len();
                Ok(())
            })
            .unwrap();
        assert_eq!((taken, batch.is_full()), (1000, false));
        batch.push(vec![Value::Octets(vec![0; OCTETS])]);
        assert!(batch.is_full());
    }
}
