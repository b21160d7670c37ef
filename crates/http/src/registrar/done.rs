//! What a mutation did, as it is told at once and kept for those who send it again (section 10).

use actix_web::http::StatusCode;
use domesday_app::domains::DnsDiff;
use domesday_app::ports::KeptAnswer;
use domesday_app::repeats::Rendered;
use domesday_domain::auth_code::AuthCode;
use domesday_domain::finding::Warning;
use serde_json::{Map, Value, json};

use super::answer::warning;
use super::codes::Code;
use super::diff::differences;

/// What was done, independent of the version in which it is told.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Done {
    /// The HTTP status.
    pub(super) status: StatusCode,
    /// The result code.
    pub(super) code: Code,
    /// The operation's own members; a clear code is null in them.
    pub(super) members: Map<String, Value>,
    /// What should be known of it.
    pub(super) warnings: Vec<Value>,
    /// The tag of the state that it left.
    pub(super) etag: Option<String>,
    /// Where what it made stands.
    pub(super) location: Option<String>,
    /// A clear code, and the members in which it is told once.
    pub(super) secret: Option<(&'static [&'static str], AuthCode)>,
}

/// A state before and after, for rehearsals: null where there is none.
#[derive(Debug)]
pub(super) struct Change {
    /// The `info` before.
    pub(super) before: Value,
    /// The `info` after.
    pub(super) after: Value,
    /// What it does to the zone of its TLD.
    pub(super) dns: Option<DnsDiff>,
}

/// The answer of a mutation, to be told.
pub(super) trait Outcome {
    /// What was done.
    fn done(&self) -> Done;
    /// What it changed.
    fn change(&self) -> Change;
}

impl Done {
    /// What was done plainly, with these members.
    pub(super) fn new(status: StatusCode, code: Code, members: Value) -> Self {
        let members = if let Value::Object(members) = members { members } else { Map::new() };
        Self { status, code, members, warnings: Vec::new(), etag: None, location: None, secret: None }
    }

    /// With what a rule let through.
    pub(super) fn warned(mut self, warnings: &[Warning]) -> Self {
        self.warnings.extend(warnings.iter().map(|told| warning(told.code, &told.detail)));
        self
    }

    /// With the tag of what it left.
    pub(super) fn tagged(mut self, tag: &impl ToString) -> Self {
        self.etag = Some(tag.to_string());
        self
    }

    /// With the place of what it made.
    pub(super) fn at(mut self, location: String) -> Self {
        self.location = Some(location);
        self
    }

    /// With a code that is told once.
    pub(super) fn telling(mut self, path: &'static [&'static str], code: Option<&AuthCode>) -> Self {
        self.secret = code.map(|code| (path, code.clone()));
        self
    }

    /// Tells the clear code in its place.
    pub(super) fn reveal(&mut self) {
        let Some(([members @ .., last], code)) = &self.secret else { return };
        let mut place = Some(&mut self.members);
        for member in members.iter() {
            place = place.and_then(|place| place.get_mut(*member)?.as_object_mut());
        }
        if let Some(place) = place {
            place.insert((*last).to_owned(), code.reveal().into());
        }
    }

    /// As it is kept (rule I5): without the clear code.
    pub(super) fn kept(&self) -> Rendered {
        let Self { status, code, members, warnings, etag, location, secret: _ } = self;
        let body = json!({
            "code": code.0, "members": members, "warnings": warnings, "etag": etag, "location": location,
        });
        Rendered { status: status.as_u16(), body: body.to_string() }
    }

    /// What was kept; none if that cannot be read.
    pub(super) fn read(kept: &KeptAnswer) -> Option<Self> {
        let body: Value = serde_json::from_str(&kept.body).ok()?;
        let text = |member: &str| body.get(member).and_then(Value::as_str).map(str::to_owned);
        Some(Self {
            status: StatusCode::from_u16(kept.status).ok()?,
            code: Code(u16::try_from(body.get("code")?.as_u64()?).ok()?),
            members: body.get("members")?.as_object()?.clone(),
            warnings: body.get("warnings")?.as_array()?.clone(),
            etag: text("etag"),
            location: text("location"),
            secret: None,
        })
    }
}

impl Change {
    /// The members that a rehearsal tells (rule I1).
    pub(super) fn members(&self) -> [(&'static str, Value); 3] {
        let dns = self.dns.as_ref().map(|dns| {
            let DnsDiff { zone, add, remove } = dns;
            json!({"zone": zone.to_string(), "add": add, "remove": remove})
        });
        let diff = differences(&self.before, &self.after);
        [("dryRun", true.into()), ("diff", diff.into()), ("dnsDiff", dns.unwrap_or_default())]
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use domesday_domain::policy::Preset;

    use super::*;

    #[test]
    fn i2_i5_what_is_kept_is_what_was_told_without_the_clear_code() {
        let code = AuthCode::parse("correct horse battery", &Preset::St.policy(), "").unwrap();
        let members = json!({"creData": {"name": "blue.st", "authInfo": {"pw": null}}});
        let mut done = Done::new(StatusCode::CREATED, Code::DONE, members)
            .tagged(&"\"7.1\"")
            .at("/domains/blue.st".into())
            .telling(&["creData", "authInfo", "pw"], Some(&code));
        let Rendered { status, body } = done.kept();
        assert!(!body.contains("horse"), "{body}");
        let kept = KeptAnswer { request: [0; 32], status, body, left: None, at: DateTime::UNIX_EPOCH };
        let read = Done::read(&kept).unwrap();
        assert_eq!(read, Done { secret: None, ..done.clone() });
        done.reveal();
        assert_eq!(done.members["creData"]["authInfo"]["pw"], "correct horse battery");
        assert_eq!(Done::read(&KeptAnswer { body: "{}".into(), ..kept }), None);
    }
}
