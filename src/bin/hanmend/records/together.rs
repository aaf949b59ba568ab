//! The strings of one record restored together, as one document: what one of them shows tells about the others.

use hanmend::text::Span;
use hanmend::{Edit, Edits, Gap, Pass, Restoration, Restorer};

/// Restores `texts`, each in a restoration of its own.
pub fn restore(texts: &[&str], restorer: &Restorer) -> Vec<Restoration> {
    if let [text] = texts {
        return vec![restorer.restore(text)];
    }
    let restored = restorer.restore(&texts.join("\n"));
    // An edit over the end of a string would mix two; then each stands for itself.
    apart(texts, &restored).unwrap_or_else(|| texts.iter().map(|text| restorer.restore(text)).collect())
}

/// What was restored of each of `texts`, which were joined by a line break; `None` where an edit touches one of these.
fn apart(texts: &[&str], restored: &Restoration) -> Option<Vec<Restoration>> {
    let mut out: Vec<Restoration> = texts
        .iter()
        .map(|text| Restoration { original: (*text).into(), text: (*text).into(), passes: Vec::new() })
        .collect();
    for pass in &restored.passes {
        let mut edits = pass.applied.iter().peekable();
        let mut withheld = pass.withheld.iter().peekable();
        let mut gaps = pass.gaps.iter().peekable();
        let mut start = 0;
        for (n, own) in out.iter_mut().enumerate() {
            let end = start + own.text.len();
            let is_last = n + 1 == texts.len();
            let within = |span: Span| span.start <= end;
            let moved = |span: Span| {
                (span.end <= end)
                    .then(|| Span::new(span.start - start, span.end - start))
                    .filter(|_| span.start >= start)
            };
            let moved_edit = |edit: &Edit| Some(Edit { span: moved(edit.span)?, ..edit.clone() });
            let mut own_edits = Vec::new();
            while let Some(edit) = edits.next_if(|edit| within(edit.span)) {
                own_edits.push(moved_edit(edit)?);
            }
            let mut own_withheld = Vec::new();
            while let Some(edit) = withheld.next_if(|edit| within(edit.span)) {
                own_withheld.push(moved_edit(edit)?);
            }
            let mut own_gaps = Vec::new();
            while let Some(gap) = gaps.next_if(|gap| within(gap.span)) {
                own_gaps.push(Gap { span: moved(gap.span)?, cause: gap.cause });
            }
            start = end + usize::from(!is_last);
            if own_edits.is_empty() && own_withheld.is_empty() && own_gaps.is_empty() {
                continue;
            }
            let applied = Edits::fit(&own.text, own_edits).ok()?;
            own.text = applied.apply(&own.text);
            own.passes.push(Pass { stage: pass.stage, applied, withheld: own_withheld, gaps: own_gaps });
        }
        if edits.next().is_some() || withheld.next().is_some() || gaps.next().is_some() {
            return None;
        }
    }
    // Where a line break was edited away, the parts do not make the whole.
    let whole = out.iter().map(|own| own.text.as_str()).collect::<Vec<_>>().join("\n");
    (whole == restored.text).then_some(out)
}
