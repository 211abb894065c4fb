/// Silence between the sides, over every edge that crosses from one to another, in both directions. Who is on no side is
/// reached by all.
package struct LinkPartition: Fault {
    package static let verb = "link.partition"

    /// Two at least.
    package var sides: [[LinkParty]]
    /// Nil: until `link.heal` with the same sides, or to the end of traffic.
    package var forMilliseconds: Int?
    package var heal: LinkHealing

    package init(_ sides: [[LinkParty]], forMilliseconds: Int? = nil, heal: LinkHealing = .alive) {
        self.sides = sides
        self.forMilliseconds = forMilliseconds
        self.heal = heal
    }

    package var target: String { LinkScope.between(sides).description }
    package var holds: [String] { ["partition"] }
    package var lastsMilliseconds: Int? { forMilliseconds }
}

extension LinkPartition: ReadableFault {
    static let keys = ["sides", "for", "heal"]
    static let required = ["sides"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        let lasting = mapping.lasting()
        let heal = mapping.word("heal", as: LinkHealing.self) ?? .alive
        guard let sides = mapping.linkSides("sides") else { return nil }
        self.init(sides, forMilliseconds: lasting, heal: heal)
    }

    func check(_ validation: ScenarioValidation, _ path: String) {
        validation.checkSides(sides, path)
    }
}

extension MappingReader {
    /// Two lists of names at least.
    func linkSides(_ key: String) -> [[LinkParty]]? {
        let expected = "two or more sides, for example `[[n1, r1, s1], [n2, r2]]`"
        let sides = items(key, of: "sides, for example `[[n1, r1], [n2, r2]]`", atMost: 100).map { path, tree in
            side(tree, path, expected: expected)
        }
        guard self[key]?.items != nil else { return nil }
        if sides.count < 2 {
            report(place(of: key), key, "\(path(of: key)) has fewer than two sides", expected: expected)
        }
        let known = sides.compactMap { $0 }
        return known.count == sides.count && known.count >= 2 ? known : nil
    }

    private func side(_ tree: ScenarioTree, _ path: String, expected: String) -> [LinkParty]? {
        guard let items = tree.items, !items.isEmpty else {
            report(tree.place, "sides", "\(path) is no list of names", expected: expected)
            return nil
        }
        let words = ["nodes", "servers", "sentinels", "clients", "balancer"]
        let parties = items.map { item -> LinkParty? in
            guard let (text, _) = scalar(item, "sides", expected: expected) else { return nil }
            if let party = LinkParty(text) { return party }
            report(
                item.place,
                "sides",
                "\(path): nobody is called \(quote(text))",
                expected: "n1, r1, s1, c1 and so on, or \(Self.list(words))",
                nearest: NearestWord.of(text, in: words)
            )
            return nil
        }
        let known = parties.compactMap { $0 }
        return known.count == parties.count ? known : nil
    }
}

extension ScenarioValidation {
    func checkSides(_ sides: [[LinkParty]], _ path: String) {
        for (number, side) in sides.enumerated() {
            for (position, party) in side.enumerated() {
                check(party, "\(path).sides.\(number).\(position)")
                let earlier = sides[..<number].joined() + side[..<position]
                guard let other = earlier.first(where: party.overlaps) else { continue }
                report(
                    "\(path).sides.\(number).\(position)",
                    party == other
                        ? "\(path): \(party) stands in the sides twice" : "\(path): \(party) and \(other) overlap",
                    expected: "each name once"
                )
            }
        }
    }
}
