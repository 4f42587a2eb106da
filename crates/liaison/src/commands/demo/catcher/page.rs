//! What was caught: for people as a page without scripts, for programs as JSON.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::shelf::{DELIVERIES_MAX, Delivery};
use crate::commands::demo::tour::FRIEND;

/// Bytes of a body that the page shows.
const SHOWN_BYTES_MAX: usize = 16 << 10;

const HEAD: &str = "<!doctype html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\">
<meta http-equiv=\"refresh\" content=\"5\">
<meta name=\"viewport\" content=\"width=device-width\">
<title>Liaison: webhooks caught</title>
<style>
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
article { border: 1px solid #8886; border-left: 4px solid #2a8; border-radius: 4px; margin: 1rem 0; padding: .5rem 1rem; }
article.refused { border-left-color: #d43; }
header { display: flex; flex-wrap: wrap; gap: 0 1rem; align-items: baseline; }
header b { font-size: 1.1rem; }
.valid { color: #2a8; }
.refused .verdict { color: #d43; font-weight: bold; }
code, pre { font: 13px/1.45 ui-monospace, monospace; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; margin: .5rem 0; }
</style>
</head>
<body>
<h1>Webhooks caught</h1>
";

/// Text that means only itself in HTML, also between quotation marks.
struct Escaped<'t>(&'t str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for letter in self.0.chars() {
            match letter {
                '&' => out.write_str("&amp;")?,
                '<' => out.write_str("&lt;")?,
                '>' => out.write_str("&gt;")?,
                '"' => out.write_str("&quot;")?,
                '\'' => out.write_str("&#39;")?,
                // A browser would read it as something else.
                '\0' => out.write_char('\u{fffd}')?,
                letter => out.write_char(letter)?,
            }
        }
        Ok(())
    }
}

/// How often each id is among them.
fn times(deliveries: &[Arc<Delivery>]) -> BTreeMap<&str, usize> {
    let mut times = BTreeMap::new();
    for id in deliveries
        .iter()
        .filter_map(|delivery| delivery.id.as_deref())
    {
        *times.entry(id).or_default() += 1;
    }
    times
}

fn times_of(times: &BTreeMap<&str, usize>, delivery: &Delivery) -> usize {
    let id = delivery.id.as_deref();
    id.and_then(|id| times.get(id)).copied().unwrap_or(1)
}

/// `valid`, or the word of what is wrong.
fn word(delivery: &Delivery) -> String {
    match &delivery.signature {
        Ok(()) => "valid".to_owned(),
        Err(refused) => refused.to_string(),
    }
}

/// The page; `host` is where the reader has found it.
pub(super) fn html(deliveries: &[Arc<Delivery>], host: &str) -> String {
    let mut page = HEAD.to_owned();
    if deliveries.is_empty() {
        page.push_str("<p>Nothing yet: nothing has happened since the demo was started.</p>\n");
    } else {
        let valid = deliveries
            .iter()
            .filter(|one| one.signature.is_ok())
            .count();
        let _ = writeln!(
            page,
            "<p>{} kept of the last {DELIVERIES_MAX}, {valid} with a valid signature. The newest first.</p>",
            deliveries.len()
        );
    }
    hints(&mut page, host);
    let times = times(deliveries);
    for delivery in deliveries {
        article(&mut page, delivery, times_of(&times, delivery));
    }
    page.push_str("</body>\n</html>\n");
    page
}

/// How to make something happen. The key is not repeated: whoever reaches this page has not shown one.
fn hints(page: &mut String, host: &str) {
    let send = format!(
        "curl \"$BASE/linkedin/messaging/send-with-typing\" -H \"Authorization: Bearer $KEY\" \\\n  \
         -H 'Content-Type: application/json' \\\n  \
         -d '{{\"recipientProfileId\": \"{FRIEND}\", \"message\": \"Hello! I would like to connect with you.\"}}'"
    );
    let forge = format!("curl 'http://{host}/' -d '{{\"type\": \"message.sent\"}}'");
    let _ = writeln!(
        page,
        "<details open>\n<summary>Make something happen</summary>\n\
         <p>With <code>BASE</code> and <code>KEY</code> as the demo has printed them, send a message:</p>\n\
         <pre>{}</pre>\n\
         <p>Or pretend to be the gateway, without its secret:</p>\n\
         <pre>{}</pre>\n\
         </details>",
        Escaped(&send),
        Escaped(&forge)
    );
}

fn article(page: &mut String, delivery: &Delivery, times: usize) {
    let (class, verdict) = match &delivery.signature {
        Ok(()) => (
            "",
            "<span class=\"valid\">signature valid</span>".to_owned(),
        ),
        Err(refused) => (
            " class=\"refused\"",
            format!(
                "<span class=\"verdict\">not valid: {}</span>",
                Escaped(&refused.to_string().replace('_', " "))
            ),
        ),
    };
    let number = delivery.number;
    let number = number.map_or_else(String::new, |number| {
        format!("<span>number {number}</span> ")
    });
    let came = match times {
        1 => "came once".to_owned(),
        times => format!("came {times} times"),
    };
    let _ = writeln!(
        page,
        "<article{class}>\n\
         <header><b>{}</b> {number}{verdict} <time>{}</time></header>\n\
         <div><code>{}</code> {came}</div>\n\
         <pre>{}</pre>\n\
         </article>",
        Escaped(delivery.kind.as_deref().unwrap_or("no type")),
        delivery.received_at,
        Escaped(delivery.id.as_deref().unwrap_or("no id")),
        Escaped(&shown(&delivery.body)),
    );
}

/// JSON with a line for each field, where that is not too much; else the beginning of what came.
fn shown(body: &str) -> String {
    if body.len() <= SHOWN_BYTES_MAX
        && let Some(pretty) = pretty(body)
    {
        return pretty;
    }
    let end = body.floor_char_boundary(SHOWN_BYTES_MAX);
    if end == body.len() {
        return body.to_owned();
    }
    format!("{}\n… {} bytes in all", &body[..end], body.len())
}

/// `None` also where the blanks would be too many: deep lists have far more of them than values.
fn pretty(body: &str) -> Option<String> {
    let value: Value = serde_json::from_str(body).ok()?;
    let mut room = vec![0; SHOWN_BYTES_MAX * 2];
    let mut rest = room.as_mut_slice();
    serde_json::to_writer_pretty(&mut rest, &value).ok()?;
    let left = rest.len();
    room.truncate(room.len() - left);
    String::from_utf8(room).ok()
}

#[derive(Serialize)]
struct Listing<'d> {
    /// The newest first.
    deliveries: Vec<Entry<'d>>,
}

#[derive(Serialize)]
struct Entry<'d> {
    received_at: String,
    /// `valid`, or the word of what is wrong.
    signature: String,
    id: Option<&'d str>,
    /// How often a delivery with this id is in the list.
    times: usize,
    #[serde(rename = "type")]
    kind: Option<&'d str>,
    number: Option<i64>,
    /// As it came; null where it is no JSON.
    body: Option<&'d RawValue>,
    /// What came instead of JSON.
    text: Option<&'d str>,
}

