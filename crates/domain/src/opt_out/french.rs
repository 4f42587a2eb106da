//! French.

use super::language::Language;
use super::pattern::Classes;

pub(super) static LANGUAGE: Language = Language {
    code: "fr",
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
        "le|la|les|et|je|vous|est|ne|pas|mon|ma|mes|votre|vos|de|des|du|un|une|pour|sur|plus|nous|merci|avec|dans|ce|cette|que|qui|il|en|ai|suis|au|bonjour|mais|tres|n|j|d|l|moi|c",
    ),
    (
        "bare_request",
        "stop|stop_stop|stop_svp|arret|arretez|arrete|arretez_ca|arrete_ca|arreter|arretez_tout|desabonner|desabonnement|desabonnez_moi|desinscription|desinscrire|desinscrivez_moi|me_desabonner|me_desinscrire|supprimer|suppression|supprimez|supprimez_moi|retirer|retirez_moi|resiliation|resilier|unsubscribe|ca_suffit|assez|fin|basta|laissez_moi_tranquille|fichez_moi_la_paix|foutez_moi_la_paix|lache_moi|lachez_moi|degage|degagez|cessez|cesse|plus_jamais|jamais_plus|plus_de_messages|plus_de_message|oubliez_moi|radiation|radiez_moi|ne_me_contactez_plus|opposition|halte|terminer|annuler|c_est_fini",
    ),
    (
        "bare_refusal",
        "non|nan|no|non_merci|merci_non|pas_interesse|pas_interessee|pas_interesses|jamais|sans_interet|aucun_interet|spam|arnaque|serieusement|serieux|vraiment|sans_facon|pas_pour_moi|pas_besoin|pas_du_tout|bloque|signale|signale_et_bloque|bloque_et_signale|encore|encore_vous|pff|pfff|pf|n_importe_quoi|mauvaise_personne|mauvais_numero|certainement_pas|surement_pas|hors_de_question|pas_question|encore_un_robot|robot|bot|lourd|relou|wtf",
    ),
    (
        "courtesy",
        "s_il_vous_plait|s_il_te_plait|svp|stp|merci|merci_beaucoup|merci_d_avance|bonjour|bonsoir|salut|cher|chere|monsieur|madame|cordialement|bien_a_vous|ok|desole|desolee|alors|et|bonne_journee|bonne_soiree|maintenant|tout_de_suite|mais|allez|d_accord|immediatement",
    ),
    (
        "write",
        "mecri*|mappel*|menvoy*|mecontact*|ecri*|contact*|recontact*|re_contact*|envoy*|envoi*|renvoy*|appel*|telephon*|rappel*|sollicit*|relanc*|derang*|harcel*|embet*|importun*|spam*|joindre|joignez|joign*|adress*|demarch*|prospect*|mailer|mailez|parl*|ping*|approch*|pollu*|bombard*|revenir|reviens|revenez|tanner|tannez|saoul*|soul*|ennuy*|inond*|reecri*|reessay*|insist*|inboxe*|deranger|emmerd*|fatigu*|communiqu*|enquiqu*|gener",
    ),
    (
        "me",
        "me|m|nous|moi|mon_equipe|notre_equipe|notre_entreprise|notre_societe|notre_cabinet|notre_ecole|mes_collegues|mes_collaborateurs|nos_equipes|nos_collaborateurs|nos_salaries|notre_service|notre_bureau|personne_ici|personne_chez_nous|ce_numero|cette_adresse|ce_compte|notre_association|mes_equipes|nos_enseignants|notre_etude|ma_boite|ma_messagerie",
    ),
    (
        "stop",
        "arret*|cess*|stop|stopp*|finiss*|abstenir|abstenez|abstiens|evit*|renonc*",
    ),
    (
        "message",
        "message|messages|mail|mails|email|emails|e_mail|e_mails|courriel|courriels|mp|sollicitation|sollicitations|relance|relances|rappel|rappels|publicite|publicites|pub|pubs|spam|spams|contact|contacts|prise_de_contact|prises_de_contact|newsletter|newsletters|communication|communications|invitation|invitations|inmail|inmails|offre|offres|appel|appels|courrier|courriers|propositions|proposition|envois|envoi|harcelement|campagne|campagnes|textos|texto|sms|approche|approches|correspondance|infolettre|infolettres|lettres|notes|tentatives|annonces|promo|promos",
    ),
    (
        "list",
        "liste|listes|base|bases|fichier|fichiers|crm|campagne|campagnes|newsletter|mailing|mailings|diffusion|contacts|repertoire|carnet|sequence|sequences|envois|prospection|systeme|systemes|registre|registres|automatisation|cibles|cible|infolettre|infolettres|prospects|tunnel|outil|bdd|annuaire|publipostage",
    ),
    (
        "remove",
        "retir*|supprim*|enlev*|effac*|ray*|radi*|ot|otez|oter|ote|sort*|sors|desabonn*|desinscri*|elimin*|exclu*|vir*|detrui*|purg*|bann*|degag*",
    ),
    (
        "mine",
        "donnees|numero|numeros|coordonnees|adresse|mail|email|nom|contact|profil|informations|infos|fiche|telephone|portable|renseignements|dossier|nos_noms",
    ),
    (
        "consequence",
        "signal*|bloqu*|avocat*|plainte|cnil|justice|juridique*|linkedin|porte_plainte|denonc*|tribunal*|poursui*|police|harcelement|spam|autorite*|rgpd|consequences",
    ),
    (
        "month",
        "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre",
    ),
    (
        "time",
        "{month}|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|semaine|semaines|mois|trimestre|semestre|annee|an|ans|rentree|ete|automne|hiver|printemps|vacances|conges|noel|paques|week_end|weekend|week_ends|q1|q2|q3|q4|t1|t2|t3|t4|18_h|heures|heure|midi|jours|salon|examen|examens|conge|lancement|retour|matin|soir|nuit|fetes|budget|mariage|demenagement",
    ),
];

