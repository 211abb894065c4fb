extension SignalRClientMachine {
    /// A whole text message came. The order of work is the original's (reference signalr2, section 2.2): activity, `{}`,
    /// result, error, groups token, cursor, messages, and `S` last. So the position moves before a message is handed out.
    package mutating func received(_ bytes: UnsafeRawBufferPointer, now: UInt64) -> SignalRReaction {
        lastActivity = now
        switch SignalRClientFrame(bytes, hub: options.hub) {
        case .keepAlive, .unreadable: return .none
        case .answer(let call, let result):
            guard let ticket = calls.take(call) else { return .none }
            return .act([.callEnded(ticket: ticket, result)])
        case .refusal(let why): return .act(refused(why: why, now: now))
        case .response(let response):
            if let token = response.groupsToken { Self.store(bytes[token], in: &groupsToken) }
            Self.store(bytes[response.cursor], in: &cursor)
            if isConnected, !response.initializing {
                return response.messages.isEmpty ? .none : .messages(response.messages)
            }
            let messages =
                response.messages.isEmpty ? nil : SignalRClientAction.handOut(Array(bytes[response.messages]))
            return beforeConnected(messages, initializing: response.initializing, now: now)
        case .parsed(let response):
            if let token = response.groupsToken { groupsToken = Array(token.utf8) }
            if let cursor = response.cursor { self.cursor = Array(cursor.utf8) }
            if isConnected, !response.initializing { return response.items.isEmpty ? .none : .parsed(response.items) }
            let messages = response.items.isEmpty ? nil : SignalRClientAction.handOutParsed(response.items)
            return beforeConnected(messages, initializing: response.initializing, now: now)
        }
    }

    /// Messages wait until the start was answered, or are handed out when there is nothing to wait for.
    private mutating func beforeConnected(
        _ messages: SignalRClientAction?,
        initializing: Bool,
        now: UInt64
    ) -> SignalRReaction {
        if isConnected { return messages.map { .act([$0]) } ?? .none }
        if let messages {
            guard early.count < SignalRClientOptions.earlyFramesMax else {
                return .act(attemptFailed(why: "too many messages before the start was answered", now: now))
            }
            early.append(messages)
        }
        return initializing ? .act(initialized()) : .none
    }

    private mutating func refused(why: String, now: UInt64) -> [SignalRClientAction] {
        guard case .connected(let negotiation, _) = state else {
            return attemptFailed(why: "refused by the server: \(why)", now: now)
        }
        if ToldGap(text: why) != nil {
            awayUntil = max(awayUntil, now + SignalRClientOptions.freshPause)
            return lose(negotiation, .told, why: why, closing: .politely, now: now)
        }
        // A pause first, else a server that refuses everyone would be asked without end.
        awayUntil = max(awayUntil, now + SignalRClientOptions.reconnectPause)
        return lose(negotiation, .refused, why: why, closing: .politely, now: now)
    }

    /// Copies without allocating when there is room.
    private static func store(_ bytes: Slice<UnsafeRawBufferPointer>, in field: inout [UInt8]) {
        field.removeAll(keepingCapacity: true)
        field.append(contentsOf: bytes)
    }
}
