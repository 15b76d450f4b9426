use std::sync::Arc;

use egui::Context;

use super::light::LightStore;
use super::overlay::{OverlayNews, OverlayStore, OverlayWork};
use super::preview::{TreatedNews, TreatedStore, TreatedWork};
use super::tile_store::{ScreenNews, ScreenWork, TileStore};
use crate::calibration::Calibrated;
use crate::photo::Photo;
use crate::preview::Extent;

/// What the canvas has made for the screen: tiles of the photo, masks, the light over the head, the treated photo.
#[derive(Default)]
pub(in crate::gui) struct CanvasPictures {
    pub(super) tiles: TileStore,
    pub(super) overlay: OverlayStore,
    pub(super) light: LightStore,
    pub(super) treated: TreatedStore,
}

/// What has to be made for the next frames, on threads of jobs.
#[derive(Default)]
pub(in crate::gui) struct CanvasWork {
    pub screen: Option<ScreenWork>,
    pub overlay: Option<OverlayWork>,
    pub treated: Option<TreatedWork>,
}

impl CanvasPictures {
    pub fn receive(&mut self, ctx: &Context, news: ScreenNews) {
        self.tiles.receive(ctx, news);
    }

    pub fn receive_overlay(&mut self, news: OverlayNews) {
        self.overlay.receive(news);
    }

    pub fn receive_treated(&mut self, ctx: &Context, news: TreatedNews) {
        self.treated.receive(ctx, news);
    }

    /// How much work the treatment on screen is; `None` until it was counted.
    pub fn extent(&self) -> Option<Extent> {
        self.treated.extent()
    }

    /// Shows a photo, by a calibration if one is given. True if it is another photo than before.
    pub(super) fn follow(&mut self, photo: &Arc<Photo>, calibrated: Option<&Arc<Calibrated>>) -> bool {
        self.tiles.follow(photo, calibrated)
    }
}
