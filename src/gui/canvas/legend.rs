use egui::{Align, Label, Layout, Rect, RichText, Sense, Ui, UiBuilder, Vec2, vec2};

use super::light::{self, LightPicture};
use super::overlay::{CELL, draw_piece};
use crate::gui::style::MAT;
use crate::measurement::{Exclusion, PixelCounts};
use crate::session::Session;

const WIDTH: f32 = 264.0;
const ROW_HEIGHT: f32 = 26.0;
const MARGIN: f32 = 10.0;

const LIGHT: &str = "Light on the head (I)";

/// What the patterns of one overlay mean.
pub(super) struct Legend {
    title: String,
    rows: Vec<Row>,
}

struct Row {
    /// `None` for a remark.
    sample: Option<Sample>,
    text: String,
}

/// What is drawn before a row's text.
#[derive(Clone, Copy)]
enum Sample {
    LeftOut(Exclusion),
    /// A line of equal light, by its percentage.
    Line(i32),
    Dim,
    Gloss,
}

impl Legend {
    /// What is left out and how much of all regions it covers.
    pub fn of_left_out(session: &Session) -> Self {
        let pixels = counts(session);
        let rows: Vec<Row> = reasons(&pixels)
            .map(|(reason, name, count)| {
                let share = 100.0 * pixels.fraction(count);
                let share = if share < 0.1 { "under 0.1".into() } else { format!("{share:.1}") };
                Row { sample: Some(Sample::LeftOut(reason)), text: format!("{name}: {share} %") }
            })
            .collect();
        let title = if rows.is_empty() { "Nothing is left out" } else { "Left out of the regions (X)" };
        Self { title: title.into(), rows }
    }

    /// The light over the head, in percent of what `whole` names.
    pub fn of_light(picture: &LightPicture, whole: &str) -> Self {
        let row = |sample: Sample, text: String| Row { sample: Some(sample), text };
        let [dimmest, brightest] = picture.percents.unwrap_or([100, 100]);
        let rows = [
            Some(row(Sample::Line(100), format!("100 %: {whole}"))),
            (brightest > 100).then(|| row(Sample::Line(brightest), format!("Brighter, up to {brightest} %"))),
            (dimmest < 100).then(|| row(Sample::Line(dimmest), format!("Dimmer, down to {dimmest} %"))),
            Some(row(Sample::Dim, format!("Dimmest tenth, under {:.0} %", picture.dim_below_percent()))),
            picture
                .most_gloss
                .map(|gloss| row(Sample::Gloss, format!("Gloss taken off, up to {:.0} %", 100.0 * gloss))),
        ];
        Self { title: LIGHT.into(), rows: rows.into_iter().flatten().collect() }
    }

    /// Why there is no light to show.
    pub fn of_unknown_light(reason: &str) -> Self {
        Self { title: LIGHT.into(), rows: vec![Row { sample: None, text: reason.into() }] }
    }

    fn height(&self) -> f32 {
        ROW_HEIGHT * (self.rows.len() + 1) as f32
    }
}

/// Where the legends stand, one above the other: in the lower corner where they hide less of what they explain.
pub(super) fn place(canvas: Rect, legends: &[Legend], explained: Option<Rect>) -> Rect {
    let height: f32 = legends.iter().map(Legend::height).sum();
    let size = vec2(WIDTH, 2.0 * MARGIN + height);
    let left = Rect::from_min_size(canvas.left_bottom() + vec2(12.0, -size.y - 12.0), size);
    let right = Rect::from_min_size(canvas.right_bottom() - size - vec2(12.0, 12.0), size);
    let hidden =
        |place: Rect| explained.map_or(Vec2::ZERO, |explained| explained.intersect(place).size().max(Vec2::ZERO));
    if area(hidden(right)) < area(hidden(left)) { right } else { left }
}

fn area(size: Vec2) -> f32 {
    size.x * size.y
}

pub(super) fn legends_ui(ui: &mut Ui, place: Rect, legends: &[Legend]) {
    if legends.is_empty() {
        return;
    }
    ui.painter().rect_filled(place, 3.0, ui.visuals().panel_fill);
    let layout = Layout::top_down(Align::Min);
    ui.scope_builder(UiBuilder::new().max_rect(place.shrink(MARGIN)).layout(layout), |ui| {
        ui.spacing_mut().item_spacing.y = 3.0;
        legends.iter().for_each(|legend| legend_ui(ui, legend));
    });
}

fn legend_ui(ui: &mut Ui, legend: &Legend) {
    ui.add(Label::new(RichText::new(&legend.title).strong()).selectable(false));
    for row in &legend.rows {
        ui.horizontal(|ui| {
            if let Some(sample) = row.sample {
                let (rect, _) = ui.allocate_exact_size(vec2(3.0, 2.0) * CELL, Sense::hover());
                draw_sample(ui, rect, sample);
            }
            ui.add(Label::new(&row.text).selectable(false));
        });
    }
}

fn draw_sample(ui: &Ui, rect: Rect, sample: Sample) {
    let painter = ui.painter();
    if !matches!(sample, Sample::LeftOut(_)) {
        painter.rect_filled(rect, 0.0, MAT);
    }
    if let Sample::Line(percent) = sample {
        light::draw_line(painter, &[rect.left_center(), rect.right_center()], percent);
        return;
    }
    for number in 0..6u8 {
        let corner = rect.min + vec2(f32::from(number % 3), f32::from(number / 3)) * CELL;
        let piece = Rect::from_min_size(corner, Vec2::splat(CELL));
        match sample {
            Sample::LeftOut(reason) => draw_piece(painter, piece, reason),
            Sample::Dim => light::draw_dim(painter, piece),
            Sample::Gloss if number % 2 == 0 => light::draw_gloss(painter, piece, 0.15),
            Sample::Gloss | Sample::Line(_) => {}
        }
    }
}

/// A reason, its name and how many pixels it has; those that apply.
fn reasons(pixels: &PixelCounts) -> impl Iterator<Item = (Exclusion, &'static str, u64)> + use<> {
    let all = [
        (Exclusion::Glare, "Shine", pixels.glare),
        (Exclusion::Shadow, "Shadow", pixels.shadow),
        (Exclusion::Clipped, "Clipped", pixels.clipped),
        (Exclusion::Blemish, "Mole, scar or other colour", pixels.blemish),
        (Exclusion::Outlier, "Unlike the rest", pixels.outlier),
        (Exclusion::Brushed, "Brushed out", pixels.brushed),
    ];
    all.into_iter().filter(|(.., count)| *count > 0)
}

/// The pixels of all regions together.
fn counts(session: &Session) -> PixelCounts {
    let regions = session.consultation().marks.regions.iter();
    let measured = regions.filter_map(|region| session.reading(region.id)?.outcome.as_ref().ok());
    measured.fold(PixelCounts::default(), |all, measurement| all.and(measurement.pixels))
}
