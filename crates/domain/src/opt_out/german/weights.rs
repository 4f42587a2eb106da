//! German: the weights of the second opinion, written by `tests::training`.

use crate::opt_out::second_opinion::Table;

pub(super) const WEIGHTS: Table = &[
    (-30, "die"),
    (-26, "im"),
    (-25, "bis|gern"),
    (-23, "?"),
    (-22, "bin|nicht"),
    (-21, "#"),
    (-20, "den"),
    (-18, "wir"),
    (-17, "der|nur"),
    (-16, "da|dann"),
    (-15, "am|habe|passt|sie nicht"),
    (-14, "es|fragen|ist|montag"),
    (-13, "an|anrufen|bitte nicht|hat|um"),
    (-12, "ich habe|vor"),
    (-11, "ja|schicken"),
    (-10, "# $|das|neuen"),
    (
        -9,
        "^ meine|^ sie|aber|danach|freitag|heute|klingt|leider|lieber|machen|nach|reden|sie die|sondern|was|wir haben|wissen|woche",
    ),
    (
        -8,
        "^ klingt|bin ich|dabei|gar|gerne|ich bin|lese|melde mich|morgen|per|schick|schicken sie|sie|vertrag|weiteren fragen",
    ),
    (
        -7,
        "^ den|^ die|alles|auf der|er|furs|gefunden|gern $|haltestelle|ihr|kann|kunden|leute|nicht an|nicht auf|nicht aufhoren|per mail|ruhig|schreibe|seite|sich|sie mir|spater|steht|stimmt|termin|zogern|zogern sie|zur",
    ),
    (
        -6,
        "^ ja|^ unsere|alles gut|angebot|auf die|bloss|bloss nicht|dabei $|danke furs|dann $|entschuldigen|erzahlen|erzahlen sie|fragen sie|gut|hat mich|ich komme|kommen|nicht vor|problem|projekt|schick mir|weg|zeit",
    ),
    (
        -5,
        "^ alles|^ da|^ er|^ halt|^ kann|^ keine|^ schick|^ was|an der|besser|besser $|bin bis|bitte das|budget|buro|den termin|der haltestelle|donnerstag|ende|es $|fur|geht $|gestoppt|halt|minuten|muss|mussen|nachste woche|passt $|rufen|rufen sie|sind|soll|stelle|uhr|unser|vom|weg $|wenden|wollte",
    ),
    (
        -4,
        "# #|# uhr|^ der|^ ihr|^ machen|^ nicht|^ schreiben|abgemeldet|absatz|alte|an den|an meine|anderen|antworten|dank|das angebot|das logo|das projekt|das war|dem|der gasteliste|der vertrag|die unterlagen|example|example org|folie|frau|fur die|gasteliste|gefunden $|geht es|genau|gut $|hat uns|ich den|in|juni|kannst|keine sorgen|kommen sie|konnen|lese ich|link|logo|mai|marz|melde|mich nicht|nicht vergessen|noch mal|org|org $|passt es|sagen|sie in|sie mal|sie ruhig|so|sollen|spam|spater $|suchen|super|tool|uns|vergessen|vorbeikommen|wegen|weiter $|wenden sie|wie|zehn|zustandig",
    ),
    (
        -3,
        "^ am|^ danach|^ habe|als|also|an mich|antwort|bei ihnen|brauche|brauchen|dank fur|den vertrag|die alte|die einladung|drei|einen|einladung|er ist|erst|folie #|fragen $|fur den|gar nichts|geht ihr|habe $|haben|haben wir|ich es|ihr tool|im buro|im juni|im mai|im urlaub|ist bei|ist die|jahr|kollegin|komme|konnen sie|kostet|loschen ?|machen sie|mir $|mir bitte|nicht aber|nicht ich|noch nicht|sagen sie|schicken $|sich keine|sie am|sie mussen|sie noch|sie sich|stoppen|um die|urlaub|verloren|was kostet|wegen der|wenn ich|wie geht|wird|wollen|zum",
    ),
    (
        -2,
        "# ?|# im|^ dieses|^ kannst|alten|bei|beim|bis zum|bitte an|bitte die|dem alten|deren|dieses|doch|geht|habe sie|ich melde|ihren|kannst du|kein|konnen wir|leuten um|mich wieder|mir die|mit|mit der|mit leuten|nachste|oder|post|raus|rechtsabteilung|schriftlich|sein|seit|sorgen|wann|weiter|werden wollen|wollen ?|wurde|zum #|zweiten",
    ),
    (
        -1,
        "^ ich|^ in|^ jetzt|^ von|bei uns|bin in|bitte schicken|dass sie|direkt|direkt an|dringenden|dringenden fallen|du|einer|empfang|fallen|geloscht|geloscht werden|grusse|habe die|habe mich|hatte|herr|in der|in dringenden|in einer|kollege|kurz|leuten|mal|mehr an|mehr bekommen|mehr bitte|mein|mich $|mit dem|monat|nicht antworten|noch|schreiben sie|sie sie|sorry|uns nicht|unsere rechtsabteilung|unterlagen",
    ),
    (
        1,
        "^ auf|^ nehmen|^ vergessen|abmelden ?|adresse|ahnung|alle|an $|aus der|beiden|dritte|e mails|entfernen|es nicht|etwas|gesagt|habe ich|habe ihnen|halten|halten sie|hor|ich hatte|ich keine|ihnen $|ihre nachricht|keine|keine ahnung|keine nachrichten|kontaktieren sie|letzten|mehr kontaktiert|mich bitte|mich zu|nehmen ?|nie|reicht|schreib mir|sie von|so eine|solche|sonst|uns aus|vergessen sie|wirklich|wo",
    ),
    (
        2,
        "^ bin|^ danke|^ es|^ guten|^ ihre|^ konnten|^ streichen|aus dem|bekommen $|bin nicht|bin raus|bitte sie|bitte streichen|dafur|damit|danke aber|das bitte|dass|dass ich|den kontakt|durch|eine|einmal $|entfernen sie|es schon|euch|guten|guten tag|ich nie|ich werde|ich ziehe|ihnen|ihrem verteiler|jetzt die|kann ich|konnten|konnten sie|kunftig nicht|lassen sie|letzte|letzte nachricht|liste $|mehr von|meinen|melde ich|nachrichten mehr|nicht zu|rausnehmen|schicken ?|schreib|sehen|sie das|sie den|so etwas|stellen|system|team|uns $|unserem|weiteren nachrichten|wenn du|widerrufe|wieder|will von|ziehe|zuruck|zuruck $|zweimal",
    ),
    (
        3,
        "$|^ das|^ entfernen|^ falsche|^ konnen|^ ne|^ schreib|^ weder|^ wie|an die|an unsere|anfragen|angesprochen|auf mit|aufhoren $|bekommen|bestatigen|bestatigen sie|bitte keine|bitte loschen|bitte melden|bitte nehmen|bitte unterlassen|bitte von|danke fur|darum|davon|dazu|deiner|dich nicht|die nachste|dir|ein|entfernen $|erinnerung|fur mich|gegen|hiermit widerspreche|ich der|ich die|ihrem|kaltakquise|keine weiteren|kollegen|kontaktdaten|kontaktieren|kontaktieren $|kontaktiert werden|loschen sie|loscht|mehr horen|mehr melden|mehr schicken|meine kontaktdaten|melden|mich von|nachfassen $|nachricht $|ne|nicht notig|nimm mich|notig|raus $|sehr|sie konnen|stopp|streichen|von ihnen|ware ihnen|weiteren anfragen|weiteren kontakt|widerspreche ich|wurden $|zu kontaktieren",
    ),
    (
        4,
        "^ hallo|^ loschen|^ nichts|^ sehr|^ spar|^ unterlassen|aber ich|angeboten $|angeschrieben|art|auch|auch nicht|auf mir|auf zu|aus eurem|bitte entfernen|bitte mit|bitte sehen|daten zu|dem verteiler|die loschung|dieser|dsgvo|einmal schreiben|erhalten|erhalten $|es ware|eurem|geehrte|gefallen|gefallen und|gemass|gesagt $|hallo|hier|ich|ich mochte|ich ware|ihrer firma|interesse bitte|jede|kampagne|keine mails|loschung|mails $|mehr anschreiben|mich aus|mir|mir noch|mir zu|mochte ich|mochte nicht|nehmen|nicht $|nochmal|postfach|praxis|profil|respektieren|respektieren sie|sehen sie|sehr geehrte|setzen|setzen sie|sie es|spar|spar dir|sperrliste|tag|und bitte|und mochte|und schreiben|vergiss|verlange|verteiler $|von euch|werbezwecken|wieder $|wurden|zu werbezwecken",
    ),
    (
        5,
        "^ tun|angeboten|anzuschreiben|austragen $|bei der|danke $|daten $|datenbank|der liste|diese nachrichten|e|ein $|frieden|haben $|hor auf|horen $|ich bitte|ich sie|ihnen die|ihrer datenbank|in frieden|interesse $|ist nicht|lass mich|melden $|mir das|nein danke|noch einmal|ruhe $|sie diese|von weiteren|wenn",
    ),
    (
        6,
        "^ hiermit|^ kein|^ lassen|anschreiben $|auf|aus ihrem|bitte auch|bitte aufhoren|das $|das nicht|diese|einmal|einwilligung|falsche|ich mich|keinen|meine einwilligung|meine nummer|mich in|mit den|nachhaken|nicht nachhaken|nimm|nutzung|nutzung meiner|s|sie uns|tun sie|uber|unsere|verteiler|wir bitten",
    ),
    (
        7,
        "^ bitte|ab $|anwalt|aus ihrer|bitte $|bitte aus|danke|endlich|gebeten|ich wunsche|kontakt $|kontaktaufnahme $|lassen|liste|mehr zu|meine daten|nicht noch|nicht wieder|nichts|nichts mehr|schon|schreiben|streichen sie|tun|wunsche",
    ),
    (
        8,
        "^ horen|^ nein|anschreiben|auf $|aufhoren|bitten|das ist|dich $|in ruhe|loschen|loschen $|meiner|nachfassen|nachricht|nachrichten $|nie wieder|nummer $|ok|unterlassen|unterlassen sie|ware|weder|werbung|werde|widerspreche",
    ),
    (
        9,
        "^ abmelden|ab|abmelden|austragen|interesse|kein interesse|meiner daten|schreiben $|sparen|werden|will|wir mochten",
    ),
    (
        10,
        "^ wenn|abmelden $|dich|hiermit|ihre|kontaktaufnahme|kunftig|linkedin|meine|mochte|mochten|nein $|nicht weiter|ruhe|sie auf|zu schreiben",
    ),
    (11, "horen sie|ich nicht|wenn sie"),
    (12, "horen|ihrer|kontakt|nummer"),
    (13, "weiteren|zu"),
    (14, "mir nicht|sie mich"),
    (15, "ich will|jetzt|nachrichten|nein|werden $"),
    (16, "daten|sie meine|weitere"),
    (17, "mehr $"),
    (19, "mehr"),
    (20, "mails|mich"),
    (22, "aus|von"),
    (24, "nicht mehr"),
    (25, "und"),
    (30, "bitte"),
];
