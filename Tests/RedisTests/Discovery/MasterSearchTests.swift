import Core
import Redis
import Testing

@Suite struct MasterSearchTests {
    private static let endpoint = SentinelEndpoint(
        masterName: "m",
        sentinels: [RedisAddress(port: 1), RedisAddress(port: 2), RedisAddress(port: 3)],
        login: RedisAddress(port: 7)
    )

    private static func claim(_ port: UInt16, epoch: Int64? = nil) -> MasterClaim {
        MasterClaim(MasterAddress(port: port), epoch: epoch)
    }

    private static func says(_ port: UInt16, epoch: Int64? = nil) -> SentinelAnswer {
        .master(claim(port, epoch: epoch))
    }

    /// Runs a search; each sentinel answers as the table says. Returns who was asked and how it ended.
    private func run(
        _ search: inout MasterSearch,
        _ answers: [SentinelAnswer]
    ) -> (asked: [Int], end: MasterSearch.Step) {
        var asked: [Int] = []
        var step = search.begin()
        while case .ask(let sentinel) = step {
            asked.append(sentinel)
            step = search.answered(sentinel, answers[sentinel])
        }
        return (asked, step)
    }

    private func follows(_ search: inout MasterSearch, _ claim: MasterClaim) -> Bool {
        search.announced(claim)
    }

    @Test func believesTheFirstThatAnswersAndAsksItFirstFromThenOn() {
        var search = MasterSearch(Self.endpoint)
        var (asked, end) = run(&search, [.silent("frozen"), Self.says(7), Self.says(7)])
        #expect(asked == [0, 1])
        #expect(end == .found(Self.claim(7)))
        search.connected()
        search.ended(isMaster: true)
        (asked, end) = run(&search, [Self.says(7), Self.says(7), Self.says(7)])
        #expect(asked == [1])
        #expect(end == .found(Self.claim(7)))
    }

    @Test func looksForAnotherServerThanTheOneThatRefused() {
        var search = MasterSearch(Self.endpoint)
        #expect(run(&search, [Self.says(7), Self.says(7), Self.says(7)]).end == .found(Self.claim(7)))
        search.ended(isMaster: true)
        let (asked, end) = run(&search, [Self.says(7), Self.says(7), Self.says(8)])
        #expect(asked == [0, 1, 2])
        #expect(end == .found(Self.claim(8)))
    }

    @Test func triesTheSameServerAgainWhereAllNameIt() {
        var search = MasterSearch(Self.endpoint)
        for _ in 0..<3 {
            let (asked, end) = run(&search, [Self.says(7), Self.says(7), Self.says(7)])
            #expect(asked.first == 0)
            #expect(end == .found(Self.claim(7)))
            search.ended(isMaster: true)
        }
    }

    @Test func aSilentSentinelIsAskedLastAndNotEveryTime() {
        var search = MasterSearch(Self.endpoint)
        let answers: [SentinelAnswer] = [.silent("frozen"), Self.says(7), Self.says(7)]
        var timesAsked = 0
        for _ in 0..<9 {
            let (asked, end) = run(&search, answers)
            #expect(end == .found(Self.claim(7)))
            if asked.contains(0) {
                timesAsked += 1
                #expect(asked.last == 0 || asked.first == 0)
            }
            search.ended(isMaster: true)
        }
        // At first, when nothing was known of it, and in each fourth search.
        #expect(timesAsked == 3)
    }

    @Test func anOlderEpochIsPassedOver() {
        var search = MasterSearch(Self.endpoint)
        #expect(run(&search, [Self.says(7, epoch: 5), .unknown, .unknown]).end == .found(Self.claim(7, epoch: 5)))
        search.connected()
        search.ended(isMaster: true)
        // The one that answered last restarted from an old state; another one has seen two failovers since.
        let (asked, end) = run(&search, [Self.says(6, epoch: 3), Self.says(8, epoch: 7), .unknown])
        #expect(asked == [0, 1])
        #expect(end == .found(Self.claim(8, epoch: 7)))
    }

    @Test func theNewestOfOldClaimsIsBetterThanNone() {
        var search = MasterSearch(Self.endpoint)
        _ = run(&search, [Self.says(7, epoch: 5), .unknown, .unknown])
        search.connected()
        search.ended(isMaster: true)
        let sentinels = [Self.says(6, epoch: 0), Self.says(9, epoch: 2), .unknown]
        #expect(run(&search, sentinels).end == .found(Self.claim(9, epoch: 2)))
        // It let us in: the sentinels were set up anew, and their count began again.
        search.connected()
        search.ended(isMaster: true)
        #expect(run(&search, sentinels).asked == [1])
    }

