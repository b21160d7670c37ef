//! Members of what comes in and goes out, as the OpenAPI document shows them.

use utoipa::openapi::{ArrayBuilder, ObjectBuilder, OneOfBuilder, Ref, RefOr, Schema, Type, schema::SchemaType};

/// What a member is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// A text.
    Text,
    /// An integer.
    Integer,
    /// True or false, in any of their spellings.
    Flag,
    /// Texts.
    Texts,
    /// A map of whatever fields there are.
    Map,
    /// A list of a shape of this name.
    All(&'static str),
}

/// A member.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member {
    /// Its name.
    pub(super) name: &'static str,
    /// What it is.
    pub(super) kind: Kind,
    /// It must be there.
    pub(super) required: bool,
    /// It may be null.
    pub(super) nullable: bool,
    /// A sentence for people.
    pub(super) about: &'static str,
}

impl Member {
    /// One that must be there.
    pub(super) const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// One that may be null.
    pub(super) const fn or_null(self) -> Self {
        Self { nullable: true, ..self }
    }
}

const fn member(name: &'static str, kind: Kind, about: &'static str) -> Member {
    Member { name, kind, required: false, nullable: false, about }
}

/// A text.
pub(super) const fn text(name: &'static str, about: &'static str) -> Member {
    member(name, Kind::Text, about)
}

/// An integer.
pub(super) const fn integer(name: &'static str, about: &'static str) -> Member {
    member(name, Kind::Integer, about)
}

/// True or false.
pub(super) const fn flag(name: &'static str, about: &'static str) -> Member {
    member(name, Kind::Flag, about)
}

/// Texts.
pub(super) const fn texts(name: &'static str, about: &'static str) -> Member {
    member(name, Kind::Texts, about)
}

/// A map of whatever fields there are.
pub(super) const fn map(name: &'static str, about: &'static str) -> Member {
    member(name, Kind::Map, about)
}

/// A list of a shape of this name.
pub(super) const fn all(name: &'static str, shape: &'static str, about: &'static str) -> Member {
    member(name, Kind::All(shape), about)
}

/// What `data` is on success.
#[derive(Clone, Copy, Debug)]
pub(super) enum Gives {
    /// `{}`.
    Nothing,
    /// A shape.
    One(&'static str),
    /// A list of a shape.
    All(&'static str),
    /// URIs, or a list of a shape where `detail` is true.
    UrisOr(&'static str),
    /// URIs, or one object of a shape where `detail` is true.
    UrisOrOne(&'static str),
    /// A shape, or `{}`.
    OneOrNothing(&'static str),
    /// One object of a shape, or a list of it.
    OneOrAll(&'static str),
    /// Texts.
    Texts,
}

impl Gives {
    /// Its schema.
    pub(super) fn schema(self) -> RefOr<Schema> {
        match self {
            Self::Nothing => nothing(),
            Self::One(shape) => Ref::from_schema_name(shape).into(),
            Self::All(shape) => of_all(Ref::from_schema_name(shape).into(), None),
            Self::UrisOr(shape) => {
                let either =
                    OneOfBuilder::new().item(scalar(Type::String, "")).item(RefOr::from(Ref::from_schema_name(shape)));
                of_all(Schema::from(either).into(), Some("URIs, or with `detail` objects"))
            }
            Self::UrisOrOne(shape) => {
                let uris = of_all(scalar(Type::String, ""), Some("URIs"));
                Schema::from(OneOfBuilder::new().item(uris).item(RefOr::from(Ref::from_schema_name(shape)))).into()
            }
            Self::OneOrAll(shape) => {
                let one = RefOr::<Schema>::from(Ref::from_schema_name(shape));
                Schema::from(OneOfBuilder::new().item(one.clone()).item(of_all(one, None))).into()
            }
            Self::OneOrNothing(shape) => {
                let one = RefOr::<Schema>::from(Ref::from_schema_name(shape));
                Schema::from(OneOfBuilder::new().item(one).item(nothing())).into()
            }
            Self::Texts => of_all(scalar(Type::String, ""), None),
        }
    }
}

fn nothing() -> RefOr<Schema> {
    let empty = ObjectBuilder::new().schema_type(Type::Object).max_properties(Some(0));
    Schema::from(empty.description(Some("Empty"))).into()
}

fn of_all(item: RefOr<Schema>, about: Option<&str>) -> RefOr<Schema> {
    Schema::from(ArrayBuilder::new().items(item).description(about)).into()
}

fn scalar(kind: impl Into<SchemaType>, about: &str) -> RefOr<Schema> {
    let about = (!about.is_empty()).then_some(about);
    Schema::from(ObjectBuilder::new().schema_type(kind).description(about)).into()
}

/// An object of these members.
pub(super) fn object(members: &[Member]) -> Schema {
    let object = members.iter().fold(ObjectBuilder::new(), |object, member| {
        let about = member.about;
        let one_of = |kind| {
            if member.nullable { SchemaType::from_iter([kind, Type::Null]) } else { SchemaType::new(kind) }
        };
        let schema = match member.kind {
            Kind::Text => scalar(one_of(Type::String), about),
            Kind::Integer => scalar(one_of(Type::Integer), about),
            Kind::Flag => scalar(one_of(Type::Boolean), about),
            Kind::Texts => of_all(scalar(Type::String, ""), Some(about)),
            Kind::Map => scalar(one_of(Type::Object), about),
            Kind::All(shape) => of_all(Ref::from_schema_name(shape).into(), Some(about)),
        };
        let object = object.property(member.name, schema);
        if member.required { object.required(member.name) } else { object }
    });
    object.into()
}
