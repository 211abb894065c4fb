/// Comparing ignoring case, for hub names, user names, signals and query keys.
package enum CaseFolding {
    /// A form that is equal for texts equal ignoring case. Upper case, as the original compares.
    package static func folded(_ text: String) -> String {
        text.uppercased()
    }

    package static func equal(_ left: String, _ right: String) -> Bool {
        if left.utf8.elementsEqual(right.utf8) { return true }
        return folded(left).utf8.elementsEqual(folded(right).utf8)
    }

    /// Whether `text` begins with `prefix`; what follows it, when it does.
    package static func remainder(of text: String, after prefix: String) -> String? {
        guard text.count >= prefix.count, equal(String(text.prefix(prefix.count)), prefix) else { return nil }
        return String(text.dropFirst(prefix.count))
    }
}
