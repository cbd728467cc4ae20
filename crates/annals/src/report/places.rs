//! Where: the places of an article, each once.

use std::collections::HashSet;

use annals_record::{Place, PlaceSense};

use super::words::words;
use super::{Page, Row, flat};

impl Page<'_> {
    /// Each place that is known, under the name it is first called by; what only lends something its name is none.
    pub(super) fn places(&self) -> String {
        let mut seen = HashSet::new();
        let known = self.record.places.iter().filter(|place| place.sense != PlaceSense::Part);
        let rows = known.filter_map(|place| {
            let spot = spot(place)?;
            let is_new = seen.insert((place.name.as_str(), spot.clone()));
            let value = format!("{} · {spot}", what(place));
            is_new.then(|| Row { words: flat(self.words(place.span)), value, voice: String::new() })
        });
        self.table("Places", rows.collect())
    }
}

/// The coordinates of a place that has any.
fn spot(place: &Place) -> Option<String> {
    Some(format!("{:.2}, {:.2}", place.lat?, place.lon?))
}

/// What a place is and where: *town in Bavaria, Germany*.
fn what(place: &Place) -> String {
    let feature = place.feature.as_deref().unwrap_or("place");
    let feature = words("feature", feature).unwrap_or(feature);
    if feature == "country" {
        return feature.to_owned();
    }
    let region = place.admin1.as_deref().filter(|region| *region != place.name);
    let country = place.country.as_deref().and_then(|code| words("country", code));
    let inside: Vec<&str> = [region, country].into_iter().flatten().collect();
    if inside.is_empty() { feature.to_owned() } else { format!("{feature} in {}", inside.join(", ")) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn place(feature: &str, country: Option<&str>, admin1: Option<&str>) -> Place {
        let value = json!({"id": "p0-4", "start": 0, "end": 4, "name": "Oran", "country": country, "admin1": admin1,
            "lat": 1.0, "lon": -2.005, "geonames": null, "feature": feature});
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn a_place_is_told_by_what_it_is_and_where() {
        for (own, expected) in [
            (place("town", Some("DEU"), Some("Bavaria")), "town in Bavaria, Germany"),
            (place("division", Some("DEU"), Some("Oran")), "first-level region in Germany"),
            (place("country", Some("DEU"), None), "country"),
            (place("strait", None, None), "strait"),
        ] {
            assert_eq!(what(&own), expected);
        }
    }

    #[test]
    fn coordinates_have_two_decimals() {
        assert_eq!(spot(&place("town", None, None)).as_deref(), Some("1.00, -2.00"));
    }
}
