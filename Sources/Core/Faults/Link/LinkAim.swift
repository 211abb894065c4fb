/// The connections that a fault on links means: the keys `link` and `to`.
package struct LinkAim: Hashable, Sendable {
    package var link: LinkSelector
    /// Only the connections towards these servers or sentinels; roles are looked up when the fault happens.
    package var to: RedisTarget?

    package init(_ link: LinkSelector, to: RedisTarget? = nil) {
        self.link = link
        self.to = to
    }

    /// What a fault of this kind holds while it lasts: the same thing cannot be done twice to one link at a time.
    package func holds(_ impairment: String) -> [String] {
        link.simple.map { "\(impairment) of \($0)" }
    }
}

extension LinkAim: CustomStringConvertible {
    package var description: String { link.description + (to.map { " to \($0)" } ?? "") }
}

extension LinkSelector {
    /// The links that it is made of, as far as they can be told without knowing the run.
    fileprivate var simple: [LinkSelector] {
        let parts: [Part] =
            switch (owner, part) {
            case (.node, .all), (.nodes, .all): [.sub, .pub, .discovery]
            case (_, .redis): [.sub, .pub]
            case (.sentinel, .all), (.sentinels, .all): [.monitor, .gossip]
            default: [part]
            }
        return parts.map { LinkSelector(owner, $0) }
    }
}