const MASKS: &[&str] = &[
    "ne|n ~3 pas encore",
    "je|on|nous|il ~1 ne|n ~1 recois|recevons|recoit|vois|trouve|trouvons|voyons ~1 plus|pas|aucun ~4",
    "ne pas ~1 oubli*",
    "envoy*|renvoy*|adress* ~4 facture*|contrat*|fichier*|document*|lien|liens|colis|devis|cv|rapport|brouillon|dossier|mot_de|piece*|bon_de",
    "n_est|ce_n|c_est pas|nullement ~2 spam|pub|demarchage|automatique|robot|arnaque",
    "n|m|ne|l|nous|vous ~1 a|ai|avez|as|avons|ont|avait|aviez|avais|aurait ~1 pas|jamais|plus|rien ~3",
    "n|ne ~2 hesit*|genez|gene|genes|oubli*|craign*|crains|manqu* ~2 pas|surtout|jamais ~~7",
    "n_hesitez|n_hesite|hesitez_pas|hesite_pas ~~7",
    "ne|n|surtout_pas ~2 arret*|cess*|stopp*|supprim*|retir*|desabonn*|desinscri*|renonc* ~1 pas|jamais|surtout|point|rien ~5",
    "arretez|arrete|cessez|cesse pas|jamais ~4",
    "n|ne ~2 {stop} ~1 pas|jamais|de|plus",
    "non_stop|sans_arret|sans_cesse|point_final",
    "arret|arrets ~1 maladie|de_travail|bus|de_bus|tram|de_tram|metro|du_metro|cardiaque|de_production|de_jeu|prolonge|minute|de_car|technique|sur_image|suivant|prochain|precedent|rer|gare|de_l_usine|de_la_ligne|complet|definitif",
    "en|un|mon|son|l|d|cet|prochain|dernier|premier|deuxieme|troisieme|chaque|a_l|conge|court|petit|le|du arret|arrets|stop",
    "pourquoi ~2 ne|n|pas ~6",
    "^ si|quand|lorsque|comme|puisque vous|tu|il|elle|je|on|nous ~1 ne|n ~5 ;",
    "puisque|car|comme vous|tu|il|elle|je|on|nous ~1 ne|n ~5 ;",
    "je|j|nous|il|elle|on|ils|elles ne|n ~2 {write} ~1 pas|plus|jamais ~2",
    "je|j|on|nous|il|elle|ils|a|ont|ai|avons|va|vais|allons|vont|dois|devons|faut|peux|peut|pour|sans {stop} ~1 de|d|a|au|en|la|les|le|sur|ici|?",
    "j_arrete|j_ai_arrete|on_arrete|nous_arretons|il_s_est_arrete|s_arret*|s_est_arrete*|nous_avons_arrete|arrete_pas|arretons|arretes|arretee",
    "clients|client|gens|utilisateurs|utilisateur|personnes|destinataires|prospects|candidats|abonnes|quelqu_un|certains|patron|patronne|chef|cheffe|collegue|ami|voisin|il|elle|ils|elles|lecteurs|membres|qui|contact|patients ~3 demand*|dit|disent|disait|ecri*|repond*|veu*|voul*|souhait*|clique*|demande ~10",
    "taux|lien|bouton|page|droit|processus|formulaire|gestion|demandes|demande|regles|clause|procedure|nombre|delai|en_tete|traitement|case|loi|legislation|parcours|statistiques|rubrique|sujet|motif|motifs ~2 desabonnement*|desinscription*|suppression*|opposition|opt_out|opt_outs|retrait|radiation|effacement|resiliation",
    "desabonnements|desinscriptions|les_opt_out|les_optout|l_opt_out|vos_opt_out|opt_out|opt_outs|desinscriptions",
    "comment|quand|si gerez|gerer|traitez|traiter|traite|gere|detectez|detecter|faites|faire ~10 ;",
    "{remove} ~2 la|le|les|l|cette|ce|ces|cet|une|un|mon_dernier|ma_derniere|notre|des|mes_derniers ~1 diapo*|slide*|clause*|ligne*|colonne*|phrase*|paragraphe*|section*|page*|piece*|fichier*|commande|rendez_vous|rdv|invitation|commentaire*|logo|photo*|image*|brouillon*|lien*|copie*|version*|point*|mot|article*|diapositive*|doublon*|ancien*|mention*|graphique*|reunion|test*|annexe*|virgule|post*|message|document|offre|annonce|ticket*|reservation|abonnement|compte|champ*|branche",
    "retir*|enlev*|ray*|supprim*|sort*|ot* ~2 moi|nous|me|m|mon_nom ~1 de|du|des ~2 invites|participants|fil|groupe|conversation|invitation|agenda|reunion|chat|planning|programme|projet|intervenants|orateurs|diapo|document|attente|boucle|copie|canal|calendrier|compte_rendu|cc|organigramme|courses",
    "liste|listes d|de|des ~1 invites|attente|courses|participants|intervenants|prix|orateurs|candidats|presence",
    "pour|si ~1 vous|se|te|ne|plus|souhaitez|desabonner|desinscrire ~8 cliqu*|rendez_vous|ecrivez_a|repondez|suivez|ici ~5",
    "cliqu*|cliquez ~5 desabonner|desinscrire|ici",
    "se_desabonner|se_desinscrire ici|en_cliquant",
    "par_erreur|destinataire|erreur ~~15 detrui*|supprim*|effac*|aviser|avertir|prevenir ~4",
    "conge|conges|arret maladie|maternite|parental",
    "desole*|ignor*|oubli*|annul* ~5 stop|desabonn*|desinscri*|demande ~2",
    "dossier|filtre|dossiers|boite|dans|courriers|les|mes|vos ~1 spam|spams|indesirables",
    "ne|n rien|pas_de ~1 mal|quoi|souci",
];

