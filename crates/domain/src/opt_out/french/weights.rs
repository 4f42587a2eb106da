//! French: the weights of the second opinion, written by `tests::training`.

use crate::opt_out::second_opinion::Table;

pub(super) const WEIGHTS: Table = &[
    (-30, "le"),
    (-25, "est"),
    (-23, "?"),
    (-22, "pas"),
    (-20, "au|l"),
    (-19, "en"),
    (-17, "a"),
    (-16, "#|suis|va"),
    (-15, "il"),
    (-12, "je suis|qui"),
    (-11, "^ on|c est|les|marche|peux|plutot|vendredi"),
    (-10, "^ le|^ n|arrete|envoyez|lundi|mais|plaisir"),
    (-9, "arret|de l|du|ecrivez moi|jeudi|pour"),
    (
        -8,
        "^ avec|^ plus|avec plaisir|beaucoup|beaucoup $|de la|demain|ecrivez|envoyez moi|jusqu|la semaine|m a|n|ne m|ne peux|outil|plus de|poste|probleme|retour|semaine|signe|sur|telephone",
    ),
    (
        -7,
        "^ ecrivez|^ ne|^ notre|a me|annee|appeler|avant|bien $|ca|client|dans|juste|la|me va|moi au|moi plutot|on|par|passez|pour ce|pouvez|questions|surtout",
    ),
    (
        -6,
        "^ il|^ l|^ pas|appelez|appelez pas|besoin|budget|demain $|desole|details|elle|excuser|j ai|jamais|je ne|l arret|m appelez|moi en|n ai|n arrete|n arretez|ne vous|nouveau|oublie $|parfait|pas besoin|passer|que ca|recontactez moi|t|temps|tres|version|votre outil|vous",
    ),
    (
        -5,
        "^ envoyez|^ votre|ai|arret de|arretez pas|au #|aujourd|aujourd hui|c|cas|conseils|contrat|cote|d appeler|date|de mon|de vous|est bon|hesitez|hui|j|je n|jusqu au|la liste|m en|merci de|mon cote|n hesitez|nous a|parfait $|pas de|pas vos|peux pas|qu il|retour $|salon|supprimer|telephone $|vous les|vous pouvez",
    ),
    (
        -4,
        "^ aucun|^ surtout|a dit|a ma|ai pas|ai plus|arrete pas|attends|aussi|bon|bon $|bureau|bus|ca a|ca marche|ce que|cette annee|change|de bus|depuis|desole pour|devis|en janvier|en juin|est le|fin|hesitez pas|heures|invitation|j attends|janvier|juin|juridique|l invitation|le contrat|ma|marche $|mars|mois|nous sommes|page|pas avant|pas d|pas du|pas encore|poste $|pour l|pourquoi|prenez|projet|quitte|sans|sommes|suis en|supprimer le|t il|tout|vendredi $",
    ),
    (
        -3,
        "^ ca|^ en|^ est|^ ma|^ ok|ancien|appel|avec|avons|besoin de|bureaux|bus est|ce|cette|collegue|contacter|continuez|continuez a|devant|devant nos|dites|dix|en arret|en mai|est ce|est en|est juste|example|example org|gere|je|juste devant|l ancien|leur|ma collegue|mai|mail|mais pas|moi qui|mon retour|ne suis|nos bureaux|on a|org|org $|oublie|oui|pas je|pour la|pour le|recu|relancez|sont|supprime|tres bien|un client|vous ai|y",
    ),
    (
        -2,
        "# et|^ quel|a etre|accord|arret maladie|avais|chez|contacte $|deuxieme|ecrit|elle qui|en cas|en reparle|encore le|est elle|ete|il vous|maladie|merci pour|n envoyez|ne pas|nous avons|ok|on en|ou|parle|parler|pas a|pas maintenant|puis|quel|quel est|recontactez|reparle|s il|se parle|si|vous etes",
    ),
    (
        -1,
        "# on|^ bonne|^ desole|^ vous|ai jamais|aux|avoir|ca ne|ce qu|contactee|contactes|dans le|decide|demandes|derniere|deux|dis|dit que|envoie|est un|etais|je me|je prefere|je veux|l equipe|la derniere|mieux|pas le|pas moi|plait|plait $|plus ?|prefere|prochain|prochaine|recois|regle|retirez|revenez|s|se|serai|si je|trouve|tu|voir|vous avez|vous plait",
    ),
    (
        1,
        "^ bon|^ je|a demande|appels|aucun|autre|base|ben|ce n|contacte|d autres|de mettre|de supprimer|de tout|desabonner de|deux fois|dit|ecris|encore|envoyez pas|fait|inutile de|je souhaite|mail $|me relancer|mettre|mon nom|ne reponds|offre|on se|parler de|pas m|peu|plus me|plus recevoir|plus rien|pouvez vous|repondez|repondez pas|repondrai|sur votre|un peu|voir $|votre collegue|vous $",
    ),
    (
        2,
        "|^ enlevez|^ inutile|^ pouvez|^ priere|^ retirez|^ un|a vous|adresse de|aimerais|allez|ce sujet|compte|contactez|d arreter|demande d|demander|demarchage|des|desinscrire|en rester|equipe|equipe $|etait|etes|etre contactee|fichier|ici $|j aimerais|laissez moi|maintenant $|nom|nos|notre|nous|offres|on ne|oubliez|personne|peut|plus jamais|plus tard|pour votre|pourriez|pourriez vous|prefere ne|priere|priere de|recevoir de|rester|rester la|revenir|reviens|rgpd|suis a|suis pas|sujet|supprimer mes|supprimez moi|tard|un|une|utiliser|vers|vers moi|vos messages|votre|votre message|votre part|vous le|vous ne",
    ),
    (
        3,
        "^ au|^ encore|^ et|^ m|^ oubliez|^ pourriez|avenir|avenir $|bien|ca $|cesser de|consentement|contact avec|crm|d|diffusion $|donnees a|effacement|envois $|est pas|fichier $|figurer|fins de|fois $|genre de|ici|interessee|je m|l avenir|l utilisation|liste svp|m ecrivez|madame|me|me contacter|me solliciter|merci mais|moi la|n ecrivez|n est|ne le|ne me|ne souhaitons|offres $|pas interessee|pas la|plus aucun|plus m|prospection et|recevoir|recevoir vos|reponds pas|retire|retirer de|revenir vers|solliciter $|souhaite plus|suite|supprimez mon|toutes|toutes les|trucs|utilisation|utilisation de|veux pas|votre base|votre crm|votre fichier",
    ),
    (
        4,
        "$|^ bonjour|^ ni|^ sortez|^ svp|ai dit|arretez de|aucun contact|avec vos|bien vouloir|boite|bonjour|bonne|ce genre|cnil|cnil $|comme|contactez plus|coordonnees $|d en|de bien|de cesser|de diffusion|de prospection|demande|diffusion|effacer|encore un|enlevez moi|envoyer des|et de|fichiers|genre|gre|gre de|inutile|je l|l ai|la cnil|la peine|la relance|lachez|maintenant|me contactez|me recontactez|me retirer|message $|moi tranquille|nous ne|oppose a|peine|peine de|prospection $|relancer|relancer $|retirer|retirez moi|saurais|saurais gre|societe $|soit|sortez|souhaitons|suffit maintenant|tout contact|vente|vos envois|vos fichiers|vouloir|vous saurais",
    ),
    (
        5,
        "^ effacez|^ laissez|^ merci|^ salut|a ce|a des|abstenir|adresse|arreter|cabinet|contact $|contacter $|de mails|deja dit|dernier message|des fins|desabonner|desinscription|donnees $|en ai|en veux|enlevez|et je|fichiers $|fins|interesse|liste|m ecris|m oppose|mails $|mon adresse|ne souhaite|non merci|notre cabinet|oppose|oubliez mon|part|salut|solliciter|souhaite|tous|tous les|toute prospection|trois|veux plus|votre societe|vous abstenir|vous signale",
    ),
    (
        6,
        "^ arretez|^ si|^ supprimez|a la|ai deja|cessez|dernier|ecrire a|envois|j en|la $|laissez|linkedin|linkedin $|liste de|messages $|messages s|ne veux|non $|paix $|pas etre|pas les|plus etre|profil|que je|relances|societe|stp|suffit|vous faire|vous n",
    ),
    (
        7,
        "^ comment|^ desinscription|^ j|^ non|arretez|ca suffit|comment|de mes|de messages|effacez|et ne|la paix|le $|paix|que vous|signale|stop|tranquille $",
    ),
    (
        8,
        "^ stop|coordonnees|d ecrire|de|ecrire $|m envoyer|merci d|mes coordonnees|mon numero|n en|ne|ni|numero $|qu on",
    ),
    (
        9,
        "deja|ecrivez plus|etre|je vous|mais je|pas interesse|supprimez",
    ),
    (
        10,
        "^ veuillez|de m|de ne|de vos|fois|m ecrire|mon|prospection|que|relance|toute|veuillez|votre liste",
    ),
    (11, "arretez $|contact|donnees|faire|mes donnees|moi $|veux"),
    (12, "cesser|m|message|moi|tranquille"),
    (13, "mails|moi de"),
    (14, "^ c|ecrire|merci|non|numero|svp|vos"),
    (16, "de me|svp $"),
    (17, "et|messages|pas $|plus $"),
    (18, "ne plus"),
    (19, "merci $|mes"),
    (22, "de votre"),
    (25, "plus"),
];
