//! The damage run forward, as pure functions: what the restorer inverts and proves by.
