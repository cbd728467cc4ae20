//! The marked text of a document, for notebooks.

use std::fmt::Write;

use annals_record::{CharSpan, Record};

use crate::document::Doc;

/// Why a stretch of the text is marked.
struct Mark {
    at: CharSpan,
    part: &'static str,
    told: String,
}

/// Looks of the marks; light and dark pages both show them.
const STYLE: &str = "<style>\
.annals{line-height:1.7;max-width:48em}\
.annals p{margin:0 0 .8em}\
.annals .content{background:rgba(66,133,244,.16)}\
.annals .cue{border-bottom:2px dotted #888}\
.annals .speaker{border-bottom:2px solid #4285f4}\
.annals .event{border-bottom:2px solid #d9480f}\
.annals .figure{background:rgba(240,180,0,.32)}\
.annals .time{border-bottom:2px solid #2b8a3e}\
.annals .place{border-bottom:2px solid #862e9c}\
.annals .key span{margin-right:1.2em}\
</style>";

const KEY: &str = "<p class=\"key\"><span class=\"content\">said</span><span class=\"speaker\">speaker</span>\
<span class=\"cue\">cue</span><span class=\"event\">event</span><span class=\"figure\">figure</span>\
<span class=\"time\">time</span><span class=\"place\">place</span></p>";

/// The page of a document: its head, its text with the findings marked, and what the marks mean.
pub fn page(doc: &Doc) -> String {
    let article = &doc.record.article;
    let mut page = format!("{STYLE}<div class=\"annals\">");
    if let Some(title) = &article.title {
        page += &format!("<h3>{}</h3>", escaped(title));
    }
    let about = [article.source.as_deref(), article.published.as_deref()];
    let about: Vec<String> = about.into_iter().flatten().map(escaped).collect();
    if !about.is_empty() {
        page += &format!("<p><small>{}</small></p>", about.join(" · "));
    }
    page += &paragraphs(doc);
    page + KEY + "</div>"
}

fn paragraphs(doc: &Doc) -> String {
    let marks = marks(doc);
    let mut coming = marks.iter().peekable();
    let mut open: Vec<&Mark> = Vec::new();
    let mut page = String::new();
    let mut last = None;
    for sentence in &doc.record.sentences {
        match last.replace(sentence.paragraph) {
            Some(paragraph) if paragraph == sentence.paragraph => page.push(' '),
            Some(_) => page += "</p><p>",
            None => page += "<p>",
        }
        open.retain(|mark| mark.at.end > sentence.span.start);
        while let Some(mark) = coming.next_if(|mark| mark.at.start < sentence.span.end) {
            open.push(mark);
        }
        stretches(doc, sentence.span, &open, &mut page);
    }
    if last.is_some() { page + "</p>" } else { page }
}

/// Writes a sentence, cut where marks begin and end.
fn stretches(doc: &Doc, sentence: CharSpan, over: &[&Mark], page: &mut String) {
    let edges = over.iter().flat_map(|mark| [mark.at.start, mark.at.end]);
    let mut cuts: Vec<usize> = edges.filter(|at| sentence.start < *at && *at < sentence.end).collect();
    cuts.extend([sentence.start, sentence.end]);
    cuts.sort_unstable();
    cuts.dedup();
    for cut in cuts.windows(2) {
        stretch(doc, CharSpan::new(cut[0], cut[1]), over, page);
    }
}

fn stretch(doc: &Doc, at: CharSpan, over: &[&Mark], page: &mut String) {
    let marks: Vec<&&Mark> = over.iter().filter(|mark| mark.at.contains(at)).collect();
    let words = escaped(doc.words(at));
    if marks.is_empty() {
        page.push_str(&words);
        return;
    }
    let parts: Vec<&str> = marks.iter().map(|mark| mark.part).collect();
    let told: Vec<&str> = marks.iter().map(|mark| mark.told.as_str()).collect();
    let (parts, told) = (parts.join(" "), escaped(&told.join("\n")));
    // Writing to a String cannot fail.
    let _ = write!(page, "<span class=\"{parts}\" title=\"{told}\">{words}</span>");
}

/// All marks of a record, in the order of their beginnings.
fn marks(doc: &Doc) -> Vec<Mark> {
    let record = &doc.record;
    let mut marks = said(doc);
    let mut mark = |at, part, told| marks.push(Mark { at, part, told });
    for event in &record.events {
        let code = event
            .mode
            .as_deref()
            .map_or_else(|| event.kind.clone(), |mode| format!("{} ({mode})", event.kind));
        mark(event.trigger, "event", format!("{code} {}", event.id));
    }
    for figure in &record.figures {
        let measure = figure.measure.as_deref().or(figure.unit.as_deref()).unwrap_or("number");
        mark(figure.span, "figure", format!("{measure} {}", figure.id));
    }
    for time in &record.times {
        mark(time.span, "time", time.value.clone().unwrap_or_else(|| "time".to_owned()));
    }
    for place in &record.places {
        let country = place.country.as_deref().map(|code| format!(", {code}")).unwrap_or_default();
        mark(place.span, "place", format!("{}{country}", place.name));
    }
    marks.sort_by_key(|mark| (mark.at.start, mark.at.end));
    marks
}

fn said(doc: &Doc) -> Vec<Mark> {
    let mut marks = Vec::new();
    for statement in &doc.record.statements {
        let speaker = statement.speaker.as_ref();
        let name = speaker.map_or("nobody named", |speaker| named(&doc.record, doc, speaker));
        let told = format!("{name} says {}", statement.id);
        let mut mark = |at, part| marks.push(Mark { at, part, told: told.clone() });
        statement.content.iter().for_each(|part| mark(*part, "content"));
        statement.cue.iter().for_each(|cue| mark(cue.span, "cue"));
        speaker.iter().for_each(|speaker| mark(speaker.span, "speaker"));
    }
    marks
}

fn named<'a>(record: &'a Record, doc: &'a Doc, speaker: &annals_record::Speaker) -> &'a str {
    let entity = speaker.entity.and_then(|id| doc.place(id)).map(|n| &record.entities[n]);
    entity.map_or_else(|| doc.words(speaker.span), |entity| &entity.name)
}

fn escaped(text: &str) -> String {
    let mut page = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => page.push_str("&amp;"),
            '<' => page.push_str("&lt;"),
            '>' => page.push_str("&gt;"),
            '"' => page.push_str("&quot;"),
            '\n' => page.push_str("&#10;"),
            _ => page.push(char),
        }
    }
    page
}
