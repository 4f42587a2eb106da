//! What the guide gives receivers of webhooks to copy: run in each language against one file of vectors, which is itself
//! held against a library that nobody here wrote. The Rust one is an ordinary test of `integrations`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::Value;

use super::Done;
use crate::machine::{self, NODE, PYTHON};
use crate::{command, workspace};

const GUIDE: &str = "docs/guides/verifying-webhooks.md";
const FOLDER: &str = "docs/webhooks";
const VECTORS: &str = "docs/webhooks/vectors.json";

/// The files to copy, and the word behind the fence of each one's block in the guide.
const SNIPPETS: [(&str, &str); 3] = [
    ("verify.rs", "rust"),
    ("verify.ts", "typescript"),
    ("verify.py", "python"),
];

/// Pinned: what is checked changes with a commit, not over night.
const REFERENCE: (&str, &str) = ("standardwebhooks", "1.1.0");
const COMPILER: [(&str, &str); 2] = [("typescript", "5.9.3"), ("@types/node", "20.19.25")];

/// As strict as a receiver's own project may be, and only syntax that newer versions of Node.js run as it is.
const STRICT: &[&str] = &[
    "--strict",
    "--noUncheckedIndexedAccess",
    "--exactOptionalPropertyTypes",
    "--noUnusedLocals",
    "--noUnusedParameters",
    "--erasableSyntaxOnly",
    "--target",
    "es2022",
    "--module",
    "nodenext",
    "--rewriteRelativeImportExtensions",
    "--noEmitOnError",
    "--types",
    "node",
];

/// Compares the guide with its files, then runs the files.
pub(crate) fn run(root: &Path) -> Result<Done> {
    check_guide(root)?;
    machine::install(&[&PYTHON, &NODE])?;
    let tools = workspace::target(root).join("verifiers");
    fs::create_dir_all(&tools)?;
    // No compiled files beside the snippets.
    let mut python = Command::new("python3");
    python.args(["-B", "xtask/verifiers/check.py", FOLDER]);
    command::run(python.current_dir(root))?;
    typescript(root, &tools)?;
    let mut reference = Command::new(reference_python(&tools)?);
    reference.args(["-B", "xtask/verifiers/reference.py", VECTORS]);
    command::run(reference.current_dir(root))?;
    Ok(Done::Passed)
}

fn typescript(root: &Path, tools: &Path) -> Result<()> {
    let modules = compiler(tools)?;
    let output = tools.join("built");
    let mut compile = Command::new("node");
    compile.arg(modules.join("typescript/bin/tsc")).args(STRICT);
    compile.arg("--typeRoots").arg(modules.join("@types"));
    compile.arg("--rootDir").arg(root);
    compile.arg("--outDir").arg(&output);
    compile.arg("xtask/verifiers/check.ts");
    command::run(compile.current_dir(root))?;
    let mut check = Command::new("node");
    check.arg(output.join("xtask/verifiers/check.js"));
    command::run(check.arg(FOLDER).current_dir(root))
}

/// The compiler and the types of Node.js, installed once; the answer is the folder of the packages.
fn compiler(tools: &Path) -> Result<PathBuf> {
    let modules = tools.join("node_modules");
    let is_current = COMPILER.iter().all(|(name, version)| {
        let manifest = fs::read(modules.join(name).join("package.json"));
        let manifest = manifest.map(|bytes| serde_json::from_slice::<Value>(&bytes));
        matches!(manifest, Ok(Ok(manifest)) if manifest["version"] == **version)
    });
    if !is_current {
        let mut install = Command::new("npm");
        install.args(["install", "--no-audit", "--no-fund", "--save-exact"]);
        install.arg("--prefix").arg(tools);
        install.args(COMPILER.map(|(name, version)| format!("{name}@{version}")));
        command::run(&mut install)?;
    }
    Ok(modules)
}

