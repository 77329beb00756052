//! House styles of agencies and papers, with invented places, people and news.

use super::*;

fn read(text: &str, language: &str) -> Option<Dateline> {
    parse(text, &DatelineContext { language: Some(language), published: Some("2031-06-08") })
}

/// Cases are: language, the text with `¦` where the lede begins, place, region, date, agency.
type Case = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

#[track_caller]
fn check(cases: &[Case]) {
    let mut wrong = Vec::new();
    for &(language, marked, place, region, date, agency) in cases {
        let (raw, lede) = marked.split_once('¦').expect("a mark where the lede begins");
        let got = read(&format!("{raw}{lede}"), language);
        let some = |s: &str| (!s.is_empty()).then(|| s.to_owned());
        let got = got.map(|d| (d.raw, d.place, d.region, d.date, d.agency));
        let want = Some((raw.to_owned(), some(place), some(region), some(date), some(agency)));
        if got != want {
            wrong.push(format!("{marked}\n   got  {got:?}\n   want {want:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn agencies_of_north_america() {
    check(&[
        (
            "en",
            "ELMHOLLOW, Vt. (AP) — ¦The bridge over the mill race reopened.",
            "Elmhollow",
            "Vt.",
            "",
            "AP",
        ),
        ("en", "LISBON, Portugal (AP) — ¦Talks about the port went on.", "Lisbon", "Portugal", "", "AP"),
        ("en", "NEW ELM (AP) — ¦A ferry ran aground on Monday.", "New Elm", "", "", "AP"),
        ("en", "WASHINGTON (AP) _ ¦A ferry ran aground on Monday.", "Washington", "", "", "AP"),
        ("en", "WASHINGTON (AP)—¦A ferry ran aground on Monday.", "Washington", "", "", "AP"),
        ("en", "WASHINGTON (AP) -¦A ferry ran aground on Monday.", "Washington", "", "", "AP"),
        ("en", "(AP) — ¦A ferry ran aground on Monday.", "", "", "", "AP"),
        ("en", "DOVER, June 7 (UPI) -- ¦A ferry ran aground on Monday.", "Dover", "", "2031-06-07", "UPI"),
        ("en", "DOVER, Del. (WXYZ) — ¦A ferry ran aground on Monday.", "Dover", "Del.", "", "WXYZ"),
        ("en", "MILLBROOK, N.Y. (WQQQ/AP) — ¦A ferry ran aground.", "Millbrook", "N.Y.", "", "AP"),
        ("en", "ST. ORWELL, Minn. (KQRX) – ¦A ferry ran aground.", "St. Orwell", "Minn.", "", "KQRX"),
        ("en", "WASHINGTON, D.C. — ¦A ferry ran aground on Monday.", "Washington", "D.C.", "", ""),
        ("en", "(WASHINGTON) — ¦A ferry ran aground on Monday.", "Washington", "", "", ""),
        ("en", "McARDLE, Texas (AP) — ¦A ferry ran aground on Monday.", "McArdle", "Texas", "", "AP"),
        ("en", "MCARDLE, Texas (AP) — ¦A ferry ran aground on Monday.", "McArdle", "Texas", "", "AP"),
        ("en", "HALIFAX, N.S. — ¦A ferry ran aground on Monday.", "Halifax", "N.S.", "", ""),
        ("en", "WASHINGTON—¦Saying it had seen enough, the ferry ran aground.", "Washington", "", "", ""),
        ("en", "Seattle (CNN)¦The ferry ran aground on Monday.", "Seattle", "", "", "CNN"),
        ("en", "(CNN) — ¦The ferry ran aground on Monday.", "", "", "", "CNN"),
    ]);
}

#[test]
fn agencies_that_print_the_date() {
    check(&[
        (
            "en",
            "OSLO/RIGA, June 7 (Reuters) - ¦Two ports closed at noon.",
            "Oslo/Riga",
            "",
            "2031-06-07",
            "Reuters",
        ),
        ("en", "OSLO (Reuters) - ¦Two ports closed at noon.", "Oslo", "", "", "Reuters"),
        ("en", "June 7 (Reuters) - ¦Shares of two ports rose.", "", "", "2031-06-07", "Reuters"),
        ("en", "OSLO (Reuters) â€“ ¦Two ports closed at noon.", "Oslo", "", "", "Reuters"),
        ("en", "OSLO (Reuters) ? ¦Two ports closed at noon.", "Oslo", "", "", "Reuters"),
        ("en", "Lyon, June 7, 2031 (AFP) - ¦A tunnel opened.", "Lyon", "", "2031-06-07", "AFP"),
        ("en", "TIANJIN, Jan. 7 (Xinhua) -- ¦A ferry line opened.", "Tianjin", "", "2031-01-07", "Xinhua"),
        ("en", "BUSAN, Dec. 30 (Yonhap) -- ¦The port reopened.", "Busan", "", "2030-12-30", "Yonhap"),
        ("en", "KOBE, June 7, Kyodo - ¦The port reopened.", "Kobe", "", "2031-06-07", "Kyodo"),
        ("en", "TVER, June 7. /TASS/. ¦The bridge is open.", "Tver", "", "2031-06-07", "TASS"),
        ("en", "TVER. June 7 (Interfax) - ¦The bridge is open.", "Tver", "", "2031-06-07", "Interfax"),
        ("en", "Mysuru, Jun 7 (PTI) ¦The dam gates were opened.", "Mysuru", "", "2031-06-07", "PTI"),
        (
            "en",
            "Mysuru (Karnataka) [India], June 7 (ANI): ¦The dam gates were opened.",
            "Mysuru",
            "Karnataka, India",
            "2031-06-07",
            "ANI",
        ),
        ("en", "New Delhi, June 7 (IANS) ¦The dam gates were opened.", "New Delhi", "", "2031-06-07", "IANS"),
        ("en", "IPOH, June 7 (Bernama) -- ¦The road reopened.", "Ipoh", "", "2031-06-07", "Bernama"),
        ("en", "ABUJA, 7th June, 2031 (NAN) – ¦The road reopened.", "Abuja", "", "2031-06-07", "NAN"),
        ("en", "CHANDRAPURAM: ¦The dam gates were opened on Monday.", "Chandrapuram", "", "", ""),
        ("en", "NEW DELHI: ¦The dam gates were opened on Monday.", "New Delhi", "", "", ""),
    ]);
}

#[test]
fn press_releases() {
    check(&[
        (
            "en",
            "DOVER, Del., June 7, 2031 /PRNewswire/ -- ¦Example Corp. opened a plant.",
            "Dover",
            "Del.",
            "2031-06-07",
            "PR Newswire",
        ),
        (
            "en",
            "DOVER, Del.--(BUSINESS WIRE)--¦Example Corp. opened a plant.",
            "Dover",
            "Del.",
            "",
            "Business Wire",
        ),
        ("en", "DOVER--(BUSINESS WIRE)--¦Example Corp. opened a plant.", "Dover", "", "", "Business Wire"),
        (
            "en",
            "DOVER, Del., June 07, 2031 (GLOBE NEWSWIRE) -- ¦Example Corp. opened a plant.",
            "Dover",
            "Del.",
            "2031-06-07",
            "GlobeNewswire",
        ),
        (
            "en",
            "NEW ELM, NY / ACCESSWIRE / June 7, 2031 / ¦Example Corp. opened a plant.",
            "New Elm",
            "NY",
            "2031-06-07",
            "ACCESSWIRE",
        ),
        (
            "en",
            "Toronto, Ontario--(Newsfile Corp. - June 7, 2031) - ¦Example Corp. opened a plant.",
            "Toronto",
            "Ontario",
            "2031-06-07",
            "Newsfile",
        ),
        (
            "en",
            "TORONTO, June 7, 2031 /CNW/ - ¦Example Corp. opened a plant.",
            "Toronto",
            "",
            "2031-06-07",
            "CNW",
        ),
        ("de", "Gera (ots) - ¦Der Hafen ist wieder offen.", "Gera", "", "", "ots"),
    ]);
}

#[test]
fn german() {
    check(&[
        ("de", "Halle (Saale). ¦Der Hafen ist seit Montag wieder offen.", "Halle", "Saale", "", ""),
        ("de", "Halle (Saale) (dpa/sa) - ¦Der Hafen ist wieder offen.", "Halle", "Saale", "", "dpa"),
        ("de", "Bad Erlenburg. ¦Der Hafen ist seit Montag wieder offen.", "Bad Erlenburg", "", "", ""),
        ("de", "Wismar (dpa/mv) - ¦Der Hafen ist wieder offen.", "Wismar", "", "", "dpa"),
        ("de", "Erlenmünde/Berlin (dpa) – ¦Der Hafen ist wieder offen.", "Erlenmünde/Berlin", "", "", "dpa"),
        ("de", "Frankfurt/Main (dpa-AFX) - ¦Der Dax steigt um einen Punkt.", "Frankfurt/Main", "", "", "dpa"),
        (
            "de",
            "Neustadt a. d. Erle (dpa/lby) - ¦Der Hafen ist wieder offen.",
            "Neustadt a. d. Erle",
            "",
            "",
            "dpa",
        ),
        ("de", "Linz (APA) - ¦Die Brücke bleibt gesperrt.", "Linz", "", "", "APA"),
        ("de", "Bonn (KNA) ¦Die Brücke bleibt gesperrt.", "Bonn", "", "", "KNA"),
        ("de", "Bern (sda). ¦Die Brücke bleibt gesperrt.", "Bern", "", "", "sda"),
        ("de", "Erlenbach. ¦Die Stadt spart an allen Ecken.", "Erlenbach", "", "", ""),
        ("de", "ERLENTAL. ¦Die Stadt spart an allen Ecken.", "Erlental", "", "", ""),
        ("de", "Erlenhausen - ¦Die Stadt spart an allen Ecken.", "Erlenhausen", "", "", ""),
        ("de", "ERLENTAL – ¦Die Stadt spart an allen Ecken.", "Erlental", "", "", ""),
        ("de", "BERLIN taz | ¦Die Stadt spart an allen Ecken.", "Berlin", "", "", "taz"),
        (
            "de",
            "Bad Erlen, 7. Juni 2031 – ¦Die Stadt spart an allen Ecken.",
            "Bad Erlen",
            "",
            "2031-06-07",
            "",
        ),
        ("de", "Bonn, 07.06.2031 (epd) - ¦Die Stadt spart an allen Ecken.", "Bonn", "", "2031-06-07", "epd"),
        ("de", "Hamburg Hamburg (dpa/lno) - ¦Die Stadt spart an allen Ecken.", "Hamburg", "", "", "dpa"),
        ("de", "ErlenbachErlenbach (dpa) - ¦Die Stadt spart an allen Ecken.", "Erlenbach", "", "", "dpa"),
        ("de", "Berlin (dpa)¦Die Stadt spart an allen Ecken.", "Berlin", "", "", "dpa"),
        ("de", "GIEẞEN (dpa) — ¦Die Stadt spart an allen Ecken.", "Gießen", "", "", "dpa"),
    ]);
}

#[test]
fn romance_languages() {
    check(&[
        ("fr", "Lyon, 7 juin 2031 (AFP) - ¦Un tunnel a ouvert.", "Lyon", "", "2031-06-07", "AFP"),
        ("fr", "Paris (AFP) – ¦Un tunnel a ouvert.", "Paris", "", "", "AFP"),
        ("fr", "Lyon, 1er juin 2031 (AFP) - ¦Un tunnel a ouvert.", "Lyon", "", "2031-06-01", "AFP"),
        ("es", "Cuenca, 7 jun (EFE).- ¦El río creció por la noche.", "Cuenca", "", "2031-06-07", "EFE"),
        ("es", "(EFE).- ¦El río creció por la noche.", "", "", "", "EFE"),
        (
            "es",
            "CUENCA, 7 Jun. (EUROPA PRESS) - ¦El río creció por la noche.",
            "Cuenca",
            "",
            "2031-06-07",
            "Europa Press",
        ),
        (
            "es",
            "CUENCA, 7 (EUROPA PRESS) ¦El río creció por la noche en la vega.",
            "Cuenca",
            "",
            "2031-06-07",
            "Europa Press",
        ),
        ("es", "San Olmo, 7 de junio de 2031 (AFP) – ¦El puerto cerró.", "San Olmo", "", "2031-06-07", "AFP"),
        ("es", "LIMA, PERÚ.- ¦El puerto cerró por la noche.", "Lima", "Perú", "", ""),
        ("it", "(ANSA) - PARMA, 07 GIU - ¦Il ponte riapre.", "Parma", "", "2031-06-07", "ANSA"),
        ("it", "PARMA, 07 GIU (ANSA) - ¦Il ponte riapre.", "Parma", "", "2031-06-07", "ANSA"),
        ("it", "Roma, 7 giu. (askanews) - ¦Il ponte riapre.", "Roma", "", "2031-06-07", "Askanews"),
        ("it", "ROMA (ITALPRESS) - ¦Il ponte riapre.", "Roma", "", "", "Italpress"),
        ("pt", "Évora, 07 jun 2031 (Lusa) - ¦A ponte reabriu.", "Évora", "", "2031-06-07", "Lusa"),
        ("pt", "SÃO PAULO, SP (FOLHAPRESS) - ¦A ponte reabriu.", "São Paulo", "SP", "", "Folhapress"),
        (
            "ro",
            "București, 7 iun /Agerpres/ - ¦Podul s-a redeschis.",
            "București",
            "",
            "2031-06-07",
            "AGERPRES",
        ),
        ("ca", "Girona (ACN).- ¦El pont torna a obrir.", "Girona", "", "", "ACN"),
    ]);
}

#[test]
fn slavic_baltic_and_other_languages_of_europe() {
    check(&[
        ("ru", "ТВЕРЬ, 7 июня. /ТАСС/. ¦Мост открыт.", "Тверь", "", "2031-06-07", "TASS"),
        ("ru", "ТВЕРЬ, 7 июня. /Корр. ТАСС Иван Примеров/. ¦Мост открыт.", "Тверь", "", "2031-06-07", "TASS"),
        ("ru", "ТВЕРЬ, 7 июн – РИА Новости. ¦Мост открыт.", "Тверь", "", "2031-06-07", "RIA Novosti"),
        ("ru", "Москва. 7 июня. INTERFAX.RU - ¦Мост открыт.", "Москва", "", "2031-06-07", "Interfax"),
        ("ru", "АСТАНА. КАЗИНФОРМ – ¦Мост открыт.", "Астана", "", "", "Kazinform"),
        ("uk", "Київ, 7 червня (Укрінформ) – ¦Міст відкрито.", "Київ", "", "2031-06-07", "Ukrinform"),
        ("cs", "Plzeň 7. června (ČTK) - ¦Most je otevřen.", "Plzeň", "", "2031-06-07", "ČTK"),
        ("sk", "Nitra 7. júna (TASR) - ¦Most je otvorený.", "Nitra", "", "2031-06-07", "TASR"),
        ("pl", "Warszawa (PAP) - ¦Most jest otwarty.", "Warszawa", "", "", "PAP"),
        (
            "hu",
            "Szeged, 2031. június 7., szombat (MTI) - ¦Megnyílt a híd.",
            "Szeged",
            "",
            "2031-06-07",
            "MTI",
        ),
        ("hr", "ZAGREB, 7. lipnja (Hina) - ¦Most je otvoren.", "Zagreb", "", "2031-06-07", "Hina"),
        ("sr", "BEOGRAD, 7. juna (Tanjug) - ¦Most je otvoren.", "Beograd", "", "2031-06-07", "Tanjug"),
        ("bg", "София, 7 юни /БТА/ ¦Мостът е отворен.", "София", "", "2031-06-07", "BTA"),
        ("lt", "Vilnius, birželio 7 d. (BNS). ¦Tiltas atidarytas.", "Vilnius", "", "2031-06-07", "BNS"),
        ("fi", "Turku (STT) – ¦Silta on avattu.", "Turku", "", "", "STT"),
        ("sv", "STOCKHOLM (TT) – ¦Bron är öppen.", "Stockholm", "", "", "TT"),
        ("no", "Oslo (NTB): ¦Broen er åpen.", "Oslo", "", "", "NTB"),
        ("nl", "BRUSSEL (Belga) - ¦De brug is open.", "Brussel", "", "", "Belga"),
        ("nl", "ROTTERDAM (ANP) - ¦De brug is open.", "Rotterdam", "", "", "ANP"),
        ("tr", "İSTANBUL (AA) - ¦Köprü açıldı.", "İstanbul", "", "", "Anadolu"),
        ("tr", "DİYARBAKIR (İHA) - ¦Köprü açıldı.", "Diyarbakır", "", "", "IHA"),
        ("el", "ΑΘΗΝΑ (ΑΠΕ-ΜΠΕ) - ¦Η γέφυρα άνοιξε.", "Αθήνα", "", "", "AMNA"),
        ("id", "Malang (ANTARA) - ¦Jalan dibuka kembali.", "Malang", "", "", "ANTARA"),
        ("vi", "Hà Nội (TTXVN) - ¦Cây cầu đã mở lại.", "Hà Nội", "", "", "VNA"),
    ]);
}

#[test]
fn scripts_without_capitals() {
    check(&[
        ("ar", "القاهرة (رويترز) - ¦أعيد فتح الجسر يوم السبت.", "القاهرة", "", "", "Reuters"),
        (
            "ar",
            "القاهرة في 7 يونيو (أ ش أ) - ¦أعيد فتح الجسر يوم السبت.",
            "القاهرة",
            "",
            "2031-06-07",
            "MENA",
        ),
        ("ar", "القاهرة - أ ف ب - ¦أعيد فتح الجسر يوم السبت.", "القاهرة", "", "", "AFP"),
        ("hi", "नई दिल्ली, 7 जून (भाषा) ¦पुल फिर से खुल गया।", "नई दिल्ली", "", "2031-06-07", "PTI"),
        ("hi", "नई दिल्ली: ¦पुल शनिवार को फिर से खुल गया।", "नई दिल्ली", "", "", ""),
        ("bn", "ঢাকা, ৭ জুন, ২০৩১ (বাসস) : ¦সেতুটি আবার খুলেছে।", "ঢাকা", "", "2031-06-07", "BSS"),
        ("fa", "تهران (ایرنا) - ¦پل روز شنبه باز شد.", "تهران", "", "", "IRNA"),
        ("ur", "اسلام آباد (اے پی پی) - ¦پل ہفتے کو کھل گیا۔", "اسلام آباد", "", "", "اے پی پی"),
    ]);
}

#[test]
fn east_asia() {
    check(&[
        ("ko", "(부산=연합뉴스) 가나다 기자 = ¦항구가 다시 열렸다.", "부산", "", "", "Yonhap"),
        ("ko", "[부산=뉴시스]가나다 기자 = ¦항구가 다시 열렸다.", "부산", "", "", "Newsis"),
        ("ko", "(부산=뉴스1) 가나다 라마바 기자 = ¦항구가 다시 열렸다.", "부산", "", "", "News1"),
        ("ko", "[예시경제=가나다 기자] ¦항구가 다시 열렸다.", "", "", "", "예시경제"),
        ("zh", "新华社天津1月7日电（记者 甲某）¦新航线开通。", "天津", "", "2031-01-07", "Xinhua"),
        ("zh", "新华社天津1月7日电 题：¦新航线开通。", "天津", "", "2031-01-07", "Xinhua"),
        ("zh", "中新网天津1月7日电 (甲某)¦新航线开通。", "天津", "", "2031-01-07", "China News Service"),
        ("zh", "中新社天津1月7日电 ¦新航线开通。", "天津", "", "2031-01-07", "China News Service"),
        ("zh", "（中央社記者甲某某高雄7日電）¦港口重新開放。", "高雄", "", "2031-06-07", "CNA"),
        ("zh", "〔記者甲某某／高雄報導〕¦港口重新開放。", "高雄", "", "", ""),
        ("zh", "記者甲某某／高雄報導　¦港口重新開放。", "高雄", "", "", ""),
        ("zh", "中央社記者甲某某／高雄報導 ¦港口重新開放。", "高雄", "", "", "CNA"),
        ("ja", "【神戸共同】¦港が再開した。", "神戸", "", "", "Kyodo"),
        ("ja", "【神戸時事】¦港が再開した。", "神戸", "", "", "Jiji Press"),
        ("ja", "【神戸＝甲野太郎】¦港が再開した。", "神戸", "", "", ""),
        ("ja", "[東京 7日 ロイター] - ¦港が再開した。", "東京", "", "2031-06-07", "Reuters"),
        ("ja", "【6月7日 AFP】¦港が再開した。", "", "", "2031-06-07", "AFP"),
        ("ja", "【ソウル聯合ニュース】¦港が再開した。", "ソウル", "", "", "Yonhap"),
    ]);
}

#[test]
fn openings_that_only_look_like_datelines() {
    let openings = [
        ("en", "UPDATE: The ferry is running again."),
        ("en", "BREAKING NEWS – The ferry is running again."),
        ("en", "Question: Is the ferry running again?"),
        ("en", "Jane Example, 28, is said to have seen the ferry."),
        ("en", "In Dover, Delaware, the ferry is running again."),
        ("en", "Clear Prices, Strong Ferries – See the Difference at the Pier"),
        ("en", "JANE EXAMPLE, HOST: The ferry is running again, and we ask why."),
        ("en", "Dover-based ferry lines make beautiful boats."),
        ("en", "Dover, Buckland, Elms, Whitfield, River, Kearsney and Temple have ferries."),
        ("en", "DOVER, ENGLAND - JUNE 7: A ferry leaves the port at noon."),
        ("en", "Editor's note, June 7, 2031: We have added two ferries."),
        ("en", "Updated: 06/07/2031 The ferry is running again."),
        ("en", "THE FERRY MUSEUM of Dover has opened its doors."),
        ("en", "Dover (band) is a group that plays in ferries."),
        ("en", "He said: “This morning the ferry came in early.”"),
        ("en", "History of ferries — The first of them was a raft."),
        ("en", "DESTINATION – The ferry goes to the island."),
        ("en", "PARIS — THE FERRY THAT NEVER WAS"),
        ("de", "Zum Hintergrund: Das Gesetz regelt die Fähren."),
        ("de", "Kenia: Die Fähre fährt wieder über den See."),
        ("de", "Überraschung. Die Fähre fährt wieder über den See."),
        ("de", "VERKEHRSPLANUNG – Die Fähre fährt wieder über den See."),
        ("de", "AKTUALISIERT - Die Fähre fährt wieder über den See."),
        ("de", "Ob Radler oder Fährmann - zwei Listen lassen tief blicken."),
        ("de", "Fähren, Brücken, Tunnel: Der Kreis will sparen."),
        ("de", "Jana Beispiel: Herr Muster, bevor wir anfangen, eine Frage."),
        ("de", "Bonn 2031 steht vor der Tür und alle blicken auf die Fähre."),
        ("es", "Heridos. Una ambulancia sale del puerto."),
        ("es", "Titulares: Juan Ejemplo, Pedro Muestra (6)."),
        ("fr", "Vidéo : le tunnel a rouvert samedi soir."),
        ("zh", "据介绍，新航线已经开通。"),
        ("ja", "【写真】港が再開した。"),
        ("ko", "[사진] 항구가 다시 열렸다."),
    ];
    let wrong: Vec<_> =
        openings.iter().filter_map(|(lang, text)| Some((text, read(text, lang)?.raw))).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_stands_in_front_of_a_place() {
    check(&[
        ("it", "DAL NOSTRO INVIATO PARMA – ¦Il ponte ha riaperto dopo due anni.", "Parma", "", "", ""),
        ("it", "DALLA NOSTRA INVIATAPARMA - ¦Il ponte ha riaperto dopo due anni.", "Parma", "", "", ""),
        ("fr", "De notre correspondant à Lyon — ¦Le tunnel a rouvert mardi.", "Lyon", "", "", ""),
        ("en", "By Jane Example LONDON (Reuters) - ¦The port reopened.", "London", "", "", "Reuters"),
        ("en", "By JANE EXAMPLE LONDON (Reuters) - ¦The port reopened.", "London", "", "", "Reuters"),
        (
            "en",
            "By Jane Example and John Roe PARIS, June 7 (Reuters) - ¦The port reopened.",
            "Paris",
            "",
            "2031-06-07",
            "Reuters",
        ),
        ("en", "HEROLD via RNS — ¦The port reopened its gates after two years.", "", "", "", "RNS"),
        ("en", "OSLO (Herold via AP) — ¦The port reopened.", "Oslo", "", "", "AP"),
        ("en", "Elm Island News – ¦Police are looking for a boat.", "", "", "", "Elm Island News"),
        ("en", "Kampala, Uganda | THE ELM | ¦The bridge opened.", "Kampala", "Uganda", "", "THE ELM"),
        ("de", "Ulm - März 2031. ¦Mit neuen Geräten prüft die Stadt ihre Brücken.", "Ulm", "", "2031-03", ""),
        ("de", "Ulm, Hessen/Kiel. ¦Die Firma hat eine neue Halle gebaut.", "Ulm/Kiel", "Hessen", "", ""),
        ("fr", "(Lyon) ¦Le tunnel a rouvert mardi après deux ans.", "Lyon", "", "", ""),
        ("zh", "（中央社記者甲某高雄7日電）¦港口重新開放。", "高雄", "", "2031-06-07", "CNA"),
        ("en", "ELMTONVILLE — ¦The council has voted to keep the old bridge.", "Elmtonville", "", "", ""),
    ]);
}

#[test]
fn labels_and_headlines_are_no_datelines() {
    for (language, text) in [
        ("en", "PERGOLA - Water the plants in the morning for the best results."),
        ("en", "GATEWAY-- Resolve the hosts of the house by the second server."),
        ("en", "May 20: BURGLARY – A man took the money from the till."),
        ("en", "Credit Jane Example/Agence France-Presse — Example Images"),
        ("en", "Good News – the ferry line is open for all of us today."),
        ("en", "Elm Island TV News – The best of the island for all"),
        ("en", "Paris|How the new bridge changes what people see of the river"),
        ("en", "Oslo: The largest town of the north, Oslo has two ports."),
        ("de", "Köln: Neue Brücke über den Rhein eröffnet – Bürger feiern"),
        ("de", "Bonn, 07.06.2031 - Rede der Ministerin beim Treffen der Städte"),
        ("en", "By Jane Example Oslo has opened its port again."),
    ] {
        assert_eq!(read(text, language).map(|d| d.raw), None, "{text}");
    }
}

#[test]
fn canonical_lines() {
    for (text, line) in [
        ("SEOUL, May 4 (Yonhap) -- The port reopened.", "SEOUL, May 4 (Yonhap) — "),
        ("CHICAGO, Illinois, September 9 (AP) - The port reopened.", "CHICAGO, Sept. 9 (AP) — "),
        ("Dover, Delaware (AP) - The port reopened.", "DOVER, Del. (AP) — "),
        ("PARIS, Texas (AP) - The port reopened.", "PARIS, Texas (AP) — "),
        ("OSLO/RIGA (Reuters) - Two ports closed.", "OSLO/RIGA (Reuters) — "),
        ("(EFE).- The port reopened.", "(EFE) — "),
    ] {
        assert_eq!(read(text, "en").map(|d| d.text).as_deref(), Some(line), "{text}");
    }
}

#[test]
fn split_leaves_the_lede() {
    let context = DatelineContext { language: Some("en"), published: None };
    assert_eq!(split("OSLO (Reuters) - Two ports closed.", &context).1, "Two ports closed.");
    assert_eq!(split("Two ports closed.", &context), (None, "Two ports closed."));
    assert_eq!(split("", &context), (None, ""));
}
