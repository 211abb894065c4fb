import Core
import FoundationEssentials
@testable import Orchestrator
import Testing

@Suite struct ReportPageTests {
    private func text(_ input: ReportInput) throws -> String {
        try #require(ReportTemplates.render(ReportPage(input)))
    }

    /// The first row of a table that begins with this heading.
    private func row(_ heading: String, in text: String) throws -> Substring {
        let lines = text.split(separator: "\n")
        return try #require(lines.first { $0.hasPrefix("<tr><th scope=\"row\">\(heading)</th>") })
    }

    @Test func theVerdictComesFirstThenCausesTimelineAndTables() throws {
        var fixture = ReportFixture.oneLoss()
        let text = try text(fixture.input())
        let parts = [
            "<h1>lesson</h1>", "id=\"verdict\"", "id=\"expectations\"", "id=\"causes\"", "id=\"cause-1-svg",
            "id=\"timeline\"", "id=\"tables\"", "id=\"repeat\"",
        ]
        let places = try parts.map { try #require(text.firstRange(of: $0), "\($0) is missing").lowerBound }
        #expect(places == places.sorted())
        #expect(text.contains("rollcall run lesson.yaml --seed 7 --backplane signalr --variant base"))
        #expect(try row("delivery", in: text).contains("broken"))
        #expect(try row("order", in: text).contains("held"))
    }

    @Test func isOneFileThatNeedsNoNetwork() throws {
        var fixture = ReportFixture.oneLoss()
        let text = try text(fixture.input())
        for reference in ["http:", "https:", "src=", "@import", "url(h"] {
            #expect(!text.contains(reference), "\(reference)")
        }
        #expect(text.contains("default-src 'none'"))
    }

    @Test func everyPictureHasATitleAndADescriptionAndEveryTableACaption() throws {
        var fixture = ReportFixture.oneLoss()
        let text = try text(fixture.input())
        func count(_ part: String) -> Int { text.ranges(of: part).count }
        #expect(count("role=\"img\"") == 2)
        #expect(count("<title id=") == 2 && count("<desc id=") == 2)
        #expect(count("<table") == count("<caption"))
        #expect(count("<table") >= 5)
        let ids = text.ranges(of: " id=\"").map { text[$0.upperBound...].prefix { $0 != "\"" } }
        #expect(ids.count == Set(ids).count, "an id is used twice")
    }

    @Test func textsOfScenariosCannotBecomeMarkup() throws {
        var fixture = ReportFixture.oneLoss()
        let attack = "<script>alert('x')</script>{{word}}"
        fixture.run.scenario = attack
        fixture.run.path = attack
        fixture.run.variant = "\"><img>"
        fixture.run.failure = attack
        fixture.run.reasons = [attack]
        fixture.manifest.clients[1].user = attack
        let text = try text(fixture.input())
        #expect(text.ranges(of: "<script>").count == 1)
        #expect(!text.contains("<img>"))
        #expect(text.contains("{{word}}"))
    }

    @Test func passwordsAreMasked() throws {
        var fixture = ReportFixture.whole()
        fixture.run.failure = "cannot reach redis://user:swordfish@127.0.0.1:6379"
        fixture.run.reasons = ["password: swordfish"]
        #expect(!(try text(fixture.input())).contains("swordfish"))
    }

    @Test func whatWasNotJudgedDoesNotReadAsHeld() throws {
        var fixture = ReportFixture.whole()
        #expect(try row("delivery", in: text(fixture.input())).contains("held"))
        fixture.manifest.histories.append("gone")
        let text = try text(fixture.input())
        for heading in ["delivery", "order", "nothing strange"] {
            #expect(try row(heading, in: text).contains("not judged"))
        }
        #expect(text.contains("inconclusive"))
        #expect(!text.contains("Every contract held"))

        var disturbed = ReportFixture.whole()
        disturbed.run.reasons = ["a client process ended early"]
        #expect(try row("delivery", in: self.text(disturbed.input())).contains("not judged"))
    }

    @Test func aKnownDefectIsNamedAsOne() throws {
        let wanted = ReproducedViolation(violation: .lost, count: 1)
        var fixture = ReportFixture.oneLoss()
        fixture.manifest.expectation.reproduces = [wanted]
        let text = try text(fixture.input())
        #expect(try row("delivery", in: text).contains("known defect"))
        #expect(try row("reproduces lost", in: text).contains("held"))
        #expect(text.contains("reproduced"))
    }

    @Test func boundsShowWhatWasMeasured() throws {
        var fixture = ReportFixture.whole()
        var input = fixture.input()
        input.run.verdict?.bounds = [
            BoundFinding(name: .latencyP99, limit: 250, measured: 312.5, unit: "ms", holds: false, subject: "c7"),
            BoundFinding(name: .gap, limit: 8_000, measured: nil, unit: "ms", holds: nil),
        ]
        let text = try text(input)
        #expect(try row("latency.p99", in: text).contains("312.5 ms (c7)"))
        #expect(try row("latency.p99", in: text).contains("broken"))
        #expect(try row("gap", in: text).contains("not judged"))
    }

    @Test func aRunThatNeverBeganSaysWhy() throws {
        var fixture = ReportFixture.whole()
        fixture.run.exitCode = .unavailable
        fixture.run.failure = "redis-server is missing"
        let text = try text(ReportInput(run: fixture.run, manifest: fixture.manifest))
        #expect(text.contains("redis-server is missing"))
        #expect(text.contains("The run ended before there was anything to judge."))
        #expect(!text.contains("id=\"timeline\""))
    }

    @Test func aThousandClientsWithFindingsStaySmall() throws {
        var fixture = ReportFixture(clients: 1_000)
        for sequence in 1...40 as ClosedRange<UInt32> {
            fixture.send(sequence, missing: sequence * 23 % 1_000 + 1, twice: sequence * 31 % 1_000 + 1)
        }
        fixture.send(41, isLast: true)
        let text = try text(fixture.input())
        #expect(text.utf8.count < 1 << 20)
        #expect(text.contains("id=\"heat-missing\"") && text.contains("id=\"heat-repeated\""))
    }

    /// Faults that come and go for hours, each with a recovery, and a cause for every node and reason.
    @Test func thousandsOfFaultsAndCausesStaySmall() throws {
        var fixture = ReportFixture.oneLoss()
        var input = fixture.input()
        let origin = try #require(input.run.verdict?.origin)
        let windows = (1...5_000).map { repetition in
            let begin = origin + UInt64(repetition) * 200
            return "{\"number\":1,\"repetition\":\(repetition),\"name\":\"client.drop\",\"target\":\"10%\","
                + "\"invokedAt\":\(begin),\"observedAt\":\(begin + 1)"
                + (repetition == 4_999
                    ? ",\"failure\":\"nobody was there\"}"
                    : ",\"healInvokedAt\":\(begin + 2),\"healedAt\":\(begin + 3)}")
        }
        let faults = try JSONDecoder().decode(
            [FaultWindow].self,
            from: Data("[\(windows.joined(separator: ","))]".utf8)
        )
        let cause = try #require(input.run.verdict?.causes.first)
        input.run.verdict?.faults = faults
        input.run.verdict?.recoveries = faults.map {
            FaultRecovery(
                fault: FaultReference(number: 1, repetition: $0.repetition, name: $0.name),
                healedAt: $0.healedAt ?? origin
            )
        }
        input.run.verdict?.causes = [Cause](repeating: cause, count: 3_000)
        let text = try text(input)
        #expect(text.utf8.count < 1_000_000)
        #expect(text.contains("And 2 900 more causes"))
        #expect(text.contains("and 4 500 more; verdict.json has all"))
        #expect(text.contains("nobody was there"))
    }
}
