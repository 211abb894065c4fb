/// One kind of traffic.
package struct TrafficSpec: Codable, Hashable, Sendable {
    /// Audiences of one publisher at most: each has a last message of its own, and clients remember so many.
    package static let audiencesMax = 64

    package var publishers: Int
    package var audiences: [Audience]
    /// Of all its publishers together; nil is as fast as the window allows.
    package var ratePerSecond: Double?
    /// Of all its publishers together.
    package var count: Int
    /// Bytes of one payload.
    package var size: Int
    /// Unanswered publishes per publisher.
    package var window: Int
    package var retry: RetryPolicy
    /// From the start of traffic.
    package var startMilliseconds: Int

    package init(
        publishers: Int = 1,
        audiences: [Audience] = [.all],
        ratePerSecond: Double? = nil,
        count: Int,
        size: Int = 128,
        window: Int = 64,
        retry: RetryPolicy = .never,
        startMilliseconds: Int = 0
    ) {
        self.publishers = publishers
        self.audiences = audiences
        self.ratePerSecond = ratePerSecond
        self.count = count
        self.size = size
        self.window = window
        self.retry = retry
        self.startMilliseconds = startMilliseconds
    }
}
