//! Which few values stand for many: one-dimensional codebooks for log probabilities.

/// A list of values; others are stored as the place of the nearest.
#[derive(Debug, PartialEq)]
pub(super) struct Codebook {
    /// Ascending, at most as many as asked for, at least one.
    pub levels: Vec<f32>,
}

/// How often Lloyd's step is taken; the error is flat well before that on the data packed here.
const ROUNDS: usize = 300;

impl Codebook {
    /// The values themselves where they are no more than `most` different ones, else `most` values of small mean
    /// squared error (Lloyd's algorithm). Uses only sums, products and quotients of doubles in a fixed order, so
    /// that every machine makes the same codebook.
    pub fn fit(mut values: Vec<f32>, most: usize) -> Codebook {
        values.sort_unstable_by(f32::total_cmp);
        let mut distinct = values.clone();
        distinct.dedup();
        if distinct.is_empty() {
            distinct.push(0.0);
        }
        if distinct.len() <= most {
            return Codebook { levels: distinct };
        }
        let mut sums = vec![0.0f64];
        for &value in &values {
            sums.push(sums[sums.len() - 1] + f64::from(value));
        }
        let mut levels = start(&values, most);
        for _ in 0..ROUNDS {
            let mut from = 0;
            let mut next = levels.clone();
            for (i, level) in next.iter_mut().enumerate() {
                let to = levels.get(i + 1).map_or(values.len(), |above| {
                    let middle = (levels[i] + above) / 2.0;
                    from + values[from..].partition_point(|&v| f64::from(v) < middle)
                });
                // A level that no value is nearest to stays where it is.
                if to > from {
                    *level = (sums[to] - sums[from]) / (to - from) as f64;
                }
                from = to;
            }
            if next == levels {
                break;
            }
            levels = next;
        }
        let mut levels: Vec<f32> = levels.into_iter().map(|level| level as f32).collect();
        levels.dedup();
        Codebook { levels }
    }

    /// The place of the level nearest to `value`.
    pub fn code(&self, value: f32) -> usize {
        let above = self.levels.partition_point(|&level| level < value);
        match (above.checked_sub(1), self.levels.get(above)) {
            (Some(below), Some(&up)) if value - self.levels[below] > up - value => below + 1,
            (Some(below), _) => below,
            (None, _) => 0,
        }
    }
}

/// Levels to begin with: half at equal shares of the sorted values, for the crowded middle, half at equal distances,
/// for the thin ends that shares alone would leave to one level.
fn start(values: &[f32], most: usize) -> Vec<f64> {
    let (low, high) = (f64::from(values[0]), f64::from(values[values.len() - 1]));
    let shares = most / 2;
    let steps = most - shares;
    let mut levels: Vec<f64> = (0..shares)
        .map(|i| f64::from(values[(2 * i + 1) * values.len() / (2 * shares)]))
        .chain((0..steps).map(|i| low + (high - low) * (2 * i + 1) as f64 / (2 * steps) as f64))
        .collect();
    levels.sort_unstable_by(f64::total_cmp);
    levels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_values_are_kept_as_they_are() {
        let book = Codebook::fit(vec![-1.0, -3.0, -1.0], 4);
        assert_eq!(book.levels, [-3.0, -1.0]);
        assert_eq!([book.code(-3.0), book.code(-1.0), book.code(9.0)], [0, 1, 1]);
        assert_eq!(Codebook::fit(Vec::new(), 4).levels, [0.0]);
    }

    #[test]
    fn many_values_share_levels_near_them() {
        let values: Vec<f32> = (0..10_000).map(|i| -(i as f32) / 1000.0).collect();
        let book = Codebook::fit(values.clone(), 64);
        assert!(book.levels.len() <= 64);
        for value in values {
            let error = (book.levels[book.code(value)] - value).abs();
            assert!(error < 0.16, "{value} is off by {error}");
        }
    }
}
