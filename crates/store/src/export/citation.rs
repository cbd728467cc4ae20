//! How to cite an article, one of its sentences or findings: BibTeX, RIS, CSL-JSON.

use annals_record::Article;
use serde_json::{Value as Json, json};

use super::day;
use crate::Row;

/// What is cited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Citation {
    /// Id of the article.
    pub id: String,
    /// Headline.
    pub title: Option<String>,
    /// Authors, as the outlet writes them.
    pub authors: Vec<String>,
    /// Outlet.
    pub source: Option<String>,
    /// Section of the outlet.
    pub section: Option<String>,
    /// Day of publication, `YYYY-MM-DD`.
    pub day: Option<String>,
    /// Code of the language.
    pub language: Option<String>,
    /// Address or path of the article.
    pub uri: Option<String>,
    /// Where annals shows it.
    pub permalink: Option<String>,
    /// The part that is cited, and its words.
    pub passage: Option<(String, String)>,
}

impl Citation {
    /// The article with the flat row `row` (of the articles or of any other kind).
    pub fn of(row: &Row) -> Self {
        let text = |name| row.text(name).map(str::to_owned);
        let authors = row.text("byline").and_then(|list| serde_json::from_str(list).ok());
        Self {
            id: text("article_id").unwrap_or_default(),
            title: text("title"),
            authors: authors.unwrap_or_default(),
            source: text("source"),
            section: text("section"),
            day: text("day").filter(|text| day::parts(text).is_some()),
            language: text("language"),
            uri: text("uri"),
            permalink: None,
            passage: None,
        }
    }

    /// The article of a record.
    pub fn of_article(article: &Article) -> Self {
        let published = article.published.as_deref().and_then(|time| time.get(..10));
        Self {
            id: article.id.clone(),
            title: article.title.clone(),
            authors: article.byline.clone(),
            source: article.source.clone(),
            section: article.section.clone(),
            day: published.filter(|text| day::parts(text).is_some()).map(str::to_owned),
            language: article.language.clone(),
            uri: article.uri.clone(),
            permalink: None,
            passage: None,
        }
    }

    /// The same, shown at `permalink`.
    #[must_use]
    pub fn at(self, permalink: impl Into<String>) -> Self {
        Self { permalink: Some(permalink.into()), ..self }
    }

    /// The part `label` of it (`sentence 4`, `statement s120-188`), and its words.
    #[must_use]
    pub fn passage(self, label: impl Into<String>, words: impl Into<String>) -> Self {
        Self { passage: Some((label.into(), words.into())), ..self }
    }

    /// The address to go to: the article's own where it is one of the web, else where annals shows it.
    fn url(&self) -> Option<&str> {
        let web = |uri: &&str| uri.starts_with("https://") || uri.starts_with("http://");
        self.uri.as_deref().filter(web).or(self.permalink.as_deref())
    }

    /// Part and words, and where annals shows them.
    fn note(&self) -> String {
        let passage = self.passage.as_ref().map(|(label, words)| format!("{label}: “{}”", one_line(words)));
        let shown = self.permalink.as_deref().filter(|_| self.url() != self.permalink.as_deref());
        let name = format!("annals {}", self.id);
        passage.into_iter().chain([shown.map_or(name, str::to_owned)]).collect::<Vec<_>>().join("; ")
    }

    /// The citation as a BibTeX entry. Letters beyond ASCII stay, as today's BibTeX and biblatex take them.
    ///
    /// ```
    /// let cited = annals_store::export::Citation {
    ///     id: "0a1b2c3d4e5f".into(),
    ///     title: Some("Rain & wind: 50% more".into()),
    ///     source: Some("Tarn Courier".into()),
    ///     day: Some("2024-03-30".into()),
    ///     ..Default::default()
    /// };
    /// assert!(cited.bibtex().starts_with("@misc{tarncourier2024-0a1b2c3d,\n  title = {{Rain \\& wind: 50\\% more}},\n"));
    /// ```
    pub fn bibtex(&self) -> String {
        let authors: Vec<_> = self.authors.iter().map(|name| bibtex_name(name)).collect();
        let (year, month) =
            (self.day.as_deref().map(|day| &day[..4]), self.day.as_deref().map(|day| &day[5..7]));
        let fields = [
            ("title", self.title.as_deref().map(|title| format!("{{{}}}", bibtex_text(title)))),
            ("author", Some(authors.join(" and ")).filter(|names| !names.is_empty())),
            ("howpublished", self.source.as_deref().map(bibtex_text)),
            ("year", year.map(str::to_owned)),
            ("month", month.map(|month| month.trim_start_matches('0').to_owned())),
            ("date", self.day.clone()),
            ("langid", self.language.as_deref().map(bibtex_text)),
            ("url", self.url().map(bibtex_url)),
            ("note", Some(bibtex_text(&self.note()))),
        ];
        let fields =
            fields.into_iter().filter_map(|(name, value)| Some(format!("  {name} = {{{}}},\n", value?)));
        format!("@misc{{{},\n{}}}\n", self.key(), fields.collect::<String>())
    }

    /// Outlet, year and id in ASCII.
    fn key(&self) -> String {
        let source = self.source.as_deref().unwrap_or("article");
        let source: String =
            source.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
        let year = self.day.as_deref().map_or("", |day| &day[..4]);
        let id: String = self.id.chars().filter(char::is_ascii_alphanumeric).take(8).collect();
        format!("{}{year}-{id}", if source.is_empty() { "article" } else { &source })
    }

