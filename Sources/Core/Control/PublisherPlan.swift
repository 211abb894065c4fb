/// One source of numbered messages. It sends through the connection of `client`, to its audiences in turn.
package struct PublisherPlan: Codable, Hashable, Sendable {
    package var publisher: PublisherID
    package var client: ClientID
    package var audiences: [AudienceNumber]
    /// Messages in all, without the final sentinels; nil goes on until told to finish.
    package var count: Int?
    /// Messages per second of this publisher; nil is as fast as the window allows.
    package var ratePerSecond: Double?
    /// Time from the start of traffic to its first message.
    package var delayMilliseconds: Int
    /// Bytes of the whole payload.
    package var size: Int
    /// Publishes that may be unanswered at the same time.
    package var window: Int
    package var retry: RetryPolicy

    package init(
        publisher: PublisherID,
        client: ClientID,
        audiences: [AudienceNumber],
        count: Int?,
        ratePerSecond: Double?,
        delayMilliseconds: Int = 0,
        size: Int,
        window: Int,
        retry: RetryPolicy
    ) {
        self.publisher = publisher
        self.client = client
        self.audiences = audiences
        self.count = count
        self.ratePerSecond = ratePerSecond
        self.delayMilliseconds = delayMilliseconds
        self.size = size
        self.window = window
        self.retry = retry
    }
}
