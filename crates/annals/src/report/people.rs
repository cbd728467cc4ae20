//! Who is in it: the named things of an article, most mentioned first.

use std::cmp::Reverse;
use std::collections::HashSet;

use annals_record::{Entity, EntityKind, Mention, MentionForm};
use unicode_width::UnicodeWidthStr;

use super::Page;
use super::words::{bare, cut, flat, folded, words};
use crate::style::Ink;

/// Lines of the part.
const SHOWN: usize = 12;
/// The widest column of names.
const NAME: usize = 28;
/// The widest title, and the fewest columns it is cut to.
const TITLE: usize = 40;
const LEAST: usize = 8;

impl Page<'_> {
    pub(super) fn people(&self) -> String {
        let mut named: Vec<_> = self.record.entities.iter().filter(|entity| self.is_shown(entity)).collect();
        named.sort_by_key(|entity| Reverse(times_mentioned(entity)));
        let shown = &named[..named.len().min(SHOWN)];
        let room = NAME.min(self.layout.width / 3);
        let column = shown.iter().map(|entity| flat(&entity.name).width()).max().unwrap_or(0).min(room);
        let digits = shown.first().map_or(0, |entity| times_mentioned(entity).to_string().len());
        let rest = match named.len() - shown.len() {
            0 => None,
            rest => Some(self.layout.wrap("  ", "  ", Ink::Faint, &format!("and {rest} more"))),
        };
        self.part("Who is in it", shown.iter().map(|entity| self.person(entity, column, digits)).chain(rest))
    }

    /// Whether an entity has a name, and one that is not a time's.
    fn is_shown(&self, entity: &Entity) -> bool {
        let mut names = entity.mentions.iter().filter(|mention| mention.form == MentionForm::Name);
        names.any(|name| !self.is_time(name))
    }

    fn is_time(&self, mention: &Mention) -> bool {
        let times = &self.record.times;
        let behind = times.partition_point(|time| time.span.start <= mention.span.start);
        behind.checked_sub(1).is_some_and(|last| times[last].span.contains(mention.span))
    }

    /// A line: the name, how many times it is mentioned, and what it is. Where all has no room the title is cut.
    fn person(&self, entity: &Entity, column: usize, digits: usize) -> String {
        let style = self.layout.style;
        let name = cut(&entity.name, column);
        let gap = " ".repeat(column.saturating_sub(name.width()) + 2);
        let count = format!("{:>digits$}×", times_mentioned(entity));
        let kind = Some(entity.kind).filter(|kind| *kind != EntityKind::Other).map(EntityKind::label);
        let about = |title: Option<String>| {
            let parts = kind.map(str::to_owned).into_iter().chain(title).chain(belonging(entity));
            parts.collect::<Vec<_>>().join(" · ")
        };
        let room = self.layout.width.saturating_sub(column + digits + 7);
        let left = room.saturating_sub(about(None).width() + 3);
        let title = title(entity).filter(|title| title.width() <= left || left >= LEAST);
        let title = title.map(|title| cut(&title, left));
        let about = cut(&about(title), room);
        let line =
            format!("  {}{gap}{count}  {}", style.paint(Ink::Speaker, name), style.paint(Ink::Faint, about));
        line.trim_end().to_owned() + "\n"
    }
}

/// Title, sector and country of an entity, in words.
pub(super) fn described(entity: &Entity) -> Vec<String> {
    title(entity).into_iter().chain(belonging(entity)).collect()
}

/// The title, where it is no part of the name.
fn title(entity: &Entity) -> Option<String> {
    let title = entity.title.as_deref().map(|title| cut(bare(title), TITLE))?;
    (!title.is_empty() && !folded(&entity.name).contains(&folded(&title))).then_some(title)
}

/// Sector, and country where that is not the entity itself.
fn belonging(entity: &Entity) -> impl Iterator<Item = String> {
    let sector = entity.role.as_deref().and_then(|code| words("sector", code));
    let country = entity.country.as_deref().and_then(|code| words("country", code));
    let country = country.filter(|country| *country != entity.name);
    [sector, country].into_iter().flatten().map(str::to_owned)
}

/// How many times an entity is mentioned. A name inside a phrase for the same thing has its head, and counts with it.
fn times_mentioned(entity: &Entity) -> usize {
    let heads = entity.mentions.iter().map(|mention| mention.head.unwrap_or(mention.span).end);
    heads.collect::<HashSet<_>>().len()
}
