/// The counts that a trigger `after` can wait for.
package struct FaultCounters: Hashable, Sendable {
    package var published = 0
    package var delivered = 0
    package var connected = 0
    package var joined = 0

    package init() {}

    package subscript(_ event: FaultTrigger.CountedEvent) -> Int {
        switch event {
        case .published: published
        case .delivered: delivered
        case .connected: connected
        case .joined: joined
        }
    }
}
