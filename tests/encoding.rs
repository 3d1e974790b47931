//! Inputs become the same numbers whether they come from the table or as raw rows, whatever they hold.
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

use std::collections::BTreeMap;

use polyhead::config::RunConfig;
use polyhead::data::dataset::Dataset;
use polyhead::input::embedding::{Bag, Inputs};
use polyhead::input::encoding::Encoding;
use polyhead::input::ngram;
use polyhead::schema::column::ColumnKind;
use polyhead::schema::role::Role;
use polyhead::schema::row::Row;
use polyhead::schema::split::Split;
use polyhead::table::Table;
use polyhead::table::gallery::{EXAMPLES, Source};
use rand::{RngExt as _, SeedableRng as _};
use serde_json::{Value, json};

/// - `numbers`: how they are scaled, and what the model reads of them
fn config([numbers, embedding]: [&str; 2], categories: &str, texts: &str) -> RunConfig {
    let encoding = json!({"encoding": {
        "numbers": numbers, "numericEmbedding": embedding, "categories": categories, "texts": texts
    }});
    RunConfig::default().merged(&encoding).expect("a configuration")
}

/// A table's rows as a program would give them: numbers as numbers in every other row, else as text.
fn raw_rows(table: &Table) -> Vec<Row> {
    let cell = |column: &polyhead::table::column::Column, row: usize| match column.label(row) {
        None => Value::Null,
        Some(label) if row.is_multiple_of(2) && column.kind == ColumnKind::Number => {
            column.number(row).map_or_else(|| label.into(), Value::from)
        }
        Some(label) => label.into(),
    };
    let inputs: Vec<_> = table.with_role(Role::Input).collect();
    let row = |row| inputs.iter().map(|column| (column.name.clone(), cell(column, row))).collect();
    (0..table.rows).map(row).collect()
}

fn assert_same(table: &Table, what: &str) {
    for (numbers, categories, texts) in [
        (["standardise", "none"], "one_hot", "hashed"),
        (["quantile", "piecewise_linear"], "embedding", "embedding"),
        (["standardise", "periodic"], "one_hot", "tfidf"),
        (["standardise", "piecewise_linear"], "one_hot", "hashed"),
    ] {
        let config = config(numbers, categories, texts);
        let dataset = Dataset::build(table, &config).expect("a dataset");
        let raw = dataset.encoding.encode_rows(&raw_rows(table)).expect("rows");
        let width = dataset.encoding.width();
        let rows: Vec<u32> = (0..table.rows as u32).collect();
        let features = dataset.encoding.encode_table(&table.columns, &rows);
        assert_eq!((raw.len(), features.len()), (table.rows * width, table.rows * width));
        let different = raw.iter().zip(&features).position(|(raw, table)| raw != table);
        assert!(
            different.is_none(),
            "{what}, {numbers:?}: row {:?} differs in {:?}",
            different.map(|place| place / width),
            different.map(|place| dataset.encoding.names().swap_remove(place % width))
        );
        assert_eq!(dataset.encoding.names().len(), dataset.encoding.width(), "{what}");
        assert_codes(&dataset.encoding.inputs(), &features, what);
        assert_replaced(&dataset.encoding, &raw_rows(table)[..table.rows.min(30)], what);
        assert!(raw.iter().all(|value| value.is_finite()), "{what}");
    }
}

/// Rows that are given the cells of others in one column are those that are read with these cells.
fn assert_replaced(encoding: &Encoding, raw: &[Row], what: &str) {
    let read = |rows: &[Row]| encoding.read_rows(rows).expect("rows");
    let (all, from) = (read(raw), |index: usize| raw.len() - 1 - index);
    for (column, name) in encoding.columns().enumerate() {
        let mut found = all.clone();
        encoding.replace(&mut found, column, &all, from);
        let mut other = raw.to_vec();
        for (index, row) in other.iter_mut().enumerate() {
            row.insert(name.to_owned(), raw[from(index)].get(name).cloned().unwrap_or_default());
        }
        let other = read(&other);
        assert!(found.numbers == other.numbers && found.blocks == other.blocks, "{what}: {name}");
    }
}

/// Codes stand where the encoding says, whole, and name vectors that there are.
fn assert_codes(inputs: &Inputs, features: &[f32], what: &str) {
    for row in features.chunks(inputs.width()) {
        let mut codes = &row[inputs.numbers..];
        for bag in &inputs.bags {
            let (own, rest) = codes.split_at(bag.codes());
            let is_code = |code: &f32| code.fract() == 0.0 && (0.0..=bag.places as f32).contains(code);
            assert!(own.iter().all(is_code), "{what}: {own:?} of {bag:?}");
            let (weights, rest) = rest.split_at(bag.width() - bag.codes());
            let length = weights.iter().map(|weight| weight * weight).sum::<f32>().sqrt();
            assert!(length == 0.0 || (length - 1.0).abs() < 1e-5, "{what}: {weights:?} of {bag:?}");
            for (weight, code) in weights.iter().zip(own) {
                assert_eq!(*weight > 0.0, *code > 0.0, "{what}: {own:?} and {weights:?}");
            }
            codes = rest;
        }
        assert!(codes.is_empty());
    }
}

