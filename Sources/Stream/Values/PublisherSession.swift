import Core

/// A publisher's session: the number that Redis gave it, and the salt that its opener chose.
///
/// An append shows both. After data was destroyed a number can be given again; with the salt, what belongs to the old
/// holder of the number is refused, and not taken for a repetition.
package struct PublisherSession: Hashable, Sendable {
    /// From 1 on; never used again in one log.
    package var number: UInt64
    package var salt: UInt64

    package init(number: UInt64, salt: UInt64) {
        self.number = number
        self.salt = salt
    }

    /// As it stands in Redis and in tags.
    package var saltText: String { HexText.word(salt) }
}
