/// A scenario file that was read and found right, with all its variants.
package struct ScenarioFile: Sendable {
    /// Larger files are refused; read one byte more than this to know.
    package static let bytesMax = 1_048_576
    /// Variants of one file.
    private static let variantsMax = 64

    /// As it was given on the command line.
    package let path: String
    /// `scenario:`.
    package let name: String
    /// `about:`.
    package let about: String
    /// The names under `variants`, in the order of the file.
    package let variants: [String]
    private let tree: ScenarioTree
    private let text: ScenarioText

    /// Reads a file. All mistakes come at once when it is YAML, for every variant and for every backplane that `expect`
    /// names; otherwise those that keep it from being YAML.
    package static func parse(_ bytes: [UInt8], path: String) -> Result<ScenarioFile, ScenarioDiagnostics> {
        let loaded = ScenarioText.load(bytes, bytesMax: bytesMax)
        guard let text = loaded.text else {
            return .failure(ScenarioDiagnostics(path: path, loaded.diagnostics, text: nil))
        }
        let unreadable = loaded.diagnostics + ScenarioTokenScan.diagnostics(of: text)
        guard unreadable.isEmpty else {
            return .failure(ScenarioDiagnostics(path: path, unreadable, text: text))
        }
        let composed = ScenarioComposer.compose(text)
        var diagnostics = composed.diagnostics
        guard let tree = composed.tree, tree.entries != nil else {
            if diagnostics.isEmpty { diagnostics.append(noMapping(composed.tree, text)) }
            return .failure(ScenarioDiagnostics(path: path, diagnostics, text: text))
        }
        let base = resolve(tree)
        diagnostics += base.diagnostics
        let variants = variants(of: tree)
        diagnostics += variants.diagnostics
        for (variant, backplane) in combinations(of: tree, variants: variants.names) {
            let found = resolve(tree, variant: variant, backplane: backplane).diagnostics
            diagnostics += added(found, to: diagnostics, variant: variant, backplane: backplane)
        }
        guard diagnostics.isEmpty else {
            return .failure(ScenarioDiagnostics(path: path, diagnostics, text: text))
        }
        return .success(
            ScenarioFile(
                path: path,
                name: base.scenario.name,
                about: base.scenario.about,
                variants: variants.names,
                tree: tree,
                text: text
            )
        )
    }

    /// The scenario to run. `backplane` stands above `nodes.backplane`, and chooses what `expect.backplanes` says of it.
    ///
    /// Throws when there is no such variant, or when the file does not make sense on that backplane.
    package func scenario(
        variant: String? = nil,
        backplane: BackplaneKind? = nil
    ) throws(ScenarioDiagnostics) -> Scenario {
        if let variant, !variants.contains(variant) {
            let diagnostic = ScenarioDiagnostic(
                at: tree.place(of: "variants"),
                "there is no variant \(quote(variant))",
                expected: variants.isEmpty ? "no variant: the file has none" : MappingReader.list(variants),
                nearest: NearestWord.of(variant, in: variants)
            )
            throw ScenarioDiagnostics(path: path, [diagnostic], text: text)
        }
        let resolved = Self.resolve(tree, variant: variant, backplane: backplane)
        guard resolved.diagnostics.isEmpty else {
            let found = Self.added(resolved.diagnostics, to: [], variant: variant, backplane: backplane)
            throw ScenarioDiagnostics(path: path, found, text: text)
        }
        return resolved.scenario
    }

    /// Where the parts that a run can fail stand, for a variant and the backplane of the run. What a variant changes stands
    /// where the variant says it.
    package func places(variant: String? = nil, backplane: BackplaneKind) -> ScenarioPlaces {
        ScenarioPlaces(of: Self.overlaid(tree, variant: variant, reading: ScenarioReading()), backplane: backplane)
    }
}

extension ScenarioFile {
    private static func noMapping(_ tree: ScenarioTree?, _ text: ScenarioText) -> ScenarioDiagnostic {
        let remedy = "begin with `scenario: NAME`; docs/scenarios.md has the shortest one"
        if let tree, !tree.isNull {
            return ScenarioDiagnostic(
                at: tree.place,
                "a scenario is a mapping; this is \(tree.summary)",
                remedy: remedy
            )
        }
        let isBlank = text.lines.allSatisfy { $0.allSatisfy { $0 == " " || $0 == "\t" } }
        return ScenarioDiagnostic(
            at: .start,
            isBlank ? "the file is empty" : "the file has nothing but comments",
            remedy: remedy
        )
    }

    private static func resolve(
        _ tree: ScenarioTree,
        variant: String? = nil,
        backplane: BackplaneKind? = nil
    ) -> (scenario: Scenario, diagnostics: [ScenarioDiagnostic]) {
        let reading = ScenarioReading()
        let effective = overlaid(tree, variant: variant, reading: reading)
        var scenario = ScenarioReader(reading: reading, backplane: backplane).scenario(of: effective)
        scenario.variant = variant
        ScenarioValidation(scenario: scenario, tree: effective, reading: reading).run()
        return (scenario, reading.diagnostics)
    }

    private static func overlaid(_ tree: ScenarioTree, variant: String?, reading: ScenarioReading) -> ScenarioTree {
        guard let variant else { return tree }
        let overrides = tree["variants"]?[variant]?.entries ?? []
        return VariantOverlay(name: variant, reading: reading).apply(overrides, to: tree)
    }

    private static func variants(of tree: ScenarioTree) -> (names: [String], diagnostics: [ScenarioDiagnostic]) {
        let reading = ScenarioReading()
        let mapping = MappingReader(free: tree["variants"], path: "variants", place: tree.place, reading: reading)
        var names: [String] = []
        for (name, place) in mapping.keys {
            if !MappingReader.isName(name) {
                mapping.report(place, name, "\(quote(name)) is no name", expected: MappingReader.nameRule)
            } else if mapping[name]?.entries == nil {
                mapping.report(
                    mapping.place(of: name),
                    name,
                    "variants.\(name) must be a mapping; got \(mapping[name]?.summary ?? "nothing")",
                    expected: "paths and values, for example `{faults.0.down: 3s}`"
                )
            } else if names.count == variantsMax {
                mapping.report(place, name, "more than \(variantsMax) variants")
                break
            } else {
                names.append(name)
            }
        }
        return (names, reading.diagnostics)
    }

    /// What a run may ask for besides the scenario as it stands.
    private static func combinations(
        of tree: ScenarioTree,
        variants: [String]
    ) -> [(variant: String?, backplane: BackplaneKind?)] {
        let named = (tree["expect"]?["backplanes"]?.entries ?? []).compactMap { BackplaneKind(rawValue: $0.key) }
        let backplanes = [nil] + named.map(Optional.some)
        return ([nil] + variants.map(Optional.some))
            .flatMap { variant in backplanes.map { (variant, $0) } }
            .filter { $0.variant != nil || $0.backplane != nil }
    }

    /// Those that are not there yet, with the variant or backplane under which they show.
    private static func added(
        _ found: [ScenarioDiagnostic],
        to known: [ScenarioDiagnostic],
        variant: String?,
        backplane: BackplaneKind?
    ) -> [ScenarioDiagnostic] {
        let told = Set(
            known.map { diagnostic in
                var plain = diagnostic
                plain.context = nil
                return plain
            }
        )
        let parts = [variant.map { "variant \($0)" }, backplane.map { "backplane \($0.rawValue)" }].compactMap(\.self)
        let context = parts.isEmpty ? nil : parts.joined(separator: ", ")
        return found.filter { !told.contains($0) }.map { diagnostic in
            var result = diagnostic
            result.context = context
            return result
        }
    }
}
