//! Views of the edits: unified diff, explanation with carets, JSON Lines.
