/// What triggers look at besides the time, counted from the start of traffic where it is not a state.
package struct FaultCounters: Hashable, Sendable {
    package var published = 0
    package var delivered = 0
    package var connected = 0
    package var joined = 0
    /// Of what a trigger names.
    package var ofSubjects: [FaultTrigger.CountedSubject: Int] = [:]
    package var sights: [RunSight: Int] = [:]
    /// Numbers of the faults whose hook has been met.
    package var hooked: Set<Int> = []
    /// By number of the fault, how many times of it are over: healed, or given up.
    package var over: [Int: Int] = [:]

    package init() {}

    package func count(_ event: FaultTrigger.CountedEvent, by subject: FaultTrigger.CountedSubject?) -> Int {
        if let subject { return ofSubjects[subject] ?? 0 }
        return switch event {
        case .published: published
        case .delivered: delivered
        case .connected: connected
        case .joined: joined
        }
    }
}
