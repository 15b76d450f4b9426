//! The modules of `src` and who uses whom, by the module that defines what a path names.

use std::collections::{BTreeMap, BTreeSet};

use super::paths::{Path, Paths};

/// The modules below the folders of `src` by name, such as `photo::decode`.
pub struct Code(BTreeMap<String, Paths>);

type Uses = BTreeSet<(String, String)>;

impl Code {
    pub fn of<Text: AsRef<str>>(files: impl IntoIterator<Item = (Text, Text)>) -> Self {
        let name = |path: &str| path.trim_end_matches(".rs").trim_end_matches("/mod").replace('/', "::");
        let modules = files.into_iter().map(|(path, text)| (name(path.as_ref()), Paths::of(text.as_ref())));
        let mut modules: BTreeMap<String, Paths> = modules.collect();
        let tests = modules
            .iter()
            .flat_map(|(name, paths)| paths.test_modules.iter().map(move |test| format!("{name}::{test}")));
        for test in tests.collect::<Vec<_>>() {
            let below = modules.iter_mut().filter(|(name, _)| lies_in(name, &test));
            below.for_each(|(_, paths)| paths.shipped.clear());
        }
        Self(modules)
    }

    fn shipped(&self) -> impl Iterator<Item = (&str, &Path)> {
        self.0.iter().flat_map(|(user, paths)| paths.shipped.iter().map(move |path| (user.as_str(), path)))
    }

    /// Who uses which folder, also by passing it on.
    pub fn uses_of_folders(&self) -> impl Iterator<Item = (&str, String)> {
        self.shipped().filter_map(|(user, path)| Some((user, self.full(user, path)?.swap_remove(0))))
    }

    /// Who uses what is not of this package, tests included.
    pub fn outer_uses(&self) -> impl Iterator<Item = (&str, &Path)> {
        let all =
            self.0.iter().flat_map(|(user, paths)| paths.with_tests.iter().map(move |path| (user.as_str(), path)));
        all.filter(|(user, path)| self.full(user, path).is_none())
    }

    /// Uses that close a circle though they are not listed, and the listed ones that no longer do.
    pub fn circles(&self, listed: &[(&str, &[&str])]) -> Vec<String> {
        let listed = listed.iter().flat_map(|(user, all)| all.iter().map(|used| (user.to_string(), used.to_string())));
        let (listed, closed) = (listed.collect::<Uses>(), closing(self.uses_in_folders()));
        let open = closing(&closed - &listed).into_iter().map(|(user, used)| format!("{user} uses {used}"));
        open.chain((&listed - &closed).into_iter().map(|(user, used)| format!("{user} uses {used} in no circle")))
            .collect()
    }

    /// Who uses whom inside a folder. What is only passed on is not used.
    fn uses_in_folders(&self) -> Uses {
        let used = self.shipped().filter(|(_, path)| !path.is_passed_on);
        let used = used.filter_map(|(user, path)| Some((user.to_owned(), self.owner(user, path)?)));
        used.filter(|(user, used)| user != used && folder(user) == folder(used)).collect()
    }

    /// The module that defines what a path in another names.
    fn owner(&self, module: &str, path: &Path) -> Option<String> {
        let full = self.full(module, path)?;
        let is_module = |depth: &usize| self.0.contains_key(&full[..*depth].join("::"));
        let (at, rest) = full.split_at((1..=full.len()).rev().find(is_module)?);
        let at = at.join("::");
        let passed_on = self.0[&at].shipped.iter().find(|path| path.is_passed_on && path.steps.last() == rest.first());
        passed_on.and_then(|path| self.owner(&at, path)).or(Some(at))
    }

    /// A path from the root of the package; none for one that leads out of it, or nowhere.
    fn full(&self, module: &str, path: &Path) -> Option<Vec<String>> {
        let mut at: Vec<&str> = module.split("::").collect();
        let mut steps = path.steps.iter().map(String::as_str).peekable();
        match *steps.peek()? {
            "crate" => at.clear(),
            "self" | "super" => {}
            name => self.0.contains_key(&format!("{module}::{name}")).then_some(())?,
        }
        steps.next_if(|step| ["crate", "self"].contains(step));
        while steps.next_if_eq(&"super").is_some() {
            at.pop();
        }
        at.extend(steps);
        (!at.is_empty()).then(|| at.into_iter().map(String::from).collect())
    }
}

fn closing(uses: Uses) -> Uses {
    let mut onward = BTreeMap::<&str, Vec<&str>>::new();
    uses.iter().for_each(|(user, used)| onward.entry(user).or_default().push(used));
    uses.iter().filter(|(user, used)| reaches(&onward, used, user)).cloned().collect()
}

fn reaches(onward: &BTreeMap<&str, Vec<&str>>, from: &str, to: &str) -> bool {
    let (mut seen, mut ahead) = (BTreeSet::from([from]), vec![from]);
    while let Some(at) = ahead.pop() {
        ahead.extend(onward.get(at).into_iter().flatten().filter(|used| seen.insert(used)));
    }
    seen.contains(to)
}

pub fn folder(module: &str) -> &str {
    module.split("::").next().unwrap_or_default()
}

pub fn lies_in(path: &str, place: &str) -> bool {
    place.is_empty() || path.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}
