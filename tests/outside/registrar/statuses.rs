//! Statuses: who sets them, what is derived, and what each refuses of every command (D4, S1–S3).

use super::given::{
    ask_for, change, domain, eventually, refused, refused_at, register, registry, set_statuses, tld, transfer,
};
use domesday_tests::both;
use domesday_tests::client::{Answer, Client};
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// What can be done with a domain and the hosts below it.
const COMMANDS: [&str; 8] =
    ["update", "renew", "delete", "transfer", "restore", "host create", "host update", "host delete"];

/// Rehearses a command: errors are as in earnest, and the next one finds everything as it was.
fn rehearsed(owner: &Client, other: &Client, name: &str, code: &str, command: &str) -> Answer {
    let path = |end: &str| format!("/domains/{name}{end}?dry_run=true");
    match command {
        "update" => owner.post(&path(""), &json!({"chg": {"authInfo": {"generate": true}}})).send(),
        "renew" => {
            let day = domain(owner, name)["exDate"].as_str().expect("an expiry")[..10].to_owned();
            owner.post(&path("/renew"), &json!({"curExpDate": day})).send()
        }
        "delete" => owner.delete(&path("")).send(),
        "transfer" => other.post(&path("/transfer"), &json!({"op": "request", "authInfo": {"pw": code}})).send(),
        "restore" => owner.post(&path("/restore"), &json!({})).send(),
        "host create" => owner.put("/hosts?dry_run=true", &json!({"name": format!("new.{name}")})).send(),
        "host update" => {
            let body = json!({"add": {"addr": [{"v4": "192.0.2.9"}]}});
            owner.post(&format!("/hosts/ns1.{name}?dry_run=true"), &body).send()
        }
        "host delete" => owner.delete(&format!("/hosts/ns1.{name}?dry_run=true")).send(),
        _ => panic!("no command {command}"),
    }
}

/// Registers a name with a host below it that it does not use, and gives its code.
fn with_host(client: &Client, name: &str) -> String {
    let code = register(client, name, &json!([]));
    client.put("/hosts", &json!({"name": format!("ns1.{name}"), "addr": ["192.0.2.1"]})).expect(201);
    code
}

/// Panics unless of all commands just these are refused.
fn refuses(owner: &Client, other: &Client, name: &str, code: &str, commands: &[(&str, u64)]) {
    for command in COMMANDS {
        let answer = rehearsed(owner, other, name, code, command);
        match commands.iter().find(|(refused, _)| *refused == command) {
            Some((_, code)) => drop(refused(&answer, *code)),
            None => assert!(answer.is_success(), "{command} of {name}: {answer}"),
        }
    }
}

fn statuses(client: &Client, name: &str) -> Value {
    domain(client, name)["status"].clone()
}

