import Core
import NIOCore
import NIOPosix
import Runtime

/// Measures what a link costs: the same traffic over a direct connection and through one, in turns in the same run.
package struct LinkBenchmark: Sendable {
    /// Of one kind of connection.
    package struct Figures: Codable, Hashable, Sendable {
        /// Of round trips, in microseconds.
        package var p50Microseconds: Double
        package var p99Microseconds: Double
        /// One way, in bytes.
        package var bytesPerSecond: Double

        private enum CodingKeys: String, CodingKey {
            case p50Microseconds = "p50_microseconds"
            case p99Microseconds = "p99_microseconds"
            case bytesPerSecond = "bytes_per_second"
        }
    }

    package struct Result: Codable, Hashable, Sendable {
        package var direct: Figures
        package var link: Figures
        package var addedMicroseconds: Double { link.p50Microseconds - direct.p50Microseconds }
    }

    private static let turns = 5
    private static let pingBytes = 128
    private static let bulkChunk = 1 << 20

    package var pings: Int
    package var bulkBytes: Int

    /// - Parameters:
    ///   - pings: round trips over each kind of connection, in all.
    ///   - bulkBytes: bytes over each kind of connection, in all.
    package init(pings: Int = 20_000, bulkBytes: Int = 4 << 30) {
        self.pings = pings
        self.bulkBytes = bulkBytes
    }

    /// - Throws: ``HarnessError`` with code 75.
    package func measure() async throws -> Result {
        let network = LinkNetwork(needsFrames: { _ in false })
        let pool = NIOThreadPool(numberOfThreads: 2)
        pool.start()
        do {
            let listener = try LoopbackSocket.bound()
            try listener.listen()
            let edge = LinkEdge(from: .node(NodeID(index: 0)), to: .server(ServerID(index: 0)), role: .pub)
            let port = try await network.listen(for: edge, upstream: LinkUpstream(port: listener.port))
            var times: [UInt16: [UInt64]] = [:]
            var rates: [UInt16: [Double]] = [:]
            for _ in 0..<Self.turns {
                for port in [listener.port, port] {
                    times[port, default: []] += try await ping(port, listener, pool)
                    rates[port, default: []].append(try await pour(port, listener, pool))
                }
            }
            let result = Result(
                direct: Self.figures(times[listener.port] ?? [], rates[listener.port] ?? []),
                link: Self.figures(times[port] ?? [], rates[port] ?? [])
            )
            await network.close()
            try await pool.shutdownGracefully()
            return result
        } catch {
            await network.close()
            try? await pool.shutdownGracefully()
            throw error
        }
    }

    /// Nanoseconds of round trips.
    private func ping(_ port: UInt16, _ listener: LoopbackSocket, _ pool: NIOThreadPool) async throws -> [UInt64] {
        let count = max(1, pings / Self.turns)
        async let echoed: Void = pool.runIfActive {
            guard let peer = listener.accept() else { return }
            withUnsafeTemporaryAllocation(byteCount: Self.pingBytes, alignment: 16) { buffer in
                while case let count = peer.receive(buffer), count > 0 {
                    guard peer.send(UnsafeRawBufferPointer(rebasing: buffer[..<count])) else { return }
                }
            }
        }
        let times = try await pool.runIfActive { () throws -> [UInt64] in
            let socket = try Self.connect(to: port)
            return try withUnsafeTemporaryAllocation(byteCount: Self.pingBytes, alignment: 16) { buffer in
                buffer.initializeMemory(as: UInt8.self, repeating: 0x2A)
                // What is not warm yet does not count.
                for _ in 0..<(count / 10) { try Self.roundTrip(socket, buffer) }
                return try (0..<count).map { _ in
                    let began = MonotonicClock.now()
                    try Self.roundTrip(socket, buffer)
                    return MonotonicClock.now() - began
                }
            }
        }
        try await echoed
        return times
    }

    private static func roundTrip(_ socket: LoopbackSocket, _ buffer: UnsafeMutableRawBufferPointer) throws {
        guard socket.send(UnsafeRawBufferPointer(buffer)) else { throw broken }
        var missing = buffer.count
        while missing > 0 {
            let count = socket.receive(UnsafeMutableRawBufferPointer(rebasing: buffer[..<missing]))
            guard count > 0 else { throw broken }
            missing -= count
        }
    }

    /// Bytes per second, from the first to the last that arrives.
    private func pour(_ port: UInt16, _ listener: LoopbackSocket, _ pool: NIOThreadPool) async throws -> Double {
        let total = max(Self.bulkChunk, bulkBytes / Self.turns)
        async let sent: Void = pool.runIfActive {
            let socket = try Self.connect(to: port)
            try withUnsafeTemporaryAllocation(byteCount: Self.bulkChunk, alignment: 4_096) { buffer in
                buffer.initializeMemory(as: UInt8.self, repeating: 0x2A)
                for _ in 0..<(total / Self.bulkChunk) {
                    guard socket.send(UnsafeRawBufferPointer(buffer)) else { throw Self.broken }
                }
            }
            socket.endOutput()
        }
        let rate = try await pool.runIfActive { () throws -> Double in
            guard let peer = listener.accept() else { throw Self.broken }
            return withUnsafeTemporaryAllocation(byteCount: Self.bulkChunk, alignment: 4_096) { buffer in
                let began = MonotonicClock.now()
                var received = 0
                while case let count = peer.receive(buffer), count > 0 { received += count }
                return Double(received) / Double(MonotonicClock.now() - began) * 1e9
            }
        }
        try await sent
        return rate
    }

    private static func connect(to port: UInt16) throws -> LoopbackSocket {
        let socket = try LoopbackSocket.bound()
        guard try socket.connect(to: port) else { throw broken }
        return socket
    }

    private static var broken: HarnessError { HarnessError(.bug, "a connection of the measurement broke") }

    private static func figures(_ times: [UInt64], _ rates: [Double]) -> Figures {
        let sorted = times.sorted()
        func percentile(_ part: Double) -> Double {
            sorted.isEmpty ? 0 : Double(sorted[Int(Double(sorted.count - 1) * part)]) / 1e3
        }
        let middle = rates.sorted()
        return Figures(
            p50Microseconds: percentile(0.5),
            p99Microseconds: percentile(0.99),
            bytesPerSecond: middle.isEmpty ? 0 : middle[middle.count / 2]
        )
    }
}
