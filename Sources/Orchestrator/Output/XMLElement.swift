/// An element with attributes in their order, and either elements or text in it.
struct XMLElement {
    private let name: String
    private var attributes: [(name: String, value: String)] = []
    private var children: [XMLElement] = []
    private var text: String?

    init(_ name: String, _ attributes: [(String, String?)] = [], text: String? = nil, _ children: [XMLElement] = []) {
        self.name = name
        self.attributes = attributes.compactMap { name, value in value.map { (name, $0) } }
        self.text = text
        self.children = children
    }

    /// Indented, with a line feed at its end. Text is not indented: its spaces are its own.
    func rendered(indentation: String = "") -> String {
        let start =
            "\(indentation)<\(name)"
            + attributes.map { " \($0.name)=\"\(XMLText.escaped($0.value, isAttribute: true))\"" }.joined()
        if let text { return "\(start)>\(XMLText.escaped(text))</\(name)>\n" }
        guard !children.isEmpty else { return "\(start)/>\n" }
        let inner = children.map { $0.rendered(indentation: indentation + "  ") }.joined()
        return "\(start)>\n\(inner)\(indentation)</\(name)>\n"
    }
}
