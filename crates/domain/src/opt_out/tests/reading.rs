//! How an answer is read, whatever it says.

use proptest::prelude::*;

use super::{OptOut, language, recognise, verdict};

#[test]
fn every_pattern_can_be_read() {
    assert_eq!(language::READERS.len(), 8);
}

#[test]
fn a_stop_word_counts_as_the_whole_answer_only() {
    for text in [
        "STOP",
        "stop!!!",
        "Stop, please.",
        "S T O P",
        "stoooop",
        "Hi Anna, unsubscribe. Thanks!",
        "BASTA",
        "Sair",
        "ABMELDEN",
        "afmelden aub",
        "Arrêtez",
        "BAJA",
        "Wypisz",
        "🛑 Stop 🛑",
        "Stop\nMarta",
    ] {
        assert_eq!(verdict(text), OptOut::Certain, "{text}");
    }
    for text in [
        "The verb in the example is DELETE",
        "Which of the two commands is it: GET or DELETE?",
        "I get off at the last stop",
        "We play at Tidepool Robotics, next to the bus stop",
        "Good luck with the search!",
        "Sixty people, no sales talks, travel paid.",
        "We do. I can share an anonymised set on Monday.",
    ] {
        assert_eq!(verdict(text), OptOut::None, "{text}");
    }
}

#[test]
fn greetings_and_thanks_change_nothing() {
    for text in [
        "Thanks for your message.",
        "Hi Tom, thank you for getting in touch.",
        "Danke für Ihre Nachricht!",
        "Merci pour votre message, bonne journée !",
        "Gracias por su mensaje.",
        "Obrigado pela mensagem.",
        "Grazie del messaggio.",
        "Bedankt voor je bericht.",
        "Dziękuję za wiadomość.",
    ] {
        assert_eq!(verdict(text), OptOut::None, "{text}");
    }
    for text in [
        "Hi Tom, thanks for your message. Stop, please. All the best.",
        "Baja. Que tenga un buen día.",
        "Abmelden. Viel Erfolg weiterhin!",
    ] {
        assert_eq!(verdict(text), OptOut::Certain, "{text}");
    }
}

#[test]
fn a_bare_removal_counts_beside_a_refusal_only() {
    assert_eq!(verdict("Wrong number. Delete it."), OptOut::Certain);
    assert_ne!(verdict("Delete it."), OptOut::Certain);
    assert_ne!(verdict("The draft? Delete it."), OptOut::Certain);
}

#[test]
fn a_full_stop_that_shortens_a_word_ends_no_sentence() {
    let text = "Hiermit widerspreche ich gemäß Art. 21 Abs. 2 DSGVO der Nutzung meiner Daten.";
    assert_eq!(verdict(text), OptOut::Certain);
    assert_eq!(verdict("I love art. When do we meet?"), OptOut::None);
}

#[test]
fn the_evidence_says_which_words_in_which_language() {
    let found = recognise("Hello. Please do not contact me again.");
    let evidence = found.evidence.expect("evidence");
    assert_eq!(evidence.language, "en");
    assert_eq!(evidence.words, "do not contact me");
    assert!(found.door.is_none());

    let found = recognise("Don't message me on LinkedIn, mail me instead.");
    assert_eq!(found.opt_out, OptOut::None);
    assert!(found.evidence.is_none());
    assert!(found.door.is_some());
}

#[test]
fn quoted_text_never_counts() {
    let quoted = [
        "\n\nOn Mon, Jan 5, 2026 at 9:00, Tom wrote:\n> STOP\n> Please stop writing to me.\n> Unsubscribe",
        "\n\n-----Original Message-----\nFrom: Ann\nSent: Monday\nSubject: List\n\nPlease remove me from your list.",
        "\n\nVon: Ann\nGesendet: Montag\nAn: Bob\nBetreff: AW\n\nSchreiben Sie mir nicht mehr.",
        "\n\nLe lun. 5 janv. 2026 à 09:00, Tom <tom@example.com>\na écrit :\n\nNe m'écrivez plus.",
        "\n-- \nAnn\nTo unsubscribe, reply STOP",
        "\n> Don't ever contact me again.",
    ];
    let own = [
        "Tuesday is fine.",
        "Please stop writing to me.",
        "Not interested.",
        "Gerne, am Dienstag!",
    ];
    for own in own {
        for quoted in quoted {
            assert_eq!(
                verdict(&format!("{own}{quoted}")),
                verdict(own),
                "{own}{quoted}"
            );
        }
    }
    assert_eq!(verdict(quoted[0]), OptOut::None);
}

#[test]
fn own_words_below_a_marked_quotation_count() {
    let text = "On Monday Tom wrote:\n> Shall we talk?\n\nPlease do not write to me again.";
    assert_eq!(verdict(text), OptOut::Certain);
}

#[test]
fn a_long_answer_takes_a_bounded_number_of_steps() {
    // Slow where it is slow at all: words that begin many patterns and end none.
    for words in [
        "please do not ",
        "nicht mehr bitte ",
        "no me ",
        "stop ",
        "a ",
        "ne me plus ",
        "nie do mnie ",
    ] {
        let text = words.repeat(8_000 / words.len());
        let _ = recognise(&text);
    }
    assert_eq!(verdict(&">".repeat(100_000)), OptOut::None);
}

proptest! {
    // Each case asks every pattern of every language.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_text_is_too_strange(text in "\\PC{0,200}") {
        let _ = recognise(&text);
    }

    #[test]
    fn no_arrangement_of_signs_is_too_strange(text in "[a-cA-C \"'“”„«»‘’.,:;!?>\\-_\n\té🛑]{0,80}") {
        let _ = recognise(&text);
    }

    #[test]
    fn case_and_blanks_change_nothing(number in 0..ANSWERS.len(), blanks in 1..4_usize) {
        let text = ANSWERS[number];
        let spaced = text.replace(' ', &" ".repeat(blanks));
        prop_assert_eq!(verdict(&spaced), verdict(text));
        prop_assert_eq!(verdict(&text.to_uppercase()), verdict(text));
        let around = format!("\n  {text}  \n\n");
        prop_assert_eq!(verdict(&around), verdict(text));
    }
}

const ANSWERS: &[&str] = &[
    "please do not write to me again",
    "not interested, thanks",
    "bitte löschen sie meine nummer",
    "kein interesse",
    "ne m'écrivez plus",
    "no me escriban más",
    "não me mande mais mensagens",
    "non scrivetemi più",
    "schrijf me niet meer",
    "proszę do mnie nie pisać",
    "don't stop writing",
    "thursday works for me, see you then",
];

#[test]
fn a_language_that_nobody_reads_here_is_never_a_sure_request() {
    for text in [
        "Tack för ditt meddelande, jag återkommer gärna när vi har bestämt oss om det nya systemet.",
        "Kiitos viestistäsi, palaan asiaan heti kun olemme päättäneet uudesta järjestelmästä.",
        "Děkuji za zprávu, ozvu se vám hned, jakmile se rozhodneme o novém systému pro tým.",
        "prirver cessutcunpos vatkor lang rasealdetpeng gettinles largalmunco sto pear",
    ] {
        assert_ne!(verdict(text), OptOut::Certain, "{text}");
    }
}
