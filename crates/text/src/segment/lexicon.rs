//! The tables of `data/segment`, parsed once.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

/// When the dot behind an abbreviation is its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dot {
    Always,
    Inner,
    Number,
    Name,
    Sign,
}

/// What the ending of a string without white space tells of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    Host,
    File,
}

/// All tables.
pub(super) struct Lexicon {
    abbreviations: Packed<Vec<(String, Dot)>>,
    contractions: Packed<Vec<u8>>,
    /// By last letter: the first letters of contractions, to turn most words away at once.
    edges: [u32; 32],
    joined: HashSet<String>,
    units: HashSet<String>,
    endings: HashMap<String, Ending>,
    emoticons: Vec<Vec<String>>,
    clipped: HashSet<String>,
    openers: HashSet<String>,
}

/// The tables.
pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::parse);

type Packed<T> = HashMap<u64, T, BuildHasherDefault<Fold>>;

/// Mixes one `u64`; the keys are words of our own tables, so nobody can choose them to collide.
#[derive(Default)]
struct Fold(u64);

impl Hasher for Fold {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }
    fn write_u64(&mut self, value: u64) {
        self.0 = (self.0 ^ value).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29);
    }
}

/// Up to eight bytes in lower case as one number; none for a longer word.
fn pack(word: &[u8]) -> Option<u64> {
    let fits = word.len() <= 8;
    fits.then(|| word.iter().fold(0, |packed, byte| packed << 8 | u64::from(byte.to_ascii_lowercase())))
}

/// The rows of a table, comments and header left out, each cut at its tabs.
fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table
        .lines()
        .filter(|line| !line.starts_with("# ") && !line.is_empty())
        .skip(1)
        .map(|line| line.split('\t').collect())
}

fn set(table: &'static str) -> HashSet<String> {
    rows(table).map(|row| row[0].to_owned()).collect()
}

impl Lexicon {
    fn parse() -> Self {
        let (contractions, edges) = contractions();
        Self {
            abbreviations: abbreviations(),
            contractions,
            edges,
            joined: set(include_str!("../../../../data/segment/joined.tsv")),
            units: set(include_str!("../../../../data/segment/units.tsv")),
            endings: endings(),
            emoticons: emoticons(),
            clipped: set(include_str!("../../../../data/segment/clipped.tsv")),
            openers: set(include_str!("../../../../data/segment/openers.tsv")),
        }
    }

    /// When the dot behind `word` is its own; none for a word that is no abbreviation.
    pub(super) fn dot(&self, word: &str) -> Option<Dot> {
        let forms = self.abbreviations.get(&pack(word.as_bytes())?)?;
        let known = |form: &str| form == word || !form.starts_with(|c: char| c.is_ascii_uppercase());
        forms.iter().find(|(form, _)| known(form)).map(|&(_, dot)| dot)
    }

    /// The lengths in characters of the words of a token that is a contraction of the table.
    pub(super) fn contraction(&self, token: &[u8]) -> Option<&[u8]> {
        let (&first, &last) = (token.first()?, token.last()?);
        if token.len() > 8 || self.edges[usize::from(last & 31)] & (1 << (first & 31)) == 0 {
            return None;
        }
        self.contractions.get(&pack(token)?).map(Vec::as_slice)
    }

    /// Whether `word` stays with what follows its hyphen.
    pub(super) fn joins(&self, word: &str) -> bool {
        word.len() <= 8 && self.joined.contains(&word.to_lowercase())
    }

    /// Whether `word` is cut from the number before it.
    pub(super) fn is_unit(&self, word: &str) -> bool {
        word.len() <= 8 && self.units.contains(word)
    }

    /// What a last part behind a dot tells.
    pub(super) fn ending(&self, part: &str) -> Option<Ending> {
        if part.len() > 8 {
            return None;
        }
        self.endings.get(&part.to_ascii_lowercase()).copied()
    }

    /// Bytes of the longest emoticon `text` begins with; 0 for none.
    pub(super) fn emoticon(&self, text: &str) -> usize {
        let Some(&first) = text.as_bytes().first().filter(|byte| byte.is_ascii()) else { return 0 };
        let fits = self.emoticons[usize::from(first)].iter().find(|face| text.starts_with(face.as_str()));
        fits.map_or(0, String::len)
    }

    /// Whether `word` is written with an apostrophe in front that is its own.
    pub(super) fn is_clipped(&self, word: &str) -> bool {
        word.len() <= 8 && self.clipped.contains(&word.to_lowercase().replace('’', "'"))
    }

    /// Whether `word` rather opens a sentence than goes on with a name.
    pub(super) fn is_opener(&self, word: &str) -> bool {
        word.len() <= 8 && self.openers.contains(&word.to_lowercase())
    }
}

fn abbreviations() -> Packed<Vec<(String, Dot)>> {
    let mut map: Packed<Vec<(String, Dot)>> = Packed::default();
    for row in rows(include_str!("../../../../data/segment/abbreviations.tsv")) {
        let dot = match row[1] {
            "always" => Dot::Always,
            "inner" => Dot::Inner,
            "number" => Dot::Number,
            "name" => Dot::Name,
            _ => Dot::Sign,
        };
        if let Some(key) = pack(row[0].as_bytes()) {
            map.entry(key).or_default().push((row[0].to_owned(), dot));
        }
    }
    map
}

fn contractions() -> (Packed<Vec<u8>>, [u32; 32]) {
    let mut map = Packed::default();
    let mut edges = [0; 32];
    for row in rows(include_str!("../../../../data/segment/contractions.tsv")) {
        let token = row[0].replace('|', "");
        let (Some(key), [first, .., last]) = (pack(token.as_bytes()), token.as_bytes()) else { continue };
        edges[usize::from(last & 31)] |= 1 << (first & 31);
        map.insert(key, row[0].split('|').map(|word| word.len() as u8).collect());
    }
    (map, edges)
}

fn endings() -> HashMap<String, Ending> {
    let ending = |kind: &str| if kind == "host" { Ending::Host } else { Ending::File };
    rows(include_str!("../../../../data/segment/suffixes.tsv"))
        .map(|row| (row[0].to_owned(), ending(row[1])))
        .collect()
}

/// By first byte, the longest first.
fn emoticons() -> Vec<Vec<String>> {
    let mut map = vec![Vec::new(); 128];
    for row in rows(include_str!("../../../../data/segment/emoticons.tsv")) {
        map[usize::from(row[0].as_bytes()[0])].push(row[0].to_owned());
    }
    for faces in &mut map {
        faces.sort_by_key(|face| std::cmp::Reverse(face.len()));
    }
    map
}
