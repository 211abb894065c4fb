import Core
import NIOCore

/// A ``PublisherMachine`` with its alarm.
struct FleetPublisher {
    var machine: PublisherMachine
    let timer: LoopTimer
    /// Position of the client that carries its messages.
    var carrier: Int
    /// It counted as one whose end is awaited, and does no more.
    var hasEnded = false

    init(_ plan: PublisherPlan, carrier: Int, run: RunID, on eventLoop: any EventLoop, alarm: @escaping () -> Void) {
        self.carrier = carrier
        machine = PublisherMachine(plan, run: run)
        timer = LoopTimer(on: eventLoop, action: alarm)
    }
}
