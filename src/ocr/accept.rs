//! How likely a correction is right: a logistic model over its terms, its weights in a reviewed table.

use super::features::{COUNT, NAMES, Terms};
use crate::dictionary::Weights;
use crate::error::Error;

/// The name of the constant term in the table.
pub const BIAS: &str = "bias";

/// The acceptor.
#[derive(Debug, Clone)]
pub(super) struct Acceptor {
    bias: f32,
    weights: Terms,
}

impl Acceptor {
    /// The acceptor with the weights of `table`, which must have every term and no other.
    pub fn new(file: &str, table: &Weights) -> Result<Acceptor, Error> {
        let data = |problem: String| Error::Data { file: file.into(), problem };
        let get =
            |name: &str| table.get(name).ok_or_else(|| data(format!("the weight of '{name}' is missing")));
        if let Some(unknown) = table.names().find(|name| *name != BIAS && !NAMES.contains(name)) {
            return Err(data(format!("'{unknown}' is no term")));
        }
        let mut weights = [0.0; COUNT];
        for (weight, name) in weights.iter_mut().zip(NAMES) {
            *weight = get(name)?;
        }
        Ok(Acceptor { bias: get(BIAS)?, weights })
    }

    /// The probability that a correction with these terms is right.
    pub fn probability(&self, terms: &Terms) -> f32 {
        let sum: f32 = self.weights.iter().zip(terms).map(|(weight, term)| weight * term).sum();
        1.0 / (1.0 + (-(self.bias + sum)).exp())
    }

    /// What each term adds, largest first, as far as it decides anything.
    pub fn reasons(&self, terms: &Terms) -> Vec<(String, f32)> {
        let products = self.weights.iter().zip(terms).map(|(weight, term)| weight * term);
        let mut reasons: Vec<(String, f32)> =
            NAMES.iter().zip(products).map(|(name, sum)| ((*name).to_owned(), sum)).collect();
        reasons.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
        reasons
    }
}