const FINAL_REQUESTS: &[&str] = &[
    "tout|toute|chaque ~1 nouveau|nouvelle|autre|prochain {message} ~4 {consequence}",
    "si ~4 {write|encore|insist*|continu*|recommenc*} ~~8 {consequence}",
    "encore|un_seul|une_seule ~3 {message|fois} ~~6 {consequence}",
    "encore|un|une|le|la|au|prochain|prochaine|seul|moindre ~1 seul|seule|autre|nouveau|nouvelle|de_plus|prochain|prochaine|moindre|{message|fois} ~2 {message|fois|de_plus|mot}? ~~5 et|je|vous|nous|ou|sera|c_est|mon ~4 {consequence}",
    "si vous|tu|je|on|jamais|l_un ~5 {write|recevoir|recois|persist*|continu*|recommenc*|insist*|encore} ~~7 je|j|nous|mon|vous|ce ~4 {consequence}",
    "{write} ~3 encore|une_fois|a_nouveau ~~3 et ~5 {consequence}",
    "dernier|derniere|ultime avertissement|sommation|mise_en_garde|fois_que_je",
    "sinon|faute_de_quoi|a_defaut|sans_quoi|ou_alors|ou ~4 {consequence}",
    "prochaine|prochain fois|coup|message ~~5 {consequence}",
    "ni ~~4 ni ~~4",
    "pas|non ~~4 et|ni ~1 jamais|non_plus|plus_tard",
    "non ~~3 pas ~~3 jamais|ni",
    "ni_maintenant|ni_alors|ni_plus_tard|maintenant_ni_jamais|pas_plus_a|pas_plus_en|plus_jamais ~2 ;|ni",
    "recidiv*|recommenc* ~~5 {consequence}",
];

