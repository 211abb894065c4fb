import Core

/// A bus with short ways to publish into it and to read from it. Ids and times are the test's.
struct BusFixture {
    let bus: ScaleoutBus

    init(settings: SignalRSettings = SignalRSettings()) {
        bus = ScaleoutBus(settings: settings)
    }

    /// Rings as small as they can be: five fragments of eight ids and of eight messages.
    static let small = SignalRSettings(messageBufferSize: 32, scaleoutMappings: 32)

    @discardableResult
    func publish(
        _ id: UInt64,
        to key: String = "h-Chat",
        value: String? = nil,
        filter: String = "",
        source: String = "s",
        now: UInt64 = 0
    ) -> ScaleoutBus.Reception {
        let message = BusMessage(source: source, key: key, value: Array((value ?? "\(id)").utf8), filter: filter)
        return bus.receive(BackplanePayload(id: id, messages: [message], originTicks: 0), now: now)
    }

    func publish(_ ids: ClosedRange<UInt64>, to key: String = "h-Chat") {
        for id in ids { publish(id, to: key) }
    }

    @discardableResult
    func command(_ id: UInt64, _ command: BusCommand, to connectionID: String) -> ScaleoutBus.Reception {
        let message = command.message(source: "s", connectionID: connectionID)
        return bus.receive(BackplanePayload(id: id, messages: [message], originTicks: 0), now: 0)
    }

    func subscribe(
        _ identity: String = "c1",
        _ signals: [String] = ["h-Chat"],
        cursor: String? = nil,
        now: UInt64 = 0
    ) throws -> Subscription {
        try bus.subscribe(
            identity: identity,
            signals: signals + ["c-\(identity)"],
            cursor: cursor,
            now: now
        )
    }

    /// Passes until it is idle; the values read, in order.
    func drain(_ subscription: Subscription, limit: Int = Subscription.streamingLimit) -> [String] {
        var values: [String] = []
        var passes = 0
        while passes < 100_000, case .delivery(let delivery) = subscription.pass(limit: limit) {
            values += delivery.messages.map { String(decoding: $0.message.value, as: UTF8.self) }
            passes += 1
        }
        return values
    }

    static func numbers(_ ids: ClosedRange<UInt64>) -> [String] { ids.map { "\($0)" } }
}

extension Pass {
    var delivery: Delivery? {
        if case .delivery(let delivery) = self { delivery } else { nil }
    }

    var isIdle: Bool {
        if case .idle = self { true } else { false }
    }

    var isSpinning: Bool {
        if case .spinning = self { true } else { false }
    }
}

extension Delivery {
    var values: [String] { messages.map { String(decoding: $0.message.value, as: UTF8.self) } }
}
