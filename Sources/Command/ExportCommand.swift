import ArgumentParser
import Core
import Glibc
import Orchestrator

struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write all records of a stored run for other tools.",
        discussion: """
            One line for each record of each history, with names instead of numbers; docs/history.md describes the columns.

              rollcall export runs/latest                      JSON lines on stdout
              rollcall export runs/latest --format csv --out records.csv

            Exit code 0: everything was written; 2: a history is missing or damaged, and the rest was written.
            """
    )

    @Argument(help: "A run folder, such as runs/latest.")
    var run: String

    @Option(help: "jsonl or csv.")
    var format = RecordFormat.jsonl

    @Option(help: "Write to this file; it is replaced when it is there.")
    var out: String?

    func run() async throws {
        try await Ending.of {
            let stored = try StoredRun(at: run)
            let file = try Self.open(out)
            defer { if out != nil { close(file) } }
            let histories = try RunExport(stored, as: format).write(to: file)
            let incomplete = histories.filter { !$0.condition.ending.isComplete }
            for (name, condition) in incomplete {
                StandardError.write("rollcall: history \(name) is \(condition.ending)\n")
            }
            return incomplete.isEmpty ? .held : .inconclusive
        }
    }

    private static func open(_ path: String?) throws -> Int32 {
        guard let path else { return STDOUT_FILENO }
        let file = Glibc.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw HarnessError(
                .usage,
                "cannot write \(path): \(String(cString: strerror(errno)))",
                remedy: "choose another file with --out"
            )
        }
        return file
    }
}

extension RecordFormat: ExpressibleByArgument {}
