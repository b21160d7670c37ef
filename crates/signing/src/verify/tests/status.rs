//! Step 7: what was so on its date, and is not so now.

use super::*;

fn one() -> Verified {
    verified(&honest(&given::RSA)).unwrap().remove(0)
}

fn step_of(status: &Value, keys: &[KeyDocument]) -> Option<u8> {
    let refusal = check_status(&one(), status, keys).err()?;
    assert_eq!(refusal.attestation.as_deref(), Some(ATTESTATION));
    Some(refusal.step)
}

#[test]
fn a_valid_status_and_a_fresh_key_say_that_it_is_so_now() {
    assert_eq!(step_of(&json!({"id": ATTESTATION, "status": "valid", "since": "2026-01-02T03:04:05Z"}), &KEYS), None);
}

#[test]
fn any_other_status_is_refused() {
    for status in ["superseded", "expired", "revoked", "Valid", ""] {
        assert_eq!(step_of(&json!({"id": ATTESTATION, "status": status}), &KEYS), Some(7), "{status}");
    }
    let other = format!("{R}/meta/attestations/another");
    for document in
        [json!({"id": other, "status": "valid"}), json!({"status": "valid"}), json!({"id": ATTESTATION}), json!(null)]
    {
        assert_eq!(step_of(&document, &KEYS), Some(7), "{document}");
    }
}

#[test]
fn a_key_revoked_since_is_refused() {
    let status = json!({"id": ATTESTATION, "status": "valid"});
    let revoked = key_documents(&key_document(&given::RSA, "revoked")).unwrap();
    assert_eq!(step_of(&status, &revoked), Some(7));
    assert_eq!(step_of(&status, &[]), Some(7), "no document of it");
    let retired = key_documents(&key_document(&given::RSA, "retired")).unwrap();
    assert_eq!(step_of(&status, &retired), None);
}

#[test]
fn the_status_is_asked_of_the_registry_and_of_nobody_else() {
    assert_eq!(one().addresses(R), Ok((ATTESTATION, key_url(&given::RSA).as_str())));
    for elsewhere in
        ["https://evil.example/meta/attestations/x", "https://registry.example/api/student/x", "file:///etc/passwd", ""]
    {
        let moved = Verified { attestation: elsewhere.to_owned(), ..one() };
        assert_eq!(moved.addresses(R).unwrap_err().step, 7, "{elsewhere}");
    }
}
