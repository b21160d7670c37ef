//! Query parameters, read strictly: one that is unknown, repeated or not of its form is a wrong field, never ignored (rule Z14).

use std::str::FromStr;

use actix_web::{HttpRequest, web};
use domesday_app::input::Input;
use domesday_app::refusal::Refusal;
use domesday_domain::finding::Findings;

use crate::members::Fault;

/// The parameters of a request, taken one by one.
#[derive(Debug, Default)]
pub(crate) struct Parameters {
    pairs: Vec<(String, String)>,
    findings: Findings,
}

impl Parameters {
    /// The parameters of a request.
    pub(crate) fn of(request: &HttpRequest) -> Self {
        let mut findings = Findings::new();
        let pairs = match web::Query::from_query(request.query_string()) {
            Ok(web::Query(pairs)) => pairs,
            Err(problem) => {
                findings.error("query", "malformed", problem.to_string());
                Vec::new()
            }
        };
        Self { pairs, findings }
    }

    /// The names of the parameters that nobody took yet, each once, in their order.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for (name, _) in &self.pairs {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        names
    }

    /// Every value of a parameter.
    pub(crate) fn all(&mut self, name: &str) -> Vec<String> {
        let (taken, left) = std::mem::take(&mut self.pairs).into_iter().partition(|(given, _)| given == name);
        self.pairs = left;
        taken.into_iter().map(|(_, value): (String, String)| value).collect()
    }

    /// A parameter's only value.
    pub(crate) fn text(&mut self, name: &str) -> Option<String> {
        let mut values = self.all(name);
        if values.len() > 1 {
            self.findings.error(name, "repeated", format!("{name} may be given once"));
        }
        values.pop()
    }

    /// A parameter's only value, as `read` understands it.
    pub(crate) fn read<T>(&mut self, name: &str, read: impl FnOnce(&str) -> Result<T, Fault>) -> Option<T> {
        let value = self.text(name)?;
        self.noted(name, read(&value))
    }

    /// Every value of a parameter, as `read` understands it.
    pub(crate) fn read_all<T>(&mut self, name: &str, read: impl Fn(&str) -> Result<T, Fault>) -> Vec<T> {
        let values = self.all(name);
        values.iter().filter_map(|value| self.noted(name, read(value))).collect()
    }

    /// A parameter's only value, as its type understands it.
    pub(crate) fn parsed<T: FromStr>(&mut self, name: &str, expected: &str) -> Option<T> {
        self.read(name, |value| value.parse().map_err(|_| ("bad_value", format!("{name} is {expected}"))))
    }

    /// A parameter that is `true|1|yes` or `false|0|no` (rule Z15).
    pub(crate) fn flag(&mut self, name: &str) -> Option<bool> {
        self.read(name, |value| match value {
            "true" | "1" | "yes" => Ok(true),
            "false" | "0" | "no" => Ok(false),
            _ => Err(("bad_value", format!("{name} is true, 1 or yes; or false, 0 or no"))),
        })
    }

    /// How many items a page may have, within 1 and `most`.
    pub(crate) fn limit(&mut self, most: usize) -> Option<usize> {
        self.read("limit", |value| {
            let digits = Some(value).filter(|value| value.bytes().all(|octet| octet.is_ascii_digit()));
            let limit = digits.and_then(|digits| digits.parse().ok()).filter(|limit| (1..=most).contains(limit));
            limit.ok_or_else(|| ("out_of_range", format!("limit is 1 to {most}")))
        })
    }

    /// Notes what is wrong with a parameter.
    pub(crate) fn wrong(&mut self, name: &str, (code, detail): Fault) {
        self.findings.error(name, code, detail);
    }

    /// Whether anything was wrong so far.
    pub(crate) fn has_errors(&self) -> bool {
        self.findings.has_hard_errors()
    }

    /// Everything that was wrong, parameters that nobody took among it.
    pub(crate) fn finish(mut self) -> Findings {
        for (name, _) in std::mem::take(&mut self.pairs) {
            self.findings.error(name.clone(), "unknown_parameter", format!("{name} is no parameter here"));
        }
        self.findings
    }

    /// The value that was read from them, with everything that was wrong.
    pub(crate) fn input<T>(self, value: T) -> Input<T> {
        Input::read(value, self.finish())
    }

    /// Refuses if anything was wrong: for requests whose command takes no input.
    pub(crate) fn settle(self) -> Result<(), Refusal> {
        self.finish().settle(false)?;
        Ok(())
    }

    fn noted<T>(&mut self, name: &str, read: Result<T, Fault>) -> Option<T> {
        read.map_err(|(code, detail)| self.findings.error(name, code, detail)).ok()
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn parameters(query: &str) -> Parameters {
        Parameters::of(&TestRequest::with_uri(&format!("/zones?{query}")).to_http_request())
    }

    fn wrong(parameters: Parameters) -> Vec<(String, &'static str)> {
        parameters.finish().errors().iter().map(|error| (error.field.clone(), error.code)).collect()
    }

    #[test]
    fn what_nobody_takes_is_refused() {
        let mut given = parameters("limit=5&colour=red");
        assert_eq!(given.limit(10), Some(5));
        assert_eq!(wrong(given), [("colour".to_owned(), "unknown_parameter")]);
    }

    #[test]
    fn a_parameter_given_twice_is_refused() {
        let mut given = parameters("force=yes&force=no");
        given.flag("force");
        assert_eq!(wrong(given), [("force".to_owned(), "repeated")]);
    }

    #[test]
    fn flags_have_six_words() {
        for (word, flag) in [("true", true), ("1", true), ("yes", true), ("false", false), ("0", false), ("no", false)]
        {
            assert_eq!(parameters(&format!("force={word}")).flag("force"), Some(flag));
        }
        let mut given = parameters("force=True");
        assert_eq!(given.flag("force"), None);
        assert_eq!(wrong(given), [("force".to_owned(), "bad_value")]);
    }
}
