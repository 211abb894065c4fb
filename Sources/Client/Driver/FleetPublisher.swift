import Core
import NIOCore
import Stream

/// A ``PublisherMachine`` with its alarm, and with a session where the hub has them.
struct FleetPublisher {
    var machine: PublisherMachine
    let timer: LoopTimer
    /// Position of the client that carries its messages.
    var carrier: Int
    /// It counted as one whose end is awaited, and does no more.
    var hasEnded = false
    /// What goes through its session, from an attempt to its outcome; nil where the hub has none. It outlives connections, and
    /// holds no more than the machine has open.
    var session: Publisher?
    /// Of what the session holds back.
    let sessionTimer: LoopTimer
    /// Why its latest attempt within the session was not acknowledged.
    var trouble = ""

    init(
        _ plan: PublisherPlan,
        carrier: Int,
        run: RunID,
        hasSession: Bool,
        on eventLoop: any EventLoop,
        alarm: @escaping () -> Void,
        sessionAlarm: @escaping () -> Void
    ) {
        self.carrier = carrier
        machine = PublisherMachine(plan, run: run)
        timer = LoopTimer(on: eventLoop, action: alarm)
        session = hasSession ? Publisher() : nil
        sessionTimer = LoopTimer(on: eventLoop, action: sessionAlarm)
    }

    /// Whether this attempt goes through the session: what must not be sent twice and has to be tried again.
    func usesSession(_ attempt: PublisherMachine.Attempt) -> Bool {
        session != nil && (attempt.isSentinel || machine.plan.retry == .untilAcknowledged)
    }
}
