//! What the guarded client dials, and what it does not, whatever way an address is written.
//!
//! Nothing here leaves the machine: the dialers only take notes, or connect to loopback.

use std::collections::BTreeMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use integrations::http::connector::{Dial, Later, Resolve, Ways};
use integrations::http::{HttpClient, HttpFailure, HttpRequest, Method, Reach, Security};
use tokio::net::TcpStream;
use url::Url;

use crate::raw_server::{RawServer, Step, answer};

/// Hosts that must not be called, by what their refusal says they are.
const HOSTS: &[(&str, &str)] = &[
    (
        "a loopback address",
        "127.0.0.1 127.0.0.1. 127.1 127.1. 127.0.1 127.0.0.2 127.127.127.127 127.255.255.255 127.16777215 127.0.65535 \
         2130706433 2130706433. 0x7f000001 0x7F000001 0X7F000001 0x7f.0.0.1 0x7f.0x0.0x0.0x1 0x7f.1 0x7f.0.1 \
         0x0000007f.0.0.1 0x7f.0.0.0x1 0x7f.0377.0377.0377 0177.0.0.1 0177.0.0.01 00177.0.0.1 0000000177.0.0.1 0177.1 \
         0177.0.1 017700000001 0177.0x0.0.1 127.0x1 127.0.0x1 127.000.000.001 127.0.0.001 \
         %31%32%37.0.0.1 127%2e0%2e0%2e1 127%2E1 127.0.0.%31 0x7f%2e1 %30x7f.1 %30%78%37%66.1 \
         １２７.０.０.１ １２７。０。０。１ 127。0。0。1 127．0．0．1 127｡0｡0｡1 ①②⑦.⓪.⓪.① 𝟏𝟐𝟕.𝟎.𝟎.𝟏 ¹²⁷.⁰.⁰.¹ ₁₂₇.₀.₀.₁ \
         0ⅹ7f.1 127.0.0.1\u{ad} 12\u{ad}7.0.0.1 %EF%BC%91%EF%BC%92%EF%BC%97.0.0.1 \
         [::1] [0:0:0:0:0:0:0:1] [0000:0000:0000:0000:0000:0000:0000:0001] [0::1] [::0.0.0.1] [::0:1] \
         [::127.0.0.1] [::7f00:1] [::ffff:127.0.0.1] [::FFFF:127.0.0.1] [::ffff:7f00:1] [::ffff:7f00:0001] \
         [0:0:0:0:0:ffff:127.0.0.1] [0:0:0:0:0:ffff:7f00:1] [0000:0000:0000:0000:0000:ffff:7f00:0001] \
         [::ffff:127.255.255.255]",
    ),
    (
        "an address of this machine",
        "0.0.0.0 0.0.0.0. 0 0. 00 0x0 0x 0.0 0.1 0.0.0.1 0.255.255.255 [::] [0::0] [0:0:0:0:0:0:0:0] [::0.0.0.0] \
         [::ffff:0.0.0.0] [::ffff:0:0] [::0:2]",
    ),
    (
        "a private address",
        "10.0.0.1 10.1 10.255.255.255 0xa.1 012.0.0.1 012.1 167772161 0x0a000001 172.16.0.1 172.31.255.255 172.16.1 \
         0xac100001 2886729729 192.168.0.1 192.168.1.1 192.168.257 0xc0a80101 3232235777 0300.0250.1.1 192.168.255.255 \
         １９２.１６８.１.１ [::ffff:10.0.0.1] [::ffff:a00:1] [::ffff:172.16.0.1] [::ffff:192.168.1.1] [::10.0.0.1] \
         [fc00::1] [fd00::1] [FD00::1] [fd00:ec2::254] [fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]",
    ),
    (
        "a link-local address",
        "169.254.169.254 169.254.169.254. 169.254.0.1 169.254.170.2 169.254.43518 169.16689662 0xa9fea9fe 2852039166 \
         0251.0376.0251.0376 0xa9.0xfe.0xa9.0xfe 0xa9.254.0251.254 ①⑥⑨.②⑤④.①⑥⑨.②⑤④ 169。254。169。254 \
         169%2e254%2e169%2e254 [::ffff:169.254.169.254] [::ffff:a9fe:a9fe] [::169.254.169.254] [::a9fe:a9fe] [fe80::1] \
         [fe80::a9fe:a9fe] [febf:ffff::1]",
    ),
    (
        "a cloud's metadata address",
        "168.63.129.16 0xa83f8110 [::ffff:168.63.129.16]",
    ),
    (
        "an address shared behind a provider",
        "100.64.0.1 100.127.255.255 100.100.100.200 1681915904 [::ffff:100.64.0.1]",
    ),
    (
        "an address reserved for protocols",
        "192.0.0.1 192.0.0.192 192.0.0.255 [2001:10::1] [2001:20::1] [2001:1ff::1]",
    ),
    (
        "an address for documentation",
        "192.0.2.1 198.51.100.1 203.0.113.7 [2001:db8::1] [2001:db8:ffff::1] [3fff::1] [3fff:fff::1]",
    ),
    (
        "an address of a 6to4 relay",
        "192.88.99.1 [::ffff:192.88.99.1]",
    ),
    (
        "an address for benchmarks",
        "198.18.0.1 198.19.255.255 [2001:2::1]",
    ),
    (
        "a multicast address",
        "224.0.0.1 224.0.0.251 239.255.255.250 [ff01::1] [ff02::1] [ff0e::1] [::ffff:224.0.0.1]",
    ),
    (
        "the broadcast address",
        "255.255.255.255 4294967295 0xffffffff 037777777777 255.16777215 [::ffff:255.255.255.255]",
    ),
    (
        "a reserved address",
        "240.0.0.1 250.250.250.250 255.255.255.254 [::ffff:240.0.0.1] [::ffff:0:127.0.0.1] [4000::1] [8000::1] [1::1] \
         [200::1] [e000::1]",
    ),
    (
        "a NAT64 address",
        "[64:ff9b::127.0.0.1] [64:ff9b::a9fe:a9fe] [64:ff9b::8.8.8.8] [64:ff9b:1::1] [64:ff9b:1:ffff::a00:1]",
    ),
    (
        "a 6to4 address",
        "[2002:7f00:1::] [2002:7f00:0001::1] [2002:a9fe:a9fe::] [2002:a00:1::1] [2002:808:808::]",
    ),
    (
        "a Teredo address",
        "[2001::1] [2001:0:4136:e378:8000:63bf:3fff:fdd2] [2001:0000:7f00:1::]",
    ),
    ("a site-local address", "[fec0::1] [feff::1]"),
    (
        "an address that discards",
        "[100::1] [100::ffff:ffff:ffff:ffff]",
    ),
    ("a segment-routing address", "[5f00::1] [5f00:ffff::1]"),
    ("a spelling that was given up", "[::8.8.8.8] [::808:808]"),
    // Names: every one that is not listed below leads to loopback.
    (
        "is at 127.0.0.1, a loopback address",
        "localhost LOCALHOST localhost. localhost.localdomain ip6-localhost loop.localhost loc%61lhost ｌｏｃａｌｈｏｓｔ \
         ⓛⓞⓒⓐⓛⓗⓞⓢⓣ lo\u{ad}calhost 127.0.0.1.rebind.example 7f000001.rebind.example a.b.c.d.e.example kubernetes.default.svc \
         host.docker.internal xn--bcher-kva.example bücher.example _service.example 1.0.0.127.in-addr.arpa 127.0.0.1.a",
    ),
    (
        "is at 169.254.169.254, a link-local address",
        "metadata.google.internal metadata instance-data",
    ),
    (
        "is at 10.0.0.1, a private address",
        "private.example public-then-private.example PRIVATE.example private.example.",
    ),
    (
        "is at ::1, a loopback address",
        "six.example public-then-six.example",
    ),
    (
        "is at 127.0.0.1, a loopback address",
        "mapped.example public-then-mapped.example",
    ),
    ("is at fd00::1, a private address", "unique-local.example"),
    ("is at 64:ff9b::7f00:1, a NAT64 address", "nat64.example"),
    ("is at 0.0.0.0, an address of this machine", "zero.example"),
];

