//! Where the results of a query stand: counted by coordinates.

use rusqlite::params_from_iter;

use super::Query;
use super::error::FindError;
use super::facets::facets;
use super::plan::Plan;
use super::sql::Sql;
use crate::Store;
use crate::rows::Kind;

/// A spot on the earth, and how many results stand there.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// Name of the place.
    pub name: String,
    /// ISO 3166-1 alpha-3 code of its country.
    pub country: Option<String>,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Results there.
    pub count: u64,
}

/// The spots of a query's results.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spots {
    /// Results in all.
    pub total: u64,
    /// Results whose coordinates are known.
    pub placed: u64,
    /// The spots with most results, the most frequent first.
    pub spots: Vec<Spot>,
}

impl Store {
    /// Where the events, figures or places that `query` finds stand: the `limit` spots with most of them.
    ///
    /// # Errors
    /// Where things of the type have no place, the search is stopped, or the store fails.
    pub fn spots(&self, query: &Query, limit: usize) -> Result<Spots, FindError> {
        let kind = query.kind();
        if !matches!(kind, Kind::Event | Kind::Figure | Kind::Place) {
            let (facet, known) = ("coordinates".to_owned(), facets(kind).join(", "));
            return Err(FindError::Facet { facet, kind: kind.name(), known });
        }
        let sql = by_coordinates(Plan::new(self.connection(), query)?.counted());
        let mut statement = self.connection().prepare_cached(&sql.text)?;
        let mut rows = statement.query(params_from_iter(sql.args))?;
        let mut found = Spots::default();
        while let Some(row) = rows.next()? {
            let count = row.get::<_, i64>(4)?.unsigned_abs();
            found.total += count;
            if let (Some(lat), Some(lon)) = (row.get(0)?, row.get(1)?) {
                found.placed += count;
                if found.spots.len() < limit {
                    found.spots.push(Spot { name: row.get(2)?, country: row.get(3)?, lat, lon, count });
                }
            }
        }
        Ok(found)
    }
}

/// Counts of rows by the coordinates of their places, the most frequent first. All three types have a column `place`.
fn by_coordinates(rows: Sql) -> Sql {
    rows.within(
        "SELECT p.lat, p.lon, min(p.name) AS name, min(p.country), sum(n) AS number FROM (SELECT f.place AS place, count(*) AS n ",
        " GROUP BY f.place) LEFT JOIN places p USING (place) GROUP BY p.lat, p.lon ORDER BY number DESC, name",
    )
}
