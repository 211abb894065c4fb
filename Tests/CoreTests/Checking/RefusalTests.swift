import Testing

@testable import Core

/// A guard about publishes says why they failed.
@Suite struct RefusalTests {
    private static func verdict(_ texts: [String], _ backplane: BackplaneKind = .signalr) throws -> Verdict {
        var script = RunScript()
        script.manifest.backplane = backplane
        script.connectAll()
        for (place, _) in texts.enumerated() {
            let sequence = UInt32(place + 1)
            script.invoke(sequence)
            script.add(.publishEnded, 1) {
                $0.publisher = 1
                $0.sequence = sequence
                $0.flags = Outcome.fail.rawValue
                $0.detail = 1
                $0.extra = UInt64(place + 1)
            }
        }
        var sources = script.sources
        let numbered = texts.enumerated().map { (UInt32($0 + 1), $1) }
        sources[0].texts = HistoryStringTable(Dictionary(uniqueKeysWithValues: numbered))
        return Checker.check(script.manifest, sources)
    }

    @Test func theMostFrequentReasonIsToldAndADefectByItsName() throws {
        let stored = "An earlier publish failed and no message has arrived since: connection refused"
        let guards = try Self.verdict(["timed out", stored, stored]).guards
        let reason = "2 of 3 failed attempts: \(stored) (SignalR's stored error)"
        #expect(guards.first { $0.kind == .publisherSilent }?.reason == "p1 got no message acknowledged; \(reason)")
        let full = try Self.verdict(["Queue full: 1000 publishes wait for Redis."]).guards
        #expect(full.first?.reason.hasSuffix("(SignalR's queue before Redis was first reached)") == true)
    }

    @Test(arguments: BackplaneKind.allCases.filter { $0 != .signalr })
    func anotherBackplaneHasNoDefectsOfSignalR(backplane: BackplaneKind) throws {
        let full = try Self.verdict(["Queue full: 1000 publishes wait for Redis."], backplane).guards
        #expect(full.first?.reason.hasSuffix("Queue full: 1000 publishes wait for Redis.") == true)
    }

    @Test func whereNobodyWasToldNothingIsAdded() {
        #expect(RefusalLog().words(of: .signalr) { _, _ in "x" } == nil)
    }
}
