/// One reason why a run is not simply held, in a form that can be recognised in other runs.
package struct RunCause: Codable, Hashable, Sendable {
    /// The same for the same reason in other runs.
    package var signature: String
    /// Nil for what is no violation: a bound, a guard, a crash.
    package var violation: ViolationClass?
    /// One plain sentence about this run.
    package var sentence: String
    /// How many violations; 1 for what is none.
    package var count: Int
    /// The run is not as it should be because of it. False for what the contract allows, and for what a scenario is there
    /// to show.
    package var isFault: Bool

    package init(signature: String, violation: ViolationClass? = nil, sentence: String, count: Int = 1, isFault: Bool) {
        self.signature = signature
        self.violation = violation
        self.sentence = sentence
        self.count = count
        self.isFault = isFault
    }

    /// A sentence without what differs from run to run: figures become `#`, and only the first line counts.
    package static func signature(of sentence: String) -> String {
        var result = ""
        for character in sentence.prefix(while: { !$0.isNewline }) {
            if !character.isNumber {
                result.append(character)
            } else if result.last != "#" {
                result.append("#")
            }
        }
        return result
    }
}
