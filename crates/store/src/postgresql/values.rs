//! Values to and from PostgreSQL's binary form.

use std::error::Error;

use bytes::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

use crate::row::wrong;
use crate::{StoreResult, Value};

type BoxedError = Box<dyn Error + Sync + Send>;

impl ToSql for Value<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, BoxedError> {
        match (self, ty) {
            (Self::Null, _) => Ok(IsNull::Yes),
            (Self::Int(number), &Type::INT8) => number.to_sql(ty, out),
            (Self::Int(number), &Type::INT4) => i32::try_from(*number)?.to_sql(ty, out),
            (Self::Int(number), &Type::INT2) => i16::try_from(*number)?.to_sql(ty, out),
            (Self::Int(number), &Type::BOOL) => (*number != 0).to_sql(ty, out),
            (Self::Real(number), &Type::FLOAT8) => number.to_sql(ty, out),
            (Self::Text(text), &Type::TEXT | &Type::VARCHAR | &Type::UNKNOWN) => {
                text.to_sql(&Type::TEXT, out)
            }
            (Self::Blob(bytes), &Type::BYTEA) => bytes.as_ref().to_sql(ty, out),
            (Self::Id(bytes), &Type::BYTEA) => bytes.as_slice().to_sql(ty, out),
            _ => Err(format!("{} cannot be bound as {ty}", self.kind()).into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl Value<'_> {
    fn kind(&self) -> &'static str {
        match self {
            Self::Null => "NULL",
            Self::Int(_) => "an integer",
            Self::Real(_) => "a float",
            Self::Text(_) => "a text",
            Self::Blob(_) => "bytes",
            Self::Id(_) => "an id",
        }
    }
}

/// Any integer, or a boolean as 0 or 1, as SQLite gives them.
struct Integer(i64);

impl<'a> FromSql<'a> for Integer {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, BoxedError> {
        Ok(Self(match *ty {
            Type::INT8 => i64::from_sql(ty, raw)?,
            Type::INT4 => i32::from_sql(ty, raw)?.into(),
            Type::INT2 => i16::from_sql(ty, raw)?.into(),
            _ => bool::from_sql(ty, raw)?.into(),
        }))
    }

    fn accepts(ty: &Type) -> bool {
        matches!(*ty, Type::INT8 | Type::INT4 | Type::INT2 | Type::BOOL)
    }
}

pub(crate) fn int(row: &tokio_postgres::Row, index: usize) -> StoreResult<Option<i64>> {
    let number: Option<Integer> = get(row, index)?;
    Ok(number.map(|Integer(number)| number))
}

pub(crate) fn real(row: &tokio_postgres::Row, index: usize) -> StoreResult<Option<f64>> {
    get(row, index)
}

pub(crate) fn text(row: &tokio_postgres::Row, index: usize) -> StoreResult<Option<&str>> {
    get(row, index)
}

pub(crate) fn blob(row: &tokio_postgres::Row, index: usize) -> StoreResult<Option<&[u8]>> {
    get(row, index)
}

fn get<'r, T: FromSql<'r>>(row: &'r tokio_postgres::Row, index: usize) -> StoreResult<Option<T>> {
    row.try_get(index).map_err(|error| {
        let cause = error.source().map(ToString::to_string);
        wrong(index, cause.unwrap_or_else(|| error.to_string()))
    })
}
