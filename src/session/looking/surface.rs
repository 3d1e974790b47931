//! Every head's answer over the same two inputs.

use super::ask::{Ask, LookError};
use super::axis::InputAxis;
use super::base::Base;
use super::label_choice::LabelChoices;
use crate::figure::{Body, Chart, Control, Drawn, Field, Figure, Layer, Marks, Points, Tone};
use crate::metric::largest;
use crate::schema::row::Row;
use crate::task::Said;
use crate::task::target::Target;
use crate::view::{MOST_DRAWN, every, thinned};

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
    let mut drawn = Drawn {
        sentence: format!(
            "The ground is what each head says as {} and {} change and all other inputs stay at {}: the colour of the class that it answers, the darker the surer, or a value from light to dark. The dots are rows of the table.",
            across.name(),
            up.name(),
            base.name
        ),
        controls: vec![Control::of_names("x", "Across", &names, x), Control::of_names("y", "Up", &names, y)],
        ..Drawn::default()
    };
    let mut choices = LabelChoices::default();
    // Labels are there without asking the model, which goes on training.
    let targets = ask.dataset.order.to_file(&ask.dataset.targets);
    let step = every(rows.len(), MOST_DRAWN);
    let shown: Vec<u32> = rows.iter().copied().step_by(step).collect();
    for (task, (said, target)) in said.iter().zip(targets).enumerate() {
        let is_set = matches!(said, Said::Labels { .. });
        let label = if is_set { choices.of(options, task, target.name(), target.classes()) } else { 0 };
        let Some(shade) = Shade::of(said, target, label) else { continue };
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
        layers.extend(dots(target, &shown, [&across, &up], label));
        let chart = Chart { x: across.axis.clone(), y: up.axis.clone(), layers };
        drawn.figures.push(Figure {
            title: target.name().to_owned(),
            task: Some(task),
            body: Body::Chart(chart),
        });
    }
    drawn.notes.extend(thinned(shown.len(), rows.len()));
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
    fn of(said: &Said, target: &Target, label: usize) -> Option<Self> {
        match said {
            Said::Values(values) => {
                let finite = || values.iter().copied().filter(|value| value.is_finite());
                let low = finite().fold(f64::INFINITY, f64::min);
                let high = finite().fold(f64::NEG_INFINITY, f64::max);
                let wide = if high > low { high - low } else { 1.0 };
                let strength = |&value: &f64| ((value - low) / wide).clamp(0.0, 1.0) as f32;
                Some(Self {
                    name: format!("{}, from light to dark", target.name()),
                    strengths: values.iter().map(strength).map(finite_or_none).collect(),
                    classes: Vec::new(),
                    values: values.iter().map(|&value| finite_or_none(value as f32)).collect(),
                    measure: target.name().to_owned(),
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
                    name: String::new(),
                    strengths: values.iter().map(|share| (share - equal) / (1.0 - equal)).collect(),
                    classes: answered,
                    values,
                    measure: "probability".to_owned(),
                })
            }
            Said::Labels { labels, shares } => {
                let name = target.classes().get(label)?;
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

/// The rows of the table: one layer a class.
fn dots(target: &Target, rows: &[u32], [across, up]: [&InputAxis<'_>; 2], label: usize) -> Vec<Layer> {
    let card = target.kind().card();
    let names: Vec<String> = match (target.classes().len(), card.has_classes()) {
        (0, _) => vec!["rows".to_owned()],
        (_, true) => target.classes().to_vec(),
        (_, false) => ["no", "yes"].map(str::to_owned).to_vec(),
    };
    // Where there is one label a row, it is the first one; numbers make one layer.
    let index = if card.has_classes() { 0 } else { label };
    let mut points = vec![Points::default(); names.len()];
    for &row in rows {
        let known = target.example(row as usize).get(index).copied().filter(|value| !value.is_nan());
        let class = known.map(|value| if names.len() > 1 { value as usize } else { 0 });
        if let (Some(class), Some(x), Some(y)) = (class, across.place(row), up.place(row))
            && let Some(points) = points.get_mut(class)
        {
            points.at.push([x, y]);
            points.rows.push(row);
        }
    }
    let tone = |class: usize| if names.len() > 1 { Tone::Class(class) } else { Tone::Quiet };
    let layers = names.iter().zip(points).enumerate();
    layers.map(|(class, (name, points))| Layer::points(name, tone(class), points)).collect()
}
