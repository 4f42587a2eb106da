//! What is bound to a statement: five kinds of values, the same on both engines.

use std::borrow::Cow;

use domain::time::Timestamp;

use crate::{StoreError, StoreResult};

/// A value for a placeholder. Made with [`crate::params!`] or `Value::from`.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// SQL NULL.
    Null,
    /// BIGINT; booleans are 0 and 1, instants are microseconds.
    Int(i64),
    /// DOUBLE PRECISION.
    Real(f64),
    /// TEXT, without NUL.
    Text(Cow<'a, str>),
    /// BLOB or BYTEA.
    Blob(Cow<'a, [u8]>),
    /// An id: a blob of 16 bytes that needs no allocation.
    Id([u8; 16]),
}

/// The type of a column for [`crate::Tx::insert_many`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnType {
    /// BIGINT.
    Int,
    /// DOUBLE PRECISION.
    Real,
    /// TEXT.
    Text,
    /// BLOB or BYTEA.
    Blob,
}

impl ColumnType {
    /// The cast of a placeholder to an array of such values.
    pub(crate) const fn postgres_array(self) -> &'static str {
        match self {
            Self::Int => "::bigint[]",
            Self::Real => "::double precision[]",
            Self::Text => "::text[]",
            Self::Blob => "::bytea[]",
        }
    }
}

impl Value<'_> {
    /// Both engines must refuse the same values, so the stricter rule of the two holds for both.
    pub(crate) fn check(&self) -> StoreResult<()> {
        match self {
            Self::Text(text) if text.as_bytes().contains(&0) => {
                Err(StoreError::Unstorable("text contains NUL"))
            }
            Self::Real(number) if number.is_nan() => {
                Err(StoreError::Unstorable("a float is not a number"))
            }
            _ => Ok(()),
        }
    }

    /// The same value with nothing borrowed.
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Self::Null => Value::Null,
            Self::Int(number) => Value::Int(number),
            Self::Real(number) => Value::Real(number),
            Self::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Self::Blob(bytes) => Value::Blob(Cow::Owned(bytes.into_owned())),
            Self::Id(bytes) => Value::Id(bytes),
        }
    }
}

macro_rules! from_integer {
    ($($integer:ty),*) => {$(
        impl From<$integer> for Value<'_> {
            fn from(number: $integer) -> Self {
                Self::Int(i64::from(number))
            }
        }
    )*};
}

from_integer!(i64, i32, i16, u32, u16, u8, bool);

impl From<f64> for Value<'_> {
    fn from(number: f64) -> Self {
        Self::Real(number)
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl<'a> From<Cow<'a, str>> for Value<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::Blob(Cow::Borrowed(bytes))
    }
}

impl<'a> From<&'a Vec<u8>> for Value<'a> {
    fn from(bytes: &'a Vec<u8>) -> Self {
        Self::Blob(Cow::Borrowed(bytes))
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Value<'a> {
    fn from(bytes: &'a [u8; N]) -> Self {
        Self::Blob(Cow::Borrowed(bytes))
    }
}

impl From<Vec<u8>> for Value<'_> {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Blob(Cow::Owned(bytes))
    }
}

impl From<Timestamp> for Value<'_> {
    fn from(instant: Timestamp) -> Self {
        Self::Int(instant.micros())
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl<'a> From<&Value<'a>> for Value<'a> {
    fn from(value: &Value<'a>) -> Self {
        value.clone()
    }
}

/// The values of the placeholders `?1`, `?2`, … as a slice: `params![workspace_id, name, now]`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => {
        &[$($crate::Value::from($value)),*] as &[$crate::Value<'_>]
    };
}
