import TestSupport
import Testing

extension RealProcesses {
    /// Who tests is often root, who uses it is not: nothing may ask the kernel for more than an ordinary user gets.
    @Suite(.timeLimit(.minutes(2))) struct PrivilegeTests {
        @Test func aRunNeedsNoCapability() async throws {
            let scratch = try ScratchDirectory(prefix: "rollcall-e2e")
            defer { scratch.remove() }
            // For an ordinary user there is nothing to give up, and the bounding set is not his to change.
            let asRoot = try await BuiltProduct.run(program: "/usr/bin/id", ["-u"]).output == "0\n"
            let result = try await BuiltProduct.run(
                program: "/usr/bin/setpriv",
                (asRoot ? ["--bounding-set=-all"] : []) + ["--inh-caps=-all", "--no-new-privs", BuiltProduct.path]
                    + ["run", "--json", "--out", scratch.path, "scenarios/smoke.yaml"],
                workingDirectory: Repository.root
            )
            #expect(result.code == 0, "\(result.errors)")
            #expect(try RunResult(result.output).runs.first?.verdict?.outcome == "held")
        }
    }
}
