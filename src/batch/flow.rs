//! Moves pages through a run: source, workers, sink.

use std::{
    collections::BTreeMap,
    ops::ControlFlow,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
        mpsc::{self, TryRecvError},
    },
    thread::{self, Thread},
    time::Duration,
};

use super::{
    Batch, BatchError, Console, Output, Stop, Tally,
    dedup::SeenParagraphs,
    failures::FailureReport,
    journal::{Before, Completed, JournalOutcome},
    own_file::{self, Inputs},
    sink::Sink,
    unique_names::OutputNames,
    work::{self, CleanItem, Done},
};
use crate::source::{self, Item, Payload, SkipReason};

/// Pages in flight per worker, so that none waits while a large page is cleaned.
const PAGES_PER_WORKER: usize = 16;
/// Maximum bytes of waiting archived pages; one page may be larger.
const WAITING_BYTES: usize = 32 << 20;
/// How often a waiting source checks whether the run was stopped.
const PATIENCE: Duration = Duration::from_millis(50);

/// Cleans one page after another in the calling thread.
pub(crate) fn in_turn(
    batch: &Batch,
    collector: &mut Collector<'_>,
    mut intake: Intake<'_>,
) -> Result<(), BatchError> {
    let stop = &batch.rules.stop;
    let mut failure = None;
    let ended = AtomicBool::new(false);
    thread::scope(|scope| {
        let ended = &ended;
        let console = collector.console;
        if console.wants_total() {
            let over = move || ended.load(Ordering::Relaxed) || stop.is_stopped();
            scope.spawn(move || count_pages(batch, console, &over));
        }
        let _ = source::each(&batch.origins, &batch.rules, &mut |item| {
            if stop.is_stopped() {
                return ControlFlow::Break(());
            }
            let work = match intake.admit(item) {
                Ok(None) => return ControlFlow::Continue(()),
                Ok(Some(item)) => work(batch, item),
                Err(error) => Work::Done(Done::failed(error)),
            };
            if let Err(error) = collector.collect(batch, work).and_then(|()| collector.sink.idle()) {
                failure = Some(error);
            }
            if failure.is_some() || collector.has_too_many_errors() {
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        });
        ended.store(true, Ordering::Relaxed);
    });
    collector.add_intake(intake);
    failure.map_or(Ok(()), Err)
}

/// Counts the pages of all sources in parallel with the run, unless the run ends first.
fn count_pages(batch: &Batch, console: &Console, over: &dyn Fn() -> bool) {
    if let Some(pages) = source::count(&batch.origins, &batch.rules, over) {
        console.total(pages);
    }
}

/// What a worker passes to the collector.
enum Work {
    Done(Done),
    /// A cleaned page. Duplicates are removed in page order, before the page is rendered.
    Clean(Box<CleanItem>),
}

fn work(batch: &Batch, item: Item) -> Work {
    let clean = work::clean(batch, item);
    if batch.dedup { Work::Clean(Box::new(clean)) } else { Work::Done(work::finish(batch, clean)) }
}

/// Runs a pool of workers between a thread that reads the sources and the calling thread, which writes.
pub(crate) fn in_parallel(
    batch: &Batch,
    collector: &mut Collector<'_>,
    intake: Intake<'_>,
) -> Result<(), BatchError> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(batch.threads)
        .build()
        .map_err(|error| BatchError::Threads(error.to_string()))?;
    let stop = &batch.rules.stop;
    let in_flight = InFlightLimit {
        pages: AtomicUsize::new(0),
        bytes: AtomicUsize::new(0),
        limit: batch.threads * PAGES_PER_WORKER,
        shut: AtomicBool::new(false),
    };
    let intake = Mutex::new(intake);
    let result = thread::scope(|scope| {
        let (in_flight, intake) = (&in_flight, &intake);
        let (sender, receiver) = mpsc::channel::<(u64, usize, Work)>();
        if collector.console.wants_total() {
            let console = collector.console;
            let over = move || in_flight.is_shut() || stop.is_stopped();
            scope.spawn(move || count_pages(batch, console, &over));
        }
        let reader = scope.spawn(move || {
            // No other thread uses it until the run is over.
            let Ok(mut intake) = intake.lock() else { return };
            pool.in_place_scope(|workers| {
                let mut number = 0;
                let _ = source::each(&batch.origins, &batch.rules, &mut |item: Item| {
                    let (weight, item) = match intake.admit(item) {
                        Ok(None) if in_flight.is_shut() || stop.is_stopped() => return ControlFlow::Break(()),
                        Ok(None) => return ControlFlow::Continue(()),
                        Ok(Some(item)) => (item.payload.weight(), Ok(item)),
                        Err(error) => (0, Err(error)),
                    };
                    in_flight.enter(weight, stop)?;
                    let sender = sender.clone();
                    workers.spawn(move |_| {
                        let work = match item {
                            Ok(item) => work(batch, item),
                            Err(error) => Work::Done(Done::failed(error)),
                        };
                        // The receiver lives until every sender is dropped.
                        let _ = sender.send((number, weight, work));
                    });
                    number += 1;
                    ControlFlow::Continue(())
                });
                drop(sender);
            });
        });
        let ordered = batch.ordered || batch.dedup;
        let mut reorder = ReorderBuffer { ordered, next: 0, waiting: BTreeMap::new() };
        let mut failure = None;
        loop {
            let (number, weight, work) = match receiver.try_recv() {
                Ok(received) => received,
                Err(TryRecvError::Disconnected) => break,
                Err(TryRecvError::Empty) => {
                    if failure.is_none() {
                        failure = collector.sink.idle().err();
                    }
                    match receiver.recv() {
                        Ok(received) => received,
                        Err(_) => break,
                    }
                }
            };
            reorder.put(number, (weight, work));
            while let Some((weight, work)) = reorder.take() {
                in_flight.leave(weight, reader.thread());
                if failure.is_none() && !collector.has_too_many_errors() {
                    failure = collector.collect(batch, work).err();
                }
            }
            if failure.is_some() || collector.has_too_many_errors() {
                in_flight.shut();
            }
        }
        in_flight.shut();
        failure.map_or(Ok(()), Err)
    });
    if let Ok(intake) = intake.into_inner() {
        collector.add_intake(intake);
    }
    result
}

