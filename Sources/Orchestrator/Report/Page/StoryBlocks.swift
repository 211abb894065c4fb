import Core

/// The causes, each with its place, its evidence, its faults and the way of its first message.
struct StoryBlocks {
    private let input: ReportInput
    private let origin: UInt64

    init(_ input: ReportInput) {
        self.input = input
        origin = input.run.verdict?.origin ?? 0
    }

    var blocks: [ReportPage.StoryBlock] {
        ReportInput.stories(of: input.run.verdict).prefix(ReportInput.toldMax).enumerated().map { index, story in
            let scene = index < ReportInput.storiesMax ? scene(story) : nil
            let id = "cause-\(index + 1)"
            return ReportPage.StoryBlock(
                storyID: id,
                storyTitle: ReportPage.safe(title(of: story)),
                storyTone: breaksContract(story) ? "bad" : "warn",
                storyFacts: facts(of: story),
                storyFigures: scene.map { [figure($0, id: id)] } ?? [],
                storySteps: scene.map(steps) ?? [],
                storyExamples: examples(of: story)
            )
        }
    }

    private func breaksContract(_ story: Story) -> Bool {
        switch story {
        case .cause(let cause): cause.breaksContract
        case .violations(let report): report.breaksContract
        }
    }

    private func title(of story: Story) -> String {
        switch story {
        case .cause(let cause): cause.sentence
        case .violations(let report): "\(Figures.grouped(report.count)) \(report.violation.rawValue)"
        }
    }

    private func facts(of story: Story) -> [ReportPage.Fact] {
        func fact(_ name: String, _ value: String) -> ReportPage.Fact { .init(name: name, value: value, tone: "") }
        let allowed = "allowed by the contract"
        switch story {
        case .cause(let cause):
            var facts = [
                fact("what", "\(Figures.grouped(cause.count)) \(cause.violation.rawValue)"), fact("where", cause.place),
                fact("clients", Figures.grouped(cause.clients)), fact("messages", Figures.grouped(cause.messages)),
                fact("evidence", Self.name(of: cause.evidence)),
            ]
            if let condition = cause.condition { facts.append(fact("condition", ReportPage.safe(condition))) }
            facts.append(fact("during", Self.names(of: cause.faults)))
            if !cause.breaksContract { facts.append(fact("contract", allowed)) }
            return facts
        case .violations(let report):
            var facts: [ReportPage.Fact] = []
            let clients = Set(report.examples.map(\.client)).sorted().map { "\($0)" }
            facts.append(fact("first seen at", clients.joined(separator: ", ")))
            var faults: [FaultReference] = []
            for example in report.examples {
                if let fault = example.fault, !faults.contains(fault) { faults.append(fault) }
            }
            facts.append(fact("during", Self.names(of: faults)))
            if !report.breaksContract { facts.append(fact("contract", allowed)) }
            return facts
        }
    }

    private static func names(of faults: [FaultReference]) -> String {
        guard !faults.isEmpty else { return "no fault" }
        let names = faults.prefix(4).map { fault in
            "fault \(fault.number) (\(fault.name)\(fault.repetition > 1 ? ", time \(fault.repetition)" : ""))"
        }
        return names.joined(separator: ", ") + (faults.count > 4 ? " and \(faults.count - 4) more" : "")
    }

    private static func name(of evidence: Evidence) -> String {
        switch evidence {
        case .shape: "who missed it and who did not"
        case .witness: "what Redis carried and links saw pass"
        case .hops: "the nodes\u{2019} own records"
        }
    }

    private func examples(of story: Story) -> [String] {
        let findings: [Finding]
        switch story {
        case .cause(let cause):
            findings = cause.last == cause.first ? [cause.first] : [cause.first, cause.last]
        case .violations(let report):
            let worst = report.worst.map { [$0] } ?? []
            findings = report.examples + worst.filter { !report.examples.contains($0) }
        }
        return findings.map { ReportPage.safe(FindingText($0, origin: origin).text) }
    }

    private func scene(_ story: Story) -> SpaceTime? {
        guard let finding = story.first, let request = Journey.Request(finding),
            let journey = input.journeys.first(where: { $0.request == request })
        else { return nil }
        let carrier = input.manifest?.publishers.first { $0.publisher == request.publisher }?.client
        return SpaceTime(
            journey,
            finding: finding,
            hop: story.hop,
            faults: input.run.verdict?.faults ?? [],
            carrier: carrier,
            origin: origin
        )
    }

    private func figure(_ scene: SpaceTime, id: String) -> ReportPage.Figure {
        let numbers = scene.trails.map { "\($0.sequence)" }.joined(separator: ", ")
        let publisher = scene.finding.publisher.map { "\($0)" } ?? "the publisher"
        let guess = scene.hasHops ? "" : " The nodes recorded no hops: dashed ways are not on record."
        return ReportPage.Figure(
            figureID: "\(id)-figure",
            figureMarkup: SpaceTimeChart(scene: scene).svg(id: "\(id)-svg"),
            figureCaption:
                "Messages \(numbers) of \(publisher), the way to \(scene.finding.client). Time runs downwards; "
                + "waits are drawn shorter than they were." + guess,
            figureTables: []
        )
    }

    private func steps(_ scene: SpaceTime) -> [ReportPage.StoryBlock.Step] {
        SpaceTimeText(scene).steps.map { step in
            .init(stepTime: step.time, stepText: ReportPage.safe(step.text), stepTone: step.isBad ? "bad" : "")
        }
    }
}
