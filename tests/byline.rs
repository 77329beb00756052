//! Bylines as they stand on pages, in many languages; persons and outlets are invented.

use copydesk::byline::{BylineContext, parse};

/// Language, string, names joined by "; ", organization ("" for none).
const CASES: &[(&str, &str, &str, &str)] = &[
    // English
    ("en", "By Jane Doe", "Jane Doe", ""),
    ("en", "by JANE Q. DOE and JOHN ROE Associated Press", "Jane Q. Doe; John Roe", ""),
    ("en", "By JANE DOE, AP Science Writer", "Jane Doe", ""),
    ("en", "Reuters Staff", "", "Reuters Staff"),
    ("en", "Jane Doe, Staff Writer", "Jane Doe", ""),
    ("en", "ByLucy ThorntonNews Reporter", "Lucy Thornton", ""),
    ("en", "By Lucy Thornton and Anthony RoeMarch 7, 20317:55 AM UTC", "Lucy Thornton; Anthony Roe", ""),
    ("en", "Associated PressApril 28, 2031 GMT", "", "Associated Press"),
    ("en", "Lucy ThorntonProfileFollowUnfollow", "Lucy Thornton", ""),
    ("en", "By Lucy Thornton And Anthony Roe For The Mail On Sunday", "Lucy Thornton; Anthony Roe", ""),
    (
        "en",
        "Oct 30, 2031Lucy Thornton, Anthony Roe, and Julian K. Poe",
        "Lucy Thornton; Anthony Roe; Julian K. Poe",
        "",
    ),
    ("de", "Kommentar vonJan Muster11.07.2031, 09:30 UhrNeustadt", "Jan Muster", ""),
    ("de", "Von Anna Muster und Maria Beispiel1. Januar 2031", "Anna Muster; Maria Beispiel", ""),
    ("de", "Posted on28. Juli 2031AuthorAndreas Muster4 Kommentare", "Andreas Muster", ""),
    ("en", "By Lucy Thornton News Reporter 12:30, 4 MAY 2031Updated14:20, 4 MAY 2031", "Lucy Thornton", ""),
    ("en", "By Mary Ann McRoe, Senior Political Correspondent", "Mary Ann McRoe", ""),
    ("en", "Jane Doe is a freelance writer based in Riverton.", "Jane Doe", ""),
    ("en", "By Jane Doe | Riverton Daily News", "Jane Doe", ""),
    ("en", "Jane Doe jdoe@riverton.example", "Jane Doe", ""),
    ("en", "By Jane Doe, Special to The Riverton Post", "Jane Doe", ""),
    ("en", "Jane Doe for Riverton Post", "Jane Doe", ""),
    ("en", "Story by Jane Doe • 3h • 4 min read", "Jane Doe", ""),
    ("en", "By Jane Doe Published: 14:20 BST, 4 May 2031 | Updated: 15:01 BST, 4 May 2031", "Jane Doe", ""),
    ("en", "Posted on May 4, 2031 by Jane Doe", "Jane Doe", ""),
    ("en", "May 4, 2031 By Jane Doe Leave a Comment", "Jane Doe", ""),
    ("en", "Posted by Jane Doe | May 4, 2031 | News | 0", "Jane Doe", ""),
    ("en", "Jane Doe on May 4, 2031", "Jane Doe", ""),
    ("en", "Written by Jane Doe, Medically reviewed by John Roe, MD", "Jane Doe; John Roe", ""),
    ("en", "Jane Doe, as told to John Roe", "Jane Doe; John Roe", ""),
    ("en", "By Jane Doe with John Roe", "Jane Doe; John Roe", ""),
    ("en", "By Jane Doe; translated by John Roe", "Jane Doe; John Roe", ""),
    ("en", "Photo by John Roe", "", ""),
    ("en", "By John Roe III", "John Roe III", ""),
    ("en", "Keith Roe Senior Tides Reporter", "Keith Roe", ""),
    ("en", "Jane Elin SanRoe", "Jane Elin SanRoe", ""),
    ("en", "Roe, Amara K.", "Amara K. Roe", ""),
    ("en", "Jane Q. DoeJane Q. Doe", "Jane Q. Doe", ""),
    ("en", "Jane Q. Doe Jane Q. Doe", "Jane Q. Doe", ""),
    ("en", "The Riverton Team", "", "The Riverton Team"),
    ("en", "By Staff and news service reports", "", ""),
    ("de", "RIVERTON-Online-Experte Robin Muster", "Robin Muster", ""),
    ("de", "von riverton-post.de Redaktion", "", "riverton-post.de Redaktion"),
    ("de", "von Kreisspiegel", "", ""),
    ("de", "Pressemitteilung von Katja Muster", "Katja Muster", ""),
    ("de", "Jan Muster Alles von Jan Muster Kontakt", "Jan Muster", ""),
    ("de", "1 Beitrag • Seite 1 von 1", "", ""),
    ("de", "Autor: Petra Muster Ich nähe und besticke mit Herz und Liebe", "Petra Muster", ""),
    ("zh", "简体中文", "", ""),
    ("en", "By Martin Luther Roe, Jr.", "Martin Luther Roe Jr.", ""),
    ("en", "By Dr. Jane Doe, Ph.D.", "Jane Doe", ""),
    ("en", "Prof. Sir John Roe", "John Roe", ""),
    ("en", "By Jane Doe BBC News, Riverton", "Jane Doe", ""),
    ("en", "By The Associated Press", "", "Associated Press"),
    ("en", "AFP", "", "AFP"),
    ("en", "By REUTERS", "", "Reuters"),
    ("en", "Agence France-Presse", "", "AFP"),
    ("en", "Riverton Post Editorial Board", "", "Riverton Post Editorial Board"),
    ("en", "By Riverton Post Staff", "", "Riverton Post Staff"),
    ("en", "News Desk", "", "News Desk"),
    ("en", "The Editors", "", "The Editors"),
    ("en", "By Our Correspondent", "", ""),
    ("en", "Staff Reporter", "", ""),
    ("en", "admin", "", ""),
    ("en", "By Guest Author", "", ""),
    ("en", "https://social.example/jdoe", "", ""),
    ("en", "@jdoe", "", ""),
    ("en", "jdoe@riverton.example", "", ""),
    ("en", "May 4, 2031", "", ""),
    ("en", "4 min read", "", ""),
    ("en", "Share on Facebook", "", ""),
    ("en", "By the numbers", "", ""),
    ("en", "By the time you read this", "", ""),
    ("en", "Advertisement", "", ""),
    ("en", "Read more", "", ""),
    ("en", "Glenn Page", "Glenn Page", ""),
    ("en", "By Theresa May", "Theresa May", ""),
    ("en", "Will Young", "Will Young", ""),
    ("en", "By Mark Church and Emily Post", "Mark Church; Emily Post", ""),
    ("en", "jane-doe", "Jane Doe", ""),
    ("en", "Doe, Jane", "Jane Doe", ""),
    ("en", "Doe, J.; Roe, John", "J. Doe; John Roe", ""),
    ("en", "By Jane Doe & John Roe", "Jane Doe; John Roe", ""),
    ("en", "By Jane Doe, John Roe, and Ann Poe", "Jane Doe; John Roe; Ann Poe", ""),
    ("en", "By Seán Ó Roe", "Seán Ó Roe", ""),
    ("en", "By MARY-JANE O'ROE", "Mary-Jane O'Roe", ""),
    ("en", "By bell hooks", "bell hooks", ""),
    ("en", "By Sunil Kumar Roe, TNN", "Sunil Kumar Roe", ""),
    ("en", "PTI", "", "PTI"),
    ("en", "Edited by: Jane Doe", "Jane Doe", ""),
    ("en", "Jane Doe Contributor", "Jane Doe", ""),
    ("en", "Jane Doe, Contributing Writer", "Jane Doe", ""),
    (
        "en",
        "By Jane Doe, Chief Political Correspondent, and John Roe, Economics Editor",
        "Jane Doe; John Roe",
        "",
    ),
    ("en", "By Jane \"Jay\" Doe", "Jane \"Jay\" Doe", ""),
    ("en", "By Kim Min-roe", "Kim Min-roe", ""),
    ("en", "By Jane Doe, The Conversation", "Jane Doe", ""),
    ("en", "By Jane Doe / Riverton Times", "Jane Doe", ""),
    ("en", "Jane Doe - Riverton Tribune", "Jane Doe", ""),
    ("en", "Opinion by Jane Doe", "Jane Doe", ""),
    ("en", "Analysis by Jane Doe, CNN", "Jane Doe", ""),
    ("en", "Words by Jane Doe, photography by John Roe", "Jane Doe; John Roe", ""),
    ("en", "Reported by Jane Doe", "Jane Doe", ""),
    ("en", "Author: Jane Doe", "Jane Doe", ""),
    ("en", "Author Jane Doe Date May 4, 2031", "Jane Doe", ""),
    ("en", "by Jane Doe, updated on May 4, 2031", "Jane Doe", ""),
    ("en", "By JANE DOE jdoe@riverton.example, Riverton Tribune staff", "Jane Doe", ""),
    // German
    ("de", "Von Jana Beispiel, Berlin", "Jana Beispiel", ""),
    ("de", "Von Jana Beispiel und Jan Muster, dpa", "Jana Beispiel; Jan Muster", ""),
    ("de", "VON JANA BEISPIEL", "Jana Beispiel", ""),
    ("de", "Jana Beispiel, Redakteurin", "Jana Beispiel", ""),
    ("de", "Von unserem Korrespondenten Jan Muster", "Jan Muster", ""),
    ("de", "Ein Gastbeitrag von Jana von der Beispiel", "Jana von der Beispiel", ""),
    ("de", "Aus Brüssel berichtet Jan Muster", "Jan Muster", ""),
    ("de", "Jan Muster (jmu)", "Jan Muster", ""),
    ("de", "(jmu/dpa)", "", "dpa"),
    ("de", "dpa/lno", "", "dpa"),
    ("de", "Redaktion", "", "Redaktion"),
    ("de", "Von Prof. Dr. Jan Muster", "Jan Muster", ""),
    ("de", "Jan Muster Stand: 04.05.2031, 12:30 Uhr", "Jan Muster", ""),
    ("de", "04.05.2031, 12:30 Uhr Von Jan Muster", "Jan Muster", ""),
    ("de", "Text: Jana Beispiel | Fotos: Jan Muster", "Jana Beispiel; Jan Muster", ""),
    ("de", "Interview: Jana Beispiel", "Jana Beispiel", ""),
    ("de", "Übersetzung: Jan Muster", "Jan Muster", ""),
    ("de", "Foto: Jan Muster", "", ""),
    ("de", "Von A bis Z", "", ""),
    ("de", "Von der Leyen in Berlin", "", ""),
    ("de", "Muster, Karin", "Karin Muster", ""),
    ("de", "Jana Beispiel, Wirtschaftsredakteurin", "Jana Beispiel", ""),
    // French
    ("fr", "Par Jeanne Exemple", "Jeanne Exemple", ""),
    ("fr", "Jeanne EXEMPLE avec AFP", "Jeanne Exemple", "AFP"),
    ("fr", "Par Jeanne Exemple et Jean Modèle", "Jeanne Exemple; Jean Modèle", ""),
    ("fr", "Par Le Journal avec AFP", "", "Le Journal / AFP"),
    ("fr", "La rédaction", "", "La rédaction"),
    ("fr", "Propos recueillis par Jeanne Exemple", "Jeanne Exemple", ""),
    ("fr", "Publié le 4 mai 2031 à 12h30 par Jeanne Exemple", "Jeanne Exemple", ""),
    ("fr", "Jeanne Exemple, correspondante à Bruxelles", "Jeanne Exemple", ""),
    // Spanish, Portuguese, Italian, Romanian, Catalan
    ("es", "Por María Ejemplo García y Juan Modelo", "María Ejemplo García; Juan Modelo", ""),
    ("es", "Redacción", "", "Redacción"),
    ("es", "EFE", "", "EFE"),
    ("es", "Texto: María Ejemplo Fotos: Juan Modelo", "María Ejemplo; Juan Modelo", ""),
    ("es", "María Ejemplo | Corresponsal", "María Ejemplo", ""),
    ("es", "Escrito por María Ejemplo el 4 de mayo de 2031", "María Ejemplo", ""),
    ("pt", "Por João Exemplo e Maria Modelo", "João Exemplo; Maria Modelo", ""),
    ("pt", "Da Redação", "", "Redação"),
    ("pt", "João Exemplo, da Agência Brasil", "João Exemplo", ""),
    ("it", "di Maria Esempio e Luca Modello", "Maria Esempio; Luca Modello", ""),
    ("it", "di Redazione", "", "Redazione"),
    ("it", "a cura di Maria Esempio", "Maria Esempio", ""),
    ("it", "dal nostro inviato Luca Modello", "Luca Modello", ""),
    ("ro", "de Ioana Exemplu", "Ioana Exemplu", ""),
    ("ro", "Autor: Ioana Exemplu", "Ioana Exemplu", ""),
    ("ca", "Per Jordi Exemple i Núria Model", "Jordi Exemple; Núria Model", ""),
    // Dutch and the north
    ("nl", "Door Jan van den Voorbeeld", "Jan van den Voorbeeld", ""),
    ("nl", "Van onze correspondent Femke de Voorbeeld", "Femke de Voorbeeld", ""),
    ("nl", "Redactie", "", "Redactie"),
    ("sv", "Av Anna Exempel och Erik Modell", "Anna Exempel; Erik Modell", ""),
    ("sv", "Text: Anna Exempel Foto: Erik Modell", "Anna Exempel; Erik Modell", ""),
    ("da", "Af Mette Eksempel", "Mette Eksempel", ""),
    ("da", "/ritzau/", "", "Ritzau"),
    ("no", "Av Kari Eksempel, journalist", "Kari Eksempel", ""),
    ("no", "Kari Eksempel Publisert 4. mai 2031 kl. 12:30", "Kari Eksempel", ""),
    ("fi", "Teksti Matti Esimerkki", "Matti Esimerkki", ""),
    ("fi", "Matti Esimerkki, toimittaja", "Matti Esimerkki", ""),
    ("is", "Anna Dæmisdóttir skrifar", "Anna Dæmisdóttir", ""),
    ("et", "Autor: Tõnu Näidis", "Tõnu Näidis", ""),
    ("lv", "Autors: Jānis Piemērs", "Jānis Piemērs", ""),
    ("lt", "Autorė: Rūta Pavyzdytė", "Rūta Pavyzdytė", ""),
    // The east of Europe
    ("pl", "Autor: Anna Przykładowa", "Anna Przykładowa", ""),
    ("pl", "Anna Przykładowa, Jan Wzór, PAP", "Anna Przykładowa; Jan Wzór", ""),
    ("cs", "Jan Vzor a Jana Vzorová", "Jan Vzor; Jana Vzorová", ""),
    ("cs", "ČTK", "", "ČTK"),
    ("sk", "Autor: Ján Vzor", "Ján Vzor", ""),
    ("sl", "Piše: Mojca Zgled", "Mojca Zgled", ""),
    ("hr", "Piše: Ivana Primjer", "Ivana Primjer", ""),
    ("sr", "Аутор: Јелена Пример", "Јелена Пример", ""),
    ("hu", "Írta: Kovács Példa", "Kovács Példa", ""),
    ("ru", "Автор: Иван Примеров", "Иван Примеров", ""),
    ("ru", "ТАСС", "", "TASS"),
    ("ru", "Текст: Иван Примеров, Анна Образцова", "Иван Примеров; Анна Образцова", ""),
    ("uk", "Автор: Олена Зразок", "Олена Зразок", ""),
    ("bg", "Автор: Мария Пример", "Мария Пример", ""),
    ("el", "Του Νίκου Παραδείγματος", "Νίκου Παραδείγματος", ""),
    ("el", "Γράφει η Μαρία Παράδειγμα", "Μαρία Παράδειγμα", ""),
    ("tr", "Yazan: Ayşe Örnek", "Ayşe Örnek", ""),
    ("tr", "Ayşe Örnek, Ankara Temsilcisi", "Ayşe Örnek", ""),
    // Scripts without capitals
    ("ar", "بقلم: محمد مثال", "محمد مثال", ""),
    ("ar", "كتب محمد مثال", "محمد مثال", ""),
    ("ar", "هيئة التحرير", "", "هيئة التحرير"),
    ("fa", "نویسنده: علی نمونه", "علی نمونه", ""),
    ("ur", "تحریر: علی مثال", "علی مثال", ""),
    ("he", "מאת: דנה דוגמה", "דנה דוגמה", ""),
    ("he", "מאת דנה דוגמה ורון לדוגמה", "דנה דוגמה; רון לדוגמה", ""),
    ("hi", "द्वारा राहुल उदाहरण", "राहुल उदाहरण", ""),
    ("hi", "राहुल उदाहरण द्वारा", "राहुल उदाहरण", ""),
    ("bn", "লেখক: রহিম উদাহরণ", "রহিম উদাহরণ", ""),
    ("bn", "রহিম উদাহরণ কর্তৃক", "রহিম উদাহরণ", ""),
    ("bn", "নিজস্ব প্রতিবেদক", "", ""),
    ("ta", "எழுதியவர்: குமார் மாதிரி", "குமார் மாதிரி", ""),
    ("th", "โดย สมชาย ตัวอย่าง", "สมชาย ตัวอย่าง", ""),
    ("id", "Oleh: Budi Contoh", "Budi Contoh", ""),
    ("id", "Penulis: Budi Contoh | Editor: Dewi Contoh", "Budi Contoh; Dewi Contoh", ""),
    ("ms", "Oleh AHMAD CONTOH", "Ahmad Contoh", ""),
    ("vi", "Tác giả: Nguyễn Văn Mẫu", "Nguyễn Văn Mẫu", ""),
    ("sw", "Na Juma Mfano", "Juma Mfano", ""),
    // East Asia
    ("ko", "홍길동 기자 gildong@riverton.example", "홍길동", ""),
    ("ko", "홍길동·김철수 기자", "홍길동; 김철수", ""),
    ("ko", "연합뉴스", "", "Yonhap"),
    ("ko", "온라인뉴스팀", "", "온라인뉴스팀"),
    ("ko", "글 홍길동", "홍길동", ""),
    ("ja", "文・山田太郎", "山田太郎", ""),
    ("ja", "記者 山田太郎", "山田太郎", ""),
    ("ja", "【山田太郎】", "山田太郎", ""),
    ("ja", "山田太郎、佐藤花子", "山田太郎; 佐藤花子", ""),
    ("ja", "山田太郎記者", "山田太郎", ""),
    ("ja", "編集部", "", "編集部"),
    ("zh", "作者：张三", "张三", ""),
    ("zh", "记者 张三 李四", "张三; 李四", ""),
    ("zh", "文/张三", "张三", ""),
    ("zh", "本报记者 张三", "张三", ""),
    ("zh", "责任编辑：王小明", "王小明", ""),
    ("zh", "新华社", "", "Xinhua"),
    ("zh", "管理员", "", ""),
];

