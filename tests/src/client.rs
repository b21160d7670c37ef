//! A small blocking HTTP client that hides nothing: no redirects followed, no status is an error, headers as they came.

use serde_json::Value;
use std::time::Duration;
use ureq::http::Request;

/// Speaks to one server, as one caller or as nobody. Cheap to clone; clones share their connections.
#[derive(Clone, Debug)]
pub struct Client {
    agent: ureq::Agent,
    base: String,
    credentials: Option<(String, String)>,
}

impl Client {
    /// A caller without credentials. `base` is like `http://127.0.0.1:8053`.
    #[must_use]
    pub fn new(base: &str) -> Self {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .allow_non_standard_methods(true)
            .proxy(None)
            .max_idle_connections_per_host(128)
            .max_idle_connections(128)
            .timeout_global(Some(Duration::from_secs(120)))
            .build()
            .into();
        Self { agent, base: base.to_owned(), credentials: None }
    }

    /// The same client, sending this header with every request.
    #[must_use]
    pub fn with_header(&self, name: &str, value: &str) -> Self {
        Self { credentials: Some((name.to_owned(), value.to_owned())), ..self.clone() }
    }

    /// The same client with a session's token, as `Authorization: Bearer`.
    #[must_use]
    pub fn with_token(&self, token: &str) -> Self {
        self.with_header("Authorization", &format!("Bearer {token}"))
    }

    /// A request with any method. `path` starts with a slash and is sent as it stands.
    pub fn request(&self, method: &str, path: &str) -> Call {
        let mut headers = Vec::new();
        headers.extend(self.credentials.clone());
        let (agent, url) = (self.agent.clone(), format!("{}{path}", self.base));
        Call { agent, method: method.to_owned(), url, headers, body: None }
    }

    /// `GET path`.
    pub fn get(&self, path: &str) -> Call {
        self.request("GET", path)
    }

    /// `HEAD path`.
    pub fn head(&self, path: &str) -> Call {
        self.request("HEAD", path)
    }

    /// `DELETE path`.
    pub fn delete(&self, path: &str) -> Call {
        self.request("DELETE", path)
    }

    /// `POST path` with a JSON body.
    pub fn post(&self, path: &str, body: &Value) -> Call {
        self.request("POST", path).json(body)
    }

    /// `PUT path` with a JSON body.
    pub fn put(&self, path: &str, body: &Value) -> Call {
        self.request("PUT", path).json(body)
    }

    /// `PATCH path` with a JSON body.
    pub fn patch(&self, path: &str, body: &Value) -> Call {
        self.request("PATCH", path).json(body)
    }
}

/// A request being put together; nothing is sent before [`Call::send`].
#[derive(Debug)]
#[must_use = "a call does nothing until it is sent"]
pub struct Call {
    agent: ureq::Agent,
    method: String,
    url: String,
    headers: Vec<(String, String)>,
    body: Option<Vec<u8>>,
}

impl Call {
    /// Adds a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Adds `If-Match`.
    pub fn if_match(self, etag: &str) -> Self {
        self.header("If-Match", etag)
    }

    /// Adds a body of any type.
    pub fn body(mut self, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        self.body = Some(body.into());
        self.header("Content-Type", content_type)
    }

    /// Adds a JSON body.
    pub fn json(self, body: &Value) -> Self {
        self.body("application/json", body.to_string())
    }

    /// Sends it. Panics when no answer comes.
    #[must_use = "look at the answer, or say what it must be with `expect`"]
    pub fn send(self) -> Answer {
        let what = format!("{} {}", self.method, self.url);
        self.try_send().unwrap_or_else(|error| panic!("{what}: no answer: {error}"))
    }

