/// The way of one message to one client, with its neighbours of the same publisher: what a space-time diagram shows.
package struct Journey: Hashable, Sendable {
    /// What is looked for.
    package struct Request: Hashable, Sendable {
        package var publisher: PublisherID
        /// The message that it is about.
        package var sequence: UInt32
        package var client: ClientID
        /// Where the client was connected, as far as it is known.
        package var node: NodeID?

        package init(publisher: PublisherID, sequence: UInt32, client: ClientID, node: NodeID?) {
            self.publisher = publisher
            self.sequence = sequence
            self.client = client
            self.node = node
        }

        /// Nil where what was found names no message.
        package init?(_ finding: Finding) {
            guard let publisher = finding.publisher, let sequence = finding.sequence else { return nil }
            self.init(publisher: publisher, sequence: sequence, client: finding.client, node: finding.node)
        }

        /// How many messages before and behind are shown with it.
        package static let neighbours: UInt32 = 2

        /// Sequences of the message and its neighbours.
        package var sequences: ClosedRange<UInt32> {
            let low = sequence > Self.neighbours ? sequence - Self.neighbours : 1
            let high = sequence.addingReportingOverflow(Self.neighbours)
            return low...(high.overflow ? .max : high.partialValue)
        }
    }

    package var request: Request
    /// Everything on record about these messages, by time: publishes, hops at all nodes, and the client's deliveries.
    package var records: [HistoryRecord]
    /// What became of the subscriptions of nodes and of the client's connection in that time, by time.
    package var conditions: [HistoryRecord]

    /// The most records of one journey that are kept; more is a message that was tried or copied without end.
    package static let recordsMax = 2_048

    package init(request: Request, records: [HistoryRecord] = [], conditions: [HistoryRecord] = []) {
        self.request = request
        self.records = records
        self.conditions = conditions
    }

    /// The node that took the message, where that is on record.
    package func sendingNode(of sequence: UInt32) -> NodeID? {
        records.first { $0.kind == .accepted && $0.sequence == sequence }.map { NodeID($0.subject) }
    }
}
