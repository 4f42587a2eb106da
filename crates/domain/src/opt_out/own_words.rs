//! The writer's own words: an answer without what it quotes, its signature and its footer.

use crate::search;

/// `On … wrote:` in the languages: how the line may begin, and a word that it has.
const SPEECH: &[&str] = &[
    "wrote",
    "schrieb",
    "ecrit",
    "escribio",
    "escreveu",
    "scritto",
    "schreef",
    "napisal",
    "napisala",
    "napisali",
    "pisze",
    "geschrieben",
    "said",
    "writes",
];
/// Lines above a forwarded or answered message, as folded words.
const ORIGINAL: &[&str] = &[
    "original message",
    "forwarded message",
    "begin forwarded message",
    "original appointment",
    "ursprungliche nachricht",
    "urspruengliche nachricht",
    "originalnachricht",
    "weitergeleitete nachricht",
    "original nachricht",
    "message d origine",
    "message original",
    "message transfere",
    "message initial",
    "mensaje original",
    "mensaje reenviado",
    "mensagem original",
    "mensagem encaminhada",
    "messaggio originale",
    "messaggio inoltrato",
    "oorspronkelijk bericht",
    "origineel bericht",
    "doorgestuurd bericht",
    "wiadomosc oryginalna",
    "oryginalna wiadomosc",
    "wiadomosc przekazana",
    "przekazana wiadomosc",
];
/// Names of the first line of a head: the sender.
const SENDER: &[&str] = &["from", "von", "de", "da", "van", "od"];
/// Names of the lines that follow it.
const HEAD: &[&str] = &[
    "sent",
    "to",
    "date",
    "subject",
    "gesendet",
    "an",
    "datum",
    "betreff",
    "envoye",
    "a",
    "objet",
    "enviado",
    "para",
    "fecha",
    "asunto",
    "data",
    "assunto",
    "inviato",
    "oggetto",
    "verzonden",
    "aan",
    "onderwerp",
    "wyslano",
    "do",
    "temat",
    "cc",
];
/// How footers of mobile programs begin, as folded words.
const MOBILE: &[&str] = &[
    "sent from my",
    "sent from outlook",
    "sent via",
    "sent with",
    "get outlook for",
    "von meinem",
    "gesendet von",
    "gesendet mit",
    "envoye de mon",
    "envoye depuis",
    "envoye a partir",
    "enviado desde",
    "enviado do",
    "enviado a partir",
    "enviado de mi",
    "inviato da",
    "inviato dal",
    "verzonden vanaf",
    "verzonden met",
    "verstuurd vanaf",
    "verzonden vanuit",
    "wyslane z",
    "wyslano z iphone",
    "wyslano z mojego",
    "wyslano z telefonu",
];
/// Closing formulas, alone on their line; what follows is a name and a footer.
const CLOSINGS: &[&str] = &[
    "regards",
    "best regards",
    "kind regards",
    "warm regards",
    "many regards",
    "best wishes",
    "all the best",
    "best",
    "sincerely",
    "yours sincerely",
    "yours faithfully",
    "cheers",
    "with kind regards",
    "kindest regards",
    "mit freundlichen grussen",
    "freundliche grusse",
    "viele grusse",
    "beste grusse",
    "liebe grusse",
    "schone grusse",
    "herzliche grusse",
    "mfg",
    "lg",
    "vg",
    "grusse",
    "gruss",
    "viele gruesse",
    "mit freundlichen gruessen",
    "cordialement",
    "bien cordialement",
    "bien a vous",
    "salutations",
    "sinceres salutations",
    "bonne journee",
    "saludos",
    "un saludo",
    "saludos cordiales",
    "atentamente",
    "un cordial saludo",
    "cumprimentos",
    "com os melhores cumprimentos",
    "melhores cumprimentos",
    "abracos",
    "um abraco",
    "atenciosamente",
    "saluti",
    "cordiali saluti",
    "distinti saluti",
    "un saluto",
    "groeten",
    "met vriendelijke groet",
    "met vriendelijke groeten",
    "vriendelijke groet",
    "groet",
    "mvg",
    "hartelijke groet",
    "hartelijke groeten",
    "pozdrawiam",
    "z powazaniem",
    "pozdrowienia",
    "z pozdrowieniami",
    "serdecznie pozdrawiam",
];
/// Lines of a head that follow the sender closely enough.
const HEAD_LINES: usize = 4;
/// A line of underscores, as some programs put above what they quote.
const RULE_SIGNS_MIN: usize = 8;
/// Words of a line that may be a mere name.
const NAME_WORDS_MAX: usize = 3;

