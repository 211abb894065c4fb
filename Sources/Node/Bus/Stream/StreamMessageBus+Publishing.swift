import Core
import NIOCore
import Stream

/// A message, or a change of membership, that the node itself has to append.
struct StreamPublish {
    var fields: MessageFields?
    var byteCount: Int
    var completion: (Result<LogIndex, PublishError>) -> Void
}

/// One attempt of a publisher that has a session.
struct StreamAppend {
    var fields: MessageFields?
    var promise: EventLoopPromise<AppendAnswer>
}

// What goes into the log.
extension StreamMessageBus {
    /// Bytes of the node's own messages that may wait; beyond, its clients are refused.
    private static let publishBytesMax = 16 << 20
    /// Sessions that may wait to be opened.
    private static let openingsMax = 10_000

    /// One attempt, in the node's own session: it goes on until the outcome is certain.
    func publish(_ message: BusMessage) -> EventLoopFuture<Void> { publish(message, alsoTo: []) }

    func publish(_ message: BusMessage, alsoTo keys: [String]) -> EventLoopFuture<Void> {
        publish(Self.content(of: message, alsoTo: keys), fields: accepted(message))
    }

    /// Confirmed when its entry is committed.
    func changeGroup(_ kind: BusCommand.Kind, signal: String, of connectionID: String) -> EventLoopFuture<Void> {
        change(connectionID, kind == .addToGroup ? .join(signal) : .leave(signal))
    }

    func change(_ connectionID: String, _ change: Membership) -> EventLoopFuture<Void> {
        publish(.membership(connection: connectionID, change), fields: nil)
    }

    func openSession() -> EventLoopFuture<PublisherSession> {
        let promise = eventLoop.makePromise(of: PublisherSession.self)
        guard openings.count < Self.openingsMax else {
            promise.fail(PublishError("As many sessions as the node may hold wait to be opened.", isDefinite: true))
            return promise.futureResult
        }
        let ticket = newTicket()
        openings[ticket] = promise
        tell { $0.openSession(ticket) }
        return promise.futureResult
    }

    func append(_ message: BusMessage, _ session: PublisherSession, sequence: UInt64) -> EventLoopFuture<AppendAnswer> {
        let promise = eventLoop.makePromise(of: AppendAnswer.self)
        let ticket = newTicket()
        appends[ticket] = StreamAppend(fields: accepted(message), promise: promise)
        let request = AppendRequest(session: session, sequence: sequence, content: Self.content(of: message))
        tell { $0.append(ticket, request) }
        return promise.futureResult
    }

    private static func content(of message: BusMessage, alsoTo keys: [String] = []) -> EntryContent {
        let exceptions = message.filter.isEmpty ? [] : message.filter.split(separator: "|").map(String.init)
        return .message(Target([message.key] + keys, except: exceptions), payload: message.value)
    }

    /// Nil where nobody asks.
    private func accepted(_ message: BusMessage) -> MessageFields? {
        guard trace.isWatching, let fields = message.harnessFields else { return nil }
        trace.recorder.hop(.accepted, fields)
        if trace.failpoints != nil { trace.reach(.beforeWrite, fields) }
        return fields
    }

    private func publish(_ content: EntryContent, fields: MessageFields?) -> EventLoopFuture<Void> {
        let promise = eventLoop.makePromise(of: Void.self)
        let size = content.byteCount
        guard publishes.isEmpty || publishBytes + size <= Self.publishBytesMax else {
            promise.fail(PublishError("As much as the node may hold waits to be appended.", isDefinite: true))
            return promise.futureResult
        }
        let ticket = newTicket()
        publishBytes += size
        publishes[ticket] = StreamPublish(fields: fields, byteCount: size) { result in
            switch result {
            case .success: promise.succeed()
            case .failure(let error): promise.fail(error)
            }
        }
        tell { $0.publish(ticket, content) }
        return promise.futureResult
    }

    // MARK: Answers

    func published(_ ticket: UInt64, _ result: Result<LogIndex, PublishError>) {
        guard let publish = publishes.removeValue(forKey: ticket) else { return }
        publishBytes -= publish.byteCount
        if case .success(let index) = result { written(publish.fields, index) }
        publish.completion(result)
    }

    func resolved(_ ticket: UInt64, _ answer: AppendAnswer) {
        guard let append = appends.removeValue(forKey: ticket) else { return }
        if case .acknowledged(let index) = answer { written(append.fields, index ?? 0) }
        append.promise.succeed(answer)
    }

    private func written(_ fields: MessageFields?, _ index: LogIndex) {
        guard let fields else { return }
        trace.recorder.hop(.written, fields, extra: index)
        if trace.failpoints != nil { trace.reach(.afterWrite, fields) }
    }

    func failAll(_ error: PublishError) {
        for publish in publishes.values { publish.completion(.failure(error)) }
        for append in appends.values { append.promise.fail(error) }
        for opening in openings.values { opening.fail(error) }
        (publishes, appends, openings, publishBytes) = ([:], [:], [:], 0)
    }
}
