//! Whose archive it is: never a contact by mistake.

use super::*;

/// The columns of the first years.
const NAMES: &str = "CONVERSATION ID,FROM,SENDER PROFILE URL,TO,DATE,CONTENT\n";
const JANE: &str = "Jane Roe,linkedin.com/in/jane-roe";

fn row(thread: &str, from: &str, to: &str) -> String {
    format!("2-{thread},{from},{to},2020-01-01 00:00:00 UTC,Hi\n")
}

fn owner(messages: &str, profile: Option<&str>) -> Result<String, Vec<String>> {
    let folder = folder_with(messages.as_bytes());
    if let Some(profile) = profile {
        let file = format!("First Name,Last Name\n{profile}\n");
        fs::write(folder.path().join("Profile.csv"), file).unwrap();
    }
    match owner_of(folder.path()) {
        Ok(party) => Ok(party.key.to_string()),
        Err(unclear) => Err(unclear
            .candidates
            .into_iter()
            .map(|party| party.name)
            .collect()),
    }
}

#[test]
fn an_owner_who_never_wrote_leaves_it_open() {
    let messages = NAMES.to_owned() + &row("a", JANE, "Robin Sample");
    let both = || Err(vec!["Jane Roe".to_owned(), "Robin Sample".to_owned()]);
    assert_eq!(owner(&messages, None), both());
    assert_eq!(owner(&messages, Some("Robin,Sample")), both());
    assert_eq!(owner(&messages, Some("Jane,Roe")), Ok("jane-roe".into()));
    let two = messages + &row("b", "John Doe,linkedin.com/in/john", "Robin Sample");
    assert_eq!(owner(&two, None), Err(vec!["Robin Sample".to_owned()]));
}

#[test]
fn a_profile_of_somebody_else_leaves_it_open() {
    let me = "Robin Sample,linkedin.com/in/robin";
    let messages = NAMES.to_owned()
        + &row("a", JANE, "Robin Sample")
        + &row("a", me, "Jane Roe")
        + &row("b", me, "John Doe");
    assert_eq!(owner(&messages, None), Ok("robin".into()));
    assert_eq!(owner(&messages, Some("Robin,Sample")), Ok("robin".into()));
    assert_eq!(
        owner(&messages, Some("Robin,\"Sample, PhD\"")),
        Ok("robin".into())
    );
    assert_eq!(
        owner(&messages, Some("Somebody,Else")),
        Err(vec!["Robin Sample".to_owned()])
    );
}

#[test]
fn a_given_name_alone_is_no_agreement() {
    let contact = "Robin,linkedin.com/in/robin-other";
    let messages = NAMES.to_owned() + &row("a", contact, "LinkedIn Member");
    assert_eq!(
        owner(&messages, Some("Robin,Sample")),
        Err(vec!["Robin".to_owned()])
    );
}

#[test]
fn a_hidden_contact_is_no_candidate() {
    let me = "Robin Sample,linkedin.com/in/robin";
    let messages = NAMES.to_owned() + &row("a", me, "LinkedIn Member");
    assert_eq!(owner(&messages, None), Ok("robin".into()));
}

#[test]
fn a_name_without_an_address_can_be_given_one() {
    let folder = folder_with((NAMES.to_owned() + &row("a", JANE, "Robin Sample")).as_bytes());
    let mut archive = ArchiveReader::open(folder.path()).unwrap();
    let mut survey = archive.survey(|_| {}).unwrap();
    assert_eq!(survey.names_without_address(), ["Robin Sample"]);
    survey.adopt("Robin Sample", &slug("robin-sample-1"));
    let row = archive.messages(&survey).unwrap().next().unwrap().unwrap();
    assert_eq!(row.recipients, [slug("robin-sample-1")]);
}
