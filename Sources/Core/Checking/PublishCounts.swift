/// What became of the messages that were published. Sentinels are counted apart.
package struct PublishCounts: Codable, Hashable, Sendable {
    package var messages = 0
    /// At least one attempt was acknowledged.
    package var ok = 0
    /// Every attempt failed for certain.
    package var fail = 0
    /// Neither: the message may have taken effect.
    package var info = 0
    /// Attempts in all, sentinels included.
    package var attempts = 0
    package var sentinels = 0
    package var sentinelsOk = 0

    package init() {}
}
