use super::pigment_layer::DEPOSIT_THICKNESS_MM;

/// Where in the skin the pigment lies: depths of its upper and lower face in mm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Deposit {
    pub top_mm: f64,
    pub bottom_mm: f64,
}

impl Deposit {
    /// The usual 0.2 mm with its middle at this depth, at least 0; what would lie above the surface is left off.
    pub fn centered_at(depth_mm: f64) -> Self {
        let half = DEPOSIT_THICKNESS_MM / 2.0;
        let depth_mm = depth_mm.max(0.0);
        Self { top_mm: (depth_mm - half).max(0.0), bottom_mm: depth_mm + half }
    }

    pub fn thickness_mm(&self) -> f64 {
        self.bottom_mm - self.top_mm
    }
}
