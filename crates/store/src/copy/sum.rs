//! What two tables are compared by: how many rows there are, and a sum over all of them that does not depend on their order.

use ring::digest::{Context, SHA256};

use super::side::{Row, Value};

/// The sum of a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sum {
    /// How many rows.
    pub(crate) rows: u64,
    /// The sum of the first halves of the rows' SHA-256.
    digests: u128,
}

impl Sum {
    /// Adds rows.
    pub(crate) fn add(&mut self, rows: &[Row]) {
        for row in rows {
            self.rows += 1;
            self.digests = self.digests.wrapping_add(digest(row));
        }
    }
}

/// Each value with what it is and how long, so that no two rows are written alike.
fn digest(row: &Row) -> u128 {
    let mut context = Context::new(&SHA256);
    for value in row {
        let (kind, octets): (u8, &[u8]) = match value {
            Value::Nothing => (0, &[]),
            Value::Number(number) => (1, &number.to_be_bytes()),
            Value::Text(text) => (2, text.as_bytes()),
            Value::Octets(octets) => (3, octets),
        };
        context.update(&[kind]);
        context.update(&(octets.len() as u64).to_be_bytes());
        context.update(octets);
    }
    let whole = context.finish();
    whole.as_ref().iter().take(16).fold(0, |sum, octet| sum << 8 | u128::from(*octet))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(rows: &[Row]) -> Sum {
        let mut sum = Sum::default();
        sum.add(rows);
        sum
    }

    #[test]
    fn the_order_of_rows_does_not_matter_and_everything_else_does() {
        let (one, two) = (vec![Value::Text("a".into()), Value::Nothing], vec![Value::Number(1), Value::Nothing]);
        assert_eq!(sum(&[one.clone(), two.clone()]), sum(&[two.clone(), one.clone()]));
        assert_ne!(sum(&[one.clone(), one.clone()]), sum(&[two.clone(), two.clone()]), "equal rows do not cancel out");
        let others: [Row; 4] = [
            vec![Value::Octets(b"a".to_vec()), Value::Nothing],
            vec![Value::Nothing, Value::Text("a".into())],
            vec![Value::Text("a".into()), Value::Text(String::new())],
            vec![Value::Text(String::new()), Value::Text("a".into())],
        ];
        for other in others {
            assert_ne!(sum(std::slice::from_ref(&one)), sum(std::slice::from_ref(&other)), "{other:?}");
        }
    }
}
