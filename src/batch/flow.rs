//! The way of a page through a run: source, worker, sink.

use std::{
    collections::BTreeMap,
    ops::ControlFlow,
    sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread::{self, Thread},
    time::Duration,
};

use super::{
    Batch, Console, Halt, Stop, Tally,
    sink::Sink,
    work::{Done, work},
};
use crate::{
    output::RecordOutcome,
    source::{self, Item},
};

/// Pages in flight for each worker: enough that none waits while a large page is at work.
const PAGES_PER_WORKER: usize = 16;
/// Bytes of archived pages that may wait; one page may be larger.
const WAITING_BYTES: usize = 32 << 20;
/// How often a waiting source looks whether the run was stopped.
const PATIENCE: Duration = Duration::from_millis(50);

/// Everything in the calling thread, one page after another.
pub(super) fn in_turn(batch: &Batch, sink: &mut Sink, console: &Console, stop: &Stop) -> Result<Tally, Halt> {
    let mut desk = Desk { sink, console, tally: Tally::default() };
    let mut halt = None;
    let _ = source::each(&batch.origins, &batch.rules, &mut |item| {
        if stop.is_stopped() {
            return ControlFlow::Break(());
        }
        if let Err(error) = desk.file(work(batch, item)) {
            halt = Some(error);
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    });
    halt.map_or(Ok(desk.tally), Err)
}

/// A pool of workers between the sources' thread and the calling thread, which writes.
pub(super) fn in_parallel(
    batch: &Batch,
    sink: &mut Sink,
    console: &Console,
    stop: &Stop,
) -> Result<Tally, Halt> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(batch.threads)
        .build()
        .map_err(|error| Halt::Threads(error.to_string()))?;
    let gate = Gate {
        pages: AtomicUsize::new(0),
        bytes: AtomicUsize::new(0),
        limit: batch.threads * PAGES_PER_WORKER,
    };
    let (sender, receiver) = mpsc::channel::<(u64, usize, Done)>();
    thread::scope(|scope| {
        let gate = &gate;
        let reader = scope.spawn(move || {
            pool.in_place_scope(|workers| {
                let mut number = 0;
                let _ = source::each(&batch.origins, &batch.rules, &mut |item: Item| {
                    let weight = item.payload.weight();
                    gate.enter(weight, stop)?;
                    let sender = sender.clone();
                    workers.spawn(move |_| {
                        // The receiver lives until every sender is gone.
                        let _ = sender.send((number, weight, work(batch, item)));
                    });
                    number += 1;
                    ControlFlow::Continue(())
                });
                drop(sender);
            });
        });
        let mut desk = Desk { sink, console, tally: Tally::default() };
        let mut queue = Queue { ordered: batch.ordered, next: 0, waiting: BTreeMap::new() };
        let mut halt = None;
        for (number, weight, done) in receiver {
            queue.put(number, (weight, done));
            while let Some((weight, done)) = queue.take() {
                gate.leave(weight, reader.thread());
                if halt.is_none() {
                    if let Err(error) = desk.file(done) {
                        halt = Some(error);
                        stop.stop();
                    }
                }
            }
        }
        halt.map_or(Ok(desk.tally), Err)
    })
}

/// Where finished pages are counted, told of and handed to the sink.
struct Desk<'a> {
    sink: &'a mut Sink,
    console: &'a Console,
    tally: Tally,
}

impl Desk<'_> {
    fn file(&mut self, done: Done) -> Result<(), Halt> {
        self.sink.write(&done)?;
        self.tally.bytes += done.bytes;
        match done.outcome {
            RecordOutcome::Article => self.tally.articles += 1,
            RecordOutcome::NoArticle => {
                self.tally.empty += 1;
                self.console.note(&done.source, "holds no article; try --favor recall");
            }
            RecordOutcome::Error => {
                self.tally.failed += 1;
                self.console.failure(&done.source, done.error.as_deref().unwrap_or_default());
            }
        }
        Ok(())
    }
}

/// Finished pages on their way to the sink, put into the order of the input where that is wanted.
struct Queue<T> {
    ordered: bool,
    next: u64,
    waiting: BTreeMap<u64, T>,
}

impl<T> Queue<T> {
    fn put(&mut self, number: u64, item: T) {
        self.waiting.insert(number, item);
    }

    fn take(&mut self) -> Option<T> {
        let first = self.waiting.first_entry()?;
        if self.ordered && *first.key() != self.next {
            return None;
        }
        self.next += 1;
        Some(first.remove())
    }
}

/// Bounds what is in flight. Workers never touch it: the reader enters, the writer leaves.
struct Gate {
    pages: AtomicUsize,
    bytes: AtomicUsize,
    limit: usize,
}

impl Gate {
    fn enter(&self, weight: usize, stop: &Stop) -> ControlFlow<()> {
        loop {
            if stop.is_stopped() {
                return ControlFlow::Break(());
            }
            let (pages, bytes) = (self.pages.load(Ordering::Acquire), self.bytes.load(Ordering::Acquire));
            if pages < self.limit && (bytes == 0 || bytes + weight <= WAITING_BYTES) {
                self.pages.fetch_add(1, Ordering::AcqRel);
                self.bytes.fetch_add(weight, Ordering::AcqRel);
                return ControlFlow::Continue(());
            }
            thread::park_timeout(PATIENCE);
        }
    }

    fn leave(&self, weight: usize, reader: &Thread) {
        self.bytes.fetch_sub(weight, Ordering::AcqRel);
        self.pages.fetch_sub(1, Ordering::AcqRel);
        reader.unpark();
    }
}
