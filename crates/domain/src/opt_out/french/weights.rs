//! French: the weights of the second opinion, written by `tests::training`.

use crate::opt_out::second_opinion::Table;

pub(super) const WEIGHTS: Table = &[
    (-33, "le"),
    (-26, "est"),
    (-23, "?|pas"),
    (-22, "l"),
    (-21, "au"),
    (-19, "#|a|en"),
    (-16, "suis|va"),
    (-15, "il"),
    (-13, "je suis"),
    (-12, "les|plutot|qui"),
    (-11, "^ on|arrete|de l|lundi|marche|peux|pour|vendredi"),
    (-10, "^ le|^ n|c est|jeudi|mais|outil|plaisir|sur"),
    (
        -9,
        "appelez|arret|avant|beaucoup|beaucoup $|de la|du|ecrivez moi|envoyez|la|plus de|poste|pouvez",
    ),
    (
        -8,
        "^ avec|^ ne|^ plus|appeler|avec plaisir|client|contrat|dans|demain|envoyez moi|j ai|jusqu|juste|la semaine|m a|n|ne m|ne peux|passez|probleme|retour|semaine|signe|telephone",
    ),
    (
        -7,
        "^ ecrivez|^ il|^ notre|a me|ai|annee|appelez pas|besoin|bien $|ecrivez|heures|le contrat|m appelez|me va|moi au|moi plutot|ne vous|on|oublie $|par|pas de|passer|pour ce|questions|t|votre outil",
    ),
    (
        -6,
        "^ l|^ pas|bon|budget|bureau|ca|cas|demain $|desole|details|est bon|excuser|j|jamais|je ne|l arret|la liste|m en|moi en|n arrete|n arretez|nous a|nouveau|parfait|parlons|projet|que ca|recontactez moi|surtout|temps|version|vous les",
    ),
    (
        -5,
        "^ envoyez|^ votre|ancien|apres|arret de|arretez pas|au #|aujourd|aujourd hui|conseils|cote|d appeler|date|de mon|de vous|devis|elle|en juin|hesitez|hui|je n|juin|jusqu au|lis|ma|mars|meme|mon cote|n ai|n hesitez|on a|page|papier|parfait $|pas avant|pas besoin|pas vos|passe|peux pas|pour la|pourquoi|qu il|quand|quitte|retour $|seulement|signe $|suis en|sur mon|t il|telephone $|tres|vous|vous pouvez",
    ),
    (
        -4,
        "# $|^ aucun|^ ca|^ ma|^ surtout|a dit|ai pas|ai plus|arrete pas|attends|aussi|avons|bus|c|ca a|ca marche|ce que|cette annee|change|chez|comment gerez|de bus|desole pour|devant|dix|en janvier|et c|fin|gerez|gerez vous|hesitez pas|j attends|janvier|juridique|mail|merci pour|mois|oui|pas d|pas du|poste $|pour l|prenez|renvoyer|salon|se|supprimer le|vendredi $",
    ),
    (
        -3,
        "^ bien|^ en|^ est|^ ok|a #|a ma|appel|avais|avec|besoin de|bon $|bureaux|bus est|collegue|conge|connexion|contacter|continuez|continuez a|depuis|deuxieme|devant nos|dites|en arret|en cas|en conge|en mai|erreur|est ce|est en|est juste|est le|ete|example|example org|gens|hier|invitation|je|juste devant|l ancien|l invitation|le logo|leur|logo|logo de|ma collegue|mai|mais pas|marche $|merci de|moi qui|mon retour|ne suis|neuf|nos bureaux|nous avons|nous sommes|on en|org|org $|oublie|par erreur|parler|pas encore|pas je|pas maintenant|perdu|personnes|pour le|quel|question|sans|sommes|sont|supprimer|tres bien|un client|vous ai|y",
    ),
    (
        -2,
        "# et|^ desole|^ quel|a etre|accord|arret maladie|arrete de|au bureau|bureau $|cas d|contacte $|d urgence|de nos|dis|ecrit|elle qui|en reparle|encore le|est elle|gere|maladie|n envoyez|ne pas|ok|pas le|prix|puis|quel est|recontactez|recu|reparle|rien|supprime|tout|trouve|urgence|voir|vous etes",
    ),
    (
        -1,
        "# on|^ bonne|aux|avoir|ca ne|ce|ce qu|contactes|dans le|decide|demande de|demandes|des|dit que|donc|envoie|etais|je me|l equipe|la derniere|le lien|lien|lundi $|ne nous|nous n|parle|pas moi|plait $|plus ?|pouvez vous|prendre|prochaine|regle|relancez|revenez|se parle|serai|si|si je|sur votre|tu|vous me",
    ),
    (
        1,
        "^ bon|^ enlevez|^ inutile|^ nous|^ pour|ai jamais|appels|arreter de|aucun|autre|avez|ce n|cette|contacte|contactez|d autres|de supprimer|de tout|desabonner de|deux fois|dit|ecris|enlever|envoyer|envoyez pas|etre contactes|fait|inutile de|lachez|mail $|me relancer|mon nom|notre|offre|on se|ou|oubliez|parler de|pas m|peu|plait|plus rien|plus tard|repondez|repondez pas|repondrai|revenir|service|suis pas|tard|un peu|utiliser|vers|vers moi|votre collegue|vous $|vous plait",
    ),
    (
        2,
        "|^ cordialement|^ oubliez|^ pourriez|^ priere|^ un|a vous|adresse de|compte|contact avec|cordialement|d arreter|d e|demande d|demander|demarchage|desinscrire|equipe|equipe $|etait|etes|etre contactee|ici $|jamais $|laisse|laissez moi|liste $|maintenant|maintenant $|ne reponds|nom|offres|on ne|personne|peut|plus jamais|plus recevoir|pour votre|pourriez|pourriez vous|prefere ne|priere|priere de|prospection et|relancez pas|reviens|rgpd|souhaitons plus|suis a|sujet|supprimez moi|tenez|un|veux pas|vos messages|votre message|votre part|voulez|vous ne",
    ),
    (
        3,
        "^ au|^ encore|^ et|^ je|^ m|^ retirez|^ sortez|aimerais|allez|aucun contact|avenir|avenir $|bonne|ce sujet|cesser de|comme|commerciales|commerciales $|consentement|crm|de prospection|diffusion $|e|en rester|encore|enlevez|envois $|est pas|fichier|figurer|fins commerciales|fins de|genre de|helene|ici|interessee $|j aimerais|je l|l ai|l avenir|la peine|liste svp|m ecrivez|madame|me contacter|me solliciter|merci et|merci mais|message et|moi la|n est|ne le|pas la|peine|peine de|plus aucun|recevoir de|recevoir vos|reponds pas|rester|rester la|retire|retirer|retirer de|revenir vers|rgpd je|solliciter $|sortez|souhaite plus|supprimer mes|toutes|toutes les|trucs|un message|une|vente|vos offres|votre base|votre crm|vous m",
    ),
    (
        4,
        "$|^ merci|^ ni|^ svp|ai dit|arreter|avec vos|bien vouloir|campagne|ce genre|contactez plus|coordonnees $|d|d en|de bien|de mails|dernier|dernier message|desinscrivez|desinscrivez moi|donnees a|effacement|effacer|enlevez moi|envoyer des|et de|fichier $|fichiers|fois $|genre|gre|gre de|interesse $|interessee|inutile|je m|l utilisation|la relance|me|me contactez|me recontactez|me retirer|message $|moi tranquille|n ecrivez|ne souhaite|ne souhaitons|nous|offres $|oppose a|ou vous|oubliez mon|part|pas interessee|plus d|plus m|recevoir|relancer|relancer $|retirez moi|saurais|saurais gre|signale a|soit|sortir|sortir de|stop svp|suffit maintenant|sujet $|supprimez mon|toute prospection|trois|trois fois|utilisation|utilisation de|vos envois|vos fichiers|votre campagne|votre fichier|vouloir|vous le|vous saurais",
    ),
    (
        5,
        "^ bonjour|^ effacez|^ salut|a tous|abstenir|arretez de|bonjour|ca $|cabinet|cette liste|cnil|cnil $|contacter $|de cesser|deja dit|demande|desabonner|desinscrit|en ai|en veux|est la|fichiers $|je demande|la cnil|linkedin|linkedin $|m ecris|m oppose|mails $|ne me|ne veux|notre cabinet|oppose|prospection $|salut|societe $|solliciter|souhaite|souhaitons|suite|tout contact|votre societe|vous abstenir",
    ),
    (
        6,
        "^ arretez|^ j|^ supprimez|a ce|a des|adresse|ai deja|boite|comment on|contact $|de cette|de diffusion|des fins|diffusion|donnees $|ecrire a|encore un|envois|et je|fins|l effacement|la $|messages $|messages s|mon adresse|non $|non merci|nous ne|pas etre|pas les|profil|que je|relances|stp|suffit|tous|tous les|veux plus|vous faire|vous n|vous signale",
    ),
    (
        7,
        "^ comment|^ laissez|^ si|arretez|ca suffit|cessez|comment|desinscription $|effacez|et ne|interesse|le $|liste|ne|paix $|plus etre|que vous|societe|stop|tranquille $",
    ),
    (
        8,
        "^ desinscription|^ non|coordonnees|de mes|de messages|desinscription|j en|laissez|liste de|merci d|mes coordonnees|mon numero|n en|ni|qu on|signale|supprimez",
    ),
    (
        9,
        "^ stop|a la|d ecrire|deja|ecrivez plus|etre|la paix|m envoyer|paix|que|relance",
    ),
    (
        10,
        "^ veuillez|arretez $|de|de m|de vos|ecrire $|m ecrire|mais je|moi $|pas interesse|toute|veuillez|votre liste",
    ),
    (
        11,
        "de ne|faire|fois|je vous|message|mon|numero $|prospection|tranquille|veux",
    ),
    (12, "contact|donnees|m|mes donnees"),
    (13, "cesser|moi|moi de"),
    (14, "^ c|mails|merci|numero|svp"),
    (15, "ecrire|vos"),
    (16, "de me|non|svp $"),
    (17, "et|plus $"),
    (18, "messages"),
    (19, "merci $|ne plus|pas $"),
    (21, "mes"),
    (23, "de votre"),
    (27, "plus"),
];
