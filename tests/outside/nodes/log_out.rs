//! Three servers on one database: a session that was opened at any face of one and closed at any face of another is dead at the third.

use super::doors::{Door, admin_at, known};
use domesday_tests::database::Database;
use domesday_tests::server::Server;

#[test]
fn a_session_closed_through_any_face_of_one_node_is_dead_at_every_face_of_the_others() {
    let server = Server::start(Database::postgres());
    let (second, third) = (server.another_node(), server.another_node());
    let nodes = [server.nobody(), second.nobody(), third.nobody()];
    let mut first = 0;
    for opened in Door::ALL {
        for closed in Door::ALL {
            let what = format!("opened through {opened:?}, closed through {closed:?}");
            let token = admin_at(opened, &nodes[first % 3]);
            let at = |further: usize| nodes[(first + further) % 3].with_token(&token);
            for further in 0..3 {
                known(&at(further), true, &what);
            }
            closed.closes(&at(1));
            for further in [2, 0, 1] {
                known(&at(further), false, &what);
            }
            first += 1;
        }
    }
}

#[test]
fn sessions_signed_with_the_secret_before_live_on_at_every_node_beside_those_of_the_next() {
    let server = Server::start(Database::postgres());
    let node = server.another_node();
    let (here, there) = (server.nobody(), node.nobody());
    let head = |token: &str| token.split('.').next().expect("a token has parts").to_owned();
    for door in Door::ALL {
        // The other node has seen nothing that was signed with this secret.
        let before = admin_at(door, &here);
        assert_eq!(server.command(&["session-key", "rotate"], b"").status, 0);
        let after = admin_at(door, &there);
        let next = admin_at(door, &here);
        if door != Door::Registrar {
            assert_ne!(head(&before), head(&after), "{door:?}: another secret");
            assert_eq!(head(&after), head(&next), "{door:?}: the same at both nodes");
        }
        for token in [&before, &after, &next] {
            for nobody in [&there, &here] {
                known(&nobody.with_token(token), true, &format!("{door:?}"));
            }
        }
        door.closes(&here.with_token(&before));
        known(&there.with_token(&before), false, &format!("{door:?}"));
    }
}
