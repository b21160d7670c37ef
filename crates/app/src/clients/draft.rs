//! What an admin says about a client, and the rules for each member of it.
//!
//! A member that is absent is not given: it leaves what is there. Empty, it clears: then the member is as a new client's.

use domesday_domain::account::Client;
use domesday_domain::actor::{Role, Roles};
use domesday_domain::contact::{ContactEmail, Phone};
use domesday_domain::fault::{Fault, below};

/// The most characters of a client's name, and of an address in the web.
const LONGEST: usize = 255;
/// The longest life of a token, in seconds (rule A5): a day.
const LONGEST_LIFE: u32 = 86_400;
/// More requests a minute than any limit needs to allow.
const MOST_A_MINUTE: u32 = 1_000_000_000;
/// Registrars' numbers at IANA are far below it.
const HIGHEST_IANA_ID: i64 = 999_999_999;

/// What an admin says about a client: none of a member is "not given", an empty text or none within is "none".
#[derive(Clone, Debug, Default)]
pub struct ClientDraft {
    /// The login of its first user.
    pub login: Option<String>,
    /// The account's handle; the login if it is not given.
    pub handle: Option<String>,
    /// What it is called.
    pub name: Option<String>,
    /// Its mail address.
    pub email: Option<String>,
    /// Its number at IANA.
    pub iana_id: Option<Option<i64>>,
    /// Where it answers RDAP.
    pub rdap_url: Option<String>,
    /// Where people find it.
    pub url: Option<String>,
    /// Whom to tell of abuse.
    pub abuse_email: Option<String>,
    /// The same by telephone.
    pub abuse_voice: Option<String>,
    /// What its first user may do, by the roles' words.
    pub roles: Option<Vec<String>>,
    /// How long a token lives, in seconds.
    pub token_ttl: Option<Option<i64>>,
    /// How many changes it may make a minute.
    pub mutations_per_minute: Option<Option<i64>>,
    /// How many questions it may ask a minute.
    pub reads_per_minute: Option<Option<i64>>,
    /// It may not create, renew, restore or ask for transfers.
    pub suspended: Option<bool>,
}

impl ClientDraft {
    /// The client that it makes of another, and what is wrong with it.
    pub(super) fn applied_to(&self, before: &Client, faults: &mut Vec<Fault>) -> Client {
        let new = Client::default();
        let mut text = |place: &str, given: &Option<String>, before: &Option<String>, rule: Rule| match given.as_deref()
        {
            None => before.clone(),
            Some("") => None,
            Some(text) => {
                faults.extend(rule(text).err().map(|(code, detail)| Fault::malformed(place, code, detail)));
                Some(text.to_owned())
            }
        };
        let name = text("/name", &self.name, &before.name, name);
        let email_address = text("/email", &self.email, &before.email, email);
        let rdap_url = text("/rdapUrl", &self.rdap_url, &before.rdap_url, url);
        let web = text("/url", &self.url, &before.url, url);
        let abuse_email = text("/abuse/email", &self.abuse_email, &before.abuse_email, email);
        let abuse_voice = text("/abuse/voice", &self.abuse_voice, &before.abuse_voice, voice);

        let mut number = |place: &str, given: Option<Option<i64>>, kept: u32, cleared: u32, least: u32, most: u32| {
            let Some(given) = given else { return kept };
            let read = given.map_or(Some(cleared), |number| u32::try_from(number).ok());
            let fitting = read.filter(|number| (least..=most).contains(number));
            if fitting.is_none() {
                faults.push(Fault::out_of_range(place, "out-of-range", format!("it is {least} to {most}")));
            }
            fitting.unwrap_or(kept)
        };
        let (most, limits) = (MOST_A_MINUTE, (new.mutations_per_minute, new.reads_per_minute));
        let token_life = number("/tokenTtl", self.token_ttl, before.token_life, new.token_life, 1, LONGEST_LIFE);
        let mutations_per_minute =
            number("/mutationsPerMinute", self.mutations_per_minute, before.mutations_per_minute, limits.0, 0, most);
        let reads_per_minute =
            number("/readsPerMinute", self.reads_per_minute, before.reads_per_minute, limits.1, 0, most);

        let iana_id = self.iana_id.unwrap_or(before.iana_id);
        if iana_id.is_some_and(|id| !(1..=HIGHEST_IANA_ID).contains(&id)) {
            faults.push(Fault::out_of_range("/ianaId", "out-of-range", format!("it is 1 to {HIGHEST_IANA_ID}")));
        }
        Client {
            name,
            email: email_address,
            iana_id,
            rdap_url,
            url: web,
            abuse_email,
            abuse_voice,
            token_life,
            mutations_per_minute,
            reads_per_minute,
        }
    }

