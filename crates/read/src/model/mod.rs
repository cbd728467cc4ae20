//! The reader model: one encoder over windows of words, and what its heads make of them.
//!
//! `models/reader/` holds its files, `training/` the way they were made. The encoder runs on int8 weights; heads and
//! decoding are here.

mod encoder;
mod error;
mod features;
mod heads;
mod kernels;
mod lanes;
mod layer;
mod lemmas;
mod linear;
mod mentions;
mod product;
mod tree;
mod weights;
mod window;
mod wordpiece;

#[cfg(test)]
mod parity;
#[cfg(test)]
mod tests;

use std::ops::Range;

use annals_record::{MentionForm, WordSpan};
use annals_text::Document;
use sha2::{Digest, Sha256};

pub use error::ModelError;
pub use heads::{Party, Side, Trigger};

use encoder::{Encoder, HIDDEN, Seen};
use heads::{
    Attributions, Buckets, Coreference, Events, Found, Links, Names, Parse, Sentences, Statement, Tags, View,
};
use lemmas::Lemmas;
use linear::Rows;
use weights::Weights;
use window::{Break, Window, breaks, windows};
use wordpiece::WordPiece;

/// Numbers of what the encoder makes of a word: its vector after two layers, then after all.
pub const VECTOR: usize = 2 * HIDDEN;

/// What the model sees in a document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Analysis {
    /// One for each word of the document.
    pub words: Vec<Word>,
    /// Names, in text order.
    pub names: Vec<Name>,
    /// Who says what, in the order of the contents.
    pub attributions: Vec<Attribution>,
    /// What verbs, nouns and adjectives may report, in text order.
    pub triggers: Vec<Trigger>,
    /// Mentions of things, in the order of their first words, longer ones first.
    pub mentions: Vec<Mention>,
    /// For each mention, the earlier mentions that it may go back to, `None` for something new, each with its probability;
    /// the first is the chosen one, the others the likeliest first.
    pub antecedents: Vec<Antecedents>,
}

/// What a mention may go back to, with probabilities.
pub type Antecedents = Vec<(Option<usize>, f32)>;

/// A word with its tags and its place in the tree of its sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Part of speech of Universal Dependencies.
    pub upos: &'static str,
    /// Penn tag.
    pub xpos: &'static str,
    /// Morphological features as CoNLL-U writes them, `_` for none.
    pub feats: &'static str,
    /// Lemma.
    pub lemma: String,
    /// The head, as number of the word in its sentence; `None`: the word is the root.
    pub head: Option<usize>,
    /// Relation to the head.
    pub relation: &'static str,
}

/// A name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Its words.
    pub words: WordSpan,
    /// person, organization, place, event, object or other.
    pub kind: &'static str,
}

/// What somebody says, by which words, and who.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// What is said, in parts.
    pub content: Vec<WordSpan>,
    /// The words that report it.
    pub cue: Option<WordSpan>,
    /// Who says it.
    pub source: Option<WordSpan>,
    /// How sure the model is, between 0 and 1.
    pub score: f32,
    /// Who the source of the cue may be, nobody included, each with its probability, the likeliest first.
    pub sources: Vec<(Option<WordSpan>, f32)>,
}

/// A mention of a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The whole phrase.
    pub words: WordSpan,
    /// The word at its head.
    pub head: usize,
    /// How the thing is mentioned.
    pub form: MentionForm,
    /// person, organization, place, event, object, time, abstract, substance, animal or plant.
    pub kind: &'static str,
    /// Number of the thing: mentions of one thing share it. Numbers count from 0 in the order of first mentions.
    pub chain: usize,
}

