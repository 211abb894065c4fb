/// The phases of a run, in order.
package enum RunPhase: UInt32, Sendable, Codable, CaseIterable {
    case starting = 1
    case connecting = 2
    case traffic = 3
    case settling = 4
    case checking = 5
    case done = 6
}

extension RunPhase: Comparable {
    package static func < (left: RunPhase, right: RunPhase) -> Bool { left.rawValue < right.rawValue }
}
