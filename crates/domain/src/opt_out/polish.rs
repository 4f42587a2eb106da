//! Polish.

use super::language::Language;
use super::pattern::Classes;

pub(super) static LANGUAGE: Language = Language {
    code: "pl",
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
        "i|nie|w|z|na|do|sie|jest|to|ze|o|mnie|mi|prosze|moj|moje|pan|pani|panstwo|panstwa|juz|dziekuje|dzieki|jestem|od|za|po|dla|czy|jak|ale|tak|co|tym|tego|ta|ten|mam|nam|nas|byc|wiecej|dzien|dobry|bardzo|pana|a",
    ),
    (
        "bare_request",
        "wyrejestruj|wyrejestruj_mnie|skresl_mnie|skreslcie_mnie|stop|stop_prosze|stopp|koniec|koniec_z_tym|dosc|dosyc|dosc_tego|dosyc_tego|basta|wystarczy|starczy|przestan|przestancie|prosze_przestac|przestac|wypisz|wypisz_mnie|wypiszcie_mnie|wypisac|wypisac_mnie|wypis|wypisuje_sie|wypisanie|rezygnuje|rezygnacja|usun|usun_mnie|usuncie|usuncie_mnie|usunac|usuniecie|prosze_usunac|skasuj|skasujcie|skasowac|anuluj|anulowac|wykresl|wykresl_mnie|wykreslic|unsubscribe|odsubskrybuj|odsubskrybowac|zostaw_mnie|zostaw_mnie_w_spokoju|zostawcie_mnie_w_spokoju|daj_mi_spokoj|dajcie_mi_spokoj|daj_spokoj|dajcie_spokoj|odczep_sie|odczepcie_sie|odwal_sie|spadaj|spadajcie|spierdalaj|wypad|won|nigdy_wiecej|wiecej_nie|juz_nie|ani_slowa_wiecej|zapomnij_o_mnie|zapomnijcie_o_mnie|sprzeciw|zadnych_wiadomosci|wycofuje_zgode|zrezygnowac",
    ),
    (
        "bare_refusal",
        "nie|nie_dziekuje|nie_dzieki|dziekuje_nie|dzieki_nie|niezainteresowany|niezainteresowana|nie_interesuje_mnie|nie_interesuje_mnie_to|nie_jestem_zainteresowany|nie_jestem_zainteresowana|brak_zainteresowania|nigdy|spam|oszustwo|serio|naprawde|znowu|znow|znowu_wy|znowu_to|w_zadnym_wypadku|absolutnie_nie|na_pewno_nie|nie_ma_mowy|zla_osoba|zly_numer|nie_ta_osoba|pomylka|zablokowany|zablokowane|zgloszone|zgloszone_i_zablokowane|zablokowane_i_zgloszone|zgloszony|bot|robot|nie_dla_mnie|nie_dla_nas|nie_trzeba|podziekuje|rany|ech|eh|zenada|masakra|no_nie|litosci|bez_zainteresowania|nie_skorzystam|no",
    ),
    (
        "courtesy",
        "prosze|bardzo_prosze|dziekuje|dzieki|dzien_dobry|dobry_wieczor|czesc|hej|witam|witaj|szanowny|szanowna|szanowni|panie|pani|panstwo|pan|pozdrawiam|z_powazaniem|przepraszam|sorry|ok|okej|no|i|a|juz|natychmiast|teraz|zatem|wiec|z_gory|uprzejmie|drogi|droga|kochani",
    ),
    (
        "write",
        "pis*|napis*|kontaktuj*|kontaktow*|skontakt*|wysyl*|wysla*|przysyl*|przysla*|wydzwan*|nek*|nagab*|przeszkad*|zawrac*|zaczep*|spam*|zasyp*|mecz*|naprzykr*|niepok*|odzyw*|odezw*|przypom*|ponawi*|ponow*|molest*|narzuc*|wraca*|wroc*|zglasza*|pytac|pytaj|pytajcie|zapyt*|oferow*|proponow*|namawia*|prosic|nachodz*|cisn*|pingow*|atakow*|bombard*|dreczy*|dreczcie|drecz|nudz*|truj*|truc|probow*|probuj*|kierow*|kieruj*|bez_kontaktu|zaprasza*|zaczyn*|nadskak*|nagabuj*|wypis*_do",
    ),
    (
        "me",
        "mnie|mi|nas|nam|mna|mojego_zespolu|naszego_zespolu|naszej_firmy|nasza_firma|naszym_zespolem|moich_pracownikow|naszych_pracownikow|naszym_biurem|naszej_szkoly|nasza_szkola|naszej_kancelarii|moim_zespolem|nikogo_u_nas|nikogo_z|nikogo_od_nas|nikim_u_nas|ten_numer|ten_adres|tego_numeru|to_konto|na_ten|moich_ludzi|do_nikogo|z_nikim|kimkolwiek|kogokolwiek",
    ),
    (
        "stop",
        "przesta*|skoncz*|zaprzesta*|zaniecha*|powstrzym*|daruj*|darowa*|wstrzym*|stop|dosc|dosyc|koniec|koncz*|zakoncz*|odpusc*|poprzest*|unika*|nie_trzeba|zaprzest*",
    ),
    (
        "message",
        "wiadomosc|wiadomosci|maili|maile|mail|mailow|email|emaili|e_maili|e_mail|e_maile|kontaktu|kontakt|kontaktow|korespondencji|korespondencja|reklam|reklamy|reklama|spamu|spam|ofert|oferty|oferta|przypomnien|przypomnienia|przypomnienie|telefonow|telefony|follow_up|follow_upow|follow_upy|followupow|zaproszen|zaproszenia|newsletter|newslettera|newsletterow|newslettery|propozycji|propozycje|inmaili|listow|powiadomien|zapytan|zaczepek|prob|proby|informacji|informacje|marketingu|kampanii|kampanie|smsow|sms|komunikatow|nekania|nagabywania|wiadomosciami|mailami|ofertami|reklamami|spamem|kontaktem|propozycjami|pisania|pisaniem|wysylania|wysylki|wysylek|przypomnieniami|namolnosci|inmail|akcji|ponaglen",
    ),
    (
        "list",
        "listy|lista|liste|baza|bazy|baze|crm|crmu|crm_u|kampanii|kampania|mailingu|mailing|mailingowej|newslettera|newsletter|kontaktow|rejestru|systemu|systemow|sekwencji|wysylki|wysylek|adresowej|ksiazki|spisu|kartoteki|subskrypcji|bazach|liscie|listach|bazie|dystrybucyjnej|rozsylki|automatu|automatyzacji|lejka|subskrypcje|prospektow|leadow|zbioru|ewidencji",
    ),
    (
        "remove",
        "usun|usunac|usuncie|usuniecie|usuniecia|usunie|usuwac|skasuj|skasujcie|skasowac|skasowanie|wykresl|wykreslcie|wykreslic|wykreslenie|wykresli|skresl|skreslcie|skreslic|skreslenie|skresli|wypisz|wypiszcie|wypisac|wypisanie|wypisania|wypisze|wyrzuc|wyrzuccie|wyrzucic|wymaz|wymazac|wymazcie|zdejmij|zdejmijcie|zdjac|wyklucz|wykluczcie|wykluczyc|wyrejestruj*|wyrejestrowac|wylacz|wylaczyc|wylaczcie|wycofaj|wycofac|zapomnij*|zapomniec|zniszcz|zniszczyc|usuwajcie|wywal|wywalcie",
    ),
    (
        "mine",
        "dane|danych|numer|numeru|telefon|telefonu|adres|adresu|mail|maila|email|nazwisko|nazwiska|kontakt|profil|profilu|informacje|rekord|wpis|dane_osobowe|danych_osobowych|namiary|namiarow|imie|kontaktowe",
    ),
    (
        "consequence",
        "zglos*|zglasz*|zablok*|blok*|prawnik*|prawn*|uodo|linkedin|policj*|skarg*|sad|sadu|sadow*|konsekwencj*|adwokat*|nekani*|kroki|prokuratur*|urzed*|rodo|raport*|spam|organ",
    ),
    (
        "month",
        "styczen|stycznia|styczniu|luty|lutego|lutym|marzec|marca|marcu|kwiecien|kwietnia|kwietniu|maj|maja|maju|czerwiec|czerwca|czerwcu|lipiec|lipca|lipcu|sierpien|sierpnia|sierpniu|wrzesien|wrzesnia|wrzesniu|pazdziernik|pazdziernika|pazdzierniku|listopad|listopada|listopadzie|grudzien|grudnia|grudniu",
    ),
    (
        "time",
        "{month}|poniedzial*|wtorek|wtorku|wtorki|srod*|czwart*|piatek|piatku|piatki|sobot*|niedziel*|weekend*|tydzien|tygodni*|miesiac*|miesiecy|kwartal*|rok|roku|lato|lata|latem|jesien*|zim*|wiosn*|urlop*|wakacj*|swiet*|swiat|wielkanoc*|godzin*|dni|dniach|noc*|wieczor*|rano|ferie|ferii|targ*|egzamin*|premier*|wdrozeni*|powrot*|slub*|przeprowadz*|budzet*|q1|q2|q3|q4|macierzynsk*|termin*|polroc*",
    ),
];

