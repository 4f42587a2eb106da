use std::sync::Mutex;

use tokio::net::TcpListener;

use super::*;
use crate::http::Forbidden;

/// Answers every name in the same way.
struct Fixed(Vec<IpAddr>);

impl Resolve for Fixed {
    fn resolve<'a>(&'a self, _: &'a str) -> Later<'a, io::Result<Vec<IpAddr>>> {
        let found = self.0.clone();
        Box::pin(async move { Ok(found) })
    }
}

/// Connects to the port of a listener on loopback for some addresses, refuses at others, and is silent at the rest.
#[derive(Default)]
struct Staged {
    port: u16,
    open: Vec<IpAddr>,
    refusing: Vec<IpAddr>,
    dialled: Mutex<Vec<IpAddr>>,
}

impl Dial for Staged {
    fn dial(&self, address: SocketAddr) -> Later<'_, io::Result<TcpStream>> {
        self.dialled.lock().unwrap().push(address.ip());
        Box::pin(async move {
            if self.open.contains(&address.ip()) {
                return Machine.dial(([127, 0, 0, 1], self.port).into()).await;
            }
            if self.refusing.contains(&address.ip()) {
                return Err(io::ErrorKind::ConnectionRefused.into());
            }
            std::future::pending().await
        })
    }
}

fn addresses(list: &[&str]) -> Vec<IpAddr> {
    list.iter().map(|text| text.parse().unwrap()).collect()
}

fn guard(reach: Reach, found: &[&str]) -> Guard {
    Guard {
        reach: Arc::new(reach),
        ways: Ways {
            resolver: Arc::new(Fixed(addresses(found))),
            ..Ways::default()
        },
    }
}

async fn judged(reach: Reach, uri: &str, found: &[&str]) -> Result<Vec<String>, BoxError> {
    let guard = guard(reach, found);
    let judged = guard.judged(&uri.parse().unwrap()).await?;
    Ok(judged.iter().map(ToString::to_string).collect())
}

/// The second wall: these did not pass through a parser that reads odd spellings.
#[tokio::test]
async fn raw_addresses_are_judged_where_they_are_dialled() {
    let home = &["127.0.0.1"][..];
    for uri in [
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[0:0:0:0:0:ffff:7f00:1]:8443/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://0177.0.0.1/",
        "https://127.0.0.1./",
        "https://localhost/",
        "https://user:password@127.0.0.1/",
        "https://8.8.8.8@127.0.0.1/",
        "http://8.8.8.8/",
        "https://8.8.8.8:22/",
        "http://name.example/",
        "https://name.example:22/",
    ] {
        let refusal = judged(Reach::public("").unwrap(), uri, home)
            .await
            .unwrap_err();
        assert!(refusal.is::<Forbidden>(), "{uri}: {refusal}");
    }
    for (uri, found) in [
        ("https://name.example/", &[][..]),
        ("https://[::1%25lo]/", home),
        ("/only/a/path", home),
    ] {
        if let Ok(uri) = uri.parse::<Uri>() {
            let refusal = guard(Reach::public("").unwrap(), found).judged(&uri).await;
            assert!(refusal.is_err(), "{uri}: {refusal:?}");
        }
    }
}

