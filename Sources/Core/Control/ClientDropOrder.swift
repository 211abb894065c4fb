/// Cut the connections of these clients.
package struct ClientDropOrder: Codable, Hashable, Sendable {
    package var clients: [ClientID]
    package var manner: DropManner
    /// No attempt to come back begins earlier, counted from the cut.
    package var awayMilliseconds: Int
    /// The cuts come evenly over this time, in an order drawn from the seed; 0 is all at once.
    package var spreadMilliseconds: Int
    package var returning: ClientReturn

    package init(
        _ clients: [ClientID],
        manner: DropManner,
        awayMilliseconds: Int = 0,
        spreadMilliseconds: Int = 0,
        returning: ClientReturn = .placed
    ) {
        self.clients = clients
        self.manner = manner
        self.awayMilliseconds = awayMilliseconds
        self.spreadMilliseconds = spreadMilliseconds
        self.returning = returning
    }
}