const MASKS: &[&str] = &[
    "jeszcze ~3 nie ~1 {write}",
    "nie ~2 jeszcze ;",
    "kolega|kolezanka|on|ona|nikt ~2 nie|nigdy ~4 kontaktowal*|pisal*|napisal*|zadzwonil*|odezwal*",
    "wysyl*|wysla*|przysyl*|przysla* ~3 faktur*|umow*|plik*|dokument*|link*|paczk*|kosztorys*|cv|raport*|szkic*|hasl*|zalacznik*",
    "to|jest|jestem nie|zaden ~1 spam|masow*|bot|robot|reklam*|szablon*",
    "{remove} ~1 paragraf*|klauzul*|punkt*|slajd*|akapit*|zdani*|wiersz*|ustep*|strone|zalacznik*|plik*",
    "mnie|go|ja ~1 wypisac|wypisza|wypisali ~1 ze|z szpitala",
    "nie ~1 waha*|krepuj*|zwlek*|boj|bojcie|obawia*|zapomn*|zapomin* ~1 sie? ~6",
    "nie ~1 przesta*|skoncz*|koncz*|odpuszcz*|rezygnuj*|usuwaj*|usuwac|kasuj*|wypisuj*_mnie|wypisuj_sie|wypisujcie_mnie|poddawa*|wylaczaj* ~5",
    "non_stop|nonstop|bez_przerwy|bez_przestanku",
    "dlaczego|czemu ~3 nie ~5",
    "^ jesli|jezeli|gdy|kiedy|jak ~2 nie ~4 ;",
    "poniewaz|bo|ktory|ktora|ktorzy|czy|ze|skoro pan|pani|panstwo|ktos|nikt|on|ona|ja|oni|ludzie|klient* ~2 nie ~4 ;",
    "nie ~1 pisalem|pisalam|pisze|piszemy|napisalem|napisalam|dzwonilem|dzwonilam|dzwonie|kontaktowalem|kontaktowalam|wysylam|wyslalem|wyslalam|odzywalem|odzywalam|przeszkadza|przeszkadzasz|przeszkadzaja|wrocilem|wrocilam|probowalem|pytalem|pytalam|zawracam|dostalem|dostalam|pisali|odpisalem|odpisalam|napisal|napisala|zglaszam|odezwalem|odezwalam|przyszla|dotarla|przypominam|pamietam|wysylali|pisalismy|wiem ~3",
    "przystan*|przystanek autobus*|tramwaj* ~1",
    "klienci|klient|ludzie|uzytkownicy|uzytkownik|odbiorcy|kandydaci|subskrybenci|ktos|niektorzy|szef|szefowa|kolega|kolezanka|sasiad|on|ona|oni|czytelnicy|czlonkowie|kontakty|pacjenci|osoby|osoba ~4 pros*|poprosi*|mowi*|powiedzial*|chc*|odpisuj*|odpisal*|pisz*|zada*|zglasza*|klika*|odpowiada* ~9",
    "wskaznik*|odsetek|link*|przycisk*|strona|prawo|proces|formularz*|obsluga|obsluge|zgloszenia|prosby|ustawa|klauzula|liczba|termin|naglowek|temat|statystyk*|powody|powod ~2 wypisan*|wypisow|rezygnacj*|usuniecia|usuniec|opt_out|opt_outow|sprzeciw*|odsubskryb*|stop",
    "opt_out|opt_outow|opt_outy|wypisow|wypisy|rezygnacji",
    "jak|czy|kiedy obslug*|traktuj*|przetwarz*|wykryw*|reaguj*|radzic*|radz* ~10 ;",
    "{remove} ~2 ten|te|ta|to|tej|tego|ostatni*|stary|stare|duplikat*|slajd*|klauzul*|punkt|wiersz*|kolumn*|zdani*|akapit*|sekcj*|stron*|zalacznik*|plik*|zamowien*|spotkani*|zaproszen*|komentarz*|logo*|zdjec*|obraz*|szkic*|kopi*|wersj*|slow*|test*|wykres*|post|przypis*|umow*|rezerwacj*|pole|pola|bilet*|konto|link* ~2 slajd*|klauzul*|punkt*|wiersz*|kolumn*|zdani*|akapit*|sekcj*|stron*|zalacznik*|plik*|spotkani*|zaproszen*|komentarz*|logo*|zdjec*|szkic*|wersj*|slow*|wykres*|duplikat*|paragraf*|ustep*",
    "{remove} ~1 mnie|nas|moje_nazwisko ~2 z|ze|na ~3 gosci|uczestnikow|watku|grupy|rozmowy|zaproszenia|spotkania|czatu|agendy|projektu|prelegentow|slajdu|dokumentu|oczekujacych|kopii|kanalu|kalendarza|wydarzenia|protokolu|grafiku|dyzurow|zakupow|konferencji|cc",
    "lista|listy|liste|liscie gosci|uczestnikow|oczekujacych|zakupow|obecnosci|cen|prelegentow|zadan|kandydatow|zyczen",
    "aby|zeby|jesli ~2 nie_chce*|zrezygnowac|wypisac|sie_wypisac|przestac|anulowac|nie_chcesz ~8 klik*|tutaj|odpowiedz|wejdz|napisz_na|wyslij|odwiedz ~5",
    "klik* ~5 wypisac|zrezygnowac|tutaj|wypisz|anulowac",
    "wypisz_sie|rezygnacja_z_subskrypcji|rezygnacja_z_newslettera|anuluj_subskrypcje tutaj|:|;",
    "omylkowo|przez_pomylke|adresatem|blednie|pomylkowo ~~15 usun*|skasow*|zniszcz*|powiadom* ~4",
    "zwolnieni*|chorobow*|l4|macierzynsk* ~1 lekarsk*|chorobow*|;",
    "przepraszam|zignoruj*|ignoruj*|cofam|anuluj* ~5 stop|wypisani*|poprzedni*|rezygnacj* ~2",
    "folder*|skrzynk*|filtr*|do|w|ze ~1 spam|spamu|spamem|spamie",
    "dosc|dosyc dobr*|duz*|czest*|szybk*|pozn*|dlug*|interesuj*|ciekaw*|blisko|trudn*|jasn*|malo|wczesn*|powaz*|prost*|nowy|nowa|nowe|spor*|tani*|drog*|sensown*",
    "koniec|konca|koncu|konczy* roku|kwartalu|miesiaca|tygodnia|dnia|wrzesnia|stycznia|projektu|koncow|z_koncem|lipca|czerwca|sierpnia|grudnia|marca|i_kropka",
    "ja|my|on|ona przestal*|skonczyl* ~3",
];

