import Core
import Testing

@Suite struct HealthTallyTests {
    @Test func itTakesTwoFailuresInARowToFallAndOneAnswerToRise() {
        var tally = HealthTally()
        #expect(tally.isUp)
        let falling = [false, true, false, false].map { tally.note(isWell: $0) }
        #expect(falling == [false, false, false, true])
        #expect(!tally.isUp)
        let rising = [false, true].map { tally.note(isWell: $0) }
        #expect(rising == [false, true])
        #expect(tally.isUp)
    }

    @Test func haproxyIsToldTheSame() {
        func text(_ policy: BalancerSpec.Policy, health: Bool = true) -> String {
            HAProxyConfiguration(
                port: 4_000,
                nodes: [NodeAddress(node: NodeID(1), port: 4_001), NodeAddress(node: NodeID(2), port: 4_002)],
                spec: BalancerSpec(kind: .haproxy, policy: policy, healthChecks: health),
                connectionsMax: 100
            ).text
        }
        let usual = text(.roundRobin)
        #expect(usual.contains("\n    default-server inter 200ms fall 2 rise 1\n"))
        #expect(usual.contains("\n    bind 127.0.0.1:4000\n"))
        #expect(usual.contains("\n    balance roundrobin\n    option httpchk GET /health\n"))
        #expect(usual.contains("\n    server n1 127.0.0.1:4001 check\n    server n2 127.0.0.1:4002 check\n"))
        #expect(
            text(.leastConnections, health: false).contains("\n    balance leastconn\n    server n1 127.0.0.1:4001\n")
        )
        #expect(text(.random).contains("\n    balance random\n"))
        let sticky = text(.sticky)
        #expect(sticky.contains("\n    cookie rollcall-node insert indirect nocache\n"))
        #expect(sticky.contains("\n    server n2 127.0.0.1:4002 check cookie n2\n"))
    }
}
