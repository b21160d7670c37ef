//! What mreg's own command line asks, in its order, with its headers: logging in, listing, creating, inspecting, re-delegating, deleting.

use super::FORM;
use domesday_tests::both;
use domesday_tests::client::{Answer, Call, Client};
use domesday_tests::server::{PASSWORD, Server};
use serde_json::{Value, json};

/// The program, with what it knows between its commands.
struct Program<'a> {
    server: &'a Server,
    client: Client,
}

impl<'a> Program<'a> {
    /// It starts with a token of old, finds that it is dead, and asks for the password.
    fn start(server: &'a Server, login: &str) -> Self {
        let stale = server.nobody().with_header("Authorization", "Token 0123456789abcdef");
        headed(stale.get("/api/v1/hosts/?page_size=1")).expect(401);
        let form = format!("username={login}&password={}", PASSWORD.replace(' ', "+"));
        let answer = headed(server.nobody().request("POST", "/api/token-auth/").body(FORM, form)).expect(200);
        let token = answer.json()["token"].as_str().expect("a token").to_owned();
        let client = server.nobody().with_header("Authorization", &format!("Token {token}"));
        headed(client.get("/api/v1/hosts/?page_size=1")).expect(200);
        Self { server, client }
    }

    fn get(&self, path: &str) -> Answer {
        headed(self.client.get(path)).send()
    }

    /// All items of a list: it follows `next` until there is none.
    fn all(&self, path: &str) -> Vec<Value> {
        let (mut items, mut path) = (Vec::new(), path.to_owned());
        loop {
            let page = self.get(&path).expect(200).json();
            items.extend(page["results"].as_array().expect("results").clone());
            let Some(next) = page["next"].as_str() else { return items };
            path = next.strip_prefix(&self.server.url()).expect("an address of this server").to_owned();
        }
    }

    /// It creates, and reads what was created from the answer or from where `Location` points.
    fn create(&self, path: &str, body: &Value) -> Value {
        let answer = headed(self.client.post(path, body)).expect(201);
        let location = answer.header("location").expect("a location");
        assert_eq!(self.get(location).expect(200).json(), answer.json());
        answer.json()
    }

    fn patch(&self, path: &str, body: &Value) {
        headed(self.client.patch(path, body)).expect(204);
    }

    /// Deleting without force: it looks for hosts and zones below first.
    fn delete_zone(&self, kind: &str, name: &str) -> Result<(), String> {
        let zone = self.get(&format!("/api/v1/zones/{kind}/{name}")).expect(200).json();
        let hosts = self.all(&format!("/api/v1/hosts/?zone={}", zone["id"]));
        let below = self.all(&format!("/api/v1/zones/{kind}/?name__endswith=.{name}"));
        if !hosts.is_empty() || !below.is_empty() {
            return Err(format!("{} hosts, {} zones", hosts.len(), below.len()));
        }
        headed(self.client.delete(&format!("/api/v1/zones/{kind}/{name}"))).expect(204);
        Ok(())
    }
}

/// The headers that it sends with everything.
fn headed(call: Call) -> Call {
    call.header("User-Agent", "mreg-cli/1.12.4")
        .header("Accept", "*/*")
        .header("Accept-Encoding", "gzip, deflate")
        .header("Connection", "keep-alive")
        .header("X-Correlation-ID", "0d5f0c5e-6b53-4d2c-9d6c-2a9d3b0a1f00-zone_create")
}

