/// Which publishes of an ``OutgoingStream`` wait (reference signalr2, section 7.4).
package enum OutgoingQueueBehavior: Hashable, Sendable, CaseIterable {
    /// Publishes wait only until Redis is reached for the first time.
    case initialOnly
    /// Every publish goes through the queue, one at a time.
    case always
    /// Nothing waits.
    case disabled
}
