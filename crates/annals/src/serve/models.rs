//! What a page shows, one struct a screen: handlers gather it, templates render it, and `.json` of the same URL is it.
//!
//! A `url` is a path of this server, ready for an `href`. Spans are `[start, end)` in code points of the article's text, those
//! of [`Hit::marks`] of the text beside them. Rows are the flat rows of the store's views, by column name.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// A flat row: column to value, in the order of the view's columns.
pub type Flat = annals_store::Row;

/// What the frame of every page needs; no part of the JSON.
#[derive(Clone, Debug, Default)]
pub struct Shell {
    /// The page's title, without the program's name.
    pub title: String,
    /// The store's file name.
    pub store: String,
    /// The URL of this page.
    pub url: String,
    /// The query in the search box.
    pub query: String,
    /// The same page as data.
    pub formats: Vec<Link>,
    /// Whether corrections are switched off.
    pub read_only: bool,
    /// Whether somebody logged in by the form and can log out.
    pub can_log_out: bool,
    /// Version of the program.
    pub version: &'static str,
}

/// A labelled link.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Link {
    /// What stands on it.
    pub label: String,
    /// Where it leads.
    pub url: String,
}

/// A value and how often it occurs.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Count {
    /// The value as the store holds it; null where the store holds none.
    pub value: Option<String>,
    /// The value in words.
    pub label: String,
    /// Number of rows, or of groups of copies where these are counted.
    pub count: u64,
    /// The rows behind the number: a search.
    pub url: String,
}

/// The values of one property among the results, most frequent first.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Facet {
    /// The word of the query language: `source`, `country` …
    pub word: String,
    /// The property in words.
    pub label: String,
    /// Values, each with the search narrowed to it.
    pub counts: Vec<Count>,
}

/// What is wrong with a query.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct QueryError {
    /// The message: what, and what to do.
    pub message: String,
    /// Code points of the query at which it goes wrong.
    pub start: usize,
    /// Code point behind.
    pub end: usize,
}

/// A sentence beside a hit.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Neighbour {
    /// Number in the article, from 0.
    pub n: u64,
    /// Its words.
    pub text: String,
    /// Its permalink.
    pub url: String,
}

/// One result.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Hit {
    /// The flat row.
    #[schema(value_type = Object)]
    pub row: Flat,
    /// What is found: `sentence`, `statement`, `event` …
    pub kind: String,
    /// Permalink of the finding, sentence or article.
    pub url: String,
    /// Permalink of the article.
    pub article_url: String,
    /// The page of who says it, where that is known across articles.
    pub voice_url: Option<String>,
    /// The text that is shown: the sentence, or the title of an article.
    pub text: String,
    /// What to mark in `text`: the finding's words, or the words searched for; code points of `text`, in order.
    pub marks: Vec<(usize, usize)>,
    /// The sentence before.
    pub before: Option<Neighbour>,
    /// The sentence after.
    pub after: Option<Neighbour>,
}

/// The screen Search; without a query the overview of the store.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SearchModel {
    /// The query as it was given.
    pub query: String,
    /// What is searched for.
    pub kind: String,
    /// Order of the results.
    pub sort: String,
    /// The orders there are, each with its URL.
    pub sorts: Vec<Link>,
    /// The kinds there are, each with the same search for it.
    pub kinds: Vec<Link>,
    /// What is wrong with the query; then there are no results.
    pub error: Option<QueryError>,
    /// Results in all.
    pub total: u64,
    /// Whether there are more than `total`: counting was stopped there.
    pub more: bool,
    /// The results of this page.
    pub hits: Vec<Hit>,
    /// Token of the next page.
    pub next: Option<String>,
    /// URL of the next page.
    pub next_url: Option<String>,
    /// What the results share.
    pub facets: Vec<Facet>,
    /// Results by day, or by month where the days are many; in order of time.
    pub timeline: Vec<Count>,
    /// Of how many results `facets` and `timeline` are: the last ones, where there are very many; null: of all.
    pub counted_of: Option<u64>,
    /// The same results as places on a map, as data.
    pub map_url: String,
    /// The results to be reviewed.
    pub review_url: String,
    /// The overview of the store, where there is no query.
    pub overview: Option<Overview>,
}

