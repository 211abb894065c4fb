import Core
import Testing

@Suite struct LinkFlowTests {
    private static let millisecond: UInt64 = 1_000_000

    private func session(_ impairments: [LinkImpairment] = [], scanner: LinkFrameScanner? = nil) -> LinkSession {
        func flow(_ seed: UInt64) -> LinkFlow { LinkFlow(random: SeededGenerator(seed: seed), scanner: scanner) }
        var session = LinkSession(to: flow(1), from: flow(2), at: 0)
        session.set(impairments, at: 0)
        return session
    }

    @Test func passesAtOnceWhatNothingKeepsBack() {
        var session = session()
        session.arrive(10, .to, at: 5)
        #expect(session[.to].take(at: 5).bytes == 10)
        #expect(session[.to].withheld == 0)
        #expect(session[.to].take(at: 6) == LinkPassage())
        #expect(session.nextTime(after: 6) == nil)
    }

    @Test func anEndPassesOnceBehindTheLastByte() {
        var session = session([.latency(milliseconds: 5)])
        session.arrive(10, .from, at: 0)
        session[.from].end(.close, at: Self.millisecond)
        let early = session[.from].take(at: 5 * Self.millisecond)
        #expect(early.bytes == 10)
        #expect(early.ending == nil)
        #expect(session[.from].take(at: 6 * Self.millisecond).ending == .close)
        #expect(session[.from].take(at: 7 * Self.millisecond).ending == nil)
    }

    @Test func aBlackholeWithholdsBytesAndEndsInItsDirectionOnly() {
        var session = session([.blackhole(.from)])
        session.arrive(7, .from, at: 0)
        session[.from].end(.reset, at: 0)
        session.arrive(3, .to, at: 0)
        #expect(session[.from].take(at: .max / 2) == LinkPassage())
        #expect(session[.to].take(at: 0).bytes == 3)
        #expect(session.withheld == 7)
        session.set([], at: 1)
        let passage = session[.from].take(at: 1)
        #expect(passage.bytes == 7)
        #expect(passage.ending == .reset)
    }

    @Test func readsOnlyAsMuchAheadAsItMay() {
        var silent = session([.blackhole(.both)])
        silent.arrive(LinkFlow.heldBytesMax - 1, .to, at: 0)
        #expect(silent[.to].wantsMore)
        silent.arrive(1, .to, at: 0)
        #expect(!silent[.to].wantsMore)
        var late = session([.latency(milliseconds: 50)])
        late.arrive(LinkFlow.lineBytesMax, .to, at: 0)
        #expect(!late[.to].wantsMore)
        #expect(late[.to].take(at: 50 * Self.millisecond).bytes == LinkFlow.lineBytesMax)
        #expect(late[.to].wantsMore)
    }

    @Test func latencyIsFromWhenAByteCameAndTellsWhenToAskAgain() {
        var session = session([.latency(milliseconds: 20)])
        session.arrive(1, .to, at: 10 * Self.millisecond)
        session.arrive(1, .to, at: 15 * Self.millisecond)
        #expect(session.nextTime(after: 16 * Self.millisecond) == 30 * Self.millisecond)
        #expect(session[.to].take(at: 30 * Self.millisecond).bytes == 1)
        #expect(session[.to].take(at: 34 * Self.millisecond).bytes == 0)
        #expect(session[.to].take(at: 35 * Self.millisecond).bytes == 1)
    }

    @Test func jitterKeepsTheOrderAndComesFromTheSeed() {
        func times() -> [UInt64] {
            var session = session([.latency(milliseconds: 1, jitterMilliseconds: 30)])
            for index in 0..<50 { session.arrive(1, .to, at: UInt64(index) * Self.millisecond) }
            var times: [UInt64] = []
            var now: UInt64 = 0
            while times.count < 50, let next = session.nextTime(after: now) {
                now = max(now, next)
                times += Array(repeating: now, count: session[.to].take(at: now).bytes)
            }
            return times
        }
        let first = times()
        #expect(first.count == 50)
        #expect(first == first.sorted())
        #expect(first.enumerated().allSatisfy { index, time in time >= (UInt64(index) + 1) * Self.millisecond })
        #expect(Set(first).count > 5)
        #expect(times() == first)
    }

