import Core
import Glibc
import Orchestrator
import Runtime

/// A program of the tests.
///
/// `guard` is the guard process. `run FOLDER` is an orchestrator: it starts one child of ours (itself, as `node`), a
/// frozen one, and one foreign program, writes their process ids to stdout, and waits to be killed. `churn FOLDER` starts
/// foreign programs one after the other for ever. `signals` says which signals it gets. `node` is a child that ends when its stdin closes.
@main
enum SupervisedHarness {
    static func main() async {
        Signals.ignoreSIGPIPE()
        let arguments = CommandLine.arguments
        switch arguments.dropFirst().first {
        case "guard": Guard.run()
        case "node": node()
        case "signals": await signals()
        case "run": await orchestrate(folder: arguments[2], then: run)
        case "churn": await orchestrate(folder: arguments[2], then: churn)
        default: exit(64)
        }
    }

    /// At once, also into a pipe.
    private static func say(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = write(STDOUT_FILENO, bytes, bytes.count)
    }

    private static func node() {
        say(#"{"event":"ready"}"#)
        while let line = readLine() { say(#"{"event":"failed","message":"\#(line.count)","code":70}"#) }
    }

    private static func signals() async {
        let stream = Signals.termination()
        say(#"{"event":"ready"}"#)
        for await signal in stream { say(#"{"event":"failed","message":"\#(signal.rawValue)","code":130}"#) }
    }

    private static func orchestrate(
        folder: String,
        then body: @escaping @Sendable (Supervisor, String) async throws -> Void
    ) async {
        do {
            try await withSupervisor { try await body($0, folder) }
        } catch {
            say("\(error)")
            exit((error as? HarnessError)?.code.rawValue ?? 70)
        }
    }

    private static func run(_ supervisor: Supervisor, _ folder: String) async throws {
        var generator = SystemRandomNumberGenerator()
        let temporary = try await supervisor.temporaryFolder(using: &generator)
        let ours = ChildSpec.Program.ours(ProgramPath.current)
        let node = try await supervisor.start(
            ChildSpec(name: "node", program: ours, arguments: ["node"], log: "\(folder)/node.log")
        )
        let frozen = try await supervisor.start(
            ChildSpec(name: "frozen", program: ours, arguments: ["node"], log: "\(folder)/frozen.log")
        )
        try await frozen.freeze()
        let foreign = try await supervisor.start(foreign(folder))
        say("\(node.processID) \(frozen.processID) \(foreign.processID) \(temporary)")
        while true { try await Task.sleep(for: .seconds(3600)) }
    }

    private static func churn(_ supervisor: Supervisor, _ folder: String) async throws {
        say("begins")
        while true { _ = try await supervisor.start(foreign(folder)) }
    }

    /// The folder's path among its arguments makes it findable.
    private static func foreign(_ folder: String) -> ChildSpec {
        ChildSpec(
            name: "foreign",
            program: .foreign("tail"),
            arguments: ["-f", "/dev/null", folder + "/marker"],
            conversation: .none,
            log: "\(folder)/foreign.log",
            ending: .kill
        )
    }
}
