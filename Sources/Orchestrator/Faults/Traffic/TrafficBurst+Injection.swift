import Core

extension TrafficBurst: InjectableFault {
    /// Seen when every message of it has its outcome.
    func inject(_ work: FaultWork) async throws {
        let audience = try audience.map { audience in
            guard let number = work.plan.number(of: audience, from: publishers) else {
                throw FaultFailure(reason: "nobody is \(audience)")
            }
            return number
        }
        let bursts = work.plan.bursts(of: count, by: publishers)
        let effect = try await work.act(on: bursts.map(\.publisher), "the burst of \(publishers)") { own in
            .burst(bursts.filter { own.contains($0.publisher) }, size: size, audience: audience)
        }
        let sent = try await work.seen(effect)
        guard sent < count else { return }
        throw FaultFailure(reason: "\(sent) of \(count) messages could be sent")
    }
}
