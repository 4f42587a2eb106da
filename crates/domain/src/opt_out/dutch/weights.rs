//! Dutch: the weights of the second opinion, written by `tests::training`.

use crate::opt_out::second_opinion::Table;

pub(super) const WEIGHTS: Table = &[
    (-42, "de"),
    (-24, "tot"),
    (-23, "?"),
    (-22, "goed"),
    (-21, "mail"),
    (-20, "we"),
    (-18, "er"),
    (-17, "dan|het"),
    (-16, "^ je|ben|is"),
    (-15, "ik ben|je"),
    (-14, "maar|over|voor|ze"),
    (-13, "kan"),
    (-12, "^ ik|nog"),
    (-11, "hoor|in|niet|nooit"),
    (
        -10,
        "#|^ onze|bellen|contact op|daar|ik heb|maandag|me in|vrijdag|wat|week",
    ),
    (-9, "^ mijn|alleen|bel|hoeft|ik kan|om|op de|voor de"),
    (
        -8,
        "^ bel|^ we|bel me|die|heeft|jaar|nieuwe|prima|sorry|tijd|vragen|weer|zo",
    ),
    (
        -7,
        "^ aarzel|^ er|aarzel|aarzel niet|alles|baan|contract|daar niet|daarna|gefeliciteerd|het contract|maand|met de|mijn collega|morgen|n|neem|niet om|vertel|wilde|zij|zijn|zo n",
    ),
    (
        -6,
        "^ mail|blijf|een|even|gerust|goed $|graag|heb|kan $|mag|niet af|niet stoppen|praten",
    ),
    (
        -5,
        "^ graag|^ stuur|^ wat|^ ze|alles goed|ben ik|dit jaar|donderdag|eind|gaan|gestopt|had|hebben|het nog|is goed|ja|jullie|kantoor|klanten|langs|lees|me de|me op|mee $|moet|niemand|niet naar|niet op|nog niet|om met|oude|per|stoppen|stuur|uur|vergeten|volgende week|vooral|vooral niet|we zijn|werk|weten|wordt|zorgen",
    ),
    (
        -4,
        "^ u|aan|afwezig|afwezig tot|ben afwezig|bij|budget|de uitnodiging|deze week|dinsdag|er een|example|example org|hij|in het|januari|kan niet|komt|kost|kun|kun je|maar $|maart|niet ik|niet maar|niet met|org|org $|probleem|stuur de|uit het|uitnodiging|vergeten $|voorstel|wat kost|weer $|weet",
    ),
    (
        -3,
        "^ dat|^ geen|^ het|^ kun|^ nooit|^ nu|afgemeld|als ik|benaderen|bent|bushalte|bushalte is|dank $|dat je|de bushalte|er niet|halte|het in|het is|hoeft niet|ik bel|ik er|ik zit|je niet|juni|klant|klopt|later|lijst $|mail $|me er|meer ontvangen|mensen|niet voor|nu niet|offerte|ook een|prima $|recht voor|sorry voor|sta|te sturen|tien|tool|u hoeft|u niet|vandaag|was|we hebben|wel|werkt|werkt het|zaken|zeggen|zit|zonder",
    ),
    (
        -2,
        "^ sorry|af $|als het|als je|dat ?|dat was|dat ze|door|dus|eens|eens $|en dat|er is|gaat|heb het|ik het|je hoeft|jullie tool|krijgen|laten we|later $|leuk|leverancier|maandag $|mij $|niet te|nog eens|onze|staat|twee|tweede|u het|uit de|verwijderd|vorige|vragen $|we de",
    ),
    (
        -1,
        "$|^ de|^ kan|^ neem|^ zeg|app|collega|doen|er weer|gekregen|het $|het al|ik had|ik moet|ik sta|in de|kom|mail me|meer graag|met me|moeten|na de|naar|nemen|niet bellen|of|of ik|op te|recht|schrappen|schrijf niet|sturen $|stuur me|te nemen|te stoppen|team|vergeet|volgende|voor ons|weg|welke|zet|zoek",
    ),
    (
        1,
        "^ groet|^ kunt|^ vergeet|aan te|aanbiedingen|aanbiedingen $|avg|bestand|de laatste|drie|gevraagd|groet|halen $|heb geen|heb me|hierover|iets|ik u|kunnen jullie|laten|liever niet|me nooit|na|nooit meer|op met|post|stoppen met|terug $|uw bestand|van mijn|verdere|verwijdering|zich",
    ),
    (
        2,
        "|^ niets|af|als|alsjeblieft $|antwoord niet|ben niet|benaderd $|deze|eens te|gegevens voor|gezegd|gezegd $|het op|ik verzoek|is de|kan ik|kunt u|lijst af|me afmelden|meer naar|meer sturen|met|mij maar|naar mijn|schrijf me|systeem|te halen|tegen het|twee keer|uit $|verder|vraag|vriendelijk|willen|zijn $",
    ),
    (
        3,
        "^ bedankt|^ benader|^ doe|^ laat|^ nog|^ respecteer|^ wil|^ wis|^ zou|acquisitie|afmelden $|alstublieft|antwoord|appen|bedrijf $|benaderd worden|bericht maar|collega s|dank|dank u|dat jullie|direct|direct marketing|en laat|en ook|gebruik|geen toestemming|graag geen|haal mijn|het contact|horen|horen $|ik|interesse $|is een|is het|je collega|jullie mijn|koude|koude acquisitie|kunnen|kunt|later niet|liever geen|meer benaderd|meer te|meer van|met mij|met uw|nieuwsbrief|nodig|oke|ontvangen $|profiel|respecteer|s|schrijf|schrijft|schrijven ?|snap|te verwijderen|tegen|terug|u $|uit je|verwijderen $|verzoek u|vijf|wij willen|wil dat|wil ik|zou u",
    ),
    (
        4,
        "^ dank|^ kunnen|^ uw|bericht en|berichten sturen|bezwaar|bezwaar tegen|bij linkedin|contact|contacteren $|dat u|deze berichten|dit nummer|dit soort|drie keer|een bericht|geef|geen mails|genoeg|het gebruik|hoef|houd|ik antwoord|ik geef|ik meld|ik wens|je me|laat|laat me|lastig|linkedin $|maak bezwaar|mailen $|mailinglijst $|mails meer|marketing|me niet|me uit|meer met|met berichten|met schrijven|mij nog|mij van|nee $|neem geen|niet benaderd|niet nodig|niks|nummer $|op|ophouden|opnieuw|soort|te worden|val|val me|van uw|verkeerd|wil geen|willen niet|zou het",
    ),
    (
        5,
        "^ hoi|^ hou|^ rot|^ uitschrijven|^ verwijder|alle|alsjeblieft|bedrijf|bij de|contacteren|doe|ermee|gebruik van|halen ?|heb ik|heb liever|hier|hoi|hou op|ik maak|ik me|ik niet|liever dat|maar ik|met mailen|mij niet|mijn mailadres|niet opnieuw|om mij|reclame|rot|rot op|stop|te benaderen|te contacteren|toch|trek|uit uw|uw bedrijf|van jullie|verkeerde|verzoek|wens|wis mijn",
    ),
    (
        6,
        "^ dit|^ hoe|^ nee|^ niet|als u|benaderd|de lijst|ga|gegevens $|halen|herinnering|het niet|hoe|hou|ik trek|ik word|is niet|mailadres|mailinglijst|me met|meld|mij uit|mijn|niets meer|schrijven $|te schrijven|uitschrijven|van deze|verwijder mijn|verzendlijst|word|word liever|worden",
    ),
    (
        7,
        "^ als|geen interesse|hoe kan|ik zou|interesse|lijst|linkedin|mailen|niets|ons|ook|rust $|stop met",
    ),
    (
        8,
        "^ afmelden|^ wij|bedankt|benader|berichten $|geen contact|ik van|in $|laatste|langer|me van|meer op|niet langer|nog een|ook niet|van|vergeet mijn|verwijderen|wij|wis",
    ),
    (
        9,
        "^ gelieve|^ haal|^ stop|bedankt $|berichten meer|contact meer|en ik|geen berichten|gelieve|hierbij|mijn nummer|toestemming|verwijder",
    ),
    (10, "bericht|mails|me|nee|schrijven|u mij|uit jullie"),
    (
        11,
        "afmelden|al|dit is|met rust|niet $|nu|rust|worden $|zou",
    ),
    (12, "aub $|haal me|meer $"),
    (13, "ik wil|wil"),
    (14, "gegevens|haal|mijn gegevens|nummer|op $"),
    (15, "aub"),
    (18, "u|uw"),
    (19, "berichten|keer"),
    (21, "uit"),
    (23, "en"),
    (24, "dit|niet meer|te"),
    (31, "meer"),
    (38, "mij"),
];
