//! A cancellation flag, and readers that stop when it is set.

use std::{
    io::{self, Read},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, Receiver, RecvTimeoutError},
    },
    thread,
    time::Duration,
};

/// Number of bytes read at once.
const CHUNK: usize = 64 << 10;
/// Maximum number of chunks that are read ahead.
const CHUNKS_AHEAD: usize = 2;
/// Interval at which a waiting reader checks the flag, short enough that Ctrl-C seems immediate.
const CHECK_EVERY: Duration = Duration::from_millis(50);

/// Cancellation flag, settable from other threads and signal handlers. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Creates a flag that is not set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the flag: work in flight is finished, and nothing more is started.
    pub fn stop(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Returns whether the flag is set.
    pub fn is_stopped(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Reads from standard input, a pipe or a device, and ends when the flag is set. A thread of its own makes the
/// blocking calls, and is abandoned if they never return.
pub(crate) struct StoppableReader {
    chunks: Receiver<io::Result<Vec<u8>>>,
    chunk: Vec<u8>,
    /// Number of bytes of `chunk` that have been read.
    at: usize,
    stop: Stop,
}

impl StoppableReader {
    /// Opens the reader in its own thread, because opening a named pipe may block too.
    pub(crate) fn spawn<R: Read>(open: impl FnOnce() -> io::Result<R> + Send + 'static, stop: &Stop) -> Self {
        let (sender, chunks) = mpsc::sync_channel(CHUNKS_AHEAD);
        thread::spawn(move || {
            let mut reader = match open() {
                Ok(reader) => reader,
                Err(error) => return drop(sender.send(Err(error))),
            };
            loop {
                let mut chunk = vec![0; CHUNK];
                let read = match reader.read(&mut chunk) {
                    Ok(0) => return,
                    Ok(read) => Ok(read),
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                    Err(error) => Err(error),
                };
                let is_error = read.is_err();
                let sent = sender.send(read.map(|read| {
                    chunk.truncate(read);
                    chunk
                }));
                if is_error || sent.is_err() {
                    return;
                }
            }
        });
        Self { chunks, chunk: Vec::new(), at: 0, stop: stop.clone() }
    }
}

impl Read for StoppableReader {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.at == self.chunk.len() {
            if self.stop.is_stopped() {
                return Ok(0);
            }
            match self.chunks.recv_timeout(CHECK_EVERY) {
                Ok(chunk) => (self.chunk, self.at) = (chunk?, 0),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Ok(0),
            }
        }
        let read = (&self.chunk[self.at..]).read(into)?;
        self.at += read;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_and_errors_pass_through() {
        let bytes: Vec<u8> = (0..300_000u32).map(|i| i as u8).collect();
        let copy = bytes.clone();
        let mut reader = StoppableReader::spawn(move || Ok(io::Cursor::new(copy)), &Stop::new());
        let mut read = Vec::new();
        reader.read_to_end(&mut read).expect("read");
        assert!(read == bytes);
        let failing = || Err::<io::Empty, _>(io::Error::from(io::ErrorKind::NotFound));
        let mut reader = StoppableReader::spawn(failing, &Stop::new());
        assert_eq!(reader.read(&mut [0; 9]).expect_err("not found").kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn the_flag_ends_a_blocked_read() {
        struct Forever;
        impl Read for Forever {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                loop {
                    thread::park();
                }
            }
        }
        let stop = Stop::new();
        let mut reader = StoppableReader::spawn(|| Ok(Forever), &stop);
        stop.stop();
        assert_eq!(reader.read(&mut [0; 9]).expect("an end"), 0);
    }
}
