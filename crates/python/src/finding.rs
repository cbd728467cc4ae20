//! Findings: views of one place in a list of the record.

use std::collections::HashMap;
use std::sync::Arc;

use annals_record::{self as record, CharSpan, Record};
use pyo3::exceptions::{PyIndexError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyList, PySlice};

use crate::document::Doc;
use crate::parts::{Cue, EventDate, Mention, Participant, Span, Speaker, Voice, entity};
use crate::value::{label, plain};

/// A place in a list of a document.
#[derive(Clone)]
pub struct At {
    /// The document.
    pub doc: Arc<Doc>,
    /// The place.
    pub n: usize,
}

/// A list of the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    Sentences,
    Entities,
    Statements,
    Events,
    Figures,
    Times,
    Places,
}

impl List {
    fn len(self, record: &Record) -> usize {
        match self {
            Self::Sentences => record.sentences.len(),
            Self::Entities => record.entities.len(),
            Self::Statements => record.statements.len(),
            Self::Events => record.events.len(),
            Self::Figures => record.figures.len(),
            Self::Times => record.times.len(),
            Self::Places => record.places.len(),
        }
    }

    /// The view of the `n`-th of the list.
    pub fn view<'py>(self, py: Python<'py>, doc: &Arc<Doc>, n: usize) -> PyResult<Bound<'py, PyAny>> {
        let at = At { doc: doc.clone(), n };
        Ok(match self {
            Self::Sentences => Sentence(at).into_pyobject(py)?.into_any(),
            Self::Entities => Entity(at).into_pyobject(py)?.into_any(),
            Self::Statements => Statement(at).into_pyobject(py)?.into_any(),
            Self::Events => Event(at).into_pyobject(py)?.into_any(),
            Self::Figures => Figure(at).into_pyobject(py)?.into_any(),
            Self::Times => Time(at).into_pyobject(py)?.into_any(),
            Self::Places => Place(at).into_pyobject(py)?.into_any(),
        })
    }

    /// Where the findings of a record stand, by id.
    pub fn ids(record: &Record) -> HashMap<String, (Self, usize)> {
        let mut all = HashMap::new();
        let mut put = |list, ids: Vec<String>| {
            all.extend(ids.into_iter().enumerate().map(|(n, id)| (id, (list, n))));
        };
        put(Self::Entities, record.entities.iter().map(|one| one.id.to_string()).collect());
        put(Self::Statements, record.statements.iter().map(|one| one.id.to_string()).collect());
        put(Self::Events, record.events.iter().map(|one| one.id.to_string()).collect());
        put(Self::Figures, record.figures.iter().map(|one| one.id.to_string()).collect());
        put(Self::Times, record.times.iter().map(|one| one.id.to_string()).collect());
        put(Self::Places, record.places.iter().map(|one| one.id.to_string()).collect());
        all
    }
}

/// Findings of one kind, in the order of the text: a sequence whose items are made when they are taken.
#[pyclass(frozen, sequence, module = "annals")]
pub struct Findings {
    pub doc: Arc<Doc>,
    pub list: List,
}

#[pymethods]
impl Findings {
    fn __len__(&self) -> usize {
        self.list.len(&self.doc.record)
    }

    fn __getitem__<'py>(&self, py: Python<'py>, index: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        if let Ok(slice) = index.cast::<PySlice>() {
            return self.slice(py, slice);
        }
        let index: isize = index.extract().map_err(|_| PyTypeError::new_err("take a number or a slice"))?;
        let at = if index < 0 { index + self.__len__().cast_signed() } else { index };
        match usize::try_from(at) {
            Ok(n) if n < self.__len__() => self.list.view(py, &self.doc, n),
            _ => Err(PyIndexError::new_err(format!("there are {}, not so many", self.__len__()))),
        }
    }

    fn __repr__(&self) -> String {
        format!("<{} {}>", self.__len__(), format!("{:?}", self.list).to_lowercase())
    }
}

