//! What is written in a form is read in it as what that form can tell; and what is written by pieces is what is written whole.

use proptest::prelude::*;

use super::*;

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[ -~]{0,8}",
        2 => any::<String>(),
        1 => "[\\x00-\\x20\\x7f-\\x9f\u{2028}\u{feff}\u{fffe}é😀]{0,4}",
        1 => proptest::sample::select(vec!["null", "~", "true", "no", "5", "- a", "a: b", "# c", "<a>", "&amp;", "]]>", "---"])
            .prop_map(str::to_owned),
    ]
}

fn tree_of(text: impl Strategy<Value = String> + Clone + 'static, name: &'static str) -> impl Strategy<Value = Tree> {
    let leaf = prop_oneof![
        Just(Tree::Null),
        any::<bool>().prop_map(Tree::Flag),
        any::<i64>().prop_map(Tree::Number),
        text.prop_map(Tree::Text),
    ];
    leaf.prop_recursive(4, 40, 5, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Tree::List),
            members(inner, name).prop_map(Tree::Map),
        ]
    })
}

fn members(value: impl Strategy<Value = Tree>, name: &'static str) -> impl Strategy<Value = Members> {
    proptest::collection::btree_map(name, value, 0..5).prop_map(|all| all.into_iter().rev().collect())
}

fn objects(name: &'static str) -> impl Strategy<Value = Members> {
    members(tree_of(text().boxed(), name), name)
}

/// What is left of a tree in a form in which scalars are texts.
fn texts(tree: Tree, scalar: &dyn Fn(Tree) -> Tree) -> Tree {
    match tree {
        Tree::List(entries) if !entries.is_empty() => entries.into_iter().map(|entry| texts(entry, scalar)).collect(),
        Tree::Map(members) if !members.is_empty() => {
            Tree::map(members.into_iter().map(|(name, value)| (name, texts(value, scalar))))
        }
        other => scalar(other),
    }
}

fn in_yaml(scalar: Tree) -> Tree {
    match scalar {
        Tree::Flag(flag) => Tree::Text(flag.to_string()),
        Tree::Number(number) => Tree::Text(number.to_string()),
        other => other,
    }
}

fn in_xml(scalar: Tree) -> Tree {
    match in_yaml(scalar) {
        Tree::List(_) | Tree::Map(_) => Tree::from(""),
        other => other,
    }
}

/// No control character but those that a reference gives back.
fn printable(text: &str) -> bool {
    text.chars().all(|one| (!one.is_control() || "\n\t\r".contains(one)) && !matches!(one, '\u{fffe}' | '\u{ffff}'))
}

proptest! {
    #[test]
    fn w11_json_gives_back_every_tree(members in objects("[ -~é\\x01]{0,4}")) {
        let written = write(Format::Json, &Tree::Map(members.clone()));
        prop_assert!(written.bytes().all(|octet| (b' '..=b'~').contains(&octet)), "{written}");
        prop_assert_eq!(body(Format::Json, &written), Ok(members));
    }

    #[test]
    fn j2_what_is_kept_gives_back_every_tree(tree in tree_of(text().boxed(), "[ -~é\\x01]{0,4}")) {
        prop_assert_eq!(Tree::from_stored(&tree.to_stored()), Some(tree));
    }

    #[test]
    fn w12_xml_gives_back_every_tree_with_scalars_as_texts(
        members in members(tree_of(text().prop_filter("XML", |text| printable(text)).boxed(), "[a-h_]{1,3}"), "[a-h_]{1,3}"),
    ) {
        let written = write(Format::Xml, &Tree::Map(members.clone()));
        let told: Members = members.into_iter().map(|(name, value)| (name, texts(value, &in_xml))).collect();
        prop_assert_eq!(body(Format::Xml, &written), Ok(told), "{}", written);
    }

    #[test]
    fn w13_yaml_gives_back_every_tree_with_scalars_as_texts(members in objects("[ -~é\\x01]{0,4}")) {
        let written = write(Format::Yaml, &Tree::Map(members.clone()));
        let told: Members = members.into_iter().map(|(name, value)| (name, texts(value, &in_yaml))).collect();
        prop_assert_eq!(body(Format::Yaml, &written), Ok(told), "{}", written);
    }

    #[test]
    fn w14_html_gives_back_flat_texts(
        all in proptest::collection::btree_map("[a-z é&=%+]{1,3}", proptest::collection::vec(text(), 1..4), 0..4),
    ) {
        let flat = |mut texts: Vec<String>| if texts.len() > 1 { Tree::list(texts) } else { Tree::from(texts.pop()) };
        let members: Members = all.into_iter().map(|(name, texts)| (name, flat(texts))).collect();
        let written = write(Format::Html, &Tree::Map(members.clone()));
        prop_assert_eq!(body(Format::Html, &written), Ok(members.clone()));
        prop_assert_eq!(query(&written), Ok(members));
    }

    #[test]
    fn p3_pieces_are_the_whole(
        rows in proptest::collection::vec(tree_of(text().boxed(), "[a-h_]{1,3}"), 0..5),
        messages in tree_of(text().boxed(), "[a-h_]{1,3}"),
        job_id in any::<i64>(),
    ) {
        let whole = Tree::map([
            ("status", Tree::from("success")),
            ("data", Tree::List(rows.clone())),
            ("job_id", Tree::Number(job_id)),
            ("msgs", messages.clone()),
        ]);
        for format in ALL {
            let mut answer = Writer::begin(format, "success");
            let mut text = answer.take();
            answer.open_list("data");
            for row in &rows {
                answer.item(row);
                text.push_str(&answer.take());
            }
            text.push_str(&answer.end(job_id, &messages));
            prop_assert_eq!(text, write(format, &whole));
        }
    }
}
