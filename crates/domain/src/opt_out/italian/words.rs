//! Italian: lists of words, and chat spellings.

use crate::opt_out::pattern::Classes;

pub(super) const CLASSES: Classes = &[
    (
        "common",
        "no|ora|a|se|ha|l|lei|il|lo|la|gli|le|e|io|non|di|che|in|un|una|per|favore|mio|mia|suo|sua|con|mi|piu|grazie|ci|vi|si|sono|questo|questa|ciao|ma|molto|del|della|dei|al|alla|da|nel|ho|abbiamo|buongiorno|anche|piacere|dal|i|te|ti|ne|ed|o|uno|degli|delle|nella|nei|sul|sulla|dai|dalla|dalle|suoi|sue|miei|mie|vostro|vostra|vostri|vostre|voi|noi|loro|cosa|quando|dove|chi|perche|mai|niente|nulla|tutto|tutti|altro|altra|ancora|gia|essere|sia|fa|hanno|siamo|cosi|qui|all|dell|nell|nn|pf|salve|mail|basta|messaggi|sta|dica|puo|potete|questi|queste|prossimo|adesso|tua|tuo|me|togliete|messaggio|mandi|scrivere|lista|numero",
    ),
    (
        "bare_request",
        "stop|stop_grazie|basta|basta_cosi|basta_grazie|adesso_basta|ora_basta|e_basta|smettila|smettetela|la_smetta|smetti|smetta|smettete|cancellami|mi_cancelli|cancellatemi|cancellare|cancella|cancellarmi|cancellazione|cancellami_subito|disiscrivimi|disiscrivetemi|mi_disiscriva|disiscrivere|disiscrivermi|disiscriviti|disiscrizione|annulla|annulla_iscrizione|annullare_iscrizione|rimuovere|rimuovi|rimuovimi|rimuovetemi|mi_rimuova|rimozione|eliminami|eliminatemi|elimina|unsubscribe|fine|finiscila|finitela|la_finisca|fermati|fermatevi|lasciami_in_pace|lasciatemi_in_pace|mi_lasci_in_pace|lasciami_stare|lasciatemi_stare|sparisci|sparite|vattene|vaffanculo|mai_piu|non_piu|niente_piu|dimenticami|dimenticatemi|mi_dimentichi|esci|uscire|revoca|togliermi|toglimi|toglietemi|mi_tolga|alt|chiuso|piantala|piantatela|non_scrivermi|non_scrivetemi|non_mi_scriva|non_mi_scriva_piu|non_scrivermi_piu|non_scrivetemi_piu|smetti_di_scrivermi|smettetela_di_scrivermi|smettete_di_scrivermi|smettila_di_scrivermi|non_insista|non_insistere|non_insistete|vorrei_cancellarmi|voglio_cancellarmi|mi_cancelli_subito|mi_cancello|mi_disiscrivo|toglimi_dalla_lista|toglietemi_dalla_lista|fuori|via|basta_messaggi|basta_mail|niente_messaggi|niente_mail|non_contattarmi|non_contattatemi|non_mi_contatti|non_disturbare|non_disturbate|non_disturbi|stop_messaggi|stop_mail|remove|opt_out|levami|levatemi|cavami|escludimi|escludetemi|adesso_basta_pero|finiamola|smettiamola|ancora_no_basta|lasci_stare|lasciate_stare|lascia_stare|eliminate|cancellate|rimuovete|togliete|disiscrivete|elimini|cancelli|rimuova|tolga|fermatevi_subito|cessate|vai_a_cagare|va_a_cagare|vada_a_cagare|vai_affanculo|va_affanculo|vai_a_fare_in_culo",
    ),
    (
        "bare_refusal",
        "no|no_grazie|grazie_no|nessun_interesse|non_interessato|non_interessata|non_interessati|non_mi_interessa|non_sono_interessato|non_sono_interessata|non_interessa|mai|spam|truffa|sul_serio|davvero|seriamente|ancora|di_nuovo|assolutamente_no|neanche_per_sogno|nemmeno_per_sogno|manco_per_sogno|persona_sbagliata|numero_sbagliato|bloccato|segnalato|segnalato_e_bloccato|bloccato_e_segnalato|che_palle|che_noia|uffa|uff|bot|robot|non_fa_per_me|non_fa_per_noi|passo|lascia_perdere|lasci_perdere|certo_che_no|di_certo_no|no_e_no|ancora_voi|e_dai",
    ),
    (
        "past",
        "ho_chiesto|ho_detto|ho_scritto|ho_gia|avevo|avevamo|gia_scritto|gia_chiesto|gia_detto|abbiamo_chiesto|abbiamo_detto|terza|terzo|quarta",
    ),
    (
        "negation",
        "non|ne|nn|nemmeno|neanche|mai|nessun|nessuna|senza|no|niente|zero|nulla",
    ),
    (
        "courtesy",
        "in_bocca_al_lupo|grazie_per_la_comprensione|grazie_per_il_messaggio|grazie_del_messaggio|grazie_in_anticipo|per_favore|per_piacere|per_cortesia|grazie_mille|molte_grazie|buon_giorno|cordiali_saluti|distinti_saluti|mi_spiace|buona_fortuna|buona_giornata|buona_serata|buon_lavoro|buon_proseguimento|un_saluto|senza_offesa|tante_cose|perfavore|cortesemente|gentilmente|grazie|ciao|salve|buongiorno|buonasera|gentile|egregio|caro|cara|signor|signora|dott|saluti|ok|scusi|scusa|scusate|e|allora|ora|adesso|subito|prego|immediatamente|pls|plz",
    ),
    (
        "write",
        "scriv*|contatt*|mandi|mandino|mandare|mandarmi|mandate|mandatemi|mandateci|mandarci|manda|mandami|mandando|invi|invii|inviino|inviare|inviarmi|inviate|inviatemi|inviarci|disturb*|molest*|importun*|assill*|stress*|romp*|sollecit*|ricontatt*|spamm*|insist*|cercarmi|cercatemi|cerchi|bombard*|tempest*|pingar*|infastid*|annoi*|rottur*|perseguit*|ricord*|rifar*|rifatevi|rivolg*|tediar*|tedi*|propor*|propin*|spedi*|tartass*|scocci*|avvicin*|farti_sentire|farsi_sentire|farvi_sentire|farsi_viv*|farvi_viv*|farti_viv*|fatevi_sentire|si_faccia_sentire|fate_sentire|continu*|tormen*|richiam*|riscriv*|importun*|rivolgersi|pitch*|telefon*|chiam*|chiami|chiamare|chiamarmi|chiamate|prendere_contatto|prenda_contatto|prendete_contatto|mettersi_in_contatto|si_metta_in_contatto|mettetevi_in_contatto|mettiti_in_contatto|cercare|cerca|cercate|contattar*|messaggiar*|mandar*|scrivendo|mandarmele|taggar*|tagg*|invit*_me|risponda*|rispondere|rispondete|rispondi|rispondermi|rispondetemi|replic*|proponga|proponete|vend*ermi|vendermi|bersagli*|intas*|riemp*|inond*|sommerg*|bussa*|torni_alla|torniate_alla|tornare_alla|tornare_alla_carica|alla_carica|si_rivolg*|rivolgetevi|rivolgesse|proporci|proporre|riprov*|ritent*|tent*|prov*_a_contatt*|ripass*|scass*|rompa|rompete|rompi|stracci*|stuzzic*|pression*|martell*|ammorb*|assilli|dare_fastidio|dia_fastidio|date_fastidio|dai_fastidio|fare_pubblicita|stressi",
    ),
    (
        "me",
        "mi|ci|me|noi|il_mio_team|il_nostro_team|la_nostra_azienda|la_mia_azienda|i_miei_colleghi|i_nostri_dipendenti|il_nostro_studio|la_nostra_scuola|il_nostro_ufficio|nessuno_qui|nessuno_di_noi|questo_numero|questo_indirizzo|questo_account|questa_casella|i_nostri_insegnanti|i_miei_collaboratori|i_nostri_collaboratori|la_mia_squadra|il_mio_staff|il_nostro_staff|questo_profilo|nostro_personale|nostre_infermiere|nessuno_da_noi|mio_capo|mia_famiglia|questa_mail|questo_contatto|questa_email|mio_linkedin|nostro_*|nostra_*|nostri_*|nostre_*|il_nostro_*|i_nostri_*|la_nostra_*|le_nostre_*|i_miei_*",
    ),
    (
        "stop",
        "smett*|smetter*|smetta|smetti|basta|ferm*|cess*|finisc*|finit*|finirla|finiamola|piant*|evit*|interromp*|asten*|astien*|desist*|stop|sospend*|piantar*|rinunc*",
    ),
    (
        "message",
        "messaggio|messaggi|messaggini|mail|email|e_mail|contatto|contatti|comunicazione|comunicazioni|pubblicita|spam|promemoria|solleciti|sollecito|chiamate|telefonate|follow_up|followup|inviti|invito|offerte|offerta|newsletter|promozioni|inmail|insistenza|insistenze|tentativi|proposte|proposta|lettere|notifiche|richieste|annunci|campagna|campagne|invii|sms|whatsapp|dm|informazioni|novita|posta|reminder|approcci|note|corrispondenza|remind|recall|scocciature|messaggistica|msg|mex|messaggio_suo|mailing|proposta_commerciale|insistere|cose|cosa|corrispondenze|scritti|marketing|prospezione|testi|spammate|bombardamento|roba|letterine|contatto_futuro|tentativo|iniziative|sollecitazioni|chiamata|telefonata|email_commerciali|commerciali|disturbo|disturbi|seccature|monnezza|spazzatura|pitch|richieste_di_collegamento|richiesta_di_collegamento|richieste_di_connessione|richieste_di_contatto|inviti_a_collegarsi|altra_pubblicita",
    ),
    (
        "list",
        "lista|liste|elenco|elenchi|database|banca_dati|crm|campagna|campagne|mailing|mailing_list|newsletter|contatti|rubrica|rubriche|sequenza|sequenze|archivio|archivi|registro|registri|sistema|sistemi|file|invii|automazione|funnel|indirizzario|indirizzari|anagrafica|anagrafiche|db|schedario|prospect|contattabili|iscrizione|prospettici|prospects|distribuzione|excel|foglio|clienti|lead|leads|email_marketing|destinatari|iscritti|comunicazioni|automazioni|piattaforma|base_dati|base|banche_dati|messaggi|mail|email|marketing|pubblicita|newsletters|chiamate|programma|spedizioni|programma_di_mailing|lista_di_chi|invio|strumento|strumenti",
    ),
    (
        "remove",
        "togl*|tolga|tolgano|rimuov*|rimozione|cancella|cancelli|cancellino|cancellare|cancellarmi|cancellate|cancellatemi|cancellami|cancellazione|elimina|elimini|eliminino|eliminare|eliminate|eliminatemi|eliminarmi|depenn*|escluder*|escluda*|escludi*|escludete*|disiscriv*|cavatemi|cavami|levar*|levi|leva|levate|levatemi|levami|deregistr*|espunger*|cavar*|sfil*|butta*|buttate|scarta*|scartate|elimin*|rimozioni|tira*_fuori|disinscriv*|disiscriz*|deiscriv*|annullare|annulli|sopprim*|distrugg*|pulite|ripulite|tolto|tolta|tolti|tolte|rimosso|rimossa|cancellato|cancellata|eliminato|eliminata|depennato|depennata",
    ),
    (
        "mine",
        "dati|numero|telefono|cellulare|email|mail|indirizzo|nome|nominativo|contatto|profilo|informazioni|scheda|recapito|recapiti|riferimenti|contatti|anagrafica|nostri_dati|dato|info|numeri|telefoni|whatsapp|dati_personali|indirizzi|iscrizione",
    ),
    (
        "consequence",
        "segnal*|blocc*|avvocat*|legal*|garante|linkedin|denunc*|vie_legali|querel*|polizia|autorita|tribunale|molesti*|diffid*|procedo|conseguenze|reclam*|spam|stalking|giudiziar*|postale|ufficio_legale|legali|giuridic*|assistenza|privacy|responsabile|hr|direzione|reclamo|esposto|fattur*|capo|superior*|datore|agcom|garante_della|codacons|altroconsumo|consumatori|direzione_generale",
    ),
    (
        "month",
        "gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre",
    ),
    (
        "time",
        "{month}|lunedi|martedi|mercoledi|giovedi|venerdi|sabato|domenica|settimana|settimane|mese|mesi|trimestre|semestre|anno|anni|estate|autunno|inverno|primavera|ferie|vacanze|natale|pasqua|ferragosto|weekend|fine_settimana|q1|q2|q3|q4|ora|ore|giorni|giorno|notte|sera|mattina|pomeriggio|fiera|chiusura|esame|esami|lancio|rientro|ritorno|matrimonio|trasloco|budget|congedo|feste|pranzo",
    ),
    (
        "reminder",
        "promemoria|sollecito|solleciti|sollecitare|solleciti|ricordarmelo|ricordare|ricordarmi|ricordi|insistere|insista|insistete|riscrivere|riscriva|riprovare|riprovi|reminder|follow_up|ricontattare|ricontatti|richiamo",
    ),
    (
        "authority",
        "avvocat*|legale|legali|ufficio_legale|capo|superior*|direttor*|direzione|titolare|polizia|garante|agcom|tribunale|giudice|querela|denuncia|fattura|ceo|amministratore|datore|responsabile|carabinieri|codacons|autorita|hr|privacy|esposto|diffida|parcella",
    ),
    (
        "lastly",
        "prossimo_messaggio|prossima_volta|prossima_mail|prossima_chiamata|un_altro_messaggio|un_altra_volta|un_altra_mail|ancora_una|ancora_uno|un_altro|un_altra|ancora|di_nuovo|nuovamente|ennesimo|al_prossimo|alla_prossima|ogni_altro|ogni_nuovo|ogni_ulteriore|continua_cosi|continuate_cosi|insiste|insistete|quarto_messaggio|terzo_messaggio|quinto_messaggio|ci_riprovi|ci_riprova|ci_riprovate|riprovi",
    ),
    (
        "turning",
        "giro|girero|inoltro|inoltrero|va|andra|finisce|finira|parlo|parlero|chiamo|chiamero|avviso|avvisero|passo|passero|mando|arriva|arrivera|risponde|rispondera|ricevera|notizie|sentire|informo|informero|segnalo|segnalero|porto|coinvolgo|rivolgo|rivolgero|presento|dritto|direttamente|copia|contatto|scrivo|vedra|ricorro|partira|parte|parto|sapra|faccio_presente|verra|sapere",
    ),
    (
        "bare_removal",
        "cancellateli|li_cancelli|eliminateli|li_elimini|rimuoveteli|cancellali|lo_cancelli|cancellatelo|cancellalo|lo_elimini|cancellate_tutto|cancelli_tutto|la_cancelli",
    ),
];

pub(super) const CHAT: &[(&str, &str)] = &[
    ("cmq", "comunque"),
    ("cn", "con"),
    ("coi", "con i"),
    ("colle", "con le"),
    ("dv", "dove"),
    ("grz", "grazie"),
    ("mess", "messaggi"),
    ("msg", "messaggi"),
    ("msgs", "messaggi"),
    ("nn", "non"),
    ("nr", "numero"),
    ("num", "numero"),
    ("pf", "per favore"),
    ("pfv", "per favore"),
    ("pls", "per favore"),
    ("plz", "per favore"),
    ("qnd", "quando"),
    ("qst", "questo"),
    ("sn", "sono"),
    ("tt", "tutto"),
    ("x", "per"),
    ("xche", "perche"),
    ("xfavore", "per favore"),
    ("xke", "perche"),
];
