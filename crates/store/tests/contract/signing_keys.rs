//! Signing keys: kept to the last member, at most one of them active.

use domesday_app::ports::StoreError;
use domesday_domain::signing_key::{PublicSigningKey, SigningAlgorithm};

use crate::entity_samples::second;
use crate::{Given, contract, jobs};

fn key(letter: char, seconds: i64) -> PublicSigningKey {
    let pem = format!("-----BEGIN PUBLIC KEY-----\n{letter}\n-----END PUBLIC KEY-----\n");
    let algorithm = if letter == 'b' { SigningAlgorithm::Es256 } else { SigningAlgorithm::Rs256 };
    PublicSigningKey::new(letter.to_string().repeat(43), algorithm, pem, second(seconds))
}

fn all(given: &Given) -> Vec<PublicSigningKey> {
    given.read(|snapshot| snapshot.signing_keys())
}

contract!(s1_a_key_is_kept_to_the_last_member_through_its_life, |given| {
    let [mut young, mut old] = [key('a', 2), key('b', 1)];
    let stored = [young.clone(), old.clone()];
    given.write(move |tx| stored.iter().try_for_each(|key| tx.insert_signing_key(key)));
    assert_eq!(all(given), [old.clone(), young.clone()], "the oldest first");

    let update = |key: &PublicSigningKey| {
        let key = key.clone();
        given.write(move |tx| tx.update_signing_key(&key));
    };
    old.activate(second(3)).expect("new");
    update(&old);
    assert_eq!(all(given), [old.clone(), young.clone()]);
    old.retire(second(4)).expect("active");
    young.activate(second(4)).expect("new");
    let both = [old.clone(), young.clone()];
    given.write(move |tx| both.iter().try_for_each(|key| tx.update_signing_key(key)));
    old.revoke(second(5), "gone „astray“").expect("retired");
    update(&old);
    assert_eq!(all(given), [old, young]);
});

contract!(s2_a_second_active_key_is_a_lost_race, |given| {
    let [mut first, mut second_key] = [key('a', 1), key('b', 2)];
    first.activate(second(3)).expect("new");
    let stored = [first, second_key.clone()];
    given.write(move |tx| stored.iter().try_for_each(|key| tx.insert_signing_key(key)));
    let before = all(given);
    second_key.activate(second(4)).expect("new");
    let third = PublicSigningKey { id: "c".repeat(43), ..second_key.clone() };
    for (key, is_new) in [(second_key, false), (third, true)] {
        let ended = jobs::write(&*given.store, move |tx| {
            let again = if is_new { tx.insert_signing_key(&key) } else { tx.update_signing_key(&key) };
            assert!(matches!(again, Err(StoreError::LostRace)), "{again:?}");
            Err::<(), _>(StoreError::Broken("over".into()))
        });
        assert!(ended.is_err());
        assert_eq!(all(given), before);
    }
});

contract!(s1_a_key_that_is_there_is_a_lost_race, |given| {
    given.write(|tx| tx.insert_signing_key(&key('a', 1)));
    let ended = jobs::write(&*given.store, |tx| {
        assert!(matches!(tx.insert_signing_key(&key('a', 2)), Err(StoreError::LostRace)));
        Err::<(), _>(StoreError::Broken("over".into()))
    });
    assert!(ended.is_err());
    assert_eq!(all(given), [key('a', 1)]);
});