const FINAL_REQUESTS: &[&str] = &[
    "jeszcze|kolejna|kolejny|nastepna|nastepny|jedna|jeden|przy|po|kazda|kazdy ~1 jedna|jeden|raz|taka|taki|kolejnej|kolejnym|nastepnej|{message} ~2 {message|raz}? ~~5 i|to|a|zglaszam|zglosze|blokuje|bedzie|trafi|idzie|sprawa|moj|pojde|skieruje|wzywam ~4 {consequence}?",
    "jesli|jezeli|jak|gdy ~4 {write|jeszcze|nadal|dalej|nie_przesta*|znow|znowu|ponown*|dostan*} ~~6 zglosze|zglaszam|zablokuje|zablokuj*|blokuje|kieruje|skieruje|podejm*|pojd*|zawiadom*|bede|sprawa|moj|zloze|wyst*|to ~4 {consequence}?",
    "{write} ~3 jeszcze_raz|ponownie|znowu ~~3 a|i|to ~5 {consequence}",
    "ostatnie|ostatni|ostateczne ostrzezenie|raz_prosze|raz_pisze|raz_ostrzegam|wezwanie",
    "inaczej|w_przeciwnym_razie|albo|bo ~4 {consequence}",
    "nastepnym|kolejnym|nastepna|kolejna razem|wiadomosc|wiadomosci ~~5 {consequence}",
    "ani ~~4 ani ~~4",
    "nie ~~4 i|ani|a ~1 nigdy|wcale|pozniej|potem",
    "nie ~~3 ani ~~3 nigdy|ani|potem|pozniej|w_ogole|kiedykolwiek",
    "nigdy_przenigdy|ani_teraz|ani_wtedy|ani_pozniej|teraz_ani_nigdy|ani_nigdy|teraz_ani_potem",
];

