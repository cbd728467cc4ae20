//! Cells as plain text and as JSON.

use std::borrow::Cow;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::columns::{Column, Type};
use crate::Value;

/// A cell as text; nothing where it is null. Reals keep a point or an exponent, booleans are `true` and `false`.
pub fn text(value: &Value, holds: Type) -> Option<Cow<'_, str>> {
    Some(match value {
        Value::Null => return None,
        Value::Integer(number) if holds == Type::Boolean => {
            Cow::Borrowed(if *number == 0 { "false" } else { "true" })
        }
        Value::Integer(number) if holds == Type::Real => Cow::Owned(format!("{number}.0")),
        Value::Integer(number) => Cow::Owned(number.to_string()),
        Value::Real(number) => Cow::Owned(serde_json::Number::from_f64(*number)?.to_string()),
        Value::Text(text) => Cow::Borrowed(text),
        Value::Blob(bytes) => Cow::Owned(bytes.iter().map(|byte| format!("{byte:02x}")).collect()),
    })
}

/// A cell as JSON.
pub fn json(value: &Value, holds: Type) -> serde_json::Value {
    match (value, holds) {
        (Value::Integer(number), Type::Boolean) => (*number != 0).into(),
        #[allow(clippy::cast_precision_loss)]
        (Value::Integer(number), Type::Real) => (*number as f64).into(),
        (Value::Integer(number), _) => (*number).into(),
        (Value::Real(number), _) => (*number).into(),
        (Value::Text(text), Type::List | Type::Json | Type::Numbers) => {
            serde_json::from_str(text).unwrap_or_else(|_| text.as_str().into())
        }
        _ => text(value, holds).map_or(serde_json::Value::Null, |text| text.into_owned().into()),
    }
}

/// A row as a JSON object, in the order of its columns.
pub struct Object<'a>(pub &'a [Column], pub &'a [Value]);

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (column, value) in self.0.iter().zip(self.1) {
            map.serialize_entry(&column.name, &json(value, column.holds))?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_go_by_what_their_column_holds() {
        let cell = |value: Value, holds| text(&value, holds).map(Cow::into_owned);
        assert_eq!(cell(Value::Null, Type::Text), None);
        assert_eq!(cell(Value::Integer(1), Type::Boolean).as_deref(), Some("true"));
        assert_eq!(cell(Value::Integer(1), Type::Integer).as_deref(), Some("1"));
        assert_eq!(cell(Value::Real(-5.0), Type::Real).as_deref(), Some("-5.0"));
        assert_eq!(cell(Value::Real(1e300), Type::Real).as_deref(), Some("1e+300"));
        assert_eq!(json(&Value::Text("[\"a\",null]".into()), Type::List), serde_json::json!(["a", null]));
        assert_eq!(json(&Value::Text("[broken".into()), Type::Json), "[broken");
    }
}
