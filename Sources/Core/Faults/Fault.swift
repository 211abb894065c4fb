/// One way of breaking something, as a small value with a name. A fault is two files: one beside this, which says what it
/// is, how it is written and what it needs, and one in `Orchestrator/Faults`, which does it.
///
/// Every fault heals: by itself after its time, by the verb that undoes it, or at the end of traffic.
package protocol Fault: Hashable, Sendable {
    /// As scenario files write it, for example `redis.restart`.
    static var verb: String { get }
    /// What it hits, for people.
    var target: String { get }
    /// What it holds while it lasts, in the scenario's own words, for example `process of n2`. Two faults that hold the
    /// same thing at the same time contradict each other.
    var holds: [String] { get }
    /// How long it lasts after it took effect, where that is known; nil for what is done in an instant, and for what
    /// lasts until it is undone.
    var lastsMilliseconds: Int? { get }
    /// It is over when it was seen: there is nothing to heal. Verbs that undo others are that anyway.
    var isMomentary: Bool { get }
    /// What it would do to a Redis that we did not start.
    static var harm: RedisHarm { get }
    /// The connections that have to run through links so that it can be done.
    var links: [LinkSelector] { get }
}

extension Fault {
    package var holds: [String] { [] }
    package var lastsMilliseconds: Int? { nil }
    package var isMomentary: Bool { false }
    package static var harm: RedisHarm { .none }
    package var links: [LinkSelector] { [] }
}