const REMOVALS: &[&str] = &[
    "{remove} mnie|nas z|ze wasz*|panstwa|tego|wszystk*|swo*",
    "{me} ~2 {remove} ~3 z|ze ~3 {list}",
    "beze|bez mnie|nas ~2 na|w ~1 {list|mailingu|bazie}",
    "listy|liste|lista ~3 nie ~3 {write|kontaktuj*}",
    "{remove} ~4 z|ze ~3 {list}",
    "{remove} mnie|nas|moje_nazwisko|ten_numer|ten_adres|nasza_firme|moj_numer|moj_adres|moje_dane ;|prosze|natychmiast|stad|i|calkowicie|na|juz|jak|od",
    "mnie|nas ~2 {remove} ~1 ;|prosze|stad|i|natychmiast",
    "z|ze ~1 {list} ~2 {remove}",
    "wypisz|wypiszcie|wypisac ~1 mnie|nas|sie|moj|mi ~1 ;|prosze|natychmiast|stad",
    "nie ~1 chce|chcemy|zycz* ~2 byc|figurowac|znajdowac|widniec|nalezec ~3 {list}",
    "jak|gdzie|sposob ~4 wypis*|zrezygnow*|usun*|anulow*|wypisz*|wylacz*|przestac_otrzymywac|odsubskryb*|wyrejestr*|zrezygnuj*|przestac_dostawac|tego_pozbyc|zatrzymac|skasowac|to_wylaczyc|sie_wypisuje",
    "{remove|zgub*|wyrzuc*} ~3 moje|moj|mojego|moich|wszystkie|nasze|nasz|moja|wszystko|ten ~2 {mine|co|o_mnie|na_moj}",
    "moje|moj|moich|nasze|wszystkie ~1 {mine} ~~4 {remove}",
    "zapomn*|zapomin* ~1 o|moj|ze ~1 {mnie|nas|istniej*|moim|numer*|mine}",
    "usuniecie|usuniecia|skasowanie|wykreslenie|wykreslenia|wypisanie|wypisania|zapomnienia ~3 moich|mojego|mnie|naszych|danych|nas|moj* ~2",
    "sprzeciw*|sprzeciwiam|wnosze|zglaszam ~5 danych|przetwarza*|wykorzyst*|kontakt*|marketing*|komunikacj*|uzywani*|sprzeciw|wobec|dalsz*",
    "korzystam|egzekw*|realizuj* ~3 praw*",
    "wycof*|cofam|odwoluj*|cofn* ~3 zgod*|pozwoleni*",
    "nie ~3 zgod*|zgadz*|wyraz*|zezwal*|pozwal*|upowazni*|wyrazal*|udziel* ~5 kontakt*|przetwarz*|wykorzyst*|zgod*|danych|przechow*|{message|write}",
    "zakaz*|zabrani* ~5 {write|message|danych|kontakt*|uzywa*|przetwarz*}",
    "nie ~2 uzywa*|wykorzyst*|przechow*|udostepn*|przetwarz*|trzyma* ~2 moich|mojego|moje|naszych|mego ~1 {mine}",
    "rodo|gdpr|art_17|art_21|artykul_17|prawo_do_bycia|prawa_do_bycia|bycia_zapomnianym ~~9 usun*|sprzeciw*|zapomn*|skasow*|;|usuniecia",
    "usun*|skasow*|sprzeciw* ~~9 rodo|gdpr|art_17|art_21",
    "wpis*|dopis*|dodaj*|umiesc*|wciagn* ~4 czarn*|robinson*|wykluczen*|zakaz*|nie_kontakt*|nie_dzwon*|blokad*|zablokowan*|do_not|sprzeciw*",
    "na_czarna_liste|czarna_lista|lista_robinsona|liste_robinsona|lista_wykluczen|liste_wykluczen|liste_zablokowanych",
    "chce|chcialbym|chcialabym|prosze|prosilbym|prosilabym|zadam|zycze|pragne|wnosze|chcemy|prosimy|domagam ~3 wypisac|wypisania|wypisanie|usunac_mnie|usunac_nas|usuniecie|usuniecia|zrezygnowac_z|zostac_usuniet*|zostac_wykreslon*|zostac_wypisan*|zapomniec_o|o_usuniecie|o_wypisanie|o_wykreslenie|skasowac_moje|byc_usuniet*|aby_usun*|zniknac_z|o_skasowanie|rezygnacj*",
    "rezygnuj* ~2 z|;",
    "anuluj* ~1 moja|subskrypcj*",
    "poza|won|precz ~1 z ~2 {list}",
];