/// Whole addresses that must not be called: tricks with what stands around the host, other schemes, other ports.
const URLS: &[&str] = &[
    "https://8.8.8.8@127.0.0.1/",
    "https://user:password@8.8.8.8/",
    "https://user@public.example/",
    "https://:password@public.example/",
    "https://127.0.0.1@public.example/",
    "https://public.example:443@127.0.0.1/",
    "https://public.example@public.example@127.0.0.1/",
    "https://public.example%40127.0.0.1/",
    "https://@127.0.0.1/",
    "https://:@127.0.0.1/",
    "https://127.0.0.1\\@public.example/",
    "https://127.0.0.1#@public.example/",
    "https://127.0.0.1?@public.example/",
    "https://127.0.0.1;@public.example/",
    "https://127.0.0.1:443/",
    "https://127.0.0.1:8443/",
    "https://127.0.0.1:0443/",
    "https://127.0.0.1:/",
    "https://127.0.0.1:443:80/",
    "https:127.0.0.1/",
    "https:/127.0.0.1/",
    "https:///127.0.0.1/",
    "https://///127.0.0.1/",
    "https:\\\\127.0.0.1\\",
    "HTTPS://127.0.0.1/",
    " https://127.0.0.1/ ",
    "https://127.0.\t0.1/",
    "https://127.0.\n0.1/",
    "ht\ttps://[::1]/",
    "https://127.0.0.1/%2f%2fpublic.example",
    "https://127.0.0.1/?url=https://public.example/",
    "https://[::1%25lo]/",
    "https://[::1%lo]/",
    "https://[fe80::1%25eth0]/",
    "https://[fe80::1%1]/",
    "https://[::1]public.example/",
    "https://[::1",
    "https://[[::1]]/",
    "https://[127.0.0.1]/",
    "https://::1/",
    "https://127.0.0.256/",
    "https://4294967296/",
    "https://127.0.0.08/",
    "https://1.2.3.4.5/",
    "https://0x7g.1/",
    "https://127..0.1/",
    "https://%00127.0.0.1/",
    "https://127.0.0.1%00.public.example/",
    "https://127.0.0.1%20/",
    "https:///",
    "http://8.8.8.8/",
    "http://8.8.8.8:443/",
    "http://public.example/",
    "http://public.example:8443/",
    "http://127.0.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "https://8.8.8.8:22/",
    "https://8.8.8.8:80/",
    "https://8.8.8.8:444/",
    "https://8.8.8.8:0/",
    "https://8.8.8.8:6379/",
    "https://8.8.8.8:65535/",
    "https://8.8.8.8:65979/",
    "https://public.example:22/",
    "https://[2606:4700::1111]:25/",
    "ftp://8.8.8.8/",
    "ws://8.8.8.8/",
    "wss://8.8.8.8/",
    "gopher://127.0.0.1:6379/_x",
    "dict://127.0.0.1:11211/stat",
    "ldap://127.0.0.1/",
    "file:///etc/passwd",
    "file://127.0.0.1/etc/passwd",
    "unix:/var/run/docker.sock",
    "https+unix://%2fvar%2frun%2fdocker.sock/",
    "data:text/plain,hello",
    "javascript:alert(1)",
    "jar:https://127.0.0.1!/",
    "//127.0.0.1/",
    "127.0.0.1",
];

