/// The protocol version that a client asks for, clamped to what the server speaks (reference signalr2, sections 1.1, 1.2).
package struct ProtocolVersion: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let major: Int
    package let minor: Int

    package static let lowest = ProtocolVersion(major: 1, minor: 2)
    package static let highest = ProtocolVersion(major: 2, minor: 0)

    package init(major: Int, minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// Missing or unparsable is the lowest; above the highest is the highest.
    package init(clamping text: String?) {
        let parts = (text ?? "").split(separator: ".", omittingEmptySubsequences: false).map { part in
            part.utf8.allSatisfy { $0 &- 48 <= 9 } ? Int(part) : nil
        }
        if (2...4).contains(parts.count), !parts.contains(nil), let major = parts[0], let minor = parts[1] {
            self = min(max(ProtocolVersion(major: major, minor: minor), .lowest), .highest)
        } else {
            self = .lowest
        }
    }

    /// From 1.4 on the application's OnConnected runs in `/start`; before, in `/connect`.
    package var hasDelayedStart: Bool { self >= ProtocolVersion(major: 1, minor: 4) }

    package static func < (left: ProtocolVersion, right: ProtocolVersion) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }

    package var description: String { "\(major).\(minor)" }
}
