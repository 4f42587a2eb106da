//! Italian.

use super::language::Language;
use super::pattern::Classes;

pub(super) static LANGUAGE: Language = Language {
    code: "it",
    classes: CLASSES,
    masks: MASKS,
    final_requests: FINAL_REQUESTS,
    removals: REMOVALS,
    requests: REQUESTS,
    refusals: REFUSALS,
    complaints: COMPLAINTS,
    doors: DOORS,
    deferrals: DEFERRALS,
    softeners: SOFTENERS,
};

const CLASSES: Classes = &[
    (
        "common",
        "no|ora|a|se|ha|l|lei|il|lo|la|gli|le|e|io|non|di|che|in|un|una|per|favore|mio|mia|suo|sua|con|mi|piu|grazie|ci|vi|si|sono|questo|questa|ciao|ma|molto|del|della|dei|al|alla|da|nel|ho|abbiamo|buongiorno|anche|piacere|dal|i",
    ),
    (
        "bare_request",
        "stop|stop_grazie|basta|basta_cosi|basta_grazie|adesso_basta|ora_basta|e_basta|smettila|smettetela|la_smetta|smetti|smetta|smettete|cancellami|mi_cancelli|cancellatemi|cancellare|cancella|cancellarmi|cancellazione|cancellami_subito|disiscrivimi|disiscrivetemi|mi_disiscriva|disiscrivere|disiscrivermi|disiscriviti|disiscrizione|annulla|annulla_iscrizione|annullare_iscrizione|rimuovere|rimuovi|rimuovimi|rimuovetemi|mi_rimuova|rimozione|eliminami|eliminatemi|elimina|unsubscribe|fine|finiscila|finitela|la_finisca|fermati|fermatevi|lasciami_in_pace|lasciatemi_in_pace|mi_lasci_in_pace|lasciami_stare|lasciatemi_stare|sparisci|sparite|vattene|vaffanculo|mai_piu|non_piu|niente_piu|dimenticami|dimenticatemi|mi_dimentichi|esci|uscire|revoca|togliermi|toglimi|toglietemi|mi_tolga|alt|chiuso|piantala|piantatela",
    ),
    (
        "bare_refusal",
        "no|no_grazie|grazie_no|nessun_interesse|non_interessato|non_interessata|non_interessati|non_mi_interessa|non_sono_interessato|non_sono_interessata|non_interessa|mai|spam|truffa|sul_serio|davvero|seriamente|ancora|di_nuovo|assolutamente_no|neanche_per_sogno|nemmeno_per_sogno|manco_per_sogno|persona_sbagliata|numero_sbagliato|bloccato|segnalato|segnalato_e_bloccato|bloccato_e_segnalato|che_palle|che_noia|uffa|uff|bot|robot|non_fa_per_me|non_fa_per_noi|passo|lascia_perdere|lasci_perdere|certo_che_no|di_certo_no|no_e_no|ancora_voi|e_dai",
    ),
    (
        "courtesy",
        "per_favore|perfavore|per_piacere|per_cortesia|cortesemente|gentilmente|grazie|grazie_mille|molte_grazie|ciao|salve|buongiorno|buonasera|buon_giorno|gentile|egregio|caro|cara|signor|signora|dott|cordiali_saluti|saluti|distinti_saluti|ok|scusi|scusa|scusate|mi_spiace|e|allora|ora|adesso|subito|prego|immediatamente",
    ),
    (
        "write",
        "scriv*|contatt*|mandi|mandino|mandare|mandarmi|mandate|mandatemi|mandateci|mandarci|manda|mandami|mandando|invi|invii|inviino|inviare|inviarmi|inviate|inviatemi|inviarci|disturb*|molest*|import*|assill*|stress*|romp*|sollecit*|ricontatt*|spamm*|insist*|cercarmi|cercatemi|cerchi|bombard*|tempest*|pingar*|infastid*|annoi*|rottur*|perseguit*|ricord*|rifar*|rifatevi|rivolg*|tediar*|tedi*|propor*|propin*|spedi*|tartass*|scocci*|avvicin*|farti_sentire|farsi_sentire|farvi_sentire|farsi_viv*|farvi_viv*|farti_viv*|fatevi_sentire|si_faccia_sentire|fate_sentire|continu*|tormen*|richiam*|riscriv*|importun*|rivolgersi|pitch*",
    ),
    (
        "me",
        "mi|ci|me|noi|il_mio_team|il_nostro_team|la_nostra_azienda|la_mia_azienda|i_miei_colleghi|i_nostri_dipendenti|il_nostro_studio|la_nostra_scuola|il_nostro_ufficio|nessuno_qui|nessuno_di_noi|questo_numero|questo_indirizzo|questo_account|questa_casella|i_nostri_insegnanti|i_miei_collaboratori|i_nostri_collaboratori|la_mia_squadra|il_mio_staff|il_nostro_staff|questo_profilo",
    ),
    (
        "stop",
        "smett*|smetter*|smetta|smetti|basta|ferm*|cess*|finisc*|finit*|finirla|finiamola|piant*|evit*|interromp*|asten*|astien*|desist*|stop|sospend*|piantar*|rinunc*",
    ),
    (
        "message",
        "messaggio|messaggi|messaggini|mail|email|e_mail|contatto|contatti|comunicazione|comunicazioni|pubblicita|spam|promemoria|solleciti|sollecito|chiamate|telefonate|follow_up|followup|inviti|invito|offerte|offerta|newsletter|promozioni|inmail|insistenza|insistenze|tentativi|proposte|proposta|lettere|notifiche|richieste|annunci|campagna|campagne|invii|sms|whatsapp|dm|informazioni|novita|posta|reminder|approcci|note|corrispondenza|remind|recall|scocciature",
    ),
    (
        "list",
        "lista|liste|elenco|elenchi|database|banca_dati|crm|campagna|campagne|mailing|mailing_list|newsletter|contatti|rubrica|rubriche|sequenza|sequenze|archivio|archivi|registro|registri|sistema|sistemi|file|invii|automazione|funnel|indirizzario|indirizzari|anagrafica|anagrafiche|db|schedario|prospect|contattabili|iscrizione",
    ),
    (
        "remove",
        "togl*|tolga|tolgano|rimuov*|rimozione|cancella|cancelli|cancellino|cancellare|cancellarmi|cancellate|cancellatemi|cancellami|cancellazione|elimina|elimini|eliminino|eliminare|eliminate|eliminatemi|eliminarmi|depenn*|escluder*|escluda*|escludi*|escludete*|disiscriv*|cavatemi|cavami|levar*|levi|leva|levate|levatemi|levami|deregistr*|espunger*",
    ),
    (
        "mine",
        "dati|numero|telefono|cellulare|email|mail|indirizzo|nome|nominativo|contatto|profilo|informazioni|scheda|recapito|recapiti|riferimenti|contatti|anagrafica",
    ),
    (
        "consequence",
        "segnal*|blocc*|avvocat*|legal*|garante|linkedin|denunc*|vie_legali|querel*|polizia|autorita|tribunale|molesti*|diffid*|procedo|conseguenze|reclam*|spam|stalking|giudiziar*|postale",
    ),
    (
        "month",
        "gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre",
    ),
    (
        "time",
        "{month}|lunedi|martedi|mercoledi|giovedi|venerdi|sabato|domenica|settimana|settimane|mese|mesi|trimestre|semestre|anno|anni|estate|autunno|inverno|primavera|ferie|vacanze|natale|pasqua|ferragosto|weekend|fine_settimana|q1|q2|q3|q4|ora|ore|giorni|giorno|notte|sera|mattina|pomeriggio|fiera|chiusura|esame|esami|lancio|rientro|ritorno|matrimonio|trasloco|budget|congedo|feste|pranzo",
    ),
];

