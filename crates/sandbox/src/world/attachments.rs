//! Attachments: uploaded first, bound to one message later, fetched by whoever knows their path.

use serde::Serialize;

use crate::input;
use crate::random::Random;
use crate::refusal::Refusal;
use crate::store::Tx;

/// Where the secret is kept that every path follows from.
const SECRET_META_KEY: &str = "attachment_secret";
const SECRET_BYTES: usize = 32;
/// Characters of a path that nobody can guess, six bits each.
const KEY_CHARS: usize = 32;
/// The stream of the entropy that is no session token's: those are numbered from 0.
const SECRET_STREAM: i64 = -1;

/// An attachment as shown in a message.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct AttachmentView {
    attachment_id: String,
    name: String,
    media_type: String,
    bytes: i64,
    path: String,
}

/// An attachment that was found: its media type and its bytes.
pub(crate) type Content = (String, Vec<u8>);

/// What the paths of attachments follow from. Clients hand them on to people who have no session, as with the signed
/// addresses of real networks, so knowing one must be enough and guessing one impossible.
#[derive(Clone, Copy)]
struct Secret([u8; SECRET_BYTES]);

impl Secret {
    fn get(tx: &Tx<'_>) -> Result<Self, Refusal> {
        let kept = tx.meta(SECRET_META_KEY)?.unwrap_or_default();
        kept.into_bytes()
            .try_into()
            .map(Self)
            .map_err(|_| Refusal::new("internal", "the file has lost its attachment secret"))
    }

    fn key(self, id: i64) -> String {
        Random::secret(self.0, id).key_text(KEY_CHARS)
    }
}

/// Gives a file its secret, once; the paths of its attachments follow from it for good.
pub(crate) fn ensure_secret(tx: &Tx<'_>, entropy: [u8; 32]) -> Result<(), Refusal> {
    if tx.meta(SECRET_META_KEY)?.is_some() {
        return Ok(());
    }
    let secret = Random::secret(entropy, SECRET_STREAM).key_text(SECRET_BYTES);
    tx.set_meta(SECRET_META_KEY, &secret)
}

fn view(secret: Secret, id: i64, name: String, media_type: String, bytes: i64) -> AttachmentView {
    AttachmentView {
        attachment_id: format!("att-{id}"),
        name,
        media_type,
        bytes,
        path: format!("/attachments/att-{id}-{}", secret.key(id)),
    }
}

fn row_of(attachment_id: &str) -> Option<i64> {
    attachment_id.strip_prefix("att-")?.parse().ok()
}

fn unknown(attachment_id: &str) -> Refusal {
    Refusal::new(
        "unknown_attachment",
        format!("there is no attachment {attachment_id:?}"),
    )
}

pub(crate) fn insert(
    tx: &Tx<'_>,
    owner: i64,
    name: &str,
    media_type: &str,
    content: &[u8],
) -> Result<(i64, AttachmentView), Refusal> {
    let id = tx.insert(
        "INSERT INTO attachment (owner, name, media_type, content) VALUES (?1, ?2, ?3, ?4)",
        (owner, name, media_type, content),
    )?;
    let bytes = i64::try_from(content.len()).unwrap_or(i64::MAX);
    let secret = Secret::get(tx)?;
    let view = view(secret, id, name.to_owned(), media_type.to_owned(), bytes);
    Ok((id, view))
}

pub(crate) fn list(tx: &Tx<'_>, message: i64) -> Result<Vec<AttachmentView>, Refusal> {
    let rows: Vec<(i64, String, String, i64)> = tx.list(
        "SELECT id, name, media_type, length(content) FROM attachment WHERE message = ?1 ORDER BY id",
        [message],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let secret = Secret::get(tx)?;
    let views = rows
        .into_iter()
        .map(|(id, name, media_type, bytes)| view(secret, id, name, media_type, bytes));
    Ok(views.collect())
}

/// The rows of uploads that this member has not sent yet.
pub(crate) fn resolve_unsent(
    tx: &Tx<'_>,
    owner: i64,
    attachment_ids: &[String],
) -> Result<Vec<i64>, Refusal> {
    attachment_ids
        .iter()
        .map(|attachment_id| {
            tx.find(
                "SELECT id FROM attachment WHERE id = ?1 AND owner = ?2 AND message IS NULL",
                (row_of(attachment_id), owner),
                |row| row.get(0),
            )?
            .ok_or_else(|| unknown(attachment_id))
        })
        .collect()
}

/// Binds uploads to the message that carries them.
pub(crate) fn attach(tx: &Tx<'_>, message: i64, attachments: &[i64]) -> Result<(), Refusal> {
    for attachment in attachments {
        tx.execute(
            "UPDATE attachment SET message = ?2 WHERE id = ?1",
            (attachment, message),
        )?;
    }
    Ok(())
}

/// The file, for whoever knows its path: `att-<id>-<key>`.
pub(crate) fn get_content_by_key(tx: &Tx<'_>, file: &str) -> Result<Content, Refusal> {
    let parse = || {
        let (id, key) = file.strip_prefix("att-")?.split_once('-')?;
        Some((id.parse::<i64>().ok()?, key))
    };
    let (id, key) = parse().ok_or_else(|| unknown(file))?;
    if !input::same(&Secret::get(tx)?.key(id), key) {
        return Err(unknown(file));
    }
    tx.find(
        "SELECT media_type, content FROM attachment WHERE id = ?1",
        [id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?
    .ok_or_else(|| unknown(file))
}

/// The file, for its owner and for whoever takes part in the thread.
pub(crate) fn get_content(
    tx: &Tx<'_>,
    member: i64,
    attachment_id: &str,
) -> Result<Content, Refusal> {
    tx.find(
        "SELECT media_type, content FROM attachment
          WHERE id = ?1 AND (owner = ?2 OR EXISTS (
                SELECT 1 FROM message JOIN participant ON participant.thread = message.thread
                 WHERE message.id = attachment.message AND participant.member = ?2))",
        (row_of(attachment_id), member),
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?
    .ok_or_else(|| unknown(attachment_id))
}
