package import Core

/// A process that may connect to shared listeners.
package struct LinkPeer: Hashable, Sendable {
    let process: Int32
    /// Nil where it is on no edge: nothing is done to what it opens.
    let end: LinkEnd?

    package init(process: Int32, end: LinkEnd?) {
        self.process = process
        self.end = end
    }
}
