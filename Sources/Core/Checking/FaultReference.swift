/// Names one repetition of one fault.
package struct FaultReference: Codable, Hashable, Sendable {
    package var number: Int
    package var repetition: Int
    package var name: String

    package init(number: Int, repetition: Int, name: String) {
        self.number = number
        self.repetition = repetition
        self.name = name
    }
}
