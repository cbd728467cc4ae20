//! The tables of `data/actors/`: states, regions, organizations and people with the names they go by.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::fold;
use crate::lexicon::rows;

/// What an actor of the tables is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Sort {
    State,
    /// The executive of a state, which goes by the names of capitals and palaces.
    Government,
    Region,
    Organization,
    Person,
}

impl Sort {
    /// The first part of an actor's key.
    pub fn label(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Government => "government",
            Self::Region => "region",
            Self::Organization => "organization",
            Self::Person => "person",
        }
    }
}

/// An actor that the tables know.
#[derive(Debug)]
pub(crate) struct Actor {
    /// Its id, unique among actors of its sort; a state's is its code.
    pub id: &'static str,
    /// The name it is called by in records.
    pub name: &'static str,
    pub sort: Sort,
    /// ISO 3166-1 alpha-3, or PLOVER's code of what belongs to no state.
    pub country: &'static str,
    /// The number at Wikidata, `Q…`; empty where it is not sure.
    pub wikidata: &'static str,
    /// What it was when, in the order of the table.
    terms: Vec<Term>,
}

/// An office or a sector with the time it was held. Times are years, months or days, `2014`, `2014-03`, `2014-03-07`;
/// empty: since ever, until now.
#[derive(Debug)]
struct Term {
    sector: &'static str,
    from: &'static str,
    until: &'static str,
}

impl Term {
    /// Whether the term is over, or has not begun, on a day. A year or month counts as a whole.
    fn is_over(&self, day: &str) -> bool {
        !self.until.is_empty() && before(self.until, day)
    }

    fn is_to_come(&self, day: &str) -> bool {
        !self.from.is_empty() && before(day, self.from)
    }
}

/// Whether a time lies wholly before another, both no more exact than the less exact one.
fn before(one: &str, other: &str) -> bool {
    let length = one.len().min(other.len());
    one.get(..length) < other.get(..length)
}

impl Actor {
    /// The key of the actor, the same in every article.
    pub fn key(&self) -> String {
        format!("{}/{}", self.sort.label(), self.id)
    }

    /// Its country, where it has one.
    pub fn nation(&self) -> Option<&'static str> {
        Some(self.country).filter(|country| !country.is_empty())
    }

    /// Whether it is a part of the world that belongs to no state, and no actor: *Latin America*.
    pub fn is_area(&self) -> bool {
        self.sort == Sort::Region && self.country.is_empty()
    }

    /// Whether a person has held an office that is of no one state.
    pub fn is_international(&self) -> bool {
        self.terms.iter().any(|term| term.sector.is_empty())
    }

    /// The PLOVER sector on a day (`YYYY-MM-DD`), or now where no day is known. Who has held an office of state and
    /// holds none is of the elite; before the first nothing is known.
    pub fn sector(&self, day: Option<&str>) -> Option<&'static str> {
        let told = || self.terms.iter().rev().filter(|term| !term.sector.is_empty());
        let current = told().find(|term| match day {
            Some(day) => !term.is_over(day) && !term.is_to_come(day),
            None => term.until.is_empty(),
        });
        let last =
            || told().find(|term| self.sort == Sort::Person && day.is_none_or(|day| term.is_over(day)));
        let after = |term: &Term| if OFFICES.contains(&term.sector) { "ELI" } else { term.sector };
        current.map(|term| term.sector).or_else(|| last().map(after))
    }
}

/// Sectors whose offices are left: who held one is of the elite afterwards. A priest stays a priest.
const OFFICES: [&str; 6] = ["GOV", "LEG", "MIL", "COP", "SPY", "JUD"];

/// What a name says of the actor it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Via {
    /// A name of its own.
    Name,
    /// An adjective: *Iranian*.
    Adjective,
    /// A word for its people: *Iranians*.
    Demonym,
    /// Its capital, which is a place, and stands for the government where it acts.
    Capital,
    /// A seat of its government: *the Kremlin*.
    Seat,
}

