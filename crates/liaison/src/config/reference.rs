//! The reference page of the configuration, made from the settings themselves.

use std::fmt::Write as _;

use super::{all, sections};

/// The page, as Markdown.
pub(crate) fn page() -> String {
    let mut page = "# Configuration\n\n\
        Made by `cargo xtask generate` from what `liaison config reference` prints. Do not edit.\n\n\
        Settings come from, each over the one before: the defaults below, the TOML file given with `--config` or\n\
        `LIAISON_CONFIG`, the environment, the command line. What is not a setting is an error.\n"
        .to_owned();
    let settings = all();
    for section in sections() {
        let _ = write!(
            page,
            "\n## `[{}]`\n\n{}\n\n",
            section.name, section.explanation
        );
        page.push_str("| Key | Variable | Default | Meaning |\n| --- | --- | --- | --- |\n");
        for setting in settings
            .iter()
            .filter(|setting| setting.section == section.name)
        {
            let _ = writeln!(
                page,
                "| `{}` | `{}` | `{}` | {} |",
                setting.key,
                setting.variable(),
                setting.default,
                setting.explanation.replace('|', "\\|")
            );
        }
    }
    page
}
