//! Polish: lists of words, and chat spellings.

use crate::opt_out::pattern::Classes;

pub(super) const CLASSES: Classes = &[
    (
        "common",
        "i|nie|w|z|na|do|sie|jest|to|ze|o|mnie|mi|prosze|moj|moje|pan|pani|panstwo|panstwa|juz|dziekuje|dzieki|jestem|od|za|po|dla|czy|jak|ale|tak|co|tym|tego|ta|ten|mam|nam|nas|byc|wiecej|dzien|dobry|bardzo|pana|a|mu|jej|ich|go|jego|was|wam|wami|ci|ciebie|tobie|te|tej|tych|aby|zeby|by|bo|lub|albo|ani|ktory|ktora|kiedy|gdzie|dlaczego|nic|wszystko|tylko|jeszcze|tez|przez|przed|przy|pod|nad|bez|bylo|byl|byla|bedzie|chce|moze|mozna|swoj|panu|nigdy|wiadomosci|witam|hej|czesc|sobie|mna|nami|naszej|waszej|wasze|plis|was|kolejny|kolejna|blokuje|cala|wasza|taki|taka|jestesmy|dalej|maile|maili|oferty|numer|nikt|natychmiast|wreszcie",
    ),
    (
        "bare_request",
        "rezygnacja_z_subskrypcji|rezygnacja_z_newslettera|rezygnuje_z_subskrypcji|wyrejestruj|wyrejestruj_mnie|skresl_mnie|skreslcie_mnie|stop|stop_prosze|stopp|koniec|koniec_z_tym|dosc|dosyc|dosc_tego|dosyc_tego|basta|wystarczy|starczy|przestan|przestancie|prosze_przestac|przestac|wypisz|wypisz_mnie|wypiszcie_mnie|wypisac|wypisac_mnie|wypis|wypisuje_sie|wypisanie|rezygnuje|rezygnacja|usun|usun_mnie|usuncie|usuncie_mnie|usunac|usuniecie|prosze_usunac|skasuj|skasujcie|skasowac|anuluj|anulowac|wykresl|wykresl_mnie|wykreslic|unsubscribe|odsubskrybuj|odsubskrybowac|zostaw_mnie|zostaw_mnie_w_spokoju|zostawcie_mnie_w_spokoju|daj_mi_spokoj|dajcie_mi_spokoj|daj_spokoj|dajcie_spokoj|odczep_sie|odczepcie_sie|odwal_sie|spadaj|spadajcie|spierdalaj|wypad|won|nigdy_wiecej|wiecej_nie|juz_nie|ani_slowa_wiecej|zapomnij_o_mnie|zapomnijcie_o_mnie|sprzeciw|zadnych_wiadomosci|wycofuje_zgode|zrezygnowac|nie_pisz|nie_piszcie|nie_pisz_wiecej|nie_piszcie_wiecej|nie_pisz_juz|nie_piszcie_juz|nie_pisz_do_mnie|nie_piszcie_do_mnie|nie_pisac|nie_pisac_wiecej|nie_wysylac|nie_wysylaj|nie_wysylajcie|nie_dzwon|nie_dzwonic|nie_dzwoncie|przestan_pisac|przestancie_pisac|przestan_spamowac|przestancie_spamowac|skoncz|skonczcie|skoncz_juz|skonczcie_juz|odpusc|odpuscie|daruj_sobie|darujcie_sobie|daj_mi_swiety_spokoj|dajcie_mi_swiety_spokoj|zostawcie_mnie|zostaw_mnie_juz|chce_sie_wypisac|chce_zrezygnowac|prosze_mnie_wypisac|prosze_o_usuniecie|prosze_o_wypisanie|prosze_mnie_usunac|prosze_mnie_skreslic|wypisz_sie|odsubskrybuj_mnie|odsubskrybujcie_mnie|skasuj_mnie|skasuj_moj_numer|usun_moj_numer|usun_moje_dane|usuncie_moje_dane|bez_wiadomosci|bez_kontaktu|zadnych_maili|zadnych_ofert|precz|wynocha|idz_stad|goncie_sie|gon_sie|zamknij_sie|zjezdzaj|splywaj|odpieprz_sie|odpierdol_sie|wypierdalaj|opt_out|remove|nie_kontaktowac|nie_przeszkadzac|nie_przeszkadzaj|prosze_nie_pisac|prosze_nie_przeszkadzac|prosze_nie_dzwonic|wykreslcie|skreslcie|wymazac|wymazcie|kasujcie|usunac_prosze|odpusccie|odpusccie_juz|odpusc_juz|idz_w_cholere|idz_do_diabla|idzcie_w_cholere|idzcie_do_diabla|idz_w_diably|pierdol_sie|pierdolcie_sie|wypierdalac|spieprzaj|spieprzajcie|jeb_sie|odpierdol_sie_ode_mnie",
    ),
    (
        "bare_refusal",
        "nie|nie_dziekuje|nie_dzieki|dziekuje_nie|dzieki_nie|niezainteresowany|niezainteresowana|nie_interesuje_mnie|nie_interesuje_mnie_to|nie_jestem_zainteresowany|nie_jestem_zainteresowana|brak_zainteresowania|nigdy|spam|oszustwo|serio|naprawde|znowu|znow|znowu_wy|znowu_to|w_zadnym_wypadku|absolutnie_nie|na_pewno_nie|nie_ma_mowy|zla_osoba|zly_numer|nie_ta_osoba|pomylka|zablokowany|zablokowane|zgloszone|zgloszone_i_zablokowane|zablokowane_i_zgloszone|zgloszony|bot|robot|nie_dla_mnie|nie_dla_nas|nie_trzeba|podziekuje|rany|ech|eh|zenada|masakra|no_nie|litosci|bez_zainteresowania|nie_skorzystam|no",
    ),
    (
        "past",
        "pisalem|pisalam|pisalismy|mowilem|mowilam|prosilem|prosilam|napisalem|napisalam|trzeci|trzecia|czwarta|czwarty",
    ),
    (
        "negation",
        "nie|ani|nigdy|bez|zadnych|zadnego|zero|nic|zaden",
    ),
    (
        "courtesy",
        "dziekuje_za_zrozumienie|dziekuje_za_wiadomosc|dzieki_za_wiadomosc|dziekuje_za_kontakt|bardzo_prosze|dzien_dobry|dobry_wieczor|z_powazaniem|z_gory|milego_dnia|dobrego_dnia|wszystkiego_dobrego|udanego_dnia|bez_urazy|lacze_pozdrowienia|prosze|dziekuje|dzieki|czesc|hej|witam|witaj|szanowny|szanowna|szanowni|panie|pani|panstwo|pan|pozdrawiam|przepraszam|sorry|ok|okej|no|i|a|juz|natychmiast|teraz|zatem|wiec|uprzejmie|drogi|droga|kochani|powodzenia|serdecznie|pls|plz",
    ),
    (
        "write",
        "pis*|napis*|kontaktuj*|kontaktow*|skontakt*|wysyl*|wysla*|przysyl*|przysla*|wydzwan*|nek*|nagab*|przeszkad*|zawrac*|zaczep*|spam*|zasyp*|mecz*|naprzykr*|niepok*|odzyw*|odezw*|przypom*|ponawi*|ponow*|molest*|narzuc*|wraca*|wroc*|zglasza*|pytac|pytaj|pytajcie|zapyt*|oferow*|proponow*|namawia*|prosic|nachodz*|cisn*|pingow*|atakow*|bombard*|dreczy*|dreczcie|drecz|nudz*|truj*|truc|probow*|probuj*|kierow*|kieruj*|bez_kontaktu|zaprasza*|zaczyn*|nadskak*|nagabuj*|wypis*_do|zwraca*|zwroc*|dzwon*|zadzwon*|wysylanie|nalega*|nagli*|ponagl*|dobija*|dopytuj*|dopytyw*|wciska*|wciskaj*|oferuj*|proponuj*|sprzedaw*_mi|zaczepia*|zaczepial|molestuj*|nekaj*|nekajcie|wkurz*|wkurza*|irytuj*|draznij|drazn*|odpisuj*|odpowiadaj*|odpowiada*|maluj|pchaj*|pcha*|katuj*|zasmieca*|zasmiecaj*|smiec*|zapychaj*|zapycha*|przychodz*|przysylaj*|podsyla*|podsylaj*|prowadz*_korespond*|nawiazyw*|nawiazuj*|nawiaz*|adresow*|adresuj*|szukaj*_kontaktu|szukac_kontaktu|dobijaj*|trula*|zawracaj*|zameczac|zameczaj*|dreczyc|tagow*|taguj*|oznaczaj*_mnie|zapraszaj*|zapraszac|pitchow*|pitchuj*|meczy*|meczcie|narzucac|probowac|podejmow*|podejmuj*",
    ),
    (
        "me",
        "mnie|mi|nas|nam|mna|mojego_zespolu|naszego_zespolu|naszej_firmy|nasza_firma|naszym_zespolem|moich_pracownikow|naszych_pracownikow|naszym_biurem|naszej_szkoly|nasza_szkola|naszej_kancelarii|moim_zespolem|nikogo_u_nas|nikogo_z|nikogo_od_nas|nikim_u_nas|ten_numer|ten_adres|tego_numeru|to_konto|na_ten|moich_ludzi|do_nikogo|z_nikim|kimkolwiek|kogokolwiek|naszymi_pielegniarkami|naszych_pielegniarek|nasz_zespol|moj_zespol|mojej_firmy|moja_firme|nasza_firme|mojej_skrzynki|naszych_nauczycieli|naszymi_pracownikami|kogokolwiek_u_nas|kogokolwiek_z|kimkolwiek_z|nikim|nikogo|mojego_szefa|ten_profil|tego_adresu|ten_mail|moj_numer|nasza_kancelarie|nasza_szkole|nasza_praktyke|nasza_klinike|nasz_*|nasza_*|nasze_*|naszej_*|naszego_*|naszych_*|naszym_*|naszymi_*|nasza_*",
    ),
    (
        "stop",
        "przesta*|skoncz*|zaprzesta*|zaniecha*|powstrzym*|daruj*|darowa*|wstrzym*|stop|dosc|dosyc|koniec|koncz*|zakoncz*|odpusc*|poprzest*|unika*|nie_trzeba|zaprzest*",
    ),
    (
        "message",
        "wiadomosc|wiadomosci|maili|maile|mail|mailow|email|emaili|e_maili|e_mail|e_maile|kontaktu|kontakt|kontaktow|korespondencji|korespondencja|reklam|reklamy|reklama|spamu|spam|ofert|oferty|oferta|przypomnien|przypomnienia|przypomnienie|telefonow|telefony|follow_up|follow_upow|follow_upy|followupow|zaproszen|zaproszenia|newsletter|newslettera|newsletterow|newslettery|propozycji|propozycje|inmaili|listow|powiadomien|zapytan|zaczepek|prob|proby|informacji|informacje|marketingu|kampanii|kampanie|smsow|sms|komunikatow|nekania|nagabywania|wiadomosciami|mailami|ofertami|reklamami|spamem|kontaktem|propozycjami|pisania|pisaniem|wysylania|wysylki|wysylek|przypomnieniami|namolnosci|inmail|akcji|ponaglen|wiadomosci_od|mejli|mejle|zagadywania|zagadywanie|ofertowania|pisania_do|nachodzenia|kontaktowania|zaczepiania|zaczepianie|marketing|marketingowych|handlowych|sprzedazowych|sprzedazowe|pitchy|pitche|telefonu|rozmow|prob_kontaktu|propozycja|listy_od|materialow|informacji_handlowych|smsy|akwizycji|natarczywosci|namawiania|wciskania|wydzwaniania|dzwonienia|maila|maili_od|zaproszeniami|spamowania|bzdur|bzdury|glupot|smieci|powiadomienia|wiadomostek|follow|ponowien|odzywania|zawracania|odpowiedzi_na|wiadomoscia|mailowania|ofertami_handlowymi|korespondencje|kontaktow_z|poczty|poczta|poczte|listu|smsa|paczek|ulotek|ponaglenia|ponagleniami|ponaglenie",
    ),
    (
        "list",
        "listy|lista|liste|baza|bazy|baze|crm|crmu|crm_u|kampanii|kampania|mailingu|mailing|mailingowej|newslettera|newsletter|kontaktow|rejestru|systemu|systemow|sekwencji|wysylki|wysylek|adresowej|ksiazki|spisu|kartoteki|subskrypcji|bazach|liscie|listach|bazie|dystrybucyjnej|rozsylki|automatu|automatyzacji|lejka|subskrypcje|prospektow|leadow|zbioru|ewidencji|bazie_danych|bazy_danych|baze_danych|prospektowej|handlowej|kontaktowej|mailingowych|mailingow|maillisty|excela|arkusza|narzedzia|narzedziu|klientow|leady|potencjalnych|odbiorcow|adresatow|programu|platformy|spisow|rejestrze|kampaniach|crm_owej|sprzedazowej|marketingowej|list|listami|bazach_danych|newsletterze|systemie|dystrybucji|outreachu|sekwencje|wysylce|mailowej|telefonow|automatow|spamu|listki|programu_mailingowego",
    ),
    (
        "remove",
        "usun|usunac|usuncie|usuniecie|usuniecia|usunie|usuwac|skasuj|skasujcie|skasowac|skasowanie|wykresl|wykreslcie|wykreslic|wykreslenie|wykresli|skresl|skreslcie|skreslic|skreslenie|skresli|wypisz|wypiszcie|wypisac|wypisanie|wypisania|wypisze|wyrzuc|wyrzuccie|wyrzucic|wymaz|wymazac|wymazcie|zdejmij|zdejmijcie|zdjac|wyklucz|wykluczcie|wykluczyc|wyrejestruj*|wyrejestrowac|wylacz|wylaczyc|wylaczcie|wycofaj|wycofac|zapomnij*|zapomniec|zniszcz|zniszczyc|usuwajcie|wywal|wywalcie|usuwa|usuna|usuniecie_mnie|wykreslaj*|wyrzucie|wywalic|wypisywac|zdjecie|odsubskrybuj|odsubskrybowac|odsubskrybujcie|odpisac_z|wypiac|wypnij|wypnijcie|pominac|pomincie|pomijaj*|wyczysc|wyczyscic|zlikwidow*|likwid*|kasuj|kasujcie|kasowac|skresl_mnie|usuncie_mnie|usunmy|trwale_usun|usuneli|usunela|usunal|skasowali|wykreslili|skreslili|wypisali|usunieto|wykreslono|skasowano|wypisano|wykreslil|skreslil|wypisal|pomija*|wykasuj|wykasujcie|wykasowac|wykasowanie",
    ),
    (
        "mine",
        "dane|danych|numer|numeru|telefon|telefonu|adres|adresu|mail|maila|email|nazwisko|nazwiska|kontakt|profil|profilu|informacje|rekord|wpis|dane_osobowe|danych_osobowych|namiary|namiarow|imie|kontaktowe|rekordy|wpisy|wszystkie_dane|firme|firmy|nazwe|kontaktu|kontakty|komorke|komorki|telefony|informacji|mejla|emaila|e_mail|e_maila|dane_kontaktowe",
    ),
    (
        "consequence",
        "zglos*|zglasz*|zablok*|blok*|prawnik*|prawn*|uodo|linkedin|policj*|skarg*|sad|sadu|sadow*|konsekwencj*|adwokat*|nekani*|kroki|prokuratur*|urzed*|rodo|raport*|spam|organ|dzial_prawny|dzialu_prawnego|prawny|kadr|szef*|rzecznik*|uokik|pip|wsparci*|zglosz*|zgloszenie|linkedina|linkedinowi|prawo|faktur*|rachun*|przelozon*|dyrektor*|kierownik*|pracodawc*|szefow*|uokiku|inspekcj*|rzecznika|uke|dyrekcj*",
    ),
    (
        "month",
        "styczen|stycznia|styczniu|luty|lutego|lutym|marzec|marca|marcu|kwiecien|kwietnia|kwietniu|maj|maju|od_maja|do_maja|po_maja|polowie_maja|poczatku_maja|koncem_maja|poczatkiem_maja|1_maja|3_maja|15_maja|30_maja|czerwiec|czerwca|czerwcu|lipiec|lipca|lipcu|sierpien|sierpnia|sierpniu|wrzesien|wrzesnia|wrzesniu|pazdziernik|pazdziernika|pazdzierniku|listopad|listopada|listopadzie|grudzien|grudnia|grudniu",
    ),
    (
        "time",
        "{month}|poniedzial*|wtorek|wtorku|wtorki|srod*|czwart*|piatek|piatku|piatki|sobot*|niedziel*|weekend*|tydzien|tygodni*|miesiac*|miesiecy|kwartal*|rok|roku|lato|lata|latem|jesien*|zima|zimy|zime|zimie|wiosn*|urlop*|wakacj*|swiet*|swiat|wielkanoc*|godzin*|dni|dniach|noc*|wieczor*|rano|ferie|ferii|targ*|egzamin*|premier*|wdrozeni*|powrot*|slub*|przeprowadz*|budzet*|q1|q2|q3|q4|macierzynsk*|termin*|polroc*",
    ),
    (
        "reminder",
        "przypomnienie|przypomnienia|przypomnien|przypominac|przypominaj|przypominajcie|przypomniec|przypominanie|ponaglenie|ponaglenia|ponaglen|ponaglac|follow_up|follow_upu|nawiazywac|ponawiac|dopytywac|dopytywania|zagadywac",
    ),
    (
        "authority",
        "prawnik*|prawnika|prawnikiem|prawniczk*|radca*|radcy|radca_prawny|adwokat*|kancelari*|szef*|przelozon*|dyrektor*|kierownik*|prezes*|zarzad*|policj*|uodo|uokik|uke|rodo|sad|sadu|sadzie|prokuratur*|skarg*|faktur*|pracodawc*|urzad|urzedu|inspektor*|dzial_prawny|dzialu_prawnego|rzecznik*|kadr|inspektor",
    ),
    (
        "lastly",
        "nastepna_wiadomosc|nastepnym_razem|nastepny_mail|nastepny_raz|kolejna_wiadomosc|kolejny_mail|kolejny_raz|jeszcze_raz|jeszcze_jedna|jeszcze_jeden|jeszcze_jedno|znowu|ponownie|znow|kazda_nastepna|kazda_kolejna|kolejna_proba|raz_jeszcze|nastepna_proba|kazdy_kolejny|tak_dalej|nastepny_telefon|nie_przestanie|nie_przestaniecie|czwarta_wiadomosc|trzecia_wiadomosc|piata_wiadomosc",
    ),
    (
        "turning",
        "trafi|trafia|pojdzie|idzie|przekaze|przekazuje|dzwonie|zadzwonie|napisze|odpowie|odezwie|dostanie|otrzyma|zglosze|zglaszam|powiem|porozmawiam|rozmawiam|kieruje|skieruje|zawiadomie|poinformuje|wysle|wysylam|bedzie|beda|uslyszy|skontaktuje|laduje|wyladuje|zajmie|zlece|prosto|kopia|spotkamy|oddam|oddaje|odpowiadac|odpowiedz|wyjasni|zglaszac|wystawie|wystawiam|skladam|zloze|dowie",
    ),
    (
        "bare_removal",
        "prosze_je_usunac|usuncie_je|prosze_go_usunac|skasujcie_je|prosze_je_skasowac|prosze_to_usunac|usun_to|usuncie_to|skasuj_to|prosze_wszystko_usunac|je_usunac|go_usunac|to_usunac|to_skasowac|wszystko_usunac",
    ),
];

pub(super) const CHAT: &[(&str, &str)] = &[
    ("bd", "bede"),
    ("cb", "ciebie"),
    ("dzieks", "dzieki"),
    ("jzu", "juz"),
    ("mejl", "mail"),
    ("mejla", "maila"),
    ("mejle", "maile"),
    ("mejli", "maili"),
    ("mesydze", "wiadomosci"),
    ("mn", "mnie"),
    ("msg", "wiadomosc"),
    ("nei", "nie"),
    ("nr", "numer"),
    ("nwm", "nie wiem"),
    ("plis", "prosze"),
    ("pls", "prosze"),
    ("plz", "prosze"),
    ("prosz", "prosze"),
    ("tel", "telefon"),
    ("thx", "dzieki"),
    ("wiad", "wiadomosci"),
    ("wiecei", "wiecej"),
];