impl Findings {
    fn slice<'py>(&self, py: Python<'py>, slice: &Bound<'py, PySlice>) -> PyResult<Bound<'py, PyAny>> {
        let places = slice.indices(self.__len__().cast_signed())?;
        let at = |step: isize| (places.start + step * places.step).unsigned_abs();
        let views = (0..places.slicelength.cast_signed()).map(|step| self.list.view(py, &self.doc, at(step)));
        Ok(PyList::new(py, views.collect::<PyResult<Vec<_>>>()?)?.into_any())
    }
}

/// Writes the class of a kind of findings: what all have, then what it has of its own.
macro_rules! finding {
    ($(#[$doc:meta])* $name:ident in $list:ident, $span:expr, { $($own:tt)* }) => {
        $(#[$doc])*
        #[pyclass(frozen, module = "annals")]
        pub struct $name(pub At);

        impl $name {
            fn one(&self) -> &record::$name {
                &self.0.doc.record.$list[self.0.n]
            }

            fn span(&self) -> CharSpan {
                let span: fn(&record::$name) -> CharSpan = $span;
                span(self.one())
            }
        }

        #[pymethods]
        impl $name {
            /// Id in the article: a letter for the kind, and the span.
            #[getter]
            fn id(&self) -> String {
                self.one().id.to_string()
            }

            /// First code point in the article's text.
            #[getter]
            fn start(&self) -> usize {
                self.span().start
            }

            /// Code point behind the last.
            #[getter]
            fn end(&self) -> usize {
                self.span().end
            }

            /// As the record writes it.
            fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                plain(py, self.one())
            }

            fn __repr__(&self) -> String {
                format!(concat!("<", stringify!($name), " {} {:?}>"), self.id(), self.text())
            }

            fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
                let same = |other: &Self| {
                    self.one() == other.one() && self.0.doc.record.article == other.0.doc.record.article
                };
                other.cast::<Self>().is_ok_and(|other| same(other.get()))
            }

            fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
                self.id().into_pyobject(py)?.hash()
            }

            $($own)*
        }
    };
}

impl At {
    fn sentence(&self, at: usize) -> Option<Sentence> {
        Some(Sentence(Self { doc: self.doc.clone(), n: self.doc.sentence_at(at)? }))
    }

    fn statement(&self, id: Option<record::StatementId>) -> Option<Statement> {
        Some(Statement(Self { doc: self.doc.clone(), n: self.doc.place(id?)? }))
    }

    fn located(&self, id: Option<record::PlaceId>) -> Option<Place> {
        Some(Place(Self { doc: self.doc.clone(), n: self.doc.place(id?)? }))
    }

    fn voice(&self, id: Option<record::StatementId>) -> Voice {
        let statement = id.and_then(|id| self.doc.place(id));
        Voice { doc: self.doc.clone(), statement }
    }

    fn entities(&self, ids: &[record::EntityId]) -> Vec<Entity> {
        ids.iter().filter_map(|id| entity(&self.doc, Some(*id))).collect()
    }
}

/// A sentence.
#[pyclass(frozen, module = "annals")]
pub struct Sentence(pub At);

impl Sentence {
    fn one(&self) -> &record::Sentence {
        &self.0.doc.record.sentences[self.0.n]
    }
}

#[pymethods]
impl Sentence {
    /// Number of the sentence in the article, from 0.
    #[getter]
    fn number(&self) -> usize {
        self.0.n
    }

    /// First code point in the article's text.
    #[getter]
    fn start(&self) -> usize {
        self.one().span.start
    }

    /// Code point behind the last.
    #[getter]
    fn end(&self) -> usize {
        self.one().span.end
    }

    /// The sentence.
    #[getter]
    fn text(&self) -> &str {
        self.0.doc.words(self.one().span)
    }

    /// Number of its paragraph, from 0.
    #[getter]
    fn paragraph(&self) -> usize {
        self.one().paragraph
    }

