//! How the file was read: what was found, to be changed, with the first rows that come of it.

use leptos::prelude::*;

use crate::protocol::Stage;
use crate::read::encoding;
use crate::schema::reading_choice::{Decimal, Quotes, ReadingChoice};
use crate::table::summary::TableSummary;
use crate::ui::control::{Choice, Entry, Item};
use crate::ui::origin::Asked;
use crate::ui::state::AppState;

/// Most columns of the first rows that are shown.
const MOST_SHOWN: usize = 30;

/// Delimiters with their names, in menu order.
const DELIMITERS: [(char, &str); 5] =
    [(',', "comma"), (';', "semicolon"), ('\t', "tab"), ('|', "bar"), (' ', "blanks")];

/// The choices, in a part of the page that opens.
#[component]
pub fn ReadingChoices() -> impl IntoView {
    let state = expect_context::<AppState>();
    let chosen = Memo::new(move |_| {
        state.asked.with(|asked| asked.as_ref().map(|Asked { reading, .. }| reading.clone()))
    });
    let found = Memo::new(move |_| {
        let of_table = |table: &Option<TableSummary>| table.as_ref().map(|table| table.reading.clone());
        state.table.with(of_table).filter(|_| state.is_read()).unwrap_or_default()
    });
    let name =
        move || state.asked.with(|asked| asked.as_ref().map(|asked| asked.origin.name()).unwrap_or_default());
    let title = move || match state.is_read() {
        true => "How the file was read".to_owned(),
        false => format!("How the file was read: “{}”, which could not be", name()),
    };
    // A page around this one may have brought another table since.
    let is_shown = move || {
        let has_failed = state.asked.with(|asked| asked.as_ref().is_some_and(|asked| !asked.is_read));
        has_failed || state.is_read()
    };
    let is_changed = move || chosen.get().is_some_and(|chosen| chosen != ReadingChoice::default());
    view! {
        <Show when=is_shown>
            <details id="how-read">
                <summary>{title}</summary>
                <Fields chosen=Signal::derive(move || chosen.get().unwrap_or_default()) found=found.into()/>
                <Show when=is_changed>
                    <p class="buttons">
                        <button on:click=move |_| state.reread_as(ReadingChoice::default())>"As it was found"</button>
                    </p>
                </Show>
                <FirstRows/>
            </details>
        </Show>
    }
}