/// Answers by a list, and leads everything that is not on it home.
struct Names(BTreeMap<&'static str, Vec<IpAddr>>);

impl Names {
    fn new() -> Arc<Self> {
        let names: &[(&'static str, &[&str])] = &[
            ("public.example", &["8.8.8.8", "2606:4700::1111"]),
            ("private.example", &["10.0.0.1"]),
            ("private.example.", &["10.0.0.1"]),
            ("public-then-private.example", &["8.8.8.8", "10.0.0.1"]),
            ("six.example", &["::1"]),
            (
                "public-then-six.example",
                &["8.8.8.8", "2606:4700::1111", "::1"],
            ),
            ("mapped.example", &["::ffff:127.0.0.1"]),
            (
                "public-then-mapped.example",
                &["8.8.8.8", "::ffff:127.0.0.1"],
            ),
            ("unique-local.example", &["fd00::1"]),
            ("nat64.example", &["64:ff9b::7f00:1"]),
            ("zero.example", &["0.0.0.0"]),
            ("metadata.google.internal", &["169.254.169.254"]),
            ("metadata", &["169.254.169.254"]),
            ("instance-data", &["169.254.169.254"]),
        ];
        let parsed = |list: &&[&str]| list.iter().map(|text| text.parse().unwrap()).collect();
        Arc::new(Self(
            names
                .iter()
                .map(|(name, list)| (*name, parsed(list)))
                .collect(),
        ))
    }
}

impl Resolve for Names {
    fn resolve<'a>(&'a self, host: &'a str) -> Later<'a, io::Result<Vec<IpAddr>>> {
        let found = self.0.get(host).cloned();
        Box::pin(async move { Ok(found.unwrap_or_else(|| vec!["127.0.0.1".parse().unwrap()])) })
    }
}

/// Notes whom it should have dialled, and never does.
#[derive(Default)]
struct Recorder(Mutex<Vec<SocketAddr>>);

impl Recorder {
    fn take(&self) -> Vec<SocketAddr> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

impl Dial for Recorder {
    fn dial(&self, address: SocketAddr) -> Later<'_, io::Result<TcpStream>> {
        self.0.lock().unwrap().push(address);
        Box::pin(async { Err(io::ErrorKind::ConnectionRefused.into()) })
    }
}

/// Really dials, at the port of a server of the test: the address stays what it is. Never leaves the machine.
struct Moved(u16);

impl Dial for Moved {
    fn dial(&self, address: SocketAddr) -> Later<'_, io::Result<TcpStream>> {
        let ip = address.ip();
        Box::pin(async move {
            if ip.is_loopback() || ip.is_unspecified() {
                TcpStream::connect((ip, self.0)).await
            } else {
                Err(io::ErrorKind::NetworkUnreachable.into())
            }
        })
    }
}

fn client(reach: &str, resolver: Arc<dyn Resolve>, dialer: Arc<dyn Dial>) -> HttpClient {
    let ways = Ways {
        resolver,
        dialer,
        ..Ways::default()
    };
    HttpClient::through(ways, Security::Plain, Reach::public(reach).unwrap()).unwrap()
}

fn request(url: Url) -> HttpRequest {
    HttpRequest::new(Method::POST, url, Duration::from_secs(8))
}

/// The addresses of [`HOSTS`] with what their refusal says, at the given scheme and port.
fn hosts(scheme: &str, port: &str) -> Vec<(String, &'static str)> {
    let each = HOSTS.iter().flat_map(|(kind, hosts)| {
        let urls = hosts.split(' ').filter(|host| !host.is_empty());
        urls.map(move |host| (format!("{scheme}://{host}{port}/hook"), *kind))
    });
    each.collect()
}

/// `None` where no URL can be made of it.
async fn refusal(client: &HttpClient, url: &str) -> Option<String> {
    let url = Url::parse(url).ok()?;
    let acted = client.act(request(url.clone())).await;
    let asked = client.ask(request(url.clone())).await;
    assert_eq!(acted, asked, "{url}");
    let Err(HttpFailure::Forbidden(text)) = acted else {
        panic!("{url}: {acted:?}");
    };
    Some(text)
}

#[tokio::test]
async fn nothing_forbidden_is_dialled_however_it_is_written() {
    let recorder = Arc::new(Recorder::default());
    let strict = client("", Names::new(), recorder.clone());
    let mut refused = 0;
    for (url, kind) in hosts("https", "") {
        let text = refusal(&strict, &url)
            .await
            .unwrap_or_else(|| panic!("{url}"));
        assert!(text.contains(kind), "{url}: {text}");
        assert!(text.contains("`outgoing.allowed_networks`"), "{text}");
        assert_eq!(recorder.take(), [], "{url}");
        refused += 1;
    }
    let mut unreadable = 0;
    for url in URLS {
        match refusal(&strict, url).await {
            Some(_) => refused += 1,
            None => unreadable += 1,
        }
        assert_eq!(recorder.take(), [], "{url}");
    }
    assert!(refused >= 290, "{refused}");
    assert!(unreadable < 30, "{unreadable}");
    // Where any scheme and port may turn out to be fine, the addresses are still not.
    let open = client("198.51.100.77,fd00:7::/32", Names::new(), recorder.clone());
    for (url, kind) in [hosts("https", ":8443"), hosts("http", ":8080")].concat() {
        let text = refusal(&open, &url)
            .await
            .unwrap_or_else(|| panic!("{url}"));
        // The first of several addresses may be refused for the scheme already.
        let is_other = url.starts_with("http://public-then") && text.starts_with("`http` to");
        assert!(text.contains(kind) || is_other, "{url}: {text}");
        assert_eq!(recorder.take(), [], "{url}");
    }
}

#[tokio::test]
async fn what_looks_like_it_but_is_public_is_dialled() {
    let recorder = Arc::new(Recorder::default());
    let client = client("", Names::new(), recorder.clone());
    for (host, expected) in [
        ("8.8.8.8", "8.8.8.8:443"),
        ("8.8.8.8:8443", "8.8.8.8:8443"),
        ("134744072", "8.8.8.8:443"),
        ("0x08080808:443", "8.8.8.8:443"),
        ("1.1", "1.0.0.1:443"),
        ("9.255.255.255", "9.255.255.255:443"),
        ("11.0.0.1", "11.0.0.1:443"),
        ("100.63.255.255", "100.63.255.255:443"),
        ("100.128.0.1", "100.128.0.1:443"),
        ("126.255.255.255", "126.255.255.255:443"),
        ("128.0.0.1", "128.0.0.1:443"),
        ("0200.0.0.1", "128.0.0.1:443"),
        ("169.253.0.1", "169.253.0.1:443"),
        ("172.15.0.1", "172.15.0.1:443"),
        ("172.32.0.1", "172.32.0.1:443"),
        ("192.0.1.1", "192.0.1.1:443"),
        ("192.167.1.1", "192.167.1.1:443"),
        ("198.20.0.1", "198.20.0.1:443"),
        ("223.255.255.255", "223.255.255.255:443"),
        ("[::ffff:8.8.8.8]", "8.8.8.8:443"),
        ("[::ffff:808:808]:8443", "8.8.8.8:8443"),
        ("[2606:4700::1111]", "[2606:4700::1111]:443"),
        ("[2001:4860:4860::8888]:8443", "[2001:4860:4860::8888]:8443"),
        ("[2001:200::1]", "[2001:200::1]:443"),
        ("[2003::1]", "[2003::1]:443"),
    ] {
        let url = Url::parse(&format!("https://{host}/hook")).unwrap();
        let outcome = client.act(request(url)).await;
        assert!(
            matches!(outcome, Err(HttpFailure::NotSent(_))),
            "{host}: {outcome:?}"
        );
        assert_eq!(recorder.take(), [expected.parse().unwrap()], "{host}");
    }
    let url = Url::parse("https://public.example/hook").unwrap();
    let outcome = client.act(request(url)).await;
    assert!(
        matches!(outcome, Err(HttpFailure::NotSent(_))),
        "{outcome:?}"
    );
    let both = ["8.8.8.8:443", "[2606:4700::1111]:443"].map(|text| text.parse().unwrap());
    assert_eq!(recorder.take(), both);
}

#[tokio::test]
async fn a_server_on_loopback_sees_nobody_until_it_is_allowed() {
    let sink = RawServer::start(vec![Step::ReadRequest, answer("200 OK", "", "{}")]);
    let dialer = Arc::new(Moved(sink.port()));
    let home = ["a loopback address", "an address of this machine"];
    let open = client("198.51.100.77", Names::new(), dialer.clone());
    let mut tried = 0;
    for (url, kind) in [hosts("https", ""), hosts("http", ":8080")].concat() {
        if home.iter().any(|home| kind.ends_with(home)) {
            refusal(&open, &url).await.unwrap();
            tried += 1;
        }
    }
    assert!(tried > 200, "{tried}");
    assert_eq!(sink.connections(), 0);
    // The same way leads there once it may.
    let allowed = client("127.0.0.0/8", Names::new(), dialer);
    for url in [
        "http://127.1:8080/",
        "http://[::ffff:127.0.0.1]/",
        "http://localhost/",
    ] {
        let outcome = allowed.act(request(Url::parse(url).unwrap())).await;
        assert_eq!(outcome.unwrap().status, 200, "{url}");
    }
    assert_eq!(sink.connections(), 3);
}

/// Public at the first question, loopback at the second, and so on.
struct Rebinding(AtomicUsize);

impl Resolve for Rebinding {
    fn resolve<'a>(&'a self, _: &'a str) -> Later<'a, io::Result<Vec<IpAddr>>> {
        let asked = self.0.fetch_add(1, Ordering::SeqCst);
        let found = if asked.is_multiple_of(2) {
            "8.8.8.8"
        } else {
            "127.0.0.1"
        };
        Box::pin(async move { Ok(vec![found.parse().unwrap()]) })
    }
}

#[tokio::test]
async fn a_name_that_changes_its_mind_is_dialled_where_it_was_judged() {
    let resolver = Arc::new(Rebinding(AtomicUsize::new(0)));
    let recorder = Arc::new(Recorder::default());
    let client = client("", resolver.clone(), recorder.clone());
    let url = Url::parse("https://rebind.example/hook").unwrap();
    for turn in 1..=1000 {
        let first = client.act(request(url.clone())).await;
        assert!(matches!(first, Err(HttpFailure::NotSent(_))), "{first:?}");
        assert_eq!(recorder.take(), ["8.8.8.8:443".parse().unwrap()]);
        let second = client.act(request(url.clone())).await;
        assert!(
            matches!(second, Err(HttpFailure::Forbidden(_))),
            "{second:?}"
        );
        assert_eq!(recorder.take(), []);
        assert_eq!(
            resolver.0.load(Ordering::SeqCst),
            2 * turn,
            "one look-up each"
        );
    }
}
