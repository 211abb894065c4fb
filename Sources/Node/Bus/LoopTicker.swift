import NIOCore

/// Things that are due again and again, until stopped. Confined to one event loop.
final class LoopTicker {
    private let eventLoop: any EventLoop
    private var isStopped = false

    init(on eventLoop: any EventLoop) { self.eventLoop = eventLoop }

    /// For the first time when the period has passed; the next period begins when `action` has returned.
    func every(milliseconds: Int, _ action: @escaping () -> Void) {
        _ = eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(Int64(milliseconds))) { [weak self] in
            guard let self, !isStopped else { return }
            action()
            every(milliseconds: milliseconds, action)
        }
    }

    func stop() { isStopped = true }
}
