/// A defect that a canary scenario asks a node to have, so that the checker is shown to find it.
///
/// The node counts the messages it is about to hand to clients, from 1, each once however many clients get it, and does
/// wrong by the `nth` of them.
package struct PlantedDefect: Codable, Hashable, Sendable {
    package enum Kind: String, Codable, Hashable, Sendable, CaseIterable {
        /// The message is handed to no client of this node.
        case drop
        /// It is handed twice to every client of this node.
        case double
        /// It changes places with the next message of its publisher to the same audience, so that an order that was
        /// promised is broken for certain.
        case swap
        /// The next message of another publisher to the same audience goes before it. What its own publisher sends
        /// meanwhile waits behind it, so only the order between publishers is broken.
        case overtake
        /// It is also handed to the clients of this node that are not in its audience; where that is everybody, the next
        /// message for fewer is.
        case misroute
        /// One byte of its padding is changed.
        case corrupt
        /// A message that nobody published is handed out after it.
        case invent
        /// Its publisher is told that it failed for certain, although it was published. The node counts the messages that
        /// clients publish through it.
        case deny
        /// The node opens a socket that it never uses or closes.
        case leak
        /// Neither this message nor any later one is handed to a client of this node.
        case deafen
    }

    package var kind: Kind
    package var node: NodeID
    package var nth: Int

    package init(kind: Kind, node: NodeID, nth: Int) {
        self.kind = kind
        self.node = node
        self.nth = nth
    }
}
