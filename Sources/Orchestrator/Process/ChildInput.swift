import Core
import NIOCore
import NIOPosix
import Runtime
import Synchronization

/// Writes lines to the stdin of a child without waiting for it to read them.
final class ChildInput: Sendable {
    /// Bytes that may wait for a child that does not read.
    static let waitingBytesMax = 64 << 20

    private let channel: any Channel
    private let waitingBytes = Atomic<Int>(0)

    /// Takes over the descriptor, also when it throws.
    init(descriptor: Int32, on group: any EventLoopGroup) async throws {
        channel = try await takingOver(descriptor) {
            try await NIOPipeBootstrap(group: group).takingOwnershipOfDescriptor(output: descriptor).get()
        }
    }

    /// Lines for a child that has closed its stdin are dropped: its end is seen, or it lives on without us.
    func write(_ line: [UInt8], to name: String) throws(HarnessError) {
        let waiting = waitingBytes.add(line.count, ordering: .relaxed).newValue
        guard waiting <= Self.waitingBytesMax else {
            waitingBytes.subtract(line.count, ordering: .relaxed)
            throw HarnessError(.systemFailed, "\(name) does not read its stdin; \(waiting) bytes are waiting")
        }
        channel.writeAndFlush(ByteBuffer(bytes: line)).whenComplete { _ in
            self.waitingBytes.subtract(line.count, ordering: .relaxed)
        }
    }

    func close() {
        channel.close(promise: nil)
    }
}

/// Closes the descriptor when nobody took it over.
func takingOver<Value>(_ descriptor: Int32, _ body: () async throws -> Value) async throws -> Value {
    do {
        return try await body()
    } catch {
        closeQuietly(descriptor)
        throw error
    }
}
