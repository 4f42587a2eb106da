//! German: the weights of the second opinion, written by `tests::training`.

use crate::opt_out::second_opinion::Table;

pub(super) const WEIGHTS: Table = &[
    (-30, "die"),
    (-25, "im"),
    (-24, "?|gern"),
    (-23, "bis"),
    (-21, "bin"),
    (-20, "#|nicht"),
    (-19, "der"),
    (-18, "da|den"),
    (-17, "wir"),
    (-16, "nur|passt"),
    (-15, "dann|ist|sie nicht"),
    (-14, "habe"),
    (-13, "am|an|anrufen|fragen|montag|schicken"),
    (-12, "vor"),
    (-11, "das|es|ja|um"),
    (-10, "bitte nicht|hat|leider|neuen|sie|sie die"),
    (
        -9,
        "# $|aber|freitag|gerne|heute|ich bin|ich habe|machen|sondern|wissen|zur",
    ),
    (
        -8,
        "^ klingt|^ sie|danach|klingt|lieber|melde mich|morgen|reden|schick|schicken sie|sie mir|termin|was|weiteren fragen|wir haben",
    ),
    (
        -7,
        "^ meine|^ nicht|alles|alles gut|auf der|dabei|fur|gern $|haltestelle|nach|nicht auf|per|per mail|ruhig|schreibe|sind|vertrag|woche|zogern|zogern sie",
    ),
    (
        -6,
        "^ die|^ unsere|angebot|auf die|bin ich|bloss|bloss nicht|dann $|entschuldigen|erzahlen|erzahlen sie|gar|gestoppt|gut|ich komme|ihr|komme|kunden|lese|leute|melde|mich nicht|nicht an|problem|projekt|sich|so|spater|steht|wollte|zeit",
    ),
    (
        -5,
        "^ alles|^ halt|^ ihr|^ kann|^ keine|^ schick|^ schreiben|an der|besser|besser $|bin bis|bitte das|budget|buro|dabei $|dank|das projekt|den termin|der haltestelle|der vertrag|ende|es $|folie|gefunden|genau|halt|in|kann|kannst|kommen|minuten|nachste woche|nicht aufhoren|nicht vor|passt $|schick mir|seite|soll|sollen|stimmt|uhr|uns|unser|vom|weg|wenden|wenn ich",
    ),
    (
        -4,
        "# uhr|^ den|^ der|^ er|^ habe|^ machen|^ was|alte|an meine|anderen|antwort|antworten|das angebot|das war|der gasteliste|die unterlagen|donnerstag|er|erst|example|example org|fur die|gasteliste|geht es|gut $|ich den|juni|kein|mai|marz|muss|mussen|nicht vergessen|noch mal|org|org $|passt es|raus|sagen|schreiben sie|sie in|sie mal|sie ruhig|sie sich|spam|spater $|tool|weg $|weiter $|wie|zum|zustandig",
    ),
    (
        -3,
        "^ am|^ ich|abgemeldet|an mich|bei|bei ihnen|bitte an|dank fur|die einladung|einen|einladung|folie #|fragen $|fur den|furs|gar nichts|geht ihr|habe $|haben wir|ich es|im juni|im mai|ist bei|ist die|konnen sie|kostet|mir $|nicht ich|noch nicht|sagen sie|schicken $|sie mussen|sie noch|stoppen|suchen|super|um die|vergessen|was kostet|wie geht|wird|wollen|zehn|zu schicken",
    ),
    (
        -2,
        "# ?|^ dieses|^ kannst|als|bitte die|brauche|brauchen|dem|dieses|doch|drei|frau|grusse|habe mich|habe sie|haben|hatte|herr|ich melde|ihr tool|im urlaub|kannst du|kollegin|konnen|mal|mehr an|mir bitte|mit|mit der|nachste|noch|oder|post|rechtsabteilung|schriftlich|sorgen|urlaub|wann|wir sind|wurde",
    ),
    (
        -1,
        "^ hor|^ lass|^ nie|^ von|^ wir|also|bei uns|bin in|bitte schicken|bitte schreiben|direkt|direkt an|du|empfang|geloscht|hort|in einer|keine|kollege|lass|mail|mehr bitte|mein|mich auf|mir die|mit dem|monat|nicht antworten|sein|seit|sorry|unsere rechtsabteilung|unterlagen|weiter|wo|zwei",
    ),
    (
        1,
        "^ auf|^ schicken|^ wie|alle|auf mit|aus der|bitte horen|dass ich|dritte|einer|es nicht|etwas|funf|gesagt|habe ihnen|ich keine|ihnen|ihnen $|ihre nachricht|keine nachrichten|keine weiteren|konnten|kontaktieren sie|lassen sie|letzten|loschen sie|mehr kontaktiert|mehr schreiben|meinen|mich bitte|mich zu|nie|raus $|reicht|schreib mir|sie bitte|team|uns aus|von der",
    ),
    (
        2,
        "$|^ bin|^ es|^ ihre|^ konnen|^ konnten|^ loschen|^ nehmen|^ vergessen|adresse|bekommen $|bin nicht|bin raus|bitte sie|damit|danke aber|das bitte|dass|dazu|den kontakt|durch|entfernen|es schon|euch|hier|ich werde|ich ziehe|jetzt die|kann ich|konnten sie|kontaktieren|kunftig nicht|liste $|mehr von|melden|mir|nachrichten mehr|nicht zu|rausnehmen|sie den|so etwas|solche|sonst|stellen|unserem|vergessen sie|wenn du|widerrufe|wieder|will von|ziehe|zweimal",
    ),
    (
        3,
        "^ falsche|^ hallo|^ ne|^ schreib|aber ich|an $|auch|aufhoren $|bekommen|bestatigen|bestatigen sie|bitte keine|bitte loschen|bitte melden|bitte nehmen|bitte sehen|bitte unterlassen|danke fur|davon|dich nicht|die nachste|dieser|dir|dsgvo|entfernen $|fur mich|hallo|hiermit widerspreche|ich|ich der|ihrem verteiler|interesse $|kollegen|kontaktieren $|kontaktiert werden|letzte nachricht|loscht|loschung|mails $|mehr horen|mehr melden|mehr schicken|nachfassen $|nachricht $|ne|nein danke|nicht notig|nimm mich|nochmal|notig|schreib|sehen|sehen sie|sehr|streichen|tag|und bitte|und schreiben|verteiler|von ihnen|widerspreche ich|wieder $|wurden $|zuruck|zuruck $",
    ),
    (
        4,
        "^ danke|^ das|^ kein|^ nichts|^ sehr|^ spar|^ streichen|^ unterlassen|^ weder|an unsere|anfragen|angeschrieben|anzuschreiben|auch nicht|auf mir|auf zu|aus dem|aus eurem|bitte entfernen|bitte mit|das nicht|daten zu|dem verteiler|e|ein|erinnerung|es ware|eurem|geehrte|haben $|hor auf|horen $|ich die|ich mochte|ich ware|interesse bitte|kampagne|keine mails|kontaktdaten|letzte|meine kontaktdaten|meine nummer|mich von|mir zu|mochte ich|mochte nicht|nachhaken|nehmen|nicht $|postfach|profil|respektieren|respektieren sie|sehr geehrte|setzen|setzen sie|sie das|sie uns|spar|spar dir|sperrliste|und mochte|verteiler $|von euch|weiteren anfragen|weiteren kontakt|wurden|zu kontaktieren",
    ),
    (
        5,
        "^ bitte|angeboten|angeboten $|art|danke $|der liste|diese nachrichten|ein $|einmal schreiben|falsche|gesagt $|ich bitte|ihnen die|ihrem|ihrer firma|ist nicht|jede|lassen|mehr anschreiben|melden $|mich in|mit den|nicht wieder|nummer $|nutzung|nutzung meiner|praxis|sie diese|sie es|stopp|tun sie|uber|von weiteren|wenn|werbezwecken|zu werbezwecken",
    ),
    (
        6,
        "^ hiermit|^ lassen|aus ihrem|aus ihrer|bitte auch|bitte aufhoren|daten $|einwilligung|gebeten|interesse|kein interesse|keinen|meine daten|meine einwilligung|mich aus|nimm|noch einmal|ruhe $|s|schon|schreiben|tun|unsere|wir bitten",
    ),
    (
        7,
        "^ abmelden|^ nein|ab $|anschreiben $|anwalt|auf|austragen|bitte aus|das $|das ist|einmal|endlich|ich mich|ich wunsche|in ruhe|kontakt $|kontaktaufnahme $|liste|loschen|mehr zu|meiner|nichts|nichts mehr|ware|widerspreche",
    ),
    (
        8,
        "^ horen|ab|abmelden|anschreiben|auf $|aufhoren|bitte $|danke|dich $|diese|loschen $|meiner daten|nachrichten $|nicht noch|nie wieder|ok|ruhe|streichen sie|unterlassen|unterlassen sie|weder|werde|werden|wunsche",
    ),
    (
        9,
        "^ wenn|abmelden $|bitten|mochten|nachfassen|nachricht|nein $|schreiben $|werbung|will|wir mochten",
    ),
    (
        10,
        "dich|kontaktaufnahme|kunftig|linkedin|meine|mochte|nicht weiter|sie auf|sparen|wenn sie",
    ),
    (11, "hiermit|ich nicht|ihre|nummer|weiteren|zu schreiben"),
    (12, "horen|horen sie|ich will|ihrer|kontakt|zu"),
    (13, "nein"),
    (14, "mir nicht|nachrichten|sie meine|sie mich"),
    (15, "daten|werden $"),
    (16, "weitere"),
    (17, "jetzt|mehr $"),
    (18, "mehr"),
    (19, "mails"),
    (20, "mich|von"),
    (21, "nicht mehr"),
    (23, "aus"),
    (25, "und"),
    (30, "bitte"),
];
