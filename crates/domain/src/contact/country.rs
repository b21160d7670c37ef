//! Countries: the 249 codes of ISO 3166-1 alpha-2, in any case (rule C3).
//!
//! Reserved and user-assigned codes (`UK`, `EU`, `XK`) are none of them.

use std::fmt;

use super::ContactProblem;

/// Every code, in order.
const CODES: &str = "\
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS \
    BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE \
    EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM \
    HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC \
    LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA \
    NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW \
    SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO \
    TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

/// A country's code, in capitals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Country(&'static str);

impl Country {
    /// Reads a code in any case.
    ///
    /// # Errors
    /// [`ContactProblem::Country`].
    pub fn parse(text: &str) -> Result<Self, ContactProblem> {
        let code = CODES.split(' ').find(|code| code.eq_ignore_ascii_case(text));
        code.map(Self).ok_or(ContactProblem::Country)
    }

    /// The code.
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c3_countries_are_those_of_iso_3166_in_any_case() {
        assert_eq!(CODES.split(' ').count(), 249);
        assert!(CODES.split(' ').is_sorted_by(|one, next| one < next), "none twice");
        for (given, code) in [("st", "ST"), ("De", "DE"), ("AX", "AX"), ("zw", "ZW"), ("gb", "GB")] {
            assert_eq!(Country::parse(given).unwrap().as_str(), code);
        }
        for bad in ["", "D", "DEU", "UK", "EU", "XK", "AA", "ZZ", "D E", "AD AE", " DE", "ＤＥ", "ſt", "\0\0", "276"]
        {
            assert_eq!(Country::parse(bad), Err(ContactProblem::Country), "{bad:?}");
        }
    }
}
