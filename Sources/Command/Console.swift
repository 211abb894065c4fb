import Core
import Glibc
import Orchestrator

/// What a person sees while scenarios run: a live line on a terminal, plain lines in a pipe.
struct Console: Sendable {
    /// People's text goes to stderr when stdout carries results for programs.
    private let usesStandardError: Bool
    private let quiet: Bool
    private let terminal: Terminal?
    let paint: Paint

    init(resultsOnStdout: Bool, quiet: Bool, colors: ColorOptions? = nil) {
        usesStandardError = resultsOnStdout
        self.quiet = quiet
        let descriptor = resultsOnStdout ? STDERR_FILENO : STDOUT_FILENO
        terminal = Terminal(descriptor)
        paint = colors?.paint(for: descriptor) ?? Paint(isOn: false)
    }

    /// A line is redrawn this often.
    private static let refreshPeriod: Duration = .milliseconds(100)

    private static let clearToEnd = "\u{1B}[K"
    private static let clearLine = "\r" + clearToEnd

    /// What fits on a line; nil where there is no terminal, and so no limit.
    var columns: Int? { terminal?.columns }

    private var isLive: Bool { terminal != nil && !quiet }

    /// With what clears the live line in the same write, so that nobody sees one half of it.
    func line(_ text: String) {
        write((isLive ? Self.clearLine : "") + text + "\n")
    }

    /// Not shown with `--quiet`.
    func detail(_ text: String) {
        if !quiet { line(text) }
    }

    private func write(_ text: String) {
        usesStandardError ? StandardError.write(text) : StandardOutput.write(text)
    }

    /// Runs `body` with a live line that shows the board. The line is gone when this returns.
    func watching<Result: Sendable>(
        _ title: String,
        _ board: Observed<RunBoard>,
        _ body: @Sendable () async -> Result
    ) async -> Result {
        guard isLive, let terminal else { return await body() }
        let start = ContinuousClock.now
        return await withTaskGroup(of: Void.self) { group in
            group.addTask {
                while !Task.isCancelled {
                    let seconds = (ContinuousClock.now - start) / .seconds(1)
                    // In the last column the cursor would already stand on the next line.
                    let status = Self.status(title, seconds, board.value).prefix(terminal.columns - 1)
                    write("\r" + status + Self.clearToEnd)
                    try? await Task.sleep(for: Self.refreshPeriod)
                }
            }
            let result = await body()
            group.cancelAll()
            await group.waitForAll()
            write(Self.clearLine)
            return result
        }
    }

    /// What changes comes first, so that a narrow terminal cuts off what matters least.
    private static func status(_ title: String, _ seconds: Double, _ board: RunBoard) -> String {
        let totals = board.totals
        var parts = ["  \(title): \(board.phase) \(Figures.briefSeconds(seconds))"]
        switch board.faultsUnderWay {
        case 0: break
        case 1: parts.append("1 fault under way")
        default: parts.append("\(board.faultsUnderWay) faults under way")
        }
        if totals.awaited > 0, board.phase == .settling { parts.append("\(Figures.grouped(totals.awaited)) awaited") }
        parts.append("\(Figures.grouped(totals.connected)) connected")
        parts.append("\(Figures.grouped(totals.invoked)) published")
        parts.append("\(Figures.grouped(totals.delivered)) delivered")
        return parts.joined(separator: ", ")
    }
}
