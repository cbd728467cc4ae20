//! Names and mentions by the thing they stand for, as the model sees it.

use std::collections::{HashMap, HashSet};

use annals_record::{MentionForm, WordSpan};

use super::{Entity, Mention, bare, chains, forms, fullest, is_person, kind, party};
use crate::actors::{Describer, Sort, fold, role_of};
use crate::model::{self, Analysis, main_kind};
use crate::words::{apposition_to, head_of, parent_of};

/// A name as the entities take it: without title.
#[derive(Clone, Debug)]
pub(super) struct Name<'t> {
    /// Its words.
    pub words: WordSpan,
    /// The words of the title before it.
    title: Option<WordSpan>,
    /// Its text without article and possessive.
    pub text: &'t str,
    /// Its kind, that of most names of the same text.
    pub kind: &'static str,
}

/// The names of the document: people's without their titles, and no titles that stand alone.
fn listed<'t>(describer: &Describer<'t>) -> Vec<Name<'t>> {
    let mut out: Vec<Name> = Vec::with_capacity(describer.analysis.names.len());
    for name in &describer.analysis.names {
        let is_person = is_person(name.kind);
        let whole = without_marks(describer, name.words);
        let Some(words) = (if is_person { without_title(describer, whole) } else { Some(whole) }) else {
            continue;
        };
        let words =
            if is_person { with_nickname(describer, with_last_name(describer, words)) } else { words };
        if out.last().is_some_and(|last| is_person && last.words.overlaps(words)) {
            continue;
        }
        let title = is_person.then(|| describer.title(words)).flatten();
        if let Some(title) = title {
            while out
                .last()
                .is_some_and(|last| is_person && last.kind == name.kind && title.contains(last.words))
            {
                out.pop();
            }
        }
        out.push(Name { words, title, text: bare(describer.words(words)), kind: name.kind });
    }
    out.retain(|name| !party::is_code(describer.text, describer.doc.span(name.words)));
    vote(&mut out);
    with_people(describer, &mut out);
    out
}

/// A person of one name without title, of whose people the text speaks, is a country: *Kestria* beside *a Kestrian official*.
fn with_people(describer: &Describer, names: &mut [Name]) {
    let words = &describer.analysis.words;
    let adjectives: HashSet<&str> = (0..words.len())
        .filter(|&word| matches!(words[word].upos, "ADJ" | "PROPN" | "NOUN"))
        .map(|word| describer.words(WordSpan::new(word, word + 1)))
        .filter(|form| form.starts_with(char::is_uppercase) && form.ends_with(['n', 'i']))
        .collect();
    let people = names.iter().filter(|name| is_person(name.kind));
    let known: HashSet<&str> = people
        .filter_map(|name| name.text.rsplit_once(' ').map(|(_, last)| last).or(name.title.map(|_| name.text)))
        .collect();
    for name in names.iter_mut().filter(|name| is_person(name.kind) && !name.text.contains(' ')) {
        let stem = name.text.strip_suffix(['a', 'e']).unwrap_or(name.text);
        let mut demonyms = [(stem, "an"), (stem, "ian"), (name.text, "n"), (name.text, "i")].into_iter();
        if !known.contains(name.text)
            && demonyms.any(|(stem, ending)| adjectives.contains(format!("{stem}{ending}").as_str()))
        {
            name.kind = "place";
        }
    }
}

/// A first name with the last name behind it, where the model sees only the first: *Jora Lind*.
fn with_last_name(describer: &Describer, name: WordSpan) -> WordSpan {
    let Describer { text, doc, analysis, .. } = *describer;
    let next = name.end;
    let Some(own) = analysis.words.get(next).filter(|_| name.len() == 1 && !analysis.words.is_empty()) else {
        return name;
    };
    let between = &text[doc.words[next - 1].span.end..doc.words[next].span.start];
    let is_joined =
        own.relation == "flat" && parent_of(doc, analysis, next).is_some_and(|parent| name.covers(parent));
    if own.upos == "PROPN" && is_joined && between == " " {
        WordSpan::new(name.start, next + 1)
    } else {
        name
    }
}

/// A name with the nickname behind it in quotation marks, and the last name behind that: *Jora “Jo” Lind*.
fn with_nickname(describer: &Describer, name: WordSpan) -> WordSpan {
    let is_mark = |word: usize| {
        let text = describer.words(WordSpan::new(word, word + 1));
        matches!(text, "\"" | "“" | "”" | "‘" | "’" | "'" | "``" | "''")
    };
    let last = name.end + 3;
    let is_one = describer.analysis.words.get(last).is_some_and(|own| own.upos == "PROPN")
        && is_mark(name.end)
        && !is_mark(name.end + 1)
        && is_mark(name.end + 2)
        && describer.doc.sentence_of(name.start) == describer.doc.sentence_of(last);
    if is_one { WordSpan::new(name.start, last + 1) } else { name }
}

