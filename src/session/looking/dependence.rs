//! How each head's answer changes with one input: partial dependence (Friedman 2001, <https://doi.org/10.1214/aos/1013203451>) with the
//! curves of single rows (Goldstein et al. 2015, <https://arxiv.org/abs/1309.6392>).

use super::ask::{Ask, LookError};
use super::axis::InputAxis;
use super::label_choice::LabelChoices;
use super::sample::sample;
use super::tried::Tried;
use crate::figure::{Axis, Bar, Body, Chart, Control, Drawn, Figure, Layer, Tone};
use crate::schema::text::plural;
use crate::task::Said;
use crate::task::target::Target;
use crate::view::every;

/// Values that an input of numbers is tried at.
const STEPS: usize = 25;

/// Most rows that a mean is over.
const MOST_ROWS: usize = 250;

/// Most numbers of all rows at all values together, so that it is drawn soon.
const MOST_NUMBERS: usize = 1 << 24;

/// Most rows that have a curve of their own.
const MOST_CURVES: usize = 40;

/// Most classes that have a line: the most frequent ones.
const MOST_CLASSES: usize = 5;

/// Draws it.
pub async fn draw(ask: &mut Ask<'_>) -> Result<Drawn, LookError> {
    let columns: Vec<_> = ask.inputs().filter(|column| InputAxis::fits(column)).collect();
    let options = &ask.request.options;
    let default = InputAxis::preferred(&columns).first().copied();
    let Some(x) = options.index("x", columns.len()).or(default) else {
        return Ok(Drawn::nothing("It takes an input that is a number or a label."));
    };
    let split = ask.dataset.rows(ask.request.split);
    if split.is_empty() {
        return Ok(Drawn::nothing("There is no row in this split."));
    }
    let axis = InputAxis::of(columns[x], split, STEPS);
    let rows = sample(ask, MOST_ROWS, MOST_NUMBERS / axis.values.len().max(1));
    let tried = Tried::of(ask, &axis, &rows).await?;
    let names: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
    let is_centred = options.get("centred") == Some("yes");
    let centred = if is_centred { "yes" } else { "no" };
    let mut drawn = Drawn {
        sentence: format!(
            "What each head answers on average over {} if {} had the value below and all other inputs stayed as they are. A thin grey line is the answer for one row: where those lines run apart, other inputs change what this one does.",
            plural(rows.len(), "row"),
            axis.name()
        ),
        controls: vec![
            Control::of_names("x", "Input", &names, x),
            Control::choice("centred", "From where lines begin", [("no", "no"), ("yes", "yes")], centred),
        ],
        ..Drawn::default()
    };
    let mut choices = LabelChoices::default();
    let mut is_cut = false;
    for (task, target) in ask.dataset.order.to_file(&ask.dataset.targets).into_iter().enumerate() {
        let lines = match tried.form(task) {
            None | Some(Said::Pixels) => continue,
            Some(Said::Values(_)) => Lines::one(0, target.name(), target.name()),
            Some(Said::Classes { .. }) => {
                is_cut |= target.classes().len() > MOST_CLASSES;
                Lines::classes(target, split)
            }
            Some(Said::Labels { .. }) => {
                let label = choices.of(options, task, target.name(), target.classes());
                let name = target.classes().get(label).map_or("", String::as_str);
                Lines::one(label, name, &format!("probability of {name}"))
            }
        };
        let is_share = !matches!(tried.form(task), Some(Said::Values(_)));
        let y = match (is_centred, is_share) {
            (true, _) => Axis::holding(format!("change of {}", lines.measure), &[0.0]),
            (false, true) => Axis::holding(&lines.measure, &[0.0, 1.0]),
            (false, false) => Axis::linear(&lines.measure),
        };
        let chart = Chart { x: axis.axis.clone(), y, layers: lines.layers(&tried, task, &axis, is_centred) };
        let title = format!("{} by {}", target.name(), axis.name());
        drawn.figures.push(Figure { title, task: Some(task), body: Body::Chart(chart) });
    }
    drawn.figures.push(distribution(&axis, split));
    drawn.controls.extend(choices.controls);
    if rows.len() < split.len() {
        drawn.notes.push(format!("The means are over {} of {} rows.", rows.len(), split.len()));
    }
    if is_cut {
        drawn.notes.push(format!("Of a task's classes, the {MOST_CLASSES} most frequent ones have a line."));
    }
    drawn.notes.extend(axis.left_out());
    drawn.notes.push(
        "Partial dependence (Friedman 2001), with lines of single rows (Goldstein et al. 2015). Where inputs depend on each other, some of these values would not occur together."
            .to_owned(),
    );
    Ok(drawn)
}

