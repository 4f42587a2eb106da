//! Dutch: lists of words, and chat spellings.

use crate::opt_out::pattern::Classes;

pub(super) const CLASSES: Classes = &[
    (
        "common",
        "de|het|een|en|ik|niet|u|je|mijn|uw|van|op|voor|met|is|zijn|wij|we|geen|meer|mij|me|te|dat|dit|die|aan|graag|bedankt|heb|hebben|ons|onze|als|ook|nog|maar|er|om|naar|jullie|dank|uit|bij|wil|wat|zo|deze|hij|zij|ze|hem|haar|hun|al|waar|wie|wanneer|waarom|hoe|kan|kunt|kunnen|zou|zal|wordt|worden|was|had|heeft|hebt|ben|bent|mag|moet|of|dan|toch|even|hier|daar|nu|nooit|niets|alles|alle|door|over|onder|tot|na|jouw|jij|jou|eens|hou|tegen|aub|hallo|berichten|bericht|stop_met|svp|dag|nee|ja|gelieve|mn|ff|verzoek|noch|benaderen|schrap|afgelopen|eis|zat|liever|laat|haal|mails|contact|stuur|schrijf|verwijder",
    ),
    (
        "bare_request",
        "stop|stoppen|stop_ermee|stop_hiermee|stop_maar|stop_nu|hou_op|houd_op|ophouden|afmelden|meld_af|meld_me_af|meld_mij_af|afmelding|uitschrijven|uitschrijving|schrijf_me_uit|schrijf_mij_uit|verwijder|verwijderen|verwijder_me|verwijder_mij|verwijderd_worden|schrappen|schrap_me|schrap_mij|opzeggen|annuleren|unsubscribe|einde|genoeg|basta|kappen|kap_ermee|kappen_nou|laat_me_met_rust|laat_mij_met_rust|rot_op|donder_op|sodemieter_op|oprotten|ga_weg|wegwezen|flikker_op|nooit_meer|niet_meer|geen_berichten|geen_berichten_meer|geen_contact_meer|vergeet_me|bezwaar|het_is_genoeg|afbestellen|haal_me_eraf|haal_me_van_de_lijst|stopzetten|beeindigen|niet_meer_sturen|niet_meer_mailen|niet_meer_schrijven|niet_meer_appen|niet_meer_bellen|geen_mails_meer|geen_mail_meer|geen_reclame|geen_spam_meer|hou_op_ermee|hou_eens_op|houd_eens_op|hou_ermee_op|stop_met_mailen|stop_met_sturen|stop_met_spammen|stop_met_appen|verwijder_me_aub|uitschrijven_aub|haal_me_weg|haal_mij_eraf|haal_me_eruit|verwijder_mijn_nummer|verwijder_mijn_gegevens|laat_me|laat_mij|laat_me_gerust|laat_mij_gerust|niet_storen|niet_contacteren|niet_benaderen|ik_meld_me_af|ik_wil_me_afmelden|schei_uit|schei_ermee_uit|klaar|kap|kap_nou|weg|weg_ermee|optiefen|opdonderen|opt_out|remove|delete|hoepel_op|zwijg|bol_het_af|trap_het_af|niet_aandringen|stopt_ermee|wis_mijn_gegevens|wissen|wis|haal_weg|verwijdert|krijg_de_tering|krijg_de_kolere|krijg_de_klere|krijg_de_tyfus|optyfen|tief_op|rot_toch_op|pleur_op|lazer_op",
    ),
    (
        "bare_refusal",
        "nee|neen|nee_dank_u|nee_bedankt|nee_dank_je|nee_dankjewel|geen_interesse|geen_behoefte|niet_geinteresseerd|niet_interessant|nooit|spam|oplichting|serieus|echt|meen_je_dit|alweer|weer|niet_weer|zeker_niet|absoluut_niet|verkeerde_persoon|verkeerd_nummer|geblokkeerd|gemeld|gerapporteerd|geblokkeerd_en_gemeld|gemeld_en_geblokkeerd|gerapporteerd_en_geblokkeerd|irritant|vervelend|pff|pf|tsss|zucht|bot|robot|niks_voor_mij|niks_voor_ons|niet_voor_mij|laat_maar|hoeft_niet|no|no_thanks|geen_belangstelling|bedankt_maar_nee|bedankt_nee|liever_niet|echt_niet|doe_normaal|daar_gaan_we_weer|vergeet_het|vergeet_het_maar|neuh|nope_bedankt|nee_hoor|nee_joh|neen_dank_u|neen_merci|nee_merci|gemarkeerd_als_spam|als_spam_gemeld|niks_voor_mij_hoor|geen_tijd_voor|wat_moet_je|wat_is_dit|nah",
    ),
    (
        "past",
        "schreef_ik|ik_schreef|zei_ik|ik_zei|vroeg_ik|ik_vroeg|ik_had|had_ik|heb_ik_al|al_gezegd|al_gevraagd|derde|vierde",
    ),
    ("negation", "niet|geen|nooit|niets|nee|zonder|noch|nul"),
    (
        "courtesy",
        "dank_voor_uw_begrip|dank_voor_je_begrip|bedankt_voor_je_bericht|bedankt_voor_uw_bericht|dank_voor_uw_bericht|dank_voor_je_bericht|a_u_b|a_u_b|met_vriendelijke_groet|veel_succes_verder|fijne_dag_nog|dank_u|dank_je|vriendelijke_groet|veel_succes|succes_verder|succes_ermee|fijne_dag|fijn_weekend|alvast_bedankt|alvast_dank|het_beste|prettige_dag|niks_persoonlijks|alsjeblieft|alstublieft|aub|ajb|svp|graag|bedankt|dankjewel|dank|hallo|hoi|hey|dag|beste|geachte|goedemorgen|goedemiddag|goedenavond|meneer|mevrouw|sorry|ok|oke|groet|groeten|mvg|nu|meteen|gewoon|en|dus|heer|direct|onmiddellijk|groetjes|thanks|please|succes|pls|plz",
    ),
    ("not", "nie|niet|nooit|niks|niets|nimmer|nie"),
    (
        "more",
        "meer|langer|verder|weer|opnieuw|nogmaals|nog|nog_eens|nog_een_keer|ooit|in_de_toekomst|voortaan|hier|via|op|aub|alsjeblieft|alstublieft|graag|over|met|steeds|telkens|nu|meer_via|ongevraagd|zomaar|zonder|toekomst|daarover|hierover|hiervoor|daarvoor|hiermee|daarmee|a_u_b|meer_met",
    ),
    (
        "write",
        "schrijf|schrijven|schrijft|stuur|sturen|stuurt|mail|mailen|mailt|contacteer|contacteren|contacteert|benader|benaderen|benadert|app|appen|appt|bericht|berichten|stoor|storen|stoort|lastig|val|valt|vallen|spam|spammen|ping|pingen|zoek|zoeken|neem|nemen|neemt|zend|zenden|herinner|herinneren|vraag|vragen|tag|dm|dmen|belaag|stalk|stalken|hinder|hinderen|bestook|bestoken|connect|lastigvallen|achtervolg|mailtjes|spreek|spreken|probeer|proberen|reageer|kom|volg|verveel|zeur|zeuren|verkoop|pitch|bestookt|plaag|plagen|bel|bellen|belt|opbellen|aanschrijf|hou_lastig|sms|smsen|whatsapp|appje|tagt|taggen|nodig|overval|overvallen|overspoel|overstelp|overstelpen|vervolg|herhaal|herhalen|verzend|verzenden|aanspreek|aanspreken|spreekt|dring|dringen|zeik|zanik|jaag|achtervolgen|irriteer|irriteren|klop|komt|komen|reageren|reageert|antwoord|antwoorden|biedt|bied|bieden|leg|probeert|waag|informeer|bezoek|polsen|pols|hengelen|prospecteer|prospecteren|berichtje|hou|houd|contact|doe",
    ),
    (
        "writing",
        "schrijven|aan_te_schrijven|aanschrijven|sturen|te_sturen|toesturen|toe_te_sturen|mailen|te_mailen|contacteren|te_contacteren|benaderen|te_benaderen|appen|te_appen|berichten_sturen|storen|te_storen|lastigvallen|lastig_te_vallen|lastig_vallen|spammen|te_spammen|contact_opnemen|contact_op_te_nemen|contact_te_zoeken|contact_zoeken|te_schrijven|opvolgen|op_te_volgen|herinneren|te_herinneren|pingen|bestoken|te_bestoken|aanspreken|benaderd|zenden|te_zenden|toezenden|stalken|spreken|terugkomen|nabellen|na_te_bellen|opnemen|op_te_nemen|zoeken|te_zoeken|verzenden|hinderen|najagen|achtervolgen|vervelen|zeuren|opjagen|berichten|proberen|te_proberen|mails_sturen|aandringen|op_terug_te_komen|volgspammen|connecten|opbellen|op_te_bellen|aan_te_spreken|aankloppen|aan_te_kloppen|bellen|te_bellen|overspoelen|te_overspoelen|overstelpen|te_overstelpen|verontrusten|smsen|te_smsen|whatsappen|taggen|te_taggen|uitnodigen|uit_te_nodigen|aan_te_dringen|doorsturen|door_te_sturen|berichten_te_sturen|mails_te_sturen|terug_te_komen|terugmailen|terugschrijven|terug_te_schrijven|te_reageren|reageren|te_antwoorden|antwoorden|benadert|schrijft|stuurt|mailt|belt|appt|contacteert|lastigvalt|opneemt|toestuurt|aanschrijft|aanspreekt|krijg|krijgen|te_krijgen|ontvang|ontvangen|te_ontvangen|bereiken|te_bereiken|aan_te_bieden|aanbieden|te_pitchen|pitchen|te_prospecteren|prospecteren|na_te_jagen|te_hinderen|te_verzenden|toegestuurd|in_te_vullen|te_horen|horen|hengelen|polsen|te_polsen|opzoeken|op_te_zoeken|benaderen_met|te_blijven|contacten|porren|aan_te_porren|een_duwtje|na_te_vragen|navragen|informeren|te_informeren|probeert|te_vragen|vragen",
    ),
    (
        "written",
        "gecontacteerd|benaderd|aangeschreven|gebeld|gemaild|lastiggevallen|lastig_gevallen|gestoord|aangesproken|geappt|bestookt|herinnerd|gespamd|opgebeld|geplaagd|belaagd|opgezocht|nagebeld|aangeklopt|overspoeld|overstelpt|benaderd_worden|toegestuurd|verstoord|geïrriteerd|opgejaagd|getagd|uitgenodigd|gepitcht|geprospecteerd|gepolst|verveeld|ingezet|gehinderd|gesmst|geinformeerd|gestalkt",
    ),
    ("you", "u|je|jij|jullie|jou"),
    (
        "me",
        "me|mij|ons|mijn_team|ons_team|ons_bedrijf|mijn_bedrijf|onze_organisatie|mijn_collega_s|mijn_collegas|onze_medewerkers|ons_kantoor|onze_school|onze_praktijk|niemand_hier|niemand_van|iemand_hier|iemand_van|dit_nummer|dit_adres|dit_account|deze_inbox|mijn_inbox|onze_afdeling|mijn_mensen|onze_mensen|dit_profiel|onze_docenten|onze_leraren|mijn_medewerkers|onze_collega_s|onze_verpleegkundigen|ons_personeel|mijn_personeel|mijn_baas|onze_zaak|iedereen_hier|ons_allemaal|ons_hier|mijn_mail|mijn_linkedin|deze_mail|mijn_mailbox|mijn_telefoon|mijn_gsm|mijn_kantoor|onze_artsen|onze_*",
    ),
    (
        "message",
        "navraagjes|mailverkeer|bericht|berichten|berichtje|berichtjes|mail|mails|mailtje|mailtjes|email|emails|e_mail|e_mails|contact|contactpogingen|contactpoging|reclame|spam|aanbiedingen|aanbieding|herinnering|herinneringen|reminder|reminders|opvolging|opvolgmail|opvolgmails|follow_up|follow_ups|followups|inmails|inmail|nieuwsbrief|nieuwsbrieven|communicatie|acquisitie|telefoontjes|telefoontje|post|dm_s|dms|pitches|pitch|sms|appjes|appje|uitnodigingen|uitnodiging|toenadering|toenaderingen|brieven|meldingen|promotie|updates|voorstellen|voorstel|verzoeken|vervolgberichten|vervolgbericht|vervolgmail|gespam|gemail|connectieverzoeken|benaderingen|navraag|aanschrijvingen|verkoopberichten|verkoopmails|verkoopmail|verkoopbericht|salesberichten|sales_berichten|salesmails|reclameberichten|reclamemails|reclamebericht|marketing|marketingberichten|connectieverzoek|bellen|belletjes|belletje|whatsapps|appberichten|aanbevelingen|dingen|spul|praatjes|verkooppogingen|prospectie|prospectiemails|opvolgberichten|opvolgbericht|herinneringsmails|herinneringsmail|opvolgingen|pogingen|poging|offertes|brief|notificaties|correspondentie|benadering|verleidingspogingen|massamails|nieuwsbriefjes|vervolgmails|toenaderingspogingen|benaderd|sollicitaties_van|rommel|troep|onzin|gezeur|smsjes|campagne|campagnes",
    ),
    (
        "remove",
        "verwijder*|schrap*|wis|wissen|gewist|haal|halen|haalt|gehaald|uitschrij*|schrijf|afmeld*|afgemeld|gooi|streep|strepen|geschrapt|uitgeschreven|af_te_halen|vernietig*|delete|verwijdert|wist|schrapt|gooit|gooien|zet_uit|afvoeren|voer|deleten|deleted|opkuisen|kuis|uitvlakken|vergeet|vergeten|neem|nemen|knikker|flikker|flikkeren|afhalen|eraf",
    ),
    (
        "list",
        "lijst|lijsten|lijstje|maillijst|mailinglijst|mailinglist|mailing|mailings|bestand|bestanden|database|databases|crm|campagne|campagnes|adressenbestand|adresboek|contacten|contactenlijst|contactlijst|systeem|systemen|sequentie|sequence|nieuwsbrief|verzendlijst|distributielijst|register|belijst|funnel|leads|leadlijst|doelgroep|administratie|automatisering|verzending|verzendingen|prospectlijst|bellijst|outreach|prospects|kaartenbak|adressenlijst|abonnement|prospectielijst|verkooplijst|saleslijst|klantenlijst|klantenbestand|klantbestand|e_maillijst|emaillijst|mailbestand|maillijsten|mailinglijsten|leadslijst|excel|datalijst|telefoonlijst|marketinglijst|marketing|contactbestand|adreslijst|campagnelijst|salesfunnel|tool|tools|acties|actie|mails|berichten|nieuwsbrieven|platform|programma|registers|datasysteem|verkoop|prospectie|bestandje|adressen|sales|leadbestand|verkoopreeks|mailreeks|verkoopcampagne|reeks|mailcampagne|mailingprogramma|mailprogramma|mailsysteem|nieuwsbriefsysteem",
    ),
    (
        "mine",
        "gegevens|nummer|telefoonnummer|mobiele|adres|mailadres|e_mailadres|emailadres|email|contactgegevens|naam|contact|profiel|data|persoonsgegevens|informatie|info|06|dossier|nummers|gsm|gsm_nummer|gsmnummer|mobiel|telefoon|mail|linkedin|bedrijfsgegevens|e_mail|namen|account|adresgegevens|kantoor|bedrijf|praktijk",
    ),
    (
        "consequence",
        "meld*|rapporteer*|blokkeer*|advocaat|juridisch*|linkedin|aangifte|klacht*|autoriteit|ap|rechter|politie|stappen|jurist|consequenties|gevolgen|gemeld|geblokkeerd|gerapporteerd|spam|blok|gba|privacy*|juridische|jurist*|advocat*|hr|directie|baas|leidinggevende|klachten|autoriteit_persoonsgegevens|linkedin_support|acm|consuwijzer|rechtszaak|dagvaarding|factuur|rekening|leidinggevenden|manager|deurwaarder|werkgever|consumentenbond|geschillencommissie|toezichthouder|ombudsman",
    ),
    (
        "month",
        "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december",
    ),
    (
        "time",
        "{month}|maandag*|dinsdag*|woensdag*|donderdag*|vrijdag*|zaterdag*|zondag*|weekend|weekends|weekenden|kwartaal|q1|q2|q3|q4|voorjaar|lente|zomer|herfst|najaar|winter|pasen|kerst|kerstmis|jaar|week|weken|maand|maanden|vakantie|verlof|zomervakantie|halfjaar|jaareinde|beurs|deadline|examen|examens|lancering|uur|uren|dagen|nacht|avond|avonds|ochtend|middag|bruiloft|verhuizing|budget|oplevering|feestdagen|zwangerschapsverlof",
    ),
    (
        "reminder",
        "herinnering|herinneringen|herinneren|reminder|opvolgmail|opvolging|opvolgbericht|navragen|nabellen|nabelronde|aankloppen|follow_up|poging|geheugensteun|porren|nudge|duwtje",
    ),
    (
        "authority",
        "advocaat|advocaten|jurist*|juridisch*|baas|chef|leidinggevende|directeur|directie|manager|politie|autoriteit*|autoriteit_persoonsgegevens|ap|gba|rechter|rechtbank|aangifte|factuur|rekening|toezichthouder|werkgever|ceo|consumentenbond|acm|ombudsman|functionaris|klachten*|economische_inspectie",
    ),
    (
        "lastly",
        "volgende_bericht|volgende_keer|volgende_mail|volgende_poging|nog_een|nog_eens|nogmaals|nog_een_keer|opnieuw|elk_volgend|ieder_volgend|elke_volgende|iedere_volgende|weer|alweer|zo_doorgaat|zo_doorgaan|nog_zo_n|blijft_doorgaan|bij_herhaling|eentje_meer|een_bericht_meer|vierde_bericht|derde_bericht|vijfde_bericht",
    ),
    (
        "turning",
        "gaat|ga|hoort|hoor|bel|belt|krijgt|krijg|spreek|praat|stuur|doorgestuurd|doorsturen|schakel|schakelt|meld|komt|kom|ligt|belandt|leg|richting|via|rechtstreeks|aan_de|inlichten|licht|informeer|contacteer|mail|zet|is_voor|wordt|dien|staat|stap|neem|volgt|klop|klaag|antwoordt|antwoorden",
    ),
    (
        "bare_removal",
        "wis_ze|verwijder_ze|wis_het|verwijder_het|wis_alles|verwijder_alles|wis_die|verwijder_dat|wissen|gooi_weg|gooi_het_weg|gooi_ze_weg",
    ),
];

pub(super) const CHAT: &[(&str, &str)] = &[
    ("vn", "van"),
    ("gn", "geen"),
    ("berichtn", "berichten"),
    ("egt", "echt"),
    ("ff", "even"),
    ("ge", "je"),
    ("gij", "jij"),
    ("ikke", "ik"),
    ("intresse", "interesse"),
    ("jull", "jullie"),
    ("k", "ik"),
    ("mn", "mijn"),
    ("msg", "bericht"),
    ("msgs", "berichten"),
    ("nie", "niet"),
    ("niemeer", "niet meer"),
    ("nimeer", "niet meer"),
    ("nimmeer", "niet meer"),
    ("nr", "nummer"),
    ("plis", "alsjeblieft"),
    ("pls", "alsjeblieft"),
    ("plz", "alsjeblieft"),
    ("tel", "telefoon"),
    ("thnx", "bedankt"),
    ("thx", "bedankt"),
    ("tnx", "bedankt"),
    ("vd", "van de"),
    ("vh", "van het"),
    ("z", "n zijn"),
];
