/// What one entry of the log says.
package enum EntryContent: Hashable, Sendable {
    /// For clients; the bytes are the application's.
    case message(Target, payload: [UInt8])
    /// A connection's state changes at this place of the log. Never handed to the application.
    case membership(connection: String, Membership)
}

/// A change of what one connection listens to.
package enum Membership: Hashable, Sendable {
    /// The connection's life begins: it is entitled to what follows, and its first position is this entry.
    case connect
    /// The group's address.
    case join(String)
    case leave(String)
    /// The connection's life is over.
    case end
}

/// One entry of the log.
package struct Entry: Hashable, Sendable {
    package var index: LogIndex
    /// The number of the publisher's session.
    package var session: UInt64
    package var sequence: UInt64
    package var content: EntryContent
    package var tag: EntryTag

    package init(index: LogIndex, session: UInt64, sequence: UInt64, content: EntryContent, tag: EntryTag) {
        self.index = index
        self.session = session
        self.sequence = sequence
        self.content = content
        self.tag = tag
    }
}

extension EntryContent {
    /// Begins the target field of an entry about a connection; a target never begins with it.
    private static let connectionMark = "@"

    /// The fields `t` and `p` of an entry.
    package var fields: (target: [UInt8], payload: [UInt8]) {
        switch self {
        case .message(let target, let payload): (Array(target.text.utf8), payload)
        case .membership(let connection, let change):
            (Array((Self.connectionMark + connection).utf8), Array(change.text.utf8))
        }
    }

    /// Nil for fields that ``fields`` does not write.
    package init?(target: [UInt8], payload: [UInt8]) {
        guard let text = String(validating: target, as: UTF8.self) else { return nil }
        if text.hasPrefix(Self.connectionMark) {
            guard let change = String(validating: payload, as: UTF8.self).flatMap(Membership.init) else { return nil }
            self = .membership(connection: String(text.dropFirst()), change)
        } else {
            guard let target = Target(text: text) else { return nil }
            self = .message(target, payload: payload)
        }
    }

    /// Bytes that it takes in the log, names of fields not counted.
    package var byteCount: Int {
        switch self {
        case .message(let target, let payload): target.byteCount + payload.count
        case .membership(let connection, let change):
            Self.connectionMark.utf8.count + connection.utf8.count + change.text.utf8.count
        }
    }
}

extension Membership {
    /// `connect`, `join GROUP`, `leave GROUP`, `end`.
    package var text: String {
        switch self {
        case .connect: "connect"
        case .join(let group): "join \(group)"
        case .leave(let group): "leave \(group)"
        case .end: "end"
        }
    }

    /// Nil for text that ``text`` does not write.
    package init?(_ text: String) {
        if text == "connect" {
            self = .connect
        } else if text == "end" {
            self = .end
        } else if text.hasPrefix("join ") {
            self = .join(String(text.dropFirst(5)))
        } else if text.hasPrefix("leave ") {
            self = .leave(String(text.dropFirst(6)))
        } else {
            return nil
        }
    }
}
