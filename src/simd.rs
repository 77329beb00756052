//! Detects the vector instructions of the processor.

/// Returns the instructions of AVX2 if the processor has them.
#[cfg(target_arch = "x86_64")]
pub(crate) fn avx2() -> Option<fearless_simd::Avx2> {
    static FOUND: std::sync::LazyLock<Option<fearless_simd::Avx2>> =
        std::sync::LazyLock::new(|| fearless_simd::Level::new().as_avx2());
    *FOUND
}
