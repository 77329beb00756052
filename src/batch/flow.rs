//! The way of a page through a run: source, worker, sink.

use std::{
    collections::BTreeMap,
    ops::ControlFlow,
    sync::{
        atomic::{AtomicBool, AtomicUsize, Ordering},
        mpsc::{self, TryRecvError},
    },
    thread::{self, Thread},
    time::Duration,
};

use super::{
    Batch, Console, Halt, Output, Stop, Tally,
    journal::Past,
    names::Names,
    report::Report,
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
pub(crate) fn in_turn(batch: &Batch, desk: &mut Desk<'_>, past: Past, stop: &Stop) -> Result<(), Halt> {
    let mut door = Door::new(batch, past);
    let mut halt = None;
    let ended = AtomicBool::new(false);
    thread::scope(|scope| {
        let ended = &ended;
        let console = desk.console;
        if console.wants_total() {
            let over = move || ended.load(Ordering::Relaxed) || stop.is_stopped();
            scope.spawn(move || tell_total(batch, console, &over));
        }
        let _ = source::each(&batch.origins, &batch.rules, &mut |item| {
            if stop.is_stopped() {
                return ControlFlow::Break(());
            }
            let Some(item) = door.admit(item) else { return ControlFlow::Continue(()) };
            if let Err(error) = desk.file(work(batch, item)).and_then(|()| desk.sink.idle()) {
                halt = Some(error);
            }
            if halt.is_some() || desk.has_too_many_errors() {
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        });
        ended.store(true, Ordering::Relaxed);
    });
    halt.map_or(Ok(()), Err)
}

/// Counts the pages of all sources beside the run, unless it is over first.
fn tell_total(batch: &Batch, console: &Console, over: &dyn Fn() -> bool) {
    if let Some(pages) = source::count(&batch.origins, &batch.rules, over) {
        console.total(pages);
    }
}

/// A pool of workers between the sources' thread and the calling thread, which writes.
pub(crate) fn in_parallel(batch: &Batch, desk: &mut Desk<'_>, past: Past, stop: &Stop) -> Result<(), Halt> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(batch.threads)
        .build()
        .map_err(|error| Halt::Threads(error.to_string()))?;
    let gate = Gate {
        pages: AtomicUsize::new(0),
        bytes: AtomicUsize::new(0),
        limit: batch.threads * PAGES_PER_WORKER,
        shut: AtomicBool::new(false),
    };
    let (sender, receiver) = mpsc::channel::<(u64, usize, Done)>();
    thread::scope(|scope| {
        let gate = &gate;
        if desk.console.wants_total() {
            let console = desk.console;
            let over = move || gate.is_shut() || stop.is_stopped();
            scope.spawn(move || tell_total(batch, console, &over));
        }
        let reader = scope.spawn(move || {
            let mut door = Door::new(batch, past);
            pool.in_place_scope(|workers| {
                let mut number = 0;
                let _ = source::each(&batch.origins, &batch.rules, &mut |item: Item| {
                    let Some(item) = door.admit(item) else { return ControlFlow::Continue(()) };
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
        let mut queue = Queue { ordered: batch.ordered, next: 0, waiting: BTreeMap::new() };
        let mut halt = None;
        loop {
            let (number, weight, done) = match receiver.try_recv() {
                Ok(received) => received,
                Err(TryRecvError::Disconnected) => break,
                Err(TryRecvError::Empty) => {
                    if halt.is_none() {
                        halt = desk.sink.idle().err();
                    }
                    match receiver.recv() {
                        Ok(received) => received,
                        Err(_) => break,
                    }
                }
            };
            queue.put(number, (weight, done));
            while let Some((weight, done)) = queue.take() {
                gate.leave(weight, reader.thread());
                if halt.is_none() && !desk.has_too_many_errors() {
                    halt = desk.file(done).err();
                }
            }
            if halt.is_some() || desk.has_too_many_errors() {
                gate.shut();
            }
        }
        gate.shut();
        halt.map_or(Ok(()), Err)
    })
}

/// Where items come in: those that are done are sent away, the others get a place of their own.
struct Door {
    past: Past,
    names: Option<Names>,
}

impl Door {
    fn new(batch: &Batch, past: Past) -> Self {
        let folder = matches!(batch.output, Output::Folder { .. });
        Self { past, names: folder.then(Names::default) }
    }

    fn admit(&mut self, mut item: Item) -> Option<Item> {
        if let Some(names) = &mut self.names {
            item.place = names.free(item.place);
        }
        (!self.past.takes(&item.source)).then_some(item)
    }
}

/// Where finished pages are counted, told of and handed to the sink.
pub(crate) struct Desk<'a> {
    sink: &'a mut Sink,
    console: &'a Console,
    report: Option<Report>,
    tally: Tally,
    /// Failures that the run may have, those of earlier parts left out.
    max_failed: Option<u64>,
}

impl<'a> Desk<'a> {
    pub(crate) fn new(
        batch: &Batch,
        sink: &'a mut Sink,
        console: &'a Console,
        before: Tally,
    ) -> Result<Self, Halt> {
        let report = batch.report.as_ref().map(|path| Report::open(path, batch.resume)).transpose()?;
        let max_failed = batch.max_errors.map(|errors| before.failed.saturating_add(errors));
        console.begin_progress(&before);
        Ok(Self { sink, console, report, tally: before, max_failed })
    }

    pub(crate) fn tally(&self) -> Tally {
        self.tally
    }

    pub(crate) fn has_too_many_errors(&self) -> bool {
        self.max_failed.is_some_and(|max| self.tally.failed > max)
    }

    fn file(&mut self, done: Done) -> Result<(), Halt> {
        if let Some(halt) = done.halt {
            return Err(halt);
        }
        self.tally.bytes += done.bytes;
        match done.outcome {
            RecordOutcome::Article => self.tally.articles += 1,
            RecordOutcome::NoArticle => {
                self.tally.empty += 1;
                self.console.note(&done.source, "holds no article; try --favor recall");
            }
            RecordOutcome::Error => {
                self.tally.failed += 1;
                let error = done.error.as_deref().unwrap_or_default();
                self.console.failure(&done.source, error);
                if let Some(report) = &mut self.report {
                    report.add(&done.source, error)?;
                }
            }
        }
        self.console.progress(&self.tally);
        self.sink.write(&done, &self.tally)
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
    shut: AtomicBool,
}

impl Gate {
    fn enter(&self, weight: usize, stop: &Stop) -> ControlFlow<()> {
        loop {
            if stop.is_stopped() || self.is_shut() {
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

    /// Nothing more is wanted.
    fn shut(&self) {
        self.shut.store(true, Ordering::Release);
    }

    fn is_shut(&self) -> bool {
        self.shut.load(Ordering::Acquire)
    }

    fn leave(&self, weight: usize, reader: &Thread) {
        self.bytes.fetch_sub(weight, Ordering::AcqRel);
        self.pages.fetch_sub(1, Ordering::AcqRel);
        reader.unpark();
    }
}
