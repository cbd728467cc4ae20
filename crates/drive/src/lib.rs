//! Files in, records out, on many threads; and adding to a store with one writer. What the program and the package for
//! Python have in common: it knows files, threads and the clock, and no terminal.
//!
//! ```
//! use annals_drive::{Item, Meter, drafts, guarded, items, ordered, outcome};
//!
//! let folder = tempfile::tempdir()?;
//! std::fs::write(folder.path().join("a.jsonl"), r#"{"id": "a1", "text": "Rain fell."}"#)?;
//! let items = items([folder.path().to_owned()], Default::default(), Meter::default());
//! let outcomes = |item: Item| drafts(item).into_iter().map(|draft| outcome(draft, None)).collect::<Vec<_>>();
//! let mut read = Vec::new();
//! ordered(items, 2, |item| guarded(item, &outcomes), |found| {
//!     read.extend(found);
//!     Ok::<(), ()>(())
//! }).unwrap();
//! assert_eq!(read.len(), 1);
//! # Ok::<(), std::io::Error>(())
//! ```

mod add;
mod clock;
mod pipeline;
mod reading;
mod sources;

pub use add::{AddError, Adder, Tell, Written};
pub use clock::now;
pub use pipeline::{STACK, keep_to_this_thread, ordered};
pub use reading::{Guarded, Item, drafts, failed, guarded, outcome, unreadable};
pub use sources::{Input, Meter, has_suffix, inputs, is_article, is_stdin, items, total_bytes};
