//! The rows of an article: column by column what the flat views of a store have (`schema/views.sql`).

use annals_record::{
    CharSpan, Entity, EntityId, Event, Figure, Mention, Place, Sentence, Speaker, Statement, Time,
};

use super::cells::{Cell, Named};
use super::page::{Page, standing};
use crate::Kind;
use crate::copies::Sketch;
use crate::export::columns::Table;
use crate::words::{pairs, word};

/// Takes a row of a table.
type Take<'t, 'a> = &'t mut dyn FnMut(Table, Vec<Named<'a>>);

/// Gives all rows of an article.
pub fn article<'a>(page: &Page<'a>, take: Take<'_, 'a>) {
    let record = page.record;
    take(Table::Rows(Kind::Article), head(page));
    for (number, one) in record.sentences.iter().enumerate() {
        take(Table::Rows(Kind::Sentence), sentence(page, number, one));
    }
    record.statements.iter().for_each(|one| take(Table::Rows(Kind::Statement), statement(page, one)));
    record.figures.iter().for_each(|one| take(Table::Rows(Kind::Figure), figure(page, one)));
    record.times.iter().for_each(|one| take(Table::Rows(Kind::Time), time(page, one)));
    record.places.iter().for_each(|one| take(Table::Rows(Kind::Place), place(page, one)));
    for one in &record.events {
        take(Table::Rows(Kind::Event), event(page, one));
        participants(page, one, take);
    }
    for one in &record.entities {
        take(Table::Rows(Kind::Entity), entity(page, one));
        for (n, mentioned) in one.mentions.iter().enumerate() {
            take(Table::Mentions, mention(page, one, n, mentioned));
        }
    }
}

fn with<'a>(mut row: Vec<Named<'a>>, own: impl IntoIterator<Item = Named<'a>>) -> Vec<Named<'a>> {
    row.extend(own);
    row
}

fn head<'a>(page: &Page<'a>) -> Vec<Named<'a>> {
    let article = &page.record.article;
    let Sketch { runs, bands } = Sketch::of(&article.text);
    let runs: Vec<i64> = runs.into_iter().map(u64::cast_signed).collect();
    let own = [
        ("byline", Cell::List(article.byline.iter().map(|name| Some(name.as_str())).collect())),
        ("section", article.section.as_ref().into()),
        ("story_code", article.story_code.as_ref().into()),
        ("modified", article.modified.as_ref().into()),
        ("words", article.text.split_whitespace().count().into()),
        ("engine", (&page.record.engine).into()),
        ("sketch", Cell::Numbers(runs.into())),
        ("bands", Cell::Numbers(bands.into())),
    ];
    with(page.head(), own)
}

fn sentence<'a>(page: &Page<'a>, number: usize, sentence: &Sentence) -> Vec<Named<'a>> {
    let own = [
        ("sentence", number.into()),
        ("start", sentence.span.start.into()),
        ("end", sentence.span.end.into()),
        ("text", page.words(sentence.span).into()),
        ("paragraph", sentence.paragraph.into()),
    ];
    with(page.head(), own)
}

fn statement<'a>(page: &Page<'a>, one: &'a Statement) -> Vec<Named<'a>> {
    let Statement { id, form, content, cue, speaker, addressee, within } = one;
    let span = content.iter().copied().reduce(CharSpan::cover).unwrap_or_else(|| id.span());
    let parts: Vec<&str> = content.iter().map(|part| page.words(*part)).collect();
    let addressed = page.entity(addressee.as_ref().and_then(|addressee| addressee.entity));
    let row = page.finding(id, span, parts.join(" … "));
    let row = with(
        row,
        [
            ("form", word(form).into()),
            ("parts", pairs(content).into()),
            ("cue", cue.as_ref().map(|cue| page.words(cue.span)).into()),
            ("lemma", cue.as_ref().map(|cue| &cue.lemma).into()),
            ("stance", cue.as_ref().and_then(|cue| word(cue.stance)).into()),
            ("negated", cue.as_ref().map(|cue| cue.negated).into()),
        ],
    );
    let row = with(row, spoken(page, speaker.as_ref()));
    with(
        row,
        [
            ("addressee_words", addressee.as_ref().map(|addressee| page.words(addressee.span)).into()),
            ("addressee", addressed.map(|entity| &entity.name).into()),
            ("within", page.statement(*within).map(|outer| outer.id.to_string()).into()),
        ],
    )
}

