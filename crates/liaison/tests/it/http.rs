//! A small client, one request after the other.

use std::collections::BTreeMap;
use std::time::Duration;

use reqwest::{Method, RequestBuilder};
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

/// A client of one server with one key.
pub(crate) struct Http {
    base: String,
    key: Option<String>,
    client: reqwest::Client,
    runtime: Runtime,
}

/// A complete answer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) text: String,
}

/// A file as it was served.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) status: u16,
    pub(crate) media_type: Option<String>,
    pub(crate) length: Option<String>,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The body as JSON of an answer with status 200.
    pub(crate) fn ok(&self) -> Value {
        assert_eq!(self.status, 200, "{self:?}");
        self.json()
    }
}

impl Answer {
    /// A header, which must be there.
    pub(crate) fn header(&self, name: &str) -> &str {
        let found = self.headers.get(name);
        found.unwrap_or_else(|| panic!("no {name}: {self:?}"))
    }
}

impl Http {
    pub(crate) fn new(base: &str, key: Option<&str>) -> Self {
        // Another test of this process may have been first.
        drop(rustls::crypto::ring::default_provider().install_default());
        Self {
            base: base.to_owned(),
            key: key.map(str::to_owned),
            client: reqwest::Client::builder().no_proxy().build().unwrap(),
            runtime: Builder::new_current_thread().enable_all().build().unwrap(),
        }
    }

    /// The same server with another key.
    pub(crate) fn with_key(&self, key: &str) -> Self {
        Self::new(&self.base, Some(key))
    }

    /// Another client for the same server with the same key.
    pub(crate) fn again(&self) -> Self {
        Self::new(&self.base, self.key.as_deref())
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.complete(self.client.request(Method::GET, self.url(path)))
    }

    /// A GET with query parameters, encoded.
    pub(crate) fn get_with(&self, path: &str, query: &[(&str, &str)]) -> Answer {
        self.complete(
            self.client
                .request(Method::GET, self.url(path))
                .query(query),
        )
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Answer {
        self.complete(self.client.request(Method::POST, self.url(path)).json(body))
    }

    /// A POST with a `Prefer` header.
    pub(crate) fn post_preferring(&self, path: &str, body: &Value, preference: &str) -> Answer {
        let request = self.client.request(Method::POST, self.url(path)).json(body);
        self.complete(request.header("prefer", preference))
    }

    pub(crate) fn put(&self, path: &str, body: &Value) -> Answer {
        self.complete(self.client.request(Method::PUT, self.url(path)).json(body))
    }

    pub(crate) fn patch(&self, path: &str, body: &Value) -> Answer {
        self.complete(
            self.client
                .request(Method::PATCH, self.url(path))
                .json(body),
        )
    }

    /// Any request; the body goes out as this media type.
    pub(crate) fn call(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<(&str, String)>,
    ) -> Answer {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let mut request = self.client.request(method, self.url(path));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some((media_type, body)) = body {
            request = request.header("content-type", media_type).body(body);
        }
        self.complete(request)
    }

    pub(crate) fn delete(&self, path: &str) -> Answer {
        self.complete(self.client.request(Method::DELETE, self.url(path)))
    }

    /// A POST that may bring no answer, or none in time; then the error says why.
    pub(crate) fn try_post(
        &self,
        path: &str,
        body: &Value,
        headers: &[(&str, &str)],
        within: Duration,
    ) -> Result<Answer, reqwest::Error> {
        let request = self.posting(path, body, headers).timeout(within);
        self.runtime.block_on(answer(request))
    }

    /// The same POST so many times at once.
    pub(crate) fn try_post_at_once(
        &self,
        times: usize,
        path: &str,
        body: &Value,
        headers: &[(&str, &str)],
        within: Duration,
    ) -> Vec<Result<Answer, reqwest::Error>> {
        let requests = (0..times).map(|_| self.posting(path, body, headers).timeout(within));
        self.runtime.block_on(async {
            let asked: JoinSet<_> = requests.map(answer).collect();
            asked.join_all().await
        })
    }

    /// A GET that may bring no answer; then the error says why.
    pub(crate) fn try_get(&self, path: &str) -> Result<Answer, reqwest::Error> {
        self.ask(self.client.request(Method::GET, self.url(path)))
    }

    /// What lies at an address, fetched without any credentials.
    pub(crate) fn fetch(&self, url: &str) -> File {
        self.runtime.block_on(async {
            let response = self.client.get(url).send().await.unwrap();
            let header = |name: &str| {
                let value = response.headers().get(name);
                value.map(|value| value.to_str().unwrap().to_owned())
            };
            File {
                status: response.status().as_u16(),
                media_type: header("content-type"),
                length: header("content-length"),
                bytes: response.bytes().await.unwrap().to_vec(),
            }
        })
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    fn complete(&self, request: RequestBuilder) -> Answer {
        self.ask(request).unwrap()
    }

    fn posting(&self, path: &str, body: &Value, headers: &[(&str, &str)]) -> RequestBuilder {
        let mut request = self.client.request(Method::POST, self.url(path)).json(body);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.authorized(request)
    }

    fn authorized(&self, request: RequestBuilder) -> RequestBuilder {
        match &self.key {
            Some(key) => request.bearer_auth(key),
            None => request,
        }
    }

    fn ask(&self, request: RequestBuilder) -> Result<Answer, reqwest::Error> {
        self.runtime.block_on(answer(self.authorized(request)))
    }
}

async fn answer(request: RequestBuilder) -> Result<Answer, reqwest::Error> {
    let response = request.send().await?;
    let headers = response.headers();
    let pair = |(name, value): (&reqwest::header::HeaderName, &reqwest::header::HeaderValue)| {
        (name.to_string(), value.to_str().unwrap().to_owned())
    };
    Ok(Answer {
        status: response.status().as_u16(),
        headers: headers.iter().map(pair).collect(),
        text: response.text().await?,
    })
}
