/// Marks on a publish.
package struct PublishFlags: OptionSet, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// The final message of its publisher to its audience; settling waits for it.
    package static let sentinel = PublishFlags(rawValue: 1)
}
