//! Chains of mentions: the model's choice, mended by what is certain of people: gender, names, who spoke before.

use std::collections::{HashMap, HashSet};

use annals_record::{MentionForm, WordSpan};

use super::groups::{Name, head};
use super::is_person;
use crate::actors::{Describer, Sort, fold};
use crate::model;
use crate::words::head_of;

/// A pronoun that speaks goes on from who spoke before, where the model is in doubt and thinks that nearly as likely as
/// its first choice.
const NEARLY: f32 = 0.5;
/// What the model is sure of stays.
const SURE: f32 = 0.6;

/// The chain of each mention: that of the model's choice but for pronouns, which join nobody of the other gender, and
/// who spoke in the sentence before where that is nearly as likely, or was the same pronoun. *I* joins others only where the model is sure.
pub(super) fn continued(describer: &Describer, voices: &[WordSpan], people: &[Option<Called>]) -> Vec<usize> {
    let Describer { doc, analysis, .. } = *describer;
    let mut chains: Vec<usize> = analysis.mentions.iter().map(|mention| mention.chain).collect();
    if analysis.antecedents.len() != chains.len() {
        return chains;
    }
    let speakers: HashSet<usize> = voices.iter().map(|&voice| head_of(doc, analysis, voice)).collect();
    let mut next = chains.iter().max().map_or(0, |last| last + 1);
    let mut genders: HashMap<usize, Gender> = HashMap::new();
    let mut called = Names::default();
    // Chain of who spoke last, the sentence, and the words, in lower case.
    let mut last: Option<(usize, usize, String)> = None;
    for (number, mention) in analysis.mentions.iter().enumerate() {
        let likely = &analysis.antecedents[number];
        if let Some(&(Some(chosen), _)) = likely.first() {
            chains[number] = chains[chosen];
        }
        if let Some(name) = &people[number] {
            chains[number] = called.chain(name, chains[number]).unwrap_or_else(|| {
                next += 1;
                next - 1
            });
            called.insert(name, chains[number]);
        }
        let low = describer.words(mention.words).to_lowercase();
        let is_pronoun = mention.form == MentionForm::Pronoun;
        let gender = if mention.form == MentionForm::Nominal { None } else { Gender::of(&low) };
        let is_voice = speakers.contains(&head(describer, mention));
        let sentence = doc.sentence_of(mention.words.start);
        if is_pronoun {
            let options = options(likely, &chains);
            let fits =
                |chain: usize| gender.is_none() || genders.get(&chain).is_none_or(|own| Some(*own) == gender);
            let best = options.iter().find(|(chain, _)| fits(*chain)).copied();
            let is_first_person = matches!(low.as_str(), "i" | "me" | "my" | "we" | "us" | "our");
            let spoke = last.as_ref().filter(|&&(chain, before, _)| {
                is_voice
                    && matches!(low.as_str(), "he" | "she")
                    && before < sentence
                    && sentence - before <= 1
                    && fits(chain)
            });
            let paragraph = |sentence: usize| doc.sentences[sentence].paragraph;
            let goes_on = |&&(_, before, ref words): &&(usize, usize, String)| {
                *words == low && paragraph(before) == paragraph(sentence)
            };
            let of =
                |chain: usize| options.iter().find(|(own, _)| *own == chain).map_or(0.0, |(_, score)| *score);
            match (best, spoke) {
                // *He said … . Asked …, he said*: of two speakers in a row the second is the first.
                (_, Some(&(chain, ..))) if spoke.filter(goes_on).is_some() => chains[number] = chain,
                (Some((_, score)), Some(&(chain, ..))) if score < SURE && of(chain) >= NEARLY * score => {
                    chains[number] = chain;
                }
                (Some((_, score)), _) if is_first_person && score < SURE => {
                    chains[number] = next;
                    next += 1;
                }
                (Some((chain, _)), _) if !fits(chains[number]) => chains[number] = chain,
                (None, _) if !fits(chains[number]) => {
                    chains[number] = next;
                    next += 1;
                }
                _ => {}
            }
        }
        if let Some(gender) = gender {
            genders.entry(chains[number]).or_insert(gender);
        }
        if is_voice && matches!(mention.kind, "person" | "organization") {
            last = Some((chains[number], sentence, low));
        }
    }
    chains
}

