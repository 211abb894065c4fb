import Core
import Testing

@Suite struct OutgoingStreamTests {
    private struct Broken: Error, Equatable {
        var number: Int
    }

    private typealias Stream = OutgoingStream<Broken>

    private func stream(_ behavior: OutgoingQueueBehavior, length: Int = 1_000) throws -> Stream {
        try Stream(behavior: behavior, queueLength: length)
    }

    private func text(_ actions: [Stream.Action]) -> [String] {
        actions.map { action in
            switch action {
            case .send(let ticket): "send \(ticket)"
            case .complete(let ticket): "done \(ticket)"
            case .fail(let ticket, let error): "fail \(ticket) \(error.number)"
            }
        }
    }

    private func text(_ publishing: Stream.Publishing) -> String {
        switch publishing {
        case .send: "send"
        case .queued: "queued"
        case .refused(.closed): "closed"
        case .refused(.queueFull(let limit)): "full \(limit)"
        case .refused(.stored(let error)): "stored \(error.number)"
        }
    }

    @Test func aQueueOfNoLengthIsAConfigurationError() throws {
        for behavior in [OutgoingQueueBehavior.initialOnly, .always] {
            #expect(throws: SignalRError.self) { try stream(behavior, length: 0) }
        }
        #expect(try stream(.disabled, length: 0).state == .initial)
    }

    @Test(arguments: OutgoingQueueBehavior.allCases)
    func openingFromOpenOrClosedDoesNothing(behavior: OutgoingQueueBehavior) throws {
        var stream = try stream(behavior)
        #expect(stream.open().isEmpty && stream.state == .open)
        #expect(stream.open().isEmpty && stream.state == .open)
        #expect(stream.close().isEmpty && stream.state == .closed)
        #expect(stream.open().isEmpty && stream.state == .closed)
        stream.error(Broken(number: 1))
        #expect(stream.state == .closed && stream.storedError == nil)
        #expect(text(stream.publish(1)) == "closed")
        #expect(stream.close().isEmpty)
    }

    /// Row 21: every later publish fails at once with the same error, until anything arrives.
    @Test(arguments: OutgoingQueueBehavior.allCases)
    func anErrorIsStoredUntilTheStreamOpens(behavior: OutgoingQueueBehavior) throws {
        var stream = try stream(behavior)
        _ = stream.open()
        #expect(text(stream.publish(1)) == "send")
        #expect(text(stream.sent(1, error: Broken(number: 7))) == ["fail 1 7"])
        #expect(stream.state == .buffering)
        #expect(text(stream.publish(2)) == "stored 7")
        #expect(text(stream.publish(3)) == "stored 7")
        stream.error(Broken(number: 8))
        #expect(text(stream.publish(4)) == "stored 8")
        #expect(stream.open().isEmpty)
        #expect(stream.storedError == nil && stream.state == .open)
        #expect(text(stream.publish(5)) == "send")
        #expect(text(stream.sent(5, error: nil)) == ["done 5"])
    }

