//! One row of a result, read in place from whichever engine produced it.

use domain::ids;
use domain::time::Timestamp;

use crate::{StoreError, StoreResult, Value};

/// A row that is borrowed from the engine for the duration of a mapper. Columns are counted from 0.
#[derive(Clone, Copy)]
pub struct Row<'r>(pub(crate) RowSource<'r>);

#[derive(Clone, Copy)]
pub(crate) enum RowSource<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(&'r tokio_postgres::Row),
}

/// An id that is stored as 16 bytes.
pub trait StoredId: Sized {
    /// The id with these bytes.
    fn from_stored(bytes: [u8; 16]) -> Self;
}

macro_rules! stored_ids {
    ($($name:ident),* $(,)?) => {$(
        impl StoredId for ids::$name {
            fn from_stored(bytes: [u8; 16]) -> Self {
                Self::from_bytes(bytes)
            }
        }

        impl From<ids::$name> for Value<'_> {
            fn from(id: ids::$name) -> Self {
                Self::Id(*id.as_bytes())
            }
        }

        impl From<&ids::$name> for Value<'_> {
            fn from(id: &ids::$name) -> Self {
                Self::Id(*id.as_bytes())
            }
        }
    )*};
}

// Every kind of id in `domain::ids`, in the same order.
stored_ids!(
    AccountId,
    ApiKeyId,
    AttachmentId,
    AttemptId,
    ConversationId,
    EndpointId,
    ErasureId,
    LinkSessionId,
    ReconciliationId,
    EventId,
    InvitationId,
    LabelId,
    MessageId,
    NoteId,
    PersonId,
    SendId,
    TemplateId,
    UserId,
    UserInvitationId,
    WorkspaceId,
);

impl<'r> Row<'r> {
    /// A BIGINT (or a boolean, as 0 or 1).
    pub fn int(&self, index: usize) -> StoreResult<i64> {
        present(self.opt_int(index)?, index)
    }

    /// A boolean that is stored as 0 or 1.
    pub fn bool(&self, index: usize) -> StoreResult<bool> {
        Ok(self.int(index)? != 0)
    }

    /// A BIGINT that fits the wanted integer type.
    pub fn number<T: TryFrom<i64>>(&self, index: usize) -> StoreResult<T> {
        T::try_from(self.int(index)?).map_err(|_| wrong(index, "the number is out of range"))
    }

    /// A DOUBLE PRECISION.
    pub fn real(&self, index: usize) -> StoreResult<f64> {
        present(self.opt_real(index)?, index)
    }

    /// A TEXT, borrowed.
    pub fn text(&self, index: usize) -> StoreResult<&'r str> {
        present(self.opt_text(index)?, index)
    }

    /// A BLOB, borrowed.
    pub fn blob(&self, index: usize) -> StoreResult<&'r [u8]> {
        present(self.opt_blob(index)?, index)
    }

    /// An id of 16 bytes.
    pub fn id<T: StoredId>(&self, index: usize) -> StoreResult<T> {
        present(self.opt_id(index)?, index)
    }

    /// An instant that is stored in microseconds.
    pub fn timestamp(&self, index: usize) -> StoreResult<Timestamp> {
        self.int(index).map(Timestamp::from_micros)
    }

    /// A BIGINT or NULL.
    pub fn opt_int(&self, index: usize) -> StoreResult<Option<i64>> {
        match self.0 {
            RowSource::Sqlite(row) => crate::sqlite::column(row, index, |value| value.as_i64()),
            RowSource::Postgres(row) => crate::postgresql::int(row, index),
        }
    }

    /// A boolean or NULL.
    pub fn opt_bool(&self, index: usize) -> StoreResult<Option<bool>> {
        Ok(self.opt_int(index)?.map(|number| number != 0))
    }

    /// A DOUBLE PRECISION or NULL.
    pub fn opt_real(&self, index: usize) -> StoreResult<Option<f64>> {
        match self.0 {
            RowSource::Sqlite(row) => crate::sqlite::column(row, index, |value| value.as_f64()),
            RowSource::Postgres(row) => crate::postgresql::real(row, index),
        }
    }

    /// A TEXT, borrowed, or NULL.
    pub fn opt_text(&self, index: usize) -> StoreResult<Option<&'r str>> {
        match self.0 {
            RowSource::Sqlite(row) => crate::sqlite::column(row, index, |value| value.as_str()),
            RowSource::Postgres(row) => crate::postgresql::text(row, index),
        }
    }

    /// A BLOB, borrowed, or NULL.
    pub fn opt_blob(&self, index: usize) -> StoreResult<Option<&'r [u8]>> {
        match self.0 {
            RowSource::Sqlite(row) => crate::sqlite::column(row, index, |value| value.as_blob()),
            RowSource::Postgres(row) => crate::postgresql::blob(row, index),
        }
    }

    /// An id of 16 bytes or NULL.
    pub fn opt_id<T: StoredId>(&self, index: usize) -> StoreResult<Option<T>> {
        let Some(bytes) = self.opt_blob(index)? else {
            return Ok(None);
        };
        let bytes = bytes
            .try_into()
            .map_err(|_| wrong(index, "an id has 16 bytes"))?;
        Ok(Some(T::from_stored(bytes)))
    }

    /// An instant or NULL.
    pub fn opt_timestamp(&self, index: usize) -> StoreResult<Option<Timestamp>> {
        Ok(self.opt_int(index)?.map(Timestamp::from_micros))
    }
}

fn present<T>(value: Option<T>, index: usize) -> StoreResult<T> {
    value.ok_or_else(|| wrong(index, "is NULL"))
}

pub(crate) fn wrong(index: usize, message: impl Into<String>) -> StoreError {
    StoreError::Column {
        index,
        message: message.into(),
    }
}
