/// One response of the receive stream, as it is written to a client (reference signalr2, section 2.2).
package struct PersistentResponse: Hashable, Sendable {
    /// What a client presents when it comes back, and does not look into.
    package enum Cursor: Hashable, Sendable {
        /// `s-0,1F`
        case scaleout(UInt64)
        /// Another kind's; plain ASCII.
        case text(String)
    }

    package var cursor: Cursor
    /// `S`: the Initializing command came back from the bus.
    package var initialized = false
    /// `T`: the node shuts down.
    package var terminating = false
    /// `G`: the groups token after a change of membership.
    package var groupsToken: String?
    /// `L`: milliseconds to wait before the next poll; sent to long polling only, when not 0.
    package var longPollDelayMilliseconds = 0
    /// `M`: raw JSON values, shared with the stores they came from.
    package var messages: [[UInt8]]

    package init(cursor: UInt64, messages: [[UInt8]] = []) {
        self.cursor = .scaleout(cursor)
        self.messages = messages
    }

    package init(cursor: String, messages: [[UInt8]] = []) {
        self.cursor = .text(cursor)
        self.messages = messages
    }

    /// Appends the JSON text: C, S, T, G, L, M in this order, M always.
    package func write(to bytes: inout [UInt8]) {
        bytes.reserveCapacity(bytes.count + messages.reduce(64) { $0 + $1.count + 1 })
        bytes.append(contentsOf: #"{"C":""#.utf8)
        switch cursor {
        case .scaleout(let id): ScaleoutCursor.write(id, to: &bytes)
        case .text(let text): bytes.append(contentsOf: text.utf8)
        }
        bytes.append(UInt8(ascii: "\""))
        if initialized { bytes.append(contentsOf: #","S":1"#.utf8) }
        if terminating { bytes.append(contentsOf: #","T":1"#.utf8) }
        if let groupsToken {
            bytes.append(contentsOf: #","G":"#.utf8)
            JSONText.append(groupsToken, to: &bytes)
        }
        if longPollDelayMilliseconds != 0 {
            bytes.append(contentsOf: #","L":"#.utf8)
            JSONText.append(longPollDelayMilliseconds, to: &bytes)
        }
        bytes.append(contentsOf: #","M":["#.utf8)
        for (index, message) in messages.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(contentsOf: message)
        }
        bytes.append(contentsOf: "]}".utf8)
    }

    /// The JSON text on its own.
    package func encode() -> [UInt8] {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return bytes
    }

    /// What keeps a WebSocket or event stream alive.
    package static let keepAlive: StaticString = "{}"
}
