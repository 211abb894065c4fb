/// Puts the overrides of one variant over a scenario: `{faults.0: {down: 3s}, nodes.count: 4, seed: null}`.
///
/// A path goes down through keys and list positions. A mapping is merged into a mapping, anything else replaces what is
/// there, `null` removes it, and the position after the last one of a list adds to it. Overrides keep their own places, so
/// that mistakes are shown where they were made.
struct VariantOverlay {
    let name: String
    let reading: ScenarioReading

    /// Parts of one path.
    private static let depthMax = 8

    func apply(_ overrides: [ScenarioTree.Entry], to tree: ScenarioTree) -> ScenarioTree {
        var result = tree
        for override in overrides {
            let parts = override.key.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            guard parts.count <= Self.depthMax, !parts.contains("") else {
                report(
                    override.keyPlace,
                    "\(quote(override.key)) is no path",
                    expected: "keys with dots, as `faults.0.down`"
                )
                continue
            }
            guard parts[0] != "scenario", parts[0] != "variants" else {
                report(override.keyPlace, "a variant cannot change '\(parts[0])'")
                continue
            }
            set(parts[...], in: &result, to: override.value, at: override.keyPlace, whole: parts)
        }
        return result
    }

    private func set(
        _ path: ArraySlice<String>,
        in tree: inout ScenarioTree,
        to value: ScenarioTree,
        at place: ScenarioPlace,
        whole: [String]
    ) {
        guard let head = path.first else { return merge(value, into: &tree, at: place, whole: whole) }
        let rest = path.dropFirst()
        switch tree.content {
        case .mapping(var entries):
            let index = entries.firstIndex { $0.key == head }
            if rest.isEmpty, value.isNull {
                guard let index else { return nothing(whole, place) }
                entries.remove(at: index)
            } else if let index {
                set(rest, in: &entries[index].value, to: value, at: place, whole: whole)
            } else {
                var created = ScenarioTree(content: .mapping([]), place: place)
                set(rest, in: &created, to: value, at: place, whole: whole)
                entries.append(ScenarioTree.Entry(key: head, keyPlace: place, value: created))
            }
            tree.content = .mapping(entries)
        case .list(var items):
            guard let index = Int(head), index >= 0, index <= items.count, !value.isNull || index < items.count else {
                let last = items.count
                return report(
                    place,
                    "\(whole.joined(separator: ".")): the list has \(items.count) items, and no item \(quote(head))",
                    expected: "a position from 0 to \(last); \(last) adds one"
                )
            }
            if rest.isEmpty, value.isNull {
                items.remove(at: index)
            } else {
                if index == items.count { items.append(ScenarioTree(content: .mapping([]), place: place)) }
                set(rest, in: &items[index], to: value, at: place, whole: whole)
            }
            tree.content = .list(items)
        case .scalar:
            report(
                place,
                "\(whole.joined(separator: ".")): \(tree.summary) is no mapping or list, so '\(head)' is not in it"
            )
        }
    }

    private func merge(_ value: ScenarioTree, into tree: inout ScenarioTree, at place: ScenarioPlace, whole: [String]) {
        guard let additions = value.entries, tree.entries != nil else {
            tree = value
            return
        }
        for addition in additions {
            set(
                [addition.key],
                in: &tree,
                to: addition.value,
                at: addition.keyPlace,
                whole: whole + [addition.key]
            )
        }
    }

    private func nothing(_ whole: [String], _ place: ScenarioPlace) {
        report(place, "\(quote(whole.joined(separator: "."))) is not there, so it cannot be removed")
    }

    private func report(_ place: ScenarioPlace, _ problem: String, expected: String? = nil) {
        reading.report(ScenarioDiagnostic(at: place, problem, expected: expected), path: "variants.\(name)")
    }
}
