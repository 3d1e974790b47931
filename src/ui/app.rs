//! The page from top to bottom: header, the toy if it is open, four panels in data-flow order.

use std::rc::Rc;

use leptos::prelude::*;

use super::figure::Picked;
use super::origin::Origin;
use super::panel::{
    DataPanel, ExplorePanel, Header, LossQuestion, ModelPanel, Notice, RestoredNotice, ToyPanel, TrainPanel,
};
use super::start::start;
use crate::protocol::Stage;
use crate::table::gallery::EXAMPLES;
use crate::web::address;

/// The page.
#[component]
pub fn App() -> impl IntoView {
    let state = start();
    provide_context(state);
    state.ask_before_leaving();
    state.take_up(move || match (address::parameter("data"), address::parameter("example")) {
        (Some(path), _) => state.load(Origin::Address(path)),
        (None, Some(key)) => state.load_example(&key, Rc::new(|| {})),
        (None, None) if address::is_embedded() => {}
        (None, None) => state.load_example(EXAMPLES[0].key, Rc::new(|| {})),
    });
    let hidden = address::hidden();
    let shows = move |name: &str| !hidden.iter().any(|hidden| hidden == name);
    let step = |name: &'static str, place: &'static str, title: &'static str| {
        view! {
            <li>
                <a href=format!("#{name}")>
                    <span class="place">{place}</span>
                    {title}
                </a>
            </li>
        }
    };
    view! {
        <a class="skip" href="#train">"Skip to training"</a>
        {shows("header").then(|| view! { <Header/> })}
        <Notice stage=Stage::Worker/>
        <RestoredNotice/>
        <LossQuestion/>
        {shows("steps")
            .then(|| {
                view! {
                    <nav class="steps" aria-label="Steps">
                        <ol>
                            {shows("data").then(|| step("data", "1", "Data"))}
                            {shows("model").then(|| step("model", "2", "Tasks & model"))}
                            {shows("train").then(|| step("train", "3", "Train"))}
                            {shows("explore").then(|| step("explore", "4", "Explore"))}
                        </ol>
                    </nav>
                }
            })}
        <main>
            <ToyPanel/>
            <div class="goes-in">
                {shows("data").then(|| view! { <DataPanel/> })}
                {shows("model").then(|| view! { <ModelPanel/> })}
            </div>
            {shows("train").then(|| view! { <TrainPanel/> })}
            {shows("explore").then(|| view! { <ExplorePanel/> })}
        </main>
        <Picked/>
    }
}
