import Core

/// One source of numbered messages: what to send when, and what became of it. Without sockets and clocks.
///
/// A message occupies the window from its first attempt until its outcome is final, waiting for a retry included, so a
/// window of 1 keeps strict order through every loss of connection.
struct PublisherMachine {
    /// The connection that carries the messages.
    enum Link: Hashable {
        case connected
        /// It may come back.
        case away
        /// It will not.
        case gone
    }

    /// One attempt at one message.
    struct Attempt: Hashable {
        var sequence: UInt32
        /// From 1.
        var number: UInt32
        var audience: AudienceNumber
        var isSentinel: Bool
        var payload: [UInt8]
    }

    enum Step: Hashable {
        /// Record it, send it, and tell ``ended(_:outcome:now:)`` once its outcome is known.
        case attempt(Attempt)
        /// Nothing to do before this time, or before something happens when it is nil.
        case wait(until: UInt64?)
    }

    enum Stage: Hashable {
        case idle
        case publishing
        /// No new messages; those under way end.
        case draining
        case sentinels
        case done
    }

    /// Failures in a row of a publisher with a rate and without retries, while its client is away; then it waits.
    static let failuresPerOutageMax = 10_000
    /// Pause before the next attempt after one that failed on a connection that works. Nanoseconds.
    static let retryPause: UInt64 = 100_000_000

    /// Bytes of a sentinel at most: it shows that what came before it had its chance, and must not fail where large messages
    /// do.
    static let sentinelBytesMax = 128

    struct Message {
        var audience: AudienceNumber
        var isSentinel: Bool
        var payload: [UInt8]
        var attempts: UInt32
        var inFlight: Bool
        /// Some attempt may have taken effect.
        var maybe = false
        var invokedAt: UInt64
        /// The burst that it belongs to, by its fault.
        var burst: Int?
    }

    let plan: PublisherPlan
    private let run: RunID
    private(set) var stage = Stage.idle
    /// Messages without sentinels that were attempted.
    private(set) var sent = 0
    private(set) var acknowledged = 0
    private(set) var failed = 0
    private(set) var unknown = 0
    private(set) var sentinels: [SentinelResult] = []
    private var nextSequence: UInt32 = 1
    private(set) var open: [UInt32: Message] = [:]
    /// Messages to be sent at once, in the order of their bursts.
    var bursts: [PublisherBurstQueue] = []
    /// Messages of bursts whose outcome is not final, by fault.
    var burstsOpen: [Int: Int] = [:]
    /// Bursts that are over, and how many of their messages were sent.
    var burstsEnded: [(fault: Int, sent: Int)] = []
    private(set) var burstsSent: [Int: Int] = [:]
    var rate: Double?
    var size: Int
    /// To which it has a last word: those of the plan, and those that bursts went to.
    private var audiences: [AudienceNumber]
    /// Faults that keep it from publishing.
    var pauses: Set<Int> = []
    var pausedAt: UInt64 = 0
    /// From where the times of a rate count: the time of the message that came first after so many.
    var anchor: (time: UInt64, sent: Int) = (0, 0)
    /// Sequences that wait for another attempt, ascending.
    private var retries: [UInt32] = []
    private var retryNotBefore: UInt64 = 0
    private(set) var startedAt: UInt64 = 0
    /// Moved when an outage outlasted the bound of failures, or a pause ended, so that no burst follows it.
    var scheduleShift: UInt64 = 0
    private var outageFailures = 0
    private var nextSentinel = 0

    init(_ plan: PublisherPlan, run: RunID) {
        self.plan = plan
        self.run = run
        rate = plan.ratePerSecond
        size = plan.size
        audiences = plan.audiences
    }

    /// Messages attempted, sentinels included.
    var invoked: Int { Int(nextSequence) - 1 }

    /// It has a count, has sent it all and knows every outcome; or it has no count.
    func hasEnded(link: Link) -> Bool {
        guard let count = plan.count else { return true }
        return open.isEmpty && bursts.isEmpty && (sent >= count || link == .gone)
    }

