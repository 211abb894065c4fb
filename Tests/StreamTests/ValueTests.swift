import Stream
import Testing

@Suite struct ValueTests {
    private let position = Position(log: LogID(0xAB), index: 0x1F, tag: EntryTag(0xFFFF_0000_0000_0001))

    @Test func aPositionIsOneLegalCursor() {
        #expect(position.text == "r-00000000000000ab-ffff000000000001,1F")
        #expect(PresentedPosition(position.text) == .position(position))
    }

    @Test(arguments: [
        "s-0,1A", "d-1,2", "r-", "r-00000000000000ab-ffff000000000001", "r-00000000000000ab-ffff000000000001,",
        "r-00000000000000AB-ffff000000000001,1F", "r-00000000000000ab-ffff000000000001,1f",
        "r-00000000000000ab-ffff000000000001,1F|s-0,1", "r-00000000000000ab_ffff000000000001,1F",
        "r-00000000000000ab-ffff000000000001,11112222333344445",
    ])
    func whatIsNoPositionIsForeign(text: String) {
        #expect(PresentedPosition(text) == .foreign)
    }

    @Test func noCursorIsMissing() {
        #expect(PresentedPosition(nil) == .missing)
        #expect(PresentedPosition("") == .missing)
    }

    @Test(arguments: [
        Target([]), Target(["h-Chat"]), Target(["hg-Chat.ä:1|2", ""], except: ["c-1", "3:x"]),
        Target([], except: ["|"]),
    ])
    func aTargetIsReadBack(target: Target) {
        #expect(Target(text: target.text) == target)
    }

    @Test(arguments: ["", "1:a", "2:a|", "x:a|", "1:ab|", "-1:a|", "1:a|1"])
    func whatIsNoTargetIsRefused(text: String) {
        #expect(Target(text: text) == nil)
    }

    @Test(arguments: [
        EntryContent.message(Target(["a"]), payload: [0, 255]), .membership(connection: "c@1", .connect),
        .membership(connection: "c", .join("hg-Chat.two words")), .membership(connection: "", .leave("")),
        .membership(connection: "c", .end),
    ])
    func contentIsReadBackFromItsFields(content: EntryContent) {
        let fields = content.fields
        #expect(EntryContent(target: fields.target, payload: fields.payload) == content)
    }

    @Test func unknownMembershipIsRefused() {
        #expect(EntryContent(target: Array("@c".utf8), payload: Array("abort".utf8)) == nil)
    }
}

@Suite struct ReplicationInfoTests {
    private static let text = """
        # Replication\r
        role:master\r
        connected_slaves:2\r
        slave0:ip=127.0.0.1,port=7001,state=online,offset=1234,lag=0\r
        slave1:ip=127.0.0.1,port=7002,state=wait_bgsave,offset=0,lag=0\r
        master_failover_state:no-failover\r
        master_replid:8a1b\r
        master_replid2:0000\r
        master_repl_offset:1300\r
        """

    @Test func aMasterTellsReignOffsetAndLinks() throws {
        let info = try #require(ReplicationInfo(Self.text))
        #expect(info.isMaster)
        #expect(info.reign == Reign("8a1b"))
        #expect(info.offset == 1_300)
        #expect(info.links.map(\.address.port) == [7_001, 7_002])
        #expect(info.links.map(\.isOnline) == [true, false])
        #expect(info.links.map(\.offset) == [1_234, 0])
    }

    @Test func aReplicaIsNoMaster() throws {
        let info = try #require(ReplicationInfo("role:slave\r\nmaster_replid:1\r\nmaster_repl_offset:5\r\n"))
        #expect(!info.isMaster)
    }

    @Test func withoutItsFieldsItIsNothing() {
        #expect(ReplicationInfo("role:master\r\nmaster_repl_offset:5\r\n") == nil)
    }
}

@Suite struct CommitRuleTests {
    private let servers = (1...3).map { ServerAddress(port: $0) }
    private let reign = Reign("r")