/// The kind that most of some names or mentions have, the first of several.
pub fn main_kind(kinds: impl Iterator<Item = &'static str>) -> &'static str {
    let mut counts: Vec<(&'static str, usize)> = Vec::new();
    for kind in kinds {
        match counts.iter_mut().find(|(own, _)| *own == kind) {
            Some((_, count)) => *count += 1,
            None => counts.push((kind, 1)),
        }
    }
    counts
        .into_iter()
        .reduce(|best, next| if next.1 > best.1 { next } else { best })
        .map_or("", |(kind, _)| kind)
}

/// The labels of a model, as its description gives them.
#[derive(Debug, serde::Deserialize)]
struct Description {
    labels: Labels,
    names: NameKinds,
    attribution: AttributionConstants,
    coreference: CoreferenceConstants,
}

#[derive(Debug, serde::Deserialize)]
struct Labels {
    upos: Vec<String>,
    xpos: Vec<String>,
    feats: Vec<String>,
    relations: Vec<String>,
}

#[derive(Debug, serde::Deserialize)]
struct NameKinds {
    kinds: Vec<String>,
}

#[derive(Debug, serde::Deserialize)]
struct AttributionConstants {
    distance_buckets: Buckets,
}

#[derive(Debug, serde::Deserialize)]
struct CoreferenceConstants {
    kinds: Vec<String>,
    #[serde(flatten)]
    comparison: mentions::Constants,
}

/// Labels for the whole run of the program.
struct Sets {
    upos: Vec<&'static str>,
    xpos: Vec<&'static str>,
    feats: Vec<&'static str>,
    relations: Vec<&'static str>,
    kinds: Vec<&'static str>,
    mention_kinds: Vec<&'static str>,
}

/// The files of a model.
struct Files {
    description: &'static str,
    vocabulary: &'static str,
    weights: &'static [u8],
    lemmas: &'static str,
    lemma_rules: &'static str,
    events: &'static str,
    event_weights: &'static [u8],
}

const SHIPPED: Files = Files {
    description: include_str!("../../../../models/reader/reader.json"),
    vocabulary: include_str!("../../../../models/reader/vocab.txt"),
    weights: include_bytes!("../../../../models/reader/reader.safetensors"),
    lemmas: include_str!("../../../../models/reader/lemmas.tsv"),
    lemma_rules: include_str!("../../../../models/reader/lemma_rules.tsv"),
    events: include_str!("../../../../models/events/events.json"),
    event_weights: include_bytes!("../../../../models/events/events.safetensors"),
};

/// A model, ready to read. One serves any number of threads.
///
/// Its products are spread over the rayon pool of the thread that reads. To read several documents at once, give
/// each thread a pool of one thread: `rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build()`.
pub struct Reader {
    wordpiece: WordPiece,
    encoder: Encoder,
    sentences: Sentences,
    tags: Tags,
    parse: Parse,
    names: Names,
    attributions: Attributions,
    coreference: Coreference,
    events: Events,
    lemmas: Lemmas,
    sets: Sets,
    digest: String,
}

impl Reader {
    /// The model that ships with annals.
    ///
    /// # Errors
    /// [`ModelError`] where its files do not fit this program.
    pub fn shipped() -> Result<Self, ModelError> {
        // The tables of actors take a moment too, and the first article needs both.
        std::thread::scope(|scope| {
            scope.spawn(crate::actors::tables);
            Self::load(&SHIPPED)
        })
    }

    fn load(files: &Files) -> Result<Self, ModelError> {
        let Description { labels, names, attribution, coreference } =
            serde_json::from_str(files.description)?;
        let sets = Sets::new(labels, names.kinds, coreference.kinds);
        let wordpiece = WordPiece::new(files.vocabulary).ok_or(ModelError::Vocabulary)?;
        let weights = Weights::new(files.weights)?;
        let root = sets.relations.iter().position(|&relation| relation == "root").unwrap_or(0);
        Ok(Self {
            encoder: Encoder::load(&weights, files.vocabulary.lines().count())?,
            sentences: Sentences::load(&weights)?,
            tags: Tags::load(&weights, [sets.upos.len(), sets.xpos.len(), sets.feats.len()])?,
            parse: Parse::load(&weights, sets.relations.len(), root)?,
            names: Names::load(&weights, sets.kinds.len())?,
            attributions: Attributions::load(&weights, attribution.distance_buckets)?,
            coreference: Coreference::load(&weights, sets.mention_kinds.len(), coreference.comparison)?,
            events: Events::load(&Weights::new(files.event_weights)?, serde_json::from_str(files.events)?)?,
            digest: digest(&[files.description.as_bytes(), files.event_weights]),
            lemmas: Lemmas::new(files.lemmas, files.lemma_rules),
            wordpiece,
            sets,
        })
    }

    /// Reads a document, and cuts it into sentences anew.
    ///
    /// # Errors
    /// [`ModelError::Encoder`] where the encoder fails.
    pub fn analyse(&self, text: &str, doc: &mut Document) -> Result<Analysis, ModelError> {
        let places = Places::new(doc);
        let mut opens = Vec::with_capacity(doc.words.len());
        let cut = |window: &Window, vectors: &Rows| {
            let mut found = self.sentences.decode(vectors);
            places.allow(window.words.start, &mut found);
            opens.extend_from_slice(&found);
            ranges(&found)
        };
        let (analysis, found) = self.windows(text, doc, cut)?;
        doc.cut(&opens);
        Ok(self.whole(text, doc, analysis, found))
    }

    /// Reads a document within the sentences that it has.
    ///
    /// # Errors
    /// [`ModelError::Encoder`] where the encoder fails.
    pub fn analyse_given(&self, text: &str, doc: &Document) -> Result<Analysis, ModelError> {
        let cut = |window: &Window, _: &Rows| sentences(doc, &window.words);
        let (analysis, found) = self.windows(text, doc, cut)?;
        Ok(self.whole(text, doc, analysis, found))
    }

    /// What was seen window by window, made whole in the sentences of the document.
    fn whole(&self, text: &str, doc: &Document, mut analysis: Analysis, found: Found) -> Analysis {
        stitch(doc, &mut analysis.words);
        (analysis.mentions, analysis.antecedents) = self.mentions(text, doc, found);
        analysis
    }

    /// What the heads see window by window; `cut` gives the sentences of each.
    fn windows(
        &self,
        text: &str,
        doc: &Document,
        mut cut: impl FnMut(&Window, &Rows) -> Vec<Range<usize>>,
    ) -> Result<(Analysis, Found), ModelError> {
        let (mut analysis, mut found) = (Analysis::default(), Found::default());
        for window in windows(text, doc, &self.wordpiece) {
            let seen = self.encoder.words(&window)?;
            let sentences = cut(&window, &seen.late);
            let page = Page { text, doc, window: &window, sentences: &sentences };
            self.heads(&page, &seen, &mut analysis, &mut found);
        }
        Ok((analysis, found))
    }

    /// The vectors of the words of a document, one behind the other, [`VECTOR`] numbers each: what the heads read.
    ///
    /// # Errors
    /// [`ModelError::Encoder`] where the encoder fails.
    pub fn vectors(&self, text: &str, doc: &Document) -> Result<Vec<f32>, ModelError> {
        let mut vectors = Vec::with_capacity(doc.words.len() * VECTOR);
        for window in windows(text, doc, &self.wordpiece) {
            vectors.extend(self.encoder.words(&window)?.side_by_side().values);
        }
        Ok(vectors)
    }

    /// The first twelve hex digits of the SHA-256 of the model's description, which holds those of its other files, and of the
    /// weights of the events head.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    fn heads(&self, page: &Page, seen: &Seen, analysis: &mut Analysis, found: &mut Found) {
        let &Page { text, doc, window, sentences } = page;
        let (first, vectors) = (window.words.start, &seen.late);
        let tags = self.tags.decode(vectors);
        let starts = sentences.iter().flat_map(|own| std::iter::repeat_n(own.start, own.len()));
        let arcs = self.parse.decode(vectors, sentences).into_iter().zip(starts);
        let (heads, relations): (Vec<_>, Vec<_>) =
            arcs.map(|((head, relation), start)| (head.map(|head| start + head), relation)).unzip();
        analysis.triggers.extend(self.triggers(page, seen, &tags, &heads));
        let rows = window.words.clone().zip(tags).zip(heads.into_iter().zip(relations));
        for ((number, tags), (head, relation)) in rows {
            let xpos = self.sets.xpos[tags[1]];
            analysis.words.push(Word {
                upos: self.sets.upos[tags[0]],
                xpos,
                feats: self.sets.feats[tags[2]],
                lemma: self.lemmas.of(doc.words[number].span.of(text), xpos),
                head: head.map(|head| first + head),
                relation: self.sets.relations[relation],
            });
        }
        let names = self.names.decode(vectors).into_iter();
        analysis.names.extend(names.map(|(words, kind)| Name {
            words: WordSpan::new(first + words.start, first + words.end),
            kind: self.sets.kinds[kind],
        }));
        let forms: Vec<&str> =
            doc.words[window.words.clone()].iter().map(|word| word.span.of(text)).collect();
        let statements = self.attributions.decode(vectors, &forms).into_iter();
        analysis.attributions.extend(statements.map(|statement| attribution(statement, first)));
        self.coreference.find(vectors, sentences, first, found);
    }

    /// What the words of a window may report, counted as words of the document.
    fn triggers(
        &self,
        page: &Page,
        seen: &Seen,
        tags: &[[usize; 3]],
        heads: &[Option<usize>],
    ) -> Vec<Trigger> {
        let upos: Vec<_> = tags.iter().map(|tags| self.sets.upos[tags[0]]).collect();
        let view = View { upos: &upos, heads, sentences: page.sentences };
        let mut found = self.events.decode(seen, &view);
        let first = page.window.words.start;
        for trigger in &mut found {
            trigger.word += first;
            trigger.parties.iter_mut().for_each(|party| party.word += first);
        }
        found
    }

    fn mentions(&self, text: &str, doc: &Document, found: Found) -> (Vec<Mention>, Vec<Antecedents>) {
        let Links { chains, antecedents } = self.coreference.chains(text, doc, &found);
        let mention = |(detection, chain): (mentions::Detection, usize)| Mention {
            words: WordSpan::new(detection.words.start, detection.words.end),
            head: detection.head,
            form: detection.form,
            kind: self.sets.mention_kinds[detection.kind],
            chain,
        };
        (found.mentions.into_iter().zip(chains).map(mention).collect(), antecedents)
    }
}

/// A statement of the window whose first word is the word `offset` of the document.
fn attribution(statement: Statement, offset: usize) -> Attribution {
    let span = |words: Range<usize>| WordSpan::new(offset + words.start, offset + words.end);
    Attribution {
        content: statement.content.into_iter().map(span).collect(),
        cue: statement.cue.map(span),
        source: statement.source.map(span),
        score: statement.score,
        sources: statement.sources.into_iter().map(|(source, score)| (source.map(span), score)).collect(),
    }
}

fn digest(files: &[&[u8]]) -> String {
    let digest = files.iter().fold(Sha256::new(), |digest, file| digest.chain_update(file)).finalize();
    digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

/// Where a sentence can begin.
struct Places {
    /// Of each word, whether it is the first of its token.
    token: Vec<bool>,
    /// Of each word, what it opens by the splitter's rules.
    breaks: Vec<Break>,
}

impl Places {
    fn new(doc: &Document) -> Self {
        let mut token = vec![false; doc.words.len()];
        doc.tokens.iter().for_each(|own| token[own.words.start] = true);
        Self { token, breaks: breaks(doc) }
    }

    /// Takes back what cannot be. Where a window begins, the words before it are out of sight, and the rules decide.
    fn allow(&self, first: usize, opens: &mut [bool]) {
        for (word, open) in (first..).zip(opens.iter_mut()) {
            *open = self.breaks[word] == Break::Paragraph || *open && self.token[word];
        }
        if let Some(open) = opens.first_mut() {
            *open = self.breaks[first] != Break::None;
        }
    }
}

/// Counts heads, which are words of the document until now, from the first word of their sentence. A sentence that a
/// window has cut gets one root: the roots of its later parts hang on the first one's, as `parataxis`.
fn stitch(doc: &Document, words: &mut [Word]) {
    for sentence in &doc.sentences {
        let first = sentence.words.start;
        let mut root = None;
        for (number, word) in words[sentence.words.range()].iter_mut().enumerate() {
            match (word.head, root) {
                (Some(head), _) => word.head = Some(head - first),
                (None, None) => root = Some(number),
                (None, Some(root)) => (word.head, word.relation) = (Some(root), "parataxis"),
            }
        }
    }
}

/// A window with its sentences, counted from its first word.
struct Page<'a> {
    text: &'a str,
    doc: &'a Document,
    window: &'a Window,
    sentences: &'a [Range<usize>],
}

/// The sentences of a window whose words open one or do not; the first word opens one in any case.
fn ranges(opens: &[bool]) -> Vec<Range<usize>> {
    let starts = (0..opens.len()).filter(|&word| word == 0 || opens[word]);
    let ends = (1..opens.len()).filter(|&word| opens[word]).chain([opens.len()]);
    starts.zip(ends).map(|(start, end)| start..end).collect()
}

/// The sentences of a window, counted from its first word. A sentence that the window cuts is whole in it.
fn sentences(doc: &Document, words: &Range<usize>) -> Vec<Range<usize>> {
    let first = doc.sentence_of(words.start);
    let inside = doc.sentences[first..].iter().take_while(|sentence| sentence.words.start < words.end);
    inside
        .map(|sentence| {
            sentence.words.start.max(words.start) - words.start
                ..sentence.words.end.min(words.end) - words.start
        })
        .filter(|sentence| !sentence.is_empty())
        .collect()
}

impl Sets {
    /// The labels, kept for the whole run: a program has one model.
    fn new(labels: Labels, name_kinds: Vec<String>, mention_kinds: Vec<String>) -> Self {
        let keep = |labels: Vec<String>| labels.into_iter().map(|label| &*label.leak()).collect();
        let Labels { upos, xpos, feats, relations } = labels;
        Self {
            upos: keep(upos),
            xpos: keep(xpos),
            feats: keep(feats),
            relations: keep(relations),
            kinds: keep(name_kinds),
            mention_kinds: keep(mention_kinds),
        }
    }
}
