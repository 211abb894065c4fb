/// Finds the frames in a stream that comes in pieces of any size. It keeps nothing of the stream but the name of a command.
package enum LinkFrameScanner: Sendable {
    case resp(RESPFrameScanner)
    case webSocket(WebSocketFrameScanner)

    /// What an edge of this role carries in this direction.
    package init(_ role: LinkRole, _ direction: LinkDirection) {
        switch (role, direction) {
        case (.client, _): self = .webSocket(WebSocketFrameScanner(direction))
        case (.replication, .from): self = .resp(RESPFrameScanner(.replication))
        case (_, .to): self = .resp(RESPFrameScanner(.commands))
        case (_, .from): self = .resp(RESPFrameScanner(.replies))
        }
    }

    /// Start of the frame whose kind or name is still to come; nil when there is none.
    package var undecided: Int? {
        switch self {
        case .resp(let scanner): scanner.undecided
        case .webSocket(let scanner): scanner.undecided
        }
    }

    package mutating func scan(_ bytes: UnsafeRawBufferPointer, _ report: (LinkFrameEvent) -> Void) {
        switch self {
        case .resp(var scanner):
            scanner.scan(bytes, report)
            self = .resp(scanner)
        case .webSocket(var scanner):
            scanner.scan(bytes, report)
            self = .webSocket(scanner)
        }
    }
}
