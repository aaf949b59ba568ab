//! Logistic regression by Newton's method, with a little shrinkage.

use hanmend::ocr::{COUNT, Terms};

use crate::Example;

/// How strongly weights are pulled to nothing, on terms scaled to a spread of one.
const SHRINKAGE: f64 = 2.0;
const STEPS: usize = 25;
/// How much more a correction of clean text counts than any other.
const CLEAN: f64 = 4.0;

const SIZE: usize = COUNT + 1;

/// The constant and the weights that fit best.
pub fn fit(examples: &[&Example]) -> (f32, Terms) {
    let count = examples.len().max(1) as f64;
    let (mut mean, mut spread) = ([0.0; COUNT], [0.0; COUNT]);
    for n in 0..COUNT {
        mean[n] = examples.iter().map(|e| f64::from(e.terms[n])).sum::<f64>() / count;
        let squares = examples.iter().map(|e| (f64::from(e.terms[n]) - mean[n]).powi(2)).sum::<f64>();
        spread[n] = (squares / count).sqrt().max(1e-6);
    }
    let mut weights = [0.0; SIZE];
    for _ in 0..STEPS {
        let (mut gradient, mut curvature) = ([0.0; SIZE], vec![[0.0; SIZE]; SIZE]);
        for example in examples {
            let mut x = [1.0; SIZE];
            for n in 0..COUNT {
                x[n + 1] = (f64::from(example.terms[n]) - mean[n]) / spread[n];
            }
            let sum: f64 = x.iter().zip(weights).map(|(x, w)| x * w).sum();
            let p = 1.0 / (1.0 + (-sum).exp());
            let share = if example.damaged { 1.0 } else { CLEAN };
            let error = (if example.right { 1.0 } else { 0.0 }) - p;
            for a in 0..SIZE {
                gradient[a] += share * error * x[a];
                for (sum, y) in curvature[a].iter_mut().zip(x) {
                    *sum += share * p * (1.0 - p) * x[a] * y;
                }
            }
        }
        for a in 0..SIZE {
            if a > 0 {
                gradient[a] -= SHRINKAGE * weights[a];
            }
            curvature[a][a] += SHRINKAGE;
        }
        for (weight, step) in weights.iter_mut().zip(solve(curvature, gradient)) {
            *weight += step.clamp(-2.0, 2.0);
        }
    }
    let mut out = [0.0; COUNT];
    let mut bias = weights[0];
    for n in 0..COUNT {
        let weight = weights[n + 1] / spread[n];
        bias -= weight * mean[n];
        out[n] = weight as f32;
    }
    (bias as f32, out)
}

/// Gauss with the largest pivot.
fn solve(mut a: Vec<[f64; SIZE]>, mut b: [f64; SIZE]) -> [f64; SIZE] {
    for n in 0..SIZE {
        let pivot = (n..SIZE).max_by(|x, y| a[*x][n].abs().total_cmp(&a[*y][n].abs())).unwrap_or(n);
        a.swap(n, pivot);
        b.swap(n, pivot);
        for row in n + 1..SIZE {
            let factor = a[row][n] / a[n][n];
            let pivot = a[n];
            for (entry, above) in a[row].iter_mut().zip(pivot).skip(n) {
                *entry -= factor * above;
            }
            b[row] -= factor * b[n];
        }
    }
    for n in (0..SIZE).rev() {
        b[n] /= a[n][n];
        for row in 0..n {
            b[row] -= a[row][n] * b[n];
        }
    }
    b
}

/// The probability under these weights.
pub fn probability(bias: f32, weights: &Terms, terms: &Terms) -> f32 {
    let sum: f32 = weights.iter().zip(terms).map(|(w, t)| w * t).sum();
    1.0 / (1.0 + (-(bias + sum)).exp())
}
