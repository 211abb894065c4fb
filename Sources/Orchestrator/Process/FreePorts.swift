package import Core
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
    /// Ports tried before giving up.
    private static let attemptsMax = 2_000

    /// A port that is free now. Somebody else may take it before it is used, so whoever uses it has to be ready for
    /// "address in use" and ask again.
    ///
    /// - Throws: ``HarnessError`` with code 75.
    package static func next(
        using generator: inout some RandomNumberGenerator,
        except taken: Set<UInt16> = []
    ) throws(HarnessError) -> UInt16 {
        let range = candidates(localRange: ProcessTable.readSmallFile("/proc/sys/net/ipv4/ip_local_port_range"))
        for _ in 0..<attemptsMax {
            let port = UInt16.random(in: range, using: &generator)
            if !taken.contains(port), isFree(port) { return port }
        }
        throw HarnessError(
            .environment,
            "no free port of 127.0.0.1 between \(range.lowerBound) and \(range.upperBound) in \(attemptsMax) attempts"
        )
    }

    /// Whether a server could listen there now.
    package static func isFree(_ port: UInt16) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        // As servers do: connections of an earlier server that still linger are no hindrance.
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        return bound == 0 && listen(descriptor, 1) == 0
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
