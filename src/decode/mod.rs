//! Bytes to text and back, keeping what was seen, so that the very bytes can be given back.
