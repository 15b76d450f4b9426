use crate::color::Lab;
use crate::matching::{Brows, Person};
use crate::measurement::combine_meter;
use crate::pigment::{MeterReading, Subject};

/// What is known of the client; measured brows stand before an impression of them.
pub fn person_with(meter: &[MeterReading], person: Person) -> Person {
    let measured = combine_meter(&meter_labs(meter, Subject::Brows)).map(|(lab, _)| Brows::Measured(lab));
    Person { brows: measured.or(person.brows), ..person }
}

pub(super) fn meter_labs(meter: &[MeterReading], subject: Subject) -> Vec<Lab> {
    meter.iter().filter(|one| one.subject == subject).map(|one| one.lab).collect()
}
