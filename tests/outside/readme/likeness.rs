//! When what came is what a page shows: letter for letter, but for what is another at each run.
//!
//! What that is says the form of what is shown, and where it stands: an instant stands for an instant of the same form, a UUID for a UUID,
//! a day's serial for today's with the same count, a word of chance for one as long, a measured time for another. Two that are one on the
//! page have to be one here, and two instants of one answer have to lie as far apart. A line `…` stands for lines that are left out.

use std::collections::HashMap;
use std::time::{SystemTime, UNIX_EPOCH};

/// The line that stands for what is left out: at least one line.
pub(crate) const LEFT_OUT: &str = "…";

/// A day, in seconds.
pub(crate) const DAY: u64 = 86_400;

/// How far instants of one line may be out of step, and those of one step's lines, in seconds: a line is one answer, or written at once.
const LINE: i64 = 1;
const STEP: i64 = 60;

/// Now, in seconds since 1970.
#[expect(clippy::disallowed_methods, reason = "the serials that came are held against the day")]
pub(crate) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs()
}

/// What may differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Instant,
    Uuid,
    Serial,
    Chance,
    Measured,
}

/// What has been seen so far of one run.
#[derive(Clone, Debug)]
pub(crate) struct Likeness {
    today: String,
    pairs: HashMap<String, String>,
    taken: HashMap<String, String>,
    instants: Vec<(i64, i64)>,
}

impl Likeness {
    /// Of a run at this time, in seconds since 1970.
    pub(crate) fn new(now: u64) -> Self {
        let today = date(i64::try_from(now / DAY).expect("days"));
        Self { today, pairs: HashMap::new(), taken: HashMap::new(), instants: Vec::new() }
    }

    /// Holds a step's output against what is shown; complains if they are not alike.
    pub(crate) fn judge(&mut self, typed: &str, shown: &str, came: &str) -> Option<String> {
        self.instants.clear();
        let shown_lines: Vec<&str> = shown.trim_end().lines().collect();
        let came_lines: Vec<&str> = came.trim_end().lines().map(|line| line.trim_end_matches('\r')).collect();
        match self.lines(&shown_lines, &came_lines) {
            Some(after) => {
                *self = after;
                None
            }
            None => Some(format!("after:\n{typed}\nthe page shows:\n{shown}\nand there came:\n{came}")),
        }
    }

    fn lines(&self, shown: &[&str], came: &[&str]) -> Option<Self> {
        match (shown, came) {
            ([], []) => Some(self.clone()),
            ([LEFT_OUT, rest @ ..], came) => (1..=came.len()).find_map(|skipped| self.lines(rest, &came[skipped..])),
            ([line, shown @ ..], [other, came @ ..]) => {
                let mut after = self.clone();
                if after.line(line, other) { after.lines(shown, came) } else { None }
            }
            _ => None,
        }
    }

    /// Is a line like the one shown?
    pub(crate) fn line(&mut self, shown: &str, came: &str) -> bool {
        let (mut at, mut rest) = (0, came);
        let mut instants = Vec::new();
        while let Some(letter) = shown[at..].chars().next() {
            let Some((form, part)) = form_at(shown, at) else {
                let Some(after) = rest.strip_prefix(letter) else { return false };
                (at, rest) = (at + letter.len_utf8(), after);
                continue;
            };
            let length = if form == Form::Measured { number(rest) } else { part.len() };
            let Some(other) = rest.get(..length) else { return false };
            if !self.stands_for(form, part, other, &mut instants) {
                return false;
            }
            (at, rest) = (at + part.len(), &rest[length..]);
        }
        let near = |pairs: &[(i64, i64)], slack| {
            instants.iter().all(|a: &(i64, i64)| pairs.iter().all(|b| ((a.0 - b.0) - (a.1 - b.1)).abs() <= slack))
        };
        if !rest.is_empty() || !near(&instants, LINE) || !near(&self.instants, STEP) {
            return false;
        }
        self.instants.extend(instants);
        true
    }

