/// A signal's name as a table key: compared byte by byte, as the original does, where `String` would also take
/// canonically equal texts for equal.
struct SignalName: Hashable {
    let text: String

    init(_ text: String) {
        self.text = text
    }

    static func == (left: SignalName, right: SignalName) -> Bool {
        left.text.utf8.count == right.text.utf8.count && left.text.utf8.elementsEqual(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }

    /// Equal for names that are equal ignoring case.
    var folded: SignalName { SignalName(CaseFolding.folded(text)) }
}
