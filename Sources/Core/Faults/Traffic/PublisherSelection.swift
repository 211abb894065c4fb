/// Whose messages a fault on the traffic means.
package enum PublisherSelection: Hashable, Sendable {
    case all
    case one(PublisherID)
}

extension PublisherSelection: CustomStringConvertible {
    package var description: String {
        switch self {
        case .all: "all publishers"
        case .one(let publisher): publisher.description
        }
    }
}

extension MappingReader {
    /// `publisher: p1` or `publisher: all`; left out it is all. Nil, and a report, when it is something else.
    func publisherSelection() -> PublisherSelection? {
        let expected = "all, or a publisher: p1, p2 and so on"
        guard let tree = self["publisher"] else { return .all }
        guard let (text, _) = scalar(tree, "publisher", expected: expected) else { return nil }
        if text == "all" { return .all }
        if let publisher = PublisherID(text), publisher.description == text { return .one(publisher) }
        report(tree.place, "publisher", "\(path(of: "publisher")) is no publisher: \(quote(text))", expected: expected)
        return nil
    }
}
