//! The code of all files of `src`.

use std::collections::BTreeMap;
use std::path::Path;

/// Every file's code by its module path, such as `read::csv`; `mod.rs` has its folder's name.
pub fn read() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut texts, mut folders) = (BTreeMap::new(), vec![root.clone()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a readable folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let inside = path.strip_prefix(&root).expect("below src").with_extension("");
                let module = inside.to_string_lossy().replace('/', "::");
                let module = module.strip_suffix("::mod").unwrap_or(&module).to_owned();
                texts.insert(module, code(&std::fs::read_to_string(&path).expect("a readable file")));
            }
        }
    }
    texts
}

/// A file's code: up to its unit tests, without lines that are comments.
fn code(text: &str) -> String {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}
