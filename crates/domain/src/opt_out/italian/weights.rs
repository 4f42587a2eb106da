//! Italian: the weights of the second opinion, written by `tests::training`.

use crate::opt_out::second_opinion::Table;

pub(super) const WEIGHTS: Table = &[
    (-31, "il"),
    (-26, "^ non"),
    (-25, "?"),
    (-22, "#"),
    (-21, "ci"),
    (-20, "bene"),
    (-19, "sono"),
    (-18, "^ il|prima"),
    (-17, "a"),
    (-14, "quando"),
    (-13, "chiami|ha|siamo"),
    (-12, "fermata|la|per|va bene|volentieri"),
    (-11, "al|bene $|ho|lavoro|ufficio|venerdi"),
    (-10, "fino|le|senza|si|solo|telefono|tempo|una"),
    (
        -9,
        "^ di|^ grazie|abbiamo|alle|arrivo|di piu|giovedi|lo|mese|settimana|va|vecchio",
    ),
    (
        -8,
        "# $|cliente|contratto|domani|i|il contratto|la fermata|lunedi|mandare|mercoledi|mi chiami|parliamo|poi|quello|scusi|spam|un",
    ),
    (
        -7,
        "^ volentieri|ad|anche|cosi|di mandare|dopo|esiti|esiti a|funziona|giusto|ieri|li|mai|marzo|meglio|mi|mia|non esiti|non le|per il|problema|scriva|suo",
    ),
    (
        -6,
        "^ abbiamo|a fine|a smettere|al #|altre domande|c|c e|chiamare|ci siamo|cliente $|collega|complimenti|d|dica|domande|fino a|ho smesso|lei $|ma mi|mi scriva|non ho|non posso|parlare|passi|per la|posso|potete|preventivo|prima di|puoi|rientro|smesso|smesso di|smettere di|sulla|telefono $|trovato|tutto|volentieri $",
    ),
    (
        -5,
        "^ a|^ adesso|^ ok|^ tolga|al vecchio|anno|autobus|budget|clienti|dell|dell autobus|di cancellazione|di disiscrizione|di venerdi|dieci|disiscrizione|due|e in|facciamo|fermata dell|fino al|gestite|giovedi $|giugno|grazie del|i suoi|in|invito|io|l|la mail|ma|me lo|minuti|ne parliamo|progetto|puo|ritardo|scusi $|sto|tolga|via|vuole",
    ),
    (
        -4,
        "^ mai|^ mi|^ mia|^ nessun|^ puoi|^ quanto|a presto|acquisti|alla|alla mia|con il|dall|del|di essere|dimenticato|ero|example|example org|ferie|fine mese|gli|hanno|hanno detto|il suo|in ferie|invece|lei|ma non|mandi|mi ha|mi sono|mia collega|nella|nessun|org|org $|pagina|presto|presto $|quanto|quella|scriva a|serve|tolto|via mail|voi",
    ),
    (
        -3,
        "^ ci|^ la|^ lasci|^ ne|a giugno|al rientro|alle #|allora|cancellata|chiami prima|ci sono|ci vediamo|con|contattato $|contratto con|detto che|di smettere|e|ferie fino|fine|il logo|il vecchio|il vostro|in malattia|legale|logo|mail va|malattia|malattia fino|mese $|mi hanno|negozio|niente $|no non|non mandi|ok|per sbaglio|perso|persone|pure|quindi|resto|sbaglio|scusi per|se ne|si e|si scusi|smettere|sotto|stop|togliere|tre|tutto bene|vediamo",
    ),
    (
        -2,
        "adesso|ancora|ancora la|anzi|che|chi|con i|contattato|della|dimentichi|e un|fuori|gli altri|la prossima|le ho|newsletter|nome|non ci|non lo|non serve|non so|parte|prossima|richieste di|so|sono in|ufficio $",
    ),
    (
        -1,
        "^ e|^ ho|^ posso|a me|a questo|cancella|che non|chiesto di|ci serve|cinque|delle|detto|detto di|due persone|e a|eliminare|ho lasciato|iscritto|la lista|la mia|mail e|mi mandi|nessuno|no|per iscritto|perdere|piu ?|piu ricevere|possiamo|preferisco|programma|ricevuto|scrivete a|strumento|sul|ti|tra|uno|usare|voi $|vostro strumento",
    ),
    (
        1,
        "^ preferisco|^ puo|^ si|^ siamo|^ smettila|^ stop|^ toglimi|bisogno|cancellate|cancellazione $|cancellazione dei|contattare|contattata|cose|davvero $|di due|di mandarmi|due volte|faccia|indirizzo|la nostra|mi ricontatti|noi|non rispondo|non si|per questo|ricontatti|se non|serve che|sta|team|toglimi|vogliamo|volte $",
    ),
    (
        2,
        "^ ai|^ dimentichi|^ ha|^ l|^ preferirei|^ un|^ voglio|colleghi|contattatemi piu|contatto|dalla lista|dei|di questo|dopo $|dove|era|fornitori|gdpr chiedo|la cancellazione|messaggi per|mi riscriva|no $|non|non e|non scriva|nulla|nuovo|preferisco non|prenda|proposte|questo $|riscriva|rispondero|sbagliato|scrivete|scuola|se mi|sensi del|ultima|voglio piu",
    ),
    (
        3,
        "|^ cancellate|^ chiedo|^ per|^ questa|accettiamo|ai sensi|altri messaggi|archivi|chiedo di|chiesto|contattarmi $|contatto $|cosa|dalla|dati per|davvero|del gdpr|di|di vendita|disiscrivermi|elena|fare|favore non|fuori dalla|gdpr|ho detto|interessa $|ma preferisco|ne|non accettiamo|non mandarmi|non ne|non ricevere|nostra|per l|piu qui|posta|potrebbe|potreste smettere|ricontattarmi|saluti|scriva $|scrivermi piu|scrivete piu|se|sensi|smetta di|smettila|smettila di",
    ),
    (
        4,
        "^ basta|^ eliminate|archivi $|cancellatemi dalla|contattati|contatto con|cortesia $|dal contattarmi|dalla mailing|dalla vostra|di togliermi|e la|e mail|fa per|futuro|futuro $|grato se|grazie ma|ho mai|in futuro|inutile|invio|la vostra|le sarei|lista $|mai piu|mi contatti|mia mail|mio indirizzo|mio profilo|ne ora|niente piu|non fa|nostro|ora ne|per cortesia|piu messaggi|preferirei che|preferirei non|preso|prossimo|questo|questo tipo|scriva piu|scrivere|smettetela di|subito|tipo|un favore|vada|vi prego|vi segnalo|voglio che|volte|vostre comunicazioni",
    ),
    (
        5,
        "$|^ abbia|^ buongiorno|^ lasciatemi|^ smetta|^ toglietemi|altri|altro messaggio|azienda $|basta messaggi|buongiorno|cancellazione|cancelli|cessate|chiediamo|comunicazioni|comunicazioni $|contatti piu|dai vostri|di contattarmi|di nuovo|dimentichi il|eliminate|essere contattati|genere|genere $|grato|invii|invii $|la smetta|lasciatemi|list $|me $|mi oppongo|niente|non scrivete|offerte|oppongo|preferirei|quel|questa cosa|sarei grato|segnalo al|tutti|tutti i|vendita|vorrei|vostra azienda|vostri",
    ),
    (
        6,
        "^ ciao|^ le|^ ma|^ se|abbia|ancora $|astenersi|basta $|chiedo la|ciao|consenso|consenso $|contattatemi|dei miei|gia detto|il nostro|insista|insista $|l ultimo|linkedin|mandarmi|no grazie|non contattatemi|non essere|pubblicita|qui $|smetta $|solleciti|ultimo messaggio",
    ),
    (
        7,
        "^ revoco|^ smettetela|^ vorrei|cancellarmi|casella|che mi|come|contatti|cortesia|da questa|far|grazie|ho gia|interessa|lista|non mi|non scrivermi|non sono|profilo|queste|revoco|revoco il|ricevere|segnalo|smettete|vostre|vostro",
    ),
    (
        8,
        "ai|azienda|con la|contattarmi|di scrivermi|gia|list|mailing list|mi interessa|sarei|studio|ultimo",
    ),
    (
        9,
        "^ cancellatemi|al garante|cancellatemi|chiedo|dati $|faccio|garante|garante $|la prego|mail $|smetta|smettetela|togliermi|toglietemi|vostra",
    ),
    (
        10,
        "^ come|basta|commerciali $|desidero|di non|mailing|messaggio|mio numero|non desidero|numero $|ogni|per favore|scrivermi $|volta",
    ),
    (
        11,
        "^ no|^ vi|altro|dal|di scrivere|fa|mail|messaggi $|pace $",
    ),
    (12, "commerciali|da|i miei|prego|prego di|qui"),
    (13, "dai|dal vostro|essere|favore $"),
    (14, "favore|in pace|non voglio|pace"),
    (15, "dati|miei dati|numero"),
    (16, "mio|vi"),
    (18, "il mio|miei|questa|voglio"),
    (20, "messaggi|piu $|scrivermi"),
    (21, "grazie $"),
    (23, "e non"),
    (34, "piu"),
];
