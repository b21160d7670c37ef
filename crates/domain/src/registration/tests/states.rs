//! Which command is refused by what: the table of S3, cell by cell.

use std::collections::BTreeSet;

use super::samples::*;
use crate::registration::commands::{delete, request_transfer};
use crate::registration::*;

/// A domain in each state that a command may be refused in.
fn domains(versions: &TermsVersions) -> [(&'static str, Present); 6] {
    let domain = then(&registered(versions, "2026-01-01", 1), versions, "2026-06-01");
    let deleted = delete(&domain, versions, ACME).unwrap().present;
    [
        ("registered", domain.clone()),
        ("pendingTransfer", request_transfer(&domain, None, versions, ZETA).unwrap().present),
        ("expired", then(&domain, versions, "2027-01-10")),
        ("redemption", deleted.clone()),
        ("pendingDelete", then(&deleted, versions, "2026-07-01")),
        ("gone", then(&deleted, versions, "2027-01-01")),
    ]
}

#[test]
fn s3_states_refuse_commands_as_the_table_says() {
    use Obstacle::*;
    let versions = always(open_st());
    for (name, domain) in domains(&versions) {
        for command in Command::ALL {
            let expected = match (name, command) {
                ("gone", _) => vec![Gone],
                ("redemption", Command::Restore) => vec![],
                (_, Command::Restore) => vec![NotInRedemption],
                ("redemption" | "pendingDelete", _) => vec![Deleted],
                ("expired", Command::Update | Command::Transfer) => vec![Expired],
                ("pendingTransfer", Command::Renew) => vec![TransferPending],
                ("pendingTransfer", Command::Transfer) => vec![AlreadyRequested],
                _ => vec![],
            };
            assert_eq!(obstacles(&domain, command), expected, "{name} {command:?}");
        }
    }
}

#[test]
fn s3_prohibitions_refuse_what_they_name_and_nothing_else() {
    let versions = always(open_st());
    let domain = then(&registered(&versions, "2026-01-01", 1), &versions, "2026-06-01");
    let refused = |word: &str| -> &[Command] {
        match word {
            "clientDeleteProhibited" | "serverDeleteProhibited" => &[Command::Delete],
            "clientRenewProhibited" | "serverRenewProhibited" => &[Command::Renew],
            "clientTransferProhibited" | "serverTransferProhibited" => &[Command::Transfer],
            "clientUpdateProhibited" => &[Command::Update],
            "serverUpdateProhibited" => &[Command::Update, Command::HostBelow],
            _ => &[],
        }
    };
    for status in StoredStatus::ALL {
        let domain = with_statuses(&domain, &versions, &[status.as_str()]);
        for command in Command::ALL.into_iter().filter(|command| *command != Command::Restore) {
            let is_refused = refused(status.as_str()).contains(&command);
            let expected: Vec<_> = is_refused.then_some(Obstacle::Barred(status)).into_iter().collect();
            assert_eq!(obstacles(&domain, command), expected, "{status} {command:?}");
        }
    }
}

#[test]
fn s3_an_update_may_lift_what_bars_it() {
    let versions = always(open_st());
    let domain = registered(&versions, "2026-01-01", 1);
    let (client, server) = (status("clientUpdateProhibited"), status("serverUpdateProhibited"));
    let both = with_statuses(&domain, &versions, &[client.as_str(), server.as_str()]);
    let (client_bars, server_bars) = (Obstacle::Barred(client), Obstacle::Barred(server));
    let removing = |status: &[StoredStatus]| -> BTreeSet<_> { status.iter().copied().collect() };
    for (by_admin, removed, expected) in [
        (false, removing(&[]), vec![client_bars, server_bars]),
        (false, removing(&[client]), vec![server_bars]),
        (false, removing(&[client, server]), vec![server_bars]),
        (true, removing(&[]), vec![client_bars]),
        (true, removing(&[server]), vec![client_bars]),
        (true, removing(&[client]), vec![]),
    ] {
        assert_eq!(update_obstacles(&both, by_admin, &removed), expected, "{by_admin} {removed:?}");
    }
    let deleted = domains(&versions)[3].1.clone();
    assert_eq!(update_obstacles(&deleted, true, &removing(&[])), [Obstacle::Deleted]);
}
