//! Polish: the weights of the second opinion, written by `tests::training`.

use crate::opt_out::second_opinion::Table;

pub(super) const WEIGHTS: Table = &[
    (-33, "?"),
    (-27, "w"),
    (-26, "#"),
    (-25, "jest"),
    (-22, "dzwonic"),
    (-19, "tylko"),
    (-16, "za"),
    (-15, "dalej|nie"),
    (-14, "mam|o"),
    (-13, "^ w|dobrze|po"),
    (
        -12,
        "chetnie|do|jeszcze|jutro|pana|potem|przed|przepraszam|tak",
    ),
    (-11, "strony|umowe|wczoraj"),
    (
        -10,
        "# $|^ chetnie|czytam|ja|mozemy|nigdy nie|prosze pisac|pytan|super",
    ),
    (
        -9,
        "dam|klienta|napisac|nie mam|pani|pasuje|przystanek|teraz|tygodniu|zaproszenie",
    ),
    (
        -8,
        "$|^ moja|^ przez|ale|ale prosze|moze pan|na|nie dzwonic|nie moge|nigdy|probki|przez|sie z|telefon|trzeba|tym|wiecej pytan|wszystko",
    ),
    (
        -7,
        "^ przystanek|dzieki|gotowe|gotowe $|i mozemy|liste|mamy|nie przestawac|porzadku|prosze jeszcze|przepraszam $|przeslac|przestawac|sie nie|sie w|skontaktowac|umowy|w porzadku|w tym",
    ),
    (
        -6,
        "^ nigdy|co|czwartek|czy|dziala|klienta $|klientow|lepiej|moja|mowic|niz|odezwac|odezwac sie|pomylke|prosze odezwac|prosze sie|przez pomylke|skontaktowac sie|spoznie|spoznie sie|szczegoly|szczegoly $|tygodniu $|u|wiec|wstrzymac|za zaproszenie|zapomnialem",
    ),
    (
        -5,
        "^ ile|a|bede|biura|dam znac|do #|example|example org|ile|jak|jest w|jeszcze nie|kiedy|logo|moze|mozecie|napisac do|narzedzie|nasz|nie trzeba|o #|ona|org|org $|poniedzialek|porzadku $|prosze nie|przepraszac|przystanek jest|przystanku|sie|sie u|telefon $|usunac logo|wasz|wpasc|zakupow|znac",
    ),
    (
        -4,
        "^ jestem|^ juz|^ moze|^ stoje|bedzie|czerwcu|czy to|czy wasze|drugi|ile to|je|jestem|jestem na|kosztuje|musi|musi pan|na zwolnieniu|nie musi|odpowiem|prosilem|przez telefon|starego|stoje|teraz nie|to kosztuje|tym zajmuje|w czerwcu|wasze|wasze narzedzie|zajmuje|ze|zwolnieniu",
    ),
    (
        -3,
        "^ dzieki|^ teraz|bardzo|bo|czasu|dostawac|dzwonic przed|jesli|na urlopie|nie ma|nie wiem|odpowiem $|pisz do|poniedzialku|poprosze|stop|swietnie|to $|urlopie|urlopie do|usunac|w sprawie|wiem|z|z listy|zeby pan",
    ),
    (
        -2,
        "^ przepraszam|^ z|biura $|czy moze|czy mozecie|czyta|czyta $|dla|dodac|dostalem|dzieki $|kontaktowal|ma|moga|moge|nam|nie ja|nie kontaktowal|oferty|panu|pilnych|sie pani|skad|sprawach|u nas|wlasciwa|zapomniec",
    ),
    (
        -1,
        "^ chce|^ mozesz|^ od|chce tego|dziekuje za|go|ludzie|macie|mail|nie wysylac|nigdy wiecej|osob|po wakacjach|prosze usunac|przyszlym|uzywac|w przyszlym|w zeszlym|wakacjach|wiecej $|wole|wysylac|ze nie|zeszlym",
    ),
    (
        1,
        "^ jeszcze|^ niech|^ prosze|^ wole|dajcie mi|dobry|dwa razy|mi to|mojej|mozesz|nic nie|panie|pozdrawiam|prosimy o|prosze do|prosze o|prosze skasowac|przypomnienie|pytac|sa|sie wiecej|skasowac|tez|trzy|usun|wykreslic|zgody",
    ),
    (
        2,
        "^ czy|^ jesli|^ nie|chce byc|chce zeby|czy mogliby|do tego|dostawcow|ich|jeszcze raz|kontaktow|liscie|ma pan|mnie nie|mnie to|mogliby|mogliby panstwo|nas|naszej|nie jest|o usuniecie|ok|prosze|przysylac|rodo|roku|te|telefonow|wole nie|wypisz mnie",
    ),
    (
        3,
        "^ bez|^ bylbym|^ dajcie|^ dziekuje|^ pozdrawiam|^ przestan|^ stop|adres z|bez|dajcie|dalszego|dalszego kontaktu|do mnie|firmy|kontakt|listy $|mowilem|mowilem juz|nic|nie dla|niech|prosze uszanowac|prosze zapomniec|przetwarzania|przetwarzania moich|przypomnien|sie pan|sprawie|ta|tego|ten|to|to nie|usuniecie mnie|wdzieczny gdyby|wiadomosc ale|wiecej maili|wiecej sie|za wiadomosc|zadam usuniecia|zadnego|zadnej|zadnych wiadomosci|zeby do|zrobic",
    ),
    (
        4,
        "|^ dzien|^ uprzejmie|adres|ale wole|byla|bylbym|bylbym wdzieczny|danych w|dobra|dzien|dzien dobry|firma $|handlowych $|i wiecej|interesuje mnie|jako|jedna wiadomosc|jej|kontakt $|kontaktowac $|listy mailingowej|mailingowej $|mi wiecej|mna $|mna w|mnie wiecej|moj profil|nie kontaktowac|nie pisal|niekontaktowanie|niekontaktowanie sie|o niekontaktowanie|ofert $|panstwa bazy|pisal|pisal $|pisz $|profil z|prosze mnie|przestancie mi|skreslic|sprawe do|sprzeciw|sprzeciw wobec|tej listy|to wysylac|tych|uprzejmie|usun moj|usunac moj|usuncie mnie|usuniecia|wdzieczny|wiadomosc $|wiecej wiadomosci|wnosze sprzeciw|wobec|wypisac $|wypisz|wysylac mi|zadam|zadnych maili|zainteresowany $|zeby sie",
    ),
    (
        5,
        "^ wnosze|^ wypiszcie|^ zadnych|ale nie|ani teraz|celach marketingowych|chce miec|firma|i bez|i zglaszam|juz nic|juz nie|kolejnych|listy ?|mailingowej|mailingu|marketingowych|miec|mna wiecej|mnie pan|mnie pisac|mnie w|moj adres|mojego|o zaprzestanie|otrzymywac|otrzymywac wiecej|ponownie|powstrzymac|powstrzymac sie|pracownikow|profil|prosimy|prosze to|przestan|przysluge|przysluge i|przyszlosci|przyszlosci $|razy|sie $|sie od|sobie kontaktu|sprawe|ten numer|teraz ani|to juz|usunac moje|w przyszlosci|wiadomosc i|wiecej do|wiecej takich|wypiszcie|wypiszcie mnie|wysylac $|wysylek $|zaprzestanie|zebyscie|zglaszam",
    ),
    (
        6,
        "^ po|^ prosimy|^ przestancie|^ wypisz|bazy $|celach|chcemy|dosc|kontaktowac|maili $|mi spokoj|nalegac|nalegac $|nie dziekuje|nie nalegac|nie otrzymywac|nie przysylac|nie zycze|pan do|pisali|ponownie $|skasujcie|tej sprawie|tematu|uszanowac|w celach|w tej|wracac|wysylek|z bazy|z tej|zapomnij|zycze|zycze sobie",
    ),
    (
        7,
        "^ czesc|^ na|byc|czesc|dane $|do uodo|handlowych|jedna|jestem zainteresowany|jeszcze jedna|listy|maile|nasza|nie chcemy|ofert|ostatnia|pan juz|raz|tu|uodo|uodo $|wolalabym|wreszcie|zainteresowany",
    ),
    (
        8,
        "^ mowilem|^ usuncie|gdyby|jak sie|mi|moj numer|nie $|od|panstwo|prosze zaprzestac|przestac $|sie wypisac|spokoj $|wdzieczna|wnosze|wypisac ?|zaprzestac",
    ),
    (
        9,
        "^ dosc|^ to|^ zostawcie|danych $|moje dane|pisac|wszystkich|wypisac|z tego|zostawcie",
    ),
    (
        10,
        "^ jak|dane|i prosze|nie jestem|nie pisac|spokoj|spokoju",
    ),
    (
        11,
        "^ ani|bazy|danych|i nie|mnie z|numer|przestancie|tymi|usuncie|z panstwa|z tymi|zadnych|zeby|zgode",
    ),
    (12, "chce|dziekuje $|numer $|pisac $|takich|tej|w spokoju"),
    (
        13,
        "maili|moich danych|moje|przestac|sie ze|sobie|wiadomosc",
    ),
    (
        14,
        "kontaktu $|mna|prosze przestac|wiadomosci|wiecej nie|ze mna",
    ),
    (15, "ani|i"),
    (17, "moich"),
    (18, "dziekuje|juz|nie chce|panstwa|wiadomosci $"),
    (19, "kontaktu"),
    (20, "moj|prosze $"),
    (28, "wiecej"),
    (32, "mnie"),
];
