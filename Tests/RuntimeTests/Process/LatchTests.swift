import Runtime
import Testing

@Suite("Latch and deadline")
struct LatchTests {
    @Test("Everyone who waits gets the first value")
    func firstCounts() async throws {
        let latch = Latch<Int>()
        async let one = latch.value()
        async let two = latch.value()
        latch.set(1)
        latch.set(2)
        #expect(try await [one, two, latch.value()] == [1, 1, 1])
        #expect(latch.current == 1)
    }

    @Test("A cancelled wait ends, and the others go on")
    func cancelled() async throws {
        let latch = Latch<Int>()
        let given = Task { try await latch.value() }
        let kept = Task { try await latch.value() }
        given.cancel()
        await #expect(throws: CancellationError.self) { try await given.value }
        latch.set(3)
        #expect(try await kept.value == 3)
    }

    @Test("A deadline gives nil when it passes, else the value or the error")
    func deadline() async throws {
        struct Failure: Error {}
        let never = Latch<Int>()
        #expect(try await withDeadline(.milliseconds(5)) { try await never.value() } == nil)
        #expect(try await withDeadline(.seconds(60)) { 4 } == 4)
        await #expect(throws: Failure.self) {
            _ = try await withDeadline(.seconds(60)) { () async throws -> Int in throw Failure() }
        }
    }
}
