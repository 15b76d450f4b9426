/// Something the user should know, shown until it is dismissed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub severity: Severity,
    pub text: String,
    /// Further lines, such as every fault of a catalog.
    pub details: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    Info,
    Error,
}

impl Notice {
    pub fn info(text: impl Into<String>) -> Self {
        Self { severity: Severity::Info, text: text.into(), details: Vec::new() }
    }

    pub fn error(text: impl Into<String>) -> Self {
        Self { severity: Severity::Error, text: text.into(), details: Vec::new() }
    }

    pub fn with_details(self, details: Vec<String>) -> Self {
        Self { details, ..self }
    }
}