/// The lines of one head.
struct Lines {
    /// Index, name and colour of each number that has a line.
    outputs: Vec<(usize, String, Tone)>,
    measure: String,
    /// Whether single rows have lines, too.
    has_rows: bool,
}

impl Lines {
    fn one(output: usize, name: &str, measure: &str) -> Self {
        let outputs = vec![(output, name.to_owned(), Tone::Own)];
        Self { outputs, measure: measure.to_owned(), has_rows: true }
    }

    /// The most frequent classes, in class order. The lines of single rows of so many classes would hide each other.
    fn classes(target: &Target, rows: &[u32]) -> Self {
        let counts = target.class_rows(rows);
        let mut classes: Vec<usize> = (0..target.classes().len()).collect();
        classes.sort_by_key(|&class| std::cmp::Reverse(counts.get(class)));
        classes.truncate(MOST_CLASSES);
        classes.sort_unstable();
        let named = |class: usize| (class, target.classes()[class].clone(), Tone::Class(class));
        let outputs = classes.into_iter().map(named).collect();
        Self { outputs, measure: "probability".to_owned(), has_rows: false }
    }

    fn layers(&self, tried: &Tried, task: usize, axis: &InputAxis<'_>, is_centred: bool) -> Vec<Layer> {
        let line = |answer: &dyn Fn(usize) -> Option<f64>| {
            let values = (0..axis.values.len()).filter_map(|value| Some([axis.at(value), answer(value)?]));
            let mut at: Vec<[f64; 2]> = values.collect();
            let start = at.first().map_or(0.0, |[_, first]| *first);
            if is_centred {
                at.iter_mut().for_each(|[_, value]| *value -= start);
            }
            at
        };
        let mut layers = Vec::new();
        if let (true, Some((output, _, _))) = (self.has_rows, self.outputs.first()) {
            for (index, row) in (0..tried.rows).step_by(every(tried.rows, MOST_CURVES)).enumerate() {
                let at = line(&|value| tried.answer(task, value, row, *output));
                // One word in the legend stands for all of them.
                layers.push(Layer::line(if index == 0 { "single rows" } else { "" }, Tone::Quiet, at));
            }
        }
        for (output, name, tone) in &self.outputs {
            let mean = |value: usize| {
                let answers = (0..tried.rows).filter_map(|row| tried.answer(task, value, row, *output));
                let (sum, count) = answers.fold((0.0, 0), |(sum, count), own| (sum + own, count + 1));
                (count > 0).then(|| sum / f64::from(count))
            };
            layers.push(Layer::line(name, *tone, line(&mean)));
        }
        layers
    }
}

/// How many rows have each value of the input; the outermost bars hold what lies beyond.
fn distribution(axis: &InputAxis<'_>, rows: &[u32]) -> Figure {
    let (first, step) = (axis.ends[0], axis.step());
    let mut bars: Vec<Bar> = (0..axis.values.len())
        .map(|index| {
            let from = first + index as f64 * step;
            Bar { from, to: from + step, low: 0.0, high: 0.0, rows: Vec::new() }
        })
        .collect();
    let last = bars.len().saturating_sub(1);
    for &row in rows {
        let Some(at) = axis.place_within(row) else { continue };
        if let Some(bar) = bars.get_mut((((at - first) / step) as usize).min(last)) {
            bar.high += 1.0;
            bar.rows.push(row);
        }
    }
    let layers = vec![Layer::bars("rows", Tone::Quiet, bars)];
    let chart = Chart { x: axis.axis.clone(), y: Axis::holding("rows", &[0.0]), layers };
    let title = format!("Rows by {}", axis.name());
    Figure { title, task: None, body: Body::Chart(chart) }
}