/// One field for each choice. An empty number, and the first entry of a menu, let it be found.
#[component]
fn Fields(
    /// What the user chose.
    chosen: Signal<ReadingChoice>,
    /// What the table was read with.
    found: Signal<ReadingChoice>,
) -> impl IntoView {
    let state = expect_context::<AppState>();
    let change = move |change: &dyn Fn(&mut ReadingChoice)| {
        let mut choice = chosen.get_untracked();
        change(&mut choice);
        if choice != chosen.get_untracked() {
            state.reread_as(choice);
        }
    };
    let sign = |delimiter: char| {
        let known = DELIMITERS.iter().find(|(sign, _)| *sign == delimiter);
        known.map_or_else(|| format!("“{delimiter}”"), |(_, name)| (*name).to_owned())
    };
    let delimiters = move || {
        let known = DELIMITERS.map(|(delimiter, name)| Item::new(delimiter, name));
        with_found(found.with(|found| found.delimiter.map(sign)), known)
    };
    let encodings = move || {
        let known = encoding::CHOICES.map(|name| Item::new(name, encoding::title(name)));
        with_found(found.with(|found| found.encoding.as_deref().map(encoding::title)), known)
    };
    let decimals = move || {
        let known = [Decimal::Point, Decimal::Comma].map(|decimal| {
            let name = if decimal == Decimal::Point { "point (1.5)" } else { "comma (1,5)" };
            Item::new(decimal.sign(), name)
        });
        with_found(found.with(|found| found.decimal.map(|decimal| format!("“{}”", decimal.sign()))), known)
    };
    let quotes = move || {
        let known = Quotes::ALL.map(|quotes| Item::new(quotes.key(), quotes.name()));
        with_found(found.with(|found| found.quotes.map(|quotes| quotes.name().to_owned())), known)
    };
    let number = move |of: fn(&ReadingChoice) -> Option<usize>| {
        Signal::derive(move || {
            let number = chosen.with(of).or_else(|| found.with(of));
            number.map(|number| number.to_string()).unwrap_or_default()
        })
    };
    let enter = move |label: &'static str, set: fn(&mut ReadingChoice, Option<usize>)| {
        move |text: String| {
            match text.trim() {
            "" => change(&|choice| set(choice, None)),
            text => match text.parse() {
                Ok(number) => change(&|choice| set(choice, Some(number))),
                Err(_) => state.fail(
                    Stage::Data,
                    format!("{label}: expected a whole number from 0 on, found “{text}”: leave it empty to let it be found"),
                ),
            },
        }
        }
    };
    view! {
        <div class="fields">
            {move || {
                view! {
                    <Choice
                        label="Delimiter"
                        items=delimiters()
                        value=Signal::derive(move || chosen.with(|chosen| chosen.delimiter.map(String::from).unwrap_or_default()))
                        on_choose=move |key: String| change(&|choice| choice.delimiter = key.chars().next())
                    />
                    <Choice
                        label="Encoding"
                        items=encodings()
                        value=Signal::derive(move || chosen.with(|chosen| chosen.encoding.clone().unwrap_or_default()))
                        on_choose=move |key: String| {
                            change(&|choice| choice.encoding = Some(key.clone()).filter(|key| !key.is_empty()));
                        }
                    />
                    <Choice
                        label="Decimal mark"
                        items=decimals()
                        value=Signal::derive(move || {
                            chosen.with(|chosen| chosen.decimal.map(|decimal| decimal.sign().to_string()).unwrap_or_default())
                        })
                        on_choose=move |key: String| {
                            let marks = [Decimal::Point, Decimal::Comma];
                            change(&|choice| choice.decimal = marks.into_iter().find(|mark| key.starts_with(mark.sign())));
                        }
                    />
                    <Choice
                        label="Quotes within quotes"
                        items=quotes()
                        value=Signal::derive(move || {
                            chosen.with(|chosen| chosen.quotes.map(|quotes| quotes.key().to_owned()).unwrap_or_default())
                        })
                        on_choose=move |key: String| {
                            change(&|choice| choice.quotes = Quotes::ALL.into_iter().find(|quotes| quotes.key() == key));
                        }
                    />
                }
            }}
            <Entry
                label="Rows left out above the header"
                value=number(|choice| choice.skip_top)
                mode="numeric"
                on_enter=enter("Rows left out above the header", |choice, rows| choice.skip_top = rows)
            />
            <Entry
                label="Header rows, 0 for none"
                value=number(|choice| choice.header_rows)
                mode="numeric"
                on_enter=enter("Header rows", |choice, rows| choice.header_rows = rows)
            />
            <Entry
                label="Rows left out below the data"
                value=number(|choice| choice.skip_bottom)
                mode="numeric"
                on_enter=enter("Rows left out below the data", |choice, rows| choice.skip_bottom = rows)
            />
            <Entry
                label="Comments begin with"
                value=Signal::derive(move || {
                    let of = |choice: &ReadingChoice| choice.comment.clone();
                    chosen.with(of).or_else(|| found.with(of)).unwrap_or_default()
                })
                on_enter=move |text: String| change(&|choice| choice.comment = Some(text.trim().to_owned()))
            />
        </div>
    }
}

/// A menu that begins with what was found.
fn with_found<const COUNT: usize>(found: Option<String>, known: [Item; COUNT]) -> Vec<Item> {
    let first = found.map_or_else(|| "as found".to_owned(), |found| format!("as found: {found}"));
    std::iter::once(Item::new("", first)).chain(known).collect()
}

/// The first rows of the table as they are read.
#[component]
fn FirstRows() -> impl IntoView {
    let state = expect_context::<AppState>();
    move || {
        let table = state.table.get().filter(|_| state.is_read())?;
        let names = table.columns.iter().take(MOST_SHOWN).map(|column| column.name.clone());
        let head = names.map(|name| view! { <th scope="col">{name}</th> }).collect_view();
        let rows = table.preview.iter().enumerate().map(|(row, cells)| {
            let cells = cells.iter().take(MOST_SHOWN).cloned();
            view! {
                <tr>
                    <th scope="row">{table.row_numbers.of(row)}</th>
                    {cells.map(|cell| view! { <td>{cell}</td> }).collect_view()}
                </tr>
            }
        });
        Some(view! {
            <div class="first-rows" tabindex="0" role="region" aria-label="First rows">
                <table>
                    <thead>
                        <tr>
                            <th scope="col">"Row"</th>
                            {head}
                        </tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
        })
    }
}
