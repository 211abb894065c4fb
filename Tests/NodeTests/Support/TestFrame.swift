import FoundationEssentials

/// A frame of the server, as JSON says it.
struct TestFrame: Decodable, Sendable {
    struct Call: Decodable, Sendable {
        var hub: String
        var method: String
        var arguments: [String]

        private enum CodingKeys: String, CodingKey {
            case hub = "H"
            case method = "M"
            case arguments = "A"
        }
    }

    struct ErrorData: Decodable, Sendable {
        var outcome: String
    }

    var cursor: String?
    var initialized: Int?
    var groupsToken: String?
    var calls: [Call]?
    var callID: String?
    var value: String?
    var error: String?
    var isHubException: Bool?
    var errorData: ErrorData?
    /// The bytes as they came.
    var text = ""

    private enum CodingKeys: String, CodingKey {
        case cursor = "C"
        case initialized = "S"
        case groupsToken = "G"
        case calls = "M"
        case callID = "I"
        case value = "R"
        case error = "E"
        case isHubException = "H"
        case errorData = "D"
    }

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
