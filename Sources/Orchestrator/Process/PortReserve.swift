import Core
import Glibc
import Runtime

/// A port of 127.0.0.1 that stays ours while nobody listens on it: the socket is bound and never listens, so whoever
/// connects meanwhile gets ECONNREFUSED. A listener with SO_REUSEADDR can be put beside it at any time; other runs on this
/// machine, which look for ports of their own, cannot get it.
final class PortReserve: Sendable {
    let port: UInt16
    private let descriptor: Int32

    /// Ports tried before giving up.
    private static let attemptsMax = 2_000

    /// - Throws: ``HarnessError`` with code 75.
    init() throws(HarnessError) {
        let range = FreePorts.candidates
        for _ in 0..<Self.attemptsMax {
            // Not from a seed: two runs with the same seed at the same time want different ports.
            let port = UInt16.random(in: range)
            // Without SO_REUSEADDR it is ours only when nobody has it, be it a reserve; from then on it may be shared.
            guard let descriptor = Self.socket(boundTo: port, isShared: false) else { continue }
            Self.share(descriptor)
            (self.port, self.descriptor) = (port, descriptor)
            return
        }
        throw HarnessError(
            .environment,
            "no free port of 127.0.0.1 between \(range.lowerBound) and \(range.upperBound) in \(Self.attemptsMax) attempts"
        )
    }

    deinit {
        close(descriptor)
    }

    /// - Parameter isShared: it can listen beside a reserve.
    /// - Returns: nil when somebody else listens there, or, where it is not shared, has the port at all.
    static func socket(boundTo port: UInt16, isShared: Bool = true) -> Int32? {
        let descriptor = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        if isShared { share(descriptor) }
        guard LoopbackAddress.with(port, { bind(descriptor, $0, $1) }) == 0 else {
            close(descriptor)
            return nil
        }
        return descriptor
    }

    private static func share(_ descriptor: Int32) {
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
    }
}