/// A name in the tables.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    /// Number of the actor.
    pub actor: usize,
    pub via: Via,
    /// The country of which an article must speak before the name means this actor.
    pub only: Option<&'static str>,
    /// Whether the name is written in capitals.
    pub acronym: bool,
}

/// All actors and their names.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    pub actors: Vec<Actor>,
    by_id: HashMap<(Sort, &'static str), usize>,
    /// By name as [`fold::name`] gives it.
    names: HashMap<String, Vec<Known>>,
    /// By the first word of folded names, the greatest number of words of a name that begins with it.
    firsts: HashMap<String, usize>,
}

macro_rules! table {
    ($name:literal) => {
        include_str!(concat!("../../../../data/actors/", $name, ".tsv"))
    };
}

const STATES: &str = table!("states");
const REGIONS: &str = table!("regions");
const ORGANIZATIONS: [&str; 5] = [
    table!("organizations-international"),
    table!("organizations-west"),
    table!("organizations-mena"),
    table!("organizations-asia"),
    table!("organizations-africa"),
];
const PEOPLE: [&str; 3] = [table!("people-west"), table!("people-asia"), table!("people-africa-mena")];

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut tables = Tables::with_capacity(40_000);
    tables.states(STATES);
    tables.regions(REGIONS);
    ORGANIZATIONS.iter().for_each(|table| tables.organizations(table));
    PEOPLE.iter().for_each(|table| tables.people(table));
    tables
});

/// The tables that ship with annals.
pub(crate) fn tables() -> &'static Tables {
    &TABLES
}

impl Tables {
    /// Empty tables with room for so many names.
    fn with_capacity(names: usize) -> Self {
        Self {
            actors: Vec::with_capacity(names / 2),
            by_id: HashMap::with_capacity(names / 2),
            names: HashMap::with_capacity(names),
            firsts: HashMap::with_capacity(names / 2),
        }
    }

    fn states(&mut self, table: &'static str) {
        for row in rows(table) {
            let [code, name, full, variants, adjectives, demonyms, capital, seats, wikidata] = row[..] else {
                continue;
            };
            let state =
                Actor { id: code, name, sort: Sort::State, country: code, wikidata, terms: Vec::new() };
            let state = self.push(state);
            let terms = vec![Term { sector: "GOV", from: "", until: "" }];
            let own = Actor { id: code, name, sort: Sort::Government, country: code, wikidata: "", terms };
            let government = self.push(own);
            for (names, actor, via) in [
                (name, state, Via::Name),
                (full, state, Via::Name),
                (variants, state, Via::Name),
                (adjectives, state, Via::Adjective),
                (demonyms, state, Via::Demonym),
                (capital, government, Via::Capital),
                (seats, government, Via::Seat),
            ] {
                self.name_all(names, actor, via);
            }
        }
    }

    fn regions(&mut self, table: &'static str) {
        for row in rows(table) {
            let [id, name, variants, country, sector, _] = row[..] else { continue };
            // Waters and continents are there so that no shorter name is found inside theirs.
            let terms = vec![Term { sector, from: "", until: "" }];
            let region = self.push(Actor { id, name, sort: Sort::Region, country, wikidata: "", terms });
            self.name_all(name, region, Via::Name);
            self.name_all(variants, region, Via::Name);
        }
    }

    fn organizations(&mut self, table: &'static str) {
        for row in rows(table) {
            let [id, name, variants, country, sector, _, from, until, wikidata] = row[..] else { continue };
            let sort = Sort::Organization;
            self.term(
                Actor { id, name, sort, country, wikidata, terms: Vec::new() },
                variants,
                Term { sector, from, until },
            );
        }
    }

    fn people(&mut self, table: &'static str) {
        for row in rows(table) {
            let [id, name, variants, country, _, sector, from, until] = row[..] else { continue };
            let sort = Sort::Person;
            self.term(
                Actor { id, name, sort, country, wikidata: "", terms: Vec::new() },
                variants,
                Term { sector, from, until },
            );
        }
    }

