package import Stream

/// A schedule that was thought of and not drawn: it breaks a naive version of the protocol, and not the one that ships.
package struct WrittenSchedule: Sendable {
    /// As the protocol's list of schedules numbers it; several can belong to one number.
    package var number: Int
    package var title: String
    package var settings: ModelSettings
    package var steps: [Step]
    /// What the naive version is without, or has; empty where the schedule is about what the right version does.
    package var without: SafetyMeasures
    package var with: ModelDefects
    /// What that breaks.
    package var breaks: Set<Violation.Invariant>
    /// How many clients are told of a gap by the version that ships; nil: that is not what it is about.
    package var told: Int?

    init(
        _ number: Int,
        _ title: String,
        servers: Int = 2,
        assumptions: Assumptions = .all,
        without: SafetyMeasures = [],
        with: ModelDefects = [],
        breaks: Set<Violation.Invariant> = [],
        told: Int? = nil,
        _ steps: [[Step]]
    ) {
        self.number = number
        self.title = title
        settings = ModelSettings(servers: servers, assumptions: assumptions)
        self.steps = steps.flatMap { $0 }
        self.without = without
        self.with = with
        self.breaks = breaks
        self.told = told
    }

    /// The version that ships: everything is made whole behind the steps, and everything goes on.
    package func run(narrates: Bool = false) -> World {
        Search(settings).replay(steps, heals: true, narrates: narrates)
    }

    /// The naive version.
    package func runNaively(narrates: Bool = false) -> World {
        var settings = settings
        settings.measures.subtract(without)
        settings.defects.formUnion(with)
        return Search(settings).replay(steps, heals: true, narrates: narrates)
    }

    package static let all: [WrittenSchedule] =
        commitSchedules + failoverSchedules + clientSchedules + publisherSchedules
}

// Steps as the schedules write them.
extension WrittenSchedule {
    static func step(_ kind: Step.Kind, _ a: Int = 0, _ b: Int = 0) -> [Step] { [Step(kind, UInt8(a), UInt8(b))] }

    /// A publisher's message reaches its node. Kinds: 0 all, 1 g0, 2 g1, 3 all and g0, 4 all but g1.
    static func publish(_ publisher: Int, to kind: Int = 0) -> [Step] {
        step(.publish, publisher, kind) + step(.request, publisher)
    }

    /// A node's pipeline is answered, but replicas acknowledge nothing and WAIT runs out.
    static func roundAlone(_ node: Int) -> [Step] {
        step(.serve, node, 12) + step(.waitTimeout, node) + step(.serve, node, 12) + step(.reply, node)
    }

    static func rounds(_ node: Int, _ count: Int = 3) -> [Step] {
        (0..<count).flatMap { _ in step(.round, node) }
    }

    /// A node leaves its connection and finds the present master.
    static func move(_ node: Int) -> [Step] {
        step(.lose, node) + step(.tick, node) + step(.follow, node)
    }

    /// A dead server comes back behind the present master.
    static func comeBack(_ server: Int) -> [Step] {
        step(.restart, server, 1) + step(.reconfigure, server) + step(.attach, server) + step(.rewritten, server)
    }
}
