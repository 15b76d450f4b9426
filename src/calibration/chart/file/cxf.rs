//! CxF3 (ISO 17972-1), the XML of X-Rite's and other programs.

use roxmltree::{Document, Node};

use super::patches::Unplaced;
use super::samples::Color;
use super::{ChartFileError, PatchSet};
use crate::color::{SampledSpectrum, StatedCondition};
use crate::table::parse_number;

/// Step between wavelengths where a file does not say it, in nm.
const USUAL_STEP_NM: f64 = 10.0;
const USUAL_START_NM: f64 = 400.0;

/// An object of the file with its colour in the forms that it has.
struct Object<'a> {
    /// Such as `M0_Measurement`; a file may hold every patch in several.
    kind: &'a str,
    line: usize,
    names: Vec<String>,
    spectrum: Option<SampledSpectrum>,
    /// Lab or XYZ with its condition.
    stated: Option<(Node<'a, 'a>, StatedCondition)>,
}

/// The patches of the first kind of object that has the most of them.
pub(super) fn patches(name: String, text: &str) -> Result<PatchSet, ChartFileError> {
    let document = Document::parse(text).map_err(|error| ChartFileError::NotXml { reason: error.to_string() })?;
    let specifications: Vec<Node> = elements(document.root(), "ColorSpecification").collect();
    let objects = elements(document.root(), "Object").filter_map(|node| Object::of(node, &specifications));
    let mut objects = of_one_kind(objects.collect());
    if objects.is_empty() {
        return Err(ChartFileError::NoColumns);
    }
    let condition = objects[0].stated.as_ref().map(|(_, condition)| condition.clone()).unwrap_or_default();
    let mut spectra: Vec<SampledSpectrum> = objects.iter_mut().filter_map(|object| object.spectrum.take()).collect();
    SampledSpectrum::in_one_unit(&mut spectra);
    let colors: Vec<Color> = if spectra.len() == objects.len() {
        objects
            .iter()
            .zip(&spectra)
            .map(|(object, spectrum)| object.possible(Color::of_spectrum(spectrum)))
            .collect::<Result<_, _>>()?
    } else {
        objects.iter().map(Object::stated_color).collect::<Result<_, _>>()?
    };
    let patches = objects.into_iter().zip(colors).map(|(object, color)| Unplaced { names: object.names, color });
    PatchSet::placed(name, patches.collect(), condition)
}

fn of_one_kind(objects: Vec<Object>) -> Vec<Object> {
    let count = |kind: &str| objects.iter().filter(|object| object.kind == kind).count();
    // The first of equals: the fold keeps what it has.
    let most = objects
        .iter()
        .map(|object| object.kind)
        .reduce(|best, kind| if count(kind) > count(best) { kind } else { best });
    let most = most.unwrap_or_default();
    objects.into_iter().filter(|object| object.kind == most).collect()
}

impl<'a> Object<'a> {
    /// `None` for an object without a colour, such as one that holds a device's own values.
    fn of(node: Node<'a, 'a>, specifications: &[Node<'a, 'a>]) -> Option<Self> {
        let specified = |value: Node<'a, 'a>| {
            let id = value.attribute("ColorSpecification");
            specifications.iter().copied().find(|one| one.attribute("Id") == id && id.is_some())
        };
        let spectrum =
            elements(node, "ReflectanceSpectrum").next().and_then(|values| sampled(values, specified(values)));
        let stated = ["ColorCIELab", "ColorCIEXYZ"].into_iter().find_map(|name| elements(node, name).next());
        let stated = stated.map(|values| (values, condition_of(specified(values))));
        let names = ["Name", "Id"].map(|name| node.attribute(name).unwrap_or_default().to_owned());
        let line = node.document().text_pos_at(node.range().start).row as usize;
        let kind = node.attribute("ObjectType").unwrap_or_default();
        (spectrum.is_some() || stated.is_some()).then(|| Self { kind, line, names: names.into(), spectrum, stated })
    }

    fn stated_color(&self) -> Result<Color, ChartFileError> {
        let (values, condition) = self.stated.as_ref().ok_or(ChartFileError::ShortSpectrum { line: self.line })?;
        let other = || ChartFileError::OtherCondition { condition: condition.to_string() };
        let white = condition.white().ok_or_else(other)?;
        let is_lab = values.tag_name().name() == "ColorCIELab";
        let numbers =
            if is_lab { self.numbers(*values, ["L", "A", "B"])? } else { self.numbers(*values, ["X", "Y", "Z"])? };
        let lab = if is_lab { white.lab(numbers) } else { white.xyz(numbers.map(|number| number / 100.0)) };
        self.possible(Color::possible(lab, None))
    }

    fn possible(&self, color: Option<Color>) -> Result<Color, ChartFileError> {
        color.ok_or(ChartFileError::ImpossibleColor { line: self.line })
    }

    fn numbers(&self, values: Node, names: [&str; 3]) -> Result<[f64; 3], ChartFileError> {
        let mut numbers = [0.0; 3];
        for (number, name) in numbers.iter_mut().zip(names) {
            let text = elements(values, name).next().and_then(|node| node.text()).unwrap_or_default();
            let fault = ChartFileError::NotANumber { line: self.line, value: text.to_owned() };
            *number = parse_number(text).ok_or(fault)?;
        }
        Ok(numbers)
    }
}

/// The light and observer of a specification; its mode from how the device lit the sample.
fn condition_of(specification: Option<Node>) -> StatedCondition {
    let Some(specification) = specification else { return StatedCondition::default() };
    let [illuminant, observer, mode] = ["Illuminant", "Observer", "DeviceIllumination"]
        .map(|name| elements(specification, name).next().and_then(|node| node.text()).unwrap_or_default());
    let stated = StatedCondition::of_text(&format!("illuminant {illuminant}; observer {observer}"));
    StatedCondition { mode: StatedCondition::of_text(&mode.replace('_', " ")).mode, ..stated }
}

/// Values by wavelength: where they start stands with them or in their specification, the step there.
fn sampled(values: Node, specification: Option<Node>) -> Option<SampledSpectrum> {
    let range = specification.and_then(|one| elements(one, "WavelengthRange").next());
    let number = |name: &str| {
        let text = values.attribute(name).or_else(|| range.and_then(|range| range.attribute(name)));
        text.and_then(parse_number)
    };
    let (start, step) = (number("StartWL").unwrap_or(USUAL_START_NM), number("Increment").unwrap_or(USUAL_STEP_NM));
    let samples = values.text()?.split_whitespace().enumerate();
    let samples = samples.map(|(i, text)| Some([start + step * i as f64, parse_number(text)?]));
    SampledSpectrum::new(samples.collect::<Option<_>>()?)
}

/// Elements below a node by their name, whatever their namespace.
fn elements<'a>(node: Node<'a, 'a>, name: &'a str) -> impl Iterator<Item = Node<'a, 'a>> {
    node.descendants().filter(move |node| node.tag_name().name() == name)
}
