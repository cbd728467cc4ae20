//! Actors that the world knows, and what words say of those it does not.
//!
//! `data/actors/` holds them: states, regions, organizations and people with every name they go by, and the terms for
//! what people and bodies do. A name resolves to an actor only where it can mean no other.

mod acts;
mod describe;
mod fold;
mod roles;
mod sightings;
mod tables;

pub(crate) use acts::acts;
pub(crate) use describe::{Describer, Description, kind_of};
pub(crate) use fold::fold;
pub(crate) use roles::{is_dealt_with, role_of};
pub(crate) use sightings::{Sightings, fits_kind};
pub(crate) use tables::{Actor, Sort, Via, tables};