const MASKS: &[&str] = &[
    "non ~2 ancora ;",
    "ancora non ~2",
    "mand*|invi* ~4 fattura|fatture|contratto|file|document*|link|pacco|preventivo|cv|curriculum|relazione|bozza|password|allegat*|bolla",
    "non e|sono|si_tratta ~2 spam|massiv*|bot|robot|pubblicita|truffa|automatic*",
    "non|senza|ne|nessun ~3 esit*|dubit*|dimentic*|scord*|timor*|abb*_paura|si_faccia_problemi|farti_problemi|farsi_problemi|farti_scrupoli|farsi_scrupoli|smett*|smetta|smetti|smettere ~7",
    "non ~1 fermar*|ferm*|smett*|rinunc*|cancell*|elimin*|toglier*|togl*|disiscriv* ~5",
    "non_stop|senza_sosta|senza_smettere|senza_fermarsi|punto_e_basta_cosi|non_smetto|non_smettiamo|non_smettono",
    "perche ~1 non ~5",
    "fermata|fermate ~3",
    "malattia|congedo|aspettativa",
    "^ se|quando lei|tu|lui|io|nessuno|gli|ti|voi|qualcuno? non ~4 ;",
    "perche|chi|poiche|siccome lei|tu|lui|io|nessuno|gli|ti|voi|qualcuno? non ~4 ;",
    "io|noi|lui|lei_non|loro|gia|ancora non ~1 {write} ~1 ;",
    "non ~1 scrivo|scrissi|ho|abbiamo|hanno|ha|mando|invio|disturba|disturbo|disturbi|mi_disturba|mi_ricordo|ricordo|ricordavo|trovo|riesco|sono_riuscit*|chiamo|contatto|cerco|parlo|provo|mi_ha|ci_ha|mi_hanno|so|si_preoccup*|ti_preoccup* ~4",
    "clienti|cliente|gente|utenti|utente|persone|destinatari|candidati|iscritti|qualcuno|alcuni|capo|collega|amico|vicino|lui|loro|lettori|membri|chi|contatti|pazienti ~4 chied*|chies*|dic*|detto|vogl*|rispond*|scriv*|richied*|clicc* ~9",
    "tasso|tassi|link|pulsante|pagina|diritto|processo|modulo|gestione|richieste|richiesta|legge|clausola|numero|termine|intestazione|casella|flusso|motivi|motivo|statistiche|tema|percentuale|procedura ~2 disiscri*|cancellazion*|rimozion*|opt_out|optout|recess*|stop|annullament*|oppos*",
    "opt_out|disiscrizioni|le_disiscrizioni|le_cancellazioni|cancellazioni",
    "come|quando|se gest*|tratt*|process*|rilev*|rispond*|reag* ~10 ;",
    "{remove} ~2 il|la|lo|i|gli|le|l|quel|quella|quello|questa|questo|un|una|mio_ultimo|mia_ultima|nostro|quei|quelle ~1 slide*|clausol*|riga|righe|colonn*|fras*|paragraf*|sezion*|pagin*|allegat*|file|ordin*|appuntament*|riunion*|invit*|comment*|logo*|foto*|immagin*|bozz*|link|copi*|version*|punt*|parol*|prov*|duplicat*|grafic*|messaggio|nota|note|virgol*|post|document*|contratto|offert*|prenotazion*|voce|voci|camp*|ultim*|ticket|account|abbonament*|branch|test|diapositiv*",
    "togl*|tolg*|rimuov*|cancell*|escl* ~3 da|dal|dalla|dai|dagli|dall ~2 invitati|partecipanti|gruppo|conversazione|invito|riunione|chat|programma|progetto|relatori|slide|documento|attesa|copia|canale|calendario|evento|verbale|spesa|turni|thread|ospiti|ordine_del_giorno",
    "lista|liste|elenco d|degli|dei|della|di ~1 invitati|attesa|spesa|presenze|prezzi|relatori|ospiti|partecipanti|candidati|desideri|nozze",
    "per|se ~2 non|cancellarsi|disiscriversi|annullare|smettere|desidera|vuoi|vuole|desideri|desiderate|volete|cancellare|disiscriverti ~8 clicc*|qui|rispond*|visit*|inviare|invia_una|scriv*_a ~5",
    "clicc* ~5 cancellar*|disiscriver*|qui|annullar*",
    "cancellarsi|disiscriversi|disiscriviti|annulla_iscrizione qui|:|;|in",
    "per_errore|destinatario|errore ~~15 cancell*|elimin*|distrugg*|avvis*|avvert* ~4",
    "scus*|ignor*|dimentic*|annull* ~5 stop|disiscrizione|messaggio_precedente|richiesta_precedente ~2",
    "cartella|filtro|nello|nella|in|lo|tra_lo ~1 di? spam",
    "basta con_un|con_una|cosi_poco|che|un|una|un_messaggio|una_mail|chiedere|scrivere|poco|chiamare|dire|la|il|cliccare",
    "fine mese|anno|settimana|trimestre|giornata|del|della|di|agosto|luglio|giugno|settembre|ottobre",
];

