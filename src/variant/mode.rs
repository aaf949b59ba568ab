//! OpenCC's configurations by name, and the steps each takes.

use std::fmt;
use std::str::FromStr;

use super::Target;
use crate::error::Error;

/// One of OpenCC's configurations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Mode(&'static Plan);

/// What a configuration says.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Plan {
    name: &'static str,
    /// The step whose first group cuts the text into pieces that the steps see one by one, where the text is cut.
    pub cut: Option<&'static str>,
    /// The steps, one on what the one before made.
    pub steps: &'static [&'static str],
}

const fn plan(name: &'static str, cut: Option<&'static str>, steps: &'static [&'static str]) -> Plan {
    Plan { name, cut, steps }
}

static PLANS: [Plan; 16] = [
    plan("hk2s", Some("ts"), &["hk-back", "ts"]),
    plan("hk2sp", Some("ts"), &["hkp-back", "ts"]),
    plan("hk2t", None, &["hk-back"]),
    plan("jp2t", None, &["jp-back"]),
    plan("s2hk", Some("st"), &["st", "hk"]),
    plan("s2hkp", Some("st"), &["st", "hkp"]),
    plan("s2t", None, &["st"]),
    plan("s2tw", Some("st"), &["st", "tw"]),
    plan("s2twp", Some("st"), &["st", "twp"]),
    plan("t2hk", None, &["hk"]),
    plan("t2jp", None, &["jp"]),
    plan("t2s", None, &["ts"]),
    plan("t2tw", None, &["tw"]),
    plan("tw2s", Some("ts"), &["tw-back", "ts"]),
    plan("tw2sp", Some("ts"), &["twp-back", "ts"]),
    plan("tw2t", None, &["tw-back"]),
];

impl Mode {
    /// Every configuration, in the order of their names.
    pub fn all() -> impl ExactSizeIterator<Item = Mode> {
        PLANS.iter().map(Mode)
    }

    /// OpenCC's name for it.
    pub fn name(self) -> &'static str {
        self.0.name
    }

    pub(super) fn plan(self) -> &'static Plan {
        self.0
    }

    /// The configuration that takes Simplified to `target`, or anything to Simplified.
    pub(super) fn towards(target: Target) -> Mode {
        let name = match target {
            Target::Hans => "t2s",
            Target::Hant => "s2t",
            Target::HantTw => "s2tw",
            Target::HantHk => "s2hk",
        };
        Mode::all().find(|mode| mode.name() == name).unwrap_or(Mode(&PLANS[0]))
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Mode {
    type Err = Error;

    fn from_str(name: &str) -> Result<Mode, Error> {
        Mode::all().find(|mode| mode.name() == name).ok_or_else(|| Error::Unknown {
            what: "mode of OpenCC",
            name: name.into(),
            known: "hk2s, hk2sp, hk2t, jp2t, s2hk, s2hkp, s2t, s2tw, s2twp, t2hk, t2jp, t2s, t2tw, tw2s, tw2sp, tw2t",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back() {
        for mode in Mode::all() {
            assert_eq!(mode.name().parse::<Mode>().unwrap(), mode);
        }
        let known = "s2".parse::<Mode>().unwrap_err().to_string();
        assert!(Mode::all().all(|mode| known.contains(mode.name())), "{known}");
        let targets = [Target::Hans, Target::Hant, Target::HantTw, Target::HantHk];
        assert_eq!(targets.map(|target| Mode::towards(target).name()), ["t2s", "s2t", "s2tw", "s2hk"]);
    }
}