    @Test func whenLatencyEndsEverythingPassesAtOnce() {
        var session = session([.latency(milliseconds: 1_000)])
        for index in 0..<5 { session.arrive(2, .to, at: UInt64(index) * Self.millisecond) }
        session.set([], at: 10 * Self.millisecond)
        #expect(session[.to].take(at: 10 * Self.millisecond).bytes == 10)
    }

    @Test func bandwidthPassesNoMoreThanItsRate() {
        var session = session([.bandwidth(bytesPerSecond: 10_000)])
        session.arrive(2_000, .to, at: 0)
        var now: UInt64 = 0
        var passed = 0
        var asked = 0
        while passed < 2_000, let next = session.nextTime(after: now) {
            now = max(now + 1, next)
            passed += session[.to].take(at: now).bytes
            #expect(Double(passed) <= Double(now) / 1e9 * 10_000 + 1)
            asked += 1
        }
        #expect(passed == 2_000)
        #expect(now >= 200 * Self.millisecond && now < 215 * Self.millisecond)
        #expect(asked < 50)
    }

    @Test func delaysAddUpAndTheLowestRateCounts() {
        var session = session([
            .latency(milliseconds: 10, .to), .latency(milliseconds: 5), .bandwidth(bytesPerSecond: 1_000_000),
            .bandwidth(bytesPerSecond: 1_000, .from),
        ])
        session.arrive(1, .to, at: 0)
        #expect(session[.to].take(at: 14 * Self.millisecond).bytes == 0)
        #expect(session[.to].take(at: 15 * Self.millisecond).bytes == 1)
        session.arrive(1_000, .from, at: 0)
        var passed = 0
        for step in 1...20 { passed += session[.from].take(at: UInt64(step) * 10 * Self.millisecond).bytes }
        #expect((150...200).contains(passed))
    }