const FINAL_REQUESTS: &[&str] = &[
    "se ~4 {write|ancora} ~~8 {consequence}",
    "di_non_farlo",
    "non_lo_faccia ~1 piu|mai",
    "un|una|un_altro|un_altra|altro|altra|ancora|al|alla|prossimo|prossima|solo ~1 {message|volta|solo|sola|altro|altra|prossimo} ~2 {message|volta}? ~~5 e|vi|la|ti|o|sara|procedo|vado|mi|il ~4 {consequence}",
    "se ~3 {write|insist*|ricev*|persist*|continu*|riprov*|ci_riprov*} ~~8 vi|la|ti|mi|procedo|procedero|vado|il|sara|passo|passero|far* ~4 {consequence}",
    "{write} ~3 ancora|un_altra_volta|di_nuovo ~~3 e ~5 {consequence}",
    "ultimo|ultima avviso|avvertimento|volta_che",
    "o|altrimenti|se_no|senno|in_caso_contrario ~4 {consequence}",
    "prossima|prossimo volta|messaggio ~~5 {consequence}",
    "ne ~~4 ne ~~4",
    "no|non ~~4 ne|e ~1 mai|neanche|nemmeno|neppure|dopo|poi",
    "no|non ~~3 ne ~~3 mai|ne",
    "ne_ora_ne|ne_allora|ne_mai|mai_e_poi_mai|ora_ne_mai|ne_adesso|ne_prima_ne",
    "non ~~3 ne ~~3",
];

