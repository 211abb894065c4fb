/// Violations that happened for one reason, and what is known about it.
package struct Cause: Codable, Hashable, Sendable {
    /// From 1, in the order of the verdict: what breaks the contract first, then by count.
    package var number: Int
    package var violation: ViolationClass
    /// How many violations.
    package var count: Int
    /// The contract of the scenario forbids them.
    package var breaksContract: Bool
    /// How many clients have one of them.
    package var clients: Int
    /// How many messages they are about.
    package var messages: Int
    /// Where it went wrong.
    package var hop: Hop
    /// The place for people: `r1 -> n2`, `n1`, `n2 -> c7`.
    package var place: String
    /// The node at which it went wrong, or whose connection it was.
    package var node: NodeID?
    /// What was the matter there, where it is on record: `its subscription was down`.
    package var condition: String?
    /// The weakest evidence that was needed.
    package var evidence: Evidence
    /// Faults that were under way, by how many violations fell into their windows, most first.
    package var faults: [FaultReference]
    /// The earliest and the latest violation.
    package var first: Finding
    package var last: Finding
    /// One plain sentence: `1 204 messages lost at n2 <- Redis while its subscription was down (fault 1, redis.restart),
    /// first p3/88, last p1/412`.
    package var sentence: String
    /// The same for the same reason in other runs: without counts, times and numbers of messages.
    package var signature: String

    package init(
        number: Int,
        violation: ViolationClass,
        count: Int,
        breaksContract: Bool,
        clients: Int,
        messages: Int,
        hop: Hop,
        place: String,
        node: NodeID? = nil,
        condition: String? = nil,
        evidence: Evidence,
        faults: [FaultReference],
        first: Finding,
        last: Finding,
        sentence: String,
        signature: String
    ) {
        self.number = number
        self.violation = violation
        self.count = count
        self.breaksContract = breaksContract
        self.clients = clients
        self.messages = messages
        self.hop = hop
        self.place = place
        self.node = node
        self.condition = condition
        self.evidence = evidence
        self.faults = faults
        self.first = first
        self.last = last
        self.sentence = sentence
        self.signature = signature
    }
}
