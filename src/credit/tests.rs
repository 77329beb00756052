//! House styles of agencies and papers, with invented people and news.

use super::*;

/// Language, the text with `¦` where the credit begins, agency, reporters, editors (parted by commas).
type Case = (&'static str, &'static str, &'static str, &'static str, &'static str);

#[track_caller]
fn check(kind: CreditKind, cases: &[Case]) {
    let mut wrong = Vec::new();
    for &(language, marked, agency, reporters, editors) in cases {
        let (before, raw) = marked.split_once('¦').expect("a mark where the credit begins");
        let got = parse(&format!("{before}{raw}"), &CreditContext { language: Some(language) });
        let got = got.map(|c| (c.raw, c.kind, c.agency, c.reporters, c.editors));
        let list = |s: &str| s.split(", ").filter(|n| !n.is_empty()).map(str::to_owned).collect::<Vec<_>>();
        let agency = (!agency.is_empty()).then(|| agency.to_owned());
        let want = Some((raw.trim_end().to_owned(), kind, agency, list(reporters), list(editors)));
        if got != want {
            wrong.push(format!("{marked}\n   got  {got:?}\n   want {want:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn agencies() {
    check(
        CreditKind::Agency,
        &[
            ("en", "The port is open again.¦(Yonhap)", "Yonhap", "", ""),
            ("en", "The port is open again. ¦(Yonhap)", "Yonhap", "", ""),
            ("en", "The port is open again.\n¦(Xinhua)", "Xinhua", "", ""),
            ("en", "“It is open,” she said. ¦(AP)", "AP", "", ""),
            ("en", "The port is open again. ¦PTI ABC DEF", "PTI", "", ""),
            ("en", "The port is open again.\n\n¦PTI ABC DEF DEF", "PTI", "", ""),
            ("en", "The port is open again.\n¦(PTI) ABC DEF", "PTI", "", ""),
            ("en", "The port is open again. ¦(PTI) ABC DEF", "PTI", "", ""),
            ("fr", "Le port est ouvert. ¦(Avec l’AFP)", "AFP", "", ""),
            ("ro", "Portul este deschis.\n¦Newsroom (Agerpres)", "AGERPRES", "", ""),
            ("en", "The port is open again. ¦— AFP", "AFP", "", ""),
            ("en", "The port is open again.\n¦— Reuters", "Reuters", "", ""),
            ("en", "The port is open again.\n¦AFP/Reuters", "AFP/Reuters", "", ""),
            ("en", "The port is open again.\n¦(With inputs from agencies)", "", "", ""),
            ("en", "The port is open again. ¦(With inputs from PTI and ANI)", "PTI/ANI", "", ""),
            ("en", "The port is open again.\n¦With files from The Canadian Press", "CP", "", ""),
            ("en", "The port is open again. ¦(END)", "", "", ""),
            ("en", "The port is open again.\n¦Source: Xinhua", "Xinhua", "", ""),
            ("de", "Der Hafen ist offen. ¦(dpa)", "dpa", "", ""),
            ("de", "Der Hafen ist offen. ¦(dpa/jbe)", "dpa", "", ""),
            ("de", "Der Hafen ist offen.\n¦jbe/dpa", "dpa", "", ""),
            ("de", "Der Hafen ist offen.\n¦(jbe/dpa/AFP)", "dpa/AFP", "", ""),
            ("de", "Der Hafen ist offen.\n¦mit dpa", "dpa", "", ""),
            ("de", "Der Hafen ist offen. ¦(mit Material von dpa)", "dpa", "", ""),
            ("de", "Der Hafen ist offen. ¦(Mit Material der dpa)", "dpa", "", ""),
            ("de", "Der Hafen ist offen.\n¦Mit Material von AFP und Reuters", "AFP/Reuters", "", ""),
            ("de", "Der Hafen ist offen.\n¦Quelle: dpa", "dpa", "", ""),
            ("de", "Der Hafen ist offen.\n¦dpa", "dpa", "", ""),
            ("de", "Der Hafen ist offen.\n¦sda/afp", "sda/AFP", "", ""),
            ("de", "„Er ist offen“, sagte sie. ¦(SID)", "SID", "", ""),
            ("fr", "Le port est ouvert.\n¦Avec AFP", "AFP", "", ""),
            ("fr", "Le port est ouvert. ¦(avec AFP)", "AFP", "", ""),
            ("fr", "Le port est ouvert.\n¦(Belga)", "Belga", "", ""),
            ("es", "El puerto está abierto.\n¦EFE", "EFE", "", ""),
            ("es", "El puerto está abierto. ¦EFE", "EFE", "", ""),
            ("es", "El puerto está abierto.\n¦Con información de AFP", "AFP", "", ""),
            ("it", "Il porto è aperto. ¦(ANSA).", "ANSA", "", ""),
            ("nl", "De haven is open.\n¦Bron: Belga", "Belga", "", ""),
            ("pl", "Port jest otwarty.\n¦Źródło: PAP", "PAP", "", ""),
            ("pl", "Port jest otwarty. ¦(PAP)", "PAP", "", ""),
            ("cs", "Přístav je otevřen.\n¦Zdroj: ČTK", "ČTK", "", ""),
            ("no", "Havnen er åpen. ¦(NTB)", "NTB", "", ""),
            ("da", "Havnen er åben.\n¦/ritzau/", "Ritzau", "", ""),
            ("sv", "Hamnen är öppen.\n¦(TT)", "TT", "", ""),
            ("ru", "Порт открыт.\n¦Источник: ТАСС", "TASS", "", ""),
            ("zh", "港口已重新开放。¦（完）", "", "", ""),
            ("zh", "港口已重新开放。\n¦来源：新华社", "Xinhua", "", ""),
            ("ja", "港が再開した。¦（共同）", "Kyodo", "", ""),
            ("ko", "항구가 다시 열렸다.\n¦(연합뉴스)", "Yonhap", "", ""),
            ("en", "The port is open.\n¦jbe/mlo (AFP, dpa, Reuters)", "AFP/dpa/Reuters", "", ""),
            ("en", "The port is open.\n¦(Agencies)", "", "", ""),
            ("en", "The port is open.\n¦—IANS\njb/rs", "IANS", "", ""),
            ("de", "Der Hafen ist offen. ¦(mit dpa/AFP)", "dpa/AFP", "", ""),
            ("de", "Der Hafen ist offen.\n¦Quelle: dpa/AFP", "dpa/AFP", "", ""),
            ("de", "Der Hafen ist offen.\n¦Quellen: dpa, AFP, eigene Recherchen", "dpa/AFP", "", ""),
            ("de", "Der Hafen ist offen.\n¦dpa:310607-99-123456/2", "dpa", "", ""),
            ("fr", "Le port est ouvert.\n¦(Avec les agences)", "", "", ""),
            ("es", "El puerto está abierto. ¦EFE ab-cd/ef", "EFE", "", ""),
            ("it", "Il porto è aperto.\n¦Fonte: Ansa", "ANSA", "", ""),
            ("hr", "Luka je otvorena.\n¦(Hina)", "HINA", "", ""),
            ("pl", "Port jest otwarty.\n¦(PAP)\n\njex/ mod/", "PAP", "", ""),
            ("vi", "Cảng đã mở.\n¦Theo AFP", "AFP", "", ""),
            ("ar", "أعيد فتح الميناء.\n¦المصدر: رويترز", "Reuters", "", ""),
        ],
    );
}

#[test]
fn tasks() {
    check(
        CreditKind::Reporting,
        &[
            ("ko", "항구가 다시 열렸다.\n¦홍길동 기자 hong@post.example", "", "홍길동", ""),
            (
                "en",
                "The port is open.\n¦(Reporting by Jane Example; Editing by John Roe)",
                "Reuters",
                "Jane Example",
                "John Roe",
            ),
            (
                "en",
                "The port is open. ¦(Reporting by Jane Example and Ann Sample in Riga; Additional reporting by Tom Muster; Writing by Eve Proba; Editing by John Roe and Max Loe)",
                "Reuters",
                "Jane Example, Ann Sample, Tom Muster, Eve Proba",
                "John Roe, Max Loe",
            ),
            (
                "en",
                "The port is open.\n¦Reporting by Jane Example in Oslo, additional reporting by Ann Sample, Editing by John Roe",
                "Reuters",
                "Jane Example, Ann Sample",
                "John Roe",
            ),
            (
                "en",
                "The port is open.\n¦Reporting By Jane Example Editing by John Roe",
                "Reuters",
                "Jane Example",
                "John Roe",
            ),
            (
                "en",
                "The port is open.\n¦Reporting by Jane Example and the Oslo newsroom; Editing by John Roe",
                "Reuters",
                "Jane Example",
                "John Roe",
            ),
            (
                "en",
                "The port is open.\n¦(Reporting by Jane Example;\nEditing by John Roe)",
                "Reuters",
                "Jane Example",
                "John Roe",
            ),
            (
                "en",
                "The port is open.\n¦Written by Jane Example and edited by John Roe",
                "",
                "Jane Example",
                "John Roe",
            ),
            (
                "en",
                "The port is open.\n¦(Translated from the German by Jane Example)",
                "",
                "Jane Example",
                "",
            ),
            ("en", "The port is open.\n¦Additional reporting by agencies", "", "", ""),
            ("de", "Der Hafen ist offen.\n¦Text: Jana Beispiel", "", "Jana Beispiel", ""),
            ("de", "Der Hafen ist offen.\n¦Aus dem Englischen von Jana Beispiel", "", "Jana Beispiel", ""),
            (
                "fr",
                "Le port est ouvert.\n¦(Reportage Jeanne Exemple à Oslo, version française Paul Essai, édité par Jean Modèle)",
                "Reuters",
                "Jeanne Exemple, Paul Essai",
                "Jean Modèle",
            ),
            (
                "pt",
                "O porto está aberto.\n¦(Por Joana Exemplo; Edição por João Modelo)",
                "Reuters",
                "Joana Exemplo",
                "João Modelo",
            ),
            (
                "ru",
                "Порт открыт.\n¦Автор: Анна Пример Редактор: Иван Образец",
                "",
                "Анна Пример",
                "Иван Образец",
            ),
            ("ru", "Порт открыт.\n¦(Анна Пример. Редактор Иван Образец)", "", "Анна Пример", "Иван Образец"),
            ("zh", "港口已重新開放。¦（編輯：甲某）1200607", "", "", "甲某"),
            (
                "fr",
                "Le port est ouvert.\n¦(Rédigé par Jeanne Exemple, édité par Jean Modèle)",
                "Reuters",
                "Jeanne Exemple",
                "Jean Modèle",
            ),
            (
                "fr",
                "Le port est ouvert. ¦(Jeanne Exemple, version française Paul Patron, édité par Jean Modèle)",
                "Reuters",
                "Jeanne Exemple, Paul Patron",
                "Jean Modèle",
            ),
            (
                "es",
                "El puerto abrió.\n¦(Reporte de Juana Ejemplo. Editado en español por Juan Muestra)",
                "Reuters",
                "Juana Ejemplo",
                "Juan Muestra",
            ),
            (
                "pt",
                "O porto abriu.\n¦(Reportagem de Joana Exemplo; Edição de João Mostra)",
                "Reuters",
                "Joana Exemplo",
                "João Mostra",
            ),
            (
                "de",
                "Der Hafen ist offen.\n¦(Bericht von Jana Beispiel, redigiert von Jan Muster.)",
                "Reuters",
                "Jana Beispiel",
                "Jan Muster",
            ),
        ],
    );
}

#[test]
fn contributors() {
    check(
        CreditKind::Contributors,
        &[
            ("en", "The port is open.\n¦Jane Example contributed to this report.", "", "Jane Example", ""),
            (
                "en",
                "The port is open. ¦Jane Example and John Roe contributed to this report.",
                "",
                "Jane Example, John Roe",
                "",
            ),
            (
                "en",
                "The port is open.\n___\n¦Associated Press writers Jane Example in Riga and John Roe in Oslo contributed to this report.",
                "AP",
                "Jane Example, John Roe",
                "",
            ),
            (
                "en",
                "The port is open.\n¦Example reported from Riga. Associated Press writer John Roe in Dover, Delaware, contributed to this report.",
                "AP",
                "Example, John Roe",
                "",
            ),
            ("en", "The port is open.\n¦The Associated Press contributed to this report.", "AP", "", ""),
            ("en", "The port is open. ¦Reuters contributed to this report.", "Reuters", "", ""),
            ("en", "The port is open.\n¦With files from Jane Example", "", "Jane Example", ""),
            (
                "en",
                "The port is open.\n¦Jane Example reported from Oslo and John Roe from Riga.",
                "",
                "Jane Example, John Roe",
                "",
            ),
            (
                "en",
                "The port is open.\n¦Associated Press writers Jane Example in Riga and Max Loe in St. Paul, Minnesota, contributed to this report.",
                "AP",
                "Jane Example, Max Loe",
                "",
            ),
            (
                "en",
                "The port is open.\n___\n¦AP Sports Writer Jane Example and AP freelancer John Roe contributed to this report.",
                "AP",
                "Jane Example, John Roe",
                "",
            ),
            ("de", "Der Hafen ist offen.\n¦Mitarbeit: Jana Beispiel", "", "Jana Beispiel", ""),
            (
                "fr",
                "Le port est ouvert.\n¦Jeanne Exemple a contribué à cet article.",
                "",
                "Jeanne Exemple",
                "",
            ),
        ],
    );
}

#[test]
fn copyright() {
    check(
        CreditKind::Copyright,
        &[
            ("en", "The port is open.\n¦© 2031 AFP", "AFP", "", ""),
            ("en", "The port is open. ¦© 2031 AFP", "AFP", "", ""),
            (
                "en",
                "The port is open.\n¦Copyright 2031 The Associated Press. All rights reserved. This material may not be published, broadcast, rewritten or redistributed.",
                "AP",
                "",
                "",
            ),
            ("de", "Der Hafen ist offen.\n¦© dpa-infocom, dpa:310607-99-123456/2", "dpa", "", ""),
            ("it", "Il porto è aperto.\n¦Riproduzione riservata © Copyright ANSA", "ANSA", "", ""),
            ("no", "Havnen er åpen. ¦(©NTB)", "NTB", "", ""),
        ],
    );
}

#[test]
fn titles_lists_and_sources() {
    check(
        CreditKind::Contributors,
        &[(
            "en",
            "The port is open.\n¦Maritime Writer Jane Doe in Riga and AP Ferry Reporter John Roe contributed to this report.",
            "AP",
            "Jane Doe, John Roe",
            "",
        )],
    );
    check(
        CreditKind::Reporting,
        &[(
            "en",
            "The port is open.\n¦This article was edited by Jane Doe and John Roe.",
            "",
            "",
            "Jane Doe, John Roe",
        )],
    );
    check(
        CreditKind::Agency,
        &[("es", "El puerto abrió.\n¦(Con información de AFP, EFE y Reuters)", "AFP/EFE/Reuters", "", "")],
    );
    check(
        CreditKind::Copyright,
        &[("de", "Der Hafen ist offen.\n¦Quelle: © AFP - Neues vom Tag", "AFP", "", "")],
    );
    for text in
        ["The game will be broadcast live on Saturday.", "The rules of the port were rewritten for free."]
    {
        assert_eq!(parse(text, &CreditContext::default()), None, "{text}");
    }
}

#[test]
fn endings_that_are_no_credits() {
    let endings = [
        "The story was first told by the Associated Press (AP).",
        "He works for the agency dpa.",
        "It was a good year for Reuters",
        "She leads the party (CDU).",
        "The minister is Jana Beispiel (SPD).",
        "The report was based on reporting by others, and it was read by many people in the city.",
        "“We are editing by hand,” she said.",
        "She said it was the end.",
        "The port is open.",
        "The source: a spring in the hills.",
        "He contributed much to this city, and it is grateful to him for all that he did in these years.",
        "Read more in our newsletter",
        "Copyright law is what the court looked at.",
        "They moved. His story was written by hand.",
        "The film was written by Jane Example and edited by John Roe.",
        "He contributed to the report that the council discussed in June.",
        "",
    ];
    let wrong: Vec<_> =
        endings.iter().filter_map(|text| Some((text, parse(text, &CreditContext::default())?))).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn lines_of_agencies_sites_behind_a_credit() {
    let text = "The port is open.\n(Reporting by Jane Q. Example; Editing by J.P. Roe)\nOur Standards: The Thomson Reuters Trust Principles.";
    let credit = parse(text, &CreditContext::default()).expect("a credit");
    assert_eq!(credit.raw, "(Reporting by Jane Q. Example; Editing by J.P. Roe)");
    assert_eq!((credit.reporters, credit.editors), (vec!["Jane Q. Example".into()], vec!["J.P. Roe".into()]));
}

#[test]
fn several_in_a_row() {
    let text =
        "The port is open.\n(Reporting by Jane Example; Editing by John Roe)\n(With inputs from PTI)\n(END)";
    let (rest, credits) = parse_all(text, &CreditContext::default());
    assert_eq!(rest, "The port is open.");
    assert_eq!(
        credits.iter().map(|c| c.raw.as_str()).collect::<Vec<_>>(),
        ["(Reporting by Jane Example; Editing by John Roe)", "(With inputs from PTI)", "(END)"]
    );
    assert_eq!(parse_all("Nothing here.", &CreditContext::default()), ("Nothing here.", Vec::new()));
}