const REMOVALS: &[&str] = &[
    "{remove} moi|nous de|du vos|votre|tes|ta|ton|tout|toutes",
    "retrait|radiation|suppression ~2 de|des ~2 {list}",
    "retrait|radiation|desinscription|desabonnement ~1 svp|s_il|merci",
    "{remove} moi|nous|mon_nom|mon_adresse|mon_numero|mon_mail|mon_contact|notre_societe|notre_entreprise|mes_coordonnees ~1 ;|tout|immediatement|svp|s_il|merci|definitivement|et|stp",
    "me|m|nous|mon_nom|mon_adresse|mes_coordonnees ~2 {remove} ~3 de|du|des|;|svp|merci|s_il|definitivement|immediatement",
    "{remove} ~3 de|du|des ~2 {list}",
    "enlev*|retir*|sort*|vir*|dispar*|plus_figurer|plus_etre|plus_apparaitre|figurer|quitter|faire_partie ~4 {list}",
    "ne ~2 plus ~3 partie|figurer|etre|apparaitre|dans|sur ~3 {list}",
    "{remove|oubli*|perd*} ~2 mes|mon|ma|toutes|nos|notre|ce|tous|tout ~2 {mine} ~1",
    "{remove|oubli*} ~2 tout ~2 ce|mes",
    "oubli* moi|nous|mon_numero|mon_existence|que_j_existe|mon_nom|mon_adresse",
    "suppression|effacement|retrait|destruction|radiation ~2 mes|mon|ma|toutes|nos|notre|de_toutes ~3 {mine|list}?",
    "desabonn*|desinscri* moi|nous|mon|cette|me|m",
    "me|m|nous desabonn*|desinscri*|radier|rayer|retirer|oublier|desinscrire ;|de|du|svp|s_il|merci|immediatement|et",
    "comment|ou|moyen|maniere|facon ~5 desabonn*|desinscri*|sortir|quitter|me_retirer|m_enlever|arreter_ces|arreter_ca|ne_plus_recevoir|ne_plus_etre|stopper|me_supprimer|faire_cesser|supprimer_mes|effacer_mes|plus_recevoir",
    "veu*|voudr*|souhait*|demand*|desir*|aimer*|tiens|prefer*|exig*|merci|pri*|requi* ~4 desabonn*|desinscri*|etre_retire*|etre_supprime*|etre_radie*|etre_raye*|oubli*|sortir_de|me_desabonner|me_desinscrire|etre_efface*|etre_exclu*|etre_enleve*|a_etre",
    "oppos*|m_oppose|opposition|droit_d_opposition ~6 donnees|traitement|utilis*|conserv*|prospection|coordonnees|contact*|demarch*|exerc*|usage|conservation|sollicit*",
    "exerce*|j_exerce|exercer ~3 droit",
    "retir*|revoqu*|annul*|repren* ~3 consentement|accord|autorisation|permission",
    "n|ne ~3 consen*|autoris*|donn*|accept*|accord*|permet*|veux|souhaite ~1 pas|plus|jamais|aucun ~6 contact*|utilis*|conserv*|trait*|consentement|autorisation|permission|donnees|{message}",
    "n|ne ~3 pas|plus|aucun|aucune ~2 mon|ma|d|de|l|le autorisation|permission|accord|consentement ~4",
    "interdi*|defend* ~3 d|de|tout|toute ~3 {write|message|utiliser|conserver|donnees}",
    "ne|n ~2 utilis*|conserv*|stock*|gard*|partag*|trait*|revend* ~1 plus|pas ~3 mes|mon|ma|nos",
    "rgpd|article_17|article_21|droit_a_l_oubli|droit_a_l_effacement|l_oubli ~~9 supprim*|effac*|oppos*|suppression|effacement|retir*|;",
    "supprim*|effac*|suppression|effacement ~~9 rgpd|article_17|cnil",
    "mett*|mets|met|inscri*|ajout*|plac* ~3 sur|dans|en|a ~3 rouge|noire|bloctel|blacklist|exclusion|opposition|liste_rouge|ne_pas|repoussoir|no_contact",
    "ne_pas_contacter|liste_noire|liste_rouge|bloctel",
    ":|et|merci|svp plus|hors ~2 {list}",
    "desabonnement|desinscription|resiliation ~1 immediat*|svp|s_il|de|merci|demande*",
];