both! {
    fn a_day_with_the_command_line(server: &Server) {
        let program = Program::start(server, "admin");

        // zone create example.org hostmaster@example.org ns1.example.org ns2.provider.net
        assert_eq!(program.get("/api/v1/hosts/ns1.example.org").status, 404);
        assert_eq!(program.get("/api/v1/cnames/ns1.example.org").status, 404);
        assert_eq!(program.get("/api/v1/zones/forward/example.org").status, 404);
        let wanted = json!({
            "name": "example.org", "email": "hostmaster@example.org", "primary_ns": ["ns1.example.org", "ns2.provider.net"]
        });
        let zone = program.create("/api/v1/zones/forward/", &wanted);
        program.create("/api/v1/zones/reverse/", &json!({
            "name": "0/25.2.0.192.in-addr.arpa", "email": "hostmaster@example.org", "primary_ns": ["ns2.provider.net"]
        }));
        let again = headed(program.client.post("/api/v1/zones/forward/", &wanted)).expect(409);
        assert!(again.json()["errors"][0]["detail"].is_string(), "{again}");

        // zone list -forward -reverse
        for number in 0..120 {
            program.create("/api/v1/zones/forward/", &json!({
                "name": format!("z{number}.org"), "email": "h@example.org", "primary_ns": ["ns2.provider.net"]
            }));
        }
        assert_eq!(program.all("/api/v1/zones/forward/").len(), 121);
        assert_eq!(program.all("/api/v1/zones/forward/?page_size=1000").len(), 121);
        assert_eq!(program.all("/api/v1/zones/reverse/").len(), 1);

        // zone info
        let seen = program.get("/api/v1/zones/forward/example.org").expect(200).json();
        assert_eq!(seen, zone);
        assert_eq!(program.all(&format!("/api/v1/zones/forward/?id={}", zone["id"])), std::slice::from_ref(&zone));

        // zone set_ns, set_soa, set_default_ttl
        let path = "/api/v1/zones/forward/example.org";
        program.patch(&format!("{path}/nameservers"), &json!({"primary_ns": ["ns3.provider.net", "ns2.provider.net"]}));
        program.patch(path, &json!({"primary_ns": "ns2.provider.net", "refresh": 20000, "retry": 1800, "soa_ttl": 600}));
        program.patch(path, &json!({"default_ttl": 300}));
        let serial = program.get(path).expect(200).json()["serialno"].as_u64().unwrap();
        program.patch(path, &json!({"serialno": serial + 5}));
        let seen = program.get(path).expect(200).json();
        assert_eq!((&seen["primary_ns"], &seen["default_ttl"]), (&json!("ns2.provider.net"), &json!(300)));
        assert_eq!(seen["serialno"], serial + 5);

        // zone delegation_create, delegation_list, delegation_comment_set, delegation_comment_remove, delegation_delete
        let list = format!("{path}/delegations/");
        let cut = format!("{path}/delegations/sub.example.org");
        assert_eq!(program.get(&cut).status, 404);
        program.create(&list, &json!({
            "name": "sub.example.org", "nameservers": ["ns1.sub.example.org", "ns2.provider.net"], "comment": ""
        }));
        assert_eq!(program.all(&list).len(), 1);
        program.patch(&cut, &json!({"comment": "delegated to Mr. Anderson"}));
        assert_eq!(program.get(&cut).expect(200).json()["comment"], "delegated to Mr. Anderson");
        program.patch(&cut, &json!({"comment": ""}));
        let held = program.get("/api/v1/zones/forward/hostname/www.sub.example.org").expect(200).json();
        assert_eq!(held["delegation"]["name"], "sub.example.org");
        headed(program.client.delete(&cut)).expect(204);
        assert!(program.all(&list).is_empty());

        // zone delete
        program.create("/api/v1/zones/forward/", &json!({
            "name": "below.example.org", "email": "h@example.org", "primary_ns": ["ns2.provider.net"]
        }));
        assert_eq!(program.delete_zone("forward", "example.org"), Err("0 hosts, 1 zones".to_owned()));
        program.delete_zone("forward", "below.example.org").unwrap();
        program.delete_zone("forward", "example.org").unwrap();
        program.delete_zone("reverse", "0/25.2.0.192.in-addr.arpa").unwrap();

        // logout
        headed(program.client.request("POST", "/api/token-logout/")).expect(200);
        headed(program.client.get("/api/token-is-valid/")).expect(401);
    }
}
