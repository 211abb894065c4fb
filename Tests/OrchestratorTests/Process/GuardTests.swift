import Core
import FoundationEssentials
import Glibc
import Orchestrator
import Runtime
import Subprocess
import SystemPackage
import TestSupport
import Testing

extension RealProcesses {
    @Suite("Guard", .timeLimit(.minutes(2)))
    struct GuardTests {
        /// A guard process that is told `lines` and then left alone by its parent.
        private func guardProcess(told lines: [GuardBook.Change], signals: [Subprocess.Signal] = []) async throws {
            let text = lines.map(\.line).joined(separator: "\n") + "\nnonsense\n"
            let result = try await Subprocess.run(
                .path(FilePath(harness)),
                arguments: ["guard"],
                input: .inputWriter,
                output: .sequence,
                error: .discarded
            ) { execution in
                _ = try await execution.standardInputWriter.write(text)
                // Its stdout is let go of before anything is read, so this ends while it runs.
                for try await _ in execution.standardOutput {}
                for signal in signals { try execution.send(signal: signal) }
                try await execution.standardInputWriter.finish()
            }
            #expect(result.terminationStatus == .exited(0))
        }

        @Test(
            "At the end of its input it kills what is entered and not struck out, with its group, and removes folders"
        )
        func takesDown() async throws {
            try await supervised { supervisor, folder in
                let entered = try await supervisor.start(sleeper(in: folder, name: "entered"))
                let struckOut = try await supervisor.start(sleeper(in: folder, name: "struck-out"))
                let recycled = try await supervisor.start(sleeper(in: folder, name: "recycled"))
                for child in [entered] { child.expectEnd() }
                let mine = "\(folder.path)/rollcall-mine"
                let kept = "\(folder.path)/rollcall-kept"
                for path in [mine, mine + "/below", kept] {
                    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
                }
                try folder.write("x", to: "rollcall-mine/below/file")
                try FileManager.default.createSymbolicLink(atPath: mine + "/link", withDestinationPath: kept)
                var other = recycled.identity
                other.startTime += 1
                try await guardProcess(
                    told: [
                        .addProcess(entered.identity), .addProcess(struckOut.identity), .addProcess(other),
                        .removeProcess(id: struckOut.processID), .addFolder(mine), .addFolder(kept),
                        .removeFolder(kept),
                    ],
                    signals: [.interrupt, .terminate, .terminalClosed]
                )
                #expect(try await entered.waitForExit().status == .signal(SIGKILL))
                #expect(!isGone(struckOut.processID))
                #expect(!isGone(recycled.processID))
                #expect(access(mine, F_OK) != 0)
                #expect(access(kept, F_OK) == 0)
            }
        }
    }
}