#[test]
fn raw_rows_of_real_tables_are_encoded_as_the_tables_are() {
    for example in EXAMPLES {
        let Source::File(file) = example.source else { continue };
        let path = format!("{}/public/{}", env!("CARGO_MANIFEST_DIR"), file);
        // What the example leaves out is an input here: keys, dates, texts, constants.
        let role = |role| if role == Role::Ignore { Role::Input } else { role };
        let roles = example.roles.iter().map(|(name, was)| ((*name).to_owned(), role(*was))).collect();
        let types = example.types.iter().map(|(name, kind)| ((*name).to_owned(), *kind)).collect();
        let bytes = std::fs::read(path).expect("the table");
        assert_same(&Table::read(example.title, &bytes, &roles, &types).expect("a table"), example.key);
    }
}

#[test]
fn raw_rows_of_made_tables_are_encoded_as_the_tables_are() {
    for seed in 0..40 {
        let mut random = rand_pcg::Pcg64Mcg::seed_from_u64(seed);
        let rows = random.random_range(12..80);
        let comma = random.random_bool(0.5);
        let mut text = "number;whole;label;flag;text;y\n".to_owned();
        for row in 0..rows {
            let number = (random.random_range(-9.0..9.0_f64).powi(3) * 100.0).round() / 100.0;
            let number = if comma { number.to_string().replace('.', ",") } else { number.to_string() };
            let whole = random.random_range(0..6);
            let label = ["red", "Blue", "grün", "dark red"][random.random_range(0..4)];
            let flag = ["yes", "no"][random.random_range(0..2)];
            let words = ["sunny", "Loft,", "near the sea", "no. 7", "größer"];
            let note = (0..random.random_range(1..6)).map(|_| words[random.random_range(0..5)]);
            let note = note.collect::<Vec<_>>().join(" ");
            let mut cells = [number, whole.to_string(), label.into(), flag.into(), note];
            for cell in cells.iter_mut().filter(|_| random.random_bool(0.1)) {
                cell.clear();
            }
            text += &format!("{};{}\n", cells.join(";"), row * 31 % 7);
        }
        let types = [("text".to_owned(), ColumnKind::Text)].into();
        let roles = [("y", Role::Task), ("text", Role::Input)];
        let roles = roles.iter().map(|(name, role)| ((*name).to_owned(), *role)).collect();
        let table = Table::read("test", text.as_bytes(), &roles, &types).expect("a table");
        assert_same(&table, &format!("seed {seed}"));
    }
}

#[test]
fn normal_scores_feel_no_long_tail() {
    let build = |numbers, steep: bool| {
        let size = |row: usize| (row * 37 % 101) as f64 + 0.5;
        let size = |row| if steep { (size(row) / 10.0).exp() } else { size(row) };
        let lines = (0..101).map(|row| format!("{},{}\n", size(row), row * 3 % 17));
        let text = "size,y\n".to_owned() + &lines.collect::<String>();
        let roles = [("y".to_owned(), Role::Task)].into();
        let table = Table::read("test", text.as_bytes(), &roles, &BTreeMap::new()).expect("a table");
        let dataset =
            Dataset::build(&table, &config([numbers, "none"], "one_hot", "hashed")).expect("a dataset");
        dataset.encoding.encode_table(&table.columns, dataset.rows(Split::Train))
    };
    let (flat, steep) = (build("quantile", false), build("quantile", true));
    assert_eq!(flat, steep, "only the order of training rows counts");
    let count = steep.len() as f32;
    let mean = steep.iter().sum::<f32>() / count;
    let variance = steep.iter().map(|score| (score - mean).powi(2)).sum::<f32>() / count;
    assert!(mean.abs() < 1e-5 && (0.8..1.2).contains(&variance), "{mean}, {variance}");
    assert_ne!(build("standardise", false), build("standardise", true));
}

fn encoded(text: Option<&str>) -> Vec<f32> {
    let mut features = Vec::new();
    ngram::push(text, &mut features);
    features
}

fn cosine(a: &str, b: &str) -> f32 {
    encoded(Some(a)).iter().zip(encoded(Some(b))).map(|(a, b)| a * b).sum()
}

#[test]
fn texts_of_like_words_lie_near_each_other() {
    for text in ["a", "near the sea", "größer als 7 m²", "日本"] {
        assert_eq!(encoded(Some(text)).len(), ngram::WIDTH);
        assert!((cosine(text, text) - 1.0).abs() < 1e-5, "{text}");
    }
    for nothing in [None, Some(""), Some(" – !")] {
        assert_eq!(encoded(nothing), [0.0; ngram::WIDTH]);
    }
    assert_eq!(encoded(Some("Near, the SEA")), encoded(Some("the sea near")), "order and case play no part");
    let near = cosine("nest never observed with full clutch", "nest observed, full clutches");
    let far = cosine("nest never observed with full clutch", "sexing primers did not amplify");
    assert!(near > 0.6 && far.abs() < 0.35, "{near} and {far}");
}

