//! Italian: the weights of the second opinion, written by `tests::training`.

use crate::opt_out::second_opinion::Table;

pub(super) const WEIGHTS: Table = &[
    (-33, "il"),
    (-26, "?|^ non"),
    (-22, "#"),
    (-21, "ci"),
    (-20, "bene|sono"),
    (-18, "a"),
    (-17, "^ il|prima"),
    (-14, "quando"),
    (-13, "chiami|ha"),
    (-12, "ho|lavoro|siamo|solo|va bene|volentieri"),
    (-11, "al|alle|bene $|fermata|la|si|ufficio|venerdi"),
    (-10, "abbiamo|fino|le|mese|per|telefono|tempo|una|vecchio"),
    (
        -9,
        "^ di|^ grazie|arrivo|di piu|domani|giovedi|i|lunedi|parliamo|quello|scusi|senza|settimana|va",
    ),
    (
        -8,
        "# $|contratto|dopo|il contratto|mai|mandare|mercoledi|mi chiami|poi|spam|trovato",
    ),
    (
        -7,
        "^ a|^ volentieri|ad|anche|autobus|cliente|di mandare|esiti|esiti a|funziona|gestite|giusto|ieri|la fermata|lo|meglio|mi|mia|non esiti|non le|per il|per la|scriva|suo|tolga|un",
    ),
    (
        -6,
        "^ abbiamo|a fine|a smettere|al #|altre domande|chiamare|cliente $|collega|come gestite|complimenti|cosi|d|di cancellazione|di essere|dica|domande|fino a|ho smesso|l|lei $|ma|ma mi|mi scriva|minuti|non ho|parlare|posso|potete|prima di|problema|progetto|smesso|smesso di|smettere di|sulla|telefono $|tutto|volentieri $|vuole",
    ),
    (
        -5,
        "^ adesso|^ ok|^ tolga|al vecchio|anno|budget|c|c e|catalogo|chi|ci siamo|clienti|dall|davanti|del|dell autobus|dieci|due|e in|facciamo|fermata dell|fino al|giovedi $|giugno|grazie del|hanno|i suoi|il catalogo|in|invece|invito|io|la mail|li|mandi|marzo|me lo|mi sono|ne parliamo|non posso|passi|preventivo|proprio|puo|puoi|quella|quindi|rientro|ritardo|scusi $|sto|tre|via",
    ),
    (
        -4,
        "^ ci|^ la|^ mi|^ mia|^ nessun|^ quanto|a giugno|a presto|acquisti|alla|alla mia|dell|della|di disiscrizione|di venerdi|dimenticato|disiscrizione|ero|example|example org|ferie|finche|fine mese|ha chiesto|hanno detto|il suo|in ferie|lei|ma non|mi ha|mia collega|nella|nessun|non mandi|org|org $|pagina|presto|presto $|quanto|scriva a|serve|togliere|tutto bene|vecchio indirizzo|via mail",
    ),
    (
        -3,
        "^ lasci|^ mai|^ ne|^ puoi|al rientro|all|alle #|allora|chiami prima|ci ha|ci sono|ci vediamo|con|con il|contattato $|contratto con|detto che|dimentichi|e|ferie fino|fine|gli|il logo|il vecchio|il vostro|in malattia|legale|logo|mail va|malattia|malattia fino|mandi il|mese $|mi hanno|negozio|newsletter|niente $|no non|ok|per sbaglio|perso|persone|pure|resto|sbaglio|scusi per|se ne|seconda|si scusi|smettere|sotto|stop|tolto|vediamo|voi",
    ),
    (
        -2,
        "^ me|adesso|ancora la|anzi|cancellata|cancellato|chiesto di|contattato|di smettere|e un|fuori|gli altri|ho lasciato|la prossima|le ho|nome|non ci|non lo|non serve|parte|prossima|richieste di|si e|sono in|ti|ufficio $",
    ),
    (
        -1,
        "^ e|^ ho|^ niente|^ posso|^ sono|a marzo|a me|a questo|cancella|che|ci serve|cinque|con i|delle|detto|detto di|due persone|eliminare|il link|iscritto|la lista|la mia|lasciato|mail e|mi mandi|nel|nessuno|non so|ora|per iscritto|perdere|piu ?|piu ricevere|preferisco|programma|richieste|scrivete a|so|strumento|sul|tra|uno|usare|voi $|vostro strumento",
    ),
    (
        1,
        "^ preferisco|^ puo|^ si|^ siamo|^ smettila|altre|bisogno|cancellate|cancellazione $|cancellazione dei|contattare|contattata|cose|davvero $|di due|di mandarmi|due volte|faccia|ho ricevuto|le chiedo|lunedi $|mi ricontatti|noi|non si|nuovo|per questo|ricontatti|se non|serve che|sta|sua|team|togliere il|tua|ultima|volte $",
    ),
    (
        2,
        "^ ai|^ ha|^ preferirei|^ stop|^ toglimi|^ un|chiesto|contattatemi piu|dalla lista|dei|di questo|dopo $|dove|era|fornitori|gdpr chiedo|la cancellazione|messaggi per|mi riscriva|no $|non|non e|non rispondo|non scriva|nostra|nulla|piu essere|piu qui|preferisco non|prenda|proposte|questo $|riscriva|rispondero|sbagliato|scrivere ai|scrivete|scuola|se mi|sensi del|toglimi|vogliamo|voglio piu",
    ),
    (
        3,
        "|^ basta|^ cancellate|^ chiedo|^ questa|accettiamo|ai sensi|altri messaggi|avevo|cancellatemi dalla|colleghi|contattarmi $|contatto|contatto $|cosa|davvero|del gdpr|di|di vendita|dimentichi il|disiscrivermi|e il|elena|fare|favore non|fuori dalla|gdpr|ho detto|inutile|ma preferisco|ne|non accettiamo|non ne|non vogliamo|per l|potrebbe|potreste smettere|quattro|ricontattarmi|scriva $|scrivermi piu|scrivete piu|se|sensi|smetta di|smettila|smettila di|vi prego|vogliamo piu|vostri archivi",
    ),
    (
        4,
        "^ buongiorno|^ eliminate|^ elimini|^ per|^ voglio|altro messaggio|archivi|buongiorno|chiedo di|contattati|contatti piu|contatto con|cortesia $|dal contattarmi|dalla|dalla mailing|dalla vostra|dati per|di togliermi|e mail|elimini|fa per|futuro|futuro $|grato se|grazie ma|ho mai|in futuro|interessa $|invio|la vostra|le sarei|lista $|mai piu|mi contatti|mia mail|mio contatto|mio indirizzo|mio profilo|ne ora|niente|niente piu|non fa|non mandarmi|non ricevere|nostro|ora ne|per cortesia|posta|preferirei che|preferirei non|preso|questo|questo tipo|rispetti|scriva piu|smettetela di|subito|tipo|un favore|vada|vi segnalo|voglio che|volte|vostre comunicazioni",
    ),
    (
        5,
        "$|^ abbia|^ lasciatemi|^ smetta|^ toglietemi|altri|ancora $|archivi $|azienda $|basta messaggi|cancellazione|cancelli|cessate|chiediamo|chiedo la|comunicazioni|comunicazioni $|di contattarmi|di nuovo|eliminate|essere contattati|genere|genere $|grato|insistere|invii|invii $|la smetta|lasciatemi|list $|me $|messaggio e|mi oppongo|non scrivete|offerte $|oppongo|piu messaggi|preferirei|prossimo|questa cosa|sarei grato|scrivere|segnalo al|smetta $|tutti|tutti i|ultimo messaggio|vendita|vorrei",
    ),
    (
        6,
        "^ ma|abbia|astenersi|basta $|che mi|come|consenso|consenso $|contattatemi|contatti|dai vostri|desideriamo|disiscriversi|gia detto|il nostro|l ultimo|linkedin|mandarmi|no grazie|non contattatemi|non desideriamo|non essere|non scrivermi|profilo|pubblicita|quel|saluti|uscire|vostra azienda|vostri|vostro",
    ),
    (
        7,
        "^ ciao|^ le|^ revoco|^ se|^ smettetela|^ vorrei|cancellarmi|casella|ciao|contattarmi|cortesia|da questa|dei miei|e la|far|grazie|ho gia|insista|insista $|lista|non mi|non sono|offerte|queste|revoco il|sarei|segnalo|smettete|solleciti|ultimo|vostre",
    ),
    (
        8,
        "azienda|con la|di scrivermi|interessa|list|mailing list|qui $|revoco|smetta",
    ),
    (
        9,
        "^ come|ai|al garante|dati $|faccio|garante|garante $|gia|la prego|mailing|mi interessa|ogni|ricevere|smettetela|studio|togliermi|toglietemi|vostra",
    ),
    (
        10,
        "basta|chiedo|commerciali $|dal|desidero|fa|mail $|messaggio|non desidero|per favore|scrivermi $|volta",
    ),
    (
        11,
        "^ cancellatemi|^ vi|altro|cancellatemi|di non|i miei|mail|messaggi $|mio numero|numero $|pace $",
    ),
    (
        12,
        "^ no|commerciali|dal vostro|di scrivere|essere|non voglio|prego|prego di",
    ),
    (13, "favore $"),
    (14, "da|dai|favore|in pace|pace|qui"),
    (15, "dati|miei dati|numero"),
    (16, "mio|vi"),
    (18, "il mio|questa|voglio"),
    (19, "scrivermi"),
    (20, "messaggi|miei"),
    (21, "grazie $|piu $"),
    (23, "e non"),
    (35, "piu"),
];