const REQUESTS: &[&str] = &[
    "personne|nul|aucun_de_vos ~5 ne ~1 {me}? ~2 {write}",
    "ne|n ~1 {me}? ~2 permettez|permets plus",
    "{refuse|refusons|refus} ~1 tout*|toute ~2 {prospection|demarchage|contact|sollicitation|message}",
    "ne|n|de_ne|a_ne|nous|me|m ~1 plus|pas|jamais|rien|pas_me|plus_jamais ~1 {me}? ~1 {write}",
    "ne|n ~1 {me}? {write} ~2 plus|pas|jamais|rien &;|{me}|de|d|a|en|sur|ici|par|svp|s_il|merci|avec|ce|cette|pour|et|ni|davantage|dorenavant|desormais|jamais|avant|pendant|tant|jusqu|le|la|au|aux|mon|mes|notre|personne|quoi|rien",
    "{write} ~1 moi|nous|me ~1 plus|pas_plus|jamais ~1 ;|de|rien|svp|merci|jamais|s_il|sur|ici|en",
    "m|me|nous {write} plus|pas|jamais|rien ;|de|rien|svp|merci|jamais|s_il|sur|ici",
    "plus|pas_la_peine|inutile|pas_besoin|pas_necessaire|aucun_besoin|sans ~1 de|d|que_vous|que_tu|me|nous ~1 {me}? ~1 {write|relance|suivi|rappel|vous_manifester|te_manifester|revenir_vers}",
    "{stop} ~1 moi? d|avec|de|vos|tes|ces|les|tous|toute|tout|cette|la|l|ca|cela|le|immediatement|maintenant|svp|s_il|vous|ce|toutes ~2 {write|message|vos|tes|cirque|bombardement|moi|insister|m_en|conneries|betises|sequence|manege|suite}",
    ":|merci|priere|prie|demande|et|veuillez|svp|voudriez|pourriez|pouvez|vous|alors|stp|faut|mais ~1 d|de|bien? {stop} ;|ca|cela|svp|s_il|immediatement|maintenant|tout|la|merci|moi_ca",
    "plus|plus_aucun|plus_aucune|aucun|aucune|sans|ni|pas_de|pas_d d|de|un|une|autre|autres|nouveau|nouvelle|vos|ces|ce|de_vos|de_ces|d_autres|d_autre? {message} ~2 ;|de|svp|merci|s_il|en|sur|a|par|n|non|publicitaire*|commercia*|pareil*|comme|vous|supplementaire*|ulterieur*|desormais|du|ni|et|la",
    "ne ~2 plus|pas|rien|jamais|aucun ~2 {me}? ~2 recevoir|entendre|etre|avoir|lire|vous_lire|voir|entendre_parler|vous_entendre|parler ~5 {contact*|recontact*|sollicit*|relanc*|derang*|message|vous|vos|demarch*|harcel*|importun*|appel*|spam*|votre|de_votre|toi|tes|approch*|nouvelles|parler|ce_type|ce_genre|embet*}",
    "ne|n ~3 veu*|voul*|souhait*|desir*|tien*|aimer* ~1 pas|plus|rien|jamais|aucun*|nullement ~5 {contact*|recontact*|sollicit*|relanc*|derang*|message|entendre|vous_lire|de_vous|de_vos|de_votre|ecri*|demarch*|de_toi|de_tes|de_ces|appel*|importun*|vos|tes}",
    "prefer*|aime*|souhait*|appreci*|reconnaissant*|gre|content*|heureu*|gentil*|voudr*|ravi*|remerci*|merci|pri*|demand*|exig*|invit*|suppli*|somme*|veuillez|tacher*|priere|bien_vouloir|conseil*|vous_serais ~8 ne|n|de_ne|a_ne ~1 plus|pas|jamais|rien|vous|tu ~2 {me}? ~2 {write|recevoir|entendre|etre|avoir|plus}",
    "prefer*|souhait*|appreci*|reconnaissant*|voudr*|pri*|demand*|exig*|veuillez|merci|invit*|gre|somme*|vous|content*|aimer* ~6 {stop} ~3 {write|message|moi|;|ca|cela|tout|immediatement}",
    "laiss*|fich*|fout*|foutre|lach* moi|nous|la_grappe|mon_equipe ~2 tranquille*|en_paix|la_paix|les_baskets|la_grappe|tranquil*|;|en",
    "me|nous ~1 laiss*|fich*|fout*|lach* ~1 tranquille*|en_paix|la_paix|tranquil*",
    "laiss*|lach* ~3 tranquille*|en_paix !pour|le_temps|jusqu",
    "fich*|fout*|fous le_camp|moi_la_paix|nous_la_paix|la_paix",
    "va|allez te|vous|voir|au ~1 faire|ailleurs|diable|promener ~1",
    "degage*|cass*_toi|casse_toi|cassez_vous|barre_toi|barrez_vous|tire_toi|dehors|ta_gueule|la_ferme|oust*|du_balai|disparai*",
    "epargn*|dispens* ~3 moi|nous|vous|toi|de|la|le|les|me|cette|une|vos ~3 {message|peine|suite|suivantes|suivant|de_vos}?",
    "inutile|pas_la_peine|pas_besoin|superflu|pas_necessaire|aucune_raison|pas_utile|aucun_interet ~2 {write|relance*|insister|revenir|suivi|rappel|recontact*|vous_manifester}",
    "n|ne ~2 besoin|peine|necessaire|utile|lieu ~3 {relanc*|recontact*|ecri*|revenir|contact*|relance|suivi|rappel*|insist*|me|nous|m}",
    "que|qu vous|tu|on|personne|ce|votre|ils ~1 ne|n|cess*|arret*|me|m|nous ~4 {write|plus|de|jamais|laiss*|en_paix}",
    "si vous|tu|votre ~2 cess*|arret*|pouv*|ne|n|vouliez|me|m|nous|bien ~5 {write|laiss*|message|plus}",
    "mett*|mets|met ~2 fin|un_terme ~4",
    "soit|sera|est|voici|c_est ~2 dernier|derniere ~1 {message|fois}",
    "en_rester_la|restons_en_la|on_s_arrete_la|arretons_la|tenez_vous_a_l_ecart|restez_a_l_ecart|hors_de_ma_vue|abstenez_vous|abstiens_toi|vous_abstenir|t_abstenir|priere_de_vous_abstenir",
    "plus_jamais|jamais_plus|plus_rien|rien_de_plus ~1 ;|de_vous|de_votre|svp|merci|s_il|de_ca|ca|me|m",
    "pas|interdi*|interdiction de|d|le_droit ~1 me|m|nous ~1 {write}",
    "n|ne ~2 pas|plus ~1 autoris*|droit|le_droit|bienvenu* ~3 {write}?",
    "merci|svp|priere|priez|veuillez ~1 de|d|ne|pas ~1 ne|pas|plus ~1 ne|pas|plus|me|m|nous ~2 {write}",
];

