import Core
import Testing

@testable import Orchestrator

@Suite("Command line of a child")
struct ChildCommandTests {
    private func spec(_ program: ChildSpec.Program) -> ChildSpec {
        ChildSpec(name: "x", program: program, arguments: ["a b", "$c"], log: "/dev/null")
    }

    @Test("A program of ours runs as it is")
    func ours() throws {
        let command = try ChildCommand(spec(.ours("/opt/rollcall")), parent: 7)
        #expect(command.path == "/opt/rollcall")
        #expect(command.arguments == ["a b", "$c"])
    }

    @Test("A foreign one is tied to us, with its arguments untouched")
    func foreign() throws {
        let command = try ChildCommand(spec(.foreign("sh")), parent: 7)
        #expect(command.path.hasSuffix("/setpriv"))
        #expect(command.arguments.prefix(2) == ["--pdeathsig", "KILL"])
        #expect(command.arguments.suffix(2) == ["a b", "$c"])
        #expect(command.arguments.contains("7"))
    }

    @Test("A missing program, and a missing setpriv, are error 69 that says what to install")
    func missing() {
        let program = #expect(throws: HarnessError.self) {
            try ChildCommand(spec(.foreign("redis-server")), parent: 7, path: "/nowhere")
        }
        #expect(program?.code == .unavailable)
        #expect(program?.description.contains("apt-get install redis-server") == true)
        let setpriv = #expect(throws: HarnessError.self) {
            try ChildCommand(spec(.foreign("/bin/sh")), parent: 7, path: "/nowhere")
        }
        #expect(setpriv?.description.contains("apt-get install util-linux") == true)
    }
}
