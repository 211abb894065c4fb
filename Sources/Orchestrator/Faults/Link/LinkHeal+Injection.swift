import Core

extension LinkHeal: InjectableFault {
    private static let impairments: [any LinkImpairing.Type] = [
        LinkBlackhole.self, LinkRefuse.self, LinkAcceptHang.self, LinkLatency.self, LinkBandwidth.self,
        LinkIdleCull.self,
    ]

    /// Seen when everything that it undoes was seen to heal.
    func inject(_ work: FaultWork) async throws {
        let names: [String] =
            switch wound {
            case .link(let link): Self.impairments.map { "\($0.noun) of \(link)" }
            case .partition(let sides): ["partition of \(LinkScope.between(sides))"]
            }
        let open = names.filter { work.board.value.isOpen($0) }
        guard !open.isEmpty else { throw FaultFailure(reason: "nothing was broken on \(target)") }
        for name in open { try await work.undo(name) }
        try await work.observed()
    }
}
