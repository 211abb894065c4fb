extension ScenarioReader {
    /// The contract for `backplane`: what `expect` says, with what `expect.backplanes` says of that one put over it.
    func expectation(_ top: MappingReader, backplane: BackplaneKind) -> Expectation {
        let mapping = section("expect", .expect, in: top)
        var expectation = Expectation()
        var weaker: ContractChange?
        read(mapping, into: &expectation, &weaker)
        let backplanes = MappingReader(
            free: mapping["backplanes"],
            path: "expect.backplanes",
            place: mapping.place,
            reading: reading
        )
        let words = BackplaneKind.allCases.map(\.rawValue)
        for (key, place) in backplanes.keys {
            guard let kind = BackplaneKind(rawValue: key) else {
                backplanes.refuseWord(key, at: place, key, words: words, later: [])
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
            var (resolved, change) = (expectation, weaker)
            read(own, into: &resolved, &change)
            if kind == backplane { (expectation, weaker) = (resolved, change) }
        }
        let duringFaults = weaker?.applied(to: expectation.contract)
        expectation.duringFaults = duringFaults == expectation.contract ? nil : duringFaults
        expectation.graceMilliseconds = expectation.bounds.recoverWithinMilliseconds ?? 0
        if !expectation.isReproduction { expectation.knownAs = nil }
        return expectation
    }

    private func read(
        _ mapping: MappingReader,
        into expectation: inout Expectation,
        _ weaker: inout ContractChange?
    ) {
        assign(mapping.word("delivery", as: DeliveryContract.self), to: &expectation.delivery)
        assign(mapping.word("order", as: OrderContract.self), to: &expectation.order)
        assign(mapping.flag("atomic"), to: &expectation.atomic)
        if mapping.has("during-faults") { weaker = change(mapping) }
        assign(mapping.flag("pipelined"), to: &expectation.pipelined)
        if mapping.has("reproduces") {
            (expectation.reproduces, expectation.reproducedBounds) = reproduces(mapping)
        }
        if let (text, _) = mapping.scalar("known-as", expected: "text, for example `SignalR/SignalR#3091`") {
            expectation.knownAs = text
        }
        assign(mapping.count("acknowledged-at-least", in: 1...Self.messagesMax), to: &expectation.acknowledgedAtLeast)
        readBounds(mapping, into: &expectation.bounds)
    }

    /// What `during-faults` says otherwise than the contract beside it.
    private struct ContractChange {
        var delivery: DeliveryContract?
        var order: OrderContract?
        var atomic: Bool?

        func applied(to contract: Contract) -> Contract {
            Contract(
                delivery: delivery ?? contract.delivery,
                order: order ?? contract.order,
                atomic: atomic ?? contract.atomic
            )
        }
    }

    private func change(_ mapping: MappingReader) -> ContractChange {
        let own = MappingReader(
            mapping["during-faults"],
            path: mapping.path(of: "during-faults"),
            keys: .duringFaults,
            place: mapping.place(of: "during-faults"),
            reading: reading
        )
        return ContractChange(
            delivery: own.word("delivery", as: DeliveryContract.self),
            order: own.word("order", as: OrderContract.self),
            atomic: own.flag("atomic")
        )
    }

    /// `[lost, {duplicated: 5}, {violation: lost, count: 3, place: r1 -> n2}, {bound: leaks.sockets}]`.
    private func reproduces(_ mapping: MappingReader) -> (violations: [ReproducedViolation], bounds: [BoundName]) {
        let what = "violations, for example `[lost]` or `[lost: 3]`"
        var result: [ReproducedViolation] = []
        var bounds: [BoundName] = []
        for (path, tree) in mapping.items("reproduces", of: what, atMost: 20) {
            if tree.entries?.contains(where: { $0.key == "bound" }) == true {
                guard let name = reproducedBound(path: path, tree: tree) else { continue }
                if bounds.contains(name) { mapping.report(tree.place, "reproduces", "\(name) is in the list twice") }
                bounds.append(name)
                continue
            }
            guard let item = reproduced(path: path, tree: tree, mapping) else { continue }
            let isKnown = result.contains {
                $0.violation == item.violation && $0.place == item.place && $0.cause == item.cause
            }
            if isKnown {
                mapping.report(tree.place, "reproduces", "\(item.name) is in the list twice")
            } else {
                result.append(item)
            }
        }
        return (result, bounds)
    }

    /// `{bound: leaks.sockets}`: a bound that `expect` states.
    private func reproducedBound(path: String, tree: ScenarioTree) -> BoundName? {
        let own = MappingReader(tree, path: path, keys: .reproducedBound, place: tree.place, reading: reading)
        return own.word("bound", as: BoundName.self)
    }

    private func reproduced(path: String, tree: ScenarioTree, _ mapping: MappingReader) -> ReproducedViolation? {
        guard let entries = tree.entries else {
            return mapping.word(tree, "reproduces", as: ViolationClass.self).map { ReproducedViolation(violation: $0) }
        }
        if entries.contains(where: { ScenarioKeys.reproduced.keys.contains($0.key) }) {
            return explained(path: path, tree: tree)
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

    /// `{violation: lost, count: 3, place: r1 -> n2, cause: its subscription was down}`.
    private func explained(path: String, tree: ScenarioTree) -> ReproducedViolation? {
        let own = MappingReader(tree, path: path, keys: .reproduced, place: tree.place, reading: reading)
        guard let violation = own.word("violation", as: ViolationClass.self) else { return nil }
        return ReproducedViolation(
            violation: violation,
            count: own.count("count", in: 1...Self.messagesMax),
            place: own.scalar("place", expected: "where it goes wrong, for example `r1 -> n2`")?.text,
            cause: own.scalar("cause", expected: "words of the cause, for example `subscription was down`")?.text
        )
    }
}
