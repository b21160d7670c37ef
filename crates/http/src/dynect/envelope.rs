//! The one form of every answer but the 307 of a slow job (rule E1): `status`, `data`, `job_id` and `msgs`, in that order (rule W11).

use super::failure::Failure;
use super::format::Tree;
use super::message::{Code, Message, in_order};

/// Of what was done.
pub(super) fn success(data: Tree, job: i64, messages: &[Message]) -> Tree {
    envelope("success", data, job, messages)
}

/// Of what failed: `data` is `{}`, but null with MISSING_DATA.
pub(super) fn failure(failure: &Failure, job: i64) -> Tree {
    let data = if failure.code() == Code::MissingData { Tree::Null } else { Tree::Map(Vec::new()) };
    envelope("failure", data, job, failure.messages())
}

/// Of what is not done yet (rule J5).
pub(super) fn incomplete(message: &Message, job: i64) -> Tree {
    envelope("incomplete", Tree::Null, job, std::slice::from_ref(message))
}

fn envelope(status: &str, data: Tree, job: i64, messages: &[Message]) -> Tree {
    Tree::map([("status", Tree::from(status)), ("data", data), ("job_id", job.into()), ("msgs", in_order(messages))])
}

#[cfg(test)]
mod tests {
    use super::super::format::{Format, write};
    use super::super::message::Source;
    use super::super::texts;
    use super::*;

    fn told(envelope: &Tree) -> String {
        write(Format::Json, envelope)
    }

    #[test]
    fn e1_a_success_has_its_four_members_in_their_order() {
        let data = Tree::map([("token", Tree::from("t"))]);
        let expected = concat!(
            r#"{"status": "success", "data": {"token": "t"}, "job_id": 1000017, "msgs": [{"INFO": "login: Login successful", "#,
            r#""SOURCE": "BLL", "ERR_CD": null, "LVL": "INFO", "LEVEL": "INFO"}]}"#
        );
        assert_eq!(told(&success(data, 1_000_017, &[texts::logged_in()])), expected);
    }

    #[test]
    fn e1_data_is_an_empty_object_on_failure_and_null_with_missing_data_and_while_incomplete() {
        let invalid = Failure::from(Message::error(Code::InvalidData, Source::ApiA, "a: b"));
        assert!(told(&failure(&invalid, 1)).starts_with(r#"{"status": "failure", "data": {}, "job_id": 1, "#));
        let missing = told(&failure(&texts::no_token(), 2));
        assert!(missing.starts_with(r#"{"status": "failure", "data": null, "job_id": 2, "#), "{missing}");
        let running = told(&incomplete(&texts::still_running(), 3));
        assert!(running.starts_with(r#"{"status": "incomplete", "data": null, "job_id": 3, "#), "{running}");
    }
}
