import Core
import Stream
import Synchronization

/// The log that several ``FakeServer``s append to, with trouble on request.
final class FakeLog: Sendable {
    /// What becomes of an attempt.
    enum Fate: Sendable {
        case well
        /// Appended, and never answered.
        case unanswered
        /// Appended, and answered with an error.
        case error
        /// The same, and then all sessions are forgotten.
        case expiry
        /// Not appended, and never answered.
        case lost
        /// Refused with this.
        case refused(AppendAnswer)
        /// Appended, and the connection breaks before the answer.
        case broken
    }

    struct Line: Hashable, Sendable {
        var session: UInt64
        var payload: String
    }

    private struct State {
        var last: [PublisherSession: UInt64] = [:]
        var lines: [Line] = []
        var nextNumber: UInt64 = 1
        var fates: [Fate] = []
    }

    private let state = Mutex(State())

    var lines: [Line] { state.withLock(\.lines) }

    /// Sequences of a publisher, as they stand in the log.
    func sequences(of publisher: UInt32) -> [UInt32] {
        lines.compactMap { line in
            var offset = 0
            let scan = Array(line.payload.utf8).withUnsafeBytes { MessagePayload.next(in: $0, from: &offset) }
            guard case .message(let fields)? = scan, fields.publisher.number == publisher else { return nil }
            return fields.sequence
        }
    }

    /// What becomes of the next attempts; those behind them go well.
    func plan(_ fates: [Fate]) { state.withLock { $0.fates += fates } }

    func open() -> PublisherSession {
        state.withLock { state in
            let session = PublisherSession(number: state.nextNumber, salt: state.nextNumber &* 0xABCD)
            state.nextNumber += 1
            state.last[session] = 0
            return session
        }
    }

    func append(
        _ session: PublisherSession?,
        _ sequence: UInt64,
        _ payload: String
    ) -> (fate: Fate, answer: AppendAnswer) {
        state.withLock { state in
            let fate = state.fates.isEmpty ? Fate.well : state.fates.removeFirst()
            switch fate {
            case .lost: return (fate, .gap)
            case .refused(let answer): return (fate, answer)
            case .well, .unanswered, .error, .expiry, .broken: break
            }
            guard let session, let last = state.last[session] else { return (fate, .unknownSession(isDefinite: true)) }
            guard sequence == last + 1 else { return (fate, sequence <= last ? .acknowledged(nil) : .gap) }
            state.last[session] = sequence
            state.lines.append(Line(session: session.number, payload: payload))
            if case .expiry = fate { state.last.removeAll() }
            return (fate, .acknowledged(nil))
        }
    }
}
