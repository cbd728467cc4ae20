//! Quotations in all their marks.
