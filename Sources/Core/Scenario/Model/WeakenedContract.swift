/// Why a run is held to less than its scenario states: its Redis may lose what it has acknowledged (docs/stream.md,
/// assumptions A1, A2 and A4).
package struct WeakenedContract: Codable, Hashable, Sendable {
    /// What the scenario states.
    package var stated: DeliveryContract
    /// What is judged in its place.
    package var judged: DeliveryContract
    /// One sentence each.
    package var reasons: [String]

    /// For people, one line.
    package var text: String {
        "the contract of this run is \(judged.rawValue), not \(stated.rawValue): " + reasons.joined(separator: "; ")
    }
}

extension Expectation {
    /// Holds the run to `gap-signalled` at most; a contract that allows silent losses anyway stays as it is.
    ///
    /// - Parameter reasons: why; nothing happens where there are none.
    package mutating func weaken(because reasons: [String]) {
        guard !reasons.isEmpty, delivery != .atMostOnce, delivery != .gapSignalled else { return }
        weakened = WeakenedContract(stated: delivery, judged: .gapSignalled, reasons: reasons)
        delivery = .gapSignalled
        if let during = duringFaults?.delivery, during != .atMostOnce { duringFaults?.delivery = .gapSignalled }
        if duringFaults == contract { duringFaults = nil }
    }
}
