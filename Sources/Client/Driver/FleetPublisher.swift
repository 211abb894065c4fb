import Core
import NIOCore

/// A ``PublisherMachine`` with its alarm.
struct FleetPublisher {
    var machine: PublisherMachine
    let timer: LoopTimer
    /// It counted as one whose end is awaited, and does no more.
    var hasEnded = false

    init(_ plan: PublisherPlan, run: RunID, on eventLoop: any EventLoop, alarm: @escaping () -> Void) {
        machine = PublisherMachine(plan, run: run)
        timer = LoopTimer(on: eventLoop, action: alarm)
    }
}
