import Core
import FoundationEssentials
import Glibc
import Runtime
import TestSupport
import Testing

/// One `rollcall run` of a test in a folder of its own: what it says, how far it is, and what it leaves behind.
struct Trial: Sendable {
    let scratch: ScratchDirectory
    let marked: Descendants
    /// What `rollcall` is started with besides the mark.
    var environment: [String: String]

    /// How long a process may take to be gone when whoever started it was killed.
    static let goneWithin: Duration = .seconds(5)
    private static let phaseTimeout: Duration = .seconds(60)
    private static let pollInterval: Duration = .milliseconds(2)

    init(scenario text: String) throws {
        scratch = try ScratchDirectory(prefix: "rollcall-e2e")
        marked = Descendants(folder: scratch.path)
        try scratch.write(text, to: "scenario.yaml")
        environment = ["TMPDIR": scratch.path + "/tmp"]
        try FileManager.default.createDirectory(atPath: scratch.path + "/tmp", withIntermediateDirectories: false)
    }

    var scenario: String { scratch.path + "/scenario.yaml" }
    var out: String { scratch.path + "/runs" }
    private var arguments: [String] { ["run", "--json", "--out", out, scenario] }
    private var wholeEnvironment: [String: String] { environment.merging(marked.environment) { $1 } }

    /// To the end.
    func run(_ more: String...) async throws -> BuiltProduct.Result {
        try await BuiltProduct.run(arguments + more, environment: wholeEnvironment)
    }

    /// Through another program, such as `prlimit`, which gets the command line behind its own arguments.
    func run(through program: String, _ own: String...) async throws -> BuiltProduct.Result {
        try await BuiltProduct.run(
            program: program,
            own + [BuiltProduct.path] + arguments,
            environment: wholeEnvironment
        )
    }

    /// `body` gets the process id of the orchestrator.
    func whileRunning(_ body: @escaping @Sendable (Int32) async throws -> Void) async throws -> BuiltProduct.Result {
        try await BuiltProduct.whileRunning(arguments, environment: wholeEnvironment, outputIn: scratch, body)
    }

    /// A folder that is the whole PATH of the run.
    func setPath(links: [String], scripts: [String: String] = [:]) throws -> Trial {
        let folder = scratch.path + "/bin"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        for name in links {
            let target = try #require(["/usr/bin/", "/bin/"].map { $0 + name }.first { access($0, X_OK) == 0 })
            try FileManager.default.createSymbolicLink(atPath: "\(folder)/\(name)", withDestinationPath: target)
        }
        for (name, text) in scripts { try scratch.writeProgram(text, to: "bin/" + name) }
        var copy = self
        copy.environment["PATH"] = folder
        return copy
    }

    /// The run folder; nil before there is one.
    var folder: String? {
        guard let latest = try? FileManager.default.destinationOfSymbolicLink(atPath: out + "/latest") else {
            return nil
        }
        return "\(out)/\(latest)"
    }

    /// The phase that the orchestrator recorded last; nil before the first.
    var phase: RunPhase? {
        guard let folder else { return nil }
        var last: RunPhase?
        _ = HistoryFile(name: "histories/orchestrator.history", in: folder).read(of: nil) { bytes in
            for offset in stride(from: 0, to: bytes.count, by: HistoryRecord.size) {
                guard
                    let start = bytes.baseAddress,
                    let record = HistoryRecord(HistoryRecord.Words(start + offset)),
                    record.kind == .phase
                else { continue }
                last = RunPhase(rawValue: record.subject)
            }
        }
        return last
    }

    /// Files have no events that could be waited on without keeping the run company, so this looks again and again.
    func reach(_ wanted: RunPhase) async throws {
        let deadline = ContinuousClock.now + Self.phaseTimeout
        while (phase?.rawValue ?? 0) < wanted.rawValue {
            guard ContinuousClock.now < deadline else { throw TrialError("the run did not come to \(wanted)") }
            guard !has("result.json") else { throw TrialError("the run ended before \(wanted)") }
            try await Task.sleep(for: Self.pollInterval)
        }
    }

    /// The one process of the run that logs to this file, as soon as it is there.
    func process(loggingTo name: String) async throws -> Int32 {
        let deadline = ContinuousClock.now + Self.phaseTimeout
        while ContinuousClock.now < deadline {
            if let id = marked.ids(loggingTo: name).first { return id }
            try await Task.sleep(for: Self.pollInterval)
        }
        throw TrialError("nobody logs to \(name)")
    }

    /// A redis-server that is just being ended may not be recognised as ours any more, but its port is.
    private func staysServed(_ port: UInt16, within patience: Duration) async throws -> Bool {
        let deadline = ContinuousClock.now + patience
        while FreePort.isServed(port) {
            guard ContinuousClock.now < deadline else { return true }
            try await Task.sleep(for: Self.pollInterval)
        }
        return false
    }

    /// Everything that should not be there any more.
    func leftovers(within patience: Duration = .zero) async throws -> [String] {
        var found = try await marked.waitForNone(within: patience)
        found += try FileManager.default.contentsOfDirectory(atPath: scratch.path + "/tmp").map {
            "temporary file \($0)"
        }
        let shared = (try? FileManager.default.contentsOfDirectory(atPath: "/dev/shm")) ?? []
        found += shared.filter { $0.contains("rollcall") }.map { "/dev/shm/\($0)" }
        if let port = redisPort, try await staysServed(port, within: patience) {
            found.append("somebody listens on port \(port)")
        }
        if let folder, FileManager.default.fileExists(atPath: folder + "/redis/r1/secret.conf") {
            found.append("the password of Redis")
        }
        return found
    }

    /// Where the run's own Redis listened.
    private var redisPort: UInt16? {
        guard let folder, let data = try? Data(contentsOf: URL(filePath: folder + "/redis/r1/redis.conf")) else {
            return nil
        }
        let line = String(decoding: data, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("port ") }
        return line.flatMap { UInt16($0.dropFirst(5)) }
    }

    func has(_ file: String) -> Bool {
        folder.map { FileManager.default.fileExists(atPath: "\($0)/\(file)") } ?? false
    }
}