/// The lines of `text` that its writer wrote for this answer.
pub(super) fn of(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut own = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let rest = &lines[at..];
        let words = folded(line);
        if is_quoted(line) || starts_with_any(&words, MOBILE) {
            at += 1;
        } else if let Some(head) = speech(rest) {
            let Some(behind) = behind_quotation(&rest[head..]) else {
                break;
            };
            at += head + behind;
        } else if is_end(rest, &words) {
            break;
        } else if CLOSINGS.contains(&words.as_str()) {
            at += 1 + postscript(&rest[1..]);
        } else {
            own.push(*line);
            at += 1;
        }
    }
    own.join("\n")
}

fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with(['>', '＞'])
}

fn folded(line: &str) -> String {
    search::words_in_order(line).join(" ")
}

fn starts_with_any(folded: &str, starts: &[&str]) -> bool {
    starts.iter().any(|start| {
        folded
            .strip_prefix(start)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    })
}

/// How many lines the head `On … wrote:` takes that begins here, if one does.
fn speech(lines: &[&str]) -> Option<usize> {
    let is_speech = |text: &str| {
        text.trim_end().ends_with([':', '：'])
            && search::words_in_order(text)
                .iter()
                .any(|word| SPEECH.contains(&word.as_str()))
    };
    let first = lines.first()?;
    if is_speech(first) {
        return Some(1);
    }
    // A long head is wrapped; only one with a date or an address is looked for over two lines.
    let second = lines.get(1)?;
    let is_wrapped =
        is_dated(first) && is_speech(second) && !first.trim_end().ends_with(['.', '!', '?']);
    is_wrapped.then_some(2)
}

fn is_dated(line: &str) -> bool {
    line.contains(|sign: char| sign.is_ascii_digit() || sign == '@')
}

/// How many lines a quotation takes that is marked line by line; nothing if it is not marked, and so has no end.
fn behind_quotation(lines: &[&str]) -> Option<usize> {
    let first = lines.iter().find(|line| !line.trim().is_empty())?;
    if !is_quoted(first) {
        return None;
    }
    Some(lines.iter().rposition(|line| is_quoted(line))? + 1)
}

/// Whether the answer is over where these lines begin; the first one is `folded`.
fn is_end(lines: &[&str], folded: &str) -> bool {
    let Some(line) = lines.first().map(|line| line.trim()) else {
        return true;
    };
    if matches!(line, "--" | "—" | "––" | "---") {
        return true;
    }
    if line.len() >= RULE_SIGNS_MIN
        && line
            .chars()
            .all(|sign| matches!(sign, '_' | '-' | '=' | '*'))
    {
        return true;
    }
    if ORIGINAL.contains(&folded) {
        return true;
    }
    is_field(line, SENDER)
        && lines[1..]
            .iter()
            .take(HEAD_LINES)
            .any(|line| is_field(line, HEAD))
}

/// Whether a line is a field of a head with one of these names.
fn is_field(line: &str, names: &[&str]) -> bool {
    line.split_once(':').is_some_and(|(name, _)| {
        let name = folded(name.trim_matches(['*', ' ', '>']));
        names.contains(&name.as_str())
    })
}

/// How many lines below a closing formula are name and footer: all of them, or those above a postscript.
fn postscript(lines: &[&str]) -> usize {
    let is_postscript =
        |line: &&str| starts_with_any(&folded(line), &["ps", "p s", "nb", "p d", "pd"]);
    let is_own = |line: &&str| is_postscript(line) || is_quoted(line) || speech(&[line]).is_some();
    lines.iter().position(is_own).unwrap_or(lines.len())
}

/// The text without its last line, if that can be a name.
pub(super) fn without_name(text: &str) -> Option<&str> {
    let (rest, last) = text.trim_end().rsplit_once('\n')?;
    let words: Vec<&str> = last.split_whitespace().collect();
    let is_name = !words.is_empty()
        && words.len() <= NAME_WORDS_MAX
        && words.iter().all(|word| {
            word.starts_with(|first: char| first.is_uppercase() || first == '-' || first == '—')
        });
    is_name.then_some(rest)
}
