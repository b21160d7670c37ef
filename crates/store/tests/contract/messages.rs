//! Messages: kept whole, unread ones the oldest first, swept once they were read long ago.

use chrono::TimeDelta;
use domesday_app::ports::Unread;
use domesday_domain::account::AccountId;
use domesday_domain::message::{Message, MessageKind, MessageObject};

use crate::samples::accounts;
use crate::zones::{name, now};
use crate::{Given, contract};

/// A message that happened so many seconds from now.
pub(crate) fn message(account: AccountId, kind: MessageKind, seconds: i64) -> Message {
    Message {
        id: 0,
        account,
        kind,
        created: now() + TimeDelta::seconds(seconds),
        read: None,
        text: "It „happened“; 100 %".into(),
        object: MessageObject::Domain,
        name: name("blue.st"),
        cause: None,
        server_transaction: "0192".into(),
        data: r#"{"b": 1, "a": "\u0000"}"#.into(),
    }
}

fn unread(given: &Given, account: AccountId, limit: usize) -> Vec<Message> {
    given.read(move |snapshot| snapshot.unread_messages(account, limit))
}

contract!(q2_a_message_is_kept_to_the_last_member, |given| {
    let [acme, zeta] = given.write(|tx| accounts(tx, ["acme", "zeta"]));
    let all = [
        Message {
            cause: Some((zeta, "acme-17".into())),
            object: MessageObject::Host,
            ..message(acme, MessageKind::HostParentDeleted, 1)
        },
        Message { read: Some(now()), ..message(acme, MessageKind::ExpireNotice(30), 0) },
        message(zeta, MessageKind::TransferSuccess, 0),
    ];
    let stored = all.clone();
    given.write(move |tx| tx.insert_messages(&stored));
    let read = given.read(|snapshot| snapshot.messages_numbered(&[3, 4711, 1, 2]));
    let ids: Vec<i64> = read.iter().map(|message| message.id).collect();
    assert_eq!(ids, [3, 1, 2], "in the order asked for, and numbered from one");
    for (message, wanted) in read.iter().zip([&all[2], &all[0], &all[1]]) {
        assert_eq!(*message, Message { id: message.id, ..wanted.clone() });
    }
    let mine = |account, id| given.read(move |snapshot| snapshot.message(account, id)).map(|message| message.id);
    assert_eq!((mine(acme, 1), mine(zeta, 1), mine(acme, 4711)), (Some(1), None, None));
    assert!(given.read(|snapshot| snapshot.messages_numbered(&[])).is_empty());
});

contract!(q1_unread_messages_come_the_oldest_first, |given| {
    let [acme, zeta] = given.write(|tx| accounts(tx, ["acme", "zeta"]));
    assert_eq!(given.read(move |snapshot| snapshot.unread(acme)), Unread::default());
    given.write(move |tx| {
        let seconds = [5, 3, 3, 9];
        tx.insert_messages(&seconds.map(|seconds| message(acme, MessageKind::DomainExpire, seconds)))?;
        tx.insert_messages(&[message(zeta, MessageKind::DomainExpire, 0)])?;
        tx.insert_messages(&[])
    });
    let ids = |limit| unread(given, acme, limit).into_iter().map(|message| message.id).collect::<Vec<_>>();
    assert_eq!((ids(9), ids(2)), (vec![2, 3, 1, 4], vec![2, 3]));
    assert_eq!(given.read(move |snapshot| snapshot.unread(acme)), Unread { count: 4, next: Some(2) });
    given.write(|tx| tx.mark_read(2, now()));
    assert_eq!(
        (ids(9), given.read(move |snapshot| snapshot.unread(acme))),
        (vec![3, 1, 4], Unread { count: 3, next: Some(3) })
    );
    assert_eq!(given.read(|snapshot| snapshot.messages_numbered(&[2]))[0].read, Some(now()));
});

contract!(q4_read_messages_are_swept_and_unread_ones_never, |given| {
    let [acme] = given.write(|tx| accounts(tx, ["acme"]));
    let later = |seconds| now() + TimeDelta::seconds(seconds);
    given.write(move |tx| {
        tx.insert_messages(&[0; 5].map(|seconds| message(acme, MessageKind::DomainDelete, seconds)))?;
        [1, 2, 3, 4].into_iter().try_for_each(|id| tx.mark_read(id, later(id)))
    });
    let sweep = |before, limit| given.write(move |tx| tx.sweep_messages(later(before), limit));
    assert_eq!((sweep(4, 2), sweep(4, 9), sweep(4, 9)), (2, 1, 0), "what was read at that instant stays");
    let left = given.read(|snapshot| snapshot.messages_numbered(&[1, 2, 3, 4, 5]));
    assert_eq!(left.into_iter().map(|message| message.id).collect::<Vec<_>>(), [4, 5]);
    given.write(|tx| tx.delete_message(5));
    given.write(move |tx| tx.insert_messages(&[message(acme, MessageKind::DomainDelete, 0)]));
    let ids: Vec<i64> = unread(given, acme, 9).into_iter().map(|message| message.id).collect();
    assert_eq!(ids, [6], "numbers are never reused");
});
