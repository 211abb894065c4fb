/// What a scenario claims of the system under test: its contract, and what it is known to break of it.
package struct Expectation: Codable, Hashable, Sendable {
    package var delivery: DeliveryContract
    package var order: OrderContract
    /// The order also covers messages of one publisher that were under way at the same time.
    package var pipelined: Bool
    /// A message reaches all who are entitled to it, or nobody.
    package var atomic: Bool
    /// The weaker contract for what was under way or seen while a fault lasted; nil where the contract never changes.
    package var duringFaults: Contract?
    /// How long a system may take to recover after a fault was seen to heal: so long the weaker contract still applies. As
    /// much as `recover-within`.
    package var graceMilliseconds: Int
    /// Non-empty: the run reproduces a known defect, and is green only when every one of these shows and nothing else.
    package var reproduces: [ReproducedViolation]
    /// Bounds that have to be broken to show that defect, by the names of ``BoundFinding``.
    package var reproducedBounds: [BoundName]
    /// Where the defect was reported, for people.
    package var knownAs: String?
    /// The guard against empty runs: at least so many messages must have been acknowledged.
    package var acknowledgedAtLeast: Int
    /// What else is measured, and how much of it is allowed.
    package var bounds: MeasuredBounds
    /// ``delivery`` is less than what the scenario states; nil where it is that.
    package var weakened: WeakenedContract?

    package init(
        delivery: DeliveryContract = .exactlyOnce,
        order: OrderContract = .fifo,
        pipelined: Bool = false,
        atomic: Bool = false,
        duringFaults: Contract? = nil,
        graceMilliseconds: Int = 0,
        reproduces: [ReproducedViolation] = [],
        reproducedBounds: [BoundName] = [],
        knownAs: String? = nil,
        acknowledgedAtLeast: Int = 1,
        bounds: MeasuredBounds = MeasuredBounds()
    ) {
        self.delivery = delivery
        self.order = order
        self.pipelined = pipelined
        self.atomic = atomic
        self.duringFaults = duringFaults
        self.graceMilliseconds = graceMilliseconds
        self.reproduces = reproduces
        self.reproducedBounds = reproducedBounds
        self.knownAs = knownAs
        self.acknowledgedAtLeast = acknowledgedAtLeast
        self.bounds = bounds
    }

    /// The run is there to show a known defect.
    package var isReproduction: Bool { !reproduces.isEmpty || !reproducedBounds.isEmpty }
}
