/// What one pass of a ``Subscription`` collected.
package struct Delivery {
    /// For the client, in bus order: neither commands nor what the filter keeps from it. May be empty.
    package let messages: [StoredMessage]
    /// Commands and acks found on the way, in bus order; to be applied before the response is written.
    package let commands: [StoredMessage]
    /// The last id walked, matching or not: the `C` of the response.
    package let cursor: UInt64

    /// By what connections with the same delivery share one encoded frame.
    package var identity: FrameIdentity { FrameIdentity(cursor: cursor, messages: messages) }

    /// The response, before commands change it.
    package var response: PersistentResponse {
        PersistentResponse(cursor: cursor, messages: messages.map(\.message.value))
    }
}

/// How one pass of a ``Subscription`` ended.
package enum Pass {
    /// Nothing for this connection: sleep, the cursor stays.
    case idle
    /// The lookup would run in a circle until the next id is stored (``MappingRing/Lookup/spinning``): sleep.
    case spinning
    /// Write one response, wait for the write, then make the next pass.
    case delivery(Delivery)
}
