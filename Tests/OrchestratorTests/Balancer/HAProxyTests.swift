import Core
import Glibc
import TestSupport
import Testing

@testable import Orchestrator

@Suite struct HAProxyTests {
    @Test func whereThereIsNoneItSaysWhatToInstall() throws {
        let error = #expect(throws: HarnessError.self) { try HAProxy.program(path: "/nonexistent") }
        #expect(error?.code == .unavailable)
        #expect("\(try #require(error))".contains("apt-get install haproxy"))
    }
}

extension RealProcesses {
    @Suite(.timeLimit(.minutes(1))) struct HAProxyConfigurationTests {
        private static var program: String? { try? HAProxy.program() }

        /// Also with what it may warn of taken as a mistake.
        @Test(
            .enabled(if: program != nil, "haproxy is not installed; scripts/setup installs it"),
            arguments: BalancerSpec.Policy.allCases,
            [true, false]
        )
        func haproxyTakesWhatIsWritten(policy: BalancerSpec.Policy, healthChecks: Bool) async throws {
            let scratch = try ScratchDirectory(prefix: "rollcall-haproxy")
            defer { scratch.remove() }
            let configuration = HAProxyConfiguration(
                port: 4_000,
                nodes: [NodeAddress(node: NodeID(1), port: 4_001), NodeAddress(node: NodeID(2), port: 4_002)],
                spec: BalancerSpec(kind: .haproxy, policy: policy, healthChecks: healthChecks),
                connectionsMax: 100
            )
            try scratch.write(configuration.text, to: "haproxy.cfg")
            let result = try await BuiltProduct.run(
                program: try #require(Self.program),
                ["-c", "-dW", "-f", scratch.path + "/haproxy.cfg"]
            )
            #expect(result.code == 0, "\(result)")
        }
    }
}
