/// What is known of one node.
package struct NodeState: Hashable, Sendable {
    /// Nil while the process does not listen.
    package var port: UInt16?
    /// Its backplane subscription is confirmed.
    package var subscribed = false
    /// A fault took it down; its end is no crash.
    package var isDownOnPurpose = false
    /// How often it was started.
    package var starts = 0

    package init() {}

    package var isReady: Bool { port != nil && subscribed }
}
