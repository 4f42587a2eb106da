//! Lists the pages under `docs`, so that the program has every one of them.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a build script talks to Cargo: by its output and its environment, and by ending"
)]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

const FOLDERS: [&str; 3] = ["guides", "reference", "adr"];

fn main() {
    // Asked now, not when this was compiled: a checkout may have been moved since.
    let here = std::env::var("CARGO_MANIFEST_DIR").unwrap();
    let docs = Path::new(&here).join("../../docs");
    let mut list = String::from("&[\n");
    for folder in FOLDERS {
        let folder_path = docs.join(folder).canonicalize().unwrap();
        println!("cargo::rerun-if-changed={}", folder_path.display());
        let entries = fs::read_dir(&folder_path).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let pages = names.filter_map(|name| name.strip_suffix(".md").map(str::to_owned));
        let mut pages: Vec<String> = pages.collect();
        pages.sort();
        for page in pages {
            let file = folder_path.join(format!("{page}.md"));
            let (place, file) = (format!("{folder}/{page}"), file.to_str().unwrap());
            let text = format!("include_str!({file:?})");
            writeln!(list, "Page {{ place: {place:?}, text: {text} }},").unwrap();
        }
    }
    list.push(']');
    let out = std::env::var("OUT_DIR").unwrap();
    fs::write(Path::new(&out).join("pages.rs"), list).unwrap();
}
