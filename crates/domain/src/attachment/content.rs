//! What a file is, by its first bytes: whoever says something else of it is not believed.

/// From how many of its first bytes a file is judged.
pub const BYTES_READ: usize = 64 << 10;

/// Said of a file of which its sender knows nothing.
const UNKNOWN: &str = "application/octet-stream";

/// Types that have a signature in every file: without it the file is not what it is said to be.
const SIGNED: &[&str] = &[
    "application/gzip",
    "application/pdf",
    "application/zip",
    "image/bmp",
    "image/gif",
    "image/jpeg",
    "image/png",
    "image/webp",
];

/// Types that begin alike, or go by several names.
const ALIKE: &[&[&str]] = &[
    &["image/jpeg", "image/jpg", "image/pjpeg"],
    &["application/gzip", "application/x-gzip"],
    &["audio/mpeg", "audio/mp3"],
    &["audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave"],
    &["audio/ogg", "video/ogg", "application/ogg", "audio/opus"],
    &["video/webm", "audio/webm", "video/x-matroska"],
    &[
        "video/mp4",
        "video/quicktime",
        "video/x-m4v",
        "audio/mp4",
        "audio/m4a",
        "audio/x-m4a",
    ],
    &[
        "application/msword",
        "application/vnd.ms-excel",
        "application/vnd.ms-powerpoint",
        "application/vnd.ms-outlook",
        "application/x-ole-storage",
    ],
];

/// The content of a file is not of the type that was declared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WrongContent {
    #[error("the file is {found}, not {declared}")]
    Other {
        declared: String,
        found: &'static str,
    },
    #[error("the file has not what every file of the type {declared} begins with")]
    NotIt { declared: String },
}

/// The type under which a file is kept: the declared one, or, where that says nothing, what the content shows. The first
/// bytes are enough, as many as [`BYTES_READ`].
pub fn checked_type(declared: &str, bytes: &[u8]) -> Result<String, WrongContent> {
    let declared = declared.to_ascii_lowercase();
    let bytes = &bytes[..bytes.len().min(BYTES_READ)];
    let found = infer::get(bytes).map(|kind| kind.mime_type());
    match found {
        Some(found) if declared == UNKNOWN => Ok(found.to_owned()),
        Some(found) if is_alike(&declared, found) => Ok(declared),
        // Some signatures are two letters, with which a text may begin as well.
        Some(_) if says_text(&declared) && reads_as_text(bytes) => Ok(declared),
        Some(found) => Err(WrongContent::Other { declared, found }),
        None if SIGNED.contains(&declared.as_str()) => Err(WrongContent::NotIt { declared }),
        None => Ok(declared),
    }
}

fn is_alike(declared: &str, found: &str) -> bool {
    let are_both = |is_one: fn(&str) -> bool| is_one(declared) && is_one(found);
    declared == found
        || are_both(is_zipped)
        || are_both(is_text)
        || ALIKE
            .iter()
            .any(|alike| alike.contains(&declared) && alike.contains(&found))
}

/// Archives, and documents that are archives.
fn is_zipped(media_type: &str) -> bool {
    media_type == "application/zip"
        || media_type == "application/x-zip-compressed"
        || media_type == "application/epub+zip"
        || media_type.ends_with("+zip")
        || media_type.starts_with("application/vnd.openxmlformats-officedocument.")
        || media_type.starts_with("application/vnd.oasis.opendocument.")
}

/// What people read as text, whatever its marks mean to a program.
fn is_text(media_type: &str) -> bool {
    media_type.starts_with("text/")
        || media_type == "application/xml"
        || media_type.ends_with("+xml")
}

fn says_text(media_type: &str) -> bool {
    is_text(media_type) || media_type == "application/json" || media_type.ends_with("+json")
}

/// The last letter may be cut.
fn reads_as_text(bytes: &[u8]) -> bool {
    let is_text = match std::str::from_utf8(bytes) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    };
    is_text && !bytes.contains(&0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    const PDF: &[u8] = b"%PDF-1.7\n";
    const PROGRAM: &[u8] = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0\xb8\0\0\0\0\0\0\0\x40\0\0\0";

    #[test]
    fn a_lie_about_the_type_is_found_and_ignorance_is_corrected() {
        for (declared, bytes, kept) in [
            ("image/png", PNG, Some("image/png")),
            ("Image/PNG", PNG, Some("image/png")),
            ("application/octet-stream", PDF, Some("application/pdf")),
            (
                "application/octet-stream",
                b"abc",
                Some("application/octet-stream"),
            ),
            ("text/plain", b"Hello", Some("text/plain")),
            ("text/csv", b"a,b\n1,2\n", Some("text/csv")),
            ("text/plain", b"BMW, as new", Some("text/plain")),
            ("image/png", PDF, None),
            ("application/pdf", b"Hello", None),
            ("image/jpeg", b"", None),
            ("text/plain", PNG, None),
            ("application/pdf", PROGRAM, None),
            ("text/plain", PROGRAM, None),
        ] {
            let checked = checked_type(declared, bytes).ok();
            assert_eq!(checked.as_deref(), kept, "{declared} {bytes:?}");
        }
    }

    #[test]
    fn documents_that_are_archives_may_look_like_archives() {
        let zip = b"PK\x03\x04\x14\0\0\0\x08\0";
        for declared in [
            "application/zip",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/epub+zip",
        ] {
            assert!(checked_type(declared, zip).is_ok(), "{declared}");
        }
        assert!(checked_type("image/png", zip).is_err());
    }
}