/// Accepts items into a run. Items that are done or are not pages stop here; the others get an output path.
pub(crate) struct Intake<'b> {
    batch: &'b Batch,
    completed: Completed,
    inputs: Inputs,
    names: Option<OutputNames>,
    /// Number of pages so far.
    pages: u64,
    skips: BTreeMap<SkipReason, u64>,
    /// Number of pages whose files changed after they were done; their old results are kept.
    outdated: u64,
    /// Results of pages that are cleaned again.
    redone: Vec<JournalOutcome>,
}

impl<'b> Intake<'b> {
    pub(crate) fn new(batch: &'b Batch, completed: Completed, inputs: Inputs) -> Self {
        let folder = matches!(batch.output, Output::Folder { .. });
        let names = folder.then(OutputNames::default);
        Self {
            batch,
            completed,
            inputs,
            names,
            pages: 0,
            skips: BTreeMap::new(),
            outdated: 0,
            redone: Vec::new(),
        }
    }

    fn admit(&mut self, mut item: Item) -> Result<Option<Item>, BatchError> {
        if let Payload::Skipped(reason) = item.payload {
            *self.skips.entry(reason).or_default() += 1;
            return Ok(None);
        }
        if let Payload::Error(error) = &item.payload
            && let Some(path) = error.output()
        {
            return Err(BatchError::InputIsOutput { path: path.to_owned() });
        }
        self.pages += 1;
        if self.batch.url.is_some() && (self.pages > 1 || item.is_member) {
            let input = item.source.split('#').next().unwrap_or_default().to_owned();
            return Err(BatchError::UrlForSeveralPages { input });
        }
        if let Some(names) = &mut self.names {
            item.output_path = names.free(item.output_path);
        }
        self.check_not_an_input(&item)?;
        Ok(match self.completed.take(&item.source, item.stamp) {
            Before::New => Some(item),
            Before::Done => None,
            Before::Changed(ended) if self.names.is_some() => {
                self.redone.push(ended);
                Some(item)
            }
            Before::Changed(_) => {
                self.outdated += 1;
                None
            }
        })
    }

    /// Fails if the result of an item would replace an input.
    fn check_not_an_input(&self, item: &Item) -> Result<(), BatchError> {
        let Output::Folder { path, extension } = &self.batch.output else { return Ok(()) };
        let mut name = item.output_path.clone().into_os_string();
        name.push(".");
        name.push(extension);
        let result = path.join(name);
        let own = matches!(&item.payload, Payload::File(file) if own_file::is_same(file, &result));
        if own || self.inputs.has_file(&result) {
            return Err(BatchError::InputIsOutput { path: result });
        }
        Ok(())
    }
}

