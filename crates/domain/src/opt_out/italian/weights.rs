//! Italian: the weights of the second opinion, written by `tests::training`.

use crate::opt_out::second_opinion::Table;

pub(super) const WEIGHTS: Table = &[
    (-30, "il"),
    (-28, "^ non"),
    (-25, "?"),
    (-21, "#|ci"),
    (-20, "bene"),
    (-19, "^ il|sono"),
    (-17, "a"),
    (-14, "prima|siamo"),
    (-12, "fermata|quando|volentieri"),
    (-11, "al|alle|ha|ho|lavoro|per|tempo|va bene|venerdi"),
    (
        -10,
        "arrivo|bene $|chiami|fino|la|mese|senza|solo|telefono|ufficio|una",
    ),
    (-9, "^ di|di piu|domani|i|poi|settimana|va|vecchio"),
    (
        -8,
        "^ grazie|funziona|giovedi|mandare|mercoledi|mi chiami|per la|quello|scriva|si|suo",
    ),
    (
        -7,
        "^ volentieri|ad|anche|anno|cliente|contratto|del|di mandare|esiti|esiti a|il contratto|la fermata|lunedi|mai|meglio|mi|mia|non esiti|non ho|parliamo|scusi|spam|tutto|un|volentieri $",
    ),
    (
        -6,
        "# $|a fine|abbiamo|altre domande|budget|c|c e|chiamare|ci siamo|collega|complimenti|cosi|d|di cancellazione|dica|domande|fino a|giusto|la mail|lei $|li|lo|ma mi|marzo|mi scriva|minuti|parlare|passi|per il|posso|problema|progetto|puoi|rientro|telefono $",
    ),
    (
        -5,
        "^ a|^ abbiamo|^ ok|^ quanto|al #|al vecchio|alla|autobus|clienti|dell|dell autobus|di disiscrizione|dieci|disiscrizione|due|e in|fermata dell|gestite|giovedi $|giugno|grazie del|hanno|i suoi|ieri|in|invece|invito|io|le|ma|mandi|mi sono|ne parliamo|non posso|potete|preventivo|prima di|quanto|ritardo|scusi $|via",
    ),
    (
        -4,
        "^ lasci|^ mai|^ mi|^ nessun|^ puoi|a giugno|a presto|acquisti|alla mia|ci sono|con il|dall|di essere|di smettere|example|example org|fine mese|fino al|gli|hanno detto|il suo|l|lei|mia collega|nella|nessun|no non|non mandi|org|org $|pagina|persone|presto|presto $|quella|scriva a|togliere|tolto|via mail|voi|vuole",
    ),
    (
        -3,
        "^ adesso|^ ci|^ la|^ mia|^ ne|al rientro|alle #|allora|cancellata|che|chi|ci vediamo|con|contattato $|contratto con|dimenticato|dopo|ero|facciamo|ferie|fine|il vostro|in ferie|in malattia|legale|ma non|mail va|malattia|malattia fino|me lo|mese $|mi hanno|niente $|non so|ok|pure|resto|serve|si e|smettere di|so|sotto|tutto bene|vediamo",
    ),
    (
        -2,
        "^ e|^ ho|ancora|ancora la|anzi|chiesto di|contattato|della|detto che|dimentichi|e un|gli altri|la prossima|mi mandi|newsletter|nome|non ci|non lo|parte|preferisco|prossima|quindi|sono in|stop|ti|tolga|tre|ufficio $",
    ),
    (
        -1,
        "^ posso|a me|a questo|che non|ci serve|con i|detto|detto di|e|e a|eliminare|fuori|iscritto|la mia|link|mail e|nessuno|no|non serve|per iscritto|perdere|piu ?|piu ricevere|possiamo|puo|richieste di|scrivete a|tra|uno|usare|vostro strumento",
    ),
    (
        1,
        "^ toglimi|bisogno|cancellate|cancellazione $|cancellazione dei|chiesto|contattare|contattata|davvero $|due volte|ho ricevuto|il contatto|indirizzo|l ho|la nostra|me|mi ricontatti|noi|per questo|preferisco non|questo indirizzo|ricontatti|serve che|sta|su|team|toglimi|ultima|volte $",
    ),
    (
        2,
        "^ dimentichi|^ l|^ niente|^ preferirei|^ questa|^ stop|^ un|^ voglio|ai sensi|contattatemi piu|dalla lista|davvero|del gdpr|di questo|disiscrivermi|dopo $|era|fare|gdpr|ho mai|interessa $|la cancellazione|lasciato|messaggi per|mi riscriva|ne|no $|non mandarmi|non rispondo|non si|nuovo|prenda|riscriva|rispondero|sbagliato|scrivete|sensi|smettila|smettila di|vogliamo",
    ),
    (
        3,
        "|^ basta|^ buongiorno|^ cancellate|^ chiedo|^ per|^ puo|archivi|buongiorno|chiedo di|colleghi|contattarmi $|contatto|dalla|dati per|dei|di|di vendita|e la|favore non|grato se|ho detto|le sarei|non|non e|non ne|non ricevere|nostra|piu qui|posta|potreste smettere|preso|ricontattarmi|saluti|scriva $|scrivermi piu|scrivete piu|se|se mi|smetta di|voglio piu",
    ),
    (
        4,
        "accettiamo|archivi $|cancellatemi dalla|cancelli|contattati|contatti piu|contatto con|cortesia $|dal contattarmi|dalla vostra|fuori dalla|futuro|futuro $|grato|grazie ma|in futuro|inutile|invio|la vostra|mandarmi|me $|mi contatti|mia mail|mio indirizzo|ne ora|non accettiamo|ora ne|per cortesia|per l|piu messaggi|preferirei che|preferirei non|prossimo|questo|questo tipo|sarei grato|scriva piu|scrivere|segnalo al|tipo|vada|voglio che|volte|vostre comunicazioni",
    ),
    (
        5,
        "$|^ abbia|^ lasciatemi|^ smetta|abbia|altri|altro messaggio|ancora $|azienda $|basta messaggi|cancellazione|cessate|chiediamo|chiedo la|comunicazioni|comunicazioni $|cosa|da questa|dai vostri|dalla mailing|di contattarmi|di togliermi|dimentichi il|eliminate|il nostro|invii|invii $|la smetta|lasciatemi|lista $|mai piu|mi oppongo|mio profilo|niente piu|no grazie|non scrivete|nostro|offerte|oppongo|preferirei|quel|questa cosa|queste|tutti|tutti i|vendita|vostra azienda|vostro",
    ),
    (
        6,
        "^ ciao|^ ma|^ toglietemi|astenersi|basta $|casella|ciao|come|consenso|consenso $|contattatemi|dei miei|di nuovo|essere contattati|gia detto|grazie|interessa|l ultimo|linkedin|list $|non contattatemi|non essere|non mi|pubblicita|qui $|ricevere|segnalo|smetta $|ultimo messaggio|vorrei|vostri",
    ),
    (
        7,
        "^ le|^ revoco|^ se|^ vorrei|azienda|cancellarmi|che mi|contattarmi|cortesia|di scrivermi|far|ho gia|list|mailing list|mi interessa|niente|non scrivermi|non sono|profilo|revoco|revoco il|sarei|smettete|solleciti|vostre",
    ),
    (
        8,
        "^ cancellatemi|^ smettetela|ai|al garante|cancellatemi|commerciali $|con la|contatti|garante|garante $|gia|lista|numero $|ogni|smettetela|studio|togliermi|ultimo|vostra",
    ),
    (
        9,
        "^ come|chiedo|dati $|faccio|la prego|mail $|mailing|per favore|smetta|volta",
    ),
    (
        10,
        "^ no|basta|commerciali|dal|desidero|di non|i miei|messaggio|mio numero|non desidero|scrivermi $|toglietemi",
    ),
    (11, "^ vi|altro|da|di scrivere|fa|messaggi $|pace $"),
    (12, "dal vostro|favore|favore $|mail|prego|prego di|qui"),
    (13, "dai|essere|in pace|pace"),
    (14, "miei dati|non voglio|numero"),
    (15, "dati|questa|vi"),
    (16, "mio"),
    (17, "il mio|miei"),
    (18, "voglio"),
    (19, "piu $|scrivermi"),
    (20, "messaggi"),
    (21, "grazie $"),
    (22, "e non"),
    (34, "piu"),
];
