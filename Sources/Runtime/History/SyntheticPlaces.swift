import Core

/// Where violations are planted in a ``SyntheticRun``: spread evenly over messages and clients, and one outage.
struct SyntheticPlaces: Sendable {
    /// What is done with a message at a client, by the numbers of both.
    private(set) var defects: [Int: [Int: SyntheticRun.Defect]] = [:]
    /// Messages, by number from 0, that the last node does not receive.
    private(set) var outage: Range<Int> = 0..<0
    private(set) var planned: [ViolationClass: Int] = [:]

    init(messages: Int, publishers: Int, clients: Int, nodes: Int, violations: Int) {
        guard violations > 0 else { return }
        let perMessage = (1...clients).count { $0 % nodes + 1 == nodes }
        let length = min(messages / 4, max(1, violations / 4 / perMessage))
        outage = messages * 2 / 5..<messages * 2 / 5 + length
        planned[.lost] = length * perMessage
        let kinds: [(SyntheticRun.Defect, ViolationClass)] = [
            (.lost, .lost), (.doubled, .duplicated), (.late, .outOfOrder),
        ]
        let count = violations - violations / 4
        // The final messages stay as they are, and the first ones too.
        let usable = messages - 3 * publishers
        guard usable > 0 else { return }
        for index in 0..<count {
            let (defect, violation) = kinds[index % kinds.count]
            let place = index * (usable * clients - 1) / count
            guard plant(defect, publishers + place / clients, place % clients + 1, publishers) else { continue }
            planned[violation, default: 0] += 1
        }
    }

    /// Whether there was room: near the outage, or another of the same client and publisher, there is none.
    private mutating func plant(
        _ defect: SyntheticRun.Defect,
        _ message: Int,
        _ client: Int,
        _ publishers: Int
    ) -> Bool {
        let around = [message - publishers, message, message + publishers]
        guard around.allSatisfy({ !outage.contains($0) && defects[$0]?[client] == nil }) else { return false }
        defects[message, default: [:]][client] = defect
        if defect == .late { defects[message + publishers, default: [:]][client] = .overtaking }
        return true
    }
}