    /// As the record writes it.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        plain(py, self.one())
    }

    fn __str__(&self) -> &str {
        self.text()
    }

    fn __repr__(&self) -> String {
        format!("<Sentence {} {:?}>", self.0.n, self.text())
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        let same =
            |other: &Self| self.0.n == other.0.n && self.0.doc.record.article == other.0.doc.record.article;
        other.cast::<Self>().is_ok_and(|other| same(other.get()))
    }

    fn __hash__(&self) -> usize {
        self.0.n
    }
}

finding!(
    /// Who says what.
    Statement in statements,
    |one| one.content.iter().copied().reduce(CharSpan::cover).unwrap_or_else(|| one.id.span()),
    {
        /// What is said; parts that the cue interrupts are joined by " … ".
        #[getter]
        fn text(&self) -> String {
            let parts: Vec<&str> = self.one().content.iter().map(|part| self.0.doc.words(*part)).collect();
            parts.join(" … ")
        }

        /// The sentence in which it begins.
        #[getter]
        fn sentence(&self) -> Option<Sentence> {
            self.0.sentence(self.span().start)
        }

        /// direct: all of it in quotation marks; indirect: none; mixed: some.
        #[getter]
        fn form(&self) -> String {
            label(self.one().form)
        }

        /// Its parts.
        #[getter]
        fn content(&self) -> Vec<Span> {
            Span::all(&self.0.doc, &self.one().content)
        }

        /// The words that report it.
        #[getter]
        fn cue(&self) -> Option<Cue> {
            self.one().cue.as_ref().map(|cue| Cue::new(&self.0.doc, cue))
        }

        /// Who says it; None where the article names nobody.
        #[getter]
        fn speaker(&self) -> Option<Speaker> {
            self.one().speaker.as_ref().map(|speaker| Speaker::new(&self.0.doc, speaker))
        }

        /// To whom.
        #[getter]
        fn addressee(&self) -> Option<Participant> {
            self.one().addressee.as_ref().map(|addressee| Participant::new(&self.0.doc, addressee))
        }

        /// The statement that contains this one: X said that Y said.
        #[getter]
        fn within(&self) -> Option<Statement> {
            self.0.statement(self.one().within)
        }

        /// Who says it, "?" where the article names nobody.
        #[getter]
        fn voice(&self) -> Voice {
            Voice { doc: self.0.doc.clone(), statement: Some(self.0.n) }
        }
    }
);

finding!(
    /// Who does what to whom.
    Event in events,
    |one| one.trigger,
    {
        /// The trigger: the words that report the event.
        #[getter]
        fn text(&self) -> &str {
            self.0.doc.words(self.one().trigger)
        }

        /// The sentence of the trigger.
        #[getter]
        fn sentence(&self) -> Option<Sentence> {
            let n = self.one().sentence;
            let there = n < self.0.doc.record.sentences.len();
            there.then(|| Sentence(At { doc: self.0.doc.clone(), n }))
        }

        /// PLOVER type.
        #[getter]
        fn r#type(&self) -> &str {
            &self.one().kind
        }

        /// PLOVER mode.
        #[getter]
        fn mode(&self) -> Option<&str> {
            self.one().mode.as_deref()
        }

        /// CAMEO code.
        #[getter]
        fn cameo(&self) -> Option<&str> {
            self.one().cameo.as_deref()
        }

        /// Goldstein value, -10 to 10.
        #[getter]
        fn intensity(&self) -> Option<f64> {
            self.one().intensity
        }

        /// The words that report it.
        #[getter]
        fn trigger(&self) -> Span {
            Span { doc: self.0.doc.clone(), span: self.one().trigger }
        }

        /// Who does it.
        #[getter]
        fn actors(&self) -> Vec<Entity> {
            self.0.entities(&self.one().actors)
        }

        /// To whom.
        #[getter]
        fn recipients(&self) -> Vec<Entity> {
            self.0.entities(&self.one().recipients)
        }

        /// When, as far as the text says it.
        #[getter]
        fn date(&self) -> Option<EventDate> {
            self.one().date.as_ref().map(|date| EventDate::new(&self.0.doc, date))
        }

        /// Where.
        #[getter]
        fn place(&self) -> Option<Place> {
            self.0.located(self.one().place)
        }

        /// actual planned possible negated demanded.
        #[getter]
        fn status(&self) -> String {
            label(self.one().status)
        }

        /// The statement that reports it; None: the article says it itself.
        #[getter]
        fn statement(&self) -> Option<Statement> {
            self.0.statement(self.one().statement)
        }

        /// Who says so: the article, or a speaker.
        #[getter]
        fn voice(&self) -> Voice {
            self.0.voice(self.one().statement)
        }

        /// Every trigger that reports this same event.
        #[getter]
        fn mentions(&self) -> Vec<Span> {
            Span::all(&self.0.doc, &self.one().mentions)
        }

        /// How sure the event is, 0 to 1.
        #[getter]
        fn confidence(&self) -> Option<f64> {
            self.one().confidence
        }
    }
);

