//! Reads Rust into the paths that it names, in `use` and in the middle of code, and tells apart what is only tested.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// A path as written, or a leaf of a `use` tree.
#[derive(Clone, Debug)]
pub struct Path {
    pub steps: Vec<String>,
    /// Stands in a `use`.
    pub is_use: bool,
    /// Stands in a `pub use`.
    pub is_passed_on: bool,
}

/// The paths of one file.
#[derive(Debug)]
pub struct Paths {
    pub with_tests: Vec<Path>,
    pub shipped: Vec<Path>,
    /// Modules for tests only that have a file of their own.
    pub test_modules: Vec<String>,
}

impl Paths {
    pub fn of(text: &str) -> Self {
        let mut words = Vec::new();
        take_words(text.parse().expect("the compiler took it"), &mut words);
        let (shipped, test_modules) = without_tests(&words);
        Self { with_tests: paths(&words), shipped: paths(&shipped), test_modules }
    }
}

/// Names, braces and marks one by one; nothing of comments and of what stands in quotes.
fn take_words(tokens: TokenStream, words: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let [open, close] = braces(group.delimiter());
                words.push(open.into());
                take_words(group.stream(), words);
                words.push(close.into());
            }
            TokenTree::Literal(_) => words.push("0".into()),
            TokenTree::Ident(name) => words.push(name.to_string()),
            TokenTree::Punct(mark) if mark.as_char() == ':' && words.last().is_some_and(|last| last == "::") => {}
            TokenTree::Punct(mark) if mark.as_char() == ':' && mark.spacing() == Spacing::Joint => {
                words.push("::".into())
            }
            TokenTree::Punct(mark) => words.push(mark.to_string()),
        }
    }
}

fn braces(delimiter: Delimiter) -> [&'static str; 2] {
    match delimiter {
        Delimiter::Parenthesis => ["(", ")"],
        Delimiter::Bracket => ["[", "]"],
        Delimiter::Brace => ["{", "}"],
        Delimiter::None => ["", ""],
    }
}

/// The words without items below `#[cfg(test)]`, and which of these are modules with a file of their own.
fn without_tests(words: &[String]) -> (Vec<String>, Vec<String>) {
    const MARK: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let (mut shipped, mut modules, mut at) = (Vec::new(), Vec::new(), 0);
    while at < words.len() {
        if !begins_with(&words[at..], &MARK) {
            shipped.push(words[at].clone());
            at += 1;
            continue;
        }
        let item = &words[at + MARK.len()..];
        let item = &item[..item_length(item)];
        at += MARK.len() + item.len();
        if let [.., word, name, end] = item
            && (word.as_str(), end.as_str()) == ("mod", ";")
        {
            modules.push(name.clone());
        }
    }
    (shipped, modules)
}

/// Up to the item's closing brace, or to its semicolon or comma where it has no body.
fn item_length(words: &[String]) -> usize {
    let mut depth = 0;
    let ends = |word: &String| {
        depth += i32::from("([{".contains(word.as_str())) - i32::from(")]}".contains(word.as_str()));
        depth < 0 || depth == 0 && ["}", ";", ","].contains(&word.as_str())
    };
    words.iter().position(ends).map_or(words.len(), |last| last + 1)
}

fn begins_with(words: &[String], start: &[&str]) -> bool {
    words.len() >= start.len() && words.iter().zip(start).all(|(word, start)| word == start)
}

fn paths(words: &[String]) -> Vec<Path> {
    let (mut found, mut at) = (Vec::new(), 0);
    while at < words.len() {
        let before = at.checked_sub(1).map_or("", |before| &words[before]);
        let is_use = words[at] == "use";
        let is_visibility = words[..at].ends_with(&["(".into(), "in".into()]);
        if words[at].starts_with(char::is_alphabetic) && ![".", "::"].contains(&before) && !is_visibility {
            let start = Path { steps: Vec::new(), is_use, is_passed_on: is_use && ["pub", ")"].contains(&before) };
            at = take_tree(words, at + usize::from(is_use), start, &mut found);
        } else {
            at += 1;
        }
    }
    found
}

/// Takes up the path or `use` tree that stands here, and says where it ends.
fn take_tree(words: &[String], mut at: usize, mut path: Path, found: &mut Vec<Path>) -> usize {
    loop {
        if words[at] == "{" {
            at += 1;
            while words[at] != "}" {
                at = take_tree(words, at, path.clone(), found);
                at += usize::from(words[at] == ",");
            }
            return at + 1;
        }
        if words[at] != "self" || path.steps.is_empty() {
            path.steps.push(words[at].clone());
        }
        at += 1;
        if words.get(at).is_none_or(|word| word != "::") {
            found.extend((path.is_use || path.steps.len() > 1).then_some(path));
            return at;
        }
        at += 1;
    }
}
