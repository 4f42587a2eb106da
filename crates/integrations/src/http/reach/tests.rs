use super::*;

fn check(list: &str, url: &str) -> Result<(), String> {
    let reach = Reach::public(list).unwrap();
    reach
        .check_url(&Url::parse(url).unwrap())
        .map_err(|forbidden| forbidden.to_string())
}

#[test]
fn lists_of_networks_are_read() {
    for (list, expected) in [
        ("", &[][..]),
        ("  ", &[]),
        ("10.0.0.0/8", &["10.0.0.0/8"]),
        ("10.1.2.3/8, 127.0.0.1", &["10.0.0.0/8", "127.0.0.1/32"]),
        ("fd00::/8,::1", &["fd00::/8", "::1/128"]),
        ("::ffff:10.0.0.0/104", &["10.0.0.0/8"]),
        ("::ffff:10.0.0.7", &["10.0.0.7/32"]),
    ] {
        let Ok(Reach::Public { allowed_networks }) = Reach::public(list) else {
            panic!("{list}");
        };
        let said: Vec<String> = allowed_networks.iter().map(ToString::to_string).collect();
        assert_eq!(said, expected, "{list}");
    }
}

#[test]
fn the_entry_that_is_no_network_is_named() {
    for (list, wrong) in [
        ("10.0.0/8", "10.0.0/8"),
        ("10.0.0.0/33", "10.0.0.0/33"),
        ("127.0.0.1,localhost", "localhost"),
        ("10.0.0.0/8,,::1", ""),
        ("10.0.0.0/8,", ""),
        ("010.0.0.1", "010.0.0.1"),
        ("10.0.0.0/8 ::1", "10.0.0.0/8 ::1"),
    ] {
        let error = Reach::public(list).unwrap_err();
        assert!(
            error.starts_with(&format!("`{wrong}` is neither")),
            "{error}"
        );
    }
}

#[test]
fn sentences_say_what_it_is_and_what_can_be_done() {
    let only = "only https on port 443 or 8443 is called, or what the operator lists in `outgoing.allowed_networks`";
    let listed = "which is not called unless the operator lists it in `outgoing.allowed_networks`";
    for (url, expected) in [
        (
            "https://10.0.0.1/",
            format!("10.0.0.1 is a private address, {listed}"),
        ),
        (
            "http://0x7f.1:9/",
            format!("127.0.0.1 is a loopback address, {listed}"),
        ),
        (
            "https://[::ffff:169.254.169.254]/",
            format!("::ffff:169.254.169.254 is at 169.254.169.254, a link-local address, {listed}"),
        ),
        (
            "http://name.example/",
            format!("`http` to name.example: {only}"),
        ),
        ("ftp://10.0.0.1/", format!("`ftp` to 10.0.0.1: {only}")),
        (
            "https://name.example:22/",
            format!("port 22 of name.example: {only}"),
        ),
        ("http://8.8.8.8/", format!("`http` to 8.8.8.8: {only}")),
        (
            "https://user@name.example/",
            "an address must not hold a user name or a password".to_owned(),
        ),
        ("data:text/plain,a", "an address needs a host".to_owned()),
    ] {
        assert_eq!(check("", url), Err(expected), "{url}");
    }
}

#[test]
fn allowed_networks_lift_scheme_and_port_for_their_addresses_only() {
    for (list, url, is_allowed) in [
        ("", "https://name.example/", true),
        ("", "https://name.example:8443/#fragment", true),
        ("", "https://8.8.8.8/", true),
        ("127.0.0.0/8", "http://127.1.2.3:9000/", true),
        ("127.0.0.0/8", "http://[::ffff:127.0.0.1]:9000/", true),
        ("127.0.0.0/8", "http://[::1]:9000/", false),
        ("127.0.0.0/8", "http://8.8.8.8/", false),
        ("127.0.0.0/8", "https://8.8.8.8/", true),
        ("127.0.0.0/8", "https://10.0.0.1/", false),
        ("127.0.0.0/8", "http://user@127.0.0.1/", false),
        ("127.0.0.0/8", "ftp://127.0.0.1/", false),
        ("127.0.0.0/8", "gopher://127.0.0.1:70/", false),
        ("8.8.8.8", "http://8.8.8.8:53/", true),
        ("fd00::/8", "http://[fd00:ec2::254]/", true),
        // Where such a name leads is not known yet.
        ("127.0.0.0/8", "http://name.example:9000/", true),
    ] {
        assert_eq!(check(list, url).is_ok(), is_allowed, "{list}: {url}");
    }
    let anywhere = Reach::Anywhere;
    let url = Url::parse("http://user@127.0.0.1:9/").unwrap();
    assert_eq!(anywhere.check_url(&url), Ok(()));
}
