//! The program: argv to options, bytes in, bytes out, exit code.

fn main() {}
