//! RSS 0.9x, 1.0 and 2.0 and Atom: the items that carry their full text.
//!
//! An item whose only text is its description counts as an article from [`SHORTEST`] characters on, with a note that
//! it may be a teaser; a shorter one is a failure that names its address.

use annals_record::{Article, Note};
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::{Draft, Hints, finish, fragment, plain, set_published};
use crate::error::Place;
use crate::{Error, Failure, decode, moment};

/// Characters from which on a description counts as an article.
const SHORTEST: usize = 200;

/// The articles of the feed in `bytes`.
pub(super) fn articles(bytes: Vec<u8>, hints: &Hints) -> Vec<Result<Draft, Failure>> {
    match decode::decode(bytes, hints.transport()) {
        Ok(decoded) => read(&decoded.text, &decoded.notes, hints),
        Err(error) => vec![Err(Failure { origin: hints.origin(None), error })],
    }
}

fn read(xml: &str, notes: &[Note], hints: &Hints) -> Vec<Result<Draft, Failure>> {
    let mut parser = Parser::default();
    let broken = parser.run(xml);
    let Parser { feed, items, .. } = parser;
    let articles = items.into_iter().zip(1..).map(|(item, number)| item.article(&feed, number, notes, hints));
    let broken = broken.err().map(|error| Err(Failure { origin: hints.origin(None), error }));
    articles.chain(broken).collect()
}

/// What the feed says of itself.
#[derive(Default)]
struct Feed {
    title: Option<String>,
    language: Option<String>,
}

/// An item as it stands in the feed.
#[derive(Default)]
struct Item {
    id: Option<String>,
    link: Option<String>,
    title: Option<String>,
    published: Option<String>,
    modified: Option<String>,
    authors: Vec<String>,
    category: Option<String>,
    content: Option<String>,
    summary: Option<String>,
}

impl Item {
    fn article(self, feed: &Feed, number: u64, notes: &[Note], hints: &Hints) -> Result<Draft, Failure> {
        let container = hints.container.clone().or_else(|| hints.uri.clone());
        let uri = self.link.clone().filter(|link| !link.is_empty());
        let key = self.id.clone();
        let own = Hints { uri: uri.clone().or_else(|| hints.uri.clone()), container, ..hints.clone() };
        let mut draft = Draft { article: Article::default(), notes: notes.to_vec() };
        let text = self.text(&mut draft.notes);
        let Some(text) = text else {
            let error = Error::Teaser(Place::Item(number));
            return Err(Failure { origin: own.origin(key), error });
        };
        draft.article = Article { key, uri, text, language: feed.language.clone(), ..Article::default() };
        self.metadata(&mut draft, feed);
        Ok(finish(draft, &own))
    }

    fn text(&self, notes: &mut Vec<Note>) -> Option<String> {
        let full = self.content.as_deref().map(fragment::text).filter(|text| !text.trim().is_empty());
        full.or_else(|| {
            let text = fragment::text(self.summary.as_deref()?);
            let long = text.chars().nth(SHORTEST - 1).is_some();
            long.then(|| {
                notes.push(Note::new(
                    "intake",
                    "the feed gives a description only: it may be a teaser, not the article",
                ));
                text
            })
        })
    }

    fn metadata(self, draft: &mut Draft, feed: &Feed) {
        let Draft { article, notes } = draft;
        let line =
            |text: Option<String>| text.map(|text| fragment::line(&text)).filter(|text| !text.is_empty());
        article.title = line(self.title);
        article.source = line(feed.title.clone());
        article.section = line(self.category);
        article.byline = self.authors.iter().flat_map(|name| plain::authors(&fragment::line(name))).collect();
        article.modified = self.modified.as_deref().and_then(moment::parse).map(|found| found.to_string());
        if let Some(given) = self.published {
            set_published(article, given.trim(), notes);
        }
    }
}

/// An element that is open.
struct Open {
    name: String,
    /// Whether it begins an item.
    item: bool,
}

#[derive(Default)]
struct Parser {
    feed: Feed,
    items: Vec<Item>,
    item: Option<Item>,
    open: Vec<Open>,
    /// Text of the innermost element that is read as a whole.
    text: String,
    /// How many elements of HTML are open inside the element that is read as a whole (Atom's `xhtml`).
    inner: usize,
}