/// A Python that has the library, in a virtual environment of its own.
fn reference_python(tools: &Path) -> Result<PathBuf> {
    let folder = tools.join("python");
    let python = folder.join("bin/python");
    let (name, version) = REFERENCE;
    let ask = format!("import importlib.metadata as found; print(found.version('{name}'))");
    let is_current = python.is_file()
        && command::output(Command::new(&python).args(["-c", &ask]))
            .is_ok_and(|text| text.trim() == version);
    if !is_current {
        let mut environment = Command::new("python3");
        command::run(environment.args(["-m", "venv", "--clear"]).arg(&folder))?;
        let mut install = Command::new(folder.join("bin/pip"));
        install.args(["install", "--quiet", "--disable-pip-version-check"]);
        command::run(install.arg(format!("{name}=={version}")))?;
    }
    Ok(python)
}

/// The guide shows each file as it is, and explains each reason that a vector expects.
fn check_guide(root: &Path) -> Result<()> {
    let read = |path: &str| {
        fs::read_to_string(root.join(path)).with_context(|| format!("cannot read {path}"))
    };
    let guide = read(GUIDE)?;
    for (name, word) in SNIPPETS {
        if !blocks(&guide, word).contains(&read(&format!("{FOLDER}/{name}"))?) {
            bail!("{GUIDE} has no block `{word}` that is {FOLDER}/{name}, byte for byte");
        }
    }
    let reasons = reasons(&serde_json::from_str(&read(VECTORS)?)?);
    let explained = explained(&guide);
    ensure!(
        reasons == explained,
        "the vectors refuse for {reasons:?}, and {GUIDE} explains {explained:?}"
    );
    println!(
        "{GUIDE}: {} blocks are their files, {} reasons are explained",
        SNIPPETS.len(),
        reasons.len()
    );
    Ok(())
}

/// The texts of the blocks with this word behind their fence.
fn blocks(guide: &str, word: &str) -> Vec<String> {
    let mut blocks: Vec<String> = Vec::new();
    let (mut is_open, mut is_wanted) = (false, false);
    for line in guide.lines() {
        if let Some(info) = line.strip_prefix("```") {
            is_wanted = !is_open && info == word;
            is_open = !is_open;
            if is_wanted {
                blocks.push(String::new());
            }
        } else if let Some(block) = blocks.last_mut().filter(|_| is_wanted) {
            block.push_str(line);
            block.push('\n');
        }
    }
    blocks
}

/// The reasons for which a vector is refused.
fn reasons(vectors: &Value) -> BTreeSet<String> {
    let cases = vectors["cases"].as_array().into_iter().flatten();
    let reasons = cases.filter_map(|case| case["expect"]["refused"].as_str());
    reasons.map(str::to_owned).collect()
}

/// The first words of the rows of the guide's table of reasons.
fn explained(guide: &str) -> BTreeSet<String> {
    let rows = guide
        .lines()
        .skip_while(|line| !line.starts_with("| Reason |"))
        .take_while(|line| line.starts_with('|'));
    rows.filter_map(|row| row.split('`').nth(1))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{blocks, explained, reasons};

    #[test]
    fn a_block_is_what_stands_between_its_fences() {
        let guide = "a\n```python\nb\n\n  c\n```\n```rust\nd\n```\n```python\ne\n```\n";
        assert_eq!(blocks(guide, "python"), ["b\n\n  c\n", "e\n"]);
        assert_eq!(blocks(guide, "rust"), ["d\n"]);
        assert!(blocks(guide, "typescript").is_empty());
    }

    #[test]
    fn the_reasons_of_vectors_and_guide_are_found() {
        let vectors = json!({ "cases": [
            { "expect": { "accepted": "a" } },
            { "expect": { "refused": "late" } },
            { "expect": { "refused": "early" } },
            { "expect": { "refused": "late" } },
        ] });
        let guide = "| `x` | y |\n\n| Reason | Check |\n| --- | --- |\n| `early` | `z` |\n| `late` | |\n\n| `w` |\n";
        assert_eq!(reasons(&vectors), explained(guide));
        assert_eq!(reasons(&vectors).len(), 2);
    }
}