    /// Sends it, and says so when no whole answer comes: the server may or may not have done it.
    pub fn try_send(self) -> Result<Answer, String> {
        let what = format!("{} {}", self.method, self.url);
        let mut request = Request::builder().method(self.method.as_str()).uri(&self.url);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let response = match self.body {
            None => self.agent.run(request.body(()).map_err(|error| error.to_string())?),
            Some(body) => self.agent.run(request.body(body).map_err(|error| error.to_string())?),
        };
        let mut response = response.map_err(|error| error.to_string())?;
        let headers = response
            .headers()
            .iter()
            .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect();
        let reading = response.body_mut().with_config().limit(u64::MAX).read_to_vec();
        let body = reading.map_err(|error| error.to_string())?;
        Ok(Answer { what, status: response.status().as_u16(), headers, body })
    }

    /// Sends it and panics, showing the answer, when the status is another.
    pub fn expect(self, status: u16) -> Answer {
        self.send().expect(status)
    }
}

/// What the server answered.
#[derive(Clone, Debug)]
pub struct Answer {
    what: String,
    /// The status code.
    pub status: u16,
    /// Every header, in order, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body's bytes.
    pub body: Vec<u8>,
}

impl Answer {
    /// Panics, showing the answer, when the status is another.
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{self}");
        self
    }

    /// Is it 2xx?
    #[must_use]
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The first header of this name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The `ETag`; panics without one.
    #[must_use]
    pub fn etag(&self) -> String {
        self.header("etag").unwrap_or_else(|| panic!("no ETag: {self}")).to_owned()
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON; panics when it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self}"))
    }

    /// The `code` of a problem document.
    #[must_use]
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_else(|| panic!("no code: {self}")).to_owned()
    }

    /// The `(field, code)` pairs of a problem document's `errors`, sorted.
    #[must_use]
    pub fn errors(&self) -> Vec<(String, String)> {
        let document = self.json();
        let items = document["errors"].as_array().unwrap_or_else(|| panic!("no errors: {self}"));
        let text = |item: &Value, member: &str| item[member].as_str().unwrap_or_default().to_owned();
        let mut pairs: Vec<_> = items.iter().map(|item| (text(item, "field"), text(item, "code"))).collect();
        pairs.sort();
        pairs
    }

    /// Is this pair of field and code among the `errors`?
    #[must_use]
    pub fn has_error(&self, field: &str, code: &str) -> bool {
        self.status == 400 && self.errors().iter().any(|pair| pair.0 == field && pair.1 == code)
    }
}

impl std::fmt::Display for Answer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = self.text();
        let shown: String = text.chars().take(2000).collect();
        write!(formatter, "{} answered {} {:?}\n{shown}", self.what, self.status, self.headers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufRead, BufReader, Read, Write};
    use std::net::TcpListener;

    #[test]
    fn a_request_is_sent_as_it_stands_and_no_answer_is_an_error() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let client = Client::new(&format!("http://{}", listener.local_addr().unwrap())).with_token("t");
        let server = std::thread::spawn(move || {
            let mut stream = BufReader::new(listener.accept().unwrap().0);
            let (mut head, mut body) = (String::new(), [0; 2]);
            while !head.ends_with("\r\n\r\n") {
                stream.read_line(&mut head).unwrap();
            }
            stream.read_exact(&mut body).unwrap();
            let answer = b"HTTP/1.1 302 Found\r\nLocation: /else\r\nETag: \"1.2\"\r\nContent-Length: 2\r\n\r\n{}";
            stream.get_mut().write_all(answer).unwrap();
            (head, body)
        });
        let answer = client.patch("/zones/0%2F25.a?x=%C3%A5", &serde_json::json!({})).if_match("\"1.1\"").expect(302);
        assert_eq!((answer.header("Location"), answer.etag().as_str()), (Some("/else"), "\"1.2\""));
        assert_eq!(answer.json(), serde_json::json!({}));
        let (head, body) = server.join().unwrap();
        assert!(head.starts_with("PATCH /zones/0%2F25.a?x=%C3%A5 HTTP/1.1\r\n"), "{head}");
        let lower = head.to_lowercase();
        for header in
            ["authorization: bearer t", "if-match: \"1.1\"", "content-type: application/json", "content-length: 2"]
        {
            assert!(lower.contains(header), "{header}: {head}");
        }
        assert_eq!(&body, b"{}");
        assert!(client.get("/again").try_send().is_err(), "nobody listens any more");
    }
}
