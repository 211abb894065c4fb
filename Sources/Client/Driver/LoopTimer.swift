import NIOCore
import Runtime

/// One alarm on an event loop, set to times of CLOCK_MONOTONIC; setting it again replaces the former time.
final class LoopTimer {
    private let eventLoop: NIOIsolatedEventLoop
    private let action: () -> Void
    private var scheduled: Scheduled<Void>?
    private var time: UInt64?

    /// - Parameter action: called on the event loop; must not keep the timer's owner alive.
    init(on eventLoop: any EventLoop, action: @escaping () -> Void) {
        self.eventLoop = eventLoop.assumeIsolated()
        self.action = action
    }

    var isSet: Bool { time != nil }

    /// Nil cancels.
    func set(to time: UInt64?) {
        guard time != self.time else { return }
        scheduled?.cancel()
        scheduled = nil
        self.time = time
        guard let time else { return }
        let now = MonotonicClock.now()
        let wait = time > now ? Int64(clamping: time - now) : 0
        scheduled = eventLoop.scheduleTask(in: .nanoseconds(wait)) { [weak self] in self?.fire(time) }
    }

    private func fire(_ time: UInt64) {
        guard self.time == time else { return }
        self.time = nil
        scheduled = nil
        action()
    }
}
