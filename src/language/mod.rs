//! How well a run of text reads as Chinese: the packed word model.
