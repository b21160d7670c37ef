//! Answers as they are sent and as they are kept.

use super::*;
use crate::dynect::message::{Code, Message, Source};

fn text(answer: &Answer, format: Format) -> String {
    let mut text = String::new();
    answer.written(format).unwrap().reader().read_to_string(&mut text).unwrap();
    text
}

fn kept(answer: &Answer) -> String {
    answer.to_kept().unwrap().0
}

const ALL: [Format; 4] = [Format::Json, Format::Xml, Format::Yaml, Format::Html];

#[test]
fn j2_what_was_kept_is_fetched_as_it_was_sent_in_every_form() {
    let data = Tree::map([("zone", Tree::from("x.org")), ("serial", 7_u32.into())]);
    let done = Answer::of_success(Success::of(data, texts::zone_read("x.org")), 1_000_017, "r");
    let again = Answer::kept(&kept(&done), "r");
    for format in ALL {
        assert_eq!(text(&again, format), text(&done, format), "{format:?}");
    }
    let failed = Answer::of_failure(&texts::no_zone(), 1_000_018);
    let again = Answer::kept(&kept(&failed), "r");
    assert_eq!((failed.status.as_u16(), again.status.as_u16()), (404, 200));
    assert_eq!(text(&again, Format::Json), text(&failed, Format::Json));
}

#[test]
fn p3_rows_are_written_as_if_they_had_been_held() {
    let rows = "{\"ttl\":60}\n\"two\"\n";
    let stored = |data: Tree, rows: &str| format!("{}\n{rows}", envelope::success(data, 7, &[]).to_stored());
    let list = Tree::List(vec![Tree::map([("ttl", Tree::from(60_u32))]), "two".into()]);
    for format in ALL {
        let spooled = Answer::kept(&stored(Tree::List(Vec::new()), rows), "r");
        let held = Answer::kept(&stored(list.clone(), ""), "r");
        assert_eq!(text(&spooled, format), text(&held, format), "{format:?}");
        let spooled = Answer::kept(&stored(Tree::Map(Vec::new()), &format!(">a_records\n{rows}>mx_records\n")), "r");
        let map = Tree::map([("a_records", list.clone()), ("mx_records", Tree::List(Vec::new()))]);
        let held = Answer::kept(&stored(map, ""), "r");
        assert_eq!(text(&spooled, format), text(&held, format), "{format:?}");
        assert_eq!(kept(&Answer::kept(&kept(&spooled), "r")), kept(&spooled));
    }
}

#[test]
fn j3_a_token_is_told_and_not_kept() {
    let data = Tree::map([("token", Tree::Null), ("version", "3.7.16".into())]);
    let opened = Answer::of_success(Success::of(data, texts::logged_in()), 1_000_019, "r");
    let stored = kept(&opened);
    let told = text(&opened.telling("secret"), Format::Json);
    assert!(told.contains(r#""data": {"token": "secret", "version": "3.7.16"}"#), "{told}");
    assert!(!stored.contains("secret"));
    assert_eq!(text(&Answer::kept(&stored, "r").telling("secret"), Format::Json), told);
}

#[test]
fn w2_and_e4_headers_of_a_failure_are_not_those_of_the_job_fetched() {
    let failure = texts::session_busy();
    let failed = Answer::of_failure(&failure, 1);
    assert_eq!((failed.status.as_u16(), failed.retry_after), (400, Some(1)));
    let fetched = failed.fetched();
    assert_eq!((fetched.status.as_u16(), fetched.retry_after), (200, None));
    let method = Answer::of_failure(&texts::no_method("PATCH", "GET, HEAD".into()), 1);
    assert_eq!(method.allow.as_deref(), Some("GET, HEAD"));
}

#[test]
fn a_damaged_answer_is_a_defect() {
    let answer = Answer::kept("no answer", "r");
    assert_eq!(answer.status.as_u16(), 500);
    let message = Message::warn(Code::InvalidData, Source::ApiA, "a: b");
    let rows = format!("{}\nno row\n", envelope::success(Tree::List(Vec::new()), 1, &[message]).to_stored());
    assert!(Answer::kept(&rows, "r").written(Format::Json).is_err());
}
