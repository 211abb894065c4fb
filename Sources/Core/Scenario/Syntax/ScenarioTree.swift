/// A scenario file as it was written: mappings, lists and scalars with their places, nothing resolved yet.
struct ScenarioTree: Sendable {
    enum Content: Sendable {
        case scalar(String, quoted: Bool)
        case list([ScenarioTree])
        case mapping([Entry])
    }

    struct Entry: Sendable {
        var key: String
        var keyPlace: ScenarioPlace
        var value: ScenarioTree
    }

    var content: Content
    var place: ScenarioPlace

    /// Empty, `~` or `null`.
    var isNull: Bool {
        guard case .scalar(let text, quoted: false) = content else { return false }
        return text.isEmpty || text == "~" || text.lowercased() == "null"
    }

    /// For messages: `a list`, `a mapping`, `'abc'`.
    var summary: String {
        switch content {
        case .list: "a list"
        case .mapping: "a mapping"
        case .scalar where isNull: "nothing"
        case .scalar(let text, _): quote(text)
        }
    }

    var entries: [Entry]? {
        if case .mapping(let entries) = content { entries } else { nil }
    }

    var items: [ScenarioTree]? {
        if case .list(let items) = content { items } else { nil }
    }

    /// The value under a key; nil when there is none or this is no mapping.
    subscript(key: String) -> ScenarioTree? { entries?.first { $0.key == key }?.value }

    /// Where the value of a dotted path stands, or the nearest thing above it that is there.
    func place(of path: String) -> ScenarioPlace {
        var here = self
        for part in path.split(separator: ".") {
            if let next = here[String(part)] {
                here = next
            } else if let index = Int(part), let items = here.items, items.indices.contains(index) {
                here = items[index]
            } else {
                break
            }
        }
        return here.place
    }
}

/// Text of a file in a message: in quotes, one line, no control characters, not endless.
func quote(_ text: String) -> String {
    let shown = String(text.unicodeScalars.prefix(60)).replacingScalars { $0.isControl ? "?" : nil }
    return "'\(shown)" + (text.unicodeScalars.count > 60 ? "..." : "") + "'"
}
