//! Pictures of members: drawn from their key and initials, always the same.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::Network;
use crate::refusal::Refusal;
use crate::world::members::{self, Member};

pub(super) async fn picture(
    State(network): State<Arc<Network>>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let unknown = || Refusal::new("unknown_member", "there is no such picture");
    let key = file.strip_suffix(".svg").ok_or_else(unknown)?.to_owned();
    let member = network
        .store
        .read(move |tx| members::resolve(tx, None, &key))
        .await
        .ok()
        .filter(|member| member.has_picture)
        .ok_or_else(unknown)?;
    let drawing = draw(&member);
    let etag = format!("\"{:016x}\"", digest(&drawing));
    let is_known = headers
        .get(header::IF_NONE_MATCH)
        .is_some_and(|known| known.as_bytes() == etag.as_bytes());
    let cache = [
        (header::ETAG, etag),
        // People are renamed over the control API: whoever shows a picture must ask whether it still holds.
        (header::CACHE_CONTROL, "no-cache".to_owned()),
    ];
    if is_known {
        return Ok((StatusCode::NOT_MODIFIED, cache).into_response());
    }
    let media_type = [(header::CONTENT_TYPE, "image/svg+xml")];
    Ok((cache, media_type, drawing).into_response())
}

/// FNV-1a: the same on every machine and in every version, which a hasher of the library does not promise.
fn digest(drawing: &str) -> u64 {
    drawing.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

fn draw(member: &Member) -> String {
    let hash = member.key.bytes().fold(5_381_u32, |hash, byte| {
        hash.wrapping_mul(33) ^ u32::from(byte)
    });
    let (hue, second) = (hash % 360, (hash / 360) % 360);
    let initial = |text: &str| {
        text.chars()
            .next()
            .filter(|letter| letter.is_alphanumeric())
    };
    let initials: String = [initial(&member.first_name), initial(&member.last_name)]
        .into_iter()
        .flatten()
        .collect();
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96" width="96" height="96" role="img">
<defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="hsl({hue},55%,42%)"/>
<stop offset="1" stop-color="hsl({second},50%,58%)"/></linearGradient></defs>
<rect width="96" height="96" fill="url(#g)"/>
<text x="48" y="50" fill="#fff" font-family="sans-serif" font-size="38" text-anchor="middle" dominant-baseline="middle">{initials}</text>
</svg>
"##
    )
}

#[cfg(test)]
mod tests {
    use crate::world::generate;

    #[test]
    fn a_picture_is_always_the_same_and_differs_by_member() {
        let (one, other) = (generate::newcomer(7, 1), generate::newcomer(7, 2));
        assert_eq!(super::draw(&one), super::draw(&one));
        assert_ne!(super::draw(&one), super::draw(&other));
    }
}