/// A name without the marks at its ends.
fn without_marks(describer: &Describer, name: WordSpan) -> WordSpan {
    let is_word = |&word: &usize| {
        describer.words(WordSpan::new(word, word + 1)).contains(|c: char| c.is_alphanumeric())
    };
    let first = name.range().find(is_word).unwrap_or(name.start);
    let last = name.range().rev().find(is_word).unwrap_or(name.end - 1);
    // A possessive stays; it is taken off where names are compared.
    let end = if describer.words(WordSpan::new(last + 1, name.end)).contains(['\'', '’']) {
        name.end
    } else {
        last + 1
    };
    WordSpan::new(first, end.max(first + 1))
}

/// Names of one text have one kind, that of most.
fn vote(names: &mut [Name]) {
    let mut same: HashMap<&str, Vec<&'static str>> = HashMap::new();
    for name in names.iter() {
        same.entry(name.text).or_default().push(name.kind);
    }
    let voted: HashMap<&str, &'static str> =
        same.into_iter().map(|(text, kinds)| (text, main_kind(kinds.into_iter()))).collect();
    for name in names {
        name.kind = voted[name.text];
    }
}

/// A name without the nation and the titles that it begins with; nothing where it is no more than these.
fn without_title(describer: &Describer, name: WordSpan) -> Option<WordSpan> {
    let term = |words: WordSpan| role_of(&fold(describer.words(words)));
    let is_title =
        |words: WordSpan| term(words).is_some_and(|role| role.title && !role.style || role.address);
    let is_nation = |words: WordSpan| {
        describer.sightings.within(words).iter().any(|found| {
            found.words == words && matches!(found.actor().sort, Sort::State | Sort::Organization)
        })
    };
    let mut start = name.start;
    let mut titled = false;
    // Each round takes one term or nation off; a name has few words.
    while let Some((end, is_one)) = (start + 1..=name.end).rev().find_map(|end| {
        let words = WordSpan::new(start, end);
        let is_one = is_title(words);
        let is_past = || term(words).is_some_and(|role| role.past);
        (is_one || !titled && (is_nation(words) || is_past())).then_some((end, is_one))
    }) {
        titled |= is_one;
        if end == name.end {
            return (!titled).then_some(name);
        }
        start = end;
    }
    Some(if titled { WordSpan::new(start, name.end) } else { name })
}

/// Mentions and names by the thing they stand for.
pub(super) struct Groups<'a, 't> {
    describer: &'a Describer<'t>,
    listed: Vec<Name<'t>>,
    /// Head words of the mentions, by the tree.
    heads: Vec<usize>,
    /// The group of each mention.
    chains: Vec<usize>,
    /// Numbers of mentions.
    mentions: Vec<Vec<usize>>,
    /// Numbers of names.
    names: Vec<Vec<usize>>,
    /// For a mention, the name at its head.
    name_of: HashMap<usize, usize>,
    /// Groups that are one: a name's, and that of the title before it or the apposition behind it.
    same: Vec<(usize, usize)>,
}

impl<'a, 't> Groups<'a, 't> {
    /// The groups of a document; `voices` are the words of those who speak.
    pub fn new(describer: &'a Describer<'t>, voices: &[WordSpan]) -> Self {
        let mentions = &describer.analysis.mentions;
        let heads: Vec<usize> = mentions.iter().map(|mention| head(describer, mention)).collect();
        let listed = listed(describer);
        let chained = chains::continued(describer, voices, &chains::people(describer, &listed, &heads));
        let count = chained.iter().max().map_or(0, |last| last + 1);
        let mut groups: Vec<Vec<usize>> = vec![Vec::new(); count];
        for (number, mention) in mentions.iter().enumerate() {
            let chain = &groups[chained[number]];
            let nouns = || chain.iter().filter(|&&other| mentions[other].form != MentionForm::Pronoun);
            let words = |other: &usize| describer.words(mentions[*other].words);
            let is_other_share =
                is_share(describer, mention.words) && nouns().any(|other| words(other) != words(&number));
            let is_apart = mention.form == MentionForm::Nominal
                && nouns().next().is_some()
                && (is_new(describer, mention, heads[number])
                    || is_other(mention, nouns().map(|&other| &mentions[other])))
                && !chain.iter().any(|&other| is_alike(describer, heads[other], heads[number]));
            if is_other_share || is_apart {
                groups.push(vec![number]);
            } else {
                groups[chained[number]].push(number);
            }
        }
        let chains = group_of(&groups, mentions.len());
        let names = vec![Vec::new(); groups.len()];
        let mut out = Self {
            describer,
            listed,
            heads,
            chains,
            mentions: groups,
            names,
            name_of: HashMap::new(),
            same: Vec::new(),
        };
        out.join_names();
        out
    }

