import Core
import Glibc
import Orchestrator
import Runtime
import TestSupport
import Testing

/// The program of Tests/SupervisedHarness, beside the test bundle.
var harness: String {
    let parts = ProgramPath.current.split(separator: "/").dropLast()
    return "/" + parts.joined(separator: "/") + "/SupervisedHarness"
}

/// How long anything in these tests may take before it counts as failed.
let patience: Duration = .seconds(20)

/// A supervisor whose guard is the test program, and a folder for logs that is gone afterwards.
func supervised<Value: Sendable>(
    body: @escaping @Sendable (Supervisor, ScratchDirectory) async throws -> Value
) async throws -> Value {
    let folder = try ScratchDirectory(prefix: "supervised")
    defer { folder.remove() }
    return try await withSupervisor(executable: harness) { try await body($0, folder) }
}

/// A shell script as a child of ours: with a conversation, and not tied to us.
func script(_ text: String, name: String = "script", in folder: ScratchDirectory) -> ChildSpec {
    ChildSpec(name: name, program: .ours("/bin/sh"), arguments: ["-c", text], log: "\(folder.path)/\(name).log")
}

/// Somebody else's program that never ends by itself.
func sleeper(in folder: ScratchDirectory, name: String = "sleeper") -> ChildSpec {
    ChildSpec(
        name: name,
        program: .foreign("sleep"),
        arguments: ["1000"],
        conversation: .none,
        log: "\(folder.path)/\(name).log",
        ending: .kill
    )
}

/// Waits until something is true that nobody tells us of.
func eventually(
    _ what: Comment,
    sourceLocation: SourceLocation = #_sourceLocation,
    _ condition: @escaping @Sendable () -> Bool
) async throws {
    let seen = try await withDeadline(patience) {
        while !condition() { try await Task.sleep(for: .milliseconds(2)) }
        return true
    }
    #expect(seen == true, what, sourceLocation: sourceLocation)
}

/// Not there, or dead and not yet reaped by init.
func isGone(_ process: Int32) -> Bool {
    ProcessTable.stat(of: process)?.isDead ?? true
}

/// Processes that live, by what stands in their command line.
func processes(with text: String) -> [Int32] {
    guard let folder = opendir("/proc") else { return [] }
    defer { closedir(folder) }
    var found: [Int32] = []
    while let entry = readdir(folder) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
            name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        guard let id = Int32(name), !isGone(id) else { continue }
        if ProcessTable.readSmallFile("/proc/\(id)/cmdline")?.contains(text) == true { found.append(id) }
    }
    return found
}