const REFUSALS: &[&str] = &[
    "pas|aucun|aucunement|nullement|sans|guere ~2 interess*|interet|besoin|concern*|preneu*|pour_moi|pour_nous|convaincu*|utile|interet|client*|cherch*|recherch*",
    "non merci|:|;|desole*",
    "non_merci|merci_non|sans_facon|tres_peu_pour_moi|pas_merci|merci_mais_non|decline|je_passe|on_passe|nous_passons|je_decline|nous_declinons|pas_donner_suite|ne_donnerai|ne_donnerons|pas_de_suite|sans_suite|sans_moi|sans_nous|non_c_est_non|suite_favorable|peu_pour_moi|bon_courage|bonne_chance|bonne_continuation|a_la_retraite|retraite|quitte_l_entreprise|quitte_la_societe",
    "avons|ai|on_a|dispos*|travaill*|sommes|suis|deja ~2 deja|satisf*|un ~4 prestataire*|fournisseur*|partenaire*|solution*|agence*|outil*|equip*|satisf*|quelqu_un|servi*|pourvu*|tout_ce_qu|ce_qu_il|comptable|consultant",
    "deja equip*|pourvu*|servi*|un|ce_qu|tout|quelqu|accompagn*",
    "mauvais|mauvaise|pas_la_bonne|pas_le_bon|trompe*|erreur_de ~2 personne|interlocut*|numero|adresse|contact|destinataire|porte|cible",
    "ne ~2 repond*|lirai|lis|donnerai|regard*|lisons pas|plus|jamais|rien|a",
    "pas|plus|ici|stop|marre ~3 publicite*|pub|prospection|demarchage|vente*|vendre|commercia*|demarcher|pitch*|argumentaire*|vendeur*|vend*",
];

