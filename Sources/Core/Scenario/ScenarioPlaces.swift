/// Where the parts of a scenario that a run can fail stand in its file, so that a code review can show a failure there.
package struct ScenarioPlaces: Hashable, Sendable {
    /// By dotted path: `scenario`, `expect`, `expect.delivery`, `expect.reproduces.0`, `faults.2`.
    private var places: [String: ScenarioPlace] = [:]

    /// Mappings and lists below `expect` are followed so far down.
    private static let depthMax = 4

    /// Of a scenario that was not read from a file.
    package init() {}

    /// - Parameters:
    ///   - tree: after the differences of a variant.
    ///   - backplane: of the run; what `expect.backplanes` says of it stands over the rest of `expect`.
    init(of tree: ScenarioTree, backplane: BackplaneKind) {
        for entry in tree.entries ?? [] where entry.key == "scenario" || entry.key == "expect" {
            places[entry.key] = entry.keyPlace
        }
        for (index, fault) in (tree["faults"]?.items ?? []).enumerated() { places["faults.\(index)"] = fault.place }
        guard let expect = tree["expect"] else { return }
        add(expect, below: "expect", depth: 1)
        let own = expect["backplanes"]?[backplane.rawValue]
        for entry in own?.entries ?? [] {
            let path = "expect.\(entry.key)"
            places = places.filter { !$0.key.hasPrefix(path + ".") }
            places[path] = entry.keyPlace
            add(entry.value, below: path, depth: 2)
        }
    }

    private mutating func add(_ tree: ScenarioTree, below path: String, depth: Int) {
        guard depth <= Self.depthMax else { return }
        for entry in tree.entries ?? [] where path != "expect" || entry.key != "backplanes" {
            places["\(path).\(entry.key)"] = entry.keyPlace
            add(entry.value, below: "\(path).\(entry.key)", depth: depth + 1)
        }
        for (index, item) in (tree.items ?? []).enumerated() { places["\(path).\(index)"] = item.place }
    }

    /// Where a path stands, or the nearest thing above it that is written down; else where the scenario has its name.
    package func place(of path: String) -> ScenarioPlace {
        var rest = path[...]
        while true {
            if let place = places[String(rest)] { return place }
            guard let dot = rest.lastIndex(of: ".") else { return places["scenario"] ?? .start }
            rest = rest[..<dot]
        }
    }
}
