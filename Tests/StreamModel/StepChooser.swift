import Core

/// Chooses steps: everyday ones mostly, faults as often as this schedule has them. Which kinds of fault a schedule has, and
/// how often, is drawn first, so that some schedules have much of one kind and nothing of another.
struct StepChooser {
    private var slots: [Step.Kind] = []
    private var generator: SeededGenerator
    private let settings: ModelSettings

    private static let slotCount = 1_024

    /// Weights of what happens in every schedule.
    private static let everyday: [(Step.Kind, Int)] = [
        (.flow, 50), (.follow, 40), (.mend, 10), (.round, 70), (.serve, 50), (.reply, 30), (.locate, 10),
        (.connect, 10),
        (.tick, 16), (.wake, 20), (.attach, 12), (.replicate, 14), (.acknowledge, 12), (.synchronize, 16),
        (.publish, 70),
        (.request, 40), (.answer, 30), (.enterNode, 24), (.nudge, 4), (.begin, 12), (.resume, 24), (.receive, 40),
        (.refresh, 6), (.restart, 8), (.thaw, 8), (.reconfigure, 12), (.startNode, 16), (.release, 10),
        (.rewritten, 12),
        (.forget, 4),
    ]

    /// Faults, together with what belongs to them.
    private static let faults: [[(Step.Kind, Int)]] = [
        [(.crash, 6), (.failover, 4)], [(.freeze, 6), (.failover, 5)], [(.failover, 6), (.reconfigure, 4)],
        [(.cut, 6), (.forget, 2)], [(.hold, 6)], [(.acknowledgeLater, 8), (.acknowledged, 4)],
        [(.lose, 6), (.serveStray, 6)], [(.crashNode, 4)], [(.leaveNode, 6), (.strayRequest, 6), (.loseAnswer, 4)],
        [(.drop, 8), (.receiveLate, 5)], [(.join, 12), (.quit, 7)], [(.trim, 6), (.expireLeases, 3)],
        [(.expireSessions, 3)], [(.loseScripts, 4)], [(.moved, 5)], [(.waitTimeout, 12)],
    ]

    private static let destruction: [(Step.Kind, Int)] = [(.flush, 3), (.backUp, 6), (.restore, 4)]

    init(seed: UInt64, settings: ModelSettings) {
        generator = SeededGenerator(seed: seed)
        self.settings = settings
        var weights = Self.everyday
        for group in Self.faults {
            let factor = [0, 1, 1, 3][Int(generator.next() & 3)]
            if factor > 0 { weights += group.map { ($0.0, $0.1 * factor) } }
        }
        if !settings.assumptions.contains(.nobodyDestroys) { weights += Self.destruction }
        let total = weights.reduce(0) { $0 + $1.1 }
        slots.reserveCapacity(Self.slotCount + weights.count)
        for (kind, weight) in weights {
            for _ in 0..<max(1, weight * Self.slotCount / total) { slots.append(kind) }
        }
    }

    mutating func next() -> Step {
        let bits = generator.next()
        let kind = slots[Int(((bits & 0xFFFF_FFFF) &* UInt64(slots.count)) >> 32)]
        let a = UInt8(truncatingIfNeeded: bits >> 40)
        let b = UInt8(truncatingIfNeeded: bits >> 48)
        let c = UInt8(truncatingIfNeeded: bits >> 56)
        return Step(kind, first(kind, a), second(kind, b, c))
    }

    private func first(_ kind: Step.Kind, _ bits: UInt8) -> UInt8 {
        switch kind {
        case .serve, .waitTimeout, .reply, .lose, .locate, .connect, .round, .tick, .wake, .moved, .crashNode,
            .startNode,
            .refresh, .trim, .follow:
            bits % UInt8(settings.nodes)
        case .serveStray, .strayRequest: bits & 3
        case .expireLeases, .synchronize, .flow, .mend: 0
        case .publish, .request, .answer, .loseAnswer, .leaveNode, .enterNode, .nudge: bits % UInt8(settings.publishers)
        case .begin, .drop, .resume, .receive, .receiveLate, .join, .quit: bits % UInt8(settings.clients)
        case .crash, .restart, .freeze, .thaw, .failover, .reconfigure, .attach, .cut, .forget, .hold, .release,
            .replicate,
            .acknowledge, .acknowledgeLater, .acknowledged, .rewritten, .loseScripts, .expireSessions, .flush, .backUp,
            .restore:
            bits % UInt8(settings.servers)
        }
    }

    private func second(_ kind: Step.Kind, _ bits: UInt8, _ more: UInt8) -> UInt8 {
        switch kind {
        case .serve: 1 + bits % 6
        case .lose, .restart, .cut, .leaveNode, .join, .quit: bits & 1
        // Mostly they know.
        case .locate: bits < 150 ? 0 : bits < 220 ? 1 : 2
        case .replicate: bits < 128 ? 0 : 1 + more % 3
        case .publish: bits % 5
        case .enterNode, .begin, .resume: bits % UInt8(settings.nodes)
        default: 0
        }
    }
}