finding!(
    /// How many of what, and who says so.
    Figure in figures,
    |one| one.span,
    {
        /// Hedge, number and unit as they stand in the text.
        #[getter]
        fn text(&self) -> &str {
            self.0.doc.words(self.one().span)
        }

        /// The sentence.
        #[getter]
        fn sentence(&self) -> Option<Sentence> {
            self.0.sentence(self.one().span.start)
        }

        /// Lower bound; None where the text gives none.
        #[getter]
        fn low(&self) -> Option<f64> {
            self.one().low
        }

        /// Upper bound; None where the text gives none.
        #[getter]
        fn high(&self) -> Option<f64> {
            self.one().high
        }

        /// How the bounds are meant: exact about over under at_least at_most between.
        #[getter]
        fn relation(&self) -> String {
            label(self.one().relation)
        }

        /// What is counted, as the text counts it: people percent money votes …
        #[getter]
        fn unit(&self) -> Option<&str> {
            self.one().unit.as_deref()
        }

        /// What is measured: killed injured casualties displaced …
        #[getter]
        fn measure(&self) -> Option<&str> {
            self.one().measure.as_deref()
        }

        /// Whose share or what part.
        #[getter]
        fn of(&self) -> Option<&str> {
            self.one().of.as_deref()
        }

        /// ISO 4217 code, for money.
        #[getter]
        fn currency(&self) -> Option<&str> {
            self.one().currency.as_deref()
        }

        /// The figure of which it is a part.
        #[getter]
        fn part_of(&self) -> Option<Figure> {
            let n = self.0.doc.place(self.one().part_of?)?;
            Some(Figure(At { doc: self.0.doc.clone(), n }))
        }

        /// Where.
        #[getter]
        fn place(&self) -> Option<Place> {
            self.0.located(self.one().place)
        }

        /// When.
        #[getter]
        fn date(&self) -> Option<Time> {
            let n = self.0.doc.place(self.one().date?)?;
            Some(Time(At { doc: self.0.doc.clone(), n }))
        }

        /// Of which event.
        #[getter]
        fn event(&self) -> Option<Event> {
            let n = self.0.doc.place(self.one().event?)?;
            Some(Event(At { doc: self.0.doc.clone(), n }))
        }

        /// The statement that carries it; None: the article says it itself.
        #[getter]
        fn statement(&self) -> Option<Statement> {
            self.0.statement(self.one().statement)
        }

        /// Who says so: the article, or a speaker.
        #[getter]
        fn voice(&self) -> Voice {
            self.0.voice(self.one().statement)
        }
    }
);

finding!(
    /// An expression of time.
    Time in times,
    |one| one.span,
    {
        /// The words.
        #[getter]
        fn text(&self) -> &str {
            self.0.doc.words(self.one().span)
        }

        /// The sentence.
        #[getter]
        fn sentence(&self) -> Option<Sentence> {
            self.0.sentence(self.one().span.start)
        }

        /// TIMEX3 type: date time duration set.
        #[getter]
        fn r#type(&self) -> String {
            label(self.one().kind)
        }

        /// TIMEX3 value (ISO 8601); XXXX for a year the text does not give.
        #[getter]
        fn value(&self) -> Option<&str> {
            self.one().value.as_deref()
        }
    }
);