    @Test func theInitialQueueDrainsOneByOneAndHoldsUpNewPublishes() throws {
        var stream = try stream(.initialOnly)
        for ticket in UInt64(1)...3 { #expect(text(stream.publish(ticket)) == "queued") }
        #expect(text(stream.open()) == ["send 1"])
        #expect(text(stream.publish(4)) == "queued")
        #expect(text(stream.publish(5)) == "queued")
        #expect(text(stream.sent(1, error: nil)) == ["done 1", "send 2"])
        #expect(text(stream.sent(2, error: nil)) == ["done 2", "send 3"])
        #expect(stream.waitingCount == 3)
        #expect(text(stream.sent(3, error: nil)) == ["done 3", "send 4", "send 5"])
        #expect(text(stream.publish(6)) == "send")
        #expect(text(stream.sent(6, error: nil)) == ["done 6"])
        #expect(text(stream.sent(4, error: nil)) == ["done 4"])
        #expect(text(stream.sent(5, error: nil)) == ["done 5"])
        #expect(stream.waitingCount == 0)
    }

    /// Row 23.
    @Test(arguments: [OutgoingQueueBehavior.initialOnly, .always])
    func theQueueHasALimit(behavior: OutgoingQueueBehavior) throws {
        var stream = try stream(behavior, length: 3)
        for ticket in UInt64(1)...3 { #expect(text(stream.publish(ticket)) == "queued") }
        #expect(text(stream.publish(4)) == "full 3")
        #expect(text(stream.open()) == ["send 1"])
        #expect(text(stream.publish(5)) == "full 3", "one runs and two wait")
        _ = stream.sent(1, error: nil)
        #expect(text(stream.publish(6)) == "queued")
    }

    /// Row 24.
    @Test(arguments: [OutgoingQueueBehavior.initialOnly, .always])
    func aQueuedFailureFailsEverythingBehindIt(behavior: OutgoingQueueBehavior) throws {
        var stream = try stream(behavior)
        for ticket in UInt64(1)...4 { _ = stream.publish(ticket) }
        _ = stream.open()
        _ = stream.publish(5)
        _ = stream.sent(1, error: nil)
        #expect(text(stream.sent(2, error: Broken(number: 3))) == ["fail 2 3", "fail 3 3", "fail 4 3", "fail 5 3"])
        #expect(stream.waitingCount == 0 && stream.state == .buffering)
        _ = stream.open()
        #expect(text(stream.publish(6)) == "send")
    }

    /// Row 25.
    @Test func anErrorBeforeTheFirstOpeningStrandsTheInitialQueue() throws {
        var stream = try stream(.initialOnly)
        _ = stream.publish(1)
        _ = stream.publish(2)
        stream.error(Broken(number: 1))
        #expect(text(stream.publish(3)) == "stored 1")
        #expect(stream.open().isEmpty)
        #expect(stream.stranded == [1, 2])
        #expect(text(stream.publish(4)) == "send")
    }

    @Test func underAlwaysThatQueueRunsAfterAll() throws {
        var stream = try stream(.always)
        _ = stream.publish(1)
        stream.error(Broken(number: 1))
        #expect(text(stream.open()) == ["send 1"])
        #expect(stream.stranded.isEmpty)
    }

    @Test func disabledTriesBeforeTheFirstOpening() throws {
        var stream = try stream(.disabled, length: 0)
        #expect(text(stream.publish(1)) == "send")
        #expect(text(stream.sent(1, error: Broken(number: 2))) == ["fail 1 2"])
        #expect(text(stream.publish(2)) == "stored 2")
    }

    @Test(arguments: [OutgoingQueueBehavior.initialOnly, .disabled])
    func openPublishesAreConcurrent(behavior: OutgoingQueueBehavior) throws {
        var stream = try stream(behavior)
        _ = stream.open()
        for ticket in UInt64(1)...5_000 { #expect(text(stream.publish(ticket)) == "send") }
        #expect(text(stream.sent(3, error: nil)) == ["done 3"])
        #expect(text(stream.sent(1, error: Broken(number: 1))) == ["fail 1 1"])
        #expect(text(stream.sent(2, error: nil)) == ["done 2"], "what was under way has its own outcome")
    }

    @Test func alwaysSendsOneAtATime() throws {
        var stream = try stream(.always)
        _ = stream.open()
        #expect(text(stream.publish(1)) == "send")
        #expect(text(stream.publish(2)) == "queued")
        #expect(text(stream.publish(3)) == "queued")
        #expect(text(stream.sent(1, error: nil)) == ["done 1", "send 2"])
        #expect(text(stream.sent(2, error: nil)) == ["done 2", "send 3"])
        #expect(text(stream.sent(3, error: nil)) == ["done 3"])
        #expect(text(stream.publish(4)) == "send")
    }

    @Test func closingRunsTheQueueOfAlwaysEmpty() throws {
        var stream = try stream(.always)
        _ = stream.publish(1)
        _ = stream.publish(2)
        #expect(text(stream.close()) == ["send 1"])
        #expect(text(stream.publish(3)) == "closed")
        #expect(text(stream.sent(1, error: nil)) == ["done 1", "send 2"])
        #expect(text(stream.sent(2, error: nil)) == ["done 2"])
    }

    @Test func closingAbandonsTheInitialQueue() throws {
        var stream = try stream(.initialOnly)
        for ticket in UInt64(1)...3 { _ = stream.publish(ticket) }
        _ = stream.open()
        _ = stream.publish(4)
        #expect(stream.close().isEmpty)
        #expect(text(stream.sent(1, error: nil)) == ["done 1"], "what was sent has its outcome")
        #expect(stream.stranded == [2, 3, 4] && stream.waitingCount == 0)
    }
}
