import Core
import Glibc
import Orchestrator
import Runtime
import Subprocess
import Synchronization
import SystemPackage
import TestSupport
import Testing

extension RealProcesses {
    @Suite("Taking down", .timeLimit(.minutes(2)))
    struct TakeDownTests {
        private struct Failure: Error {}

        @Test("Whatever ends the body, nothing is left", arguments: ["return", "throw", "cancel"])
        func scope(manner: String) async throws {
            let left = Latch<(Int32, Int32, String)>()
            let work = Task {
                try await supervised { supervisor, folder in
                    var generator = SystemRandomNumberGenerator()
                    let temporary = try await supervisor.temporaryFolder(using: &generator)
                    let child = try await supervisor.start(sleeper(in: folder))
                    let stubborn = try await supervisor.start(
                        ChildSpec(
                            name: "stubborn",
                            program: .ours("/bin/sh"),
                            arguments: ["-c", "trap '' TERM; while :; do sleep 1000; done"],
                            log: "\(folder.path)/stubborn.log",
                            ending: .terminate(grace: .milliseconds(50))
                        )
                    )
                    try await stubborn.freeze()
                    left.set((child.processID, stubborn.processID, temporary))
                    if manner == "throw" { throw Failure() }
                    if manner == "cancel" { try await Task.sleep(for: .seconds(1000)) }
                }
            }
            if manner == "cancel" {
                let running = try await withDeadline(patience) { try await left.value() }
                if running == nil { Issue.record("it did not start: \(await work.result)") }
                work.cancel()
            }
            let result = await work.result
            let (child, stubborn, temporary) = try #require(left.current, "\(result)")
            #expect(isGone(child) && isGone(stubborn))
            #expect(access(temporary, F_OK) != 0)
            switch result {
            case .success: #expect(manner == "return")
            case .failure(let error): #expect(manner == (error is CancellationError ? "cancel" : "throw"))
            }
        }

        @Test("The death of the guard is noticed: the body is cancelled, everything ends, code 70")
        func guardDies() async throws {
            let child = Mutex<Int32>(0)
            let error = await #expect(throws: HarnessError.self) {
                try await supervised { supervisor, folder in
                    let sleeping = try await supervisor.start(sleeper(in: folder)).processID
                    child.withLock { $0 = sleeping }
                    try await eventually("the guard is there") { Self.guards().count == 1 }
                    for process in Self.guards() { kill(process, SIGKILL) }
                    try await Task.sleep(for: .seconds(1000))
                }
            }
            #expect(error?.code == .bug)
            #expect(error?.message.contains("guard") == true)
            #expect(isGone(child.withLock(\.self)))
        }

        @Test("Without a guard nothing runs")
        func noGuard() async throws {
            let error = await #expect(throws: HarnessError.self) {
                try await withSupervisor(executable: "/nowhere/rollcall") { _ in
                    try await Task.sleep(for: .seconds(1000))
                }
            }
            #expect(error?.code == .bug)
            #expect(error?.message.contains("/nowhere/rollcall") == true)
        }

        @Test("SIGKILL of the orchestrator leaves no process and no folder, frozen and foreign ones included")
        func killed() async throws {
            let folder = try ScratchDirectory(prefix: "killed")
            defer { folder.remove() }
            let words = try await firstLine(of: ["run", folder.path]).split(separator: " ").map(String.init)
            try #require(words.count == 4)
            for word in words.prefix(3) {
                let process = try #require(Int32(word))
                try await eventually("process \(process) is gone") { isGone(process) }
            }
            try await eventually("the folder is gone") { access(words[3], F_OK) != 0 }
        }

        @Test("Neither does SIGKILL between a spawn and its entry", arguments: 0..<10)
        func killedWhileStarting(attempt: Int) async throws {
            let folder = try ScratchDirectory(prefix: "churned")
            defer { folder.remove() }
            _ = try await firstLine(of: ["churn", folder.path], thenWait: .milliseconds(attempt * 3))
            try await eventually("nobody is left") { processes(with: folder.path).isEmpty }
        }

        private static func guards() -> [Int32] {
            processes(with: "SupervisedHarness\0guard").filter { ProcessTable.stat(of: $0)?.parent == getpid() }
        }

        /// Runs the test program until it has written a line, and kills it.
        private func firstLine(of arguments: [String], thenWait pause: Duration = .zero) async throws -> String {
            var options = PlatformOptions()
            options.createSession = true
            let result = try await Subprocess.run(
                .path(FilePath(harness)),
                arguments: Arguments(arguments),
                platformOptions: options,
                input: .none,
                output: .sequence,
                error: .discarded
            ) { execution in
                var text = ""
                for try await piece in execution.standardOutput {
                    text += piece.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
                    if text.contains("\n") { break }
                }
                // Not a wait for something: a moment that differs from attempt to attempt.
                try await Task.sleep(for: pause)
                try execution.send(signal: .kill)
                return text
            }
            return String(result.closureResult.prefix { $0 != "\n" })
        }
    }
}
