//! The model, loaded once, and the reading of one text.

use std::sync::{Mutex, PoisonError};

use annals_drive::{Item, drafts, guarded, keep_to_this_thread, outcome};
use annals_read::model::{ModelError, Reader};
use annals_record::{Failed, Note, Origin, Outcome};
use annals_text::{Body, Hints, Limits, Piece, Place};
use pyo3::prelude::*;
use pyo3::types::PyString;
use serde_json::{Map, Value};

use crate::document::Document;
use crate::error;

static READER: Mutex<Option<&'static Reader>> = Mutex::new(None);

/// The reader of this process, loaded when it is first asked for.
pub fn reader() -> Result<&'static Reader, ModelError> {
    let mut reader = READER.lock().unwrap_or_else(PoisonError::into_inner);
    match *reader {
        Some(reader) => Ok(reader),
        None => Ok(reader.insert(Box::leak(Box::new(Reader::shipped()?)))),
    }
}

/// The piece that a JSON object is, at `place`.
pub fn piece(object: Map<String, Value>, place: Place) -> Item {
    let body = Body::Json(Value::Object(object).to_string().into_bytes());
    // What is in memory already is read whatever its size.
    let limits = Limits { max_bytes: usize::MAX };
    Item::Piece(Box::new(Piece { hints: Hints::default(), place, limits, body }))
}

/// The outcomes of an item.
pub fn outcomes(item: Item, reader: &Reader) -> Vec<Outcome> {
    let read = |item| drafts(item).into_iter().map(|draft| outcome(draft, Some(reader))).collect();
    guarded(item, &read)
}

/// A text of Python; halves of characters, which no text of ours can hold, become U+FFFD.
pub fn text(text: &Bound<'_, PyString>) -> PyResult<String> {
    match text.to_str() {
        Ok(text) => Ok(text.to_owned()),
        Err(_) => {
            let bytes = text.call_method1("encode", ("utf-16-le", "surrogatepass"))?;
            let bytes: Vec<u8> = bytes.extract()?;
            let units = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
            Ok(char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
        }
    }
}

/// Reads one text.
#[pyfunction]
#[pyo3(signature = (text, *, published=None, title=None, uri=None, source=None, byline=None, key=None))]
#[allow(clippy::too_many_arguments)]
pub fn read(
    py: Python<'_>,
    text: &Bound<'_, PyString>,
    published: Option<String>,
    title: Option<String>,
    uri: Option<String>,
    source: Option<String>,
    byline: Option<Vec<String>>,
    key: Option<String>,
) -> PyResult<Document> {
    let mut object = Map::from_iter([("text".to_owned(), Value::from(self::text(text)?))]);
    let fields = [("published", published), ("title", title), ("uri", uri), ("source", source), ("id", key)];
    for (name, value) in fields {
        object.extend(value.map(|value| (name.to_owned(), Value::from(value))));
    }
    object.extend(byline.map(|names| ("byline".to_owned(), Value::from(names))));
    let read = py.detach(|| {
        let reader = reader()?;
        keep_to_this_thread();
        Ok(outcomes(piece(object, Place::Input), reader).into_iter().next())
    });
    match read.map_err(|error| error::model(&error))? {
        Some(Outcome::Read(record)) => Ok(Document::new(*record)),
        Some(Outcome::Failed(failed)) => Err(error::article(&failed)),
        None => Err(error::article(&nothing())),
    }
}

fn nothing() -> Failed {
    Failed::new(annals_read::ENGINE, Origin::default(), Note::new("intake", "there is nothing to read"))
}

/// What reads: version and digest of the model, as records have it.
#[pyfunction]
pub fn engine(py: Python<'_>) -> PyResult<String> {
    py.detach(|| reader().map(annals_read::engine)).map_err(|error| error::model(&error))
}
