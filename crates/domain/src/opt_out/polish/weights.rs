//! Polish: the weights of the second opinion, written by `tests::training`.

use crate::opt_out::second_opinion::Table;

pub(super) const WEIGHTS: Table = &[
    (-31, "?"),
    (-27, "w"),
    (-25, "#"),
    (-24, "jest"),
    (-21, "tylko"),
    (-20, "dzwonic"),
    (-17, "o"),
    (-15, "dalej"),
    (-14, "mam|za"),
    (-13, "chetnie|dobrze|jeszcze|nie|przepraszam"),
    (-12, "do|jutro"),
    (-11, "^ w|potem|tak|umowe"),
    (
        -10,
        "^ chetnie|mozemy|nigdy nie|po|prosze pisac|przed|pytan|strony|super",
    ),
    (
        -9,
        "^ moja|dam|ja|napisac|nie mam|pana|pani|pasuje|przystanek|sie z|wszystko",
    ),
    (
        -8,
        "# $|^ nigdy|i mozemy|klienta|na|nie dzwonic|nie moge|probki|przepraszam $|telefon|teraz|tygodniu|tym|wczoraj|wiecej pytan",
    ),
    (
        -7,
        "^ przez|^ przystanek|ale|dziala|dzieki|gotowe|gotowe $|nie przestawac|nigdy|porzadku|prosze jeszcze|przeslac|przestawac|sie nie|sie w|skontaktowac|trzeba|w porzadku|w tym",
    ),
    (
        -6,
        "$|ale prosze|czwartek|lepiej|mamy|moja|mowic|moze pan|mozecie|niz|odezwac|odezwac sie|ona|prosze nie|prosze odezwac|prosze sie|sie u|skontaktowac sie|spoznie|spoznie sie|szczegoly|szczegoly $|tygodniu $|u|wstrzymac|zaproszenie",
    ),
    (
        -5,
        "^ ile|a|bede|dam znac|do #|example|example org|ile|jak|jest w|jeszcze nie|kiedy|klientow|musi|musi pan|napisac do|narzedzie|nasz|nie musi|o #|org|org $|porzadku $|przez telefon|przystanek jest|przystanku|telefon $|teraz nie|wasz|wiec|zakupow|znac",
    ),
    (
        -4,
        "^ jestem|^ stoje|biura|czerwcu|czy|czy to|czy wasze|drugi|ile to|je|jestem|kosztuje|na zwolnieniu|nie ma|nie trzeba|nie wiem|odpowiem|poniedzialku|prosilem|przepraszac|przez|sie|stoje|to kosztuje|tym zajmuje|w czerwcu|wasze|wasze narzedzie|wiem|zajmuje|zapomnialem|zwolnieniu",
    ),
    (
        -3,
        "^ dzieki|^ juz|^ przepraszam|^ teraz|bardzo|bo|czasu|czy mozecie|jesli|jestem na|ma|moze|na urlopie|odpowiem $|oferty|pisz do|przyszlym|skad|swietnie|urlopie|urlopie do|w przyszlym|w sprawie|z|z listy|zeby pan",
    ),
    (
        -2,
        "^ moze|^ z|bedzie|biura $|czyta|czyta $|dla|dostalem|dostawac|go|kontaktowal|mnie $|moge|nie ja|nie kontaktowal|panu|poprosze|sie pani|to $|u nas|usunac|wlasciwa|wole|ze",
    ),
    (
        -1,
        "^ chce|^ mozesz|^ od|chce tego|czy moze|dzieki $|macie|mail|na ten|nie wysylac|nigdy wiecej|stop|tez|wiecej $|zapomniec|ze nie",
    ),
    (
        1,
        "^ jeszcze|^ nie|^ niech|^ prosze|^ wole|chce byc|dajcie mi|dwa razy|interesuje|musze|nas|nic nie|nie interesuje|nikt|pan|pisac do|pozdrawiam|prosze do|prosze o|pytac|rodo|sa|sie wiecej|trzy|usuniecie|wypisz mnie|zgody",
    ),
    (
        2,
        "^ przestan|do tego|dobry|dziekuje za|liscie|ma pan|mnie nie|naszej|naszych|ok|tego|telefonow|ten|to|to nie|usun|wysylac",
    ),
    (
        3,
        "^ bez|^ czy|^ dajcie|^ jesli|^ pozdrawiam|^ stop|adres|adres z|bez|chce zeby|dajcie|dalszego|dalszego kontaktu|do mnie|firmy|i wiecej|jeszcze raz|kontakt|listy $|listy mailingowej|mnie to|mowilem|mowilem juz|nic|nie jest|niech|o usuniecie|pracownikow|prosze|prosze usunac|prosze uszanowac|prosze zapomniec|przysylac|sie pan|sprawie|te|tych|usunac moj|usuniecia|wiadomosc ale|wiecej maili|wypisz|za wiadomosc|zadam|zadnego|zadnej|zeby do",
    ),
    (
        4,
        "|^ dziekuje|^ dzien|^ uprzejmie|bazy $|byla|bylbym|bylbym wdzieczny|danych w|dzien|dzien dobry|firma $|handlowych $|ich|jedna wiadomosc|jej|kolejnych|kontakt $|kontaktowac $|mailingowej|mailingowej $|mna $|mna w|mnie wiecej|moj profil|nie kontaktowac|nie pisal|niekontaktowanie|niekontaktowanie sie|o niekontaktowanie|otrzymywac wiecej|panstwa bazy|pisal|pisal $|pisz $|profil|profil z|prosimy|prosze mnie|przestan|przetwarzania|przetwarzania moich|przypomnien|sprawe do|sprzeciw|sprzeciw wobec|uprzejmie|usun moj|usunac moje|usuncie mnie|usuniecie mnie|wdzieczny|wiadomosc $|wnosze sprzeciw|wobec|wypisac $|wysylac mi|z bazy|z tej|zadnych maili|zadnych wiadomosci|zeby sie",
    ),
    (
        5,
        "^ wnosze|^ wypisz|^ zadnych|ale nie|ani teraz|celach marketingowych|chce miec|firma|i bez|i zglaszam|interesuje mnie|jako|jedna|jeszcze jedna|juz nic|juz nie|marketingowych|miec|mna wiecej|mnie pan|mnie pisac|mnie w|moj adres|mojego|nie otrzymywac|nie przysylac|ofert $|otrzymywac|ponownie|powstrzymac|powstrzymac sie|prosze to|przyszlosci|przyszlosci $|razy|sie $|sie od|sobie kontaktu|teraz ani|to juz|uszanowac|w przyszlosci|wiadomosc i|wiecej do|wiecej takich|wysylek $|zebyscie|zglaszam",
    ),
    (
        6,
        "^ na|^ przestancie|chcemy|do uodo|dosc|jestem zainteresowany|kontaktowac|listy|maili $|mailingu|nie zycze|pan do|pisali|skasujcie|sprawe|tej sprawie|tematu|ten numer|uodo|uodo $|w tej|wracac|wysylek|zainteresowany|zycze|zycze sobie",
    ),
    (
        7,
        "^ czesc|^ zostawcie|byc|celach|czesc|dane $|handlowych|jak sie|mi|mi spokoj|nasza|nie chcemy|od|ofert|ostatnia|pan juz|ponownie $|raz|sie wypisac|tu|w celach|wolalabym|wreszcie|wysylac $|zostawcie",
    ),
    (
        8,
        "^ mowilem|^ usuncie|gdyby|moj numer|nie jestem|pisac|prosze zaprzestac|przestac $|spokoj $|spokoju|wdzieczna|wnosze|zaprzestac",
    ),
    (
        9,
        "^ dosc|^ jak|bazy|dane|danych $|moje dane|nie $|panstwo|wszystkich|wypisac|wypisac ?|z tego",
    ),
    (
        10,
        "^ to|i prosze|nie pisac|numer $|spokoj|tej|w spokoju|z panstwa",
    ),
    (
        11,
        "^ ani|danych|i nie|mnie z|numer|pisac $|przestancie|tymi|usuncie|z tymi|zadnych|zeby|zgode",
    ),
    (12, "dziekuje $|takich"),
    (
        13,
        "chce|kontaktu $|moich danych|moje|sie ze|sobie|wiadomosc|wiecej nie",
    ),
    (14, "ani|maili|mna|prosze przestac|wiadomosci|ze mna"),
    (15, "moich"),
    (16, "i"),
    (17, "dziekuje|juz"),
    (18, "kontaktu|nie chce|panstwa|wiadomosci $"),
    (19, "przestac"),
    (20, "moj|prosze $"),
    (26, "wiecej"),
    (31, "mnie"),
];