const REQUESTS: &[&str] = &[
    "nie ~1 chc*|zycz*|zyczymy ~1 sobie? ~~0 zebyscie|zeby|aby|abyscie|by|zebys|abys|aby_pan ~4 {write}",
    "gdybyscie|gdyby|gdybys|jesliby ~3 przesta*|zaprzesta*|nie|wiecej ~3 {write|message}",
    "nikt ~5 {mnie|mi|do_mnie|nas|nam|ze_mna|sie} ~3 {write|nie}",
    "nie ~1 chc* ~4 nic|niczego|zadnych ~2 dostawac|otrzymywac|slyszec",
    "prosze przestac|przestan|przestancie|skonczyc",
    "niech|prosze ~1 {mnie|nas} ~2 skresl*|wykresl*|usun*|wypisz*",
    "nie ~2 dzwon*|zadzwon* ~1 wiecej|juz|nigdy",
    "daj|dajcie|dac se|sobie siana|spokoj",
    "zamilkn*|zamknij*_sie|milcz*",
    "nie|nigdy|ani|by|aby|zeby ~1 nie|mnie|mi|do_mnie|ze_mna|sie|juz|wiecej|nas|nam|do_nas|z_nami|trzeba|musi*|potrzeb*|warto|nalezy|wolno|ma_potrzeby|ma_sensu|sposob|dalej|ponownie|chce_zeby|chce_aby|pan|pani|panstwo ~3 {write}",
    "nie|nigdy {write} ~2 do_mnie|mnie|mi|wiecej|juz|;|sie|ze_mna|nigdy|ponownie|zadnych|nas|na|tutaj|z_nami|do_nas|nikogo|nic|przez|w",
    "nie|nigdy ~1 chc*|zycz*|potrzeb*|interesuj*|mam|oczekuj*|chcial*|mamy ~2 ochoty|wiecej|juz|dostawac|otrzymywac|byc|slyszec|zadn*|kontakt*|miec|od|takich|tych|zeby|aby|by|dalsz*|do_czynienia|sobie ~5 {write|message|od_was|od_panstwa|od_pana|od_pani|od_ciebie|slyszec|nekan*|niepokojon*|kontaktu|wasz*|tego_typu|takich}",
    "prosze|prosimy|prosilbym|prosilabym|wol*|wolal*|zycz*|chcial*|chce|zadam|blagam|wdzieczn*|doceni*|milo|uprzejmie|nalegam|lepiej|wystarczy|oczekuj*|mam_prosbe|prosba|radze|wolimy ~6 nie|nigdy|by_nie|aby_nie|zeby_nie|o_nie|zebyscie_nie|abyscie_nie|bez|o_niewysylanie|o_niekontaktowanie|o_niepisanie|o_nieprzysylanie ~3 {write|otrzymyw*|dostaw*|message|kontakt*|wiecej|slysz*|wysyl*|byc|miec}",
    "niewysyl*|niekontaktow*|niepis*|nieprzysyl*|niedzwon*|nieprzeszkadz*|nienek*|nieponawi* ~3",
    "prosze|prosimy|prosilbym|prosilabym|zycz*|chcial*|chce|zadam|blagam|uprzejmie|czy|mozesz|moze|moglby*|mozecie|wdzieczn*|doceni*|apel* ~4 {stop|zaprzestani*|zaniechani*} ~3 {write|message|wysyl*|kontakt*|;|z_tym|to|tego|z|nek*|dalsz*|mnie}",
    ":|prosze|i|juz|wreszcie|w_koncu|natychmiast przestac|przestan|przestancie|skoncz|skonczcie|zaprzesta*|daruj|darujcie|odpusc|odpuscie|dosc|dosyc|koniec|stop ~3 {write|message|juz|mnie|tego|z_tym|tym|sobie|spamow*|nek*|meczyc}",
    "dosc|dosyc|koniec|stop|wystarczy ~1 juz? ~1 tych|z|tego|waszych|tej|tym|tymi|takich ~2 {message|write|spamu|nagabywania}",
    "dosc|dosyc|koniec {message}",
    "zadn*|bez|ani|zero|nie ~1 wiecej|kolejn*|dalsz*|nowych|nastepn*|jednej|jednego|takich|jednego_slowa|jakich* ~2 {message} ~2 ;|wiecej|od|prosze|na|dzieki|dziekuje|i|do|przez|nie|w|mi|ani|z|marketing*|handlow*|reklam*",
    "zadn*|zero ~1 {message} ~1 wiecej|;|prosze|od|juz|dzieki|dziekuje|nie|na",
    "nie ~2 wiecej|juz ;|prosze|dziekuje|dzieki|nigdy",
    "nigdy_wiecej|wiecej_nie|juz_nigdy|nigdy_juz ~2 ;|prosze|nie|mi|mnie|do|{write}",
    "zostaw*|zostawic ~1 mnie|nas ~2 w_spokoju|;|w_koncu|juz|samego|sama",
    "daj*|dac ~2 mi|nam|juz|sobie|mojemu|naszemu ~2 spokoj|swiety_spokoj !na|do|z_tym_do",
    "w_spokoju|swiety_spokoj ~2 zostaw*|;",
    "odczep*|odwal*|odpieprz*|odpierdol*|spadaj*|spierdal*|wypierdal*|wynocha|wynos|wynosze|goncie|gon|pocaluj*|spieprz*|zjezdzaj*|splywaj*|zejdz*|idz|idzcie|pojdz|zabieraj*|odejdz*|przymknij|zamknij sie|mnie|;|w|stad|mi|ode|z|precz|do_diabla|do_cholery|w_cholere|w_diably|na_drzewo|juz|wam",
    "oszczedz*|daruj*|podaruj* ~3 {message|sobie|trudu|kolejn*|mi|przypomn*|fatygi|czas}",
    "nie ~1 ma|trzeba|potrzeb*|musi*|warto|ma_sensu|jest|widze|fatyguj*|trud* ~3 {przypomin*|przypomn*|ponawia*|pisac|kontakt*|wracac|pytac|wysylac|dzwonic|odzywac|follow*|kolejn*|dalsz*|potrzeby|koniecznosci|konieczne|sensu} ~2 {write|message|tego|;|kontakt*|ponown*|dalsz*|do_tego|sie|wiecej}",
    "zbedn*|niepotrzebn*|bez_sensu ~2 {write|message|przypomn*|ponawi*}",
    "dalsz*|kolejn*|wszelk*|ponown* ~1 {message} ~2 zbedn*|niepozadan*|niemile|niechcian*|nie_sa|nie_jest|nie_zycze|niepotrzebn*|wykluczon*|bezcelow*",
    "powstrzym*|zaprzesta*|zaniech*|zaprzestani*|wstrzym*|unik* ~2 sie? ~2 od|{write|message|dalsz*|kontakt*|wysyl*|tego}",
    "zakoncz*|zakonczyc|skoncz*|konczym*|przerw*|urw* ~2 ten|te|ta|nasz*|tym|wszelki|ta|to|korespondencj*|kontakt* ~2 {message|kontakt*|korespondencj*|rozmow*|watek|sprawe|znajomosc}",
    "niech|to|ta|oby|bedzie ~3 ostatni*|ostatnia ~1 {message|raz}",
    "nie ~2 wolno|maja|ma|macie|masz|moze|mozecie ~2 prawa|zgody|pozwolenia|sie|do ~4 {write|kontakt*}",
    "zakaz*|zabrani* ~4 {write|kontakt*|message}",
    "zeby|aby|by|zebyscie|abyscie|zebys|abys|ze ~3 nie|przesta*|zaprzesta*|dal*|zostawi* ~1 mnie|mi|do_mnie|sie|ze_mna|juz|wiecej|nas ~3 {write|spokoj|w_spokoju}",
    "nie_zycze_sobie|nie_zyczymy_sobie|nie_zyczy_sobie|nie_zyczymy ~5",
    "na_tym_poprzestan*|poprzestanmy|konczymy_na_tym|zakonczmy|trzymaj*_sie_z_dala|z_dala_ode_mnie|nie_ma_mnie_dla|wiecej_sie_nie|wiecej_nie",
    "nic ~1 wiecej|juz ~2 nie ~3",
];

