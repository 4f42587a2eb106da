use super::*;

const JOHN: &str = "https://www.linkedin.com/in/john-doe-123";
const JANE: &str = "https://www.linkedin.com/in/jane-roe";
const KEYED: &str = "https://www.linkedin.com/in/ACoAAXyz";

fn names(directory: &Directory, names: &str, urls: &str) -> Vec<String> {
    let found = recipients(directory, "2-a", names, Some(urls)).unwrap();
    found.parties.into_iter().map(|party| party.name).collect()
}

#[test]
fn names_with_commas_find_their_addresses() {
    let nobody = Directory::default();
    let both = format!("{JOHN},{JANE}");
    let three = format!("{JANE},{JOHN},{KEYED}");
    for (joined, urls, expected) in [
        ("John Doe", JOHN, &["John Doe"][..]),
        ("Doe, Jr., John", JOHN, &["Doe, Jr., John"]),
        ("John Doe, Jane Roe", &both, &["John Doe", "Jane Roe"]),
        ("Doe, John, Jane Roe", &both, &["Doe, John", "Jane Roe"]),
        ("John Doe, Roe, Jane", &both, &["John Doe", "Roe, Jane"]),
        (
            "John Doe, PhD, Jane Roe",
            &both,
            &["John Doe, PhD", "Jane Roe"],
        ),
        (
            "Roe, Jane, Doe, John, X",
            &three,
            &["Roe, Jane", "Doe, John", "X"],
        ),
        // Fewer names than addresses: none is better than a wrong one.
        ("John Doe", &both, &["", ""]),
        ("", JOHN, &[""]),
    ] {
        assert_eq!(names(&nobody, joined, urls), expected, "{joined}");
    }
}

#[test]
fn known_names_decide_where_slugs_cannot() {
    let mut directory = Directory::default();
    let urls = format!("{KEYED},{JOHN}");
    assert_eq!(
        names(&directory, "A, B, John Doe", &urls),
        ["A, B", "John Doe"]
    );
    directory.note("2-b", &Party::at(KEYED, "A").unwrap());
    assert_eq!(
        names(&directory, "A, B, John Doe", &urls),
        ["A", "B, John Doe"]
    );
}

#[test]
fn names_alone_are_looked_up_in_the_thread_first() {
    let mut directory = Directory::default();
    let (here, there) = (
        Party::at(JOHN, "John Doe").unwrap(),
        Party::at(JANE, "John Doe").unwrap(),
    );
    directory.note("2-a", &here);
    let find = |directory: &Directory, thread: &str, names: &str| {
        recipients(directory, thread, names, None).unwrap().parties
    };
    assert_eq!(find(&directory, "2-z", "John Doe")[0], here);
    directory.note("2-b", &there);
    assert_eq!(find(&directory, "2-a", "John Doe"), [here]);
    assert_eq!(find(&directory, "2-b", "John Doe"), [there]);
    assert!(find(&directory, "2-z", "John Doe")[0].key.is_hidden());
    directory.note("2-a", &Party::at(KEYED, "Roe, Jane").unwrap());
    let found = find(&directory, "2-a", "Roe, Jane, Unknown");
    assert_eq!(
        (found.len(), found[0].name.as_str(), found[1].name.as_str()),
        (2, "Roe, Jane", "Unknown")
    );
}

#[test]
fn a_name_without_an_address_is_hidden_where_others_have_one() {
    let mut directory = Directory::default();
    directory.note("2-a", &Party::at(JOHN, "John Doe").unwrap());
    let found = recipients(&directory, "2-a", "John Doe", Some(""))
        .unwrap()
        .parties;
    assert!(found[0].key.is_hidden() && found.len() == 1);
    let found = recipients(
        &directory,
        "2-a",
        "LinkedIn Member, Jane Roe, LinkedIn Member",
        Some(&format!(",{JANE},")),
    );
    let found = found.unwrap().parties;
    assert_eq!(found.len(), 2);
    assert!(found[0].key.is_hidden() && found[1].name == "Jane Roe");
    assert_eq!(
        recipients(&directory, "2-a", "", Some("")).unwrap().parties,
        []
    );
}

#[test]
fn keys_are_stable() {
    // Changing them would import every message and every hidden member a second time.
    assert_eq!(
        stable_key("archive-", &["2-a", "1", "x"]),
        "archive-faf84f671247a8264dc9bcc07113c80e"
    );
    assert_ne!(stable_key("", &["ab", "c"]), stable_key("", &["a", "bc"]));
    assert_eq!(
        Party::hidden("2-a", "LinkedIn Member").key.as_str(),
        "hidden_fbe2b260fc824e3bb69f04755f10ac0f"
    );
}

#[test]
fn hidden_members_are_set_aside_where_names_outnumber_addresses() {
    let nobody = Directory::default();
    let both = format!("{JOHN},{JANE}");
    let hidden = "LinkedIn Member";
    for (joined, urls, expected) in [
        (
            "LinkedIn Member, John Doe, Jane Roe",
            both.as_str(),
            &["John Doe", "Jane Roe", hidden][..],
        ),
        (
            "John Doe, LinkedIn Member, Roe, Jane",
            &both,
            &["John Doe", "Roe, Jane", hidden],
        ),
        ("LinkedIn-Mitglied, John Doe", JOHN, &["John Doe", hidden]),
        ("LinkedIn Member, LinkedIn Member", "", &[hidden]),
        // As many addresses as names: the places between the commas say who is hidden.
        (
            "LinkedIn Member, John Doe",
            &format!(",{JOHN}"),
            &[hidden, "John Doe"],
        ),
    ] {
        assert_eq!(names(&nobody, joined, urls), expected, "{joined}");
        let found = recipients(&nobody, "2-a", joined, Some(urls))
            .unwrap()
            .parties;
        for party in found {
            assert_eq!(party.key.is_hidden(), party.name == hidden, "{party:?}");
        }
    }
}

#[test]
fn a_hidden_member_is_the_same_in_every_language() {
    let key = Party::hidden("2-a", "LinkedIn Member").key;
    for name in [
        "LinkedIn-Mitglied",
        "LinkedIn Mitglied",
        "Membre de LinkedIn",
        "Utilisateur LinkedIn",
        "Usuário do LinkedIn",
        "Miembro de LinkedIn",
        "LinkedIn Üyesi",
        "LinkedIn メンバー",
    ] {
        assert_eq!(Party::hidden("2-a", name).key, key, "{name}");
    }
    for name in [
        "LinkedIn",
        "LinkedIn Sales Solutions",
        "Member",
        "Jane Member",
        "LinkedIn Jobs",
    ] {
        assert!(!is_anonymous(name), "{name}");
    }
}

#[test]
fn a_large_group_with_a_comma_in_one_name_is_read() {
    for size in [50, 300] {
        let people: Vec<(String, String)> = (0..size)
            .map(|number| match number {
                23 => ("Doe, Jr., John".to_owned(), JOHN.to_owned()),
                _ => (
                    format!("Person N{number}"),
                    format!("https://www.linkedin.com/in/person-n{number}"),
                ),
            })
            .collect();
        let urls: Vec<&str> = people.iter().map(|(_, url)| url.as_str()).collect();
        let wanted: Vec<&str> = people.iter().map(|(name, _)| name.as_str()).collect();
        let found = names(&Directory::default(), &wanted.join(", "), &urls.join(","));
        assert_eq!(found, wanted);
    }
}
