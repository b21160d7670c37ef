//! What is to happen with a transfer (section 5).

use domesday_app::domains::draft::TransferForm;
use domesday_domain::fault::Fault;

use super::super::reader::{Members, Reader};
use super::parts::{code, name, period};

/// `{op, period?, authInfo?}`.
pub(in super::super) fn transfer(reader: &mut Reader, body: &mut Members<'_>) -> TransferForm {
    let op = name(reader, body, "op");
    if op.is_none() {
        reader.wrong(Fault::missing(body.place_of("op"), "op is request, query, approve, reject or cancel"));
    }
    let op = op.unwrap_or_default();
    TransferForm { op, period: period(reader, body), code: code(reader, body) }
}
