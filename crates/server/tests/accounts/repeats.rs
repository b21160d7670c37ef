//! Requests that are sent again (`registrar.md` I2–I5), here changes of clients.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use domesday_app::clients::{ChangedClient, ClientDraft, CreateClient, UpdateClient};
use domesday_app::refusal::{Refusal, Unreadable};
use domesday_app::registry::{Caller, Command, Registry};
use domesday_app::repeats::{Given, Mutation, Once, Rendered, Repeat, request};
use serde_json::json;

use crate::house::{House, PASSWORD, form, with};
use crate::{contract, told};

/// A request by its id and its body's number.
fn repeat(strict: bool, id: &str, body: u32) -> Option<Repeat> {
    let request = request("POST", "/clients/acme", Some(&json!(body)));
    Some(Repeat { strict, id: id.into(), place: "header:Api-ClientTransactionId", request })
}

/// A command to be done once; its answer is kept with a number that tells how many were.
fn once<C: Mutation<Answer = ChangedClient>>(command: C, repeat: Option<Repeat>) -> Once<C> {
    static RENDERED: AtomicUsize = AtomicUsize::new(0);
    let render = |answer: &ChangedClient| {
        let number = RENDERED.fetch_add(1, Ordering::Relaxed);
        Rendered { status: 200, body: json!({"number": number, "name": answer.after.client.name}).to_string() }
    };
    Once { command, repeat, readable: Ok(()), render: Arc::new(render) }
}

fn renamed(name: &str) -> UpdateClient {
    let draft = ClientDraft { name: Some(name.into()), ..ClientDraft::default() };
    UpdateClient { login: "acme".into(), form: form(draft), password: None }
}

async fn created(house: &House, login: &str) -> CreateClient {
    let draft = ClientDraft { login: Some(login.into()), ..ClientDraft::default() };
    CreateClient { form: form(draft), password: Some(house.client_password(PASSWORD).await) }
}

/// `fresh`, the body of an answer that was given again, or what was told.
async fn sent<C>(registry: &Registry, caller: &Caller, command: Once<C>) -> String
where
    C: Mutation<Answer = ChangedClient>,
    Once<C>: Command<Answer = Given<ChangedClient>>,
{
    match registry.run(caller, command).await {
        Ok(Given::Fresh(_)) => "fresh".into(),
        Ok(Given::Again(kept)) => kept.body,
        refused => told(refused),
    }
}

/// An admin with a session that outlives the laws, and a client `acme`.
async fn admin(house: &House) -> Caller {
    house.client("acme", ClientDraft::default()).await;
    with(&house.key("admin").await.text)
}

fn is_of(body: &str, name: &str) -> bool {
    body.contains(&format!("\"name\":\"{name}\""))
}

contract!(i4_user_and_id_alone_decide_and_give_the_first_answer, |house| {
    let (admin, registry) = (admin(house).await, &house.registry);
    let send = |name: &str, id: &str, body| sent(registry, &admin, once(renamed(name), repeat(true, id, body)));
    assert_eq!(send("one", "t1", 1).await, "fresh");
    let kept = send("one", "t1", 1).await;
    assert!(is_of(&kept, "one"), "{kept}");
    assert_eq!(send("two", "t2", 2).await, "fresh");
    assert_eq!(send("one", "t1", 1).await, kept, "whatever happened since");
    let reused = "UseError header:Api-ClientTransactionId transaction-id-reused";
    assert_eq!(send("three", "t1", 3).await, reused);
    let other = with(&house.key("acme").await.text);
    assert_eq!(sent(registry, &other, once(renamed("four"), repeat(true, "t1", 1))).await, "forbidden");
    house.pass(24 * 3600 + 1);
    assert_eq!(send("three", "t1", 3).await, "fresh", "it is kept for a day");
});

