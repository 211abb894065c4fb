/// A fault that impairs a link for a time, or until it is undone.
package protocol LinkImpairing: Fault {
    var aim: LinkAim { get }
    var forMilliseconds: Int? { get }
    var heal: LinkHealing { get }
    /// What it does to the link.
    var impairment: LinkImpairment { get }
    /// What people call it, for example `latency`.
    static var noun: String { get }
}

extension LinkImpairing {
    package var heal: LinkHealing { .alive }
    package var target: String { aim.description }
    package var holds: [String] { aim.holds(Self.noun) }
    package var lastsMilliseconds: Int? { forMilliseconds }
    package var links: [LinkSelector] { [aim.link] }
}

extension ReadableFault where Self: LinkImpairing {
    func check(_ validation: ScenarioValidation, _ path: String) { validation.check(aim, path) }
}

extension LinkBlackhole: LinkImpairing {
    package static let noun = "blackhole"
    package var impairment: LinkImpairment { .blackhole(ways, connections) }
}

extension LinkRefuse: LinkImpairing {
    package static let noun = "refusal"
    package var impairment: LinkImpairment { .refuse }
}

extension LinkAcceptHang: LinkImpairing {
    package static let noun = "hanging"
    package var impairment: LinkImpairment { .acceptHang }
}

extension LinkLatency: LinkImpairing {
    package static let noun = "latency"
    package var impairment: LinkImpairment {
        .latency(milliseconds: delayMilliseconds, jitterMilliseconds: jitterMilliseconds, ways)
    }
}

extension LinkBandwidth: LinkImpairing {
    package static let noun = "bandwidth"
    package var impairment: LinkImpairment { .bandwidth(bytesPerSecond: bytesPerSecond, ways) }
}

extension LinkIdleCull: LinkImpairing {
    package static let noun = "idle limit"
    package var impairment: LinkImpairment { .idleCull(milliseconds: idleMilliseconds, manner) }
}
