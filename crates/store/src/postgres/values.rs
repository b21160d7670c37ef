//! The values of a copied row in PostgreSQL's binary form.

use bytes::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

use crate::copy::{Fault, Value};

/// Microseconds from 1970 to 2000, where PostgreSQL's instants begin.
const SINCE_1970: i64 = 946_684_800_000_000;

impl<'a> FromSql<'a> for Value {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Self, Fault> {
        Ok(match *kind {
            Type::INT2 => Self::Number(i16::from_sql(kind, raw)?.into()),
            Type::INT4 => Self::Number(i32::from_sql(kind, raw)?.into()),
            Type::INT8 => Self::Number(i64::from_sql(kind, raw)?),
            Type::BOOL => Self::Number(bool::from_sql(kind, raw)?.into()),
            Type::TIMESTAMPTZ => Self::Number(
                i64::from_be_bytes(raw.try_into()?).checked_add(SINCE_1970).ok_or("an instant out of range")?,
            ),
            Type::BYTEA | Type::UUID => Self::Octets(raw.to_vec()),
            _ => Self::Text(std::str::from_utf8(raw)?.to_owned()),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Self, Fault> {
        Ok(Self::Nothing)
    }

    fn accepts(kind: &Type) -> bool {
        is_known(kind)
    }
}

impl ToSql for Value {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Fault> {
        match (self, kind) {
            (Self::Nothing, _) => return Ok(IsNull::Yes),
            (Self::Number(number), &Type::INT2) => out.extend_from_slice(&i16::try_from(*number)?.to_be_bytes()),
            (Self::Number(number), &Type::INT4) => out.extend_from_slice(&i32::try_from(*number)?.to_be_bytes()),
            (Self::Number(number), &Type::INT8) => out.extend_from_slice(&number.to_be_bytes()),
            (Self::Number(truth @ (0 | 1)), &Type::BOOL) => out.extend_from_slice(&[u8::from(*truth == 1)]),
            (Self::Number(micros), &Type::TIMESTAMPTZ) => {
                let since_2000 = micros.checked_sub(SINCE_1970).ok_or("an instant out of range")?;
                out.extend_from_slice(&since_2000.to_be_bytes());
            }
            (Self::Text(text), &Type::TEXT | &Type::JSON) => out.extend_from_slice(text.as_bytes()),
            (Self::Octets(octets), &Type::BYTEA | &Type::UUID) => out.extend_from_slice(octets),
            (other, kind) => return Err(format!("{other:?} is no {kind}").into()),
        }
        Ok(IsNull::No)
    }

    fn accepts(kind: &Type) -> bool {
        is_known(kind)
    }

    to_sql_checked!();
}

fn is_known(kind: &Type) -> bool {
    matches!(
        *kind,
        Type::INT2
            | Type::INT4
            | Type::INT8
            | Type::BOOL
            | Type::TEXT
            | Type::BYTEA
            | Type::TIMESTAMPTZ
            | Type::UUID
            | Type::JSON
    )
}
