import Core

extension LinkPartition: InjectableFault {
    func inject(_ work: FaultWork) async throws {
        let scope = LinkScope.between(sides)
        try await work.holding("partition") {
            try await work.impair(
                scope,
                with: .blackhole(.both),
                milliseconds: forMilliseconds,
                heal: heal,
                "partition of \(scope)"
            )
        }
    }
}