    mutating func start(now: UInt64) {
        guard stage == .idle else { return }
        stage = .publishing
        startedAt = now + UInt64(plan.delayMilliseconds) * 1_000_000
        anchor = (startedAt, 0)
    }

    /// No new messages: what is under way ends, then the sentinels follow.
    mutating func finish() {
        if stage == .idle || stage == .publishing { stage = .draining }
        dropBursts()
    }

    /// What to do next.
    mutating func step(now: UInt64, link: Link) -> Step {
        if link == .connected, outageFailures > 0 { endOutage(now: now) }
        if let step = retry(now: now, link: link) { return step }
        switch stage {
        case .idle, .done: return .wait(until: nil)
        case .publishing: return burst(now: now, link: link) ?? publish(now: now, link: link)
        case .draining:
            guard open.isEmpty else { return .wait(until: nil) }
            stage = .sentinels
            return step(now: now, link: link)
        case .sentinels:
            if nextSentinel < audiences.count { return .attempt(sentinel(now: now)) }
            if open.isEmpty { stage = .done }
            return .wait(until: nil)
        }
    }

    private mutating func retry(now: UInt64, link: Link) -> Step? {
        guard let sequence = retries.first else { return nil }
        guard link == .connected else { return link == .away && stage != .sentinels ? .wait(until: nil) : nil }
        guard retryNotBefore <= now else { return .wait(until: retryNotBefore) }
        retries.removeFirst()
        guard var message = open[sequence] else { preconditionFailure("retry of a message that is not open") }
        message.attempts += 1
        message.inFlight = true
        message.invokedAt = now
        open[sequence] = message
        return .attempt(attempt(sequence, message))
    }

    private mutating func publish(now: UInt64, link: Link) -> Step {
        if let count = plan.count, sent >= count { return .wait(until: nil) }
        guard pauses.isEmpty else { return .wait(until: nil) }
        guard open.count < max(1, plan.window), link != .gone else { return .wait(until: nil) }
        if let due = dueTime() {
            guard due <= now else { return .wait(until: due) }
            guard link == .connected || outageFailures < Self.failuresPerOutageMax else { return .wait(until: nil) }
        } else {
            guard link == .connected else { return .wait(until: nil) }
            guard startedAt <= now else { return .wait(until: startedAt) }
        }
        let audience = plan.audiences[sent % plan.audiences.count]
        sent += 1
        return .attempt(begin(audience, isSentinel: false, size: size, now: now))
    }

    /// When the next message of a publisher with a rate is due: evenly spaced from the start.
    private func dueTime() -> UInt64? {
        rate.map { anchor.time + scheduleShift + UInt64(Double(sent - anchor.sent) * 1e9 / $0) }
    }

    private mutating func endOutage(now: UInt64) {
        if outageFailures >= Self.failuresPerOutageMax, let due = dueTime(), due < now { scheduleShift += now - due }
        outageFailures = 0
    }

    private mutating func sentinel(now: UInt64) -> Attempt {
        let audience = audiences[nextSentinel]
        nextSentinel += 1
        return begin(audience, isSentinel: true, size: min(plan.size, Self.sentinelBytesMax), now: now)
    }

    /// The next message of a burst, which waits for nothing but a connection.
    private mutating func burst(now: UInt64, link: Link) -> Step? {
        guard link == .connected, let burst = bursts.first else { return nil }
        bursts[0].rest -= 1
        if bursts[0].rest == 0 { bursts.removeFirst() }
        burstsSent[burst.fault, default: 0] += 1
        let position = burstsSent[burst.fault, default: 0]
        let audience = burst.audience ?? plan.audiences[position % plan.audiences.count]
        if !audiences.contains(audience) { audiences.append(audience) }
        return .attempt(
            begin(audience, isSentinel: false, size: burst.size ?? size, burst: burst.fault, now: now)
        )
    }

