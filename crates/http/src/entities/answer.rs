//! Answers of this face: JSON, with a tag where what is shown has a revision (rule H8).

use actix_web::http::StatusCode;
use actix_web::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, ETAG, HeaderValue};
use actix_web::{HttpResponse, HttpResponseBuilder};
use serde::Serialize;

use super::call::Call;
use super::marker::fingerprint;
use crate::{accept, etag};

/// How keys may be kept: by anybody, for five minutes (rule S3).
const PUBLIC: HeaderValue = HeaderValue::from_static("public, max-age=300");

/// Scripts of any page may read keys.
const ANYBODY: HeaderValue = HeaderValue::from_static("*");

/// A body, and the tag of it.
struct Rendered {
    text: String,
    tag: String,
}

impl Rendered {
    /// A body; its tag begins with the revision of what it shows, if that has one.
    fn of(revision: Option<i64>, body: &impl Serialize) -> Self {
        // A structure of texts and numbers: writing it cannot fail.
        let text = serde_json::to_string(body).unwrap_or_default();
        let hash = fingerprint(text.as_bytes());
        let tag = match revision {
            Some(revision) => format!("\"{revision}-{hash:016x}\""),
            None => format!("\"{hash:016x}\""),
        };
        Self { text, tag }
    }

    fn send(self, mut response: HttpResponseBuilder) -> HttpResponse {
        response.insert_header((ETAG, self.tag)).content_type(accept::JSON).body(self.text)
    }
}

/// What was read, of this revision; 304 if the caller has it as it is.
pub(super) fn read(call: &Call, revision: i64, body: &impl Serialize) -> HttpResponse {
    let rendered = Rendered::of(Some(revision), body);
    if etag::is_known(call.request(), &rendered.tag) {
        return HttpResponse::NotModified().insert_header((ETAG, rendered.tag)).finish();
    }
    rendered.send(HttpResponse::Ok())
}

/// What was made or changed, of this revision now.
pub(super) fn changed(response: HttpResponseBuilder, revision: i64, body: &impl Serialize) -> HttpResponse {
    Rendered::of(Some(revision), body).send(response)
}

/// What is for everybody: a key, or all of them.
pub(super) fn public(call: &Call, body: &impl Serialize) -> HttpResponse {
    let rendered = Rendered::of(None, body);
    let known = etag::is_known(call.request(), &rendered.tag);
    let mut response = HttpResponse::build(if known { StatusCode::NOT_MODIFIED } else { StatusCode::OK });
    response.insert_header((CACHE_CONTROL, PUBLIC)).insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, ANYBODY));
    if known {
        return response.insert_header((ETAG, rendered.tag)).finish();
    }
    rendered.send(response)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn h8_a_tag_is_the_revision_and_a_hash_of_the_body() {
        let tag = |revision, body| Rendered::of(revision, &body).tag;
        let one = tag(Some(4), json!({"a": 1}));
        assert!(one.starts_with("\"4-") && one.ends_with('"') && one.len() == 20, "{one}");
        assert_eq!(one, tag(Some(4), json!({"a": 1})));
        assert_ne!(one, tag(Some(4), json!({"a": 2})));
        assert_ne!(one, tag(Some(5), json!({"a": 1})));
        assert!(!tag(None, json!({})).contains('-'));
    }
}
