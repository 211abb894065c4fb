import Glibc

/// The time of day, for the origin time of payloads only; events are stamped by the monotonic clock.
enum WallClock {
    static func unixNanoseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
