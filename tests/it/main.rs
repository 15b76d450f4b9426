//! All tests that need neither a window nor files that register themselves, in one program: `domain` asks whether the
//! answers are true, `surfaces` whether a person or a program gets them, `guards` whether the house stays as it is.

mod domain;
mod guards;
mod support;
mod surfaces;