    fn stands_for(&mut self, form: Form, shown: &str, came: &str, instants: &mut Vec<(i64, i64)>) -> bool {
        match form {
            Form::Instant if shapes(shown) != shapes(came) => false,
            Form::Instant => {
                let both = seconds(shown).zip(seconds(came));
                instants.extend(both);
                both.is_some()
            }
            Form::Serial => shown == came || came.strip_prefix(&self.today) == shown.get(8..),
            Form::Measured => number(came) == came.len() && !came.is_empty(),
            Form::Uuid | Form::Chance => {
                let alike = form_at(came, 0).is_some_and(|(other, part)| (other, part.len()) == (form, came.len()));
                let pair = self.pairs.entry(shown.to_owned()).or_insert_with(|| came.to_owned()) == came;
                alike && pair && self.taken.entry(came.to_owned()).or_insert_with(|| shown.to_owned()) == shown
            }
        }
    }
}

/// May the letter at this place be another one?
pub(crate) fn is_free(shown: &str, place: usize) -> bool {
    (0..=place).any(|at| form_at(shown, at).is_some_and(|(_, part)| place < at + part.len()))
}

/// What starts here that may differ, and how far it goes. It starts and ends where words do.
fn form_at(text: &str, at: usize) -> Option<(Form, &str)> {
    let rest = text.get(at..)?;
    let word = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
    if text[..at].ends_with(|letter| word(letter) || letter == '.') {
        return None;
    }
    let whole = |length: usize| rest.get(..length).filter(|_| !rest[length..].starts_with(word));
    let word = rest.split(|letter| !word(letter)).next().unwrap_or_default();
    let shape = shapes(rest.get(..19).unwrap_or_default());
    if shape == "0000-00-00T00:00:00" {
        let digits = rest[19..]
            .strip_prefix('.')
            .map_or(0, |rest| 1 + rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len());
        let zone = usize::from(rest[19 + digits..].starts_with('Z'));
        return whole(19 + digits + zone).map(|part| (Form::Instant, part));
    }
    if word.len() == 36
        && word
            .char_indices()
            .all(|(at, letter)| if [8, 13, 18, 23].contains(&at) { letter == '-' } else { letter.is_ascii_hexdigit() })
    {
        return Some((Form::Uuid, word));
    }
    if word.len() == 10
        && word.starts_with("20")
        && word.bytes().all(|letter| letter.is_ascii_digit())
        && day(&word[..8]).is_some()
    {
        return Some((Form::Serial, word));
    }
    let has = |kind: fn(&u8) -> bool| word.as_bytes().iter().any(kind);
    if word.len() >= 20 && has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase) && has(u8::is_ascii_digit) {
        return Some((Form::Chance, word));
    }
    // A time that was measured has nine places, or as many as its nanoseconds need.
    let measured = number(rest);
    let places = rest[..measured].split_once('.').map_or(0, |(_, places)| places.len());
    (places >= 6).then(|| (Form::Measured, &rest[..measured]))
}

/// How long a number in decimals is that stands at the start; 0 without one.
fn number(text: &str) -> usize {
    let digits = |text: &str| text.len() - text.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
    let whole = digits(text);
    match text[whole..].strip_prefix('.').map(digits) {
        Some(places) if whole > 0 && places > 0 => whole + 1 + places,
        _ => 0,
    }
}

/// A text with every digit as 0.
fn shapes(text: &str) -> String {
    text.chars().map(|letter| if letter.is_ascii_digit() { '0' } else { letter }).collect()
}

/// The instant `2026-11-21T21:09:07…` in seconds since 1970.
fn seconds(text: &str) -> Option<i64> {
    let date = day(&text.get(..10)?.replace('-', ""))?;
    let clock: Vec<i64> = text.get(11..19)?.split(':').filter_map(|part| part.parse().ok()).collect();
    let [hour, minute, second] = clock.try_into().ok()?;
    Some(((date * 24 + hour) * 60 + minute) * 60 + second)
}

/// The day `20261121`, counted from 1970-01-01; `None` if there is none such.
fn day(text: &str) -> Option<i64> {
    let guess = text.get(..4)?.parse::<i64>().ok()?;
    let first = (guess - 1970) * 365 + (guess - 1969) / 4;
    (first..first + 366).find(|day| date(*day) == text)
}

/// The date of a day counted from 1970-01-01, like `20261121`. Good from 1970 to 2099, where every fourth year is a leap year.
fn date(day: i64) -> String {
    let (mut year, mut left) = (1970, day);
    let length = |year: i64| if year % 4 == 0 { 366 } else { 365 };
    while left >= length(year) {
        left -= length(year);
        year += 1;
    }
    let february = length(year) - 337;
    let mut month = 1;
    for days in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if left < days {
            break;
        }
        left -= days;
        month += 1;
    }
    format!("{year:04}{month:02}{:02}", left + 1)
}