/// What a store holds.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct Overview {
    /// Kinds and their numbers: articles, sentences, statements …
    pub counts: Vec<Count>,
    /// Articles by day, or by month where the days are many.
    pub days: Vec<Count>,
    /// Sources with most articles.
    pub sources: Vec<Count>,
    /// Articles added last.
    pub newest: Vec<Hit>,
    /// Runs of `annals add`, the last first.
    pub runs: Vec<Run>,
}

/// A run of `annals add`.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Run {
    /// Its number.
    pub run: i64,
    /// When it began, UTC.
    pub started: String,
    /// When it ended; null while it goes on and where it was cut off.
    pub ended: Option<String>,
    /// What read.
    pub engine: String,
    /// New articles.
    pub added: i64,
    /// Of them new versions of known ones.
    pub changed: i64,
    /// Known already.
    pub skipped: i64,
    /// Could not be read.
    pub failed: i64,
}

/// An article without its text.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct ArticleHead {
    /// Id, of which the permalink is made.
    pub id: String,
    /// Permalink; empty for an article that is not in the store.
    pub url: String,
    /// The caller's own id.
    pub key: Option<String>,
    /// Address of the original; a link only where it begins with http.
    pub uri: Option<String>,
    /// Whether `uri` may be linked.
    pub uri_is_link: bool,
    /// Outlet.
    pub source: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Authors.
    pub byline: Vec<String>,
    /// Section.
    pub section: Option<String>,
    /// When it was published, as far as known.
    pub published: Option<String>,
    /// When it was changed.
    pub modified: Option<String>,
    /// YYYY-MM-DD of `published`.
    pub day: Option<String>,
    /// Language, ISO 639-1.
    pub language: Option<String>,
    /// Version among articles of one uri, from 1.
    pub version: u64,
    /// Whether it is the newest version.
    pub current: bool,
    /// Words of the text.
    pub words: u64,
    /// What read it.
    pub engine: String,
}

/// A stretch of a sentence, all of which the same findings cover.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// Code point of the article's text at which it begins.
    pub start: usize,
    /// Marks that cover it, the widest first.
    pub marks: Vec<Mark>,
}

/// Why a stretch is marked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Mark {
    /// Id of the finding, or of the entity of a mention.
    pub id: String,
    /// `content`, `cue`, `speaker`, `event`, `figure`, `time`, `place`, `mention`.
    pub part: String,
    /// Whether the mark begins here.
    pub first: bool,
    /// Whether it ends here.
    pub last: bool,
}

/// A sentence with its marks.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct SentenceModel {
    /// Number in the article, from 0.
    pub n: u64,
    /// Code point at which it begins.
    pub start: usize,
    /// Code point behind.
    pub end: usize,
    /// Permalink; empty for an article that is not in the store.
    pub url: String,
    /// Its words in order.
    pub pieces: Vec<Piece>,
}

/// A paragraph.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Paragraph {
    /// Its sentences.
    pub sentences: Vec<SentenceModel>,
}

/// A finding in the list beside an article.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Finding {
    /// Id in the record: `s120-188`.
    pub id: String,
    /// `statement`, `event`, `figure`, `time`, `place`.
    pub kind: String,
    /// Permalink; empty for an article that is not in the store.
    pub url: String,
    /// Its words.
    pub text: String,
    /// Code point at which it begins.
    pub start: usize,
    /// Code point behind.
    pub end: usize,
    /// Number of its sentence.
    pub sentence: Option<u64>,
    /// What it says in one line: the type of an event, the value of a figure or time, country of a place, stance of a statement.
    pub gist: String,
    /// Who says it: `article`, or a name, or `?` where nobody is named; null for times and places.
    pub voice: Option<String>,
    /// Page of the one who says it.
    pub voice_url: Option<String>,
    /// Words of a cue.
    pub cue: Option<String>,
    /// `accepted`, `rejected`, `changed`; null where nobody looked.
    pub review: Option<String>,
}

