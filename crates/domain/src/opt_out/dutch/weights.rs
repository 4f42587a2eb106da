//! Dutch: the weights of the second opinion, written by `tests::training`.

use crate::opt_out::second_opinion::Table;

pub(super) const WEIGHTS: Table = &[
    (-41, "de"),
    (-25, "tot"),
    (-24, "we"),
    (-23, "?|goed"),
    (-22, "mail"),
    (-21, "het"),
    (-18, "dan|er|is"),
    (-16, "ben|ik ben"),
    (-15, "^ je|maar|voor"),
    (-14, "je|kan|over|ze"),
    (-12, "#|^ ik|ik heb|in|niet|nog"),
    (
        -11,
        "^ mijn|bel|bellen|contact op|hoor|maandag|nooit|vrijdag|wat",
    ),
    (-10, "^ bel|^ onze|^ we|die|hoeft|me in|voor de|week"),
    (-9, "alleen|daar|heeft|nieuwe|om|op de|weer|zo"),
    (
        -8,
        "baan|bel me|contract|het contract|ik kan|neem|niet stoppen|sorry|stoppen|tijd|uur|vragen",
    ),
    (
        -7,
        "^ aarzel|^ er|aarzel|aarzel niet|alles|daar niet|daarna|even|gefeliciteerd|heb|hebben|maand|morgen|n|niet om|oude|prima|vertel|zij|zo n",
    ),
    (
        -6,
        "^ mail|^ u|^ wat|blijf|donderdag|gerust|heeft me|ja|jaar|kan $|kantoor|lees|mag|met de|mijn collega|niet af|niet naar|niet op|per|praten|te bellen|vergeten|wilde|zijn",
    ),
    (
        -5,
        "^ stuur|^ tot|^ ze|alles goed|ben ik|bij|de papieren|dit jaar|een|eind|gaan|gestopt|gevonden|gisteren|goed $|graag|had|hij|is goed|jullie|langs|me de|me op|mee $|moet|niemand|niet maar|nog niet|om met|op kantoor|papieren|vergeten $|volgende week|vooral|vooral niet|we hebben|werk|weten|wordt|zorgen",
    ),
    (
        -4,
        "^ graag|^ hij|bijlage|budget|connectie|dank $|de bijlage|de connectie|de deur|de uitnodiging|deur|deze week|die verwijderd|dus|example|example org|gaan jullie|gevonden $|haal de|het nog|het oude|hoe gaan|in mijn|januari|jullie om|juni|klant|klanten|klopt|komt|kost|later|maar $|maart|mensen|niet met|nog eens|onze|op het|org|org $|over de|probleem|sorry voor|stuur|stuur de|u hoeft|uit het|uitnodiging|wat kost|we zijn|weer $|weet|willen worden|worden ?|zit",
    ),
    (
        -3,
        "^ dat|^ nooit|^ nu|^ sorry|aan|afgemeld|afwezig|afwezig tot|ben afwezig|benaderen|bushalte|dat je|de bushalte|de klant|dinsdag|eens|eens $|er een|er niet|gaat|halte|heb de|het in|het is|het logo|hoeft niet|ik bel|ik was|in het|in juni|je niet|kan niet|kun|kun je|leuk|lijst $|logo|logo van|maandag $|mail $|me er|me per|meer ontvangen|naar|niet ik|niet voor|nu niet|offerte|offerte $|ongeluk|ook een|pagina|per ongeluk|prima $|project|stuur het|te sturen|tien|tool|u niet|vandaag|verwijderd|voorstel|was|weg|wel|werkt|werkt het|zaken|zeggen|zonder",
    ),
    (
        -2,
        "^ geen|^ het|^ kun|af $|als het|als ik|als je|bent|bushalte is|dat ?|dat was|dat ze|de levering|en dat|er is|hem|ik het|ik moet|ik zit|in de|je hoeft|jullie tool|krijgen|laten we|later $|leverancier|levering|mij $|na|niet te|recht voor|sta|stoppen met|tweede|u het|vorige|vragen $|we de|zat|zien",
    ),
    (
        -1,
        "^ de|^ kan|^ kunt|^ neem|^ zeg|adres|app|collega|doen|door|er weer|gekregen|gewoon|heb het|het $|het al|ik er|ik had|ik sta|in maart|kunt|kunt u|mail me|mee|met me|moeten|na de|nemen|niet aan|niet bellen|of|op te|recht|schrijf niet|te nemen|te stoppen|team|twee|u me|uit de|uitgeschreven|uitschrijven ?|van u|vanaf|volgende|voor ons|welke|wil graag|zet|zin|zoek|zoeken",
    ),
    (
        1,
        "$|^ groet|^ schrijf|^ voor|als|bestand|dat ik|de avg|de laatste|eens te|geen|gezegd|groet|heb geen|heb me|hierover|iets|ik nooit|je het|kan ik|kunnen jullie|maak|me nooit|met die|niet in|nodig|nooit meer|op met|post|schrappen|staat|stoppen $|stuur me|uw bestand|vier|volgend|vraag|waar|wissen|zulke",
    ),
    (
        2,
        "|^ bedankt|^ hallo|^ niets|^ op|^ val|^ vergeet|acquisitie $|af|alsjeblieft $|antwoord niet|appen|avg|bedrijf $|ben niet|benaderd $|bestanden|collega s|dat|dit niet|en laat|geef|gegevens te|gegevens uit|gezegd $|halen $|hallo|het op|is een|is het|liever niet|lijst af|me afmelden|meer lastig|meer naar|meer sturen|met het|met schrijven|mij maar|naar mijn|niet nog|op|s|schrijft|stopt|te halen|te wissen|twee keer|u mijn|uw bestanden|van mijn|verwijderen ?|vriendelijk|zijn $|zijn een",
    ),
    (
        3,
        "^ benader|^ doe|^ hier|^ laat|^ nog|^ wil|^ zou|antwoord|benaderd worden|bericht maar|dank|dat jullie|deze|direct|direct marketing|en ook|en schrijf|gebruik|geen toestemming|gegevens voor|genoeg|gevraagd|graag geen|haal mijn|het contact|het waarderen|hoef|horen|horen $|ik|ik geef|ik meld|ik u|ik verzoek|is de|je collega|je me|jullie mijn|kunnen|laat|laatste bericht|lastig $|later niet|liever geen|me niet|meer benaderd|meer van|met uw|mij te|nee $|nee bedankt|nee en|neem geen|nieuwsbrief|oke|ontvangen $|personeel|prijs|profiel|schrijf me|schrijven ?|snap|staken|staken $|systeem|te staken|te verwijderen|tegen het|terug|van de|verder|verwijderen $|verzoek ik|vijf|waarderen|waarderen als|wij willen|wil dat|wil ik|willen",
    ),
    (
        4,
        "^ kunnen|^ respecteer|^ uw|^ wis|aan $|aanbiedingen|aanbiedingen $|acquisitie|af ?|alle|alsjeblieft|benadert|berichten sturen|bij linkedin|contact|contacteren $|dank u|dat u|deze berichten|dit nummer|dit soort|doe|drie keer|elk|het gebruik|hoe kom|houd|ik antwoord|ik wens|kom ik|koude|koude acquisitie|krijg|laat me|lastig|linkedin $|mailinglijst $|marketing|meer met|meer over|meer te|met berichten|met mij|mij nog|mij van|niet benaderd|niet nodig|niets voor|niks|ophouden|opnieuw|respecteer|schrijf|schrijven $|soort|stellen|te worden|tegen|toch|uit je|val|val me|van uw|verdere|verkeerd|verzoek u|via|we het|wil geen|zou u",
    ),
    (
        5,
        "^ dank|^ rot|afmelden $|alstublieft $|autoriteit|autoriteit persoonsgegevens|bedrijf|bericht en|bezwaar|bezwaar tegen|contacteren|de autoriteit|een bericht|ermee|gegevens $|heb liever|herinnering|hou op|ik me|ik niet|liever dat|maak bezwaar|mailen $|me uit|met mailen|mij niet|mij uit|mijn mailadres|niet opnieuw|om mij|persoonsgegevens|persoonsgegevens $|rot|rot op|stop|te benaderen|te contacteren|trek|u $|uw bedrijf|van jullie|wens|willen niet|worden|zou het",
    ),
    (
        6,
        "^ dit|^ hoi|^ hou|^ in|^ verwijder|als u|benaderd|bij de|de lijst|ga|gebruik van|geen mails|halen ?|heb ik|het niet|hoi|hou|ik maak|ik trek|ik word|interesse $|is niet|maar ik|mailadres|mailen|mails meer|me met|mijn|niets meer|nummer $|reclame|uit uw|verkeerde|verzendlijst|verzoek|wis mijn|word|word liever",
    ),
    (
        7,
        "^ haal|^ hoe|^ niet|alstublieft|halen|hier|hoe kan|ik zou|laatste|langer|lijst|linkedin|mailinglijst|me van|meer op|meld|niet langer|niets|rust $|te schrijven|uitschrijven|van deze|verwijder mijn|verwijderen",
    ),
    (
        8,
        "^ als|^ nee|^ uitschrijven|bedankt|benader|berichten $|geen contact|hoe|in $|ook|schrijven|stop met|vergeet mijn|wis",
    ),
    (
        9,
        "^ gelieve|bedankt $|bericht|berichten meer|contact meer|en ik|geen berichten|geen interesse|gelieve|hierbij|ik van|interesse|mijn nummer|ons|ook niet|toestemming|van",
    ),
    (
        10,
        "^ afmelden|^ stop|niet $|nog een|nu|u mij|uit jullie|verwijder",
    ),
    (11, "haal|me|worden $|zou"),
    (12, "afmelden|al|aub $|mails|meer $|met rust|nee|rust|wij"),
    (13, "^ wij|dit is|haal me|nummer|wil"),
    (14, "op $"),
    (15, "aub|ik wil|uw"),
    (16, "gegevens|mijn gegevens"),
    (17, "u"),
    (19, "berichten|keer"),
    (20, "uit"),
    (22, "en|te"),
    (24, "dit"),
    (26, "niet meer"),
    (33, "meer"),
    (39, "mij"),
];
