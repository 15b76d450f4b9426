//! The consultations that come with the program, so that the first start shows a finished one.

use serde::Deserialize;

use crate::photo::Region;

/// A drawn photo with regions already marked.
#[derive(Debug)]
pub struct Sample {
    pub title: &'static str,
    pub file_name: &'static str,
    pub photo: &'static [u8],
    description: &'static str,
}

#[derive(Deserialize)]
struct Description {
    regions: Vec<Region>,
}

/// The shipped samples; the first is open at the first start.
pub const SAMPLES: &[Sample] = &[
    Sample {
        title: "Sample: shaved sides",
        file_name: "sample-shaved-sides.jpg",
        photo: include_bytes!("../../assets/sample-shaved-sides.jpg"),
        description: include_str!("../../assets/sample-shaved-sides.json"),
    },
    Sample {
        title: "Sample: dark skin",
        file_name: "sample-dark-skin.jpg",
        photo: include_bytes!("../../assets/sample-dark-skin.jpg"),
        description: include_str!("../../assets/sample-dark-skin.json"),
    },
    Sample {
        title: "Sample: thinning hairline",
        file_name: "sample-thinning-hairline.jpg",
        photo: include_bytes!("../../assets/sample-thinning-hairline.jpg"),
        description: include_str!("../../assets/sample-thinning-hairline.json"),
    },
];

impl Sample {
    pub fn regions(&self) -> Vec<Region> {
        let description: Description = serde_json::from_str(self.description).expect("checked by a test");
        description.regions
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::photo::Tissue;

    #[test]
    fn every_sample_comes_with_skin_and_stubble_marked() {
        for sample in SAMPLES {
            let tissues: Vec<Tissue> = sample.regions().iter().map(|region| region.tissue).collect();
            assert!(tissues.contains(&Tissue::Skin) && tissues.contains(&Tissue::Stubble), "{}", sample.title);
        }
    }
}
