import FoundationEssentials

/// A frame of the server, as JSON says it.
struct TestFrame: Decodable, Sendable {
    struct Call: Decodable, Sendable {
        var H: String
        var M: String
        var A: [String]
    }

    struct ErrorData: Decodable, Sendable {
        var outcome: String
    }

    var C: String?
    var S: Int?
    var G: String?
    var M: [Call]?
    var I: String?
    var R: String?
    var E: String?
    var H: Bool?
    var D: ErrorData?
    /// The bytes as they came.
    var text = ""

    private enum CodingKeys: String, CodingKey { case C, S, G, M, I, R, E, H, D }

    init(_ text: String) throws {
        self = try JSONDecoder().decode(TestFrame.self, from: Data(text.utf8))
        self.text = text
    }
}

/// What a test waited for did not come, or something else came.
struct TestFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