finding!(
    /// A named place.
    Place in places,
    |one| one.span,
    {
        /// The words.
        #[getter]
        fn text(&self) -> &str {
            self.0.doc.words(self.one().span)
        }

        /// The sentence.
        #[getter]
        fn sentence(&self) -> Option<Sentence> {
            self.0.sentence(self.one().span.start)
        }

        /// Canonical name.
        #[getter]
        fn name(&self) -> &str {
            &self.one().name
        }

        /// ISO 3166-1 alpha-3.
        #[getter]
        fn country(&self) -> Option<&str> {
            self.one().country.as_deref()
        }

        /// First-level region.
        #[getter]
        fn admin1(&self) -> Option<&str> {
            self.one().admin1.as_deref()
        }

        /// Latitude in degrees.
        #[getter]
        fn lat(&self) -> Option<f64> {
            self.one().lat
        }

        /// Longitude in degrees.
        #[getter]
        fn lon(&self) -> Option<f64> {
            self.one().lon
        }

        /// GeoNames id.
        #[getter]
        fn geonames(&self) -> Option<u64> {
            self.one().geonames
        }

        /// What the place is: country division district capital town quarter sea …
        #[getter]
        fn feature(&self) -> Option<&str> {
            self.one().feature.as_deref()
        }

        /// What the name is used for: literal, actor (for those who act for it), part (in the name of something else).
        #[getter]
        fn sense(&self) -> &'static str {
            self.one().sense.label()
        }

        /// What decided which place of the name is meant: none only region context outlet size.
        #[getter]
        fn by(&self) -> &'static str {
            self.one().by.label()
        }

        /// How likely it is that this place is meant, 0 to 1.
        #[getter]
        fn score(&self) -> Option<f64> {
            self.one().score
        }

        fn __str__(&self) -> &str {
            self.name()
        }
    }
);

finding!(
    /// A thing of the world in an article. Prints as its name.
    Entity in entities,
    |one| one.mentions.first().map_or_else(|| one.id.span(), |mention| mention.span),
    {
        /// The words of the first mention; the fullest name is `name`.
        #[getter]
        fn text(&self) -> &str {
            self.0.doc.words(self.span())
        }

        /// The sentence of the first mention.
        #[getter]
        fn sentence(&self) -> Option<Sentence> {
            self.0.sentence(self.span().start)
        }

        /// The fullest name in the text, or the canonical one.
        #[getter]
        fn name(&self) -> &str {
            &self.one().name
        }

        /// person organization place group facility event other.
        #[getter]
        fn kind(&self) -> &'static str {
            self.one().kind.label()
        }

        /// ISO 3166-1 alpha-3 of allegiance, or PLOVER's code of what belongs to no state.
        #[getter]
        fn country(&self) -> Option<&str> {
            self.one().country.as_deref()
        }

        /// PLOVER sector.
        #[getter]
        fn role(&self) -> Option<&str> {
            self.one().role.as_deref()
        }

        /// The title the text gives.
        #[getter]
        fn title(&self) -> Option<&str> {
            self.one().title.as_deref()
        }

        /// The organization to which the text says it belongs.
        #[getter]
        fn affiliation(&self) -> Option<Entity> {
            entity(&self.0.doc, self.one().affiliation)
        }

        /// Canonical id, such as wikidata:Q…
        #[getter]
        fn r#ref(&self) -> Option<&str> {
            self.one().reference.as_deref()
        }

        /// What the entity is joined by across articles; None where the name is too little to tell it by.
        #[getter]
        fn key(&self) -> Option<&str> {
            self.one().key.as_deref()
        }

        /// Where it is mentioned.
        #[getter]
        fn mentions(&self) -> Vec<Mention> {
            self.one().mentions.iter().map(|mention| Mention::new(&self.0.doc, mention)).collect()
        }

        fn __str__(&self) -> &str {
            self.name()
        }
    }
);
