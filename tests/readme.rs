//! The README keeps up with the code: every method has its row there, and every file it names exists.
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

use polyhead::architecture::ArchitectureKind;
use polyhead::weighting::WeightingKind;

const README: &str = include_str!("../README.md");

#[test]
fn every_method_has_its_row() {
    let cards = ArchitectureKind::ALL.map(|kind| (kind.key(), kind.card())).into_iter();
    for (key, card) in cards.chain(WeightingKind::ALL.map(|kind| (kind.key(), kind.card()))) {
        let is_row =
            |line: &&str| ["| architecture", "| weighting"].iter().any(|start| line.starts_with(start));
        let row = README.lines().filter(is_row).find(|line| line.contains(&format!("`{key}`")));
        let row = row.unwrap_or_else(|| panic!("the README has no row for {key}"));
        assert!(card.paper == "—" || row.contains(card.paper), "{row} lacks {}", card.paper);
    }
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
