use proptest::prelude::*;
use serde_json::json;

use super::*;

fn given(value: serde_json::Value) -> Values {
    match value {
        serde_json::Value::Object(values) => values,
        _ => Values::new(),
    }
}

fn filled(text: &str, value: serde_json::Value) -> String {
    fill(text, &given(value)).unwrap()
}

fn why_not(text: &str) -> String {
    check(text).unwrap_err().to_string()
}

#[test]
fn gaps_are_filled_and_fallbacks_stand_in() {
    let text = "Hi {{ first_name | default(\"there\") }}, how is {{ person.headline | lower }}?";
    let known = json!({"first_name": "Ada", "person": {"headline": "CTO"}});
    assert_eq!(filled(text, known), "Hi Ada, how is cto?");
    let blank = json!({"first_name": " ", "person": {"headline": "CTO"}});
    assert_eq!(filled(text, blank), "Hi there, how is cto?");
}

#[test]
fn what_is_printed_must_be_there_and_is_named() {
    let text = "{{ a }} {{ person.title }} {% if b %}{{ b }}{% endif %} {{ c | default('x') }} {{ a | upper }}";
    let unfilled = fill(text, &given(json!({"person": {}}))).unwrap_err();
    let names = vec!["a".to_owned(), "person.title".to_owned()];
    assert_eq!(unfilled, Unfilled::Missing { names });
    let text = "{% for item in items %}{{ item }}{{ loop.index }}{% endfor %}{{ d or e }}";
    let names = missing(text, &given(json!({}))).unwrap();
    assert_eq!(names, ["items", "e"]);
}

#[test]
fn lists_are_gone_through_and_put_together() {
    let values = json!({"skills": ["Rust", "SQL"]});
    let text =
        "{% for skill in skills %}{{ skill }}{% if not loop.last %} and {% endif %}{% endfor %}";
    assert_eq!(filled(text, values.clone()), "Rust and SQL");
    assert_eq!(
        filled("{{ skills | join(', ') }}", values.clone()),
        "Rust, SQL"
    );
    assert_eq!(
        filled("{{ skills | length }} {{ skills | first }}", values),
        "2 Rust"
    );
}

#[test]
fn statements_on_lines_of_their_own_leave_no_lines() {
    let text = "Hello\n{% if a is defined %}\nthere {{ a }}\n{% else %}\nyou\n{% endif %}\nBye";
    assert_eq!(filled(text, json!({"a": "A"})), "Hello\nthere A\nBye");
    assert_eq!(filled(text, json!({})), "Hello\nyou\nBye");
}

#[test]
fn filters_do_what_they_say() {
    let values = || json!({"a": " ada LOVELACE "});
    for (filter, expected) in [
        ("trim", "ada LOVELACE"),
        ("trim | title", "Ada Lovelace"),
        ("trim | capitalize", "Ada lovelace"),
        ("trim | upper", "ADA LOVELACE"),
        ("trim | truncate(4)", "ada…"),
        ("trim | replace('LOVE', 'x')", "ada xLACE"),
    ] {
        assert_eq!(
            filled(&format!("{{{{ a | {filter} }}}}"), values()),
            expected
        );
    }
}

#[test]
fn a_value_is_never_read_as_a_template() {
    let hostile = "{{ person }} {% for x in y %} {# a #} <b> & \" '";
    assert_eq!(filled("{{ a }}", json!({"a": hostile})), hostile);
}