fn spoken<'a>(page: &Page<'a>, speaker: Option<&'a Speaker>) -> [Named<'a>; 9] {
    let entity = page.entity(speaker.and_then(|speaker| speaker.entity));
    [
        ("speaker_words", speaker.map(|speaker| page.words(speaker.span)).into()),
        ("speaker", entity.map(|entity| &entity.name).into()),
        ("speaker_kind", entity.map(|entity| entity.kind.label()).into()),
        ("speaker_title", entity.and_then(|entity| entity.title.as_ref()).into()),
        ("speaker_country", entity.and_then(|entity| entity.country.as_ref()).into()),
        ("speaker_role", entity.and_then(|entity| entity.role.as_ref()).into()),
        ("speaker_key", entity.and_then(|entity| entity.key.as_ref()).into()),
        ("speaker_by", speaker.map(|speaker| speaker.by.label()).into()),
        ("speaker_score", speaker.and_then(|speaker| speaker.score).into()),
    ]
}

fn event<'a>(page: &Page<'a>, one: &'a Event) -> Vec<Named<'a>> {
    let Event { id, kind, mode, cameo, intensity, trigger, sentence, status, mentions, .. } = one;
    let place = page.place(one.place);
    let voice = page.voice(one.statement);
    let row = with(page.head(), page.within(Some(*sentence)));
    let row = with(row, standing(id, *trigger, page.words(*trigger)));
    let row = with(
        row,
        [
            ("type", kind.into()),
            ("mode", mode.as_ref().into()),
            ("cameo", cameo.as_ref().into()),
            ("intensity", (*intensity).into()),
            ("status", word(status).into()),
            ("day_start", one.date.as_ref().map(|date| &date.start).into()),
            ("day_end", one.date.as_ref().map(|date| &date.end).into()),
        ],
    );
    let [names, countries, roles] = side(page, &one.actors);
    let row = with(row, [("actors", names), ("actor_countries", countries), ("actor_roles", roles)]);
    let [names, countries, roles] = side(page, &one.recipients);
    let row =
        with(row, [("recipients", names), ("recipient_countries", countries), ("recipient_roles", roles)]);
    with(
        row,
        [
            ("place", place.map(|place| &place.name).into()),
            ("place_country", place.and_then(|place| place.country.as_ref()).into()),
            ("place_admin1", place.and_then(|place| place.admin1.as_ref()).into()),
            ("lat", place.and_then(|place| place.lat).into()),
            ("lon", place.and_then(|place| place.lon).into()),
            ("geonames", place.and_then(geonames).into()),
            ("voice", voice.name.into()),
            ("voice_key", voice.entity.and_then(|entity| entity.key.as_ref()).into()),
            ("statement", voice.statement.map(|id| id.to_string()).into()),
            ("mentions", pairs(mentions).into()),
            ("confidence", one.confidence.into()),
        ],
    )
}

/// Names, countries and sectors of those on one side of an event.
fn side<'a>(page: &Page<'a>, ids: &[EntityId]) -> [Cell<'a>; 3] {
    let entities: Vec<&'a Entity> = ids.iter().filter_map(|id| page.entity(*id)).collect();
    let list = |of: fn(&'a Entity) -> Option<&'a str>| {
        Cell::List(entities.iter().map(|entity| of(entity)).collect())
    };
    [
        list(|entity| Some(&entity.name)),
        list(|entity| entity.country.as_deref()),
        list(|entity| entity.role.as_deref()),
    ]
}

fn participants<'a>(page: &Page<'a>, event: &'a Event, take: Take<'_, 'a>) {
    for (side, ids) in [("actor", &event.actors), ("recipient", &event.recipients)] {
        let entities = ids.iter().enumerate().filter_map(|(n, id)| Some((n, page.entity(*id)?)));
        for (n, entity) in entities {
            let row = vec![
                ("article_id", (&page.record.article.id).into()),
                ("event", event.id.to_string().into()),
                ("side", side.into()),
                ("n", n.into()),
                ("entity", entity.id.to_string().into()),
                ("name", (&entity.name).into()),
                ("country", entity.country.as_ref().into()),
                ("role", entity.role.as_ref().into()),
                ("actor_key", entity.key.as_ref().into()),
            ];
            take(Table::Participants, row);
        }
    }
}

