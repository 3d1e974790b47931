//! The layers, as rules that fail: who may name whom, and what may be called where.
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

use std::path::{Path, PathBuf};
use std::process::Command;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Sources below a path of `src`, with their text up to the unit tests.
fn sources(below: &str) -> Vec<(PathBuf, String)> {
    let start = Path::new(ROOT).join("src").join(below);
    let mut found = Vec::new();
    let mut open = vec![start.clone()];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            let entries = std::fs::read_dir(&path).expect("a readable folder");
            open.extend(entries.map(|entry| entry.expect("an entry").path()));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).expect("a readable file");
            found.push((path, text.split("#[cfg(test)]").next().unwrap_or_default().to_owned()));
        }
    }
    assert!(!found.is_empty(), "no sources below {}", start.display());
    found
}

/// Fails with every line of code below `place` that names one of the words.
fn assert_free(place: &str, words: &[&str]) {
    let mut lines = Vec::new();
    for (path, text) in sources(place) {
        let code = text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
        for (number, line) in code {
            if words.iter().any(|word| line.contains(word)) {
                lines.push(format!("{}:{}: {}", path.display(), number + 1, line.trim()));
            }
        }
    }
    assert!(lines.is_empty(), "{place} may not name any of {words:?}:\n{}", lines.join("\n"));
}

const BROWSER: [&str; 4] = ["web_sys", "js_sys", "wasm_bindgen", "leptos"];
const PURE: [&str; 18] = [
    "schema",
    "math",
    "read",
    "table",
    "input",
    "task",
    "architecture",
    "weighting",
    "config",
    "data",
    "gain",
    "synthetic",
    "toy",
    "report",
    "protocol",
    "ui/scale.rs",
    "ui/field.rs",
    "ui/entered.rs",
];

#[test]
fn only_the_browser_layers_know_a_browser() {
    for place in PURE.iter().chain(&["kernel", "model", "train", "session"]) {
        assert_free(place, &BROWSER);
    }
}

#[test]
fn the_pure_layers_know_no_tensor() {
    for place in PURE {
        assert_free(place, &["burn"]);
    }
}

#[test]
fn the_page_never_touches_a_tensor() {
    assert_free("ui", &["burn", "crate::model", "crate::train", "crate::session"]);
}

#[test]
fn the_page_draws_no_table_and_walks_no_path_itself() {
    // What only the worker names, the linker leaves out of the page.
    for place in ["ui", "web", "data", "protocol"] {
        assert_free(place, &["synthetic::", "crate::synthetic", "crate::toy", "polyhead::toy"]);
    }
}

#[test]
fn one_file_names_a_backend() {
    for (path, text) in sources("") {
        if !path.ends_with("train/device.rs") {
            assert!(!text.contains("Device::flex") && !text.contains("wgpu_options"), "{}", path.display());
        }
    }
}

#[test]
fn tensors_are_read_asynchronously() {
    // A synchronous read panics in a browser.
    let reads = [".into_scalar(", ".into_data(", ".to_data(", ".argsort(", ".sort(0", ".sort(1", ".topk("];
    for place in ["kernel", "model", "train", "session"] {
        assert_free(place, &reads);
    }
}

#[test]
fn randomness_and_time_come_in_as_arguments() {
    assert_free("", &["rand::rng(", "thread_rng", "from_os_rng", "Instant::now", "SystemTime::now"]);
}

#[test]
fn every_choice_is_matched_by_name() {
    // `_ =>` on an enum of ours would let a new method pass without its arms.
    for (path, text) in sources("") {
        for choice in [
            "ArchitectureKind::",
            "WeightingKind::",
            "OptimizerKind::",
            "ScheduleKind::",
            "SamplingKind::",
            "StoppingScope::",
            "LabelCode::",
            "TaskKind::",
            "Command::",
        ] {
            let mut lines = text.lines().peekable();
            while let Some(line) = lines.next() {
                let is_arm = line.trim_start().starts_with(choice) && line.contains("=>");
                let next = lines.peek().map(|next| next.trim_start()).unwrap_or_default();
                assert!(!(is_arm && next.starts_with("_ =>")), "{}: {next}", path.display());
            }
        }
    }
}

#[test]
fn the_page_and_the_workers_link_nothing_of_one_another() {
    for (feature, stranger) in [
        ("ui", "burn v"),
        ("ui", "parquet v"),
        ("ui", "calamine v"),
        ("train", "leptos v"),
        ("train", "parquet v"),
        ("train", "calamine v"),
        ("unpack", "burn v"),
        ("unpack", "leptos v"),
        ("unpack", "calamine v"),
        ("workbook", "burn v"),
        ("workbook", "leptos v"),
        ("workbook", "parquet v"),
    ] {
        let tree = Command::new(env!("CARGO"))
            .args(["tree", "--offline", "--no-default-features", "--features", feature])
            .args(["--edges", "normal", "--prefix", "none", "--target", "wasm32-unknown-unknown"])
            .current_dir(ROOT)
            .output()
            .expect("cargo runs");
        let text = String::from_utf8_lossy(&tree.stdout);
        assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
        assert!(text.lines().count() > 20, "no tree: {text}");
        let found: Vec<&str> = text.lines().filter(|line| line.starts_with(stranger)).collect();
        assert!(found.is_empty(), "--features {feature} links {found:?}");
    }
}

#[test]
fn every_file_opens_with_a_sentence_and_stays_readable() {
    for (path, text) in sources("") {
        let first = text.lines().next().unwrap_or_default();
        let opens = first.starts_with("//! ") || path.ends_with("lib.rs");
        assert!(opens, "{} opens with “{first}”", path.display());
        let lines = std::fs::read_to_string(&path).expect("a readable file").lines().count();
        assert!(lines <= 400, "{} has {lines} lines: look for the second noun", path.display());
    }
}
