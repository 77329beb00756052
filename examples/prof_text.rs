//! scratch
use copydesk::{Cleaner, Input, Page};
use std::fs;
fn main() {
    let mut a = std::env::args().skip(1);
    let dir = a.next().unwrap();
    let rounds: usize = a.next().unwrap().parse().unwrap();
    let step: usize = a.next().unwrap().parse().unwrap();
    let mut v: Vec<_> = fs::read_dir(dir).unwrap().flatten().map(|e| e.path()).collect();
    v.sort();
    let pages: Vec<String> =
        v.iter().step_by(step).map(|p| String::from_utf8_lossy(&fs::read(p).unwrap()).into_owned()).collect();
    let bytes: usize = pages.iter().map(|p| p.len()).sum();
    let c = Cleaner::new();
    let t = |()| {
        let s = fs::read_to_string("/proc/self/schedstat").unwrap();
        s.split(' ').next().unwrap().parse::<u64>().unwrap()
    };
    let _ = c.clean(Page::new(&pages[0]).with_input(Input::Text));
    let mut best = u64::MAX;
    for _ in 0..rounds {
        let s = t(());
        for p in &pages {
            let _ = std::hint::black_box(c.clean(Page::new(p).with_input(Input::Text)));
        }
        best = best.min(t(()) - s);
    }
    println!("{} pages {} bytes best {:.2} MB/s CPU", pages.len(), bytes, bytes as f64 / best as f64 * 1e3);
}