fn figure<'a>(page: &Page<'a>, one: &'a Figure) -> Vec<Named<'a>> {
    let Figure { id, span, low, high, relation, unit, measure, of, currency, .. } = one;
    let place = page.place(one.place);
    let event = page.event(one.event);
    let voice = page.voice(one.statement);
    let row = with(
        page.finding(id, *span, page.words(*span)),
        [
            ("low", (*low).into()),
            ("high", (*high).into()),
            ("relation", word(relation).into()),
            ("unit", unit.as_ref().into()),
            ("measure", measure.as_ref().into()),
            ("of", of.as_ref().into()),
            ("currency", currency.as_ref().into()),
            ("date", page.time(one.date).and_then(|time| time.value.as_ref()).into()),
        ],
    );
    with(
        row,
        [
            ("place", place.map(|place| &place.name).into()),
            ("place_country", place.and_then(|place| place.country.as_ref()).into()),
            ("lat", place.and_then(|place| place.lat).into()),
            ("lon", place.and_then(|place| place.lon).into()),
            ("event", event.map(|event| event.id.to_string()).into()),
            ("event_type", event.map(|event| &event.kind).into()),
            ("part_of", one.part_of.map(|whole| whole.to_string()).into()),
            ("voice", voice.name.into()),
            ("voice_key", voice.entity.and_then(|entity| entity.key.as_ref()).into()),
            ("voice_country", voice.entity.and_then(|entity| entity.country.as_ref()).into()),
            ("statement", voice.statement.map(|id| id.to_string()).into()),
        ],
    )
}

fn time<'a>(page: &Page<'a>, one: &'a Time) -> Vec<Named<'a>> {
    let Time { id, span, kind, value } = one;
    let own = [("type", word(kind).into()), ("value", value.as_ref().into())];
    with(page.finding(id, *span, page.words(*span)), own)
}

fn place<'a>(page: &Page<'a>, one: &'a Place) -> Vec<Named<'a>> {
    let Place { id, span, name, country, admin1, lat, lon, geonames: _, feature, sense, by, score } = one;
    let own = [
        ("name", name.into()),
        ("country", country.as_ref().into()),
        ("admin1", admin1.as_ref().into()),
        ("lat", (*lat).into()),
        ("lon", (*lon).into()),
        ("geonames", geonames(one).into()),
        ("feature", feature.as_ref().into()),
        ("sense", sense.label().into()),
        ("chosen_by", by.label().into()),
        ("score", (*score).into()),
    ];
    with(page.finding(id, *span, page.words(*span)), own)
}

fn geonames(place: &Place) -> Option<usize> {
    place.geonames.and_then(|id| usize::try_from(id).ok())
}

fn entity<'a>(page: &Page<'a>, one: &'a Entity) -> Vec<Named<'a>> {
    let Entity { id, name, kind, country, role, title, affiliation, reference, key, mentions } = one;
    let first = mentions.first().map(|mention| mention.span);
    let row = with(page.head(), page.within(first.and_then(|span| page.sentence_at(span.start))));
    with(
        row,
        [
            ("id", id.to_string().into()),
            ("start", first.map(|span| span.start).into()),
            ("end", first.map(|span| span.end).into()),
            ("text", name.into()),
            ("kind", kind.label().into()),
            ("country", country.as_ref().into()),
            ("role", role.as_ref().into()),
            ("entity_title", title.as_ref().into()),
            ("affiliation", page.entity(*affiliation).map(|entity| &entity.name).into()),
            ("ref", reference.as_ref().into()),
            ("actor_key", key.as_ref().into()),
            ("mentions", mentions.len().into()),
        ],
    )
}

fn mention<'a>(page: &Page<'a>, entity: &'a Entity, n: usize, mention: &Mention) -> Vec<Named<'a>> {
    let Mention { span, form, head } = mention;
    vec![
        ("article_id", (&page.record.article.id).into()),
        ("entity", entity.id.to_string().into()),
        ("n", n.into()),
        ("sentence", page.sentence_at(span.start).into()),
        ("start", span.start.into()),
        ("end", span.end.into()),
        ("text", page.words(*span).into()),
        ("form", word(form).into()),
        ("head_start", head.map(|head| head.start).into()),
        ("head_end", head.map(|head| head.end).into()),
    ]
}
