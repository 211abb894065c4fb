import ArgumentParser
import Core
import Orchestrator

struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Make report.html of a stored run again.",
        discussion: """
            Every run leaves a report.html in its folder. This reads run.json, result.json and the histories of such a folder \
            and writes the page anew; nothing is started.

              rollcall report runs/latest
            """
    )

    @Argument(help: "The run folder.")
    var folder: String

    func run() async throws {
        try await Ending.of {
            let folder = RunFolder.at(folder)
            let report = try StoredReport(folder: folder).make()
            StandardOutput.write("\(report.title): \(report.word)\n\(folder.report)\n")
            return .held
        }
    }
}
