/// A resource that could not be counted both before traffic and at the end, and why. Where there is one, no bound on it is kept.
package struct UnreadResource: Codable, Hashable, Sendable {
    package var resource: ResourceReading.Resource
    /// `r1`, `n2`.
    package var owner: String
    package var reason: String

    package init(resource: ResourceReading.Resource, owner: String, reason: String) {
        self.resource = resource
        self.owner = owner
        self.reason = reason
    }
}
