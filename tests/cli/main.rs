//! The command line from a user's view: arguments, standard input and output, exit codes, messages.

mod workspace;

mod archives;
mod data;
mod explain;
mod faults;
mod inputs;
mod output;
mod own_inputs;
#[cfg(feature = "parquet")]
mod parquet;
mod resume;
mod stdin;
mod stories;
mod strings;
mod usage;