    @Test func nothingPassesFromWhereItIsHeldUntilItIsReleased() {
        var session = session()
        session.arrive(10, .to, at: 0)
        session[.to].hold(1, from: 4)
        session[.to].hold(2, from: 6)
        session[.to].end(.close, at: 0)
        #expect(session[.to].take(at: 1).bytes == 4)
        #expect(session.nextTime(after: 1) == nil)
        session[.to].release(1)
        #expect(
            session[.to].take(at: 2)
                == {
                    var passage = LinkPassage(); passage.bytes = 2; return passage
                }()
        )
        session[.to].release(2)
        let rest = session[.to].take(at: 3)
        #expect(rest.bytes == 4)
        #expect(rest.ending == .close)
    }

    @Test func anEndBehindAHoldWaitsForNoTime() {
        var session = session()
        session[.to].hold(1, from: 0)
        session[.to].end(.close, at: 0)
        #expect(session[.to].take(at: 1) == LinkPassage())
        #expect(session.nextTime(after: 1) == nil)
        session[.to].release(1)
        #expect(session[.to].take(at: 2).ending == .close)
    }

    @Test func aHoldOfWhatHasPassedHoldsTheRest() {
        var session = session()
        session.arrive(10, .to, at: 0)
        #expect(session[.to].take(at: 0).bytes == 10)
        session[.to].hold(1, from: 4)
        session.arrive(5, .to, at: 1)
        #expect(session[.to].take(at: 1).bytes == 0)
    }

    @Test func aCutComesBehindItsBytes() {
        var session = session()
        session.arrive(10, .from, at: 0)
        session[.from].cut(from: 2, afterBytes: 3, .reset)
        let passage = session[.from].take(at: 0)
        #expect(passage.bytes == 5)
        #expect(passage.cut == .reset)
    }

    @Test func aCutBehindTheEndOfAFrameComesBeforeItsLastByte() {
        var session = session()
        session.arrive(10, .from, at: 0)
        session[.from].cut(from: 2, afterBytes: 100, .close)
        session[.from].frameEnded(at: 2)
        session[.from].frameEnded(at: 8)
        let passage = session[.from].take(at: 0)
        #expect(passage.bytes == 7)
        #expect(passage.cut == .close)
    }

    @Test func whileSomebodyWaitsAFramePassesOnlyWhenItIsKnown() {
        var session = session(scanner: .resp(RESPFrameScanner(.commands)))
        session[.to].arm(true)
        let command = Array("*2\r\n$7\r\nPUBLISH\r\n$1\r\na\r\n".utf8)
        var passed: [Int] = []
        for byte in command {
            session.arrive(1, .to, at: 0)
            let events = [byte].withUnsafeBytes { session[.to].scan($0) }
            if case .began(let frame)? = events.first { #expect(frame == LinkFrame(start: 0, name: "PUBLISH")) }
            passed.append(session[.to].take(at: 0).bytes)
        }
        #expect(passed.prefix(14).allSatisfy { $0 == 0 })
        #expect(passed[14] == 15)
        #expect(passed.reduce(0, +) == command.count)
    }

    @Test func aConnectionIsCulledOnceWhenNothingCame() {
        var session = session([.idleCull(milliseconds: 50, .silent)])
        session.arrive(1, .from, at: 20 * Self.millisecond)
        #expect(session[.from].take(at: 20 * Self.millisecond).bytes == 1)
        #expect(session.nextTime(after: 20 * Self.millisecond) == 70 * Self.millisecond)
        #expect(session.cull(at: 69 * Self.millisecond) == nil)
        #expect(session.cull(at: 70 * Self.millisecond) == .silent)
        #expect(session.cull(at: 90 * Self.millisecond) == nil)
        session.arrive(4, .to, at: 91 * Self.millisecond)
        #expect(session[.to].take(at: 91 * Self.millisecond).bytes == 0)
        session.set([], at: 92 * Self.millisecond)
        #expect(session[.to].take(at: 92 * Self.millisecond).bytes == 4)
    }

    @Test func newConnectionsWaitUnderSilenceOnly() {
        #expect(session([.blackhole(.from, .new)]).waitsForDial)
        #expect(session([.acceptHang]).waitsForDial)
        #expect(!session([.latency(milliseconds: 1), .refuse, .bandwidth(bytesPerSecond: 1_000)]).waitsForDial)
    }

    @Test(arguments: 1...40) func noByteIsLostDoubledOrReorderedWhateverIsDone(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var session = session()
        var now: UInt64 = 0
        var arrived = 0
        var passed = 0
        var ended = false
        let choices: [LinkImpairment] = [
            .blackhole(.both), .blackhole(.to), .latency(milliseconds: 3, jitterMilliseconds: 9),
            .bandwidth(bytesPerSecond: 5_000), .idleCull(milliseconds: 4, .silent), .refuse,
        ]
        for _ in 0..<400 {
            now += UInt64.random(in: 0...3, using: &random) * Self.millisecond
            switch Int.random(in: 0..<6, using: &random) {
            case 0:
                session.set(choices.filter { _ in Bool.random(using: &random) }, at: now)
            case 1: session[.to].hold(Int.random(in: 1...3, using: &random), from: arrived)
            case 2: session[.to].release(Int.random(in: 1...3, using: &random))
            case 3: _ = session.cull(at: now)
            default:
                let count = Int.random(in: 1...200, using: &random)
                arrived += count
                session.arrive(count, .to, at: now)
            }
            let passage = session[.to].take(at: now)
            passed += passage.bytes
            #expect(passed + session[.to].withheld == arrived)
        }
        session[.to].end(.close, at: now)
        session.set([], at: now)
        for holder in 1...3 { session[.to].release(holder) }
        let last = session[.to].take(at: now)
        passed += last.bytes
        ended = last.ending == .close
        #expect(passed == arrived)
        #expect(ended)
    }
}
