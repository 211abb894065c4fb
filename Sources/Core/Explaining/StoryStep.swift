/// Something that happened, or did not, on the way of a message or in the life of a client.
package struct StoryStep: Codable, Hashable, Sendable {
    /// Nanoseconds of the run's clock; nil for what did not happen.
    package var time: UInt64?
    package var text: String

    package init(_ time: UInt64?, _ text: String) {
        self.time = time
        self.text = text
    }
}
