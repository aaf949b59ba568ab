//! Where the rows of a table's text stand. Also part of the build script, which lays out the tables compiled in.

/// Bytes of a row as it is laid out: key, line and the three lengths.
pub const BYTES: usize = 14;

/// Where a row stands in the text of its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Offset of the key in bytes.
    pub key: u32,
    /// From 1.
    pub line: u32,
    /// Bytes of the key; the tab stands behind it.
    pub key_bytes: u16,
    /// Bytes of the values behind the tab.
    pub value_bytes: u16,
    /// Bytes of the first of them.
    pub best_bytes: u16,
}

impl Place {
    /// The row as it is laid out, little endian.
    pub fn to_bytes(self) -> [u8; BYTES] {
        let [a, b, c, d] = self.key.to_le_bytes();
        let [e, f, g, h] = self.line.to_le_bytes();
        let ([i, j], [k, l]) = (self.key_bytes.to_le_bytes(), self.value_bytes.to_le_bytes());
        let [m, n] = self.best_bytes.to_le_bytes();
        [a, b, c, d, e, f, g, h, i, j, k, l, m, n]
    }

    /// The row that [`Place::to_bytes`] laid out.
    pub fn from_bytes([a, b, c, d, e, f, g, h, i, j, k, l, m, n]: [u8; BYTES]) -> Place {
        Place {
            key: u32::from_le_bytes([a, b, c, d]),
            line: u32::from_le_bytes([e, f, g, h]),
            key_bytes: u16::from_le_bytes([i, j]),
            value_bytes: u16::from_le_bytes([k, l]),
            best_bytes: u16::from_le_bytes([m, n]),
        }
    }

    /// The key in the text of the table.
    pub fn key(self, text: &str) -> &str {
        let start = self.key as usize;
        &text[start..start + usize::from(self.key_bytes)]
    }

    /// The first of the values.
    #[inline]
    pub fn best(self, text: &str) -> &str {
        let start = self.key as usize + usize::from(self.key_bytes) + 1;
        &text[start..start + usize::from(self.best_bytes)]
    }

    /// The values in the text of the table.
    pub fn values(self, text: &str) -> &str {
        let start = self.key as usize + usize::from(self.key_bytes) + 1;
        &text[start..start + usize::from(self.value_bytes)]
    }
}

/// The rows of `text` in the order of their keys, or the line of the first that is none and what is wrong with it.
pub fn parse(text: &str) -> Result<Vec<Place>, (usize, String)> {
    let mut rows = Vec::with_capacity(text.len() / 20);
    let mut start = usize::from(text.starts_with('\u{FEFF}')) * '\u{FEFF}'.len_utf8();
    for (raw, line) in text[start..].split_inclusive('\n').zip(1..) {
        let content = raw.trim_end_matches(['\n', '\r']);
        if !content.is_empty() && !content.starts_with('#') {
            let tab = tab(content).map_err(|problem| (line, problem.to_owned()))?;
            let lengths = (u16::try_from(tab), u16::try_from(content.len() - tab - 1));
            let (Ok(key_bytes), Ok(value_bytes)) = lengths else {
                return Err((line, "the line is too long".into()));
            };
            let key = u32::try_from(start).map_err(|_| (line, "the table is too large".to_owned()))?;
            let values = &content[tab + 1..];
            let best_bytes = values.find(' ').unwrap_or(values.len()) as u16;
            rows.push(Place { key, line: line as u32, key_bytes, value_bytes, best_bytes });
        }
        start += raw.len();
    }
    if !rows.is_sorted_by(|a, b| a.key(text) < b.key(text)) {
        rows.sort_by(|a, b| a.key(text).cmp(b.key(text)));
        if let Some(twice) = rows.windows(2).find(|pair| pair[0].key(text) == pair[1].key(text)) {
            let problem = format!("'{}' stands in line {} already", twice[1].key(text), twice[0].line);
            return Err((twice[1].line as usize, problem));
        }
    }
    Ok(rows)
}

/// Where the tab of a row stands, or what is wrong with the row.
fn tab(content: &str) -> Result<usize, &'static str> {
    let (key, values) = content.split_once('\t').ok_or("there is no tab between key and value")?;
    if key.is_empty() {
        return Err("there is no key before the tab");
    }
    if values.is_empty() || values.starts_with(' ') || values.ends_with(' ') || values.contains("  ") {
        return Err("a value is empty");
    }
    if values.contains('\t') {
        return Err("there is more than one tab");
    }
    Ok(key.len())
}
