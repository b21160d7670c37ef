//! What a premium name costs (rule N5): an exact amount in a currency, never a binary fraction.

use std::fmt;

/// Digits after the point that count.
const FRACTION: usize = 4;

/// Why something is no fee.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FeeProblem {
    /// No amount.
    #[error("an amount is 1 to 12 digits, and perhaps `.` and 1 to 4 digits, such as 250.00")]
    Amount,
    /// No currency.
    #[error("a currency is three letters, such as EUR")]
    Currency,
}

/// An amount of a currency. Amounts are equal by their value: `12.5` is `12.50`.
#[derive(Clone, Debug)]
pub struct Fee {
    /// In ten-thousandths.
    units: u64,
    /// The amount as it was written, without leading zeros.
    amount: String,
    /// Three letters, in capitals.
    currency: String,
}

impl Fee {
    /// Reads an amount and a currency, the currency in any case.
    ///
    /// # Errors
    /// [`FeeProblem`]: the first thing that is wrong with it.
    pub fn parse(amount: &str, currency: &str) -> Result<Self, FeeProblem> {
        let (units, amount) = read_amount(amount).ok_or(FeeProblem::Amount)?;
        Ok(Self { units, amount, currency: read_currency(currency).ok_or(FeeProblem::Currency)? })
    }

    /// The amount as it was written.
    pub fn amount(&self) -> &str {
        &self.amount
    }

    /// The currency, in capitals.
    pub fn currency(&self) -> &str {
        &self.currency
    }
}

/// Whether an amount can be read; for those who have to name every fault.
pub(super) fn is_amount(text: &str) -> bool {
    read_amount(text).is_some()
}

/// Whether a currency can be read.
pub(super) fn is_currency(text: &str) -> bool {
    read_currency(text).is_some()
}

fn read_amount(text: &str) -> Option<(u64, String)> {
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(whole, fraction)| (whole, Some(fraction)));
    let digits =
        |text: &str, most: usize| (1..=most).contains(&text.len()) && text.bytes().all(|octet| octet.is_ascii_digit());
    if !digits(whole, 12) || !fraction.is_none_or(|fraction| digits(fraction, FRACTION)) {
        return None;
    }
    let units = format!("{whole}{:0<FRACTION$}", fraction.unwrap_or("")).parse().ok()?;
    let shortened = whole.trim_start_matches('0');
    let whole = if shortened.is_empty() { "0" } else { shortened };
    Some((units, fraction.map_or_else(|| whole.to_owned(), |fraction| format!("{whole}.{fraction}"))))
}

fn read_currency(text: &str) -> Option<String> {
    let is_one = text.len() == 3 && text.bytes().all(|octet| octet.is_ascii_alphabetic());
    is_one.then(|| text.to_ascii_uppercase())
}

impl PartialEq for Fee {
    fn eq(&self, other: &Self) -> bool {
        (self.units, &self.currency) == (other.units, &other.currency)
    }
}

impl Eq for Fee {}

impl fmt::Display for Fee {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount, self.currency())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn n5_amounts_are_exact() {
        let fee = |amount| Fee::parse(amount, "eur").unwrap();
        assert_eq!(fee("0012.50").to_string(), "12.50 EUR");
        assert_eq!(fee("12.5"), fee("12.5000"));
        assert_ne!(fee("12.5"), fee("12.5001"));
        assert_ne!(fee("0.1"), fee("0.01"));
        assert_eq!(fee("000").amount(), "0");
        assert_ne!(Fee::parse("1", "USD"), Fee::parse("1", "EUR"));
        assert_eq!(fee("999999999999.9999").amount(), "999999999999.9999");
    }

    #[test]
    fn n5_nothing_else_is_a_fee() {
        for bad in
            ["", ".", "1.", ".5", "-1", "+1", "1e3", "1,5", "1.00001", "1234567890123", " 1", "1 ", "١", "1.5.0", "NaN"]
        {
            assert_eq!(Fee::parse(bad, "EUR"), Err(FeeProblem::Amount), "{bad:?}");
        }
        for bad in ["", "EU", "EURO", "E1R", "€", "EU ", "ＥＵＲ"] {
            assert_eq!(Fee::parse("1", bad), Err(FeeProblem::Currency), "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn n5_what_is_printed_reads_back(amount in "[0-9]{1,12}(\\.[0-9]{1,4})?", currency in "[A-Za-z]{3}") {
            let fee = Fee::parse(&amount, &currency).unwrap();
            let again = Fee::parse(fee.amount(), fee.currency()).unwrap();
            prop_assert_eq!((&again, again.to_string()), (&fee, fee.to_string()));
        }
    }
}
