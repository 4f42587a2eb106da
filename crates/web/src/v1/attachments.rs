//! Files in requests, with their bytes as Base64, and in answers, without.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{GeneralPurpose, GeneralPurposeConfig};
use domain::attachment::{File, FileFacts, InvalidFile};
use serde::Serialize;
use utoipa::ToSchema;

use crate::extract::{Fields, FromFields};

/// Padded, and as strict as the pattern in the description, which cannot say what the last bits are.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true),
);

/// A file to hand over.
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
    name: String,
    /// Its media type, without parameters.
    #[schema(
        max_length = 127,
        pattern = "^[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*$"
    )]
    content_type: String,
    /// Its bytes in Base64 with padding; 1 to 5,000,000 bytes.
    #[schema(
        content_encoding = "base64",
        min_length = 4,
        max_length = 6_666_668,
        pattern = "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)$"
    )]
    content: String,
}

/// A file of a request; `None` where something is wrong with it, which is noted.
pub(super) struct GivenFile(pub(super) Option<File>);

impl FromFields for GivenFile {
    fn from_fields(fields: &mut Fields) -> Self {
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
                let file = File::new(&name, &media_type, bytes);
                Self(file.map_err(|error| note(fields, error)).ok())
            }
            Some(Err(_)) => {
                let message = "content must be Base64 with padding";
                fields.note("content", "wrong_form", message);
                Self(None)
            }
            _ => Self(None),
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

/// A file of a send. Its bytes are kept and not shown.
#[derive(Serialize, ToSchema)]
#[schema(as = SendAttachment)]
pub(crate) struct AttachmentItem {
    name: String,
    content_type: String,
    /// Bytes.
    size: i64,
    /// Of the bytes, hexadecimal.
    sha256: String,
}

impl AttachmentItem {
    pub(super) fn of(facts: FileFacts) -> Self {
        Self {
            name: facts.name,
            content_type: facts.media_type,
            size: facts.byte_size,
            sha256: facts.sha256,
        }
    }
}