    fn all(&self) -> &'t [model::Mention] {
        let analysis: &'t Analysis = self.describer.analysis;
        &analysis.mentions
    }

    /// Puts each name into the group of the mention whose head it holds, else into that of the same name, else into a
    /// new one. A name of another kind than most in its group leaves it with its mention.
    fn join_names(&mut self) {
        let by_head: HashMap<usize, usize> =
            self.heads.iter().enumerate().map(|(number, &head)| (head, number)).collect();
        let by_words: HashMap<WordSpan, usize> =
            self.all().iter().enumerate().map(|(number, mention)| (mention.words, number)).collect();
        for number in 0..self.listed.len() {
            if let Some(mention) = self.mention_of(&self.listed[number], &by_head, &by_words) {
                let chain = self.chains[mention];
                self.names[chain].push(number);
                self.name_of.insert(mention, number);
            }
        }
        let mut by_text: HashMap<&str, usize> = HashMap::new();
        for group in 0..self.names.len() {
            self.keep_one_kind(group);
            for &number in &self.names[group] {
                by_text.entry(self.listed[number].text).or_insert(group);
            }
        }
        let kept: HashSet<usize> = self.names.iter().flatten().copied().collect();
        let mention_of: HashMap<usize, usize> =
            self.name_of.iter().map(|(&mention, &name)| (name, mention)).collect();
        for number in (0..self.listed.len()).filter(|number| !kept.contains(number)) {
            let group = *by_text.entry(self.listed[number].text).or_insert_with(|| {
                self.mentions.push(Vec::new());
                self.names.push(Vec::new());
                self.names.len() - 1
            });
            self.names[group].push(number);
            self.mentions[group].extend(mention_of.get(&number));
        }
        self.same = self.described(&by_head);
    }

    /// Groups of people's names with those of what is said of them beside the name: *political expert Jora Lind*, *Jora
    /// Lind, a mayor*.
    fn described(&self, by_head: &HashMap<usize, usize>) -> Vec<(usize, usize)> {
        let Describer { doc, analysis, .. } = *self.describer;
        let mut pairs = Vec::new();
        for (group, names) in self.names.iter().enumerate() {
            for name in names.iter().map(|&name| &self.listed[name]).filter(|name| is_person(name.kind)) {
                let before = name.title.and_then(|title| by_head.get(&(title.end - 1)));
                let before = before.filter(|&&mention| self.all()[mention].words.end == name.words.start);
                let sentence = doc.sentences[doc.sentence_of(name.words.start)].words;
                let near = sentence.end.min(name.words.end + 12);
                let behind = apposition_to(doc, analysis, name.words, near);
                let behind = behind.and_then(|word| by_head.get(&word));
                let is_person = |mention: &&usize| is_person(self.all()[**mention].kind);
                pairs.extend(
                    before
                        .into_iter()
                        .chain(behind)
                        .filter(is_person)
                        .map(|&mention| (self.chains[mention], group)),
                );
            }
        }
        pairs.retain(|(one, other)| one != other && self.names[*one].is_empty());
        pairs
    }

    /// The mention that is a name, or whose head a name or its title holds, the last one of several.
    fn mention_of(
        &self,
        name: &Name,
        by_head: &HashMap<usize, usize>,
        by_words: &HashMap<WordSpan, usize>,
    ) -> Option<usize> {
        let is_name = |mention: &usize| {
            let mention = &self.all()[*mention];
            mention.form == MentionForm::Name && mention.words.overlaps(name.words)
        };
        let same = by_words.get(&name.words).copied().filter(is_name);
        let at = |word: usize| by_head.get(&word).copied().filter(is_name);
        let titled = |word: usize| {
            by_head.get(&word).copied().filter(|&mention| self.all()[mention].words.overlaps(name.words))
        };
        let in_title = || name.title.and_then(|title| title.range().rev().find_map(titled));
        same.or_else(|| name.words.range().rev().find_map(at)).or_else(in_title)
    }

    /// Takes the names of another kind than most, and their mentions, out of a group.
    fn keep_one_kind(&mut self, group: usize) {
        let main = main_kind(self.names[group].iter().map(|&name| self.listed[name].kind));
        let (listed, name_of) = (&self.listed, &self.name_of);
        self.names[group].retain(|&name| listed[name].kind == main);
        let stays = |mention: &usize| name_of.get(mention).is_none_or(|&name| listed[name].kind == main);
        self.mentions[group].retain(stays);
    }

    /// The groups that are one entity: those whose longest name and kind are the same.
    fn merged(&self) -> Vec<Vec<usize>> {
        let mut out: Vec<Vec<usize>> = Vec::new();
        let mut known: HashMap<(&str, &str), usize> = HashMap::new();
        for (group, own) in self.names.iter().enumerate() {
            let longest = own.iter().copied().reduce(|best, next| {
                if self.listed[next].text.len() > self.listed[best].text.len() { next } else { best }
            });
            let key = longest.map(|name| (self.listed[name].text, self.listed[name].kind));
            match key.and_then(|key| known.get(&key).copied()) {
                Some(at) => out[at].push(group),
                None => {
                    known.extend(key.map(|key| (key, out.len())));
                    out.push(vec![group]);
                }
            }
        }
        let mut at = vec![0; self.names.len()];
        for (place, groups) in out.iter().enumerate() {
            groups.iter().for_each(|&group| at[group] = place);
        }
        for &(described, named) in &self.same {
            // What is described has no name, so that it is alone until now.
            let (from, to) = (at[described], at[named]);
            if from != to {
                let groups = std::mem::take(&mut out[from]);
                out[to].extend(groups);
                at[described] = to;
            }
        }
        out.retain(|groups| !groups.is_empty());
        out
    }

    /// The entities that the groups make.
    pub fn entities(&self) -> Vec<Entity> {
        let made = self.merged().into_iter().map(|groups| self.entity(&groups));
        made.filter(|entity| !entity.mentions.is_empty()).collect()
    }

    fn entity(&self, groups: &[usize]) -> Entity {
        let mut mentions = Vec::new();
        for &group in groups {
            for &number in &self.mentions[group] {
                let name = self.name_of.get(&number).map(|&name| self.listed[name].words);
                mentions.extend(forms(&self.all()[number], self.heads[number], name));
            }
            let named = self.names[group].iter().map(|&name| self.listed[name].words);
            mentions.extend(named.map(|words| Mention { words, form: MentionForm::Name, head: words }));
        }
        let named = groups.iter().find_map(|&group| Some(self.listed[*self.names[group].first()?].kind));
        let mentioned = || {
            let numbers = groups.iter().flat_map(|&group| &self.mentions[group]);
            main_kind(numbers.map(|&number| self.all()[number].kind))
        };
        let kind = kind(named.unwrap_or_else(mentioned));
        mentions.sort_by_key(Mention::order);
        let name = fullest(&mentions, &|words| self.describer.words(words));
        Entity { name, kind, mentions, meaning: None }
    }
}