/// Counts and reports finished pages and passes them to the sink.
pub(crate) struct Collector<'a> {
    sink: &'a mut Sink,
    console: &'a Console,
    report: Option<FailureReport>,
    tally: Tally,
    /// Maximum number of failed pages, including those of earlier parts.
    max_failed: Option<u64>,
    seen: Option<SeenParagraphs>,
    skips: BTreeMap<SkipReason, u64>,
    outdated: u64,
    /// Why the first page has no article, if it is the only one so far.
    only: Option<(String, String)>,
}

impl<'a> Collector<'a> {
    pub(crate) fn new(
        batch: &Batch,
        sink: &'a mut Sink,
        console: &'a Console,
        before: Tally,
    ) -> Result<Self, BatchError> {
        let report = batch.report.as_ref().map(|path| FailureReport::open(path, batch.resume)).transpose()?;
        let max_failed = batch.max_errors.map(|errors| before.failed.saturating_add(errors));
        console.begin_progress(&before);
        Ok(Self {
            sink,
            console,
            report,
            tally: before,
            max_failed,
            seen: batch.dedup.then(SeenParagraphs::new),
            skips: BTreeMap::new(),
            outdated: 0,
            only: None,
        })
    }

    pub(crate) fn tally(&self) -> Tally {
        self.tally
    }

    pub(crate) fn has_too_many_errors(&self) -> bool {
        self.max_failed.is_some_and(|max| self.tally.failed > max)
    }

    /// Adds the inputs that are not pages.
    fn add_intake(&mut self, intake: Intake<'_>) {
        for (reason, number) in intake.skips {
            *self.skips.entry(reason).or_default() += number;
        }
        self.outdated = intake.outdated;
        for ended in intake.redone {
            let before = match ended {
                JournalOutcome::Article => &mut self.tally.articles,
                JournalOutcome::NoArticle => &mut self.tally.empty,
                JournalOutcome::Failed => &mut self.tally.failed,
                JournalOutcome::Skipped => continue,
            };
            *before = before.saturating_sub(1);
        }
    }

    /// Ends the run: reports why the only page has no article, and returns what was skipped and what is outdated.
    pub(crate) fn end(self) -> (Vec<(SkipReason, u64)>, u64) {
        if let Some((source, message)) = self.only.filter(|_| self.tally.pages() == 1) {
            self.console.failure(&source, message);
        }
        (self.skips.into_iter().collect(), self.outdated)
    }

    fn collect(&mut self, batch: &Batch, work: Work) -> Result<(), BatchError> {
        let done = match work {
            Work::Done(done) => done,
            Work::Clean(mut clean) => {
                if let Some(seen) = &mut self.seen {
                    clean.edit(|story| seen.strip(story));
                }
                work::finish(batch, *clean)
            }
        };
        if let Some(failure) = done.failure {
            return Err(failure);
        }
        let message = done.message.as_deref().unwrap_or_default();
        for warning in &done.warnings {
            self.console.failure(&done.source, warning);
        }
        if done.removed > 0 {
            let removed = super::console::count(done.removed, "paragraph");
            self.console.note(&done.source, format_args!("removed {removed} already seen on earlier pages"));
        }
        match done.ended {
            JournalOutcome::Article => self.tally.articles += 1,
            JournalOutcome::NoArticle => {
                self.tally.empty += 1;
                self.console.note(&done.source, message);
                if self.tally.pages() == 1 && !self.console.is_verbose() {
                    self.only = Some((done.source.clone(), message.to_owned()));
                }
            }
            JournalOutcome::Failed => {
                self.tally.failed += 1;
                self.console.failure(&done.source, message);
                if let Some(report) = &mut self.report {
                    report.add(&done.source, message)?;
                }
            }
            JournalOutcome::Skipped => *self.skips.entry(SkipReason::OtherType).or_default() += 1,
        }
        self.tally.bytes += done.bytes;
        self.tally.removed += done.removed;
        self.console.progress(&self.tally);
        self.sink.write(&done, &self.tally)
    }
}

/// Finished pages on their way to the sink, reordered to the order of the input on request.
struct ReorderBuffer<T> {
    ordered: bool,
    next: u64,
    waiting: BTreeMap<u64, T>,
}

impl<T> ReorderBuffer<T> {
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

/// Limits what is in flight. The reader acquires and the writer releases; workers do not use it.
struct InFlightLimit {
    pages: AtomicUsize,
    bytes: AtomicUsize,
    limit: usize,
    shut: AtomicBool,
}

impl InFlightLimit {
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

    /// Accepts nothing more.
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
