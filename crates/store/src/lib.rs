//! The store: records kept in one SQLite file, found again, corrected, exported.
//!
//! The file is plain: flat tables with typed columns (`schema/`), and one view a kind of finding (`flat_statements`,
//! `flat_events` …) for whoever opens it in Datasette, DuckDB or Python. Nothing in it needs this crate to be read.
//!
//! ```
//! let folder = tempfile::tempdir()?;
//! let store = annals_store::Store::create(folder.path().join("news.annals"))?;
//! let articles: i64 = store.connection().query_row("SELECT count(*) FROM articles", [], |row| row.get(0))?;
//! assert_eq!(articles, 0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod add;
mod brake;
mod copies;
mod correct;
mod entry;
mod error;
pub mod export;
pub mod flat;
mod load;
mod look;
mod open;
mod query;
mod resolve;
mod rows;
mod snapshot;
mod words;

pub use add::{Added, Batch, Known, Run, Size};
pub use brake::Watch;
pub use copies::{Claim, Difference, FigureChange, Saying};
pub use correct::{Action, Applied, Correction, Lost, Verdict};
pub use entry::{BrokenRecord, Entry};
pub use error::StoreError;
pub use look::{Actor, Overview, Run as AddRun, State, Together};
pub use open::{SCHEMA_VERSION, Store};
pub use query::{
    COUNTED, Claimed, Count, Counting, Expr, FIELDS, Fault, Field, Find, FindError, MAX_DEPTH, MAX_LENGTH,
    MAX_TERMS, Node, Query, QueryError, Shape, Sort, Spec, Spot, Spots, Term, facets, parse_query,
};
pub use resolve::{Head, Meant};
pub use rows::{Columns, Kind, Page, Row, Token, Total, Value, holds_json};