contract!(i3_a_repeat_is_one_while_the_object_is_as_it_was_left, |house| {
    let (admin, registry) = (admin(house).await, &house.registry);
    let send = |name: &str, body| sent(registry, &admin, once(renamed(name), repeat(false, "run", body)));
    assert_eq!(send("one", 1).await, "fresh");
    let kept = send("one", 1).await;
    assert!(is_of(&kept, "one"), "{kept}");
    assert_eq!(send("one", 1).await, kept);
    assert_eq!(send("two", 2).await, "fresh", "another body is another command");
    assert_eq!(send("one", 1).await, "fresh", "it is not as it was left");
    assert!(is_of(&send("one", 1).await, "one"));
    let second = send("one", 1).await;
    assert_ne!(second, kept, "the later answer stands in the place of the first");
    let password = Some(house.client_password("another password").await);
    house.run(UpdateClient { password, ..renamed("one") }).await;
    assert_eq!(send("one", 1).await, "fresh", "a password is a part of it too");
    assert_eq!(
        sent(registry, &admin, once(renamed("one"), repeat(true, "run", 1))).await,
        "fresh",
        "ids of 2.0 are others"
    );
});

contract!(i3_a_creation_is_repeated_and_not_refused_as_a_duplicate, |house| {
    let (admin, registry) = (admin(house).await, &house.registry);
    for strict in [false, true] {
        let login = if strict { "strict" } else { "loose" };
        let command = || async { once(created(house, login).await, repeat(strict, login, 1)) };
        assert_eq!(sent(registry, &admin, command().await).await, "fresh");
        assert!(sent(registry, &admin, command().await).await.contains("number"));
        let unnamed = once(created(house, login).await, None);
        let taken = "Exists /login handle-taken; Exists /login login-taken";
        assert_eq!(sent(registry, &admin, unnamed).await, taken);
    }
});

contract!(i4_a_twin_that_is_still_running_is_waited_for, |house| {
    let admin = admin(house).await;
    let other = house.another_node(None);
    for strict in [true, false] {
        let login = if strict { "strict" } else { "loose" };
        let mut tasks = Vec::new();
        for number in 0..8 {
            let (registry, admin) =
                (if number % 2 == 0 { house.registry.clone() } else { other.clone() }, admin.clone());
            let command = once(created(house, login).await, repeat(strict, "twin", 1));
            tasks.push(tokio::spawn(async move { sent(&registry, &admin, command).await }));
        }
        let mut answers = Vec::new();
        for task in tasks {
            answers.push(task.await.expect("it is answered"));
        }
        answers.retain(|answer| answer != "fresh");
        assert_eq!(answers.len(), 7, "one was done: {answers:?}");
        answers.dedup();
        assert!(answers.len() == 1 && answers[0].contains("number"), "{answers:?}");
    }
});

contract!(i2_what_was_refused_is_not_kept, |house| {
    let (admin, registry) = (admin(house).await, &house.registry);
    let nameless = || UpdateClient { login: "nobody".into(), ..renamed("one") };
    for _ in 0..2 {
        let refused = sent(registry, &admin, once(nameless(), repeat(true, "t1", 1))).await;
        assert_eq!(refused, "NotThere path:login unknown");
    }
    assert_eq!(sent(registry, &admin, once(renamed("one"), repeat(true, "t1", 2))).await, "fresh");
});

contract!(i1_a_rehearsal_keeps_nothing_and_is_not_answered_from_what_is_kept, |house| {
    let (admin, registry) = (admin(house).await, &house.registry);
    let rehearse = || async {
        let rehearsed = registry.rehearse(&admin, once(renamed("one"), repeat(true, "t1", 1))).await;
        assert!(matches!(rehearsed, Ok(Given::Fresh(_))));
    };
    rehearse().await;
    assert_eq!(sent(registry, &admin, once(renamed("two"), repeat(true, "t1", 2))).await, "fresh");
    rehearse().await;
});

contract!(e3_what_cannot_be_read_is_told_before_an_id_that_was_used, |house| {
    let (admin, registry) = (admin(house).await, &house.registry);
    assert_eq!(sent(registry, &admin, once(renamed("one"), repeat(true, "t1", 1))).await, "fresh");
    let refusal = Refusal::Unreadable { how: Unreadable::Malformed, detail: "no JSON".into() };
    let unreadable = Once { readable: Err(refusal), ..once(renamed("one"), repeat(true, "t1", 2)) };
    let refused = registry.run(&admin, unreadable).await;
    assert!(matches!(refused, Err(Refusal::Unreadable { .. })));
});

contract!(i3_the_command_line_repeats_nothing, |house| {
    admin(house).await;
    for _ in 0..2 {
        assert_eq!(sent(&house.registry, &house.root, once(renamed("one"), repeat(true, "t1", 1))).await, "fresh");
    }
});