    /// Adds an actor, or one more term of one that is there.
    fn term(&mut self, actor: Actor, variants: &'static str, term: Term) {
        let same = self.by_id.get(&(actor.sort, actor.id)).copied();
        let name = actor.name;
        let number = same.unwrap_or_else(|| self.push(actor));
        if same.is_none() {
            self.name_all(name, number, Via::Name);
        }
        self.name_all(variants, number, Via::Name);
        self.actors[number].terms.push(term);
    }

    fn push(&mut self, actor: Actor) -> usize {
        // What tells two of one name apart in the tables is no part of the name.
        let name = actor.name.split(" (").next().unwrap_or(actor.name);
        self.by_id.insert((actor.sort, actor.id), self.actors.len());
        self.actors.push(Actor { name: name.split('@').next().unwrap_or(name), ..actor });
        self.actors.len() - 1
    }

    /// The names of a cell, `Labour@GBR|…`.
    fn name_all(&mut self, names: &'static str, actor: usize, via: Via) {
        for name in names.split('|').filter(|name| !name.is_empty()) {
            let (name, only) = name.split_once('@').map_or((name, None), |(name, only)| (name, Some(only)));
            let folded = fold::name(name);
            let known = Known { actor, via, only, acronym: is_acronym(name) };
            let (first, words) = (folded.split(' ').next().unwrap_or_default(), folded.split(' ').count());
            match self.firsts.get_mut(first) {
                Some(longest) => *longest = (*longest).max(words),
                None => _ = self.firsts.insert(first.to_owned(), words),
            }
            let own = self.names.entry(folded).or_default();
            let is_there =
                |other: &&mut Known| other.actor == actor && (other.only.is_none() || other.only == only);
            match own.iter_mut().find(is_there) {
                // Written both ways, *NATO* and *Nato*, it is a name in either.
                Some(other) if other.only == only => other.acronym &= known.acronym,
                Some(_) => {}
                None => own.push(known),
            }
        }
    }

    /// The actors that go by a name, as [`fold::name`] gives it.
    pub fn named(&self, folded: &str) -> &[Known] {
        self.names.get(folded).map_or(&[], Vec::as_slice)
    }

    /// The greatest number of words of a name that begins with this one; 0 where none does.
    pub fn longest(&self, first: &str) -> usize {
        self.firsts.get(first).copied().unwrap_or(0)
    }
}