/// The group of each mention.
fn group_of(groups: &[Vec<usize>], mentions: usize) -> Vec<usize> {
    let mut chains = vec![0; mentions];
    for (group, own) in groups.iter().enumerate() {
        for &mention in own {
            chains[mention] = group;
        }
    }
    chains
}

/// Whether a phrase is a share of some, *another 30 percent*, which is no share named before.
fn is_share(describer: &Describer, words: WordSpan) -> bool {
    let mut forms = words.range().take(6).map(|word| describer.words(WordSpan::new(word, word + 1)));
    let first = forms.by_ref().find(|form| form.starts_with(|c: char| c.is_ascii_digit()));
    first.is_some_and(|number| number.ends_with('%'))
        || first.is_some() && forms.next().is_some_and(|unit| matches!(unit, "percent" | "%" | "per"))
}

/// Whether a noun phrase brings in somebody or something new: it has no article but *a*, and is said of nothing.
fn is_new(describer: &Describer, mention: &model::Mention, head: usize) -> bool {
    let Some(own) = describer.analysis.words.get(head) else { return false };
    let first = &describer.analysis.words[mention.words.start];
    let is_bare = match first.upos {
        "DET" => matches!(first.lemma.as_str(), "a" | "an" | "some" | "another" | "several"),
        "PRON" | "PROPN" => false,
        _ => true,
    };
    let is_possessed =
        mention.words.range().any(|word| describer.analysis.words[word].relation == "nmod:poss");
    mention.form == MentionForm::Nominal
        && is_bare
        && !is_possessed
        && own.upos == "NOUN"
        && matches!(
            own.relation,
            "nsubj" | "obj" | "obl" | "iobj" | "nsubj:pass" | "nmod" | "obl:agent" | "conj"
        )
}

/// Whether a noun phrase is for a thing of another kind than all of a chain: *the dam* is no newspaper.
fn is_other<'m>(mention: &model::Mention, mut chain: impl Iterator<Item = &'m model::Mention>) -> bool {
    mention.form == MentionForm::Nominal && chain.all(|other| other.kind != mention.kind)
}

/// Whether two nouns are one.
fn is_alike(describer: &Describer, one: usize, other: usize) -> bool {
    let words = &describer.analysis.words;
    words[one].lemma.eq_ignore_ascii_case(&words[other].lemma) || words[one].upos == "PROPN"
}

/// The head of a mention: by the tree where one was made, else as the mention was found.
pub(super) fn head(describer: &Describer, mention: &model::Mention) -> usize {
    if describer.analysis.words.is_empty() {
        return mention.head;
    }
    head_of(describer.doc, describer.analysis, mention.words)
}
