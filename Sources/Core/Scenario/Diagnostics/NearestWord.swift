/// Finds the word that somebody probably meant.
enum NearestWord {
    /// The candidate with the fewest edits, if that is few for its length; the first of the list among equals.
    static func of(_ word: String, in candidates: some Sequence<String>) -> String? {
        let given = Array(word.lowercased().unicodeScalars.prefix(64))
        guard !given.isEmpty else { return nil }
        var best: (word: String, edits: Int)?
        for candidate in candidates {
            let target = Array(candidate.lowercased().unicodeScalars)
            let edits = distance(given, target)
            guard edits <= max(1, min(given.count, target.count) / 3 + (target.count > 5 ? 1 : 0)) else { continue }
            if edits < target.count, best.map({ edits < $0.edits }) ?? true { best = (candidate, edits) }
        }
        return best?.word
    }

    /// Insertions, removals, replacements and exchanges of two neighbours, each counted as one.
    static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var before: [Int] = []
        var previous = Array(0...right.count)
        for row in 0..<left.count {
            var current = [row + 1]
            for column in 0..<right.count {
                let replaced = previous[column] + (left[row] == right[column] ? 0 : 1)
                var best = min(previous[column + 1] + 1, current[column] + 1, replaced)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    best = min(best, before[column - 1] + 1)
                }
                current.append(best)
            }
            before = previous
            previous = current
        }
        return previous[right.count]
    }
}
