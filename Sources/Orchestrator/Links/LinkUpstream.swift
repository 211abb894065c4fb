/// Where a link leads.
package struct LinkUpstream: Hashable, Sendable {
    package var host: String
    package var port: UInt16

    package init(host: String = "127.0.0.1", port: UInt16) {
        self.host = host
        self.port = port
    }
}
