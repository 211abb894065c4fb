/// One message that one client should have seen otherwise.
package struct Finding: Codable, Hashable, Sendable {
    package var violation: ViolationClass
    package var client: ClientID
    /// Nil where what arrived named none.
    package var publisher: PublisherID?
    package var sequence: UInt32?
    /// To whom it was sent.
    package var audience: Audience?
    /// When it was seen; for a lost message, when its publish was invoked.
    package var time: UInt64
    package var invokedAt: UInt64?
    /// When it was acknowledged.
    package var acknowledgedAt: UInt64?
    /// For a lost message: the invocation of the later message that was seen, or the proof of life, by which it should
    /// have been there.
    package var provenAt: UInt64?
    /// The life of the client's connection, from 1, and when it began.
    package var life: Int
    package var lifeBegan: UInt64
    /// Where the client was connected, last before `time`.
    package var node: NodeID?
    /// The fault that was under way at `time`.
    package var fault: FaultReference?
    /// How bad. Lost: how many in a row, up to this one. Out of order: how many sequences behind. Duplicated, misrouted,
    /// aborted: nanoseconds after its publish. Torn: how many missed it. Order conflicts: how many messages take part.
    /// Else 0.
    package var magnitude: UInt64
    /// The contract of `during-faults` allows it; nil is no.
    package var isExcused: Bool?
    /// Causality: the message that its publisher had seen, and this client had not.
    package var other: MessageReference?
    /// Order conflicts: a shortest chain of sights that contradict each other, as far as it was looked for.
    package var cycle: [OrderStep]?
    /// A sample of what arrived, where it could not be read; of a told gap, what the client was told.
    package var sample: String?
}