const REMOVALS: &[&str] = &[
    "{remove} ~4 da|dal|dalla|dai|dagli|dalle|dall ~3 {list}",
    "toglimi|toglietemi|toglieteci|togliermi|toglierci|rimuovimi|rimuovetemi|rimuoveteci|rimuovermi|rimuoverci|cancellami|cancellatemi|cancellateci|cancellarmi|cancellarci|eliminami|eliminatemi|eliminateci|eliminarmi|disiscrivimi|disiscrivetemi|disiscrivermi|disiscriveteci|depennami|depennatemi|depennarmi|escludetemi|escludimi|escludermi|dimenticami|dimenticatemi|dimenticarmi|levatemi|levami|levarmi|cavatemi|scordatemi|dimenticatevi|si_dimentichi_di_me|dimenticati_di_me|dimenticatevi_di_me ~1 ;|dal_vostro|dalla_vostra|dal_suo|dalla_sua|dal_tuo|dalla_tua|dalle_vostre|dai_vostri|da_tutto|da_qui|subito|per|immediatamente|e|che|tutto|completamente|grazie",
    "mi|ci ~1 tolga|tolgano|rimuova|rimuovano|cancelli|cancellino|elimini|eliminino|disiscriva|disiscrivano|depenni|escluda|escludano|dimentichi|dimentichino|levi|togliete|cancellate|rimuovete ~1 ;|subito|per|immediatamente|e|pure|cortesemente|gentilmente|grazie",
    "non ~1 vogl*|desider*|intend* ~2 essere|stare|restare|comparire|figurare|far_parte|rimanere ~3 {list}",
    "come|dove|modo|maniera ~4 disiscriv*|cancell*|mi_tolgo|togliermi|esco|uscire|rimuov*|smettere_di_ricevere|annull*|mi_levo|fermare_questi|fermo_questi|si_esce|farmi_togliere|farmi_cancellare|non_ricevere|fermo|disattiv*|bloccare_questi",
    "{remove|dimentic*|perd*|distrugg*|scord*|butt*} ~3 miei|mio|mia|mie|tutti|nostri|nostro|nostra|questo|tutto|qualsiasi|tutte ~2 {mine|cio_che|quello_che|dati}",
    "dimentic*|scord* ~1 il|di|la|che ~1 mio|mia|esist*|me",
    "cancellazione|eliminazione|rimozione|soppressione|oblio ~3 miei|mio|mia|nostri|tutti|dati|nominativo|mie ~1 {mine}?",
    "oppon*|oppong*|opposizione|mi_oppongo ~6 dati|trattamento|uso|contatt*|comunicazioni|utilizz*|pubblicita",
    "esercit* ~3 diritt*",
    "ritir*|revoc*|annull* ~3 consenso|permesso|autorizzazione",
    "non ~3 acconsent*|autorizz*|do|presto|dato|permett*|avete|ha|accett*|consent* ~5 contatt*|utilizz*|us*|conserv*|tratt*|consenso|permesso|autorizzazione|dati|{message}",
    "nego|viet*|diffid* ~5 {write|message|uso|dati|contatt*|consenso|trattamento|utilizz*}",
    "non ~2 us*|utilizz*|conserv*|condivid*|tratt*|memorizz*|tene*|teng* ~1 piu? ~1 miei|mio|mia|i_miei|il_mio ~1 {mine}",
    "gdpr|articolo_17|articolo_21|art_17|art_21|diritto_all_oblio|diritto_alla_cancellazione ~~9 cancell*|elimin*|oppon*|oppong*|rimuov*|;",
    "elimin*|cancell*|rimuov* ~~9 gdpr|articolo_17|art_17",
    "mett*|inser*|iscriv*|aggiung* ~4 lista|elenco|registro ~1 nera|di_esclusione|delle_opposizioni|di_blocco|dei_non|esclusione|robinson|da_non|dei_bloccati",
    "lista_nera|black_list|blacklist|registro_delle_opposizioni|da_non_contattare",
    "voglio|vorrei|desidero|chiedo|richiedo|esigo|vogliamo|vorremmo|prego|gradirei|pretendo ~3 disiscriver*|uscire_d*|essere_rimoss*|essere_cancellat*|essere_eliminat*|essere_tolt*|che_mi_rimuov*|che_mi_tolg*|che_mi_cancell*|cancellarmi|la_cancellazione|la_rimozione|essere_dimenticat*|annullare_l_iscrizione|che_cancell*|che_elimin*|farmi_cancellare|farmi_togliere|togliermi|che_venga|di_essere_cancellat*|di_essere_rimoss*|di_essere_tolt*|la_mia_cancellazione",
    "annull* ~1 l|la|mia|la_mia|questa ~1 iscrizione",
    "fuori ~1 da|dal|dalla|dalle|dai ~2 {list}",
    "tirar*|tir*|esc* fuori|me ~1 da|dal|dalla ~3 {list}",
];

