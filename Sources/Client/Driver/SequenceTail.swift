import Core

/// The last sequences of one publisher that one client has seen: enough to know about sentinels, which are a publisher's
/// last messages, without keeping every sequence.
///
/// Two windows of 64. A sequence far from both begins a new one in place of the one that was used longer ago, so a message
/// with a number that nobody sent does not make what was seen forgotten.
struct SequenceTail: Hashable {
    /// Sentinels of one publisher that can be told apart.
    static let width = UInt32(TrafficSpec.audiencesMax)

    private struct Window: Hashable {
        var highest: UInt32 = 0
        /// Bit 0 is `highest`, bit 1 the one before.
        var seen: UInt64 = 0

        func covers(_ sequence: UInt32) -> Bool {
            sequence > highest ? sequence - highest < SequenceTail.width : highest - sequence < SequenceTail.width
        }

        mutating func note(_ sequence: UInt32) {
            if sequence > highest {
                seen = seen << UInt64(sequence - highest) | 1
                highest = sequence
            } else {
                seen |= 1 << UInt64(highest - sequence)
            }
        }

        func contains(_ sequence: UInt32) -> Bool {
            guard sequence <= highest, highest - sequence < SequenceTail.width else { return false }
            return seen >> UInt64(highest - sequence) & 1 == 1
        }
    }

    private var latest = Window()
    private var former = Window()

    mutating func note(_ sequence: UInt32) {
        if latest.covers(sequence) { return latest.note(sequence) }
        swap(&latest, &former)
        if !latest.covers(sequence) { latest = Window(highest: sequence) }
        latest.note(sequence)
    }

    /// Whether it was seen; false for what is out of sight.
    func contains(_ sequence: UInt32) -> Bool {
        latest.contains(sequence) || former.contains(sequence)
    }
}