#[test]
fn what_could_grow_is_refused_when_it_is_kept() {
    for text in [
        "{% set a = 'x' %}",
        "{% with a = 'x' %}{% endwith %}",
        "{{ 'x' * 1000000000 }}",
        "{{ a ~ a }}",
        "{{ a + a }}",
        "{{ 2 ** 1000 }}",
        "{% for i in range(1000000000) %}x{% endfor %}",
        "{{ a.upper() }}",
        "{% filter upper %}x{% endfilter %}",
        "{% include 'other' %}",
        "{% macro a() %}{% endmacro %}",
        "{% extends 'other' %}",
        "{% import 'other' as o %}",
        "{% for i in a recursive %}{{ loop(i) }}{% endfor %}",
        "{% do a() %}",
        "{{ {'a': 1} }}",
        "{{ a | pprint }}",
        "{{ a is odd }}",
        "{{ a",
        "{% if a %}",
        "{{ 'a\\x' }}",
    ] {
        assert!(check(text).is_err(), "{text}");
    }
    assert_eq!(
        why_not("Hi\n{{ a ~ b }}"),
        format!(
            "{} (line 2)",
            "a template does not calculate or put texts together: write values next to each other"
        )
    );
}

#[test]
fn nothing_is_nested_deeper_than_whoever_walks_over_it_can_bear() {
    let many = |piece: &str, count: usize| piece.repeat(count);
    let a = limits::TEMPLATE_CHARS_MAX;
    for text in [
        format!("{{{{ a{} }}}}", many(".b", a / 4)),
        format!("{{{{ a{} }}}}", many("|d", a / 4)),
        format!("{{{{ {}a }}}}", many("not ", a / 8)),
        format!("{{{{ {}a }}}}", many("(", a / 4)),
        format!("{{{{ {} }}}}", many("[", a / 4)),
        many("{% if a %}", a / 20),
        format!("{{% if a %}}{}{{% endif %}}", many("{% elif a %}", a / 20)),
        many("{{a}}", a / 8),
        "a".repeat(a + 1),
    ] {
        assert!(check(&text).is_err(), "{}…", &text[..20]);
    }
}

#[test]
fn loops_inside_loops_end() {
    let list: Vec<u32> = (0..200).collect();
    let text =
        "{% for a in l %}{% for b in l %}{% for c in l %}{% endfor %}{% endfor %}{% endfor %}";
    assert_eq!(
        fill(text, &given(json!({"l": list}))),
        Err(Unfilled::TooCostly)
    );
    let long = "x".repeat(16_000);
    let text = "{% for a in l %}{{ long }}{% endfor %}";
    let values = given(json!({"l": list, "long": long}));
    assert_eq!(fill(text, &values), Err(Unfilled::TooLong));
    let text = "{% for a in l %}{% if long | upper == long | lower %}{% endif %}{% endfor %}";
    assert_eq!(fill(text, &values), Err(Unfilled::TooCostly));
    let text = "{{ long | replace('x', long) | length }}";
    assert_eq!(fill(text, &values), Err(Unfilled::TooCostly));
}

#[test]
fn the_caller_goes_before_the_person_and_the_person_before_fallbacks() {
    let person = || {
        Facts::default()
            .with("first_name", Some("Ada"))
            .with("headline", Some(" "))
    };
    let fallbacks =
        given(json!({"first_name": "there", "headline": "your work", "company": "your company"}));
    let call = |variables| {
        values(
            person(),
            Facts::default(),
            Facts::default(),
            &given(variables),
            &fallbacks,
        )
    };
    let text = "{{ first_name }}|{{ headline }}|{{ company }}|{{ person.first_name }}";
    assert_eq!(
        fill(text, &call(json!({}))).unwrap(),
        "Ada|your work|your company|Ada"
    );
    let said = json!({"first_name": "Countess", "company": ""});
    assert_eq!(
        fill(text, &call(said)).unwrap(),
        "Countess|your work|your company|Ada"
    );
}

#[test]
fn variables_have_plain_names_and_plain_values() {
    let is_fine = |value| check_variables(&given(value)).is_ok();
    assert!(is_fine(
        json!({"a": "b", "b_2": 1, "c": true, "d": null, "e": ["x", 2]})
    ));
    for wrong in [
        json!({"A": 1}),
        json!({"": 1}),
        json!({"1a": 1}),
        json!({"a b": 1}),
        json!({"person": 1}),
        json!({"a": {"b": 1}}),
        json!({"a": [["b"]]}),
        json!({"a": "x".repeat(20_000)}),
    ] {
        assert!(!is_fine(wrong.clone()), "{wrong}");
    }
}

