//! README and the book keep up with the code: every method has its row, every file they name exists, and the README stays short.
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

use polyhead::architecture::ArchitectureKind;
use polyhead::weighting::WeightingKind;

const README: &str = include_str!("../README.md");
const ARCHITECTURES: &str = include_str!("../src/architecture/mod.rs");
const WEIGHTINGS: &str = include_str!("../src/weighting/mod.rs");

#[test]
fn every_method_has_its_row() {
    let architectures = ArchitectureKind::ALL.map(|kind| (ARCHITECTURES, kind.key(), kind.card()));
    let weightings = WeightingKind::ALL.map(|kind| (WEIGHTINGS, kind.key(), kind.card()));
    for (book, key, card) in architectures.into_iter().chain(weightings) {
        let row = book.lines().find(|line| line.starts_with(&format!("//! | `{key}`")));
        let row = row.unwrap_or_else(|| panic!("there is no row for {key}"));
        assert!(card.paper == "—" || row.contains(card.paper), "{row} lacks {}", card.paper);
    }
}

#[test]
fn the_readme_counts_the_methods_and_stays_short() {
    let counts = format!("{} architectures", ArchitectureKind::ALL.len());
    assert!(README.contains(&counts), "the README does not say {counts}");
    let counts = format!("{} weightings", WeightingKind::ALL.len());
    assert!(README.contains(&counts), "the README does not say {counts}");
    assert!(README.lines().count() <= 140, "the README has {} lines", README.lines().count());
}

#[test]
fn every_card_says_what_a_method_is_costs_and_is_good_for_in_a_sentence_each() {
    let cards = ArchitectureKind::ALL.map(|kind| kind.card()).into_iter();
    for card in cards.chain(WeightingKind::ALL.map(|kind| kind.card())) {
        for text in [card.summary, card.cost, card.pays] {
            let is_sentence = text.starts_with(char::is_uppercase) && text.ends_with('.');
            assert!(is_sentence && text.matches(". ").count() == 0, "{}: “{text}”", card.name);
        }
    }
}

#[test]
fn every_file_it_names_exists() {
    let words = README.split(['`', '(', ')', ' ', '\n', ':']);
    let paths = words.filter(|word| {
        ["src/", "tests/", "scripts/", "public/"].iter().any(|folder| word.starts_with(folder))
            && !word.contains("yours")
    });
    let mut count = 0;
    for path in paths {
        let full = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        assert!(full.exists(), "the README names {path}, which does not exist");
        count += 1;
    }
    assert!(count > 10, "only {count} paths were found");
}
