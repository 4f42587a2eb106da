//! Polish: the weights of the second opinion, written by `tests::training`.

use crate::opt_out::second_opinion::Table;

pub(super) const WEIGHTS: Table = &[
    (-32, "?"),
    (-27, "w"),
    (-26, "#"),
    (-25, "jest"),
    (-23, "dzwonic"),
    (-19, "tylko"),
    (-17, "o"),
    (-16, "za"),
    (-15, "dalej"),
    (-14, "^ w|mam|nie"),
    (-13, "dobrze|po|umowe"),
    (-12, "chetnie|do|przed|przepraszam|tak"),
    (-11, "jeszcze|jutro|pana|potem"),
    (
        -10,
        "# $|^ chetnie|czytam|ja|na|nigdy nie|prosze pisac|pytan|strony|super|teraz|wczoraj",
    ),
    (
        -9,
        "dam|klienta|mozemy|nie dzwonic|nie mam|pani|pasuje|przystanek|zaproszenie",
    ),
    (
        -8,
        "$|^ moja|^ przez|ale|moze pan|napisac|nie moge|nigdy|probki|prosze nie|przez|sie z|tygodniu|tym|wiecej pytan|wszystko",
    ),
    (
        -7,
        "^ do|^ przystanek|ale prosze|dzieki|gotowe|gotowe $|i mozemy|jak|liste|niz|pomylke|porzadku|prosze jeszcze|przepraszam $|przez pomylke|sie nie|sie w|skontaktowac|swietny|telefon|trzeba|umowy|w porzadku|w tym|wiec|za zaproszenie",
    ),
    (
        -6,
        "^ nigdy|co|czwartek|czy|dopoki|dziala|klienta $|mamy|mowic|moze|narzedzie|nie przestawac|odezwac|odezwac sie|prosze odezwac|prosze sie|przeslac|przestawac|sie u|skontaktowac sie|spoznie|spoznie sie|tygodniu $|u|wstrzymac|znalazlem",
    ),
    (
        -5,
        "^ ile|^ moze|a|bede|czerwcu|dam znac|do #|example|example org|ile|jest w|jeszcze nie|kiedy|klientow|lepiej|logo|moja|mozecie|musi|musi pan|napisac do|nasz|nie musi|nie trzeba|ona|org|org $|ostatniej|poniedzialek|poniedzialku|porzadku $|pracy|przepraszac|przepraszam za|przystanek jest|przystanku|sie|szczegoly|szczegoly $|szpitala|telefon $|usunac logo|w czerwcu|wpasc|wyslac|zakupow|zapomnialem|ze szpitala|znac",
    ),
    (
        -4,
        "^ jestem|^ stoje|bedzie|biura|czy to|czy wasze|drugi|ile to|je|jestem|kosztuje|na zwolnieniu|nie ma|o #|odpowiem|prosilem|przez telefon|starego|stoje|teraz nie|to kosztuje|tym zajmuje|wasz|wasze|wasze narzedzie|zajmuje|ze|zwolnieniu",
    ),
    (
        -3,
        "^ juz|^ przepraszam|^ teraz|bardzo|bo|czasu|dzwonic przed|go|jesli|jestem na|ma|marcu|na urlopie|nie wiem|odpowiem $|pisz do|poprosze|stop|swietnie|to $|urlopie|urlopie do|usunac|w marcu|w sprawie|wiem|z listy|zeby pan",
    ),
    (
        -2,
        "^ dzieki|biura $|czy moze|czy mozecie|czyta|czyta $|dla|dodac|dostawac|dzieki $|kontaktowal|moga|nam|nie ja|nie kontaktowal|nie wysylac|nigdy wiecej|panu|pilnych|sie pani|sprawach|u nas|wlasciwa|zapomniec|zapomniec o",
    ),
    (
        -1,
        "^ od|chce tego|dostalem|dziekuje za|gdzie|ludzie|macie|mail|moge|mojej|naszych|oferty|po wakacjach|poniedzialku $|pozniej|skad|usuniecie|uzywac|w zeszlym|wakacjach|wiecej $|wole|wysylac|z|zeszlym",
    ),
    (
        1,
        "^ niech|^ prosze|^ wole|dobry|dwa razy|ich nie|interesuje|jeszcze raz|link|mi to|mozesz|nami|nas|nic nie|nie interesuje|nikt|o usuniecie|panie|pisac do|pozdrawiam|prosimy o|prosze do|prosze o|prosze skasowac|przypomnienie|pytac|sa|sie wiecej|skasowac|tez|trzy|usun|wole nie|z nami|zgody",
    ),
    (
        2,
        "^ chce|^ czy|^ jesli|^ przestan|adres|chce byc|chce zeby|czy mogliby|do tego|dostawcow|firmy|ich|kontaktow|liscie|ma pan|mnie nie|mogliby|mogliby panstwo|naszej|nie jest|ok|prosze zapomniec|przysylac|rodo|roku|te|telefonow|wykreslic|wypisz mnie|zeby do",
    ),
    (
        3,
        "^ bez|^ bylbym|^ dajcie|^ dziekuje|^ jeszcze|^ nie|^ pozdrawiam|^ stop|adres z|bez|dajcie|dalszego|dalszego kontaktu|do mnie|dobra|i wiecej|juz w|listy $|mi wiecej|mnie to|mnie usunac|mowilem|mowilem juz|nic|nie dla|niech|prosze mnie|przetwarzania|przetwarzania moich|sie pan|sprawie|ta|ten|to|to nie|tych|wdzieczny gdyby|wiadomosc ale|wysylac mi|za wiadomosc|zadam usuniecia|zadnego|zadnej|zrobic",
    ),
    (
        4,
        "|^ dzien|^ uprzejmie|^ wnosze|^ zadnych|ale wole|byla|bylbym|bylbym wdzieczny|dzien|dzien dobry|firma $|handlowych $|i zglaszam|jako|jej|kontakt|kontakt $|kontaktowac $|listy mailingowej|mailingowej $|marketingowych $|mna $|mna w|mnie stamtad|mnie w|mnie wiecej|moj profil|nie kontaktowac|nie pisal|niekontaktowanie|niekontaktowanie sie|o niekontaktowanie|panstwa bazy|pisal|pisal $|pisz $|profil z|prosze uszanowac|przestac pisac|przestancie mi|przypomnien|skreslic|sprawe do|sprzeciw|sprzeciw wobec|stamtad|swojej|tego|tej listy|to wysylac|uprzejmie|usun moj|usuncie mnie|usuniecia|usuniecie mnie|wdzieczny|wiadomosc $|wiecej do|wiecej maili|wiecej sie|wiecej wiadomosci|wnosze sprzeciw|wobec|wypisac $|wypisz|wysylek $|zadam|zadnych maili|zadnych wiadomosci|zainteresowany $|ze swojej|zeby sie|zglaszam",
    ),
    (
        5,
        "^ wypiszcie|ale nie|ani teraz|chce miec|danych w|glowy|i bez|interesuje mnie|jedna wiadomosc|juz nic|listy ?|mailingowej|mailingu|miec|mna wiecej|mnie pan|mnie pisac|moj adres|mojego|o zaprzestanie|otrzymywac wiecej|powstrzymac|powstrzymac sie|profil|prosimy|przestan|przysluge|przysluge i|przyszlosci|przyszlosci $|sie od|sobie kontaktu|sprawe|teraz ani|to juz|usunac moj|usunac moje|w przyszlosci|wiecej takich|wypiszcie|wypiszcie mnie|wysylac $|wysylek|zaprzestanie|zebyscie",
    ),
    (
        6,
        "^ po|^ prosimy|^ przestancie|^ wypisz|bazy $|celach marketingowych|dosc|firma|juz nie|kolejnych|kontaktowac|marketingowych|mi spokoj|nie dziekuje|nie otrzymywac|nie przysylac|nie zycze|ofert $|pan do|pisali|ponownie|pracownikow|prosze to|raz|razy|sie $|skasujcie|tej sprawie|tematu|ten numer|uszanowac|w tej|wiadomosc i|wracac|wreszcie|z bazy|z tej|zapomnij|zycze|zycze sobie",
    ),
    (
        7,
        "^ na|byc|celach|chcemy|dane $|do uodo|handlowych|listy|maile|maili $|nalegac|nalegac $|nasza|nie nalegac|ostatnia|otrzymywac|pan juz|ponownie $|tu|uodo|uodo $|w celach|wolalabym",
    ),
    (
        8,
        "^ czesc|^ jak|^ mowilem|^ usuncie|czesc|gdyby|jak sie|jedna|jestem zainteresowany|jeszcze jedna|moj numer|nie $|nie chcemy|od|panstwo|prosze zaprzestac|przestac $|sie wypisac|spokoj $|wdzieczna|wnosze|zainteresowany|zaprzestac",
    ),
    (
        9,
        "^ dosc|^ to|^ zostawcie|danych $|mi|moje dane|ofert|wszystkich|wypisac|wypisac ?|zostawcie",
    ),
    (
        10,
        "chce|dane|mnie z|nie jestem|nie pisac|pisac|spokoj|spokoju",
    ),
    (
        11,
        "^ ani|bazy|i nie|i prosze|numer|przestancie|tymi|usuncie|z panstwa|z tymi|zadnych|zeby|zgode",
    ),
    (
        12,
        "danych|dziekuje $|numer $|pisac $|takich|tej|w spokoju|z tego",
    ),
    (13, "maili|moje|sie ze|wiadomosci"),
    (
        14,
        "kontaktu $|mna|moich danych|przestac|wiadomosc|wiecej nie|ze mna",
    ),
    (15, "ani|i|nie chce|prosze przestac|sobie"),
    (18, "dziekuje|juz|wiadomosci $"),
    (19, "kontaktu|moich|panstwa"),
    (20, "prosze $"),
    (21, "moj"),
    (30, "wiecej"),
    (33, "mnie"),
];
