//! French: lists of words, and chat spellings.

use crate::opt_out::pattern::Classes;

pub(super) const CLASSES: Classes = &[
    (
        "common",
        "le|la|les|et|je|vous|est|ne|pas|mon|ma|mes|votre|vos|de|des|du|un|une|pour|sur|plus|nous|merci|avec|dans|ce|cette|que|qui|il|en|ai|suis|au|bonjour|mais|tres|n|j|d|l|moi|c|si|tu|te|toi|ton|ta|tes|se|sa|son|ses|lui|leur|on|y|etes|sont|etre|avoir|avez|as|a|aux|par|qu|s|t|quand|comme|jamais|rien|tout|tous|toute|meme|ou|donc|car|encore|deja|bien|cela|ca|svp|stp|ici|non|pouvez|arretez|msg|notre|nos|aux|ces|cet|liste|message|messages|adresse|numero|retirez",
    ),
    (
        "bare_request",
        "stop|stop_stop|stop_svp|arret|arretez|arrete|arretez_ca|arrete_ca|arreter|arretez_tout|desabonner|desabonnement|desabonnez_moi|desinscription|desinscrire|desinscrivez_moi|me_desabonner|me_desinscrire|supprimer|suppression|supprimez|supprimez_moi|retirer|retirez_moi|resiliation|resilier|unsubscribe|ca_suffit|assez|fin|basta|laissez_moi_tranquille|fichez_moi_la_paix|foutez_moi_la_paix|lache_moi|lachez_moi|degage|degagez|cessez|cesse|plus_jamais|jamais_plus|plus_de_messages|plus_de_message|oubliez_moi|radiation|radiez_moi|ne_me_contactez_plus|opposition|halte|terminer|annuler|c_est_fini|plus_de_mails|plus_de_mail|plus_de_pub|plus_rien|ne_m_ecrivez_plus|ne_m_ecris_plus|ne_me_contacte_plus|ne_m_appelez_plus|ne_m_appelle_plus|ne_pas_me_contacter|ne_plus_me_contacter|ne_plus_contacter|n_insistez_pas|n_insiste_pas|laissez_tomber_svp|foutez_le_camp|tirez_vous|barrez_vous|casse_toi|cassez_vous|va_t_en|allez_vous_en|dehors|hors_de_ma_vue|du_balai|enlevez_moi|enleve_moi|retire_moi|supprime_moi|desabonne_moi|desinscris_moi|me_desabonner_svp|je_me_desabonne|je_me_desinscris|je_veux_me_desabonner|je_veux_me_desinscrire|desinscription_svp|stop_pub|stop_spam|stop_aux_messages|stop_messages|stop_mails|arretez_svp|arrete_stp|stop_quoi|stop_la|suffit|ca_suffit_maintenant|remove|opt_out|effacez_moi|efface_moi|rayez_moi|ne_pas_deranger|fichez_le_camp|lache_moi_la_grappe|lachez_nous|laissez_nous_tranquilles|laisse_moi_tranquille|fous_moi_la_paix|fiche_moi_la_paix|effacez|enlevez|rayez|otez|desinscrivez|desabonnez|retirez|c_est_termine|c_est_clos|termine|point_final_merci|plus_de_ca|plus_ca|plus_de_tout_ca|va_te_faire_foutre|va_te_faire_voir|allez_vous_faire_foutre|allez_vous_faire_voir|ta_gueule|ferme_la|fermez_la|nique_ta_mere",
    ),
    (
        "bare_refusal",
        "non|nan|no|non_merci|merci_non|pas_interesse|pas_interessee|pas_interesses|jamais|sans_interet|aucun_interet|spam|arnaque|serieusement|serieux|vraiment|sans_facon|pas_pour_moi|pas_besoin|pas_du_tout|bloque|signale|signale_et_bloque|bloque_et_signale|encore|encore_vous|pff|pfff|pf|n_importe_quoi|mauvaise_personne|mauvais_numero|certainement_pas|surement_pas|hors_de_question|pas_question|encore_un_robot|robot|bot|lourd|relou|wtf",
    ),
    (
        "past",
        "deja|ai_dit|ai_ecrit|ai_demande|avais|avions|avons_demande|avons_dit|troisieme|quatrieme",
    ),
    (
        "negation",
        "ne|n|pas|plus|rien|aucun|aucune|jamais|ni|sans|non|nul",
    ),
    (
        "courtesy",
        "s_il_vous_plait|s_il_te_plait|merci_de_votre_comprehension|merci_pour_votre_comprehension|merci_pour_votre_message|merci_de_votre_message|bonne_fin_de_journee|merci_d_avance|bien_a_vous|tout_de_suite|bon_week_end|merci_beaucoup|bonne_journee|bonne_soiree|d_accord|bonne_continuation|bonne_chance|bon_courage|sans_rancune|belle_journee|svp|stp|merci|bonjour|bonsoir|salut|cher|chere|monsieur|madame|cordialement|ok|desole|desolee|alors|et|maintenant|mais|allez|immediatement|cdt|cdlt|salutations|pls|plz",
    ),
    (
        "write",
        "mecri*|mappel*|menvoy*|mecontact*|ecri*|contact*|recontact*|re_contact*|envoy*|envoi*|renvoy*|appel*|telephon*|rappel*|sollicit*|relanc*|derang*|harcel*|embet*|importun*|spam*|joindre|joignez|joign*|adress*|demarch*|prospect*|mailer|mailez|parl*|ping*|approch*|pollu*|bombard*|revenir|reviens|revenez|tanner|tannez|saoul*|soul*|ennuy*|inond*|reecri*|reessay*|insist*|inboxe*|deranger|emmerd*|fatigu*|communiqu*|enquiqu*|gener|recri*|reprendre_contact|reprenez_contact|reprends_contact|repreniez_contact|entrer_en_contact|entrez_en_contact|prendre_contact|prenez_contact|prends_contact|texter|textez|texte|notifi*|cibl*|vous_manifest*|te_manifest*|casser_les|cassez_les|casse_les|gonfl*|gav*|pourri*|squatt*|toquer|retent*|tenter|tentez|tente|essayer|essayez|recommencez|recommencer|tanne|repond*|rappeler|tague*|taguer|identifier|invit*|revend*|sauter_dessus|faire_signe|donner_signe|solicit*|contcat*|relacer|ecire|ecirvez|envoyé|proposer|proposez|propose|inonder|mitraill*|faire_chier|faites_chier|fais_chier|demander_encore|reiter*|venir_me|venez_me|vendre_quoi|essay*",
    ),
    (
        "me",
        "me|m|nous|moi|mon_equipe|notre_equipe|notre_entreprise|notre_societe|notre_cabinet|notre_ecole|mes_collegues|mes_collaborateurs|nos_equipes|nos_collaborateurs|nos_salaries|notre_service|notre_bureau|personne_ici|personne_chez_nous|ce_numero|cette_adresse|ce_compte|notre_association|mes_equipes|nos_enseignants|notre_etude|ma_boite|ma_messagerie|mes_salaries|nos_infirmieres|nos_profs|nos_professeurs|notre_personnel|mes_employes|quiconque_ici|quiconque_chez_nous|mes_clients|mon_associe|mon_patron|notre_mairie|notre_direction|mon_compte|ma_boite_mail|mon_linkedin|ce_mail|ce_profil|cette_boite|mon_telephone|nos_*|notre_*",
    ),
    (
        "stop",
        "arret*|cess*|stop|stopp*|finiss*|abstenir|abstenez|abstiens|evit*|renonc*",
    ),
    (
        "message",
        "message|messages|mail|mails|email|emails|e_mail|e_mails|courriel|courriels|mp|sollicitation|sollicitations|relance|relances|rappel|rappels|publicite|publicites|pub|pubs|spam|spams|contact|contacts|prise_de_contact|prises_de_contact|newsletter|newsletters|communication|communications|invitation|invitations|inmail|inmails|offre|offres|appel|appels|courrier|courriers|propositions|proposition|envois|envoi|harcelement|campagne|campagnes|textos|texto|sms|approche|approches|correspondance|infolettre|infolettres|lettres|notes|tentatives|annonces|promo|promos|message_de_votre_part|mailing|mailings|msg|com|comm|propagande|spamming|insistance|insistances|coups_de_fil|coup_de_fil|texte|textes|trucs|truc|conneries|salades|baratin|blabla|boniments|boniment|bla_bla|lettre|demande_de_contact|demandes|sollicitation_commerciale|communication_de_votre|tentative|echange|mails_publicitaires|argumentaires|demarches|demarche|marketing|dm|dms|infos|reclames|reclame|demandes_de_connexion|demande_de_connexion|demandes_de_contact|invitations_linkedin|demandes_de_mise_en_relation|mises_en_relation|mise_en_relation|demandes_d_ajout|envois_futurs|envoi_futur",
    ),
    (
        "list",
        "liste|listes|base|bases|fichier|fichiers|crm|campagne|campagnes|newsletter|mailing|mailings|diffusion|contacts|repertoire|carnet|sequence|sequences|envois|prospection|systeme|systemes|registre|registres|automatisation|cibles|cible|infolettre|infolettres|prospects|tunnel|outil|bdd|annuaire|publipostage|prospect|leads|lead|clients|clientele|marketing|excel|destinataires|mails|emails|messages|abonnes|publicite|com|communication|bases_de_donnees|base_de_donnees|adressage|sollicitations|relances|relance|demarchage|cadence|abonnement|plateforme|programme|listing|listings|envoi|pipeline|carnets|appels|programme_d_e_mailing|emailing|e_mailing|service_d_envoi",
    ),
    (
        "remove",
        "retir*|supprim*|enlev*|effac*|ray*|radi*|ot|otez|oter|ote|sort*|sors|desabonn*|desinscri*|elimin*|exclu*|vir*|detrui*|purg*|bann*|degag*|biff*|gomm*|deregistr*|desabon*|desincri*|desinscir*|nettoy*|sup|suprim*|oubli*|dego*|jet*|jette|jetez|desactiv*",
    ),
    (
        "mine",
        "donnees|numero|numeros|coordonnees|adresse|mail|email|nom|contact|profil|informations|infos|fiche|telephone|portable|renseignements|dossier|nos_noms|nos_donnees|donnee|tel|whatsapp|mails|traces|trace|identite|infos_perso|entreprise|societe|cabinet",
    ),
    (
        "consequence",
        "signal*|bloqu*|avocat*|plainte|cnil|justice|juridique*|linkedin|porte_plainte|denonc*|tribunal*|poursui*|police|harcelement|spam|autorite*|rgpd|consequences|juridique|service_juridique|contentieux|rh|direction|reclamation|conciliateur|hierarchie|signalement|avocate|dgccrf|blacklist*|pharos|facture*|facturer*|patron|employeur|superieur*|prefecture|signal_spam|inspection|defenseur|prudhommes|consommateurs|fraudes|repression",
    ),
    (
        "month",
        "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre",
    ),
    (
        "time",
        "{month}|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|semaine|semaines|mois|trimestre|semestre|annee|an|ans|rentree|l_ete|cet_ete|en_ete|d_ete|automne|hiver|printemps|vacances|conges|noel|paques|week_end|weekend|week_ends|q1|q2|q3|q4|t1|t2|t3|t4|18_h|heures|heure|midi|jours|salon|examen|examens|conge|lancement|retour|matin|soir|nuit|fetes|budget|mariage|demenagement",
    ),
    (
        "reminder",
        "rappel|rappels|relance|relances|relancer|relancez|relance_moi|rappeler|suivi|piqure|recontacter|insister|reessayer|retenter|relanciez|relances_pas|charge",
    ),
    (
        "authority",
        "avocat*|juriste*|service_juridique|juridique|patron*|direction|directeur|directrice|chef|superieur*|hierarchie|pdg|police|cnil|dgccrf|tribunal|huissier|dpo|plainte|facture|employeur|gendarmerie|repression_des_fraudes|responsable|signal_conso|manager|conseil|autorite|delegue",
    ),
    (
        "lastly",
        "prochain_message|prochaine_fois|prochain_mail|prochain_appel|prochain_coup|encore|une_fois_de_plus|un_de_plus|une_de_plus|un_autre_message|nouveau_message|a_nouveau|de_nouveau|moindre_message|autre_message|chaque_nouveau|tout_nouveau|toute_nouvelle|prochaine_relance|quatrieme_message|troisieme_message|cinquieme_message|recommences|recommencez",
    ),
    (
        "turning",
        "part|partira|ira|va|sera|parle|parlerai|parler|transmets|transmis|transferer|transfere|contacte|contacterai|appelle|appellerai|saisis|saisirai|previens|previendrai|alerte|informe|informerai|envoie|adresse|entendre|nouvelles|repondra|regler|porte|porterai|vois|passe|file|finit|finira|aura|recevra|ecris|directement|copie|c_est|avez_affaire",
    ),
    (
        "bare_removal",
        "supprimez_les|effacez_les|retirez_les|supprimez_le|effacez_le|supprimez_la|supprimez_tout|effacez_tout|supprime_les|efface_les|supprime_le|efface_le",
    ),
];

pub(super) const CHAT: &[(&str, &str)] = &[
    ("bcp", "beaucoup"),
    ("cest", "c est"),
    ("chui", "je suis"),
    ("daccord", "d accord"),
    ("ds", "dans"),
    ("jai", "j ai"),
    ("jen", "j en"),
    ("jme", "je me"),
    ("jveux", "je veux"),
    ("mappeler", "m appeler"),
    ("mappelez", "m appelez"),
    ("mappelle", "m appelle"),
    ("mcontacte", "me contacte"),
    ("mcontactez", "me contactez"),
    ("mecrire", "m ecrire"),
    ("mecris", "m ecris"),
    ("mecrive", "m ecrive"),
    ("mecrivez", "m ecrivez"),
    ("menvoyer", "m envoyer"),
    ("menvoyez", "m envoyez"),
    ("mess", "message"),
    ("msg", "message"),
    ("msgs", "messages"),
    ("ns", "nous"),
    ("pk", "pourquoi"),
    ("pls", "svp"),
    ("plu", "plus"),
    ("plz", "svp"),
    ("pq", "pourquoi"),
    ("pr", "pour"),
    ("qd", "quand"),
    ("quil", "qu il"),
    ("tt", "tout"),
    ("vs", "vous"),
];