const REFUSALS: &[&str] = &[
    "nie|bez|brak|zero|zadn* ~2 zainteresow*|interesuj*|potrzeb*|dla_mnie|dla_nas|szuka*|skorzyst*|kupuj*|korzyst*|przekon*|moja_bajka|temat|nasz*_profil|pasuj*|planuj*",
    "nie dzieki|dziekuje|;|dziekujemy",
    "dziekuje_ale_nie|dzieki_ale_nie|dziekuje_nie|nie_dziekuje|nie_dzieki|podziekuje|podziekujemy|odmawiam|odmawiamy|musze_odmowic|nie_licz*|nie_znaczy_nie|powodzenia|wszystkiego_dobrego|na_emeryturze|na_emeryture|emeryt*|nie_pracuje_juz|juz_nie_pracuje|odpuszczam|rezygnujemy|bez_nas|beze_mnie",
    "mamy|mam|korzystam*|wspolpracujemy|pracujemy|uzywamy|wybralismy|jestesmy|posiadamy ~1 juz|swojego|stalego|stala ~4 dostawc*|rozwiazani*|agencj*|narzedzi*|partner*|kogos|system*|zaopatrzeni|wszystko|ksiegow*|umow*|firme|wykonawc*|obslug*|zespol",
    "zadowolen* z|ze|jestesmy|;",
    "zl*|nie_ta|nie_ten|niewlasciw*|pomyl* ~1 osob*|numer*|adres*|kontakt*|firm*|dzial*",
    "nie_jestem ~2 osob*|wlasciw*|adresat*",
    "nie ~2 odpowi*|odpisz*|bede_odpisywa*|czytam|bede_czyta*|odpisuj* ~1 na|wiecej|juz|;|takie|te",
    "nie|bez|tu|dosc|zadn* ~3 sprzedaw*|sprzedaz*|reklam*|oferty_handl*|marketing*|akwizyc*|promocj*|akwizytor*|handlow*|pitch*|sprzeda*",
];