#[test]
fn strings_as_they_stand_on_pages() {
    let mut wrong = Vec::new();
    for &(language, raw, names, organization) in CASES {
        let found = parse(raw, &BylineContext::new().with_language(language)).unwrap_or_default();
        let got: Vec<&str> = found.authors.iter().map(|a| a.name.as_str()).collect();
        let (got, house) = (got.join("; "), found.organization.as_deref().unwrap_or_default());
        if got != names || house != organization {
            wrong.push(format!(
                "{language} {raw:?}\n  expected {names:?} {organization:?}\n  got      {got:?} {house:?}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {} wrong\n{}", wrong.len(), CASES.len(), wrong.join("\n"));
}

#[test]
fn languages_covered() {
    let languages: std::collections::HashSet<&str> = CASES.iter().map(|c| c.0).collect();
    assert!(languages.len() >= 33, "{}", languages.len());
}

#[test]
fn the_site_is_no_author() {
    let context = BylineContext::new().with_language("en").with_site("Riverton Tribune");
    assert_eq!(parse("By Riverton Tribune", &context), None);
    assert_eq!(parse("RIVERTON TRIBUNE", &context), None);
}

#[test]
fn roles_and_houses() {
    let byline =
        parse("By Jane Doe and John Roe, Staff Writers, Riverton News Service", &BylineContext::default())
            .expect("names");
    assert_eq!(byline.text, "By Jane Doe and John Roe");
    assert_eq!(byline.authors[0].role.as_deref(), Some("Staff Writers"));
    assert_eq!(byline.authors[1].affiliation.as_deref(), Some("Riverton News Service"));
    let byline = parse("By Jane Doe and John Roe, dpa", &BylineContext::default()).expect("names");
    assert_eq!(byline.authors[0].affiliation.as_deref(), Some("dpa"));
    assert_eq!(byline.organization, None);
    let byline = parse("By Jane Doe; edited by John Roe", &BylineContext::default()).expect("names");
    assert_eq!(byline.authors[1].role.as_deref(), Some("editor"));
    assert_eq!(byline.text, "By Jane Doe; edited by John Roe");
}

/// Names, houses and tasks in any mixture come back from the line that is written of them.
mod properties {
    use copydesk::byline::{BylineContext, parse};
    use proptest::prelude::*;

    fn name() -> impl Strategy<Value = String> {
        let given = prop::sample::select(vec![
            "Jane",
            "John",
            "Amélie",
            "Jörg",
            "Łukasz",
            "Ana María",
            "Anne-Marie",
            "J.R.",
        ]);
        let surname = prop::sample::select(vec![
            "Doe",
            "McRoe",
            "O'Poe",
            "van der Doe",
            "de la Roe",
            "Doe-Roe",
            "Roe Jr.",
            "Exempel",
        ]);
        (given, surname).prop_map(|(given, surname)| format!("{given} {surname}"))
    }

    fn house() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec!["Reuters", "Associated Press", "AFP", "dpa", "EFE", "Riverton Staff"])
    }

    proptest! {
        #[test]
        fn the_written_line_gives_the_record_back(
            names in prop::collection::hash_set(name(), 0..5),
            house in prop::option::of(house()),
        ) {
            let names: Vec<String> = names.into_iter().collect();
            let mut raw = format!("By {}", names.join(", "));
            if let Some(house) = house {
                raw = if names.is_empty() { format!("By {house}") } else { format!("{raw} with {house}") };
            }
            let Some(first) = parse(&raw, &BylineContext::default()) else {
                prop_assert!(names.is_empty() && house.is_none());
                return Ok(());
            };
            let found: Vec<&str> = first.authors.iter().map(|a| a.name.as_str()).collect();
            prop_assert_eq!(&found, &names);
            prop_assert_eq!(first.organization.as_deref(), house);
            let again = parse(&first.text, &BylineContext::default()).expect("the line names somebody");
            prop_assert_eq!(&again.authors, &first.authors);
            prop_assert_eq!(&again.organization, &first.organization);
        }

        #[test]
        fn capitals_give_the_same_names(name in name()) {
            let small = parse(&format!("By {name}"), &BylineContext::default()).expect("a name");
            prop_assert_eq!(&small.authors[0].name, &name);
            let capitals = parse(&format!("BY {}", name.to_uppercase()), &BylineContext::default());
            prop_assert!(capitals.is_some());
        }

        #[test]
        fn any_string_is_read(text in ".{0,400}", language in prop::option::of("[a-z]{2}")) {
            let context = BylineContext::new().with_language(language.as_deref());
            if let Some(byline) = parse(&text, &context) {
                prop_assert!(byline.authors.iter().all(|a| !a.name.trim().is_empty()));
            }
        }

        #[test]
        fn words_of_bylines_in_any_order_are_read(words in prop::collection::vec(
            prop::sample::select(vec!["By", "von", "Jane", "DOE", ",", "and", "(", ")", "Reuters", "/", "-", "May", "4", "Staff",
                "Writer", "記者", "기자", "·", "“", "@jdoe", ":", "Photo", "Dr.", "Jr.", "و", "'", "de", "III", "|", "Updated"]), 0..40))
        {
            let _ = parse(&words.join(" "), &BylineContext::default());
            let _ = parse(&words.concat(), &BylineContext::default());
        }
    }
}