impl Parser {
    fn run(&mut self, xml: &str) -> Result<(), Error> {
        let mut reader = Reader::from_str(xml);
        reader.config_mut().allow_unmatched_ends = false;
        loop {
            let event = reader.read_event();
            let broken = |message: String| Error::Feed { offset: reader.error_position(), message };
            match event.map_err(|error| broken(error.to_string()))? {
                Event::Eof if self.open.is_empty() => return Ok(()),
                Event::Eof => return Err(broken("it ends in the middle".to_owned())),
                event => self.event(&event),
            }
        }
    }

    fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(element) => self.start(element),
            Event::Empty(element) => {
                self.start(element);
                self.end(element.name().0);
            }
            Event::End(element) => self.end(element.name().0),
            Event::Text(text) => self.text.push_str(text),
            Event::CData(text) => self.text.push_str(text),
            // Markup of its own is read as HTML later, references and all.
            Event::GeneralRef(reference) if self.inner > 0 => {
                self.text.push_str(&format!("&{};", &**reference));
            }
            Event::GeneralRef(reference) => self.text.push_str(&resolved(reference)),
            _ => {}
        }
    }

    fn start(&mut self, element: &BytesStart<'_>) {
        let name = element.name().0.to_owned();
        if self.inner > 0 || self.xhtml() {
            self.inner += 1;
            self.text.push_str(&format!("<{name}>"));
            return;
        }
        let item = self.item.is_none() && matches!(name.as_str(), "item" | "entry");
        if item {
            self.item = Some(Item::default());
        }
        if name == "link" || name == "atom:link" {
            self.link(element);
        }
        self.text.clear();
        self.open.push(Open { name, item });
    }

    /// Whether the innermost element holds markup of its own.
    fn xhtml(&self) -> bool {
        self.open
            .last()
            .is_some_and(|open| matches!(open.name.as_str(), "content" | "summary" | "title" | "xhtml:body"))
            && self.item.is_some()
    }

    fn link(&mut self, element: &BytesStart<'_>) {
        let value = |name: &str| {
            let found = element.attributes().flatten().find(|attribute| attribute.key.0 == name)?;
            found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok().map(|value| value.into_owned())
        };
        let own = value("rel").is_none_or(|rel| rel == "alternate");
        if let (true, Some(item), Some(address)) = (own, &mut self.item, value("href"))
            && item.link.is_none()
        {
            item.link = Some(address);
        }
    }

    fn end(&mut self, name: &str) {
        if self.inner > 0 {
            self.inner -= 1;
            self.text.push_str(&format!("</{name}>"));
            return;
        }
        let Some(open) = self.open.pop() else { return };
        if open.item {
            self.items.extend(self.item.take());
            return;
        }
        let parent = self.open.last().map_or("", |open| open.name.as_str()).to_owned();
        let text = std::mem::take(&mut self.text);
        match &mut self.item {
            Some(item) => item.set(&open.name, &parent, text),
            None => self.feed.set(&open.name, &parent, text),
        }
    }
}

impl Feed {
    fn set(&mut self, name: &str, parent: &str, text: String) {
        match (name, parent) {
            ("title", "channel" | "feed") => self.title = Some(text),
            ("language" | "dc:language", "channel") => self.language = Some(text),
            _ => {}
        }
    }
}

impl Item {
    fn set(&mut self, name: &str, parent: &str, text: String) {
        let first = |field: &mut Option<String>, text: String| {
            if field.as_deref().is_none_or(|old| old.trim().is_empty()) && !text.trim().is_empty() {
                *field = Some(text);
            }
        };
        match (name, parent) {
            (_, "source") => {}
            ("guid" | "id", _) => first(&mut self.id, text.trim().to_owned()),
            ("link", _) => first(&mut self.link, text.trim().to_owned()),
            ("title", "item" | "entry") => first(&mut self.title, text),
            ("pubDate" | "published" | "dc:date" | "issued", _) => first(&mut self.published, text),
            ("updated" | "modified" | "dcterms:modified" | "atom:updated", _) => {
                first(&mut self.modified, text)
            }
            ("dc:creator" | "author", "item" | "entry") | ("name", "author") if !text.trim().is_empty() => {
                self.authors.push(text);
            }
            ("category" | "dc:subject", _) => first(&mut self.category, text),
            ("content:encoded" | "content" | "xhtml:body", _) => first(&mut self.content, text),
            ("description" | "summary", "item" | "entry") => first(&mut self.summary, text),
            _ => {}
        }
    }
}

/// The character of a reference; names that XML does not know are left to the HTML inside.
fn resolved(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return character.to_string();
    }
    let name: &str = reference;
    quick_xml::escape::resolve_xml_entity(name).map_or_else(|| format!("&{name};"), str::to_owned)
}
