import Testing

@testable import Core

/// Verbs that undo what another left behind.
@Suite struct ScenarioUndoingTests {
    private static func problems(_ faults: String..., redis: String = "{}") -> [String] {
        let lines = faults.map { "  - {\($0)}" }.joined(separator: "\n")
        return ScenarioFixture.problems(ScenarioFixture.minimal("redis: \(redis)\nfaults:\n\(lines)"))
    }

    @Test func takesWhatIsUndoneAfterItWasDone() {
        #expect(Self.problems("at: 1s, do: redis.freeze", "at: 2s, do: redis.thaw") == [])
        #expect(Self.problems("at: 1s, do: redis.freeze, target: r1", "at: 2s, do: redis.thaw, target: master") == [])
        #expect(Self.problems("at: 1s, do: redis.kill", "after: 5 published, do: redis.start") == [])
        #expect(Self.problems("after: 5 published, do: redis.freeze", "at: 2s, do: redis.thaw") == [])
    }

    @Test func refusesWhatHasNothingToUndo() {
        #expect(
            Self.problems("at: 2s, do: redis.thaw")
                == ["5:5 faults.0: redis.thaw has nothing to undo: no fault leaves master that way"]
        )
        #expect(
            Self.problems("at: 1s, do: redis.freeze, down: 5s", "at: 2s, do: redis.thaw")
                == ["6:5 faults.1: redis.thaw has nothing to undo: no fault leaves master that way"]
        )
        #expect(
            Self.problems(
                "at: 1s, do: redis.freeze, target: r2",
                "at: 2s, do: redis.thaw, target: r3",
                redis: "{mode: replica, replicas: 2}"
            ) == ["6:5 faults.1: redis.thaw has nothing to undo: no fault leaves r3 that way"]
        )
    }

    @Test func refusesUndoingThatComesFirst() {
        #expect(
            Self.problems("at: 3s, do: redis.freeze", "at: 2s, do: redis.thaw")
                == ["6:5 faults.1: redis.thaw comes before what it is to undo, in line 5"]
        )
    }

    @Test func holdsUntilItIsUndone() {
        #expect(
            Self.problems("at: 1s, do: redis.freeze", "at: 2s, do: redis.restart", "at: 3s, do: redis.thaw") == [
                "6:5 faults.1 takes the process of r1 at 2s, and redis.freeze in line 5 holds it from 1s to 3s"
            ]
        )
        #expect(
            Self.problems("at: 1s, do: redis.freeze", "at: 4s, do: redis.restart", "at: 3s, do: redis.thaw") == []
        )
        #expect(
            Self.problems("at: 1s, do: redis.freeze", "at: 4s, do: redis.restart").first
                == "6:5 faults.1 takes the process of r1 at 4s, and redis.freeze in line 5 holds it from 1s for good"
        )
    }

    @Test func refusesWhatComesAgainAndNothingEnds() {
        #expect(
            Self.problems("every: 2s, do: redis.freeze") == ["5:13 faults.0 comes again every 2s, and nothing ends it"]
        )
        #expect(Self.problems("every: 2s, do: redis.freeze", "every: 2s, from: 3s, do: redis.thaw") == [])
    }

    /// Which server a role means is known only where nobody can be promoted.
    @Test func takesRolesForServersWhereTheyStay() {
        let twice = [
            "at: 1s, do: redis.freeze, target: master, down: 5s", "at: 2s, do: redis.freeze, target: r1, down: 1s",
        ]
        #expect(
            Self.problems(twice[0], twice[1], redis: "{mode: replica}") == [
                "6:5 faults.1 takes the process of r1 at 2s, and redis.freeze in line 5 holds it from 1s to 6s"
            ]
        )
        #expect(Self.problems(twice[0], twice[1], redis: "{mode: sentinel}") == [])
        #expect(
            Self.problems(
                "at: 1s, do: redis.kill, target: servers, down: 5s",
                "at: 2s, do: redis.restart, target: r2",
                redis: "{mode: sentinel}"
            ).first == "6:5 faults.1 takes the process of r2 at 2s, and redis.kill in line 5 holds it from 1s to 6s"
        )
    }

    @Test func seesTheMasterMoveWhereAFaultTakesItAway() {
        #expect(
            Self.problems(
                "when: +switch-master, do: client.drop, share: 10%",
                "at: 1s, do: redis.kill, down: 1s",
                redis: "{mode: sentinel}"
            ) == []
        )
        #expect(
            Self.problems(
                "when: +switch-master, do: client.drop, share: 10%",
                "at: 1s, do: redis.script-flush",
                redis: "{mode: sentinel}"
            ) == ["5:12 faults.0 would never happen: no other fault can bring about `+switch-master`"]
        )
        #expect(
            Self.problems(
                "when: master-down, do: client.drop, share: 10%",
                "at: 1s, do: sentinel.failover",
                redis: "{mode: sentinel}"
            ) == ["5:12 faults.0 would never happen: no other fault can bring about `master-down`"]
        )
    }

    @Test(
        arguments: [
            ("target: r4", "{mode: replica, replicas: 2}", "there is no server r4"),
            ("target: s4", "{mode: sentinel}", "there is no sentinel s4"),
            ("target: s1", "{mode: replica}", "this Redis has no sentinels"),
            ("target: sentinels", "{}", "this Redis has no sentinels"),
            ("target: replica", "{}", "this Redis has no replica"),
            ("target: old-master", "{mode: replica}", "this Redis has no old master: nothing promotes a replica"),
            ("target: n3.sub", "{}", "there is no node n3; nodes.count is 2"),
            ("target: mastr", "{}", "is no Redis process: 'mastr'"),
        ]
    )
    func refusesServersThatAreNotThere(_ target: String, _ redis: String, _ problem: String) {
        let problems = Self.problems("at: 1s, do: redis.freeze, \(target), down: 1s", redis: redis)
        #expect(problems.count == 1 && problems[0].hasSuffix(problem), "\(problems)")
    }
}
