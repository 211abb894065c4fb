/// Which messages were published by somebody who had seen a message (`order: causal`).
///
/// The dependencies of a message are, for every stream of another publisher, the latest message that its carrier had seen
/// before it was invoked, where that was seen since the publisher's last message to the same audience.
final class DependencyTable {
    let index: MessageIndex
    /// By number of a message: where those that depend on it begin in `dependents`; one more at the end.
    private var starts: [UInt32] = []
    private var dependents: [UInt32] = []
    private var pairs: [(message: UInt32, dependent: UInt32)] = []
    /// More dependencies were seen than there is room for.
    private(set) var isOverfull = false

    /// 8 bytes each while they are gathered, 4 afterwards.
    static let dependenciesMax = 1 << 22

    private let dependenciesMax: Int

    init(index: MessageIndex, dependenciesMax: Int = DependencyTable.dependenciesMax) {
        self.index = index
        self.dependenciesMax = dependenciesMax
    }

    func add(_ dependent: Int, dependsOn message: Int) {
        guard pairs.count < dependenciesMax else {
            isOverfull = true
            return
        }
        pairs.append((UInt32(truncatingIfNeeded: message), UInt32(truncatingIfNeeded: dependent)))
    }

    /// Everything was added; from now on it can be asked for.
    func close() {
        starts = [UInt32](repeating: 0, count: index.count + 1)
        for pair in pairs { starts[Int(pair.message) + 1] += 1 }
        for message in 0..<index.count { starts[message + 1] += starts[message] }
        var next = starts
        dependents = [UInt32](repeating: 0, count: pairs.count)
        for pair in pairs {
            dependents[Int(next[Int(pair.message)])] = pair.dependent
            next[Int(pair.message)] += 1
        }
        pairs = []
    }

    /// Numbers of the messages that depend on one.
    @inline(__always)
    func dependents(of message: Int) -> ArraySlice<UInt32> {
        dependents[Int(starts[message])..<Int(starts[message + 1])]
    }
}