const COMPLAINTS: &[&str] = &[
    "spam|spamer*|spamuj*|spamow*|oszust*|nekani*|natarczyw*|nachaln*|namoln*|kopiuj_wklej|kopiuj|wklej*|szablon*|automat*|bot|botem|robot*|masow*|masowk*|hurtow*|chatgpt|niezamowion*|nieproszon*|phishing|irytuj*|wkurz*|meczac*|bezczeln*|wstyd|zenuj*|zenad*|niegrzeczn*|natret*|denerwuj*|smieszn*|nieprofesjonaln*|strata_czasu|marnowa*|marnuj*|tracic_czasu|trac_czasu|moj_czas|upierdliw*|uciazliw*|wygenerowan*|z_automatu|tupet|dokuczliw*",
    "skad|jak|kto ~4 ma|masz|macie|maja|wzia*|wzie*|zdobyl*|dostal*|dal|podal|pan|pani|zna*|uzysk* ~4 {mine|moj|moje|moich|mnie|mam}",
    "skad ~2 {moj|moje|mine|macie|mnie}",
    "zglosil*|zgloszon*|zablokowal*|zablokowan*|zglaszam|blokuje|zglosze|zablokuje|raportuje|zgloszenie_poszlo|oznacz*_jako|oznaczam|zglosilem|zglosilam",
    "trzeci*|czwart*|piat*|dziesiat*|entn*|kolejn*|setn*|n_ta ~1 {message|raz}",
    "znowu|znow|ilez|po_raz ~2 wy|pan|pani|to_samo|mozna|razy|taka|ta|ten|to|ktory",
    "mam_dosc|mamy_dosc|mam_juz_dosc|mam_tego_dosc|mam_was_dosc|dosc_tego|czego_nie_rozumie*|co_jest_niejasne|ktorej_czesci|nie_znaczy|czy_wyscie|serio|naprawde_znowu|powaznie|zartuje*|zarty|zart*_sobie|kpina|kpiny|rece_opadaja|litosci|bez_przesady|jakim_prawem|na_jakiej_podstawie|ogarnij|ogarnijcie|wez_sie|wezcie_sie|ilez_mozna|ile_mozna|ile_razy|zal|masakra|nie_do_wiary|szkoda_slow",
    "nigdy|nie ~2 prosil*|zapisyw*|zamawial*|zgadzal*|wyrazal*|subskryb*|podawal*|zapisal*|pytal* ~3",
    "juz ~3 mowil*|pisal*|odpowi*|odmowil* ~3 nie|ze|;",
];

