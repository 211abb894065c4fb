/// Something that passes a link: the nth command, reply or connect.
package struct LinkHook: Hashable, Sendable {
    package enum Event: Hashable, Sendable {
        /// A command to Redis, or a message of a client; by name, in upper case, or any.
        case command(String?)
        /// An answer of Redis to a command, what it pushes included, or a message to a client.
        case reply
        case connect
    }

    /// The kinds of ``Event``, as scenario files call them.
    package enum What: String, Hashable, Sendable, CaseIterable {
        case command, reply, connect
    }

    package var link: LinkSelector
    package var event: Event
    /// From 1, counted over all edges of `link` together from the start of traffic.
    package var nth: Int

    package init(_ link: LinkSelector, _ event: Event, nth: Int = 1) {
        self.link = link
        self.event = event
        self.nth = nth
    }
}
