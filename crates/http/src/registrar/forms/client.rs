//! What an admin says about a client (rule A10).

use domesday_app::clients::ClientDraft;

use super::super::reader::{Members, Reader};

/// A client, and the password of its first user if one is given.
pub(in super::super) fn client(reader: &mut Reader, body: &mut Members<'_>) -> (ClientDraft, Option<String>) {
    let mut draft = ClientDraft {
        login: reader.said(body, "login"),
        handle: reader.said(body, "handle"),
        name: reader.said(body, "name"),
        email: reader.said(body, "email"),
        iana_id: cleared_or(reader, body, "ianaId"),
        rdap_url: reader.said(body, "rdapUrl"),
        url: reader.said(body, "url"),
        roles: reader.indexed_texts(body, "roles"),
        token_ttl: cleared_or(reader, body, "tokenTtl"),
        mutations_per_minute: cleared_or(reader, body, "mutationsPerMinute"),
        reads_per_minute: cleared_or(reader, body, "readsPerMinute"),
        suspended: reader.flag(body, "suspended"),
        ..ClientDraft::default()
    };
    if let Some(mut abuse) = reader.part(body, "abuse") {
        draft.abuse_email = reader.said(&mut abuse, "email");
        draft.abuse_voice = reader.said(&mut abuse, "voice");
        reader.close(&abuse);
    }
    (draft, reader.said(body, "password"))
}

/// A number; an empty text says that there is to be none.
fn cleared_or(reader: &mut Reader, body: &mut Members<'_>, member: &'static str) -> Option<Option<i64>> {
    let is_cleared = body.take(member)?.value == "";
    let number = reader.number(body, member);
    if is_cleared { Some(None) } else { number.map(Some) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn u4_numbers_of_a_client_are_given_cleared_or_left_alone() {
        let body = json!({"ianaId": "", "tokenTtl": "120", "readsPerMinute": null, "abuse": {"email": "a@b"}, "password": "p"});
        let mut reader = Reader::default();
        let mut members = reader.body(&body);
        let (draft, password) = client(&mut reader, &mut members);
        reader.close(&members);
        assert!(reader.finish().unknown.is_empty());
        assert_eq!((draft.iana_id, draft.token_ttl, draft.reads_per_minute), (Some(None), Some(Some(120)), None));
        assert_eq!((draft.abuse_email.as_deref(), draft.abuse_voice), (Some("a@b"), None));
        assert_eq!(password.as_deref(), Some("p"));
    }
}
