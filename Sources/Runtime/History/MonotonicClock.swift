import Glibc

/// The one clock of a run: CLOCK_MONOTONIC, so that times of all processes of one machine can be compared.
package enum MonotonicClock {
    /// Nanoseconds; costs 20 to 25 ns, so take it once per read and not once per message.
    package static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
    }
}