const COMPLAINTS: &[&str] = &[
    "spam|spams|spammeu*|spamm*|arnaque*|harcelement|harcel*|intrusi*|demarchage|copie_colle*|copier_coller|copie_coller|modele|message_type|message_automatique|automatis*|automatique*|robot*|bot|publipostage|chatgpt|envoi_de_masse|en_masse|non_sollicite*|pas_sollicite*|hameconnage|phishing|indesirable*|lourd|lourds|relou|insupportable*|penible*|agacant*|ridicule|honte*|honteux|sans_gene|culot|toupet|grossier|gonfle|importun*|gavant|gave|genere_par|generique|deplace|lassant|malpoli*|perte_de_temps|perdre_mon_temps|perdez_votre_temps|perds_ton_temps|mon_temps",
    "d_ou|comment|qui|ou ~5 avez|as|tenez|tiens|eu|obtenu|trouve*|donne*|vient|viennent|sort|sortez|connai* ~4 {mine|mon|mes|ma|moi}",
    "d_ou ~2 tenez|sort|vient|viennent|sortez|avez|vous_vient",
    "signale*|bloque*|signal*_comme|rapporte|denonce|je_vous_signale|je_signale|vais_signaler|vais_vous_bloquer|mis_en_indesirable",
    "marre|assez|ras_le_bol|ras|fatigue*|lasse|ai_assez ~2 de|du|d|le_bol|des",
    "troisieme|quatrieme|cinquieme|dixieme|enieme|sixieme|3e|4e|5e|3eme|4eme|centieme ~1 {message|fois}",
    "ca_suffit|ca_va_bien|vous_plaisantez|tu_plaisantes|c_est_une_blague|une_blague|encore_vous|encore_toi|encore_un|encore_une|serieusement|vous_etes_serieux|combien_de_fois|qu_est_ce_que_vous_ne|non_c_est_non|quel_mot|de_quel_droit|comment_osez|lachez_l_affaire|lache_l_affaire|vous_insistez|arretez_d_insister|pff|pfff|soulant|saoulant|fatigant",
    "jamais|n_ai|pas|rien ~2 demande*|inscrit*|consenti*|donne*|abonne*|autoris*|sollicit* ~3",
    "deja ~2 dit|repondu|decline|refuse",
];

