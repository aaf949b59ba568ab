//! The tables in `dictionaries/`: parsed, looked up, cited by table and line.

mod built_in;
mod table;

pub use table::{Row, Table};
