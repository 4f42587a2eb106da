//! Files in requests, with their bytes as Base64, and in answers, without.

use std::fmt::Write as _;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{GeneralPurpose, GeneralPurposeConfig};
use domain::attachment::content::checked_type;
use domain::attachment::{File, FileFacts, InvalidFile};
use domain::ids::AttachmentId;
use serde::Serialize;
use utoipa::ToSchema;

use crate::door::Door;
use crate::extract::{Authorized, Fields, FromFields, Segments, SendsRead};
use crate::fault::Fault;
use crate::openapi::responses::SendFileFaults;

/// Padded, and as strict as the pattern in the description, which cannot say what the last bits are.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true),
);

/// A file to hand over: with its bytes, or by the id of one that was handed over before.
#[derive(ToSchema)]
#[schema(as = NewAttachment, example = json!({"name": "hello.txt", "content_type": "text/plain", "content": "SGVsbG8="}))]
#[expect(dead_code, reason = "described here, read field by field")]
pub(crate) struct AttachmentRequest {
    /// As the recipient sees it: without slashes, backslashes and control characters.
    #[schema(
        min_length = 1,
        max_length = 200,
        pattern = r"^[^/\\\u0000-\u001f\u007f-\u009f]+$"
    )]
    name: Option<String>,
    /// Its media type, without parameters.
    #[schema(
        max_length = 127,
        pattern = "^[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*$"
    )]
    content_type: Option<String>,
    /// Its bytes in Base64 with padding; 1 to 5,000,000 bytes.
    #[schema(
        content_encoding = "base64",
        min_length = 4,
        max_length = 6_666_668,
        pattern = "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)$"
    )]
    content: Option<String>,
    /// Of a file that was handed over at `POST /v1/attachments` in the last day, and then nothing else.
    #[schema(pattern = "^fil_[0-9a-hjkmnp-tv-z]{26}$")]
    id: Option<String>,
}

/// A file of a request.
pub(super) enum GivenFile {
    /// With its bytes.
    Whole(File),
    /// Handed over before.
    Uploaded(AttachmentId),
    /// Something is wrong with it, which is noted.
    Wrong,
}

impl FromFields for GivenFile {
    fn from_fields(fields: &mut Fields) -> Self {
        if fields.has("id") {
            let id = fields.required_text("id").parse();
            fields.refuse_others();
            return id.map_or_else(
                |_| {
                    fields.note(
                        "id",
                        "wrong_form",
                        "id must be that of a file that was handed over",
                    );
                    Self::Wrong
                },
                Self::Uploaded,
            );
        }
        let name = fields.required_text("name");
        let media_type = fields.required_text("content_type");
        let content = fields.raw_text("content");
        if content.is_none() && !fields.has_issue("content") {
            fields.required("content");
        }
        fields.refuse_others();
        let bytes = content.map(|content| BASE64.decode(content));
        match bytes {
            Some(Ok(bytes)) if !name.is_empty() && !media_type.is_empty() => {
                let media_type = match checked_type(&media_type, &bytes) {
                    Ok(media_type) => media_type,
                    Err(error) => {
                        fields.note("content_type", "wrong_content", error.to_string());
                        return Self::Wrong;
                    }
                };
                let file = File::new(&name, &media_type, bytes);
                let file = file.map_err(|error| note(fields, error));
                file.map_or(Self::Wrong, Self::Whole)
            }
            Some(Err(_)) => {
                let message = "content must be Base64 with padding";
                fields.note("content", "wrong_form", message);
                Self::Wrong
            }
            _ => Self::Wrong,
        }
    }
}

fn note(fields: &mut Fields, error: InvalidFile) {
    let (path, code) = match error {
        InvalidFile::Name => ("name", "wrong_form"),
        InvalidFile::MediaType => ("content_type", "wrong_form"),
        InvalidFile::Empty => ("content", "empty"),
        InvalidFile::TooLarge => ("content", "too_large"),
    };
    fields.note(path, code, error.to_string());
}

/// A file of a send, without its bytes.
#[derive(Serialize, ToSchema)]
#[schema(as = SendAttachment)]
pub(crate) struct AttachmentItem {
    name: String,
    content_type: String,
    /// Bytes.
    size: i64,
    /// Of the bytes, hexadecimal.
    sha256: String,
    /// Where its bytes are, for who may see the send.
    url: String,
}

impl AttachmentItem {
    /// The file at a place, from 0, of the send with this id.
    pub(super) fn of(send_id: &str, place: usize, facts: FileFacts) -> Self {
        Self {
            url: format!("/v1/sends/{send_id}/attachments/{place}"),
            name: facts.name,
            content_type: facts.media_type,
            size: facts.byte_size,
            sha256: facts.sha256,
        }
    }
}

/// Get a file of a send
///
/// The bytes as they were accepted, with the type that was declared, to be stored and not to be shown: nothing in it runs
/// in a browser. Whoever approves a send can so read what leaves with it.
#[utoipa::path(
    get,
    path = "/sends/{id}/attachments/{place}",
    operation_id = "getSendAttachment",
    tag = "Sends",
    params(
        ("id" = String, Path, description = "The send's id."),
        ("place" = String, Path, description = "Its place in `attachments`, from 0."),
    ),
    responses((status = 200, description = "The bytes.", content_type = "*/*", body = Vec<u8>,
        headers(("Content-Disposition" = String, description = "Always `attachment`, with the name that was declared."))),
        SendFileFaults)
)]
pub(crate) async fn get_attachment(
    caller: Authorized<SendsRead>,
    State(door): State<Door>,
    Segments((id, place)): Segments<(String, String)>,
) -> Result<Response, Fault> {
    // What is no number is no place.
    let place = place.parse().unwrap_or(usize::MAX);
    let file = door.app.send_file(&caller, &id, place).await?;
    let facts = file.facts();
    let headers = [
        (CONTENT_TYPE, facts.media_type.clone()),
        (CONTENT_DISPOSITION, disposition(&facts.name)),
        (ETAG, format!("\"{}\"", facts.sha256)),
        (CACHE_CONTROL, "private".to_owned()),
        (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; sandbox".to_owned(),
        ),
    ];
    Ok((headers, Bytes::copy_from_slice(file.bytes())).into_response())
}

/// The header for a file that is to be stored: a plain name for old clients, and the whole one as RFC 8187 writes it.
pub(super) fn disposition(name: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || " ._-()".contains(letter);
    let plain = name
        .chars()
        .map(|letter| if is_plain(letter) { letter } else { '_' });
    let plain: String = plain.collect();
    let is_kept = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte);
    let mut whole = String::new();
    for byte in name.bytes() {
        if is_kept(byte) {
            whole.push(char::from(byte));
        } else {
            // Writing to a text does not fail.
            let _ = write!(whole, "%{byte:02X}");
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{whole}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_never_leaves_its_place_in_the_header() {
        for (name, expected) in [
            (
                "Plan B.pdf",
                "filename=\"Plan B.pdf\"; filename*=UTF-8''Plan%20B.pdf",
            ),
            (
                "Angebot „neu“.pdf",
                "filename=\"Angebot _neu_.pdf\"; filename*=UTF-8''Angebot%20%E2%80%9Eneu%E2%80%9C.pdf",
            ),
            (
                "a\"; x=\"b",
                "filename=\"a__ x__b\"; filename*=UTF-8''a%22%3B%20x%3D%22b",
            ),
            ("%41'*", "filename=\"_41__\"; filename*=UTF-8''%2541%27%2A"),
        ] {
            assert_eq!(disposition(name), format!("attachment; {expected}"));
        }
    }
}
