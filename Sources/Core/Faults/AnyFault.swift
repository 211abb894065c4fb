/// Any ``Fault``, comparable with any other.
package struct AnyFault: Hashable, Sendable {
    package let value: any Fault

    package init(_ value: any Fault) {
        self.value = value
    }

    /// The verb of scenario files.
    package var verb: String { type(of: value).verb }

    package var harm: RedisHarm { type(of: value).harm }

    package var isMomentary: Bool { value.isMomentary || FaultUndoing.verbs(undoneBy: verb) != nil }

    /// What it hits, for people.
    package var target: String { value.target }

    package static func == (left: Self, right: Self) -> Bool {
        func isEqual<Value: Fault>(_ value: Value) -> Bool { value == right.value as? Value }
        return isEqual(left.value)
    }

    package func hash(into hasher: inout Hasher) {
        value.hash(into: &hasher)
    }
}
