import Foundation
import FoundationXML

/// A parsed XML document, so that tests look at what a reader gets.
final class XMLTree {
    let name: String
    let attributes: [String: String]
    private(set) var children: [XMLTree] = []
    private(set) var text = ""

    private init(name: String, attributes: [String: String]) {
        self.name = name
        self.attributes = attributes
    }

    subscript(name: String) -> [XMLTree] { children.filter { $0.name == name } }

    /// Of a suite.
    var properties: [String: String] {
        let all = self["properties"].flatMap { $0["property"] }
        return Dictionary(all.map { ($0.attributes["name"] ?? "", $0.attributes["value"] ?? "") }) { first, _ in first }
    }

    struct NotWellFormed: Error {
        var reason: String
    }

    /// The root of a document.
    convenience init(_ document: String) throws {
        let parser = XMLParser(data: Data(document.utf8))
        let reader = Reader()
        parser.delegate = reader
        guard parser.parse(), let root = reader.root else {
            throw NotWellFormed(
                reason: "\(parser.parserError.map(String.init(describing:)) ?? "no root") in \(document)"
            )
        }
        self.init(name: root.name, attributes: root.attributes)
        children = root.children
        text = root.text
    }

    private final class Reader: NSObject, XMLParserDelegate {
        var root: XMLTree?
        private var open: [XMLTree] = []

        func parser(
            _ parser: XMLParser,
            didStartElement elementName: String,
            namespaceURI: String?,
            qualifiedName qName: String?,
            attributes attributeDict: [String: String]
        ) {
            let element = XMLTree(name: elementName, attributes: attributeDict)
            open.last?.children.append(element)
            if root == nil { root = element }
            open.append(element)
        }

        func parser(
            _ parser: XMLParser,
            didEndElement elementName: String,
            namespaceURI: String?,
            qualifiedName qName: String?
        ) {
            open.removeLast()
        }

        func parser(_ parser: XMLParser, foundCharacters string: String) {
            open.last?.text += string
        }
    }
}
