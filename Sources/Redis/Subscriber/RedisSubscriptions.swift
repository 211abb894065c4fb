import NIOCore

/// The channels that one subscriber wants and what Redis has confirmed. Pure; `Token` names a caller who waits.
///
/// One command is sent per channel, so each has exactly one answer, a confirmation or an error, and answers come in the
/// order of the commands.
package struct RedisSubscriptions<Token> {
    package enum Operation: Hashable, Sendable {
        case subscribe(String)
        case unsubscribe(String)
        case ping
    }

    package enum Answer {
        /// The caller's wish is fulfilled; `isComplete` when thereby every wanted channel is confirmed on this connection
        /// for the first time.
        case done([Token], isComplete: Bool)
        /// Redis refused a channel; the callers who wait for it are told, and it is no longer wanted.
        case refused([Token], line: String)
        /// A channel that was subscribed before is refused, or for another reason than our rights: the connection is worth
        /// nothing, the next one may be.
        case unavailable(channel: String, line: String)
        case violation(String)
    }

    private struct Sent {
        var operation: Operation
        var tokens: [Token]
    }

    private var wanted: Set<String> = []
    private var confirmed: Set<String> = []
    /// Commands without an answer on this connection.
    private var outstanding = CircularBuffer<Sent>()
    /// Who waits for channels while there is no connection.
    private var parked: [String: [Token]] = [:]
    private var isConnected = false
    private var wasComplete = false

    package init() {}

    /// In alphabetical order.
    package var channels: [String] { wanted.sorted() }

    package var isComplete: Bool { isConnected && wanted.isSubset(of: confirmed) }

    // MARK: Wishes

    /// What to send; nil when there is no connection now: it is sent with the next one.
    package mutating func subscribe(_ channel: String, _ token: Token) -> Operation? {
        wanted.insert(channel)
        guard isConnected else {
            parked[channel, default: []].append(token)
            return nil
        }
        return send(.subscribe(channel), [token])
    }

    /// What to send; nil when there is no connection, and so no subscription. Those who still waited for the channel to
    /// be subscribed are handed back.
    package mutating func unsubscribe(_ channel: String, _ token: Token) -> (send: Operation?, abandoned: [Token]) {
        wanted.remove(channel)
        let abandoned = parked.removeValue(forKey: channel) ?? []
        guard isConnected else { return (nil, abandoned) }
        return (send(.unsubscribe(channel), [token]), abandoned)
    }

    package mutating func ping() -> Operation {
        send(.ping, [])
    }

    private mutating func send(_ operation: Operation, _ tokens: [Token]) -> Operation {
        outstanding.append(Sent(operation: operation, tokens: tokens))
        return operation
    }

    // MARK: Connection

    /// A new connection is ready: what to send on it.
    package mutating func connected() -> [Operation] {
        isConnected = true
        wasComplete = false
        return channels.map { send(.subscribe($0), parked.removeValue(forKey: $0) ?? []) }
    }

    /// The connection is gone: who waited for a channel that is still wanted waits on. Handed back are those whose
    /// unsubscription is thereby fulfilled, and those who waited for a channel that was given up behind them.
    package mutating func disconnected() -> (unsubscribed: [Token], abandoned: [Token]) {
        isConnected = false
        confirmed = []
        var unsubscribed: [Token] = []
        var abandoned: [Token] = []
        for sent in outstanding {
            switch sent.operation {
            case .subscribe(let channel) where wanted.contains(channel): parked[channel, default: []] += sent.tokens
            case .subscribe: abandoned += sent.tokens
            case .unsubscribe: unsubscribed += sent.tokens
            case .ping: break
            }
        }
        outstanding.removeAll()
        return (unsubscribed, abandoned)
    }

    /// Everybody who waits, when it is over for good.
    package mutating func closed() -> [Token] {
        let tokens = outstanding.flatMap(\.tokens) + parked.sorted { $0.key < $1.key }.flatMap(\.value)
        self = RedisSubscriptions()
        return tokens
    }

    // MARK: Answers

    package mutating func answered(_ operation: Operation) -> Answer {
        guard let sent = outstanding.popFirst() else {
            return .violation("\(operation) was confirmed but not asked for")
        }
        guard sent.operation == operation else {
            return .violation("\(operation) was confirmed where \(sent.operation) was asked for")
        }
        switch operation {
        case .subscribe(let channel): confirmed.insert(channel)
        case .unsubscribe(let channel): confirmed.remove(channel)
        case .ping: return .done([], isComplete: false)
        }
        let becameComplete = !wasComplete && !wanted.isEmpty && isComplete
        if becameComplete { wasComplete = true }
        return .done(sent.tokens, isComplete: becameComplete)
    }

    package mutating func refused(_ line: String) -> Answer {
        guard let sent = outstanding.popFirst() else { return .violation("an error without a command: \(line)") }
        switch sent.operation {
        // Any answer shows that Redis is alive.
        case .ping: return .done([], isComplete: false)
        case .unsubscribe: return .refused(sent.tokens, line: line)
        case .subscribe(let channel):
            guard line.hasPrefix("NOPERM"), !sent.tokens.isEmpty else {
                // Who waits for it waits for the next connection.
                if !sent.tokens.isEmpty, wanted.contains(channel) { parked[channel, default: []] += sent.tokens }
                return .unavailable(channel: channel, line: line)
            }
            wanted.remove(channel)
            return .refused(sent.tokens, line: line)
        }
    }
}
