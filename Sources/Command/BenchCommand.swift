import ArgumentParser

struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure how much this machine carries.",
        discussion: """
            rollcall bench             deliveries per second, every one recorded and checked
            rollcall bench checker     how fast histories are judged
            rollcall bench link        what a link costs
            """,
        subcommands: [BenchDeliveriesCommand.self, BenchCheckerCommand.self, BenchLinkCommand.self],
        defaultSubcommand: BenchDeliveriesCommand.self
    )
}
