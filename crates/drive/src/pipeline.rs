//! Work on many threads, results in the order of the input, memory bounded.

use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, channel, sync_channel};
use std::thread;

/// Stack of a worker in bytes, as large as a main thread's.
pub const STACK: usize = 8 << 20;

/// Calls `work` on every item, on `jobs` threads, and `take` on every result in the order of the items, until `take`
/// fails. No more than a few items a thread are on their way at a time.
pub fn ordered<I, T, E>(
    items: impl Iterator<Item = I> + Send,
    jobs: usize,
    work: impl Fn(I) -> T + Sync,
    mut take: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E>
where
    I: Send,
    T: Send,
{
    if jobs <= 1 {
        keep_to_this_thread();
        return items.map(work).try_for_each(take);
    }
    let ahead = jobs * 8;
    let (tasks, todo) = sync_channel::<(I, Sender<T>)>(ahead);
    let (promises, results) = sync_channel::<Receiver<T>>(ahead);
    let todo = Mutex::new(todo);
    thread::scope(|scope| {
        // Owned here, so that an early return drops it and with it stops feeder and workers.
        let results = results;
        scope.spawn(move || feed(items, &tasks, &promises));
        for _ in 0..jobs {
            let worker = thread::Builder::new().stack_size(STACK);
            worker.spawn_scoped(scope, || toil(&todo, &work)).expect("the system gives no more threads");
        }
        for result in &results {
            // A promise is broken only by a worker that panicked; the scope passes that panic on.
            let Ok(result) = result.recv() else { break };
            take(result)?;
        }
        Ok(())
    })
}

/// Gives this thread a rayon pool of its own, so that the model's products are made on it and on no other.
pub fn keep_to_this_thread() {
    // Refused where the thread is in a pool already, which then serves.
    let _ = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build();
}

fn feed<I, T>(
    items: impl Iterator<Item = I>,
    tasks: &std::sync::mpsc::SyncSender<(I, Sender<T>)>,
    promises: &std::sync::mpsc::SyncSender<Receiver<T>>,
) {
    for item in items {
        let (done, result) = channel();
        if promises.send(result).is_err() || tasks.send((item, done)).is_err() {
            break;
        }
    }
}

fn toil<I, T>(todo: &Mutex<Receiver<(I, Sender<T>)>>, work: impl Fn(I) -> T) {
    keep_to_this_thread();
    loop {
        let Ok(next) = todo.lock().map(|todo| todo.recv()) else { break };
        let Ok((item, done)) = next else { break };
        // Nobody listens any more once the taker has failed; then the feeder stops, too.
        let _ = done.send(work(item));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn squares(jobs: usize) -> Vec<u64> {
        let mut all = Vec::new();
        ordered(
            0..1000u64,
            jobs,
            |n| n * n,
            |n| {
                all.push(n);
                Ok::<(), ()>(())
            },
        )
        .unwrap();
        all
    }

    #[test]
    fn results_come_in_the_order_of_the_items() {
        assert_eq!(squares(1), squares(7));
        assert_eq!(squares(7).len(), 1000);
    }

    #[test]
    fn a_failing_taker_stops_an_endless_stream() {
        let mut left = 10;
        let stopped = ordered(
            0u64..,
            4,
            |n| n,
            |n| {
                left -= 1;
                if left == 0 { Err(n) } else { Ok(()) }
            },
        );
        assert_eq!(stopped, Err(9));
    }
}
