import Core
import Redis

extension RedisServer {
    /// How long it may take to answer after SIGCONT.
    private static let answerTimeout: Duration = .seconds(20)

    /// Returns when it answers a question, which a process that merely runs does not show.
    package func waitUntilAnswering() async throws {
        do {
            _ = try await RedisProbe.ask(address, patience: Self.answerTimeout)
        } catch let error as RedisError {
            throw HarnessError(.systemFailed, "redis does not answer after it was thawed: \(error.message)")
        }
    }
}
