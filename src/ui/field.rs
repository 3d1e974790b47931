//! Fields of the configuration as the page knows them: the label of each, and what may be typed into it.

use serde_json::{Value, json};

use super::entered::{decimal, whole};
use crate::architecture;
use crate::config;
use crate::schema::knob::{KnobCard, KnobValue};
use crate::weighting;

/// What a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A whole number of 0 or more.
    Whole,
    /// Any number.
    Decimal,
    /// Any number, or nothing.
    Optional,
    /// A whole number of 0 or more, or nothing.
    OptionalWhole,
    /// Whole numbers with commas, blanks, semicolons or slashes between.
    Widths,
}

impl Form {
    /// The keyboard that touch screens show.
    pub fn mode(self) -> &'static str {
        match self {
            Self::Whole | Self::OptionalWhole => "numeric",
            Self::Decimal | Self::Optional => "decimal",
            Self::Widths => "text",
        }
    }
}

/// A field for a knob of a method.
struct KnobField {
    field: &'static str,
    label: &'static str,
    /// `None` for a choice.
    form: Option<Form>,
}

impl KnobField {
    fn of<Section>(card: &KnobCard<Section>) -> Self {
        let form = match card.value {
            KnobValue::Whole { .. } | KnobValue::WholeOrZero { .. } => Some(Form::Whole),
            KnobValue::Number { .. } => Some(Form::Decimal),
            KnobValue::Optional { .. } => Some(Form::Optional),
            KnobValue::Choice { .. } => None,
        };
        Self { field: card.field, label: card.label, form }
    }

    /// That at a dotted name, if a knob stands there.
    fn at(field: &str) -> Option<Self> {
        let architectures = architecture::Knob::ALL.iter().map(|knob| Self::of(&knob.card()));
        let weightings = weighting::Knob::ALL.iter().map(|knob| Self::of(&knob.card()));
        let training = config::Knob::ALL.iter().map(|knob| Self::of(&knob.card()));
        architectures.chain(weightings).chain(training).find(|knob| knob.field == field)
    }
}

/// What a field takes, by its dotted name.
pub fn form(field: &str) -> Form {
    if let Some(form) = KnobField::at(field).and_then(|knob| knob.form) {
        return form;
    }
    match field {
        "architecture.trunk" | "architecture.head" => Form::Widths,
        "split.seed" => Form::OptionalWhole,
        "seed" | "batchSize" | "epochs" | "earlyStopping.patience" | "weighting.refresh" => Form::Whole,
        _ => Form::Decimal,
    }
}

/// The value of what was typed into a field.
///
/// # Errors
/// A sentence that names the field by its label.
pub fn value(field: &str, text: &str) -> Result<Value, String> {
    let name = label(field).unwrap_or_else(|| field.to_owned());
    match form(field) {
        Form::OptionalWhole if text.trim().is_empty() => Ok(Value::Null),
        Form::Whole | Form::OptionalWhole => {
            whole(text).map(Value::from).ok_or_else(|| refusal(&name, "a whole number, such as 100", text))
        }
        Form::Optional if text.trim().is_empty() => Ok(Value::Null),
        Form::Decimal | Form::Optional => number(&name, text),
        Form::Widths => {
            let parts = text.split([',', ' ', ';', '/']).filter(|part| !part.is_empty());
            let width = |part| {
                whole(part)
                    .map(Value::from)
                    .ok_or_else(|| refusal(&name, "whole numbers, such as 64, 32", part))
            };
            parts.map(width).collect::<Result<Vec<_>, _>>().map(Value::Array)
        }
    }
}

/// What was typed, as a number.
///
/// # Errors
/// A sentence that names the field by its label.
pub fn number(label: &str, text: &str) -> Result<Value, String> {
    decimal(text).map(Value::from).ok_or_else(|| refusal(label, "a number, such as 0.01", text))
}

/// The three shares of a split, which sum to 1, from what was typed: `70, 15, 15`, `70/15/15` or `33,3; 33,3; 33,4`.
///
/// # Errors
/// A sentence that names the field by its label.
pub fn shares(text: &str) -> Result<Value, String> {
    let is_comma_decimal = text.contains([';', '/']);
    let is_between = |letter: char| matches!(letter, ' ' | ';' | '/') || letter == ',' && !is_comma_decimal;
    let parts = text.split(is_between).filter(|part| !part.is_empty());
    let shares: Option<Vec<f64>> = parts.map(decimal).collect();
    match shares.as_deref() {
        Some(&[train, valid, test]) if train > 0.0 && valid > 0.0 && test > 0.0 => {
            let sum = train + valid + test;
            Ok(json!({"train": train / sum, "valid": valid / sum, "test": test / sum}))
        }
        _ => Err(refusal(SHARES, "three shares above 0, such as 70, 15, 15", text)),
    }
}

fn refusal(label: &str, expected: &str, found: &str) -> String {
    let found = found.trim();
    let found = if found.is_empty() { "nothing".to_owned() } else { format!("“{found}”") };
    format!("{label}: expected {expected}, found {found}")
}

const SHARES: &str = "Split: train, valid, test (%)";

