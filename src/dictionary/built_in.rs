//! Which tables are compiled in, under which name, and how the build script laid them out.

include!(concat!(env!("OUT_DIR"), "/built_in.rs"));
