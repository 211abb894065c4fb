import Core

extension ExitCode {
    /// What a run comes to. A proven violation stands, unless all of it may only be late because the machine stood still; else
    /// what ended the run decides, and else the verdict with what the harness saw.
    ///
    /// - Parameter failure: why the run could not be carried through; nil where it was.
    static func ofRun(_ verdict: Verdict, wasStarved: Bool, failure: ExitCode?, hasReasons: Bool) -> ExitCode {
        if verdict.exitCode == .violated {
            return wasStarved && verdict.isViolatedBySilenceOnly ? .environment : .violated
        }
        return failure ?? .combined([verdict.exitCode, hasReasons ? .inconclusive : .held])
    }
}
