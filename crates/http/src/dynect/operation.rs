//! What a resource is: forms of path, and at each some operations (rules W1, W2). The table of all of them is in [`super::resources`].

use actix_web::http::Method;
use domesday_domain::actor::Permission;
use futures_util::future::LocalBoxFuture;

use super::call::Call;
use super::failure::Failure;
use super::success::Success;

/// What a request comes to.
pub(crate) type Outcome = Result<Success, Failure>;

/// Does what a request asks for.
pub(super) type Handler = for<'call> fn(&'call mut Call) -> LocalBoxFuture<'call, Outcome>;

/// A resource.
pub(super) struct Resource {
    /// Its name as it is documented; it is asked for in any case.
    pub(super) name: &'static str,
    /// The forms of its paths, no two with the same number of parts.
    pub(super) forms: &'static [Form],
}

/// A form of a resource's path.
pub(super) struct Form {
    /// What its parts are, a word each, as in the OpenAPI document.
    pub(super) parts: &'static [&'static str],
    /// What may be done there.
    pub(super) operations: &'static [Operation],
}

/// A method that does something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    /// GET, and HEAD with it (rule W2).
    Get,
    /// POST.
    Post,
    /// PUT.
    Put,
    /// DELETE.
    Delete,
}

/// Something that may be done.
#[derive(Clone, Copy)]
pub(super) struct Operation {
    /// By which method.
    pub(super) verb: Verb,
    /// What its caller must be allowed to do; none where nobody need be logged in.
    pub(super) needs: Option<Permission>,
    /// It is never answered with a 307: who gets one could not ask for the job (rule J4).
    pub(super) prompt: bool,
    /// Who does it.
    pub(super) handler: Handler,
}

/// A resource with these forms of path.
pub(super) const fn resource(name: &'static str, forms: &'static [Form]) -> Resource {
    Resource { name, forms }
}

/// A form of path with these parts, and what may be done there.
pub(super) const fn at(parts: &'static [&'static str], operations: &'static [Operation]) -> Form {
    Form { parts, operations }
}

/// What GET does, and HEAD.
pub(super) const fn get(needs: Permission, handler: Handler) -> Operation {
    Operation { verb: Verb::Get, needs: Some(needs), prompt: false, handler }
}

/// What POST does.
pub(super) const fn post(needs: Permission, handler: Handler) -> Operation {
    Operation { verb: Verb::Post, needs: Some(needs), prompt: false, handler }
}

/// What PUT does.
pub(super) const fn put(needs: Permission, handler: Handler) -> Operation {
    Operation { verb: Verb::Put, needs: Some(needs), prompt: false, handler }
}

/// What DELETE does.
pub(super) const fn delete(needs: Permission, handler: Handler) -> Operation {
    Operation { verb: Verb::Delete, needs: Some(needs), prompt: false, handler }
}

/// An `async fn(&mut Call) -> Outcome` as a [`Handler`].
macro_rules! by {
    ($handler:path) => {
        |call| Box::pin($handler(call))
    };
}
pub(super) use by;

impl Verb {
    /// What a method does; none for those that no resource takes.
    pub(super) fn of(method: &Method) -> Option<Self> {
        match *method {
            Method::GET | Method::HEAD => Some(Self::Get),
            Method::POST => Some(Self::Post),
            Method::PUT => Some(Self::Put),
            Method::DELETE => Some(Self::Delete),
            _ => None,
        }
    }

    /// As in `Allow`.
    pub(super) fn allow(self) -> &'static str {
        match self {
            Self::Get => "GET, HEAD",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

impl Operation {
    /// For whoever calls, logged in or not.
    pub(super) const fn for_nobody(self) -> Self {
        Self { needs: None, ..self }
    }

    /// Never answered with a 307 (rule J4).
    pub(super) const fn promptly(self) -> Self {
        Self { prompt: true, ..self }
    }
}

impl Form {
    /// What a method does here.
    pub(super) fn operation(&self, method: &Method) -> Option<&'static Operation> {
        let verb = Verb::of(method)?;
        self.operations.iter().find(|operation| operation.verb == verb)
    }

    /// The methods it takes, as in `Allow`.
    pub(super) fn allow(&self) -> String {
        let verbs: Vec<&str> = self.operations.iter().map(|operation| operation.verb.allow()).collect();
        verbs.join(", ")
    }
}

impl Resource {
    /// The form of path with so many parts.
    pub(super) fn form(&self, parts: usize) -> Option<&'static Form> {
        self.forms.iter().find(|form| form.parts.len() == parts)
    }
}