both! {
    fn d4_a_registrar_sets_client_statuses_and_an_admin_the_others(server: &Server) {
        let registry = registry(server, &json!({}));
        let (admin, acme) = (&registry.admin, &registry.acme);
        register(acme, "blue.st", &json!(["ns1.provider.net"]));
        for status in [
            "serverHold", "serverDeleteProhibited", "serverRenewProhibited", "serverTransferProhibited", "serverUpdateProhibited", "ok", "inactive",
            "linked", "pendingDelete", "pendingTransfer", "addPeriod", "clienthold", "CLIENTHOLD", "clientFrozen",
        ] {
            refused_at(&change(acme, "blue.st", &json!({"add": {"status": [status]}})), 2004, &["/add/status/0"]);
            refused(&change(acme, "blue.st", &json!({"rem": {"status": [status]}})), 2004);
            refused_at(&acme.put("/domains", &json!({"name": "red.st", "status": ["clientHold", status]})).send(), 2004, &["/status/1"]);
        }
        refused_at(&change(admin, "blue.st", &json!({"add": {"status": ["pendingDelete"]}})), 2004, &["/add/status/0"]);
        set_statuses(admin, "blue.st", &["serverRenewProhibited"], &[]);
        refused_at(&change(acme, "blue.st", &json!({"rem": {"status": ["serverRenewProhibited"]}})), 2004, &["/rem/status/0"]);
        assert_eq!(statuses(acme, "blue.st"), json!(["serverRenewProhibited"]));
    }

    fn s1_statuses_are_sorted_never_empty_and_ok_stands_alone(server: &Server) {
        let registry = registry(server, &json!({}));
        let (admin, acme, zeta) = (&registry.admin, &registry.acme, &registry.zeta);
        let code = register(acme, "blue.st", &json!(["ns1.provider.net"]));
        assert_eq!(statuses(acme, "blue.st"), json!(["ok"]));
        change(acme, "blue.st", &json!({"rem": {"ns": ["ns1.provider.net"]}})).expect(200);
        assert_eq!(statuses(acme, "blue.st"), json!(["inactive"]));
        set_statuses(admin, "blue.st", &["serverHold"], &[]);
        set_statuses(acme, "blue.st", &["clientUpdateProhibited", "clientHold"], &[]);
        assert_eq!(statuses(acme, "blue.st"), json!(["clientHold", "clientUpdateProhibited", "inactive", "serverHold"]));
        set_statuses(acme, "blue.st", &[], &["clientUpdateProhibited", "clientHold"]);
        set_statuses(admin, "blue.st", &[], &["serverHold"]);
        ask_for(zeta, "blue.st", &code).expect(202);
        assert_eq!(statuses(acme, "blue.st"), json!(["inactive", "pendingTransfer"]));
        transfer(acme, "blue.st", "reject").expect(200);
        change(acme, "blue.st", &json!({"add": {"ns": ["ns1.provider.net"]}})).expect(200);
        assert_eq!(statuses(acme, "blue.st"), json!(["ok"]));
    }

    fn s2_what_is_pending_and_its_prohibition_are_never_together(server: &Server) {
        let registry = registry(server, &json!({"add_grace": "P0D"}));
        let (admin, acme, zeta) = (&registry.admin, &registry.acme, &registry.zeta);
        let code = register(acme, "blue.st", &json!([]));
        ask_for(zeta, "blue.st", &code).expect(202);
        refused(&change(acme, "blue.st", &json!({"add": {"status": ["clientTransferProhibited"]}})), 2304);
        refused(&change(admin, "blue.st", &json!({"add": {"status": ["serverTransferProhibited"]}})), 2304);
        change(acme, "blue.st", &json!({"add": {"status": ["clientDeleteProhibited"]}})).expect(200);
        transfer(acme, "blue.st", "reject").expect(200);
        set_statuses(acme, "blue.st", &["clientTransferProhibited"], &["clientDeleteProhibited"]);
        set_statuses(admin, "blue.st", &["serverRenewProhibited"], &[]);
        acme.delete("/domains/blue.st").expect(202);
        refused(&change(admin, "blue.st", &json!({"add": {"status": ["serverDeleteProhibited"]}})), 2304);
        assert_eq!(statuses(acme, "blue.st"), json!(["inactive", "pendingDelete", "serverRenewProhibited"]), "client statuses go, server statuses stay");
    }

    fn s3_each_status_refuses_its_command_and_no_other(server: &Server) {
        let registry = registry(server, &json!({}));
        let (admin, acme, zeta) = (&registry.admin, &registry.acme, &registry.zeta);
        let never = ("restore", 2304);
        for (number, (who, status, refused)) in [
            (acme, "clientHold", &[][..]),
            (admin, "serverHold", &[]),
            (acme, "clientRenewProhibited", &["renew"]),
            (admin, "serverRenewProhibited", &["renew"]),
            (acme, "clientDeleteProhibited", &["delete"]),
            (admin, "serverDeleteProhibited", &["delete"]),
            (acme, "clientTransferProhibited", &["transfer"]),
            (admin, "serverTransferProhibited", &["transfer"]),
            (acme, "clientUpdateProhibited", &["update"]),
            (admin, "serverUpdateProhibited", &["update", "host create", "host update", "host delete"]),
        ].into_iter().enumerate() {
            let name = format!("d{number}.st");
            let code = with_host(acme, &name);
            set_statuses(who, &name, &[status], &[]);
            let expected: Vec<_> = refused.iter().map(|command| (*command, 2304)).chain([never]).collect();
            refuses(acme, zeta, &name, &code, &expected);
        }
        set_statuses(acme, "d8.st", &["clientHold"], &["clientUpdateProhibited"]);
        let body = json!({"add": {"status": ["clientHold"]}});
        change(admin, "d9.st", &body).expect(200);
        refused(&change(acme, "d9.st", &json!({"add": {"status": ["clientRenewProhibited"]}})), 2304);
    }

    fn s3_each_state_refuses_its_commands_and_no_other(server: &Server) {
        let registry = registry(server, &json!({"add_grace": "P0D"}));
        let (admin, acme, zeta) = (&registry.admin, &registry.acme, &registry.zeta);
        let code = with_host(acme, "free.st");
        refuses(acme, zeta, "free.st", &code, &[("restore", 2304)]);
        let code = with_host(acme, "moving.st");
        ask_for(zeta, "moving.st", &code).expect(202);
        refuses(acme, zeta, "moving.st", &code, &[("renew", 2304), ("transfer", 2300), ("restore", 2304)]);
        let code = with_host(acme, "gone.st");
        acme.delete("/domains/gone.st").expect(202);
        let all = |spared: &str| -> Vec<_> { COMMANDS.into_iter().filter(|command| *command != spared).map(|command| (command, 2304)).collect() };
        refuses(acme, zeta, "gone.st", &code, &all("restore"));
        tld(admin, "late", &json!({"add_grace": "P0D", "redemption": "P0D"}));
        let code = with_host(acme, "gone.late");
        acme.delete("/domains/gone.late").expect(202);
        let info = domain(acme, "gone.late");
        assert_eq!((&info["lifecycle"], &info["rgpStatus"]), (&json!("pendingDelete"), &json!(["pendingDelete"])));
        refuses(acme, zeta, "gone.late", &code, &all("nothing"));
        let short = json!({"sandbox_year": "PT1S", "at_expiry": "expire", "expire_hold_after": "P1D", "expire_delete_after": "P9D", "add_grace": "P0D"});
        tld(admin, "brief", &short);
        let code = with_host(acme, "over.brief");
        eventually("it expires", || domain(acme, "over.brief")["lifecycle"] == "expired");
        refuses(acme, zeta, "over.brief", &code, &[("update", 2304), ("transfer", 2304), ("restore", 2304)]);
        assert_eq!(domain(acme, "over.brief")["sandbox"], true);
    }
}
