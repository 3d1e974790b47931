//! The numbers of a chart, line by line.

use leptos::prelude::*;

use crate::figure::Chart;
use crate::ui::format::count;
use crate::ui::layout::lines;

/// More lines nobody reads on a page.
const MOST_LINES: usize = 400;

/// The table.
pub fn drawn(chart: &Chart, title: &str) -> AnyView {
    let all = lines(chart);
    let cut = (all.len() > MOST_LINES).then(
        || view! { <p class="hint">{format!("{MOST_LINES} of {} lines are shown.", count(all.len()))}</p> },
    );
    let lines = all.into_iter().take(MOST_LINES).map(|[what, x, y, more]| {
        view! {
            <tr>
                <th scope="row">{what}</th>
                <td>{x}</td>
                <td>{y}</td>
                <td>{more}</td>
            </tr>
        }
    });
    view! {
        <div class="scroll numbers" tabindex="0" role="region" aria-label=format!("{title}, numbers")>
            <table>
                <thead>
                    <tr>
                        <th scope="col">"What"</th>
                        <th scope="col">{chart.x.label.clone()}</th>
                        <th scope="col">{chart.y.label.clone()}</th>
                        <th scope="col"></th>
                    </tr>
                </thead>
                <tbody>{lines.collect_view()}</tbody>
            </table>
        </div>
        {cut}
    }
    .into_any()
}