const REQUESTS: &[&str] = &[
    "basta|stop {message}",
    "stop|basta ~1 ai|con_i|con_le|alle|agli ~2 {message}",
    "{non|nn|nun} ~1 {scriv*|mand*|invi*|contatt*|disturb*|cerc*} ~1 piu|nulla|niente",
    "non ~1 vogl*|desider* ~1 piu? ~1 essere|avere|ricevere ~2 {cercat*|chiamat*|notizie|contatt*|disturbat*|niente|nulla|vostre|altro}",
    "non ~1 far*|si_faccia|fatevi|fate|ti_far* ~1 piu? ~1 sentire|viv*",
    "nessuno ~6 {mi|ci} ~2 {write}",
    "la_smett*|smettetela|smettila ;|di|con",
    "non ~2 telefon*|chiam* ~1 piu|mai",
    "di_non_farlo|non_lo_faccia|non_lo_faccia_piu",
    "non|mai|ne|nemmeno|neanche|senza ~1 mi|ci|si|ti|vi|piu|continu*|insist*|occorr*|serve|servono|c_e|bisogno|necess*|prov*|dev*|pot*|puo|vogl*|desider*|voler*|stia|stare|stiate|star*|si_permetta|permettetevi|osi|osate ~3 {write}",
    "non {write} ~1 mi|ci|piu|;|mai|oltre|ancora|di_nuovo|nessun*|qui|nulla|niente|a_questo|altro|altri|altre",
    "non|mai ~1 scriver*mi|scriver*|scrivermi|scrivetemi|contattarmi|contattatemi|mandarmi|mandatemi|inviarmi|inviatemi|chiamarmi|chiamatemi|disturbarmi|disturbatemi|scriverci|contattarci|cercarmi|cercatemi|importunarmi|scriveteci|contattateci|molestarmi|ricontattarmi|ricontattatemi|telefonarmi|telefonatemi|assillarmi|stressarmi|rompermi|disturbateci|disturbarci ~2 piu|;|oltre|ancora|mai|per|qui|su|con|a|in|di|e|grazie|neanche",
    "non|ne|mai ~1 vogl*|vorr*|desider*|ho|gradi*|intend*|aspett*|mi_va|sono ~1 che|ricever*|piu|saper*|essere|sentir*|nulla|niente|aver*|nessun*|legger*|di|bisogno|alcun* ~5 {write|message|contattat*|disturbat*|da_voi|da_lei|da_te|da_parte|saperne|sentirvi|sentirla|sentirti|vostri|suoi|tuoi|vostre|sue|piu_niente|nulla_da|di_voi|di_lei|questa_roba|roba|leggervi|leggerla|importunat*}",
    "prefer*|apprezz*|gradi*|vorr*|vogl*|preg*|chied*|esig*|desider*|insist*|suppl*|sarei|grat*|meglio|favore|cortesia|invit*|piacer*|ringraz*|prega|vi_prego|la_prego|ti_prego|raccomand*|pretend* ~6 non|mai|ne|di_non|che_non|se_non ~1 mi|ci|si|ti|vi|piu|continu*|ricever*|essere|saper*|aver*|fosse*|foste|venir* ~4 {write|ricev*|message|contattat*|disturbat*|saper*|da_voi|piu|nulla|sentir*}",
    "prefer*|apprezz*|gradi*|vorr*|preg*|chied*|esig*|desider*|insist*|sarei|favore|cortesia|invit*|piacer*|ringraz*|prega|potrest*|potrebb*|puoi|puo|potete|volete|vuole|vuoi ~4 {stop} ~3 di|con|da|ogni|qualsiasi|;|i|le|l|subito|la ~2 {write|message|molest*|;|in_pace|questa}",
    "{stop} ~1 la|subito|cortesemente|immediatamente? di|con|da ~2 {write|message|rompere|stressare|questi|questa|queste|insistere|tormentare|farmi|farci|i|le|sta|sti}",
    ":|favore|e|ma|ora|adesso|cortesia|grazie|piacere smett*|smettetela|smettila|la_smetta|finiscila|finitela|la_finisca|piantala|piantatela|la_pianti|fermatevi|fermati|si_fermi|la_smettete|la_smettono ;|per|subito|ora|adesso|davvero|di|grazie|immediatamente",
    "basta|finito|stop ~2 con|i|di|messaggi|le ~2 {message|scriver*|spam|insist*}",
    "niente|nessun|nessuna|nessuno|nulla|senza|zero|non ~1 piu|altri|altre|altro|altra|ulteriori|ulteriore|nuovi|nuove|voglio|desidero ~1 {message} ~2 ;|piu|da|per|di|su|grazie|in|pubblicitar*|commercial*|e|ne|e",
    "mai_piu|non_piu|niente_piu|nulla_piu ;|per|grazie|da_voi|mi|messaggi|contatti",
    "lasci*|lascia*|lasciar* ~2 in_pace|tranquill*|mi_stare !per|finche|che|il_tempo",
    "mi|ci lasci*|lascia* ~1 in_pace|stare|tranquill*",
    "vattene|andatevene|se_ne_vada|sparisc*|sparit*|spariscano|levati|levatevi|vaffanculo|affanculo|fanculo|fottiti|fottetevi|va_a_quel|vai_a_quel|andate_a_quel|va_al_diavolo|andate_al_diavolo|vai_al_diavolo|sta_zitto|stai_zitto|chiudi_il_becco|fuori_dai_piedi|fuori_dalle|togliti_dai|toglietevi_dai|si_tolga_dai|giu_le_mani|smamma|smammate|gira_al_largo|girate_al_largo|alla_larga|fila_via|crepa",
    "risparmi* ~2 il|la|lo|le|mi|si|ti|ci|un|altro|i|pure|gli|l ~2 {message|fatica|sforzo|disturbo|prossim*|solleciti|tempo|promemoria|reminder|ulterior*|altri}",
    "si_risparmi|risparmiati|risparmiatevi|risparmiatemi|risparmiami|mi_risparmi ~3",
    "non|inutile|superfluo ~1 occorr*|serv*|c_e|ce|e|bisogno|necess*|vale|si_disturbi|disturbarti|disturbatevi|sara|ha_senso|e_il_caso ~3 {promemoria|sollecit*|insist*|scriv*|contatt*|ricontatt*|riscriv*|ricord*|follow_up|richiam*|altri|ulteriori|riprov*|mandar*|seguit*|farsi|farti|farvi|di_riscriv*|rifarsi}",
    "inutile|superfluo|superflui ~2 {write|message|insist*|ricontatt*|riscriv*}",
    "astener*|asteng*|astenetevi|astieniti|si_astenga|astenersi|evit*|desist* ~3 {write|contattar*|message|continuar*|dal|;|ulteriori|in_futuro|qualsiasi|ogni|di}",
    "cess*|sospend*|interromp*|ferm*|metta_fine|mettete_fine|metti_fine|porre_fine|termin*|chiud* ~2 ogni|i|le|gli|tutte|tutti|qualsiasi|questi|queste|immediatamente|l|la|questo ~2 {message|contatt*|invio|write|molesti*|comunicazion*}",
    "che sia|questo|questa|sara|e ~3 ultimo|ultima ~1 {message|volta}",
    "non ~2 puo|potete|dev*|ha|avete|siete|e ~2 permesso|autorizzat*|diritto|il_permesso|consentito|gradit* ~4 {write|contatt*}?",
    "ulteriori|altri|vostri|suoi|tuoi ~1 {message} ~2 non ~1 gradit*|desiderat*|richiest*",
    "che|se ~1 non|smett*|la_smett* ~1 mi|ci|di|piu|continu* ~3 {write|in_pace}",
    "non|nulla|niente ~1 voglio|desidero|piu ~1 a_che|aver*|nessun ~2 fare_con|contatto|che_fare|rapporti",
    "chiudiamola_qui|finiamola_qui|la_chiudiamo_qui|fermiamoci_qui|stia_alla_larga|state_alla_larga|stia_lontano|state_lontani|nemmeno_un_messaggio|neanche_un_altro",
    "da_voi|da_lei|da_te|di_voi|di_lei ~3 nulla|niente|piu ~1 ;|nulla|sapere|sentire|ricevere|niente",
];