/// A thing in the article.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Thing {
    /// Id in the record: `e10-34`.
    pub id: String,
    /// Name.
    pub name: String,
    /// `person`, `organization` …
    pub kind: String,
    /// Country code.
    pub country: Option<String>,
    /// Sector code.
    pub role: Option<String>,
    /// Title that the text gives.
    pub title: Option<String>,
    /// What it is joined by across articles.
    pub key: Option<String>,
    /// Page of the actor, where there is a key.
    pub url: Option<String>,
    /// Times mentioned.
    pub mentions: u64,
    /// Statements it makes here.
    pub statements: u64,
}

/// A version of the article.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Version {
    /// Id.
    pub id: String,
    /// Permalink.
    pub url: String,
    /// Number from 1.
    pub version: u64,
    /// Whether it is the newest.
    pub current: bool,
    /// When it was published.
    pub published: Option<String>,
    /// When it was read into the store, UTC.
    pub added: Option<String>,
}

/// Another article of the same near-duplicate group.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Copy {
    /// The article.
    #[serde(flatten)]
    pub head: ArticleHead,
    /// What it has otherwise.
    pub differences: Vec<Difference>,
}

/// Something that two copies do not share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Difference {
    /// `figure` or `quotation`.
    pub kind: String,
    /// The words of this article; null where it has none like it.
    pub here: Option<String>,
    /// The words of the other one; null where it has none like it.
    pub there: Option<String>,
}

/// The screen Article; also what a pasted text is read into.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ArticleModel {
    /// The article.
    pub article: ArticleHead,
    /// Whether the article is in the store.
    pub stored: bool,
    /// The text.
    pub paragraphs: Vec<Paragraph>,
    /// Number of the sentence that the URL points to.
    pub selected: Option<u64>,
    /// All findings, in text order.
    pub findings: Vec<Finding>,
    /// What is mentioned, most often first.
    pub things: Vec<Thing>,
    /// What did not go as it should.
    pub notes: Vec<String>,
    /// All versions, the newest first.
    pub versions: Vec<Version>,
    /// Copies in other outlets.
    pub copies: Vec<Copy>,
    /// How to cite it.
    pub cite: Option<Cite>,
}

/// A link of the chain of who says so.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Voice {
    /// `article`, a name, or `?` where nobody is named.
    pub name: String,
    /// Page of the actor.
    pub url: Option<String>,
    /// Words that name the speaker in the text.
    pub words: Option<String>,
    /// Id of the statement; null for the article itself.
    pub statement: Option<String>,
    /// Permalink of the statement.
    pub statement_url: Option<String>,
    /// Words that report it.
    pub cue: Option<String>,
    /// How the speaker stands to it: `neutral`, `deny` …
    pub stance: Option<String>,
    /// Whether the cue is negated.
    pub negated: bool,
    /// `direct`, `indirect`, `mixed`.
    pub form: Option<String>,
    /// What is said.
    pub text: String,
}

/// Why a statement is given to its speaker.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Why {
    /// `model`, `cue`, `tree`, `introduction`, `carried`.
    pub by: String,
    /// The same in words.
    pub words: String,
    /// How sure, 0 to 1.
    pub score: Option<f64>,
    /// Others who could have said it.
    pub alternates: Vec<Alternate>,
}

/// Another speaker who was weighed.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Alternate {
    /// Words in the text.
    pub text: String,
    /// Name of the thing they mean.
    pub name: Option<String>,
    /// How likely, 0 to 1.
    pub score: f64,
}

/// A field of a finding, to be shown as a table's line.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Field {
    /// The column of the flat view.
    pub name: String,
    /// The value as shown.
    pub value: String,
    /// Page behind it.
    pub url: Option<String>,
}

/// A correction as made.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CorrectionModel {
    /// When, UTC.
    pub made: String,
    /// By whom, where a name was given.
    pub who: Option<String>,
    /// `accept`, `reject`, `set`, `undo`.
    pub action: String,
    /// Field of `set`.
    pub field: Option<String>,
    /// Value of `set`.
    pub value: Option<Value>,
    /// Why.
    pub note: Option<String>,
    /// Whether a later undo took it back.
    pub undone: bool,
}

