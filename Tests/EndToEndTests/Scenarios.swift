/// Scenarios that tests need besides those of the repository.
enum Scenarios {
    /// Over in a moment.
    static let short = """
        scenario: short
        traffic:
          - {publishers: 1, count: 5}

        """

    /// With traffic for ten seconds, on two nodes and two client processes.
    static let long = """
        scenario: long
        clients: {count: 10, per-process: 5}
        traffic:
          - {publishers: 2, count: 4000, rate: 400/s}

        """

    static func redis(_ value: String) -> String { "redis: \(value)\n" + short }
}