/// The chains of likely antecedents, each with the sum of their probabilities, falling.
fn options(likely: &[(Option<usize>, f32)], chains: &[usize]) -> Vec<(usize, f32)> {
    let mut options: Vec<(usize, f32)> = Vec::new();
    for &(other, score) in likely {
        let Some(chain) = other.map(|other| chains[other]) else { continue };
        match options.iter_mut().find(|(own, _)| *own == chain) {
            Some((_, sum)) => *sum += score,
            None => options.push((chain, score)),
        }
    }
    options.sort_by(|one, other| other.1.total_cmp(&one.1));
    options
}

/// What a pronoun or a form of address says of somebody's gender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gender {
    He,
    She,
}

impl Gender {
    fn of(low: &str) -> Option<Self> {
        match low.split(' ').next()? {
            "he" | "him" | "his" | "himself" | "mr." | "mr" => Some(Self::He),
            "she" | "her" | "hers" | "herself" | "mrs." | "mrs" | "ms." | "ms" => Some(Self::She),
            _ => None,
        }
    }
}

/// What a person is called in one mention.
pub(super) struct Called {
    /// The words of the name, folded.
    words: Vec<String>,
    /// Whom the tables know by it.
    actor: Option<usize>,
}

impl Called {
    /// Whether two names may be one person's: they share a word, and not the first alone.
    fn fits(&self, other: &Self) -> bool {
        let is_first_alone = self.words.len() > 1
            && other.words.len() > 1
            && self.words[1..].iter().all(|word| !other.words[1..].contains(word));
        self.actor.is_some() && self.actor == other.actor
            || !is_first_alone && self.words.iter().any(|word| other.words.contains(word))
    }
}

/// The names of people by chain: a chain is one person's, whatever the model thinks.
#[derive(Default)]
struct Names<'n> {
    by_chain: HashMap<usize, Vec<&'n Called>>,
    by_last: HashMap<&'n str, usize>,
}

impl<'n> Names<'n> {
    /// The chain of a name: the chosen one where nobody else is called in it, else that of the last name; nothing where
    /// there is none.
    fn chain(&self, name: &Called, chosen: usize) -> Option<usize> {
        let fits = self.by_chain.get(&chosen).is_none_or(|own| own.iter().any(|own| own.fits(name)));
        if fits { Some(chosen) } else { self.by_last.get(name.words.last()?.as_str()).copied() }
    }

    fn insert(&mut self, name: &'n Called, chain: usize) {
        let own = self.by_chain.entry(chain).or_default();
        if !own.iter().any(|own| own.words == name.words) {
            own.push(name);
        }
        self.by_last.extend(name.words.last().map(|last| (last.as_str(), chain)));
    }
}

/// For each mention by the name of a person, what the person is called.
pub(super) fn people(describer: &Describer, listed: &[Name], heads: &[usize]) -> Vec<Option<Called>> {
    let called = |(mention, &head): (&model::Mention, &usize)| {
        if mention.form != MentionForm::Name || !is_person(mention.kind) {
            return None;
        }
        let from = listed.partition_point(|name| name.words.end <= mention.words.start);
        let within = || {
            listed[from..]
                .iter()
                .take_while(|name| name.words.start < mention.words.end)
                .filter(|name| is_person(name.kind))
        };
        let name = within().find(|name| name.words.covers(head)).or_else(|| match within().count() {
            1 => within().next(),
            _ => None,
        })?;
        let folded = fold(name.text);
        let actor = describer.sightings.resolve(name.text, |actor| actor.sort == Sort::Person);
        let words: Vec<String> =
            folded.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
        (!words.is_empty()).then(|| Called { words, actor: actor.map(|known| known.actor) })
    };
    describer.analysis.mentions.iter().zip(heads).map(called).collect()
}
