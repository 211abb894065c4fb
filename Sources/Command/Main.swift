import ArgumentParser

@main
struct Rollcall: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollcall",
        abstract:
            "Break a scaled-out real-time server on purpose, and prove that every client saw every message exactly once.",
        discussion: """
            Rollcall starts server nodes and clients on this machine against a real Redis, breaks things on a declared \
            schedule, and says which message, which client and which hop went wrong.

            Begin with:
              rollcall run scenarios/two-servers.yaml    run one scenario
              rollcall run scenarios                     run a folder of them
              rollcall check my-scenario.yaml            only look for mistakes

            Exit codes: 0 every contract held, 1 violated, 2 inconclusive, 3 a process under test crashed or never became \
            ready, 64 bad usage, 65 bad scenario, 69 a needed program is missing, 70 a bug of Rollcall, 75 the environment \
            failed, 130 interrupted.
            """,
        version: version,
        subcommands: [
            RunCommand.self, MatrixCommand.self, CheckCommand.self, VerifyCommand.self, ExplainCommand.self,
            ExportCommand.self,
            ReportCommand.self, BenchCommand.self, ServeNodeCommand.self, DriveClientsCommand.self,
            ServeBalancerCommand.self, GuardCommand.self,
        ]
    )
}