/// Whether a name is a short one of capitals, which in lower case would be a word of its own: *WHO*, *IS*.
fn is_acronym(name: &str) -> bool {
    let letters = || name.chars().filter(|c| c.is_alphabetic());
    letters().count() <= 6 && letters().all(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codebook;

    fn actor(folded: &str) -> &'static Actor {
        let [known] = tables().named(folded) else { panic!("{folded}: {:?}", tables().named(folded)) };
        &tables().actors[known.actor]
    }

    #[test]
    fn an_actor_has_one_key_under_all_its_names() {
        for (names, key) in [
            (["iran", "islamic republic of iran", "iranians"], "state/IRN"),
            (["white house", "white house", "oval office"], "government/USA"),
        ] {
            assert_eq!(names.map(|name| actor(name).key()), [key; 3]);
        }
    }

    #[test]
    fn offices_have_their_time() {
        let person =
            |terms| Actor { id: "a", name: "A", sort: Sort::Person, country: "VAR", wikidata: "", terms };
        let term = |sector, from, until| Term { sector, from, until };
        let lind = person(vec![term("LEG", "2001", "2009-05"), term("GOV", "2011-03-02", "2015")]);
        let sector = |day| lind.sector(Some(day));
        assert_eq!(["1999-01-01", "2001-01-01", "2009-05-31"].map(sector), [None, Some("LEG"), Some("LEG")]);
        assert_eq!(
            ["2010-01-01", "2011-03-02", "2015-12-31"].map(sector),
            [Some("ELI"), Some("GOV"), Some("GOV")]
        );
        assert_eq!((sector("2016-01-01"), lind.sector(None)), (Some("ELI"), Some("ELI")));
        assert_eq!(person(vec![term("GOV", "2011", "")]).sector(None), Some("GOV"));
    }

    #[test]
    fn every_row_is_whole() {
        let codes = countries();
        for actor in &tables().actors {
            assert!(!actor.name.is_empty() && !actor.id.is_empty(), "{actor:?}");
            assert!(actor.country.is_empty() || codes.contains(&actor.country), "{actor:?}");
            for term in &actor.terms {
                assert!(term.sector.is_empty() || is_sector(term.sector), "{actor:?}");
                assert!(term.until.is_empty() || !before(term.until, term.from), "{actor:?}");
                assert!([term.from, term.until].iter().all(|time| is_time(time)), "{actor:?}");
            }
            assert!(actor.wikidata.is_empty() || actor.wikidata.starts_with('Q'), "{actor:?}");
        }
    }

    #[test]
    fn a_name_written_in_both_ways_is_no_mere_acronym() {
        let is_acronym = |folded| tables().named(folded).iter().all(|known| known.acronym);
        assert!(is_acronym("who") && !is_acronym("nato"));
    }

    #[test]
    fn conditions_are_codes_that_exist() {
        let codes = countries();
        for (name, known) in &tables().names {
            for only in known.iter().filter_map(|known| known.only) {
                assert!(codes.contains(&only), "{name}@{only}");
            }
        }
    }

    #[test]
    fn an_id_stands_in_one_table() {
        let mut seen: HashMap<&str, (usize, &str)> = HashMap::new();
        for (number, table) in ORGANIZATIONS.iter().enumerate() {
            for row in rows(table) {
                let own = *seen.entry(row[0]).or_insert((number, row[1]));
                assert_eq!(own, (number, row[1]), "{}", row[0]);
            }
        }
        for table in [STATES, REGIONS] {
            let mut ids: Vec<&str> = rows(table).map(|row| row[0]).collect();
            let count = ids.len();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), count);
        }
    }

    #[test]
    fn a_seat_or_a_region_is_no_organization() {
        for (name, known) in &tables().names {
            let sorts = |wanted: fn(Sort) -> bool| {
                known.iter().any(|known| known.only.is_none() && wanted(tables().actors[known.actor].sort))
            };
            let is_place = |sort| matches!(sort, Sort::State | Sort::Government | Sort::Region);
            assert!(!(sorts(is_place) && sorts(|sort| sort == Sort::Organization)), "{name}: {known:?}");
        }
    }

    #[test]
    fn a_person_has_one_name_and_country() {
        let mut seen: HashMap<&str, (&str, &str)> = HashMap::new();
        for row in PEOPLE.iter().flat_map(|table| rows(table)) {
            let own = *seen.entry(row[0]).or_insert((row[1], row[3]));
            assert_eq!(own, (row[1], row[3]), "{}", row[0]);
        }
    }

    /// The codes a country may have: states, what belongs to none, and the area of a state that has a code of its own.
    fn countries() -> Vec<&'static str> {
        let belongs = codebook::sectors().iter().filter(|sector| sector.field == "country");
        let states = rows(STATES).map(|row| row[0]);
        states.chain(belongs.map(|sector| sector.code)).chain(["ATA"]).collect()
    }

    fn is_sector(code: &str) -> bool {
        codebook::of_sector(code).is_some_and(|sector| sector.field == "sector")
    }

    fn is_time(time: &str) -> bool {
        let shape: String = time.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
        ["", "0000", "0000-00", "0000-00-00"].contains(&shape.as_str())
    }

    #[test]
    fn one_name_without_condition_means_one_actor_of_a_sort() {
        for (name, known) in &tables().names {
            let mut free: Vec<_> = known.iter().filter(|known| known.only.is_none()).collect();
            free.dedup_by_key(|known| known.actor);
            let mut sorts: Vec<_> = free.iter().map(|known| tables().actors[known.actor].sort).collect();
            sorts.sort();
            let count = sorts.len();
            sorts.dedup();
            assert_eq!(sorts.len(), count, "{name}: {known:?}");
        }
    }
}