    /// The citation as an RIS record.
    pub fn ris(&self) -> String {
        let one = |tag, value: Option<&str>| value.map(|value| (tag, one_line(value)));
        let day = self.day.as_deref().map(|day| day.replace('-', "/"));
        let head = [("TY", "NEWS".to_owned()), ("ID", self.key())];
        let authors = self.authors.iter().map(|name| ("AU", one_line(name)));
        let rest = [
            one("TI", self.title.as_deref()),
            one("T2", self.source.as_deref()),
            one("SE", self.section.as_deref()),
            one("PY", self.day.as_deref().map(|day| &day[..4])),
            one("DA", day.as_deref()),
            one("LA", self.language.as_deref()),
            one("UR", self.url()),
            one("N1", Some(&self.note())),
            one("ER", Some("")),
        ];
        let lines = head.into_iter().chain(authors).chain(rest.into_iter().flatten());
        lines.map(|(tag, value)| format!("{tag}  - {value}\r\n")).collect()
    }

    /// The citation as an item of CSL-JSON.
    pub fn csl(&self) -> Json {
        let mut item = json!({"id": self.key(), "type": "article-newspaper", "note": self.note()});
        let fields = [
            ("title", &self.title),
            ("container-title", &self.source),
            ("section", &self.section),
            ("language", &self.language),
        ];
        for (name, value) in fields {
            if let Some(value) = value {
                item[name] = one_line(value).into();
            }
        }
        if let Some(url) = self.url() {
            item["URL"] = url.into();
        }
        if !self.authors.is_empty() {
            item["author"] = self.authors.iter().map(|name| json!({"literal": one_line(name)})).collect();
        }
        if let Some((year, month, day)) = self.day.as_deref().and_then(day::parts) {
            item["issued"] = json!({"date-parts": [[year, month, day]]});
        }
        item
    }
}

fn one_line(text: &str) -> String {
    let text: String = text.chars().map(|char| if char.is_control() { ' ' } else { char }).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn bibtex_text(text: &str) -> String {
    let mut escaped = String::new();
    for char in one_line(text).chars() {
        match char {
            '\\' => escaped.push_str("\\textbackslash{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '{' | '}' | '&' | '%' | '$' | '#' | '_' => escaped.extend(['\\', char]),
            _ => escaped.push(char),
        }
    }
    escaped
}

/// A name; one that BibTeX would take apart at `and` or a comma is kept whole.
fn bibtex_name(name: &str) -> String {
    let text = bibtex_text(name);
    let apart = text.contains(',') || text.split(' ').any(|word| word.eq_ignore_ascii_case("and"));
    if apart { format!("{{{text}}}") } else { text }
}

/// An address, in which BibTeX takes all but a few characters as they are.
fn bibtex_url(url: &str) -> String {
    let url = one_line(url);
    url.replace('\\', "%5C").replace('{', "%7B").replace('}', "%7D").replace(' ', "%20")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cited() -> Citation {
        Citation {
            id: "0a1b2c3d4e5f".to_owned(),
            title: Some("Rain_1 {and} wind\n50% \\ more".to_owned()),
            authors: vec!["Ann Lee".to_owned(), "Rain and Wind, Ltd".to_owned()],
            source: Some("Tarn Courier".to_owned()),
            day: Some("2024-03-03".to_owned()),
            language: Some("en".to_owned()),
            uri: Some("https://tarn.example/a_{1}?q=50%25".to_owned()),
            ..Citation::default()
        }
        .at("http://127.0.0.1:8750/article/0a1b2c3d4e5f/s4-9")
        .passage("statement s4-9", "The river\nrose & fell")
    }

    #[test]
    fn bibtex_is_escaped() {
        let expected = "\
@misc{tarncourier2024-0a1b2c3d,
  title = {{Rain\\_1 \\{and\\} wind 50\\% \\textbackslash{} more}},
  author = {Ann Lee and {Rain and Wind, Ltd}},
  howpublished = {Tarn Courier},
  year = {2024},
  month = {3},
  date = {2024-03-03},
  langid = {en},
  url = {https://tarn.example/a_%7B1%7D?q=50%25},
  note = {statement s4-9: “The river rose \\& fell”; http://127.0.0.1:8750/article/0a1b2c3d4e5f/s4-9},
}
";
        assert_eq!(cited().bibtex(), expected);
    }

    #[test]
    fn ris_has_a_value_a_line() {
        let expected = [
            "TY  - NEWS",
            "ID  - tarncourier2024-0a1b2c3d",
            "AU  - Ann Lee",
            "AU  - Rain and Wind, Ltd",
            "TI  - Rain_1 {and} wind 50% \\ more",
            "T2  - Tarn Courier",
            "PY  - 2024",
            "DA  - 2024/03/03",
            "LA  - en",
            "UR  - https://tarn.example/a_{1}?q=50%25",
            "N1  - statement s4-9: “The river rose & fell”; http://127.0.0.1:8750/article/0a1b2c3d4e5f/s4-9",
            "ER  - ",
        ];
        assert_eq!(cited().ris().split_terminator("\r\n").collect::<Vec<_>>(), expected);
    }

    #[test]
    fn csl_is_an_item() {
        let item = cited().csl();
        assert_eq!(item["type"], "article-newspaper");
        assert_eq!(item["author"][1], json!({"literal": "Rain and Wind, Ltd"}));
        assert_eq!(item["issued"]["date-parts"], json!([[2024, 3, 3]]));
        assert_eq!(item["container-title"], "Tarn Courier");
    }

    #[test]
    fn an_article_of_which_little_is_known_is_cited_by_what_is() {
        let cited = Citation { id: "0a1b2c3d4e5f".to_owned(), ..Citation::default() };
        assert_eq!(cited.bibtex(), "@misc{article-0a1b2c3d,\n  note = {annals 0a1b2c3d4e5f},\n}\n");
        assert_eq!(
            cited.csl(),
            json!({"id": "article-0a1b2c3d", "type": "article-newspaper", "note": "annals 0a1b2c3d4e5f"})
        );
    }
}
