//! Which versions of the API are spoken (rule W8): all that there ever were from 2.0.0 on, and all of them alike.

use actix_web::http::header::HeaderMap;

use super::failure::Failure;
use super::message::{Code, Message, Source};

/// The newest version, which log-in tells and `current` means.
pub(super) const NEWEST: &str = "3.7.16";

/// The oldest version that is known.
const OLDEST: [u32; 3] = [2, 0, 0];

/// The newest version, as it is compared.
const LAST: [u32; 3] = [3, 7, 16];

/// The header that asks for one.
const HEADER: &str = "api-version";

/// Checks the version that a request asks for: absent, empty, `current`, or any `a.b.c` from 2.0.0 to 3.7.16.
///
/// # Errors
/// INVALID_VERSION, with what was asked for.
pub(super) fn check(headers: &HeaderMap) -> Result<(), Failure> {
    for value in headers.get_all(HEADER) {
        let asked = String::from_utf8_lossy(value.as_bytes());
        let asked = asked.trim();
        if !is_known(asked) {
            let info = format!("version: Unknown API version, {asked}");
            return Err(Message::error(Code::InvalidVersion, Source::ApiA, info).into());
        }
    }
    Ok(())
}

fn is_known(asked: &str) -> bool {
    asked.is_empty() || asked.eq_ignore_ascii_case("current") || numbers(asked).is_some_and(is_between)
}

fn is_between(version: [u32; 3]) -> bool {
    (OLDEST..=LAST).contains(&version)
}

/// The three numbers of a version.
fn numbers(asked: &str) -> Option<[u32; 3]> {
    let number = |part: &str| {
        let digits = !part.is_empty() && part.bytes().all(|octet| octet.is_ascii_digit());
        if digits { part.parse::<u32>().ok() } else { None }
    };
    let all: Option<Vec<u32>> = asked.split('.').map(number).collect();
    all?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use actix_web::http::StatusCode;
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;

    fn asked(version: &'static str) -> Result<(), Failure> {
        let mut headers = HeaderMap::new();
        headers.append(HeaderName::from_static(HEADER), HeaderValue::from_static(version));
        check(&headers)
    }

    #[test]
    fn w8_every_version_from_2_0_0_to_3_7_16_is_known() {
        assert!(check(&HeaderMap::new()).is_ok(), "none");
        for version in ["", "current", "2.0.0", "2.5.7", "3.0.0", "3.5.0", "3.7.16", "2.99.99"] {
            assert!(asked(version).is_ok(), "{version}");
        }
        for version in
            ["9.9.9", "1.9.9", "3.7.17", "3.8.0", "4.0.0", "3.7", "3", "3.7.16.1", "3.7.x", "+3.7.1", "v3.0.0"]
        {
            assert!(asked(version).is_err(), "{version}");
        }
        assert_eq!(NEWEST.split('.').map(|part| part.parse().unwrap()).collect::<Vec<u32>>(), LAST);
    }

    #[test]
    fn w8_an_unknown_version_is_told_with_what_was_asked_for() {
        let failure = asked("9.9.9").unwrap_err();
        assert_eq!(failure.status(), StatusCode::BAD_REQUEST);
        assert_eq!(failure.messages()[0].info, "version: Unknown API version, 9.9.9");
        assert_eq!(failure.messages()[0].code, Some(Code::InvalidVersion));
    }
}