    @Test func aReplicaThatWasNamedIsNotTriedBeforeAnother() {
        var search = MasterSearch(Self.endpoint)
        let answers = [Self.says(8), Self.says(7), Self.says(7)]
        #expect(run(&search, answers).end == .found(Self.claim(8)))
        search.ended(isMaster: false)
        #expect(run(&search, answers).end == .found(Self.claim(7)))
    }

    @Test func aConnectionThatBrokeIsTriedAgainButNotADemotedServer() {
        var search = MasterSearch(Self.endpoint)
        let answers = [Self.says(7), Self.says(8), Self.says(8)]
        #expect(run(&search, answers).end == .found(Self.claim(7)))
        search.connected()
        search.ended(isMaster: true)
        #expect(run(&search, answers).end == .found(Self.claim(7)))
        search.connected()
        search.ended(isMaster: false)
        #expect(run(&search, answers).end == .found(Self.claim(8)))
    }

    @Test func anAnnouncementIsFollowedWhereItIsNewer() {
        var search = MasterSearch(Self.endpoint)
        _ = run(&search, [Self.says(7, epoch: 5), .unknown, .unknown])
        search.connected()
        #expect(!follows(&search, Self.claim(7, epoch: 6)), "it is there already")
        #expect(!follows(&search, Self.claim(6, epoch: 4)), "a sentinel that is behind")
        #expect(follows(&search, Self.claim(8, epoch: 6)))
        search.ended(isMaster: true)
        #expect(search.begin() == .found(Self.claim(8, epoch: 6)))
        // It refuses: sentinels that still name the old one are behind.
        search.ended(isMaster: true)
        let (asked, end) = run(&search, [Self.says(7, epoch: 5), Self.says(8, epoch: 6), .unknown])
        #expect(asked == [0, 1, 2])
        #expect(end == .found(Self.claim(8, epoch: 6)))
    }

    @Test func withoutEpochsWhatIsAnnouncedIsBelieved() {
        var search = MasterSearch(Self.endpoint)
        _ = run(&search, [Self.says(7), .unknown, .unknown])
        #expect(follows(&search, Self.claim(8)), "while an attempt at 7 is running")
        search.ended(isMaster: true)
        #expect(search.begin() == .found(Self.claim(8)))
        search.connected()
        #expect(!follows(&search, Self.claim(8)))
    }

    @Test func anAnnouncementCutsASearchAndAWaitShort() {
        var search = MasterSearch(Self.endpoint)
        #expect(search.begin() == .ask(0))
        #expect(follows(&search, Self.claim(8)))
        #expect(search.begin() == .found(Self.claim(8)))
        search.ended(isMaster: true)
        #expect(!follows(&search, Self.claim(8)), "it has just refused")
        #expect(follows(&search, Self.claim(9)))
        #expect(search.begin() == .found(Self.claim(9)))
    }

    @Test func nobodyAnsweredSaysWhoAndWhy() throws {
        var search = MasterSearch(Self.endpoint)
        let end = run(&search, [.silent("connection refused"), .unknown, .silent("no answer within 0.5 seconds")]).end
        guard case .failed(let error) = end else {
            Issue.record("\(end)")
            return
        }
        #expect(error.code == .sentinelsSilent && error.certainty == .definite && error.mayMend)
        for part in [
            "\"m\"", "127.0.0.1:1: connection refused", "127.0.0.1:2: it knows no such master",
            "127.0.0.1:3: no answer within 0.5 seconds",
        ] { #expect(error.message.contains(part), "\(error)") }
    }

    @Test func anUnknownNameAndARefusedLoginAreToldApart() throws {
        var search = MasterSearch(Self.endpoint)
        guard case .failed(let unknown) = run(&search, [.unknown, .unknown, .unknown]).end else {
            Issue.record("an unknown name was found")
            return
        }
        #expect(unknown.code == .masterUnknown && !unknown.mayMend)
        #expect(unknown.message.contains("\"m\""))
        let denied = SentinelAnswer.denied("NOAUTH Authentication required.")
        guard case .failed(let login) = run(&search, [denied, denied, denied]).end else {
            Issue.record("a refused login found a master")
            return
        }
        #expect(login.code == .authenticationFailed && login.message.contains("NOAUTH"))
    }
}
