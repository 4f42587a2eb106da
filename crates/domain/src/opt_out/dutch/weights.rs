//! Dutch: the weights of the second opinion, written by `tests::training`.

use crate::opt_out::second_opinion::Table;

pub(super) const WEIGHTS: Table = &[
    (-43, "de"),
    (-25, "?"),
    (-23, "goed|tot"),
    (-22, "we"),
    (-21, "mail"),
    (-19, "het"),
    (-17, "dan|er|is"),
    (-16, "^ je|ben|ik ben"),
    (-15, "voor"),
    (-14, "je|kan|maar|ze"),
    (-13, "#|^ ik|over"),
    (-12, "nog"),
    (
        -11,
        "^ bel|^ mijn|bel|contact op|die|hoor|ik heb|in|maandag|nooit|vrijdag|wat",
    ),
    (-10, "^ onze|^ we|bellen|daar|hoeft|me in|niet"),
    (-9, "alleen|heeft|op de|voor de|week"),
    (
        -8,
        "bel me|contract|het contract|ik kan|neem|niet stoppen|nieuwe|om|sorry|stoppen|tijd|vragen|weer|zo",
    ),
    (
        -7,
        "^ aarzel|^ er|aarzel|aarzel niet|alles|daar niet|daarna|donderdag|even|gefeliciteerd|jaar|maand|morgen|n|niet om|prima|uur|vertel|wilde|zij|zo n",
    ),
    (
        -6,
        "^ mail|^ u|^ wat|baan|blijf|gerust|gestopt|goed $|heb|hebben|heeft me|kan $|kantoor|lees|mag|mee $|met de|mijn collega|niet af|niet op|per|praten|vergeten",
    ),
    (
        -5,
        "^ stuur|^ ze|alles goed|ben ik|dit jaar|een|eind|gisteren|graag|had|is goed|ja|jullie|klanten|langs|maart|me de|me op|moet|niemand|niet maar|niet naar|nog niet|om met|op kantoor|oude|vooral|vooral niet|we zijn|werk|weten|wordt|zijn|zorgen",
    ),
    (
        -4,
        "^ graag|aan|afwezig|afwezig tot|ben afwezig|budget|connectie|dank $|de connectie|de uitnodiging|deze week|dinsdag|example|example org|gaan|gevonden|het nog|hij|in mijn|januari|kan niet|klant|klopt|komt|kost|kun|kun je|maar $|niet met|nog eens|org|org $|probleem|stuur de|te sturen|u hoeft|uitnodiging|vergeten $|volgende week|voorstel|wat kost|we hebben|weer $|weet",
    ),
    (
        -3,
        "^ dat|^ het|^ kun|^ nooit|^ nu|^ sorry|afgemeld|benaderen|bij|bushalte|bushalte is|dat je|de bushalte|de deur|de klant|deur|dus|eens|eens $|er een|er niet|gaat|halte|het in|het is|het logo|hoeft niet|ik bel|ik was|in het|je niet|juni|later|later $|leuk|lijst $|logo|logo van|mail $|me er|me per|meer ontvangen|mensen|niet ik|niet voor|nu niet|offerte|offerte $|ongeluk|onze|ook een|pagina|per ongeluk|prima $|recht voor|sorry voor|stuur|tien|tool|u niet|uit het|vandaag|vorige|was|weg|wel|werkt|werkt het|zaken|zeggen|zit|zonder",
    ),
    (
        -2,
        "af $|als het|als ik|als je|bent|dat ?|dat was|dat ze|door|en dat|er is|ik het|ik moet|ik zit|in de|je hoeft|jullie tool|krijgen|laten we|leverancier|maandag $|mij $|na|naar|niet te|sta|staat|stoppen met|tweede|u het|uit de|verwijderd|vragen $|we de|zat",
    ),
    (
        -1,
        "^ geen|^ kan|^ kunt|^ neem|^ zeg|collega|doen|drie|er weer|gekregen|gewoon|heb het|het $|het al|ik er|ik had|ik sta|kunt|kunt u|mail me|mee|moeten|na de|nemen|niet bellen|of|op te|recht|schrijf niet|sturen|sturen $|te nemen|te stoppen|team|twee|u me|uitgeschreven|uitschrijven ?|van u|volgende|voor ons|welke|zet|zich|zin|zoeken",
    ),
    (
        1,
        "^ groet|^ schrijf|aan te|aanbiedingen|aanbiedingen $|als|bestand|dat|de avg|de laatste|eens te|groet|halen $|heb geen|heb me|hierover|iets|ik nooit|kunnen jullie|laten|me nooit|meer graag|meer naar|niet in|nooit meer|op met|post|schrappen|stoppen $|stuur me|u mijn|uw bestand|van mijn|verwijdering|volgend|vraag|wil niet|wissen|zei|zulke",
    ),
    (
        2,
        "|^ bedankt|^ hallo|^ laat|^ niets|^ nog|^ op|^ voor|acquisitie $|af|alsjeblieft $|antwoord niet|appen|avg|ben niet|benaderd $|benaderd worden|collega s|dit niet|en laat|gebruik|gegevens uit|gegevens voor|gezegd|gezegd $|hallo|het op|ik|ik verzoek|kan ik|liever niet|lijst af|meer sturen|met het|met schrijven|mij maar|naar mijn|niet nog|nodig|op|profiel|s|schrijft|te halen|te wissen|tegen het|twee keer|verder|verdere|verwijderen ?|vriendelijk|zijn $|zijn een",
    ),
    (
        3,
        "^ benader|^ doe|^ hier|^ respecteer|^ vergeet|^ zou|afmelden $|antwoord|bedrijf $|bericht maar|dank|dat jullie|deze|direct|direct marketing|dit soort|en ook|en schrijf|geef|geen toestemming|gegevens te|genoeg|gevraagd|graag geen|haal mijn|het contact|het gebruik|het waarderen|horen|horen $|ik geef|ik meld|is de|is een|is het|je collega|jullie mijn|kunnen|laat|later niet|liever geen|me afmelden|meer benaderd|meer te|meer van|mij te|nee $|nee bedankt|nieuwsbrief|niks|oke|ontvangen $|personeel|respecteer|schrijf me|schrijven ?|snap|soort|staken|staken $|systeem|te staken|te verwijderen|tegen|terug|uit je|verwijderen $|verzoek ik|verzoek u|vijf|waarderen|waarderen als|wij willen|wil dat|wil ik|willen",
    ),
    (
        4,
        "^ kunnen|^ uw|^ wil|^ wis|acquisitie|af ?|alle|alsjeblieft|alstublieft $|benadert|bericht en|berichten sturen|bezwaar|bezwaar tegen|bij linkedin|contact|contacteren $|dank u|dat u|deze berichten|dit nummer|doe|drie keer|een bericht|elk|hoe kom|hoef|houd|ik antwoord|ik niet|ik u|ik wens|je me|kom ik|koude|koude acquisitie|krijg|lastig|linkedin $|maak bezwaar|mailen $|mailinglijst $|marketing|me niet|me uit|meer met|meer over|met berichten|met mij|met uw|mij nog|mij van|neem geen|niet benaderd|niet nodig|niets voor|ophouden|opnieuw|schrijf|schrijven $|te worden|toch|u $|val|val me|van de|van uw|verkeerd|via|wil geen|willen niet|zou u",
    ),
    (
        5,
        "^ dank|^ dit|^ hoi|^ hou|^ rot|alstublieft|autoriteit|autoriteit persoonsgegevens|bedrijf|contacteren|de autoriteit|ermee|gebruik van|heb liever|herinnering|hoi|hou op|ik maak|ik me|interesse $|laat me|liever dat|met mailen|mijn mailadres|niet opnieuw|om mij|persoonsgegevens|persoonsgegevens $|reclame|rot|rot op|stop|te benaderen|te contacteren|trek|uw bedrijf|van jullie|verzoek|wens|worden|zou het",
    ),
    (
        6,
        "^ verwijder|als u|benaderd|bij de|ga|geen mails|gegevens $|halen|halen ?|heb ik|het niet|hou|ik trek|ik word|is niet|maar ik|mailadres|mailen|mails meer|me met|mij niet|mij uit|mijn|niets meer|nummer $|uit uw|verkeerde|verwijder mijn|wis mijn|word|word liever",
    ),
    (
        7,
        "^ haal|^ hoe|^ nee|^ niet|de lijst|hier|hoe|hoe kan|ik zou|linkedin|mailinglijst|meld|niets|rust $|stop met|te schrijven|uitschrijven|van deze|verwijderen|verzendlijst",
    ),
    (
        8,
        "^ afmelden|^ als|^ uitschrijven|bedankt|benader|berichten $|en ik|geen contact|geen interesse|in $|interesse|laatste|langer|lijst|me van|meer op|niet langer|ook|wis",
    ),
    (
        9,
        "bedankt $|bericht|contact meer|geen berichten|hierbij|ik van|mijn nummer|nog een|ook niet|schrijven|toestemming|van|vergeet mijn|verwijder",
    ),
    (
        10,
        "^ gelieve|^ stop|berichten meer|gelieve|me|niet $|ons|u mij|uit jullie|wij",
    ),
    (11, "^ wij|afmelden|al|aub $|haal|mails|nee|worden $|zou"),
    (12, "haal me|meer $|met rust|nu|rust"),
    (13, "dit is|ik wil|nummer|wil"),
    (14, "op $"),
    (15, "aub|gegevens|mijn gegevens|uw"),
    (17, "u"),
    (19, "berichten"),
    (20, "keer|uit"),
    (22, "te"),
    (23, "en"),
    (25, "dit|niet meer"),
    (32, "meer"),
    (39, "mij"),
];
