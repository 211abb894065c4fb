import Core
import Runtime

/// The events that a child of ours writes on its stdout; for one reader. Ends when its stdout closes.
///
/// The iterator throws a ``ControlError`` at a line that is no event.
package struct ChildEvents<Event: Decodable & Sendable>: AsyncSequence, Sendable {
    package typealias Element = Event
    package typealias Failure = any Error

    let name: String
    let lines: AsyncThrowingStream<[UInt8], any Error>

    package func makeAsyncIterator() -> Iterator {
        Iterator(name: name, lines: lines.makeAsyncIterator())
    }

    package struct Iterator: AsyncIteratorProtocol {
        let name: String
        var lines: AsyncThrowingStream<[UInt8], any Error>.Iterator

        package mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> Event? {
            guard let line = try await lines.next(isolation: actor) else { return nil }
            return try ControlLoop.decode(Event.self, line, expected: "event of \(name)")
        }

        package mutating func next() async throws -> Event? {
            try await next(isolation: #isolation)
        }
    }
}