    private mutating func begin(
        _ audience: AudienceNumber,
        isSentinel: Bool,
        size: Int,
        burst: Int? = nil,
        now: UInt64
    ) -> Attempt {
        let sequence = nextSequence
        nextSequence += 1
        let fields = MessageFields(run: run, publisher: plan.publisher, sequence: sequence, sentAt: now)
        let message = Message(
            audience: audience,
            isSentinel: isSentinel,
            payload: MessagePayload.encode(fields, size: size),
            attempts: 1,
            inFlight: true,
            invokedAt: now,
            burst: burst
        )
        open[sequence] = message
        return attempt(sequence, message)
    }

    private func attempt(_ sequence: UInt32, _ message: Message) -> Attempt {
        Attempt(
            sequence: sequence,
            number: message.attempts,
            audience: message.audience,
            isSentinel: message.isSentinel,
            payload: message.payload
        )
    }
}

extension PublisherMachine {
    /// The number, audience and kind of the attempt that is under way; nil when there is none.
    func underWay(_ sequence: UInt32) -> (number: UInt32, audience: AudienceNumber, isSentinel: Bool)? {
        guard let message = open[sequence], message.inFlight else { return nil }
        return (message.attempts, message.audience, message.isSentinel)
    }

    /// The attempt under way of this message ended; `isFinal`: and there must be no other.
    mutating func ended(_ sequence: UInt32, outcome: Outcome, link: Link, isFinal: Bool = false, now: UInt64) {
        guard var message = open[sequence], message.inFlight else { return }
        message.inFlight = false
        if outcome == .info { message.maybe = true }
        if link == .away, outcome == .fail { outageFailures += 1 }
        guard outcome != .ok, !isFinal, link != .gone, message.isSentinel || plan.retry == .untilAcknowledged else {
            open[sequence] = nil
            return settle(sequence, message, outcome)
        }
        open[sequence] = message
        let position = retries.firstIndex { $0 > sequence } ?? retries.endIndex
        retries.insert(sequence, at: position)
        if link == .connected { retryNotBefore = now + Self.retryPause }
    }

    /// The client will not come back: what waits for another attempt has its outcome.
    mutating func linkIsGone() {
        for sequence in retries {
            guard let message = open.removeValue(forKey: sequence) else { continue }
            settle(sequence, message, .fail)
        }
        retries.removeAll()
        dropBursts()
    }

    /// The time to finish is up. Gives the attempts that are still under way, whose outcome is unknown; every message
    /// and sentinel is settled afterwards.
    mutating func giveUp() -> [Attempt] {
        let flying = open.filter(\.value.inFlight).sorted { $0.key < $1.key }.map { attempt($0.key, $0.value) }
        for (sequence, message) in open.sorted(by: { $0.key < $1.key }) {
            settle(sequence, message, message.inFlight ? .info : .fail)
        }
        open.removeAll()
        retries.removeAll()
        return flying
    }

    /// Sentinels that had no attempt at all when the time was up; each is an attempt that failed, so that the record
    /// shows it.
    mutating func unsentSentinel(now: UInt64) -> Attempt? {
        stage = .sentinels
        guard nextSentinel < audiences.count else {
            stage = .done
            return nil
        }
        return sentinel(now: now)
    }

    /// Acknowledged if one attempt was, failed only if all failed for certain.
    private mutating func settle(_ sequence: UInt32, _ message: Message, _ last: Outcome) {
        let outcome: Outcome = last == .ok ? .ok : message.maybe || last == .info ? .info : .fail
        switch outcome {
        case .ok: acknowledged += 1
        case .fail: failed += 1
        case .info: unknown += 1
        }
        if let burst = message.burst { endedOne(of: burst) }
        guard message.isSentinel else { return }
        sentinels.append(
            SentinelResult(
                publisher: plan.publisher,
                sequence: sequence,
                audience: message.audience,
                outcome: outcome,
                invokedAt: message.invokedAt
            )
        )
    }
}
