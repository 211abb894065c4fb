import Core
import Orchestrator

/// What a person sees while scenarios run: a live line on a terminal, plain lines in a pipe.
struct Console: Sendable {
    /// People's text goes to stderr when stdout carries JSON.
    let json: Bool
    let quiet: Bool

    /// A line is redrawn this often.
    static let refreshPeriod: Duration = .milliseconds(100)

    private var isLive: Bool { !quiet && !json && StandardOutput.isTerminal }

    func line(_ text: String) {
        json ? StandardError.write(text + "\n") : StandardOutput.write(text + "\n")
    }

    /// Not shown with `--quiet`.
    func detail(_ text: String) {
        guard !quiet else { return }
        if isLive { StandardOutput.write(Self.clearLine) }
        line(text)
    }

    /// Runs `body` with a live line that shows the board. The line is gone when this returns.
    func watching<Result: Sendable>(
        _ title: String,
        _ board: Observed<RunBoard>,
        _ body: @Sendable () async -> Result
    ) async -> Result {
        guard isLive else { return await body() }
        return await withTaskGroup(of: Void.self) { group in
            group.addTask {
                while !Task.isCancelled {
                    StandardOutput.write(Self.clearLine + Self.status(title, board.value))
                    try? await Task.sleep(for: Self.refreshPeriod)
                }
            }
            let result = await body()
            group.cancelAll()
            await group.waitForAll()
            StandardOutput.write(Self.clearLine)
            return result
        }
    }

    private static let clearLine = "\r\u{1B}[K"

    /// One line of at most 100 columns, so that it can be redrawn.
    static func status(_ title: String, _ board: RunBoard) -> String {
        let totals = board.totals
        var parts = ["\(board.phase)", "\(totals.connected) connected", "\(totals.invoked) published"]
        parts.append("\(totals.delivered) delivered")
        if board.faultsUnderWay > 0 { parts.append("\(board.faultsUnderWay) faults under way") }
        if totals.awaited > 0, board.phase == .settling { parts.append("\(totals.awaited) awaited") }
        return String("  \(title): \(parts.joined(separator: ", "))".prefix(100))
    }
}
