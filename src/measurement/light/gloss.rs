use super::patches::Hue;

/// Gloss over the skin's own light beyond which a cell shows little else (our choice).
const MOST: f64 = 15.0;

/// The hues of one surface under more and more gloss.
///
/// Gloss adds the same to all channels, since light is true light here and a lamp's mirror image is white (Shafer 1985,
/// the dichromatic model). `gloss` is what it adds, as a share of the surface's own green.
pub(super) struct GlossLine {
    points: Vec<(f64, Hue)>,
}

impl GlossLine {
    pub fn from(surface: Hue) -> Self {
        let low = (0..24).map(|i| -0.12 + 0.01 * f64::from(i));
        let high = (0..120).map(|i| 0.12 * (MOST / 0.12_f64).powf(f64::from(i) / 119.0));
        let point = |gloss: f64| (gloss, under_gloss(surface, gloss));
        Self { points: low.chain(high).map(point).collect() }
    }

    /// The gloss whose hue lies nearest; below 0 for a hue beyond the surface's own.
    pub fn gloss_of(&self, hue: Hue) -> f64 {
        let distance = |point: &Hue| (point.red - hue.red).powi(2) + (point.blue - hue.blue).powi(2);
        let nearest = self.points.iter().min_by(|p, q| distance(&p.1).total_cmp(&distance(&q.1)));
        nearest.map_or(0.0, |(gloss, _)| *gloss)
    }
}

fn under_gloss(surface: Hue, gloss: f64) -> Hue {
    let lifted = |own: f64| own + (gloss * (-own).exp()).ln_1p() - gloss.ln_1p();
    Hue { red: lifted(surface.red), blue: lifted(surface.blue) }
}

/// How a little gloss moves a hue.
pub(super) fn direction(surface: Hue) -> Hue {
    Hue { red: (-surface.red).exp_m1(), blue: (-surface.blue).exp_m1() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gloss_is_read_off_the_hue_that_it_leaves() {
        let skin = Hue { red: 0.55, blue: -0.5 };
        let line = GlossLine::from(skin);
        for gloss in [0.0, 0.05, 0.3, 1.0, 4.0] {
            let read = line.gloss_of(under_gloss(skin, gloss));
            assert!((read - gloss).abs() < 0.01 + 0.04 * gloss, "{gloss}: {read}");
        }
    }

    #[test]
    fn a_little_gloss_moves_a_hue_along_its_direction() {
        let skin = Hue { red: 0.4, blue: -0.35 };
        let moved = skin.plus(direction(skin), 0.01);
        let exact = under_gloss(skin, 0.01);
        assert!((moved.red - exact.red).abs() < 2e-4 && (moved.blue - exact.blue).abs() < 2e-4);
    }
}
