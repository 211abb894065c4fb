/// The haproxy.cfg of a run: what people write who put haproxy before SignalR, with times that suit a short run.
package struct HAProxyConfiguration: Hashable, Sendable {
    package var port: UInt16
    /// All that there can ever be: haproxy is not told of others later. One that is not there yet fails its checks.
    package var nodes: [NodeAddress]
    package var spec: BalancerSpec
    /// Connections that there may be at the same time.
    package var connectionsMax: Int

    package init(port: UInt16, nodes: [NodeAddress], spec: BalancerSpec, connectionsMax: Int) {
        self.port = port
        self.nodes = nodes
        self.spec = spec
        self.connectionsMax = connectionsMax
    }

    /// The whole file.
    package var text: String {
        """
        global
            log stdout format raw local0
            maxconn \(connectionsMax)

        defaults
            mode http
            log global
            option httplog
            option dontlognull
            option redispatch
            retries 3
            timeout connect 2s
            timeout client 30s
            timeout server 30s
            # A WebSocket is a tunnel: with the two times above it would be cut when nothing is said for so long.
            timeout tunnel 1h
            timeout http-request 10s
            timeout check \(HealthTally.timeoutMilliseconds)ms
            default-server inter \(HealthTally.intervalMilliseconds)ms fall \(HealthTally.fall) rise \(HealthTally.rise)

        frontend clients
            bind 127.0.0.1:\(port)
            default_backend nodes

        backend nodes
        \((policy + checks + nodes.map(server)).map { "    \($0)" }.joined(separator: "\n"))

        """
    }

    private var policy: [String] {
        switch spec.policy {
        case .roundRobin: ["balance roundrobin"]
        case .random: ["balance random"]
        case .leastConnections: ["balance leastconn"]
        // The cookie decides; for clients that keep none the token does, which every request but the first has.
        case .sticky:
            [
                "cookie \(StickyMark.cookieName) insert indirect nocache",
                "balance url_param connectionToken",
                "hash-type consistent",
            ]
        }
    }

    private var checks: [String] {
        spec.healthChecks ? ["option httpchk GET /health", "http-check expect status 200"] : []
    }

    private func server(_ address: NodeAddress) -> String {
        "server \(address.node) \(address.host):\(address.port)"
            + (spec.healthChecks ? " check" : "") + (spec.policy == .sticky ? " cookie \(address.node)" : "")
    }
}
