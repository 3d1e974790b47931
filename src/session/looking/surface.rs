//! Every head's answer over the same two inputs.

use super::ask::{Ask, LookError};
use super::axis::InputAxis;
use super::base::Base;
use super::label_choice::LabelChoices;
use super::parts::Parts;
use crate::figure::{Body, Chart, Control, Drawn, Field, Figure, Layer, Marks, Tone};
use crate::metric::largest;
use crate::schema::row::Row;
use crate::task::Said;
use crate::view::Seen;

/// Values that an input of numbers is tried at.
const STEPS: usize = 28;

/// Draws it.
pub async fn draw(ask: &mut Ask<'_>) -> Result<Drawn, LookError> {
    let columns: Vec<_> = ask.inputs().filter(|column| InputAxis::fits(column)).collect();
    if columns.len() < 2 {
        return Ok(Drawn::nothing("It takes two inputs that are numbers or labels."));
    }
    let names: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
    let default = InputAxis::preferred(&columns);
    let options = &ask.request.options;
    let x = options.index("x", names.len()).unwrap_or(default[0]);
    let y = options.index("y", names.len()).unwrap_or(default[1]);
    let y = if x == y { default.iter().copied().find(|&index| index != x).unwrap_or(y) } else { y };
    let rows = ask.dataset.rows(ask.request.split);
    let [across, up] = [x, y].map(|index| InputAxis::of(columns[index], rows, STEPS));
    let base = Base::of(ask);
    let asked: Vec<Row> = (up.values.iter())
        .flat_map(|upward| {
            across.values.iter().map(|value| {
                let mut row = base.row.clone();
                row.insert(across.name().to_owned(), value.clone());
                row.insert(up.name().to_owned(), upward.clone());
                row
            })
        })
        .collect();
    let said = ask.say(&asked).await?;
    let answers = ask.answers().await?;
    let mut drawn = Drawn {
        sentence: format!(
            "The ground is what each head says as {} and {} change and all other inputs stay at {}; the dots are rows of the table.",
            across.name(),
            up.name(),
            base.name
        ),
        controls: vec![Control::of_names("x", "Across", &names, x), Control::of_names("y", "Up", &names, y)],
        ..Drawn::default()
    };
    let mut choices = LabelChoices::default();
    for (task, (said, answered)) in said.iter().zip(answers.tasks()).enumerate() {
        let Some(seen) = answered.seen(task, rows) else { continue };
        let label = choices.of_seen(&ask.request.options, &seen);
        let Some(shade) = Shade::of(said, &seen, label.unwrap_or(0)) else { continue };
        let ground = Marks::Field(Field {
            x: across.ends,
            y: up.ends,
            columns: across.values.len(),
            strengths: shade.strengths,
            classes: shade.classes,
            values: shade.values,
            measure: shade.measure,
        });
        let mut layers = vec![Layer { name: shade.name, tone: Tone::Own, marks: ground }];
        let at = |row| Some([across.place(row)?, up.place(row)?]);
        layers.extend(Parts::by_class(&seen, label).layers(&seen, at));
        let chart = Chart { x: across.axis.clone(), y: up.axis.clone(), layers };
        let title = format!("{} by {} and {}", seen.name, across.name(), up.name());
        drawn.figures.push(Figure { title, task: Some(task), body: Body::Chart(chart) });
        if drawn.notes.is_empty() {
            drawn.notes.extend(seen.thinned());
        }
    }
    drawn.controls.extend(choices.controls);
    drawn.notes.extend([&across, &up].into_iter().filter_map(InputAxis::left_out));
    Ok(drawn)
}

/// What a head says on the ground, as shades.
struct Shade {
    name: String,
    strengths: Vec<f32>,
    classes: Vec<u16>,
    values: Vec<f32>,
    measure: String,
}

impl Shade {
    fn of(said: &Said, seen: &Seen<'_>, label: usize) -> Option<Self> {
        match said {
            Said::Values(values) => {
                let finite = || values.iter().copied().filter(|value| value.is_finite());
                let low = finite().fold(f64::INFINITY, f64::min);
                let high = finite().fold(f64::NEG_INFINITY, f64::max);
                let wide = if high > low { high - low } else { 1.0 };
                let strength = |&value: &f64| ((value - low) / wide).clamp(0.0, 1.0) as f32;
                Some(Self {
                    name: format!("{}, from light to dark", seen.name),
                    strengths: values.iter().map(strength).map(finite_or_none).collect(),
                    classes: Vec::new(),
                    values: values.iter().map(|&value| finite_or_none(value as f32)).collect(),
                    measure: seen.name.to_owned(),
                })
            }
            Said::Classes { classes, shares } => {
                let equal = 1.0 / *classes as f32;
                let (mut answered, mut values) = (Vec::new(), Vec::new());
                for shares in shares.chunks_exact(*classes) {
                    let class = largest(shares);
                    answered.push(class as u16);
                    values.push(finite_or_none(shares[class]));
                }
                Some(Self {
                    name: "the class that is answered, the darker the surer".to_owned(),
                    strengths: values.iter().map(|share| (share - equal) / (1.0 - equal)).collect(),
                    classes: answered,
                    values,
                    measure: "probability".to_owned(),
                })
            }
            Said::Labels { labels, shares } => {
                let name = seen.classes.get(label)?;
                let values: Vec<f32> =
                    shares.chunks_exact(*labels).map(|shares| finite_or_none(shares[label] as f32)).collect();
                Some(Self {
                    name: format!("probability of {name}, from light to dark"),
                    strengths: values.clone(),
                    classes: Vec::new(),
                    values,
                    measure: format!("probability of {name}"),
                })
            }
            Said::Pixels => None,
        }
    }
}

/// JSON has no infinite numbers.
fn finite_or_none(value: f32) -> f32 {
    if value.is_finite() { value } else { 0.0 }
}