    private func info(_ offset: Int64, _ links: [(UInt16, Int64)], reign: String = "r") -> ReplicationInfo {
        ReplicationInfo(
            isMaster: true,
            reign: Reign(reign),
            offset: offset,
            links: links.map { .init(address: ServerAddress(port: $0.0), isOnline: true, offset: $0.1) }
        )
    }

    private func verdict(_ before: ReplicationInfo, _ after: ReplicationInfo) -> CommitRule.Verdict {
        CommitRule(servers: servers).judge(before: before, waited: 9, after: after, reign: reign)
    }

    @Test func itHoldsWhenAllReplicasHaveReachedTheOffset() {
        #expect(verdict(info(10, []), info(30, [(2, 10), (3, 11)])) == .proved)
    }

    @Test func oneReplicaIsTooFewWhateverWaitSays() {
        #expect(verdict(info(10, []), info(30, [(2, 10), (3, 9)])) == .missing(acknowledged: 1))
    }

    @Test func twoLinksOfOneReplicaAreOne() {
        #expect(verdict(info(10, []), info(30, [(2, 10), (2, 30)])) == .missing(acknowledged: 1))
    }

    @Test func whoIsNotConfiguredDoesNotCount() {
        #expect(verdict(info(10, []), info(30, [(2, 10), (4, 30)])) == .missing(acknowledged: 1))
    }

    @Test func whoIsNotOnlineDoesNotCount() {
        var after = info(30, [(2, 10), (3, 10)])
        after.links[1].isOnline = false
        #expect(verdict(info(10, []), after) == .missing(acknowledged: 1))
    }

    @Test func anotherReignBeforeOrAfterProvesNothing() {
        #expect(verdict(info(10, [], reign: "q"), info(30, [(2, 10), (3, 10)])) == .otherReign)
        #expect(verdict(info(10, []), info(30, [(2, 10), (3, 10)], reign: "q")) == .otherReign)
    }

    @Test func aReplicaProvesNothing() {
        var after = info(30, [(2, 10), (3, 10)])
        after.isMaster = false
        #expect(verdict(info(10, []), after) == .notMaster)
    }
}

@Suite struct SettingsCheckTests {
    private let master = ServerAddress(port: 1)
    private let replica = ServerAddress(port: 2)
    private let durable = [
        "appendonly": "yes", "appendfsync": "always", "aof-load-truncated": "yes", "no-appendfsync-on-rewrite": "no",
        "maxmemory": "0", "maxmemory-policy": "noeviction",
    ]

    private func report(_ values: [String: String]?, links: [UInt16] = [2]) -> SettingsCheck.Report {
        let info = ReplicationInfo(
            isMaster: true,
            reign: Reign("r"),
            offset: 0,
            links: links.map { .init(address: ServerAddress(port: $0), isOnline: true, offset: 0) }
        )
        return SettingsCheck.report(
            [
                ServerSettings(address: master, values: values, replication: info),
                ServerSettings(address: replica, values: durable, replication: nil),
            ],
            configured: [master, replica]
        )
    }

    @Test func durableServersAreWorthThePromise() {
        #expect(report(durable).contract == .exactlyOnce)
    }

    @Test(arguments: [("appendonly", "no"), ("appendfsync", "everysec"), ("appendfsync", "no")])
    func anythingLessIsGapSignalled(name: String, value: String) {
        let report = report(durable.merging([name: value]) { $1 })
        #expect(report.contract == .gapSignalled)
        #expect(report.findings.contains { $0.outcome == .broken && $0.text.contains("\(name) \(value)") })
    }

    @Test func aReplicaThatNobodyConfiguredIsFound() {
        let report = report(durable, links: [2, 3])
        #expect(report.contract == .gapSignalled)
        #expect(report.findings.contains { $0.assumption == .fixedSet && $0.text.contains(":3") })
    }

    @Test func whatCannotBeAskedIsSaid() {
        let report = report(nil)
        #expect(report.contract == .exactlyOnce)
        #expect(report.findings.contains { $0.assumption == .durableServers && $0.outcome == .unchecked })
    }

    @Test func evictionDestroysData() {
        let values = ["maxmemory": "1000", "maxmemory-policy": "allkeys-lru"]
        #expect(report(durable.merging(values) { $1 }).contract == .gapSignalled)
    }
}
