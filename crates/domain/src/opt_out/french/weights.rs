//! French: the weights of the second opinion, written by `tests::training`.

use crate::opt_out::second_opinion::Table;

pub(super) const WEIGHTS: Table = &[
    (-31, "le"),
    (-26, "est"),
    (-24, "?"),
    (-23, "pas"),
    (-22, "l"),
    (-21, "au"),
    (-19, "en"),
    (-18, "#"),
    (-17, "a"),
    (-16, "va"),
    (-15, "il|suis"),
    (-12, "je suis|les"),
    (-11, "c est|marche|peux|plutot|pour|qui|sur|vendredi"),
    (
        -10,
        "^ le|^ n|^ on|arrete|de l|jeudi|lundi|mais|outil|plaisir",
    ),
    (
        -9,
        "appelez|arret|avant|dans|du|ecrivez moi|envoyez|la|m a|n|plus de|pouvez",
    ),
    (
        -8,
        "avec plaisir|beaucoup|beaucoup $|bien $|client|de la|demain|ecrivez|envoyez moi|jusqu|juste|la semaine|ne m|ne peux|par|passez|poste|probleme|retour|semaine|signe|telephone",
    ),
    (
        -7,
        "^ avec|^ ecrivez|^ ne|^ notre|^ plus|a me|annee|appeler|appelez pas|contrat|est bon|heures|j ai|m appelez|me va|moi au|moi plutot|ne vous|on|oublie $|pas de|passer|pour ce|questions|t",
    ),
    (
        -6,
        "^ il|^ l|ai|besoin|bon|budget|bureau|ca|cas|demain $|desole|details|excuser|l arret|la liste|le contrat|n arrete|n arretez|nouveau|parfait|que ca|recontactez moi|signe $|sur mon|surtout|temps|tres|version|votre outil|vous|vous les|vous pouvez",
    ),
    (
        -5,
        "^ envoyez|^ pas|^ votre|arret de|arretez pas|au #|aujourd|aujourd hui|conseils|cote|d appeler|date|de mon|devis|elle|est le|hesitez|hui|j|jamais|je n|je ne|jusqu au|lis|m en|ma|mars|meme|moi en|mon cote|n ai|n hesitez|nous a|on a|page|parfait $|pas avant|pas besoin|pas vos|passe|peux pas|pour la|pourquoi|quand|retour $|suis en|supprimer|t il|telephone $",
    ),
    (
        -4,
        "^ aucun|^ ma|^ surtout|a dit|ai pas|ai plus|ancien|apres|arrete pas|attends|aussi|avons|bus|c|ca a|ca marche|ce que|cette annee|change|de bus|de vous|depuis|desole pour|dix|en juin|et c|fin|hesitez pas|hier|invitation|j attends|janvier|je|juin|juridique|l ancien|l invitation|mail|marche $|merci pour|mois|oui|pas du|pas encore|poste $|pour l|prenez|qu il|quitte|renvoyer|salon|sans|se|sont|supprimer le|vendredi $",
    ),
    (
        -3,
        "# $|^ bien|^ ca|^ en|^ est|^ ok|a ma|appel|avais|avec|besoin de|bon $|bureaux|bus est|collegue|connexion|continuez|continuez a|devant|devant nos|dites|ecrit|en arret|en cas|en janvier|en mai|erreur|est ce|est en|est juste|ete|example|example org|gens|gere|juste devant|le logo|leur|logo|logo de|ma collegue|mai|mais pas|merci de|moi qui|mon retour|ne suis|nos bureaux|nous avons|nous sommes|org|org $|oublie|par erreur|pas d|pas je|pas maintenant|perdu|pour le|projet|question|sommes|supprime|tres bien|un client|vous ai|y",
    ),
    (
        -2,
        "# et|^ quel|a etre|accord|arret maladie|arrete de|au bureau|bureau $|ca ne|cas d|ce|chez|conge|contacte $|contacter|d urgence|de nos|deuxieme|dis|elle qui|en conge|en reparle|encore le|est elle|je veux|maladie|n envoyez|ne pas|ok|on en|parle|parler|prix|puis|quel|quel est|recontactez|recu|reparle|se parle|tout|urgence|vous etes",
    ),
    (
        -1,
        "# on|^ apres|^ bonne|^ desole|^ vous|a l|aux|avoir|ce qu|cette|contactes|dans le|decide|demandes|des|dit que|envoie|etais|je me|l equipe|la derniere|mieux|ne nous|nous n|on m|ou|pas a|pas moi|plait $|plus ?|pouvez vous|prochaine|regle|relancez|reponds|revenez|serai|si|si je|sur votre|trouve|tu|voir|vous avez|vous me",
    ),
    (
        1,
        "^ bon|^ enlevez|^ inutile|^ pour|a demande|ai jamais|appels|arreter de|aucun|autre|ce n|contacte|contactez|d autres|de mettre|de supprimer|de tout|desabonner de|deux fois|ecris|envoyer|envoyez pas|etes|fait|inutile de|je souhaite|mail $|me relancer|mettre|mon nom|ne reponds|offre|parler de|pas m|peu|plus me|plus recevoir|plus rien|plus tard|repondrai|revenir|s|service|suis pas|tard|un|un peu|vers|voir $|votre|votre collegue|vous $",
    ),
    (
        2,
        "|^ encore|^ je|^ pourriez|^ priere|^ un|a vous|adresse de|compte|contact avec|d arreter|d e|demande d|demander|demarchage|desinscrire|encore|enlever|equipe|equipe $|etait|etre contactee|fichier|ici $|jamais $|laisse|laissez moi|moi la|nom|notre|offres|on ne|oubliez|personne|peut|plus jamais|pour votre|pourriez|pourriez vous|priere|priere de|recevoir de|recevoir vos|relancez pas|reviens|suis a|sujet|supprimez moi|tenez|une|vers moi|vos messages|votre message|votre part|voulez|vous ne",
    ),
    (
        3,
        "$|^ au|^ et|^ m|^ oubliez|^ retirez|^ sortez|aimerais|allez|arreter|aucun contact|avenir|avenir $|bonne|ce sujet|cesser de|comme|consentement|contactez plus|crm|d en|diffusion $|donnees a|e|en rester|envois $|est pas|fichier $|figurer|fins de|fois $|genre de|ici|interessee|j aimerais|je l|je m|l ai|l avenir|l utilisation|la peine|liste svp|m ecrivez|madame|maintenant|maintenant $|me|me contacter|me contactez|me solliciter|merci et|merci mais|moi tranquille|n ecrivez|n est|ne le|ne souhaitons|offres $|pas interessee|pas la|peine|peine de|plus aucun|prefere ne|prospection et|recevoir|reponds pas|rester|rester la|retire|retirer de|revenir vers|rgpd|rgpd je|solliciter $|sortez|souhaite plus|supprimer mes|toutes|toutes les|trucs|utilisation|utilisation de|vente|veux pas|votre base|votre crm|votre fichier|vous m",
    ),
    (
        4,
        "^ bonjour|^ ni|^ svp|ai dit|avec vos|bien vouloir|bonjour|ce genre|cette liste|coordonnees $|d|de bien|de cette|de prospection|desinscrivez|desinscrivez moi|effacement|effacer|enlevez|enlevez moi|envoyer des|et de|fichiers|genre|gre|gre de|helene|interesse $|inutile|la relance|lachez|me recontactez|me retirer|message $|oppose a|part|plus d|plus m|relancer|relancer $|retirer|retirez moi|saurais|saurais gre|signale a|societe $|soit|souhaitons|suite|sujet $|supprimez mon|toute prospection|trois|vos envois|vos fichiers|vouloir|vous le|vous saurais",
    ),
    (
        5,
        "^ effacez|^ merci|^ salut|a ce|a des|a tous|abstenir|adresse|arretez de|cabinet|cnil|cnil $|contacter $|de cesser|de mails|deja dit|dernier|dernier message|des fins|desabonner|desinscrit|en ai|en veux|encore un|est la|et je|fins|je demande|la cnil|linkedin|linkedin $|m ecris|m oppose|mails $|mon adresse|ne me|ne souhaite|notre cabinet|nous|nous ne|oppose|ou vous|oubliez mon|prospection $|salut|solliciter|souhaite|suffit maintenant|tout contact|veux plus|votre societe|vous abstenir",
    ),
    (
        6,
        "^ arretez|^ j|^ supprimez|ai deja|boite|ca $|comment on|contact $|de diffusion|demande|diffusion|donnees $|ecrire a|envois|fichiers $|l effacement|la $|liste|messages $|messages s|ne veux|non $|non merci|paix $|pas etre|pas les|plus etre|profil|que je|relances|societe|stop|stp|suffit|tous|tous les|vous faire|vous n|vous signale",
    ),
    (
        7,
        "^ laissez|^ si|arretez|ca suffit|cessez|comment|desinscription|desinscription $|effacez|et ne|interesse|la paix|le $|paix|que vous|tranquille $",
    ),
    (
        8,
        "^ comment|^ desinscription|^ non|^ stop|coordonnees|de mes|de messages|j en|laissez|liste de|merci d|mes coordonnees|mon numero|n en|ni|qu on|signale",
    ),
    (
        9,
        "a la|d ecrire|de|deja|ecrivez plus|etre|m envoyer|ne|que|relance|supprimez",
    ),
    (
        10,
        "^ veuillez|arretez $|de vos|ecrire $|fois|je vous|m ecrire|mais je|pas interesse|toute|veuillez|veux|votre liste",
    ),
    (
        11,
        "contact|de m|de ne|faire|moi $|mon|numero $|prospection|tranquille",
    ),
    (12, "donnees|m|mes donnees|message|moi|moi de"),
    (13, "cesser"),
    (14, "^ c|mails|merci|numero|svp|vos"),
    (15, "ecrire|non"),
    (16, "de me|svp $"),
    (17, "et|plus $"),
    (18, "messages"),
    (19, "merci $|ne plus|pas $"),
    (21, "mes"),
    (22, "de votre"),
    (26, "plus"),
];
