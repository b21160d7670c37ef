//! The two versions of this face (`registrar.md` section 1): they differ in a few numbers and shapes, never in what happens.

use actix_web::http::header::HeaderMap;

use super::codes::Code;

/// A version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    /// `1.0`, and none: what ST's clients expect.
    One,
    /// `2.0`: the numbers of RFC 5730, and no misspelt member passes unnoticed.
    Two,
}

impl Version {
    /// The version that a request is made in; none if it names one that is not served.
    pub(super) fn of(headers: &HeaderMap) -> Option<Self> {
        let mut all = headers.get_all("api-version").map(|value| value.to_str().unwrap_or_default().trim());
        let first = match all.next() {
            None | Some("1.0") => Self::One,
            Some("2.0") => Self::Two,
            Some(_) => return None,
        };
        all.all(|other| other == first.text()).then_some(first)
    }

    /// As in the header.
    fn text(self) -> &'static str {
        match self {
            Self::One => "1.0",
            Self::Two => "2.0",
        }
    }

    /// The code of a success: ST's clients know one only.
    pub(super) fn success(self, code: Code) -> Code {
        match self {
            Self::One => Code::DONE,
            Self::Two => code,
        }
    }

    /// The code of a GET of a foreign object without its code.
    pub(super) fn foreign(self) -> Code {
        match self {
            Self::One => Code::FOREIGN,
            Self::Two => Code::AUTHORIZATION,
        }
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;

    fn of(values: &[&'static str]) -> Option<Version> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(HeaderName::from_static("api-version"), HeaderValue::from_static(value));
        }
        Version::of(&headers)
    }

    #[test]
    fn section_1_two_versions_are_served_and_none_is_the_first() {
        assert_eq!((of(&[]), of(&["1.0"]), of(&["2.0"])), (Some(Version::One), Some(Version::One), Some(Version::Two)));
        for other in ["", "1", "2", "3.0", "1.00", "2.0beta", "v1.0"] {
            assert_eq!(of(&[other]), None, "{other:?}");
        }
        assert_eq!((of(&["2.0", "2.0"]), of(&["1.0", "2.0"])), (Some(Version::Two), None));
    }

    #[test]
    fn section_1_the_first_version_says_1000_to_all_that_was_accepted() {
        for code in [Code::DONE, Code::PENDING, Code::NO_MESSAGES, Code::MESSAGES, Code::ENDED] {
            assert_eq!(Version::One.success(code), Code::DONE);
            assert_eq!(Version::Two.success(code), code);
        }
        assert_eq!((Version::One.foreign(), Version::Two.foreign()), (Code::FOREIGN, Code::AUTHORIZATION));
    }
}