/// The label of a field with a fixed name.
pub fn fixed(field: &str) -> Option<&'static str> {
    if let Some(knob) = KnobField::at(field) {
        return Some(knob.label);
    }
    Some(match field {
        "seed" => "Seed",
        "split" | "split.train" | "split.valid" | "split.test" => SHARES,
        "split.seed" => "Seed of the split (empty: the same)",
        "split.byTime" => "Rows are split by the time in",
        "split.keepCopiesTogether" => "Rows that are equal in all inputs and tasks",
        "split.stratify" => "With equal shares in every split",
        "encoding.numbers" => "Input numbers",
        "encoding.numericEmbedding" => "What the model reads of a number",
        "encoding.categories" => "Input labels",
        "encoding.texts" => "Input texts",
        "architecture.kind" => "Architecture",
        "architecture.trunk" => "Trunk widths",
        "architecture.head" => "Head widths (empty: linear)",
        "architecture.activation" => "Activation",
        "architecture.dropout" => "Dropout",
        "weighting.kind" => "Weighting",
        "weighting.weights" => "Weight of each task",
        "weighting.gramian" => "Gradients by",
        "weighting.normalise" => "Losses that are weighed",
        "weighting.preference" => "How much each task is preferred",
        "weighting.smoothing" => "Share of the last weights that is kept, from 0 to below 1",
        "weighting.refresh" => "Measured every so many steps",
        "optimizer.kind" => "Optimiser",
        "optimizer.learningRate" => "Learning rate",
        "optimizer.weightDecay" => "Weight decay",
        "batchSize" => "Rows per batch",
        "epochs" => "Epochs, at most",
        "earlyStopping" | "earlyStopping.patience" => {
            "Stop when validation is flat for (epochs; empty: never)"
        }
        _ => return None,
    })
}

/// The label of any field; `None` for one that the page has no field for.
pub fn label(field: &str) -> Option<String> {
    if let Some(task) = field.strip_prefix("targets.") {
        let (task, choice) = task.rsplit_once('.')?;
        return target(task, choice);
    }
    if let Some(set) = field.strip_prefix("labelSets.") {
        return Some(format!("Columns learned together as “{set}”"));
    }
    fixed(field).map(str::to_owned)
}

/// The label of a choice for one task.
pub fn target(task: &str, choice: &str) -> Option<String> {
    match choice {
        "kind" => Some(format!("Kind of answer for {task}")),
        "transform" => Some(format!("{task} is learned")),
        "classWeights" => Some(format!("In training on {task}")),
        "rareClasses" => Some(format!("Rare classes of {task}")),
        "costRatio" => Some(format!("Reported threshold of {task}")),
        _ => None,
    }
}

/// A sentence of the worker with the field's label on the page in place of its name in configurations.
pub fn on_page(sentence: &str) -> String {
    // The name of a task may hold a colon too.
    let named = sentence.match_indices(": ").find_map(|(end, _)| Some((label(&sentence[..end])?, end)));
    named.map_or_else(|| sentence.to_owned(), |(label, end)| format!("{label}{}", &sentence[end..]))
}

/// A sentence about the one row of the what-if form, which has no number: it names the input alone.
pub fn of_one_row(sentence: &str) -> String {
    let named = sentence.strip_prefix("row 1, column “").and_then(|rest| rest.split_once("”: "));
    named.map_or_else(|| sentence.to_owned(), |(column, problem)| format!("{column}: {problem}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_becomes_a_value_or_a_sentence_with_the_label() {
        assert_eq!(value("optimizer.learningRate", "0,01"), Ok(json!(0.01)));
        assert_eq!(value("batchSize", "1 000"), Ok(json!(1000)));
        assert_eq!(value("architecture.trunk", "64, 32"), Ok(json!([64, 32])));
        assert_eq!(value("architecture.head", ""), Ok(json!([])));
        assert_eq!(value("weighting.alpha", " "), Ok(Value::Null));
        assert_eq!(value("architecture.rank", "4"), Ok(json!(4)));
        assert_eq!(value("timeBudget", ""), Ok(Value::Null));
        assert_eq!(value("schedule.patience", "4"), Ok(json!(4)));
        assert_eq!(
            value("architecture.rank", "4.5"),
            Err("Rank of updates: expected a whole number, such as 100, found “4.5”".into())
        );
        assert_eq!(
            value("optimizer.learningRate", "fast"),
            Err("Learning rate: expected a number, such as 0.01, found “fast”".into())
        );
        assert_eq!(
            value("epochs", ""),
            Err("Epochs, at most: expected a whole number, such as 100, found nothing".into())
        );
        assert_eq!(
            value("architecture.trunk", "64, wide"),
            Err("Trunk widths: expected whole numbers, such as 64, 32, found “wide”".into())
        );
    }

    #[test]
    fn shares_are_read_with_either_decimal_mark_and_sum_to_one() {
        let equal = json!({"train": 0.5, "valid": 0.25, "test": 0.25});
        for text in ["50, 25, 25", "50/25/25", "2 1 1", "1,0; 0,5; 0,5"] {
            assert_eq!(shares(text), Ok(equal.clone()), "{text}");
        }
        assert!(shares("70, 30").is_err() && shares("70, x, 15").is_err() && shares("0, 50, 50").is_err());
    }

    #[test]
    fn sentences_name_the_label_and_unknown_fields_stay() {
        let cases = [
            ("optimizer.learningRate: expected a number above 0", "Learning rate: expected a number above 0"),
            ("targets.a: b.c.transform: log1p needs", "a: b.c is learned: log1p needs"),
            ("weighting.tau: expected", "Softness (tau): expected"),
            ("schedule.warmup: expected", "Warm-up (0: none): expected"),
            ("twins: expected", "twins: expected"),
            ("no table is loaded: load one first", "no table is loaded: load one first"),
        ];
        for (sentence, expected) in cases {
            assert_eq!(on_page(sentence), expected);
        }
    }

    #[test]
    fn the_row_of_the_form_has_no_number() {
        assert_eq!(of_one_row("row 1, column “day”: expected a date"), "day: expected a date");
        assert_eq!(of_one_row("there is no model yet"), "there is no model yet");
    }
}