/// How to cite an article, sentence or finding.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Cite {
    /// A line to copy.
    pub text: String,
    /// BibTeX.
    pub bibtex: String,
    /// RIS.
    pub ris: String,
    /// CSL JSON.
    #[schema(value_type = Object)]
    pub csl: Value,
    /// The same as files: BibTeX, RIS, CSL.
    pub links: Vec<Link>,
}

/// The screen Record: one finding.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RecordModel {
    /// Id of the finding.
    pub id: String,
    /// `statement`, `event`, `figure`, `time`, `place`.
    pub kind: String,
    /// Permalink.
    pub url: String,
    /// The article.
    pub article: ArticleHead,
    /// The flat row, corrected values and all.
    #[schema(value_type = Object)]
    pub row: Flat,
    /// Its exact words.
    pub text: String,
    /// What it says in one line.
    pub gist: String,
    /// The fields that are not empty, those of the article left out.
    pub fields: Vec<Field>,
    /// The sentences it stands in, only its own parts marked.
    pub sentences: Vec<SentenceModel>,
    /// The sentence before.
    pub before: Option<SentenceModel>,
    /// The sentence after.
    pub after: Option<SentenceModel>,
    /// Who says so, from the innermost out; the last one is the article.
    pub chain: Vec<Voice>,
    /// Why it is given to its speaker; statements only.
    pub why: Option<Why>,
    /// Events and figures inside a statement, the statement, event, place and time of the others.
    pub related: Vec<Finding>,
    /// State by the corrections: `accepted`, `rejected`, `changed`; null where nobody looked.
    pub review: Option<String>,
    /// All corrections, in order.
    pub corrections: Vec<CorrectionModel>,
    /// Fields that can be set.
    pub settable: Vec<String>,
    /// How to cite it.
    pub cite: Cite,
}

/// What an actor said, or did, or had done to them.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Deeds {
    /// `said`, `did`, `done`.
    pub list: String,
    /// In words.
    pub label: String,
    /// How many in all.
    pub total: u64,
    /// Whether there are more than `total`: counting was stopped there.
    pub more: bool,
    /// The first of them.
    pub hits: Vec<Hit>,
    /// The query behind it.
    pub query: String,
    /// All of them: a search.
    pub url: String,
}

/// Counts of an actor in a stretch of time.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ActorCount {
    /// `2024-03`: the month.
    pub bucket: String,
    /// Statements by the actor.
    pub said: u64,
    /// Events with them as actor.
    pub did: u64,
    /// Events with them as recipient.
    pub done: u64,
}

/// The screen Actor.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ActorModel {
    /// What they are joined by across articles.
    pub key: String,
    /// Permalink.
    pub url: String,
    /// Name as first seen.
    pub name: String,
    /// `person`, `organization` …
    pub kind: String,
    /// Country code.
    pub country: Option<String>,
    /// Sector code.
    pub role: Option<String>,
    /// Articles in which they are mentioned.
    pub articles: u64,
    /// Names seen under, most frequent first.
    pub names: Vec<Count>,
    /// Titles that texts give them.
    pub titles: Vec<Count>,
    /// What they said, did, had done to them.
    pub deeds: Vec<Deeds>,
    /// The same over time, by month.
    pub over_time: Vec<ActorCount>,
    /// With whom they stand in one article, most often first.
    pub together: Vec<Count>,
}

/// One query of a comparison.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Series {
    /// The query.
    pub query: String,
    /// What it searches for.
    pub kind: String,
    /// The search.
    pub url: String,
    /// The comparison without it.
    pub without_url: String,
    /// What is wrong with it.
    pub error: Option<QueryError>,
    /// Results in all, as counted.
    pub total: u64,
    /// Number a bucket, in the order of [`CompareModel::buckets`].
    pub counts: Vec<u64>,
}

