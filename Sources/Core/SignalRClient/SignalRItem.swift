/// One entry of `M`, as far as the harness cares.
package enum SignalRItem: Hashable, Sendable {
    /// A call of the client method that carries messages.
    case scan(MessageScan)
    /// Anything else, with its first characters.
    case foreign(sample: String)

    /// Characters of a sample.
    package static let sampleBytesMax = 120

    static func foreign(_ bytes: some Sequence<UInt8>) -> Self {
        .foreign(sample: String(decoding: Array(bytes.prefix(sampleBytesMax)), as: UTF8.self))
    }
}