const REFUSALS: &[&str] = &[
    ": siamo|sono a_posto ;|cosi|grazie",
    "non|nessun|nessuna|niente|poco|zero|nulla ~2 interess*|bisogno|fa_per_me|fa_per_noi|rilevant*|ci_serv*|mi_serv*|cerc*|convint*|serve|servono|pertinent*|compro|adatt*|in_linea|necess*",
    "^ no grazie|;|insist*",
    "no_grazie|grazie_ma_no|grazie_no|passo_grazie|declino|decliniamo|rifiuto|devo_declinare|non_conti|non_contate|no_e_no|buona_fortuna|in_bocca_al_lupo|buon_proseguimento|in_pensione|pensionat*|non_lavoro_piu|ho_lasciato_l_azienda|buon_lavoro|tanti_auguri_per|a_posto_cosi|stiamo_bene_cosi",
    "abbiamo|ho|lavoriamo|siamo|usiamo|uso ~1 gia ~4 fornitor*|soluzion*|agenzia|strumento|partner|qualcuno|copert*|servit*|team|sistema|a_posto|commercialista|consulente|chi|tutto",
    "gia ~1 un|una|fornitor*|copert*|servit*|a_posto|seguit* ~3",
    "soddisfatt*|content*|copert*|servit* di|del|con|siamo|cosi|;",
    "persona|numero|contatto|indirizzo|destinatari*|azienda|ufficio ~1 sbagliat*|errat*",
    "sbagliat* ~2 persona|numero|contatto|indirizzo|azienda",
    "non_sono ~2 persona|giusta|adatta|referente|contatto",
    "non ~2 rispond*|leggo|leggero|leggere ~1 a|piu|nessun|;|questi|queste|ai",
    "non|qui|basta|niente|no ~3 vend*|vendite|pubblicita|commercial*|propaganda|annunci|promozion*|pitch*|venditor*",
];