/// One claim of a number.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Claim {
    /// Number of the query, from 0.
    pub series: usize,
    /// Permalink.
    pub url: String,
    /// Day of the article.
    pub day: Option<String>,
    /// Source of the article.
    pub source: Option<String>,
    /// Articles in which it stands alike: copies of one another.
    pub articles: u64,
    /// The words.
    pub text: String,
    /// Lower bound.
    pub low: Option<f64>,
    /// Upper bound.
    pub high: Option<f64>,
    /// `exact`, `about`, `over` …
    pub relation: String,
    /// What is counted.
    pub measure: Option<String>,
    /// Unit.
    pub unit: Option<String>,
    /// Who claims it: `article`, a name, `?`.
    pub voice: String,
    /// Page of the claimant.
    pub voice_url: Option<String>,
}

/// The screen Compare.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CompareModel {
    /// `day`, `week`, `month`, `year`.
    pub by: String,
    /// `row`, `article`, `group`: what is counted.
    pub count: String,
    /// Other buckets and counts, each with its URL.
    pub choices: Vec<Link>,
    /// All buckets from the first to the last, empty ones too.
    pub buckets: Vec<String>,
    /// The queries.
    pub series: Vec<Series>,
    /// Claims of the queries that search figures, in order of time.
    pub claims: Vec<Claim>,
    /// Claims that are left out of `claims` because they are too many, counted up to 5,000; the export has all.
    pub claims_left_out: u64,
}

/// The screen Review.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReviewModel {
    /// The query whose findings are reviewed.
    pub query: String,
    /// What it searches for.
    pub kind: String,
    /// What is wrong with the query.
    pub error: Option<QueryError>,
    /// Findings in all.
    pub total: u64,
    /// Whether there are more than `total`: counting was stopped there.
    pub more: bool,
    /// Of the queue: this page of it.
    pub items: Vec<ReviewItem>,
    /// URL of the next page.
    pub next_url: Option<String>,
    /// Corrections made last, the last first.
    pub recent: Vec<RecentCorrection>,
    /// How many corrections the store holds.
    pub corrections: u64,
    /// The corrections as a file.
    pub file_url: String,
    /// Whether corrections are switched off.
    pub read_only: bool,
}

/// A finding of the queue.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReviewItem {
    /// The finding in its sentence.
    pub hit: Hit,
    /// Id of the article, for the form.
    pub article: String,
    /// Id of the finding, for the form.
    pub finding: String,
    /// Fields that can be set, each with its value now.
    pub fields: Vec<Field>,
    /// `accepted`, `rejected`, `changed`; null where nobody looked.
    pub review: Option<String>,
}

/// A correction and where it stands.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RecentCorrection {
    /// The correction.
    #[serde(flatten)]
    pub correction: CorrectionModel,
    /// Id of the article.
    pub article: String,
    /// Id of the finding.
    pub finding: String,
    /// Permalink of the finding.
    pub url: String,
}

/// A place and how often the results of a query stand there.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MapPlace {
    /// Name.
    pub name: String,
    /// Country code.
    pub country: Option<String>,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Results there.
    pub count: u64,
    /// The search for them.
    pub url: String,
}

/// Places of a query's results.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MapModel {
    /// The query.
    pub query: String,
    /// What is wrong with the query; then there are no places.
    pub error: Option<QueryError>,
    /// Results in all.
    pub total: u64,
    /// Results whose place is known.
    pub placed: u64,
    /// Places, most frequent first.
    pub places: Vec<MapPlace>,
}

/// What came of a correction or of a file of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct CorrectionsMade {
    /// Corrections that hold now.
    pub applied: u64,
    /// Known already.
    pub known: u64,
    /// Those that cannot be applied and are not kept: which, and why.
    pub refused: Vec<String>,
}

/// An error as a page.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ProblemModel {
    /// HTTP status.
    pub status: u16,
    /// What went wrong, in a few words.
    pub title: String,
    /// What went wrong here, and what to do.
    pub detail: String,
}

/// The page of `/login`.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LoginModel {
    /// Whether a wrong token was just given.
    pub wrong: bool,
    /// Where to go on to.
    pub next: String,
}
