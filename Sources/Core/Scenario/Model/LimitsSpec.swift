/// Deadlines of the phases. None of them is a sleep: each ends as soon as what it waits for has happened.
package struct LimitsSpec: Codable, Hashable, Sendable {
    package var startMilliseconds: Int
    package var connectMilliseconds: Int
    package var trafficMilliseconds: Int
    package var settleMilliseconds: Int

    package init(
        startMilliseconds: Int = 20_000,
        connectMilliseconds: Int = 30_000,
        trafficMilliseconds: Int = 120_000,
        settleMilliseconds: Int = 15_000
    ) {
        self.startMilliseconds = startMilliseconds
        self.connectMilliseconds = connectMilliseconds
        self.trafficMilliseconds = trafficMilliseconds
        self.settleMilliseconds = settleMilliseconds
    }
}
