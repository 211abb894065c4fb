import Core

/// The commands that follow the settings; ends when the other side closes. For one reader.
///
/// The iterator throws a ``ControlError`` at a line that is no command.
package struct ControlCommands<Command: Decodable & Sendable>: AsyncSequence, Sendable {
    package typealias Element = Command
    package typealias Failure = any Error

    let lines: AsyncThrowingStream<[UInt8], any Error>

    package func makeAsyncIterator() -> Iterator {
        Iterator(lines: lines.makeAsyncIterator())
    }

    package struct Iterator: AsyncIteratorProtocol {
        var lines: AsyncThrowingStream<[UInt8], any Error>.Iterator

        package mutating func next(
            isolation actor: isolated (any Actor)? = #isolation
        ) async throws -> Command? {
            guard let line = try await lines.next(isolation: actor) else { return nil }
            return try ControlLoop.decode(Command.self, line, expected: "command")
        }

        package mutating func next() async throws -> Command? {
            try await next(isolation: #isolation)
        }
    }
}
