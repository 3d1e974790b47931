//! The configuration that an example opens with.

use super::RunConfig;

impl RunConfig {
    /// The configuration that an example is opened with, when this one stands: the example's preset over the defaults, where this one is
    /// still what the table before was opened with. What a user has changed stays as it is, whatever the preset says. The seeds stay too:
    /// a made table was drawn with one.
    ///
    /// - `before`: the preset of the example before; `{}` for a table that is none
    /// - `preset`: that of the example that is opened
    pub fn opening(&self, before: &str, preset: &str) -> Self {
        let with = |preset: &str| {
            let patch = serde_json::from_str(preset).ok()?;
            let own = Self::default().merged(&patch).ok()?;
            Some(Self {
                seed: self.seed,
                split: super::SplitConfig { seed: self.split.seed, ..own.split.clone() },
                ..own
            })
        };
        match with(before) {
            Some(untouched) if untouched == *self => with(preset).unwrap_or_else(|| self.clone()),
            _ => self.clone(),
        }
    }
}