#[test]
fn people_are_called_by_their_first_name() {
    for (name, first, last) in [
        ("Ada Lovelace", Some("Ada"), Some("Lovelace")),
        ("Dr. Ada King Lovelace", Some("Ada"), Some("King Lovelace")),
        (
            "Prof. Dr. med. Ada Lovelace, PhD",
            Some("Ada"),
            Some("Lovelace"),
        ),
        ("🚀 Ada Lovelace 🚀", Some("Ada"), Some("Lovelace")),
        ("Jean-Luc O'Neill", Some("Jean-Luc"), Some("O'Neill")),
        ("王 小明", Some("王"), Some("小明")),
        ("Cher", Some("Cher"), None),
        ("Dr.", None, None),
        ("🚀", None, None),
        ("", None, None),
    ] {
        assert_eq!(first_name(name).as_deref(), first, "{name}");
        assert_eq!(last_name(name).as_deref(), last, "{name}");
    }
}

/// Pieces of templates, sensible and not.
fn pieces() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "{{",
        "}}",
        "{%",
        "%}",
        "{#",
        "#}",
        " a ",
        "if ",
        "for x in l",
        "endif",
        "endfor",
        "else",
        "elif ",
        "|",
        "upper",
        "default('x')",
        "join(l)",
        "replace('', a)",
        ".",
        "[",
        "]",
        "(",
        ")",
        "'",
        "\"",
        "~",
        "*",
        "not ",
        "is defined",
        "\n",
        "raw",
        "endraw",
        "-",
        "==",
        " in ",
        "loop.last",
        "é",
        "{{ a }}",
        "{% if a %}b{% endif %}",
        "{% for x in l %}{{ x }}{% endfor %}",
    ]);
    let piece = prop_oneof![4 => known.prop_map(str::to_owned), 1 => ".{0,5}"];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn whatever_somebody_writes_ends_and_stays_within_its_bounds(text in pieces(), a in ".{0,50}") {
        let values = given(json!({"a": a, "l": ["x", "y", a], "person": {}, "account": {}}));
        match fill(&text, &values) {
            Ok(filled) => {
                prop_assert!(check(&text).is_ok());
                prop_assert!(filled.len() <= limits::TEMPLATE_OUTPUT_BYTES_MAX);
                // Nothing that it needs is missing, and it says the same again.
                prop_assert_eq!(fill(&text, &values), Ok(filled));
            }
            Err(Unfilled::Failed(_) | Unfilled::TooCostly | Unfilled::TooLong) => {}
            Err(Unfilled::Missing { .. }) => prop_assert!(check(&text).is_ok()),
        }
    }

    #[test]
    fn a_text_without_gaps_says_itself(text in "[^{}\r]{0,200}") {
        let filled = fill(&text, &Values::new()).unwrap();
        // The line end at the very end is not kept, as everywhere.
        prop_assert_eq!(filled.trim_end_matches('\n'), text.trim_end_matches('\n'));
    }

    #[test]
    fn what_has_all_it_needs_is_filled(names in prop::collection::btree_set("[a-z]{1,8}", 1..8), value in "[a-z]{1,20}") {
        let names: Vec<_> = names.into_iter().filter(|name| !is_word(name)).collect();
        let parts: Vec<String> = names.iter().map(|name| format!("{{{{ {name} }}}};")).collect();
        let text = parts.concat();
        prop_assert_eq!(missing(&text, &Values::new()).unwrap(), names.clone());
        let values: Values = names.iter().map(|name| (name.clone(), value.clone().into())).collect();
        prop_assert_eq!(fill(&text, &values).unwrap(), format!("{value};").repeat(names.len()));
    }
}

/// Words that mean something to the language.
fn is_word(name: &str) -> bool {
    matches!(
        name,
        "not" | "and" | "or" | "in" | "is" | "if" | "else" | "true" | "false" | "none"
    )
}