const DOORS: &[&str] = &[
    "ecri*|contact*|appel*|envoy*|telephon*|rappel*|adress*|joign*|joindre|mail* ~1 moi|nous|me|lui|leur|plutot|le|la ~3 plutot|directement|par|sur|a|au|en|mardi|dans|apres|d_abord|quand|si|le|la|un|une|votre|vos|les|des|ici|ce|cette|mon|avec",
    "plutot|de_preference|mieux|prefer*|par_contre|en_revanche ~4 par|mail|courriel|telephone|email|e_mail|mon|directement|appel*|ecri*|vocal|teams|whatsapp|slack|un|le|la",
    "par|via|sur|a ~1 mail|courriel|email|e_mail|telephone|whatsapp|teams|slack|adresse|signal|standard ~3 plutot|directement|svp|de_preference|c_est|serait|sera|uniquement|seulement|:|si",
    "uniquement|seulement|sauf|excepte|hormis ~3 par|via|pour|si|quand|en_cas",
    "utilis*|pass* ~3 mail|courriel|email|adresse|telephone|numero|ligne|secretariat|standard",
    "voyez|contact*|adress*|demand*|ecri*|parl*|appel*|voir|rapproch*|tourn* ~3 collegue*|directeur|directrice|equipe|service|responsable|collaborat*|successeur|remplacant*|associe*|lui|elle|achats|rh|bureau|assistant*|secretaire|moi_directement",
    "bonne|responsable|charge|s_en|s_occupe ~1 personne|interlocutrice|interlocuteur|occupe",
    "plaisir|ravi*|hate|volontiers|content*|heureu* ~4 de|d|vous|a|pour|echang*|parl*|lire|voir|discut*",
    "continuez|continue|poursuiv* ~2 {write|ainsi|comme|a|de|vos|d|sur}?",
    "reparl*|echang*|discut*|parlons|parlons_en|voyons|convenons|rencontr*|reprenons|reprendre|fixons|passons|poursuivons|gardons|restons_en_contact ~3",
    "revenez|reviens|recontact*|relanc*|rappel*|reessay*|reprenez ~2 moi|nous|me|vers ~3 en|dans|apres|a|au|l|debut|fin|plus_tard|mi|courant",
    "je|nous ~2 reviens|reviendrai|reviendrons|recontacte|recontacterai|rappelle|ecrirai|appellerai|recontacterons|transmets|transfere|repondrai|reponds",
    "envoy*|donn*|transmett*|fait*|partag* ~1 moi|nous|lui|le|la ~2 plutot|le|la|les|un|une|votre|plus|des|tout|par|parvenir|en|l",
    "une_fois_par|moins_souvent|moins_de|pas_plus_d|trop_de|tous_les_jours|chaque_jour|si_souvent|aussi_souvent|trop_souvent|maximum|par_semaine|par_mois|au_plus",
    "remett*|remets|reinscri*|reabonn*|re_abonn* ~2",
    "par_erreur|par_megarde|change_d_avis|mauvaise_conversation|mauvais_fil|ne_vous_etait_pas|pas_pour_vous|pas_pour_toi|je_plaisant*|c_etait_une_blague|mauvaise_fenetre|erreur_de_ma_part|destine_a|mauvais_canal|mal_exprime*",
    "dans_le_groupe|sur_le_groupe|dans_ce_fil|vocaux|messages_vocaux|notes_vocales|note_vocale|par_ecrit|en_francais|en_anglais|a_tous|en_pdf|en_copie|mon_assistant*|ma_secretaire|a_bientot|bonne_idee|avec_joie|tenez_moi|tiens_moi|au_courant|a_mardi|a_lundi|a_demain|a_jeudi",
];

const DEFERRALS: &[&str] = &[
    "par|sur|via ~1 telephone|sms|whatsapp|telegram|facebook|instagram|vocal",
    "au_telephone|sur_mon_portable",
    "avant|apres|jusqu|pendant|d_ici|durant|en|des|debut|fin|courant|mi|le|ce|cette|dans|a_partir|prochain*|a|au|l|la|pour|mon|les|mes ~3 {time} !et_non|de_suite",
    "avant|apres|jusqu|pendant|tant|quand|lorsque|des|sauf ~1 que|qu|de|d|le|la|mon|ma|notre|l|si|mes|les|a",
    "pour_l_instant|pour_le_moment|en_ce_moment|actuellement|aujourd_hui|demain|ce_soir|ce_matin|cette_semaine|pas_maintenant|pas_encore|plus_tard|tout_de_suite_non|le_temps|le_week_end|le_soir|la_nuit|si_tot|si_tard|dans_l_immediat|provisoirement|entre_temps",
];

const SOFTENERS: &[&str] = &[
    "mais|cependant|toutefois|peut_etre|eventuellement|encore|plus_tard|actuellement|pour_l_instant|pour_le_moment|en_ce_moment|prochain*|plutot|bientot|avec_plaisir|super|parfait|felicitations|bravo|volontiers|d_accord|oui|ca_marche|je_reviens|je_vous_envoie|je_transmets|contrat|rendez_vous|reunion|poste|candidat*|desole_pour|desolee_pour|pas_de_souci|pas_de_probleme|bien_recu|c_est_note|merci_pour_le|merci_pour_l|ci_joint|piece_jointe",
    "{month}|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|demain|aujourd_hui|q1|q2|q3|q4",
];