    /// The roles that it names; none if it names none.
    pub(super) fn roles(&self, faults: &mut Vec<Fault>) -> Option<Roles> {
        let words = self.roles.as_ref()?;
        if words.is_empty() {
            faults.push(Fault::missing("/roles", "a client has at least one role"));
        }
        let mut read = |(place, word): (usize, &String)| {
            let role: Result<Role, _> = word.parse();
            if role.is_err() {
                let words = Role::ALL.map(Role::as_str).join(", ");
                faults.push(Fault::malformed(below("/roles", place), "role", format!("a role is any of {words}")));
            }
            role.ok()
        };
        Some(words.iter().enumerate().filter_map(&mut read).collect())
    }
}

/// A rule for a text: its word, and a sentence, if it is broken.
type Rule = fn(&str) -> Result<(), (&'static str, String)>;

fn name(text: &str) -> Result<(), (&'static str, String)> {
    match text {
        text if text.chars().count() > LONGEST => Err(("too-long", format!("it has at most {LONGEST} characters"))),
        text if text.chars().any(char::is_control) => Err(("control-character", "it has a control character".into())),
        _ => Ok(()),
    }
}

fn email(text: &str) -> Result<(), (&'static str, String)> {
    ContactEmail::parse(text).map(drop).map_err(|problem| (problem.code(), problem.to_string()))
}

fn voice(text: &str) -> Result<(), (&'static str, String)> {
    Phone::parse(text).map(drop).map_err(|problem| (problem.code(), problem.to_string()))
}

/// An address of the web, as far as it must be one to stand in a link: `http` or `https`, a host, and no blanks.
fn url(text: &str) -> Result<(), (&'static str, String)> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let hosted = rest.is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '['));
    let fits =
        hosted && text.len() <= LONGEST && text.chars().all(|c| c.is_ascii_graphic() && !"\"<>\\^`{|}".contains(c));
    let detail =
        || format!("it begins with https:// or http:// and has at most {LONGEST} characters, all of them ASCII");
    if fits { Ok(()) } else { Err(("url", detail())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(draft: &ClientDraft) -> Vec<String> {
        let mut faults = Vec::new();
        draft.applied_to(&Client::default(), &mut faults);
        draft.roles(&mut faults);
        faults.into_iter().map(|fault| format!("{} {}", fault.place, fault.code)).collect()
    }

    #[test]
    fn u4_what_is_not_given_stays_and_what_is_empty_is_cleared() {
        let before = Client {
            name: Some("Acme".into()),
            email: Some("a@b".into()),
            iana_id: Some(9999),
            token_life: 7,
            reads_per_minute: 5,
            ..Client::default()
        };
        let mut faults = Vec::new();
        assert_eq!(ClientDraft::default().applied_to(&before, &mut faults), before);
        let empty = Some(String::new());
        let cleared = ClientDraft {
            name: empty.clone(),
            email: empty,
            iana_id: Some(None),
            token_ttl: Some(None),
            reads_per_minute: Some(None),
            ..ClientDraft::default()
        };
        assert_eq!(cleared.applied_to(&before, &mut faults), Client::default());
        assert!(faults.is_empty());
    }

    #[test]
    fn a10_every_wrong_member_is_named() {
        let text = |text: &str| Some(text.to_owned());
        let wrong = ClientDraft {
            name: Some("x".repeat(256)),
            email: text("nobody"),
            iana_id: Some(Some(0)),
            rdap_url: text("ftp://example.org/"),
            url: text("https:///"),
            abuse_email: text("a\0@b"),
            abuse_voice: text("112"),
            roles: Some(vec!["registrar".into(), "king".into()]),
            token_ttl: Some(Some(0)),
            mutations_per_minute: Some(Some(-1)),
            reads_per_minute: Some(Some(i64::MAX)),
            ..ClientDraft::default()
        };
        let expected = [
            "/name too-long",
            "/email email",
            "/rdapUrl url",
            "/url url",
            "/abuse/email control-character",
            "/abuse/voice phone",
            "/tokenTtl out-of-range",
            "/mutationsPerMinute out-of-range",
            "/readsPerMinute out-of-range",
            "/ianaId out-of-range",
            "/roles/1 role",
        ];
        assert_eq!(told(&wrong), expected);
        assert_eq!(told(&ClientDraft { roles: Some(Vec::new()), ..ClientDraft::default() }), ["/roles required"]);
    }

    #[test]
    fn a5_a_token_lives_a_second_to_a_day() {
        for (life, fits) in [(0, false), (1, true), (60, true), (86_400, true), (86_401, false), (1 << 40, false)] {
            let draft = ClientDraft { token_ttl: Some(Some(life)), ..ClientDraft::default() };
            assert_eq!(told(&draft).is_empty(), fits, "{life}");
        }
    }

    #[test]
    fn what_stands_in_links_is_an_address_of_the_web() {
        for good in ["https://rdap.example.org/", "http://[2001:db8::1]:8053/rdap", "https://a.example/x?y=%20#z"] {
            assert!(url(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "example.org",
            "https://",
            "https:// x",
            "javascript:alert(1)",
            "https://ex\u{e4}mple.org",
            "https://a/\"><script>",
        ] {
            assert!(url(bad).is_err(), "{bad}");
        }
    }
}