const COMPLAINTS: &[&str] = &[
    "spam|spammer|truff*|molesti*|invadent*|invasiv*|intrusiv*|copia_e_incolla|copia_incolla|copiaincolla|copincolla|modello|template|automatic*|automatizzat*|robot|bot|di_massa|massivo|massive|in_massa|chatgpt|non_richiest*|phishing|insistent*|stanco|stanca|stufo|stufa|stufi|stancato|seccant*|fastidios*|che_faccia_tosta|faccia_tosta|vergogn*|sfacciat*|maleducat*|ridicol*|insopportabil*|petulant*|poco_professional*|perdita_di_tempo|perdere_tempo|perda_tempo|mio_tempo|suo_tempo|scocciator*|rottura|rompiscatole|rotto|generat*_da|generic*|pressapochist*|prestampat*",
    "da_dove|dove|come|chi ~4 pres*|trovat*|ottenut*|avut*|ha|avete|dato|sap*|arriv*|recuperat* ~4 {mine|mio|miei|mia|mi}",
    "segnalat*|bloccat*|segnalo|blocco|vi_segnalo|la_segnalo|vi_blocco|la_blocco|denuncio|sto_segnalando|segnalero|blocchero|denuncero|contrassegnat*|vado_a_segnalare",
    "terzo|terza|quarto|quarta|quinto|quinta|decimo|decima|ennesimo|ennesima|centesim* ~1 {message|volta}",
    "ora_basta|adesso_basta|sul_serio|sta_scherzando|scherzate|state_scherzando|ancora_voi|ancora_lei|ancora_tu|quante_volte|quale_parte|cosa_non_le|no_e_no|con_che_diritto|a_che_titolo|ma_dai|e_che_palle|che_palle|che_noia|uffa|ma_insomma|non_se_ne_puo_piu|non_ne_posso_piu|ne_ho_abbastanza|ne_ho_piene|non_capite|ci_risiamo|eccoci_di_nuovo|di_nuovo_voi|ancora_con_questa|ancora_questa|per_l_amor",
    "mai|non ~2 chiest*|richiest*|iscritt*|acconsentit*|autorizzat*|dato_il_consenso|registrat*",
    "gia ~3 detto|rispost*|rifiutat* ~3",
];