const DOORS: &[&str] = &[
    "napisz*|pisz* ~1 tutaj|tu|prosto|bezposrednio|lepiej|mailem|do_mnie",
    "napisz*|pisz*|zadzwon*|dzwon*|wyslij*|wysylaj*|skontaktuj*|kontaktuj*|lepiej|odezw*|zapytaj*|przyslij*|prosze_pisac|prosze_dzwonic|prosze_napisac|prosze_zadzwonic|prosze_wyslac|prosze_wysylac|prosze_kontaktowac|prosze_o_kontakt|przypomn* ~1 do_mnie|mi|sie|mnie|do_niej|do_niego|ze_mna|do ~3 bezposrednio|lepiej|na|przez|mailem|telefonicznie|w|po|kiedy|gdy|jesli|za|od|prywatn*|raczej|jak|do|z|tutaj|tu|pisemnie",
    "lepiej|wole|raczej|zamiast|tylko|wylacznie|najlepiej ~4 mail*|telefon*|email*|e_mail*|bezposrednio|zadzwon*|napisz*|dzwon*|pisac|osobiscie|whatsapp*|teams*|slack*|na_prywatn*|na_adres|pisemnie|przez|na",
    "na|przez|mailem|mailowo|telefonicznie|poprzez mail|maila|email|telefon|whatsapp|teams|slack|adres|biuro|numer|komorke ~3 lepiej|bezposrednio|prosze|jest|jestem|odpowiadam|;",
    "tylko|wylacznie|jedynie|chyba ~3 przez|mailem|jesli|gdy|w|mailowo|telefonicznie|ze",
    "prosze|napisz*|zapyt*|zwroc*|skontakt*|kontakt*|pytac|pytaj|zadzwon*|porozmawiaj* ~4 kolez*|koleg*|kolega|szef*|dyrektor*|zespol*|dzial*|kierown*|niej|nim|wspolnik*|zakup*|hr|nastepc*|asystent*|bezposrednio|sekretari*|biur*",
    "wlasciw*|odpowiedni*|odpowiedzialn*|zajmuje ~1 osob*|za|sie|jest|kontakt",
    "chetnie|z_przyjemnoscia|z_checia|ciesze|czekam|bede_wdzieczn*_za|bardzo_chetnie|milo_bedzie ~3",
    "pisz|piszcie|prosze_pisac|prosze_dalej|smialo|dalej ~1 dalej|smialo|tak|pisac|wysylac|jak_najczesciej",
    "porozmawiajmy|pogadajmy|spotkajmy|umowmy|zdzwonmy|wrocmy|wrocimy|zobaczmy|bedziemy_w_kontakcie|zostanmy|pozostanmy|przelozmy|mozemy_porozmawiac|przejdzmy|mowmy|kontynuujmy|omowmy|ustalmy",
    "wroc*|odezw*|sprobuj*|prosze|zapyt*|przypomn*|skontaktuj* ~4 po|za|od|na_poczatku|pod_koniec|w_przyszlym|w_nastepnym|pozniej|w_polowie|wiosna|jesienia|latem|zima",
    "odezwe|napisze|zadzwonie|odpisze|wroce|skontaktuje|dam_znac|przekaze|przesle|odpowiem|damy_znac|odezwiemy|wracam",
    "przeslij*|wyslij*|podeslij*|przekaz*|daj*|prosze_o|prosze_przeslac|prosze_wyslac|prosze_podeslac ~1 mi|nam|mu|jej? ~1 wiecej|ten|te|to|oferte|szczegoly|link|material*|informacj*|jeszcze|znac|raz|plik|dokument*|umow*|cennik",
    "raz_w|rzadziej|mniej_wiadomosci|mniej|tak_czesto|zbyt_czesto|codziennie|co_dzien|najwyzej|maksymalnie|za_duzo|za_czesto|w_miesiacu|w_tygodniu",
    "ponownie|znow|znowu|z_powrotem|jednak ~2 dopis*|dodaj*|dodac|zapis*|wpis*|subskryb*|na_liste",
    "dopisz*|zapisz*|dodaj*|dodac|dodanie|dopisanie|prosze_dopisac|prosze_zapisac ~2 ponownie|znow|znowu|z_powrotem|jednak",
    "ponowne|ponownie ~2 dodanie|dodac|dopisanie|dopisac|zapisanie",
    "przez_pomylke|omylkowo|pomylilem|pomylilam|zmienilem_zdanie|zmienilam_zdanie|nie_ten_czat|nie_to_okno|nie_do_pana|nie_do_pani|nie_do_ciebie|to_bylo_do|zartowalem|zartowalam|to_byl_zart|pomylkowo|mialem_na_mysli|mialam_na_mysli|zle_okno",
    "w_grupie|na_grupie|w_tym_watku|glosowe|glosowek|glosowki|glosowych|nagran|nagrania|pisemnie|po_polsku|po_angielsku|jako_pdf|w_pdf|do_wszystkich|mojej_asystentki|mojego_asystenta|asystentki|sekretarki|do_zobaczenia|do_uslyszenia|do_jutra|do_poniedzialku|na_biezaco",
];

const DEFERRALS: &[&str] = &[
    "przez|na|telefonicznie ~1 telefon|sms|whatsapp|komorke|facebook*|telegram|messenger*",
    "telefonicznie|przez_telefon",
    "bo ~1 siedze|jestem|mam",
    "przed|do|po|w|we|od|na|za|podczas|przez|w_czasie|ten|tym|tej|ta|te|tego|przyszl*|najblizsz*|nastepn*|kolejn*|pod_koniec|na_poczatku|o|okolo ~3 {time}",
    "dopoki|zanim|poki|az|kiedy|gdy|chyba|po_tym_jak|jak_tylko|dopiero|odkad ~1 nie|ja|my|wroce|skoncz*|ze|bede|bedziemy|to|sie|po|w|moj|nasz",
    "na_razie|w_tej_chwili|obecnie|chwilowo|teraz_nie|nie_teraz|dzis|dzisiaj|jutro|wieczorem|w_tym_tygodniu|jeszcze_nie|pozniej|potem|w_weekend|w_weekendy|po_godzinach|tak_wczesnie|tak_pozno|tymczasem|tymczasowo|w_nocy|noca|do_tego_czasu|w_soboty|w_niedziele",
];

const SOFTENERS: &[&str] = &[
    "ale|jednak|choc|chociaz|moze|byc_moze|jeszcze|pozniej|obecnie|na_razie|w_tej_chwili|chwilowo|przyszl*|nastepn*|najblizsz*|lepiej|raczej|chetnie|swietnie|super|gratulacje|gratuluje|oczywiscie|zgoda|jasne|tak|odezwe|napisze|przesle|umow*|spotkani*|stanowisk*|kandydat*|przykro|przepraszam|nie_ma_problemu|nie_ma_sprawy|nic_nie_szkodzi|w_zalaczeniu|zalacznik*|otrzymal*|dziekuje_za|dzieki_za|dopiero|poki_co",
    "{month}|poniedzial*|wtorek|srod*|czwartek|piatek|sobot*|niedziel*|jutro|dzis|dzisiaj|q1|q2|q3|q4",
];
