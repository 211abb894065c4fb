extension ScenarioReader {
    /// The contract for `backplane`: what `expect` says, with what `expect.backplanes` says of that one put over it.
    func expectation(_ top: MappingReader, backplane: BackplaneKind) -> Expectation {
        let mapping = section("expect", .expect, in: top)
        var expectation = Expectation()
        read(mapping, into: &expectation)
        let backplanes = MappingReader(
            free: mapping["backplanes"],
            path: "expect.backplanes",
            place: mapping.place,
            reading: reading
        )
        let words = BackplaneKind.allCases.map(\.rawValue)
        for (key, place) in backplanes.keys {
            guard let kind = BackplaneKind(rawValue: key) else {
                backplanes.refuseWord(key, at: place, key, words: words, later: ["stream"])
                continue
            }
            let own = MappingReader(
                backplanes[key],
                path: "expect.backplanes.\(key)",
                keys: .expectOfBackplane,
                place: place,
                reading: reading
            )
            // Read in any case, so that its mistakes show whatever the backplane of the run is.
            var resolved = expectation
            read(own, into: &resolved)
            if kind == backplane { expectation = resolved }
        }
        if expectation.reproduces.isEmpty { expectation.knownAs = nil }
        return expectation
    }

    private func read(_ mapping: MappingReader, into expectation: inout Expectation) {
        assign(mapping.word("delivery", as: DeliveryContract.self), to: &expectation.delivery)
        assign(mapping.word("order", as: OrderContract.self, later: ["total", "causal"]), to: &expectation.order)
        assign(mapping.flag("pipelined"), to: &expectation.pipelined)
        if mapping.has("reproduces") { expectation.reproduces = reproduces(mapping) }
        if let (text, _) = mapping.scalar("known-as", expected: "text, for example `SignalR/SignalR#3091`") {
            expectation.knownAs = text
        }
        assign(mapping.count("acknowledged-at-least", in: 1...Self.messagesMax), to: &expectation.acknowledgedAtLeast)
    }

    /// `[lost, {duplicated: 5}]`.
    private func reproduces(_ mapping: MappingReader) -> [ReproducedViolation] {
        let what = "violations, for example `[lost]` or `[lost: 3]`"
        var result: [ReproducedViolation] = []
        for (path, tree) in mapping.items("reproduces", of: what, atMost: 20) {
            guard let item = reproduced(path: path, tree: tree, mapping) else { continue }
            if result.contains(where: { $0.violation == item.violation }) {
                mapping.report(tree.place, "reproduces", "\(item.violation.rawValue) is in the list twice")
            } else {
                result.append(item)
            }
        }
        return result
    }

    private func reproduced(path: String, tree: ScenarioTree, _ mapping: MappingReader) -> ReproducedViolation? {
        guard let entries = tree.entries else {
            return mapping.word(tree, "reproduces", as: ViolationClass.self).map { ReproducedViolation(violation: $0) }
        }
        let words = ViolationClass.allCases.map(\.rawValue)
        guard entries.count == 1, let entry = entries.first else {
            mapping.report(tree.place, "reproduces", "one violation for each item", expected: "for example `[lost: 3]`")
            return nil
        }
        guard let violation = ViolationClass(rawValue: entry.key) else {
            mapping.refuseWord(entry.key, at: entry.keyPlace, "reproduces", words: words, later: [])
            return nil
        }
        let count = mapping.count(entry.value, "reproduces", in: 1...Self.messagesMax)
        return count.map { ReproducedViolation(violation: violation, count: $0) }
    }
}
