//! The command line as a user meets it: arguments, standard input and output, exit codes, messages.

mod desk;

mod archives;
mod explain;
mod faults;
mod inputs;
mod output;
#[cfg(feature = "parquet")]
mod parquet;
mod resume;
mod stdin;
mod stories;
mod strings;
mod usage;
