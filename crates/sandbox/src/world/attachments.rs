//! Attachments: uploaded first, bound to one message later.

use serde::Serialize;

use crate::refusal::Refusal;
use crate::store::Tx;

/// An attachment as shown in a message.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct AttachmentView {
    attachment_id: String,
    name: String,
    media_type: String,
    bytes: i64,
    path: String,
}

fn view(id: i64, name: String, media_type: String, bytes: i64) -> AttachmentView {
    AttachmentView {
        attachment_id: format!("att-{id}"),
        name,
        media_type,
        bytes,
        path: format!("/network/attachments/att-{id}"),
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
    Ok((id, view(id, name.to_owned(), media_type.to_owned(), bytes)))
}

pub(crate) fn list(tx: &Tx<'_>, message: i64) -> Result<Vec<AttachmentView>, Refusal> {
    tx.list(
        "SELECT id, name, media_type, length(content) FROM attachment WHERE message = ?1 ORDER BY id",
        [message],
        |row| Ok(view(row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )
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

/// Media type, name and bytes, for its owner and for whoever takes part in the thread.
pub(crate) fn get_content(
    tx: &Tx<'_>,
    member: i64,
    attachment_id: &str,
) -> Result<(String, String, Vec<u8>), Refusal> {
    tx.find(
        "SELECT media_type, name, content FROM attachment
          WHERE id = ?1 AND (owner = ?2 OR EXISTS (
                SELECT 1 FROM message JOIN participant ON participant.thread = message.thread
                 WHERE message.id = attachment.message AND participant.member = ?2))",
        (row_of(attachment_id), member),
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?
    .ok_or_else(|| unknown(attachment_id))
}
