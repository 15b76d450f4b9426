//! The practitioner's journeys on the real window contents, by accessible label; needs no display.

mod answers;
mod light;
mod opening;
mod practice;
mod preview;
mod references;
mod regions;
mod window;
