/// The last 64 sequences of one publisher that one client has seen: enough to know about sentinels, which are a
/// publisher's last messages, without keeping every sequence.
struct SequenceTail: Hashable {
    /// Sentinels of one publisher that can be told apart.
    static let width: UInt32 = 64

    private var highest: UInt32 = 0
    /// Bit 0 is `highest`, bit 1 the one before.
    private var seen: UInt64 = 0

    mutating func note(_ sequence: UInt32) {
        if sequence > highest {
            let step = sequence - highest
            seen = step >= Self.width ? 0 : seen << UInt64(step)
            seen |= 1
            highest = sequence
        } else if highest - sequence < Self.width {
            seen |= 1 << UInt64(highest - sequence)
        }
    }

    /// Whether it was seen; false for what is out of sight.
    func contains(_ sequence: UInt32) -> Bool {
        guard sequence <= highest, highest - sequence < Self.width else { return false }
        return seen >> UInt64(highest - sequence) & 1 == 1
    }
}
