import Glibc
import Runtime

/// Ports of 127.0.0.1 that nobody listens on.
///
/// They are taken from below the range from which the system gives ports to outgoing connections. In that range a
/// client that tries to reach a server which is down for a moment can be given the server's own port and end up
/// connected to itself, and the server cannot come back.
package enum FreePorts {
    /// Where the search begins, well above the usual services.
    private static let lowest: UInt16 = 10_000

    /// Where to look on this machine.
    static var candidates: ClosedRange<UInt16> {
        candidates(localRange: ProcessTable.readSmallFile("/proc/sys/net/ipv4/ip_local_port_range"))
    }

    /// Whether a server could listen there now.
    package static func isFree(_ port: UInt16) -> Bool {
        // As servers do: connections of an earlier server that still linger are no hindrance, nor is a reserve.
        guard let descriptor = PortReserve.socket(boundTo: port) else { return false }
        defer { close(descriptor) }
        return listen(descriptor, 1) == 0
    }

    /// The longer part of what lies outside the system's own range.
    static func candidates(localRange: String?) -> ClosedRange<UInt16> {
        let numbers = (localRange ?? "").split(whereSeparator: \.isWhitespace).compactMap { UInt16($0) }
        guard numbers.count == 2, numbers[0] <= numbers[1] else { return lowest...32_767 }
        let below = Int(numbers[0]) - Int(lowest)
        let above = Int(UInt16.max) - Int(numbers[1])
        if below >= above, below >= 1_000 { return lowest...(numbers[0] - 1) }
        if above >= 1_000 { return (numbers[1] + 1)...UInt16.max }
        return lowest...UInt16.max
    }
}
