import FoundationEssentials
import TestSupport

/// What `rollcall run --json` printed, as far as tests look at it.
struct RunResult: Decodable {
    struct Run: Decodable {
        var scenario: String
        var variant: String?
        var exitCode: Int
        var failure: String?
        var folder: String
        var reasons: [String]
        var verdict: Verdict?
    }

    struct Verdict: Decodable {
        struct Class: Decodable {
            var violation: String
            var count: Int
        }

        struct Cause: Decodable {
            var violation: String
            var count: Int
            var hop: String
            var place: String
            var node: String?
            var condition: String?
            var evidence: String
            var sentence: String
        }

        struct Publishes: Decodable {
            var messages: Int
            var ok: Int
        }

        struct Deliveries: Decodable {
            var delivered: Int
            var expected: Int
        }

        var raw: String
        var outcome: String
        var reasons: [String]
        var classes: [Class]
        var publishes: Publishes
        var deliveries: Deliveries
        var causes: [Cause]

        func count(_ violation: String) -> Int { classes.first { $0.violation == violation }?.count ?? 0 }
    }

    var runs: [Run]
    var wasInterrupted: Bool

    init(_ output: String) throws {
        self = try JSONDecoder().decode(RunResult.self, from: Data(output.utf8))
    }
}
