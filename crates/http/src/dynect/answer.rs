//! A finished answer: what of it is kept for who asks for the job again (rules J2, J7), and what is sent.
//!
//! Kept is a text of lines: the envelope in one, then, of a result too large to be held, its rows ([`super::rows`]). It has no form: whoever
//! asks again may ask in another.

use std::io::{self, BufRead, Cursor, Read};

use actix_web::http::StatusCode;
use domesday_app::jobs::JobAnswer;

use super::envelope;
use super::failure::Failure;
use super::format::{Format, Tree, Writer, write};
use super::message::Message;
use super::rows::{self, Rows};
use super::spool::Spool;
use super::success::{Data, Success};
use super::texts;

/// A finished answer.
#[derive(Debug)]
pub(super) struct Answer {
    /// The HTTP status.
    pub(super) status: StatusCode,
    /// `Retry-After`, in seconds.
    pub(super) retry_after: Option<u64>,
    /// `Allow`.
    pub(super) allow: Option<String>,
    envelope: Tree,
    lines: Lines,
}

/// The rows of a result, if it has any.
#[derive(Debug)]
enum Lines {
    None,
    Rows(Rows),
    Kept(String),
}

impl Answer {
    /// What was done, as the answer of this job; `incident` is the id by which the log knows the request.
    pub(super) fn of_success(success: Success, job: i64, incident: &str) -> Self {
        let Success { data, messages } = success;
        let (data, lines) = match data {
            Data::Whole(tree) => (tree, Lines::None),
            Data::Rows(rows) => (rows.around(), Lines::Rows(rows)),
            Data::Kept(text) => return Self::kept(&text, incident),
        };
        Self::new(StatusCode::OK, envelope::success(data, job, &messages), lines)
    }

    /// What failed.
    pub(super) fn of_failure(failure: &Failure, job: i64) -> Self {
        let answer = Self::new(failure.status(), envelope::failure(failure, job), Lines::None);
        Self { retry_after: failure.seconds(), allow: failure.allowed().map(str::to_owned), ..answer }
    }

    /// A job that is not done yet (rule J5): the body of a 307.
    pub(super) fn incomplete(message: &Message, job: i64) -> Self {
        Self::new(StatusCode::TEMPORARY_REDIRECT, envelope::incomplete(message, job), Lines::None)
    }

    /// An answer as it was kept, which is fetched with 200 whatever it is (rule J2). One that is damaged is a defect.
    pub(super) fn kept(text: &str, incident: &str) -> Self {
        let (head, rest) = text.split_once('\n').unwrap_or((text, ""));
        let Some(envelope) = Tree::from_stored(head) else {
            tracing::error!(request_id = incident, "the kept answer of a job is damaged");
            return Self::of_failure(&texts::internal(incident), 0);
        };
        let lines = if rest.is_empty() { Lines::None } else { Lines::Kept(rest.to_owned()) };
        Self::new(StatusCode::OK, envelope, lines)
    }

    fn new(status: StatusCode, envelope: Tree, lines: Lines) -> Self {
        Self { status, retry_after: None, allow: None, envelope, lines }
    }

    /// With this status whatever it says (rule J2).
    #[must_use]
    pub(super) fn fetched(self) -> Self {
        Self { status: StatusCode::OK, retry_after: None, allow: None, ..self }
    }

    /// Tells a token where one was left out: it is derived, not kept (rule J3). No other answer has a member of that name.
    #[must_use]
    pub(super) fn telling(mut self, token: &str) -> Self {
        if let Tree::Map(members) = &mut self.envelope
            && let Some((_, Tree::Map(data))) = members.iter_mut().find(|(name, _)| name == "data")
            && let Some((_, left_out @ Tree::Null)) = data.iter_mut().find(|(name, _)| name == "token")
        {
            *left_out = token.into();
        }
        self
    }

    /// Its job.
    pub(super) fn job(&self) -> i64 {
        if let Some(Tree::Number(job)) = self.envelope.get("job_id") { *job } else { 0 }
    }

    /// Whether it is so long that it is put together and written on a thread that may wait.
    pub(super) fn has_rows(&self) -> bool {
        !matches!(self.lines, Lines::None)
    }

    /// About how long it is as it is kept, in bytes.
    pub(super) fn length(&self) -> u64 {
        match &self.lines {
            Lines::None => 0,
            Lines::Rows(rows) => rows.length(),
            Lines::Kept(rows) => rows.len() as u64,
        }
    }

    /// As it is kept.
    ///
    /// # Errors
    /// A file system that fails.
    pub(super) fn to_kept(&self) -> io::Result<JobAnswer> {
        let mut text = self.envelope.to_stored();
        match &self.lines {
            Lines::None => {}
            Lines::Rows(rows) => {
                text.push('\n');
                rows.lines().read_to_string(&mut text)?;
            }
            Lines::Kept(rows) => {
                text.push('\n');
                text.push_str(rows);
            }
        }
        Ok(JobAnswer(text))
    }

    /// The envelope as it is sent in this form, without rows.
    pub(super) fn envelope_in(&self, format: Format) -> String {
        write(format, &self.envelope)
    }

    /// As it is sent in this form. Waits for the file system if it has rows.
    ///
    /// # Errors
    /// A file system that fails, or rows that are none.
    pub(super) fn written(&self, format: Format) -> io::Result<Spool> {
        let mut spool = Spool::new();
        match &self.lines {
            Lines::None => spool.push(&self.envelope_in(format))?,
            Lines::Rows(rows) => self.write_rows(format, rows.lines(), &mut spool)?,
            Lines::Kept(rows) => self.write_rows(format, Cursor::new(rows), &mut spool)?,
        }
        Ok(spool)
    }

    fn write_rows(&self, format: Format, lines: impl BufRead, spool: &mut Spool) -> io::Result<()> {
        let member = |name: &str| self.envelope.get(name).unwrap_or(&Tree::Null);
        let status = if let Tree::Text(status) = member("status") { status.as_str() } else { "failure" };
        let mut writer = Writer::begin(format, status);
        rows::write(&mut writer, member("data"), lines, |text| spool.push(&text))?;
        spool.push(&writer.end(self.job(), member("msgs")))
    }
}

#[cfg(test)]
mod tests;
