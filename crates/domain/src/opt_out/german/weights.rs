//! German: the weights of the second opinion, written by `tests::training`.

use crate::opt_out::second_opinion::Table;

pub(super) const WEIGHTS: Table = &[
    (-30, "die"),
    (-27, "im"),
    (-25, "?"),
    (-24, "gern"),
    (-23, "bis"),
    (-21, "#|bin"),
    (-20, "nicht"),
    (-19, "da"),
    (-18, "der"),
    (-17, "den"),
    (-16, "nur|wir"),
    (-15, "am|dann|ist|passt"),
    (-14, "an|es|fragen|habe|sie nicht"),
    (-13, "anrufen|montag"),
    (-12, "hat|schicken|um|vor"),
    (-11, "bitte nicht|ja"),
    (-10, "# $|das|ich habe|leider|neuen|wir haben"),
    (
        -9,
        "^ meine|^ sie|aber|danach|freitag|heute|klingt|machen|nach|sie|sie die|sondern|was|wissen",
    ),
    (
        -8,
        "^ klingt|bin ich|dabei|gar|gerne|ich bin|lieber|melde mich|morgen|per|reden|schick|sich|weiteren fragen|woche|zur",
    ),
    (
        -7,
        "alles|angebot|auf der|fur|furs|gern $|haltestelle|kann|kunden|lese|nicht auf|nicht aufhoren|per mail|ruhig|schicken sie|schreibe|sie mir|stimmt|termin|vertrag|zogern|zogern sie",
    ),
    (
        -6,
        "^ die|^ ja|^ unsere|alles gut|auf die|bloss|bloss nicht|dabei $|danke furs|dann $|erzahlen|erzahlen sie|fragen sie|gefunden|gut|hat mich|ich komme|ihr|leute|nachste woche|nicht an|nicht vor|problem|projekt|seite|spater|steht|weg|wollte|zeit",
    ),
    (
        -5,
        "^ da|^ halt|^ kann|^ keine|^ nicht|^ schick|^ schreiben|^ was|an der|antworten|besser|besser $|bin bis|bitte das|budget|buro|den termin|der haltestelle|donnerstag|ende|entschuldigen|er|es $|geht $|geht es|genau|gestoppt|halt|kannst|keine sorgen|kommen|konnen|konnen sie|mich nicht|minuten|muss|passt $|raus|rufen|rufen sie|schick mir|sie in|sie mal|sind|soll|sollen|uhr|unser|vom|weg $|wenden",
    ),
    (
        -4,
        "# #|# uhr|^ alles|^ den|^ der|^ er|^ ihr|^ machen|abgemeldet|alte|an den|an meine|anderen|antwort|dank|das angebot|das logo|das projekt|das war|dem|der gasteliste|der vertrag|die unterlagen|erst|example|example org|folie|frau|fur die|gasteliste|gut $|ich den|in|juni|lese ich|logo|mai|marz|melde|mussen|nicht aber|nicht vergessen|noch mal|org|org $|passt es|sagen|sie ruhig|sie sich|so|spam|spater $|suchen|vergessen|weiter $|wenden sie|zehn|zustandig",
    ),
    (
        -3,
        "^ am|^ danach|^ habe|^ ich|an mich|bei ihnen|dank fur|die einladung|drei|einen|einladung|folie #|fragen $|fur den|gar nichts|gefunden $|geht ihr|habe $|haben|haben wir|ich es|im buro|im juni|im mai|im urlaub|ist bei|ist die|jahr|kein|kostet|loschen ?|machen sie|mir $|mir bitte|nicht ich|noch nicht|sagen sie|sich keine|sie am|sie mussen|sie noch|stoppen|super|tool|um die|uns|urlaub|verloren|was kostet|wegen|wegen der|wenn ich|wie geht|wird|wollen|zu schicken|zum",
    ),
    (
        -2,
        "# ?|# im|^ dieses|^ kannst|als|also|alten|bei|bis zum|bitte an|bitte die|brauchen|dem alten|dieses|doch|du|geht|habe sie|hatte|ich melde|ihr tool|ihren|kannst du|kollegin|komme|mich wieder|mit|mit dem|mit der|nachste|noch|oder|post|schicken $|schreiben sie|schriftlich|sorgen|wann|wie|wurde|zum #",
    ),
    (
        -1,
        "^ in|^ jetzt|^ lass|^ von|anrufe|bei uns|bin in|bitte schicken|brauche|dass sie|direkt|direkt an|dringenden|dringenden fallen|einer|empfang|fallen|grusse|habe die|habe mich|herr|hort|in der|in dringenden|in einer|kollege|kurz|lass|mehr an|mehr bitte|mein|mich auf|mir die|monat|nehmen sie|nicht antworten|rechtsabteilung|sein|seit|sorry|uns nicht|unterlagen|weiter|wir sind|wo",
    ),
    (
        1,
        "^ auf|^ konnen|^ nehmen|^ schicken|abmelden ?|ahnung|alle|an $|aus der|beiden|bitte schreiben|dass ich|dritte|e mails|es nicht|etwas|gesagt|habe ich|habe ihnen|hier|hor|ich keine|ihnen $|ihre nachricht|jetzt die|keine ahnung|keine nachrichten|kontaktieren sie|letzten|mehr kontaktiert|mehr von|meinen|mich bitte|mich zu|nehmen ?|nie|schreib mir|so eine|sonst|uns aus|wieder|wirklich",
    ),
    (
        2,
        "$|^ bin|^ danke|^ es|^ guten|^ ihre|^ konnten|^ streichen|^ vergessen|adresse|bekommen $|bin nicht|bin raus|bitte keine|bitte sie|bitte streichen|dafur|damit|danke aber|das bitte|dass|den kontakt|durch|eine|einmal $|entfernen sie|es schon|euch|guten|guten tag|ich die|ich nie|ich werde|ich ziehe|ihnen|ihrem verteiler|kann ich|konnten|konnten sie|kunftig nicht|lassen sie|liste $|loscht|mehr horen|melde ich|mir|mir das|nachrichten mehr|nicht zu|rausnehmen|schreib|sie den|so etwas|solche|stellen|team|uns $|unserem|vergessen sie|wenn du|widerrufe|will von|ziehe|zuruck|zuruck $|zweimal",
    ),
    (
        3,
        "^ entfernen|^ falsche|^ hallo|^ ne|^ schreib|^ weder|anfragen|auf mit|aufhoren $|bekommen|bestatigen|bestatigen sie|bitte loschen|bitte melden|bitte nehmen|bitte unterlassen|bitte von|danke fur|darum|davon|dazu|dich nicht|die nachste|dir|entfernen|entfernen $|erinnerung|fur mich|gegen|hallo|hiermit widerspreche|ich|ich der|kaltakquise|kampagne|keine weiteren|kollegen|kontaktdaten|kontaktieren|kontaktiert werden|letzte|letzte nachricht|loschen sie|mehr melden|mehr schicken|meine kontaktdaten|melden|mich von|mochte nicht|nachfassen $|nachricht $|ne|nicht notig|nimm mich|notig|profil|sehr|sie das|sie konnen|stopp|streichen|system|verteiler $|von ihnen|ware ihnen|weiteren anfragen|weiteren nachrichten|widerspreche ich|wieder $|wurden $",
    ),
    (
        4,
        "^ das|^ loschen|^ nichts|^ sehr|^ spar|^ wie|aber ich|an unsere|angeboten $|angeschrieben|anzuschreiben|art|auch|auch nicht|auf mir|auf zu|aus dem|aus eurem|bitte entfernen|bitte mit|bitte sehen|daten zu|datenbank|dem verteiler|die loschung|dieser|dsgvo|e|ein|erhalten|erhalten $|es ware|eurem|geehrte|gefallen|gefallen und|gemass|gesagt $|horen $|ich mochte|ich sie|ihrer datenbank|ihrer firma|interesse bitte|keine mails|kontaktieren $|loschung|mails $|mehr anschreiben|mich aus|mir zu|mochte ich|nehmen|nein danke|nicht $|noch einmal|nochmal|postfach|praxis|respektieren|respektieren sie|sehen|sehen sie|sehr geehrte|setzen|setzen sie|sie es|spar|spar dir|sperrliste|tag|und bitte|und mochte|und schreiben|vergiss|verlange|von euch|weiteren kontakt|wurden|zu kontaktieren",
    ),
    (
        5,
        "^ bitte|^ tun|^ unterlassen|angeboten|aufhoren|bei der|danke $|daten $|der liste|diese nachrichten|ein $|einmal|einmal schreiben|haben $|hor auf|ich bitte|ich ware|ihnen die|ihrem|interesse $|ist nicht|jede|meine nummer|melden $|mich in|nutzung|nutzung meiner|ruhe $|sie diese|von weiteren|wenn|werbezwecken|zu werbezwecken",
    ),
    (
        6,
        "^ hiermit|^ kein|aus ihrem|austragen $|bitte auch|bitte aufhoren|das nicht|einwilligung|falsche|keinen|meine einwilligung|mit den|nicht nachhaken|nicht wieder|nichts|nimm|s|schon|sie uns|tun sie|uber|unsere|verteiler|wir bitten",
    ),
    (
        7,
        "^ lassen|^ nein|ab $|abmelden|anschreiben $|anwalt|auf|aus ihrer|danke|das $|endlich|gebeten|ich mich|ich wunsche|kontakt $|kontaktaufnahme $|lassen|liste|loschen|loschen $|mehr zu|meine daten|meiner|nachhaken|nachrichten $|nicht noch|nichts mehr|schreiben|streichen sie|tun|widerspreche",
    ),
    (
        8,
        "^ abmelden|^ horen|anschreiben|auf $|bitte $|bitte aus|bitten|dich $|diese|in ruhe|interesse|kein interesse|meiner daten|nein $|nie wieder|nummer $|ok|unterlassen|unterlassen sie|weder|werde|werden|wunsche",
    ),
    (
        9,
        "ab|abmelden $|austragen|das ist|mochten|nachfassen|nachricht|nicht weiter|schreiben $|ware|werbung|will|wir mochten",
    ),
    (
        10,
        "^ wenn|dich|hiermit|kontaktaufnahme|kunftig|linkedin|meine|mochte|ruhe|sie auf|sparen|zu",
    ),
    (11, "horen|ich nicht|ihre|wenn sie|zu schreiben"),
    (12, "horen sie|ich will|kontakt|nummer"),
    (13, "ihrer|weiteren"),
    (14, "mir nicht|nein"),
    (15, "daten|nachrichten|sie mich|werden $"),
    (16, "jetzt|weitere"),
    (17, "sie meine"),
    (18, "mehr $"),
    (19, "mehr"),
    (20, "mails|mich"),
    (22, "von"),
    (23, "aus|nicht mehr"),
    (25, "und"),
    (30, "bitte"),
];
