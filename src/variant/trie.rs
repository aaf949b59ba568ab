//! Which key of a set of tables is the longest that a text begins with.

use crate::dictionary::Table;

/// A trie over characters. The children of a node lie side by side in the order of their labels.
pub(super) struct Trie {
    /// The root's child for every first character of the Basic Multilingual Plane; 0 for none.
    first: Box<[u32]>,
    labels: Vec<char>,
    nodes: Vec<Node>,
}

/// A node; number 0 is the root, which no key ends at.
#[derive(Clone, Copy)]
struct Node {
    children: u32,
    count: u32,
    /// The key that ends here.
    row: Option<Source>,
}

/// A row of one of the tables the trie was built from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Source {
    /// Number of the table, from 0.
    pub table: u8,
    /// Number of the row, as [`Table::row`] takes it.
    pub row: u32,
}

/// The rows that share the beginning that leads to a node, to be spread over its children.
#[derive(Clone, Copy)]
struct Pending {
    start: usize,
    end: usize,
    /// Bytes of the beginning.
    depth: usize,
}

impl Trie {
    /// The union of `tables`: of rows with equal keys the earlier table's counts.
    pub(super) fn new(tables: &[Table]) -> Trie {
        let mut rows: Vec<(&str, Source)> = Vec::with_capacity(tables.iter().map(Table::len).sum());
        for (table, number) in tables.iter().zip(0u8..) {
            let source = |row| Source { table: number, row };
            rows.extend(table.rows().zip(0u32..).map(|(row, n)| (row.key, source(n))));
        }
        if tables.len() > 1 {
            // Stable, so that the earlier table stays ahead; and quick, as each table is sorted already.
            rows.sort_by_key(|(key, _)| *key);
            rows.dedup_by_key(|(key, _)| *key);
        }
        // A word adds some two nodes to those that it shares.
        let room = 3 * rows.len() + 1;
        let mut nodes = Vec::with_capacity(room);
        nodes.push(Node { children: 0, count: 0, row: None });
        let mut labels = Vec::with_capacity(room);
        labels.push('\0');
        let mut trie = Trie { first: vec![0; 0x1_0000].into(), labels, nodes };
        let mut pending = Vec::with_capacity(room);
        pending.push(Pending { start: 0, end: rows.len(), depth: 0 });
        // Level by level, so that children get numbers side by side without being moved.
        let mut node = 0;
        while node < trie.nodes.len() {
            trie.spread(node, &rows, &mut pending);
            node += 1;
        }
        let root = trie.nodes[0];
        for child in root.children..root.children + root.count {
            if let Some(first) = trie.first.get_mut(trie.labels[child as usize] as usize) {
                *first = child;
            }
        }
        trie
    }

    /// Gives `node` its row and its children, which are put in line in `pending`.
    fn spread(&mut self, node: usize, rows: &[(&str, Source)], pending: &mut Vec<Pending>) {
        let Pending { mut start, end, depth } = pending[node];
        if node > 0 && start < end && rows[start].0.len() == depth {
            self.nodes[node].row = Some(rows[start].1);
            start += 1;
        }
        let children = self.nodes.len() as u32;
        while start < end
            && let Some(label) = rows[start].0[depth..].chars().next()
        {
            let depth_below = depth + label.len_utf8();
            let letters = &rows[start].0.as_bytes()[depth..depth_below];
            let same = |row: &(&str, Source)| row.0.as_bytes().get(depth..depth_below) == Some(letters);
            let first = start;
            start += 1;
            while start < end && same(&rows[start]) {
                start += 1;
            }
            self.nodes.push(Node { children: 0, count: 0, row: None });
            self.labels.push(label);
            pending.push(Pending { start: first, end: start, depth: depth_below });
        }
        self.nodes[node].children = children;
        self.nodes[node].count = self.nodes.len() as u32 - children;
    }

    /// The longest key that `text` begins with, its characters seen through `fold`: the bytes of `text` it covers
    /// and its row.
    pub(super) fn longest(&self, text: &str, fold: impl Fn(char) -> char) -> Option<(usize, Source)> {
        let mut node = 0;
        let mut found = None;
        for (at, raw) in text.char_indices() {
            node = match self.child(node, fold(raw)) {
                Some(child) => child,
                None => break,
            };
            if let Some(row) = self.nodes[node].row {
                found = Some((at + raw.len_utf8(), row));
            }
        }
        found
    }

    fn child(&self, node: usize, label: char) -> Option<usize> {
        if node == 0
            && let Some(first) = self.first.get(label as usize)
        {
            return (*first > 0).then_some(*first as usize);
        }
        let Node { children, count, .. } = self.nodes[node];
        let labels = &self.labels[children as usize..(children + count) as usize];
        labels.binary_search(&label).ok().map(|n| children as usize + n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_key_counts_and_the_earlier_table_breaks_ties() {
        let one = Table::parse("one", "甲\t1\n甲乙丙\t2\n丁\t3\n").unwrap();
        let two = Table::parse("two", "甲乙\t4\n丁\t5\n𠀀丁\t6\n").unwrap();
        let trie = Trie::new(&[one, two]);
        let longest = |text: &str| trie.longest(text, |c| c).map(|(n, s)| (n, s.table, s.row));
        assert_eq!(longest("甲乙丙丁"), Some((9, 0, 2)));
        assert_eq!(longest("甲乙丁"), Some((6, 1, 1)));
        assert_eq!(longest("甲丁"), Some((3, 0, 1)));
        assert_eq!(longest("丁"), Some((3, 0, 0)), "the first table's");
        assert_eq!(longest("𠀀丁"), Some((7, 1, 2)));
        assert_eq!(longest("𠀀"), None);
        assert_eq!(longest("乙"), None);
        assert_eq!(longest(""), None);
        assert_eq!(
            trie.longest("乙", |_| '甲'),
            Some((3, Source { table: 0, row: 1 })),
            "seen through the fold"
        );
    }

    #[test]
    fn no_tables_no_keys() {
        assert!(Trie::new(&[]).longest("甲", |c| c).is_none());
    }
}
