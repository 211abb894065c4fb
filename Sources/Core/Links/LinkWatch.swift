/// Waits for the nth command, reply or connect on some edges, counted over all of them together from its registration.
package struct LinkWatch: Sendable {
    /// What happens to the nth.
    package enum Action: Hashable, Sendable {
        /// It is held, with everything behind it on its connection and direction, until it is released. A connection is
        /// accepted and not dialled.
        case hold
        /// Its connection is ended when so many bytes of it have passed, or all but its last when it has no more.
        case cut(afterBytes: Int, LinkEnding)
    }

    package let scope: LinkScope
    package let event: LinkHook.Event
    package let nth: Int
    package let action: Action
    /// The direction in which it looks at frames; nil when it looks at connections.
    package let direction: LinkDirection?
    /// Of the only commands that it looks at.
    private let name: String?
    /// How many came by so far.
    package private(set) var seen = 0

    package init(_ scope: LinkScope, _ event: LinkHook.Event, nth: Int = 1, action: Action = .hold) {
        precondition(nth >= 1, "the first is number 1")
        self.scope = scope
        self.event = event
        self.nth = nth
        self.action = action
        switch event {
        case .command(let name): (direction, self.name) = (.to, name)
        case .reply: (direction, name) = (.from, nil)
        case .connect: (direction, name) = (nil, nil)
        }
    }

    package init(_ hook: LinkHook) {
        self.init(.link(hook.link), hook.event, nth: hook.nth)
    }

    package var isMet: Bool { seen >= nth }

    /// True when this is the one.
    package mutating func sees(_ frame: LinkFrame, _ direction: LinkDirection, on edge: LinkEdge) -> Bool {
        guard !isMet, direction == self.direction, scope.contains(edge) else { return false }
        if let name, name != frame.name { return false }
        seen += 1
        return isMet
    }

    /// True when this is the one.
    package mutating func seesConnect(on edge: LinkEdge) -> Bool {
        guard !isMet, event == .connect, scope.contains(edge) else { return false }
        seen += 1
        return isMet
    }
}