const DOORS: &[&str] = &[
    "scriva|scrivete|contatti|contattate|chieda|chiedete|chiedi|scrivi|senta|senti ~1 a|ad|al|alla|mio|mia ~1",
    "quello|quella|indirizzo|numero ~2 buono|buona|nuovo|giusto|corretto|attuale",
    "indirizzo|numero ~2 buono|nuovo|giusto|corretto",
    "scriv*|contatt*|chiam*|mand*|invi*|meglio|avvis*|parl*|telefon*|sent* ~1 mi|ci|gli|le|lo|pure|a_me|direttamente|meglio ~3 direttamente|pure|meglio|via|per|al|a_me|alla|quando|se|il|la|un|una|da|dopo|i|le|su|in|piuttosto|sul|nel|con|tra|domani",
    "scrivimi|scrivetemi|mi_scriva|mi_scrivano|chiamami|chiamatemi|mi_chiami|mi_chiamino|mandami|mandatemi|mi_mandi|inviami|inviatemi|mi_invii|contattami|contattatemi|mi_contatti|scriveteci|chiamateci|ci_scriva|ci_chiami|mandamelo|me_lo_mandi|scrivile|scrivigli|la_scriva|gli_scriva|risentiamoci|sentiamoci|mi_telefoni|telefonami|mi_ricontatti|ricontattami|ricontattatemi ~3 !ancora_e|di_nuovo_e",
    "meglio|preferisco|preferibil*|piuttosto|invece|bensi|semmai ~4 via|mail|telefono|email|e_mail|direttamente|chiam*|scriv*|whatsapp|a_me|teams|voce|persona|per|la_mia|il_mio|alla|al",
    "via|per|alla|al|su|sulla ~1 mail|email|e_mail|telefono|whatsapp|teams|slack|ufficio|cellulare ~3 meglio|direttamente|per_favore|e|se|sono|rispondo|grazie|invece|va",
    "solo|soltanto|unicamente|tranne|salvo|eccetto ~3 via|per|se|quando|in|mail|email|telefono",
    "usa|usi|usate|utilizzi ~3 mail|email|telefono|indirizzo|numero",
    "parl*|scriv*|contatt*|chied*|rivolg*|chiam*|sent* ~4 collega|colleghi|capo|direttor*|team|reparto|ufficio|responsabile|lei_direttamente|lui_direttamente|socio|socia|acquisti|hr|successor*|referente|assistente|segretari*",
    "persona|referente|responsabile giusta|corretta|adatta|e|del|della|per",
    "volentieri|con_piacere|sarebbe_un_piacere|felice|lieto|lieta|non_vedo_l_ora|mi_farebbe_piacere|mi_fa_piacere ~3",
    "continu* ~1 pure|a_scrivermi|cosi|a_mandar*|a_scriv*|a_inviar*",
    "sentiamoci|ci_sentiamo|risentiamoci|vediamoci|ci_vediamo|parliamone|riparliamone|ne_riparliamo|ne_parliamo|riprendiamo|fissiamo|restiamo_in_contatto|rimaniamo_in_contatto|teniamoci|possiamo_sentirci|possiamo_parlare|passiamo|diamoci_del|organizziamo|facciamo|spostiamo",
    "riprov*|ricontatt*|riscriv*|richiam*|torn*|prov*|risent* ~4 a|tra|fra|dopo|in|dal|da|verso|piu_avanti|prossim*|piu_tardi|nel",
    "le|ti|vi|ci ~1 scrivo|scrivero|chiamo|chiamero|rispondo|rispondero|contatto|contattero|aggiorno|faccio_sapere|mando|giro|inoltro|richiamo|ricontatto",
    "mand*|invi*|gir*|inoltr*|condivid* ~1 mi|ci|gli|le|me_l|me_lo|pure ~1 il|la|i|le|un|una|piu|l|lo|altro",
    "una_volta_al|una_volta_a|meno_messaggi|meno_spesso|cosi_spesso|troppo_spesso|ogni_giorno|tutti_i_giorni|al_massimo|al_mese|a_settimana",
    "rimett*|reinser*|riscriv*|reiscriv*|riattiv* ~2 lista|newsletter|elenco|mailing|me|mi",
    "reiscriv*|rimettimi|rimettetemi|per_errore|per_sbaglio|ho_cambiato_idea|cambiato_idea|chat_sbagliata|non_era_per|era_per_un|scherzavo|era_uno_scherzo|mi_sono_sbagliat*|conversazione_sbagliata|finestra_sbagliata|intendevo",
    "nel_gruppo|sul_gruppo|in_questa_chat|vocali|vocale|note_vocali|messaggi_vocali|in_italiano|in_inglese|in_pdf|in_copia|mio_assistente|mia_assistente|mia_segretaria|a_presto|a_domani|a_lunedi|a_martedi|ci_mancherebbe|nessun_problema|non_c_e_problema",
];

const DEFERRALS: &[&str] = &[
    "per|via|al|su ~1 telefono|sms|whatsapp|telegram|cellulare|facebook|instagram|voce",
    "prima|fino|dopo|durante|in|da|entro|per|tra|fra|a|ad|questo|questa|questi|queste|il|la|l|le|di|del|della|nel|nella|nelle|al|alla|nei|prossim*|fine|meta|inizio|dal|dalla ~3 {time}",
    "prima|fino|finche|dopo|mentre|quando|salvo|tranne|appena|fintanto|finquando ~1 di|che|non|a|io|ho|sono|abbiamo|il|la|mio|mia|se|torno|finisco|questo|al|alla",
    "per_ora|per_il_momento|al_momento|in_questo_momento|adesso_no|ora_no|oggi|domani|stasera|questa_settimana|ancora_non|piu_tardi|piu_avanti|nel_weekend|nel_fine|fuori_orario|cosi_presto|cosi_tardi|nel_frattempo|temporaneamente|di_notte|la_sera|la_notte",
];

const SOFTENERS: &[&str] = &[
    "ma|pero|tuttavia|forse|magari|piu_tardi|piu_avanti|attualmente|per_ora|per_il_momento|al_momento|in_questo_momento|prossim*|meglio|bensi|volentieri|ottimo|perfetto|benissimo|congratulazioni|complimenti|certo|d_accordo|va_bene|le_scrivo|ti_scrivo|contratto|riunione|appuntamento|posizione|candidat*|mi_dispiace|scus*|nessun_problema|non_si_preoccupi|non_preoccuparti|allegato|ricevuto|grazie_per_il|grazie_per_la|grazie_per_l",
    "{month}|lunedi|martedi|mercoledi|giovedi|venerdi|sabato|domenica|domani|oggi|q1|q2|q3|q4",
];