#[tokio::test]
async fn what_was_judged_is_dialled() {
    let public = || Reach::public("").unwrap();
    for (reach, uri, found, expected) in [
        (
            public(),
            "https://a.example/",
            &["8.8.8.8"][..],
            "8.8.8.8:443",
        ),
        (
            public(),
            "https://a.example:8443/",
            &["8.8.8.8"],
            "8.8.8.8:8443",
        ),
        (
            public(),
            "https://[2606:4700::1111]/",
            &[],
            "[2606:4700::1111]:443",
        ),
        (public(), "https://[::ffff:8.8.8.8]/", &[], "8.8.8.8:443"),
        (
            public(),
            "https://a.example/",
            &["::ffff:8.8.8.8"],
            "8.8.8.8:443",
        ),
        (
            Reach::Anywhere,
            "http://a.example/",
            &["10.0.0.1"],
            "10.0.0.1:80",
        ),
        (Reach::Anywhere, "https://[::1]:22/", &[], "[::1]:22"),
    ] {
        assert_eq!(
            judged(reach, uri, found).await.unwrap(),
            [expected],
            "{uri}"
        );
    }
    let inside = Reach::public("10.0.0.0/8").unwrap();
    let found = &["10.0.0.1", "10.0.0.2"][..];
    let expected = ["10.0.0.1:25", "10.0.0.2:25"];
    assert_eq!(
        judged(inside.clone(), "http://a.example:25/", found)
            .await
            .unwrap(),
        expected
    );
    // One address outside spoils it, whatever it is.
    for other in ["8.8.8.8", "192.168.0.1"] {
        let refusal = judged(inside.clone(), "http://a.example:25/", &["10.0.0.1", other]).await;
        assert!(refusal.unwrap_err().is::<Forbidden>(), "{other}");
    }
}

#[tokio::test]
async fn no_name_is_dialled_more_often_than_a_few_times() {
    let many: Vec<String> = (0..100).map(|last| format!("8.8.8.{last}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let found = judged(Reach::public("").unwrap(), "https://a.example/", &many).await;
    assert_eq!(found.unwrap().len(), ADDRESSES_MAX);
    // Those that would not be dialled are judged all the same.
    let last_is_home = [&many[..], &["127.0.0.1"]].concat();
    let found = judged(
        Reach::public("").unwrap(),
        "https://a.example/",
        &last_is_home,
    )
    .await;
    assert!(found.unwrap_err().is::<Forbidden>());
}

#[tokio::test]
async fn a_family_or_an_address_that_leads_nowhere_is_passed_by() {
    const SILENT: &str = "2001:db8::1";
    const REFUSING: &str = "2001:db8::2";
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    for (list, tried) in [
        (&["192.0.2.1"][..], &["192.0.2.1"][..]),
        (&[SILENT, "192.0.2.1"], &[SILENT, "192.0.2.1"]),
        (&[REFUSING, "192.0.2.1"], &[REFUSING, "192.0.2.1"]),
        (&["192.0.2.1", SILENT], &["192.0.2.1"]),
        (&["192.0.2.9", "192.0.2.1"], &["192.0.2.9", "192.0.2.1"]),
    ] {
        let dialer = Arc::new(Staged {
            port,
            open: addresses(&["192.0.2.1"]),
            refusing: addresses(&[REFUSING, "192.0.2.9"]),
            dialled: Mutex::default(),
        });
        let ways = Ways {
            dialer: dialer.clone(),
            ..Ways::default()
        };
        let targets: Vec<SocketAddr> = addresses(list)
            .into_iter()
            .map(|address| SocketAddr::new(address, 443))
            .collect();
        ways.connect(&targets).await.unwrap();
        assert_eq!(
            *dialer.dialled.lock().unwrap(),
            addresses(tried),
            "{list:?}"
        );
    }
}

#[tokio::test]
async fn where_nobody_answers_the_last_address_is_named() {
    let ways = Ways {
        dialer: Arc::new(Staged {
            refusing: addresses(&["2001:db8::2"]),
            ..Staged::default()
        }),
        connect_timeout: Duration::from_millis(100),
        ..Ways::default()
    };
    let said = async |list: &[&str]| {
        let targets: Vec<SocketAddr> = addresses(list)
            .into_iter()
            .map(|address| SocketAddr::new(address, 443))
            .collect();
        ways.connect(&targets).await.unwrap_err().to_string()
    };
    assert_eq!(
        said(&["192.0.2.1", "192.0.2.2"]).await,
        "192.0.2.2:443 does not answer"
    );
    assert_eq!(
        said(&["2001:db8::2"]).await,
        "[2001:db8::2]:443: connection refused"
    );
}
