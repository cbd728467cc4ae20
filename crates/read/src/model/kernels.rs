//! The products of this processor, one set a thread.
//!
//! `rten-gemm` spreads a product over the threads of the rayon pool that its caller is in. A program that reads with
//! several threads gives each a pool of its own.

use rten_gemm::GemmExecutor;

thread_local! {
    /// Made once a thread: to make one asks the processor what it can.
    static KERNELS: Kernels = Kernels::default();
}

/// Makes products; cannot be shared by threads.
#[derive(Default)]
pub(crate) struct Kernels {
    pub floats: GemmExecutor<f32>,
    pub bytes: GemmExecutor<u8, i8, i32>,
}

/// Runs `work` with the kernels of this thread.
pub(crate) fn with<T>(work: impl FnOnce(&Kernels) -> T) -> T {
    KERNELS.with(work)
}
