/// Reads the fields of one mapping; every mistake is reported and reading goes on. A field that is absent or wrong is nil.
struct MappingReader {
    let reading: ScenarioReading
    /// Dotted, from the top: `nodes`, `faults.0`; empty for the file itself.
    let path: String
    /// For messages where a key is missing.
    let place: ScenarioPlace
    private let entries: [ScenarioTree.Entry]

    private static let keysMax = 1_000

    /// A mapping that is absent reads like an empty one.
    init(_ tree: ScenarioTree?, path: String, keys: ScenarioKeys, place: ScenarioPlace, reading: ScenarioReading) {
        self.init(free: tree, path: path, place: place, reading: reading)
        refuseUnknown(keys)
        for key in keys.required where has(key) == false && tree?.entries != nil {
            report(self.place, key, "\(Self.name(path)) needs the key '\(key)'", remedy: "add `\(key): ...`")
        }
    }

    /// A mapping whose keys are names that the author chooses.
    init(free tree: ScenarioTree?, path: String, place: ScenarioPlace, reading: ScenarioReading) {
        self.reading = reading
        self.path = path
        self.place = tree?.place ?? place
        let all = tree?.entries ?? []
        entries = Array(all.prefix(Self.keysMax))
        if all.count > Self.keysMax {
            report(all[Self.keysMax].keyPlace, "", "\(Self.name(path)) has more than \(Self.keysMax) keys")
        }
        if let tree, tree.entries == nil {
            report(tree.place, "", "\(Self.name(path)) must be a mapping; got \(tree.summary)", expected: "key: value")
        }
    }

    var keys: [(key: String, place: ScenarioPlace)] { entries.map { ($0.key, $0.keyPlace) } }

    func has(_ key: String) -> Bool { entries.contains { $0.key == key } }

    subscript(key: String) -> ScenarioTree? { entries.first { $0.key == key }?.value }

    /// Where the value of a key stands; the mapping itself when there is none.
    func place(of key: String) -> ScenarioPlace { self[key]?.place ?? place }

    func keyPlace(of key: String) -> ScenarioPlace { entries.first { $0.key == key }?.keyPlace ?? place }

    /// The full name of a field: `nodes.count`.
    func path(of key: String) -> String {
        if key.isEmpty { return path }
        return path.isEmpty ? key : "\(path).\(key)"
    }

    func report(
        _ place: ScenarioPlace,
        _ key: String,
        _ problem: String,
        expected: String? = nil,
        nearest: String? = nil,
        remedy: String? = nil
    ) {
        reading.report(
            ScenarioDiagnostic(at: place, problem, expected: expected, nearest: nearest, remedy: remedy),
            path: path(of: key)
        )
    }

    static func name(_ path: String) -> String { path.isEmpty ? "the scenario" : path }

    private func refuseUnknown(_ table: ScenarioKeys) {
        for (key, place) in keys where !table.keys.contains(key) {
            if table.later.contains(key) {
                report(place, key, "\(path(of: key)) is not supported yet", expected: Self.list(table.keys))
            } else if key == "<<" {
                report(place, key, "merge keys (`<<`) are not allowed", remedy: "write the keys out")
            } else {
                report(
                    place,
                    key,
                    "\(Self.name(path)) has no key \(quote(key))",
                    expected: Self.list(table.keys),
                    nearest: NearestWord.of(key, in: table.keys),
                    remedy: key == "on" ? "`on` means true in YAML; faults begin with `at`, `every` or `after`" : nil
                )
            }
        }
    }

    /// `a, b or c`.
    static func list(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " or " + last
    }
}