/// The words of a text come first, in its order, then their pieces, as far as there are slots.
#[test]
fn a_text_with_more_words_and_pieces_than_slots_keeps_its_words() {
    let codes = |text, slots| {
        let mut codes = Vec::new();
        ngram::push_codes(text, slots, &mut codes);
        codes
    };
    let word = |word| codes(Some(word), 1)[0];
    // Marked, the words are 5, 4 and 6 letters long: 3 + 2, 2 + 1 and 4 + 3 + 2 pieces of 3, 4 and 5 letters, the whole left out.
    assert_eq!(ngram::count(Some("Red at, dawn 12")), 4 + (3 + 2) + (2) + (4 + 3 + 2) + (2));
    let all = codes(Some("Red at, dawn 12"), 30);
    assert_eq!(all[..4], ["red", "at", "dawn", "12"].map(word));
    assert_eq!(codes(Some("red AT dawn 12"), 3), all[..3]);
    assert!(all[..22].iter().all(|&code| code >= 1.0 && code <= ngram::BUCKETS as f32));
    assert_eq!(all[22..], [0.0; 8]);
    for nothing in [None, Some(""), Some(" – !")] {
        assert_eq!((codes(nothing, 3), ngram::count(nothing)), (vec![0.0; 3], 0));
    }
    assert!(word("red") != word("dawn") && ngram::BUCKETS.is_power_of_two());
}

/// All text columns look their words up in one table, in as many slots as the longest training text of any of them fills.
#[test]
fn texts_share_one_table_and_their_length_is_that_of_training_texts() {
    let line = |row: usize| {
        let (long, split) = match row {
            3 => ("a ".repeat(40), "train"),
            4 => ("a ".repeat(60), "test"),
            5 => ("a ".repeat(60), "valid"),
            _ => (format!("note {row}"), "train"),
        };
        format!("{long},of {row},{},{split}\n", row * 7 % 5)
    };
    let text = "note,title,y,split\n".to_owned() + &(0..30).map(line).collect::<String>();
    let text_kinds = ["note", "title"].map(|name| (name.to_owned(), ColumnKind::Text)).into();
    let roles = [("y", Role::Task), ("split", Role::Split), ("note", Role::Input), ("title", Role::Input)];
    let roles = roles.map(|(name, role)| (name.to_owned(), role)).into();
    let table = Table::read("test", text.as_bytes(), &roles, &text_kinds).expect("a table");
    let dataset =
        Dataset::build(&table, &config(["standardise", "none"], "one_hot", "embedding")).expect("a dataset");
    let bag = Bag::texts(2, 40);
    // Each “a” is one word with its two marks, which has no pieces.
    assert_eq!(
        dataset.encoding.inputs(),
        Inputs { numbers: 0, periodic: vec![], bags: vec![bag], pictures: vec![] }
    );
    assert_eq!(dataset.encoding.embeddings()[0].columns, ["note", "title"]);
    assert_eq!((dataset.encoding.width(), dataset.encoding.inputs().features()), (80, 2 * bag.size));
}

/// Words from two languages of made words, with nothing but their letters to tell them apart.
#[test]
fn a_line_can_tell_texts_apart_by_their_hashes() {
    let mut random = rand_pcg::Pcg64Mcg::seed_from_u64(3);
    let mut sentence = |parts: [&str; 4]| {
        let mut word = || (0..3).map(|_| parts[random.random_range(0..4)]).collect::<String>();
        encoded(Some(&(0..8).map(|_| word()).collect::<Vec<_>>().join(" ")))
    };
    let texts: Vec<[Vec<f32>; 2]> = (0..200)
        .map(|_| [sentence(["ka", "to", "mi", "ru"]), sentence(["str", "ong", "eld", "wic"])])
        .collect();
    // The line between the means of the first half, judged on the second.
    let mean = |language: usize, place: usize| {
        texts[..100].iter().map(|pair| pair[language][place]).sum::<f32>() / 100.0
    };
    let means: Vec<[f32; 2]> = (0..ngram::WIDTH).map(|place| [mean(0, place), mean(1, place)]).collect();
    let distance = |text: &[f32], language: usize| {
        text.iter().zip(&means).map(|(value, mean)| (value - mean[language]).powi(2)).sum::<f32>()
    };
    let is_right = |text: &[f32], language| distance(text, language) < distance(text, 1 - language);
    let right = texts[100..].iter().flat_map(|pair| [is_right(&pair[0], 0), is_right(&pair[1], 1)]);
    let share = right.filter(|&is_right| is_right).count() as f32 / 200.0;
    assert!(share > 0.95, "{share} of unseen texts told apart");
}
