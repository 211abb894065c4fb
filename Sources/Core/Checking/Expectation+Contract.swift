extension Expectation {
    /// What holds while no fault is under way.
    package var contract: Contract { Contract(delivery: delivery, order: order, atomic: atomic) }

    /// Both contracts, or the only one.
    package var contracts: [Contract] { [contract] + (duringFaults.map { [$0] } ?? []) }

    /// Whether the contract forbids findings of a class while no fault is under way.
    package func forbids(_ violation: ViolationClass) -> Bool {
        contract.forbids(violation)
    }
}
