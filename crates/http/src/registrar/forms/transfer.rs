//! What is to happen with a transfer (section 5).

use domesday_app::domains::draft::TransferForm;

use super::super::reader::{Members, Reader};
use super::parts::{code, name, period};

/// `{op, period?, authInfo?}`.
pub(in super::super) fn transfer(reader: &mut Reader, body: &mut Members<'_>) -> TransferForm {
    let op = name(reader, body, "op").unwrap_or_default();
    TransferForm { op, period: period(reader, body), code: code(reader, body) }
}
