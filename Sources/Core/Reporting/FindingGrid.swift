/// How many findings each client has in each part of a run: what a heat map shows. Clients share rows where they are many.
package final class FindingGrid {
    /// The three kinds that are told apart.
    package enum Layer: Int, Sendable, CaseIterable {
        /// Lost, or torn.
        case missing
        /// Seen again.
        case repeated
        /// Everything else: order, told gaps, and what should not have come at all.
        case other

        package init(_ violation: ViolationClass) {
            switch violation {
            case .lost, .torn: self = .missing
            case .duplicated: self = .repeated
            case .outOfOrder, .misrouted, .phantom, .aborted, .corrupted, .orderConflict, .causality, .toldGap:
                self = .other
            }
        }
    }

    /// The most rows there are.
    package static let rowsMax = 64

    package let clients: Int
    /// Clients of one row; the last row may have fewer.
    package let clientsPerRow: Int
    package let rows: Int
    package private(set) var bins: TimeBins
    /// By layer, empty while nothing was found; the parts of a row lie together.
    private var counts: [[UInt32]]
    /// The last part with a finding.
    private var last = 0

    /// For clients at positions 0 up to `clients`, in the order of the manifest.
    package init(clients: Int) {
        self.clients = clients
        clientsPerRow = max(1, (clients + Self.rowsMax - 1) / Self.rowsMax)
        rows = (clients + clientsPerRow - 1) / clientsPerRow
        bins = TimeBins(begin: 0)
        counts = Layer.allCases.map { _ in [] }
    }

    /// Says when the first part begins, before anything is counted.
    package func start(at time: UInt64) {
        bins = TimeBins(begin: time)
    }

    /// Counts a finding of the client at this position.
    package func add(_ violation: ViolationClass, client: Int, time: UInt64) {
        guard client >= 0, client < clients else { return }
        let layer = Layer(violation).rawValue
        if counts[layer].isEmpty { counts[layer] = [UInt32](repeating: 0, count: rows * TimeBins.countMax) }
        var part = bins.index(of: time)
        if part >= TimeBins.countMax { part = grow(toHold: time) }
        last = max(last, part)
        counts[layer][client / clientsPerRow * TimeBins.countMax + part] += 1
    }

    private func grow(toHold time: UInt64) -> Int {
        for _ in 0..<bins.grow(toHold: time) {
            for layer in counts.indices where !counts[layer].isEmpty {
                for row in 0..<rows {
                    var own = Array(counts[layer][cells(of: row)])
                    TimeBins.fold(&own)
                    counts[layer].replaceSubrange(cells(of: row), with: own)
                }
            }
            last /= 2
        }
        return bins.index(of: time)
    }

    private func cells(of row: Int) -> Range<Int> {
        (row * TimeBins.countMax)..<((row + 1) * TimeBins.countMax)
    }

    /// The counts of a row in the parts up to the last that has any; nil when the layer is empty.
    package func row(_ row: Int, of layer: Layer) -> ArraySlice<UInt32>? {
        guard !counts[layer.rawValue].isEmpty else { return nil }
        return counts[layer.rawValue][cells(of: row)].prefix(last + 1)
    }

    /// All findings of a layer.
    package func total(of layer: Layer) -> Int {
        counts[layer.rawValue].reduce(0) { $0 + Int($1) }
    }

    /// Positions of the clients that share a row.
    package func clients(of row: Int) -> Range<Int> {
        (row * clientsPerRow)..<min((row + 1) * clientsPerRow, clients)
    }
}
