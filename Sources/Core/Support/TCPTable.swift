/// What /proc/net/tcp says of connections (proc(5)): the kernel's own view of both ends of a connection on one machine.
package struct TCPTable: Sendable {
    package struct Entry: Hashable, Sendable {
        package var localPort: UInt16
        package var remotePort: UInt16
        package var state: State
        /// Of the socket; 0 when nobody holds it any more.
        package var inode: UInt64
    }

    /// Those that are told apart here; others are read as ``other``.
    package enum State: Hashable, Sendable {
        case established, listening, closeWait, other
    }

    package var entries: [Entry]

    package init(parsing text: String) {
        entries = text.split(separator: "\n").dropFirst().compactMap { line in
            let fields = line.split(separator: " ")
            guard fields.count > 9, let local = Self.port(fields[1]), let remote = Self.port(fields[2]),
                let inode = UInt64(fields[9])
            else { return nil }
            let state: State =
                switch fields[3] {
                case "01": .established
                case "0A": .listening
                case "08": .closeWait
                default: .other
                }
            return Entry(localPort: local, remotePort: remote, state: state, inode: inode)
        }
    }

    /// The end of a connection that has this port of its own.
    package func entry(local: UInt16, remote: UInt16) -> Entry? {
        entries.first { $0.localPort == local && $0.remotePort == remote }
    }

    /// Behind the colon, in hexadecimal digits.
    private static func port(_ field: Substring) -> UInt16? {
        field.split(separator: ":").last.flatMap { UInt16($0, radix: 16) }
    }
}
