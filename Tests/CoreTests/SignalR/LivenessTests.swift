import Core
import Testing

@Suite struct LivenessTests {
    private static let second: UInt64 = 1_000_000_000

    @Test func theTimesFollowFromTheSettings() {
        let limits = LivenessLimits(settings: SignalRSettings())
        #expect(limits.beatMilliseconds == 5_000)
        #expect(limits.keepAliveTimeoutMilliseconds == 20_000)
        #expect(limits.deadMilliseconds() == 35_000)
        #expect(limits.deadMilliseconds(longPollDelayMilliseconds: 500) == 35_500)
        let off = LivenessLimits(settings: SignalRSettings(keepAliveMilliseconds: 0))
        #expect(off.keepAliveTimeoutMilliseconds == nil && off.beatMilliseconds == 5_000)
        let fast = SignalRSettings(disconnectTimeoutMilliseconds: 6_000, keepAliveMilliseconds: 2_000)
        #expect(LivenessLimits(settings: fast).beatMilliseconds == 1_000)
    }

    @Test func keepAlivesComeEverySecondBeat() {
        var heartbeat = Heartbeat(settings: SignalRSettings())
        let first = heartbeat.open(connectionID: "a", transport: .webSockets, now: 0).number
        let second = heartbeat.open(connectionID: "b", transport: .longPolling, now: 0).number
        #expect(heartbeat.beat(now: 5 * Self.second) == Heartbeat.Beat())
        #expect(heartbeat.beat(now: 10 * Self.second).keepAlive == [first, second])
        heartbeat.lost(first, now: 12 * Self.second)
        #expect(heartbeat.beat(now: 15 * Self.second) == Heartbeat.Beat())
        #expect(heartbeat.beat(now: 20 * Self.second).keepAlive == [second])
    }

    @Test func withoutKeepAliveNoneIsSentAndStreamsTimeOut() {
        var heartbeat = Heartbeat(settings: SignalRSettings(keepAliveMilliseconds: 0))
        let number = heartbeat.open(connectionID: "a", transport: .webSockets, now: 0).number
        for beat in UInt64(1)..<22 { #expect(heartbeat.beat(now: beat * 5 * Self.second) == Heartbeat.Beat()) }
        #expect(heartbeat.beat(now: 110 * Self.second).timedOut == [number])
    }

    @Test func aLostConnectionIsDeadAfterTimeoutAndGrace() {
        var heartbeat = Heartbeat(settings: SignalRSettings())
        let number = heartbeat.open(connectionID: "a", transport: .webSockets, now: 0).number
        for beat in UInt64(1)...100 { #expect(heartbeat.beat(now: beat * 5 * Self.second).dead.isEmpty) }
        heartbeat.lost(number, now: 501 * Self.second)
        heartbeat.lost(number, now: 530 * Self.second)
        #expect(heartbeat.beat(now: 536 * Self.second).dead.isEmpty)
        #expect(heartbeat.beat(now: 536 * Self.second + 1).dead == [number])
        #expect(heartbeat.count == 0)
        #expect(heartbeat.beat(now: 600 * Self.second) == Heartbeat.Beat())
    }

    @Test func aReconnectReplacesTheZombie() {
        var heartbeat = Heartbeat(settings: SignalRSettings())
        let first = heartbeat.open(connectionID: "a", transport: .webSockets, now: 0)
        #expect(first.replaced == nil)
        heartbeat.lost(first.number, now: 0)
        let second = heartbeat.open(connectionID: "a", transport: .webSockets, now: 20 * Self.second)
        #expect(second.replaced == first.number && heartbeat.count == 1)
        let other = heartbeat.close(first.number)
        #expect(!other)
        #expect(heartbeat.beat(now: 60 * Self.second).dead.isEmpty)
        let closed = heartbeat.close(second.number)
        #expect(closed && heartbeat.count == 0)
        #expect(heartbeat.open(connectionID: "a", transport: .webSockets, now: 0).replaced == nil)
    }

    @Test func aLongPollTimesOutOnce() {
        var heartbeat = Heartbeat(settings: SignalRSettings(), longPollDelayMilliseconds: 10_000)
        let number = heartbeat.open(connectionID: "a", transport: .longPolling, now: 0).number
        #expect(heartbeat.beat(now: 109 * Self.second).timedOut.isEmpty)
        #expect(heartbeat.beat(now: 110 * Self.second).timedOut == [number])
        #expect(heartbeat.beat(now: 115 * Self.second).timedOut.isEmpty)
        heartbeat.lost(number, now: 115 * Self.second)
        #expect(heartbeat.beat(now: 160 * Self.second).dead.isEmpty)
        #expect(heartbeat.beat(now: 161 * Self.second).dead == [number])
    }

    @Test func theFirstAckWins() {
        var table = AckTable()
        #expect(table.register("g", now: 0) == true)
        #expect(table.register("g", now: 1) == false)
        #expect(table.acknowledge("g") == true)
        #expect(table.acknowledge("g") == false)
        #expect(table.acknowledge("of another node") == false)
        #expect(table.expire(now: 100 * Self.second) == [])
    }

    @Test func waitsExpireAfterThirtySecondsOldestFirst() {
        var table = AckTable()
        for (index, id) in ["b", "a", "c"].enumerated() {
            #expect(table.register(id, now: UInt64(index) * Self.second) == true)
        }
        #expect(table.expire(now: 30 * Self.second) == [])
        #expect(table.expire(now: 31 * Self.second + 1) == ["b", "a"])
        table.cancel("c")
        #expect(table.count == 0)
        #expect(table.acknowledge("b") == false)
    }
}