/// The same for programs.
pub(super) fn json(deliveries: &[Arc<Delivery>]) -> String {
    let times = times(deliveries);
    let entries = deliveries.iter().map(|delivery| {
        let body = serde_json::from_str(&delivery.body).ok();
        Entry {
            received_at: delivery.received_at.to_string(),
            signature: word(delivery),
            id: delivery.id.as_deref(),
            times: times_of(&times, delivery),
            kind: delivery.kind.as_deref(),
            number: delivery.number,
            text: match body {
                Some(_) => None,
                None => Some(&delivery.body),
            },
            body,
        }
    });
    let listing = Listing {
        deliveries: entries.collect(),
    };
    serde_json::to_string(&listing).expect("what is written is plain data")
}

#[cfg(test)]
mod tests {
    use domain::time::Timestamp;

    use super::super::verify::Refused;
    use super::*;

    fn caught(signature: Result<(), Refused>, id: &str, body: &str) -> Arc<Delivery> {
        let headers = [("webhook-id", id)];
        let at = Timestamp::from_millis(1_700_000_000_000);
        Arc::new(Delivery::read(at, signature, &headers, body.as_bytes()))
    }

    #[test]
    fn what_was_posted_is_text_on_the_page() {
        let evil = "<script>alert(\"1\" & '2')</script>";
        let body = serde_json::json!({"type": evil, "data": {"text": evil}}).to_string();
        let page = html(
            &[caught(Err(Refused::SignatureMismatch), evil, &body)],
            evil,
        );
        assert!(!page.contains("<script"), "{page}");
        assert!(page.contains("&lt;script&gt;"), "{page}");
        assert!(page.contains("not valid: signature mismatch"), "{page}");
        let plain = html(&[caught(Ok(()), "a", "no <b>JSON")], "localhost");
        assert!(plain.contains("<pre>no &lt;b&gt;JSON</pre>"), "{plain}");
        assert!(plain.contains("no type"), "{plain}");
    }

    #[test]
    fn a_delivery_is_shown_with_its_verdict_and_how_often_it_came() {
        let body = "{\"number\":12,\"type\":\"message.sent\"}";
        let all = [
            caught(Ok(()), "evt_1", body),
            caught(Ok(()), "evt_1", body),
            caught(Err(Refused::TimestampTooOld), "evt_2", "{}"),
        ];
        let page = html(&all, "127.0.0.1:1");
        assert!(page.contains("3 kept of the last 200, 2 with"), "{page}");
        assert_eq!(page.matches("came 2 times").count(), 2);
        assert_eq!(page.matches("came once").count(), 1);
        assert!(page.contains("<span>number 12</span>"), "{page}");
        assert!(page.contains("\n  &quot;number&quot;: 12"), "{page}");
        let list: Value = serde_json::from_str(&json(&all)).unwrap();
        assert_eq!(list["deliveries"][0]["times"], 2);
        assert_eq!(list["deliveries"][0]["signature"], "valid");
        assert_eq!(list["deliveries"][1]["body"]["number"], 12);
        assert_eq!(list["deliveries"][2]["signature"], "timestamp_too_old");
        let text: Value = serde_json::from_str(&json(&[caught(Ok(()), "a", "{")])).unwrap();
        assert_eq!(text["deliveries"][0]["text"], "{");
        assert_eq!(text["deliveries"][0]["body"], Value::Null);
    }

    #[test]
    fn nothing_yet_says_how_to_begin() {
        let page = html(&[], "127.0.0.1:1");
        assert!(page.contains("Nothing yet"), "{page}");
        assert!(
            page.contains("/linkedin/messaging/send-with-typing"),
            "{page}"
        );
        assert!(page.contains("http://127.0.0.1:1/"), "{page}");
    }

    #[test]
    fn a_page_stays_small_whatever_was_posted() {
        let deep = format!("{}{}{}", "[".repeat(100), "1,".repeat(7_000), "1");
        let deep = format!("{deep}{}", "]".repeat(100));
        assert!(serde_json::from_str::<Value>(&deep).is_ok());
        assert_eq!(shown(&deep), deep);
        let long = "ä".repeat(SHOWN_BYTES_MAX);
        assert!(shown(&long).len() < SHOWN_BYTES_MAX + 100);
        assert!(shown(&long).ends_with("… 32768 bytes in all"));
    }
}
