use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The fields of a JSON object as they stand, with those whose key stood there before.
#[derive(Default)]
pub(super) struct Fields<'a> {
    /// By key; of several the first.
    pub by_key: BTreeMap<String, &'a RawValue>,
    /// Keys and values that a key gives again; which of them is meant nobody can tell.
    pub repeated: Vec<(String, &'a RawValue)>,
}

struct FieldsVisitor;

impl<'de: 'a, 'a> Deserialize<'de> for Fields<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FieldsVisitor)
    }
}

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Fields<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object in braces")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = Fields::default();
        while let Some((key, value)) = map.next_entry::<String, &RawValue>()? {
            match fields.by_key.entry(key) {
                Entry::Occupied(first) => fields.repeated.push((first.key().clone(), value)),
                Entry::Vacant(place) => drop(place.insert(value)),
            }
        }
        Ok(fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_the_same_however_it_is_written() {
        let fields: Fields = serde_json::from_str(r#"{"id": 1, "name": 2, "\u0069d": 3}"#).unwrap();
        assert_eq!(fields.by_key.keys().collect::<Vec<_>>(), ["id", "name"]);
        assert_eq!(fields.by_key["id"].get(), "1");
        let repeated: Vec<(&str, &str)> = fields.repeated.iter().map(|(key, raw)| (key.as_str(), raw.get())).collect();
        assert_eq!(repeated, [("id", "3")]);
    }
}
