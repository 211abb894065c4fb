import Core
import Testing

@Suite struct NodePickerTests {
    private func picker(_ policy: BalancerSpec.Policy, nodes: Int = 3, seed: UInt64 = 7) -> NodePicker {
        var picker = NodePicker(policy, seed: seed)
        picker.replace(with: (0..<nodes).map { NodeAddress(node: NodeID(index: $0), port: UInt16(4_001 + $0)) })
        return picker
    }

    private func numbers(
        _ picker: inout NodePicker,
        _ count: Int,
        _ mark: StickyMark? = nil
    ) -> [UInt32] {
        (0..<count).compactMap { _ in picker.pick(mark)?.node.number }
    }

    @Test func roundRobinGoesInTurnPastNodesThatAreDown() {
        var picker = picker(.roundRobin)
        #expect(numbers(&picker, 4) == [1, 2, 3, 1])
        picker.set(NodeID(2), isUp: false)
        #expect(numbers(&picker, 3) == [3, 1, 3])
        picker.set(NodeID(2), isUp: true)
        #expect(numbers(&picker, 3) == [1, 2, 3])
    }

    @Test func aNodeThatDidNotTakeTheConnectionIsPassedOver() {
        var picker = picker(.roundRobin, nodes: 2)
        #expect(picker.pick(nil, except: [NodeID(1)])?.node == NodeID(2))
        #expect(picker.pick(nil, except: [NodeID(1), NodeID(2)]) == nil)
    }

    @Test(arguments: BalancerSpec.Policy.allCases)
    func nobodyIsChosenWhenNobodyIsWell(policy: BalancerSpec.Policy) {
        var picker = picker(policy, nodes: 1)
        picker.set(NodeID(1), isUp: false)
        #expect(picker.pick(.token("x")) == nil)
    }

    @Test func randomIsFixedByTheSeedAndReachesEverybody() {
        var first = picker(.random)
        var second = picker(.random)
        var other = picker(.random, seed: 8)
        let chosen = numbers(&first, 60)
        #expect(numbers(&second, 60) == chosen)
        #expect(numbers(&other, 60) != chosen)
        #expect(Set(chosen) == [1, 2, 3])
    }

    @Test func leastConnectionsCountsWhatIsOpenAndTakesTurnsAmongEquals() {
        var picker = picker(.leastConnections)
        #expect(numbers(&picker, 3) == [1, 2, 3])
        for node in [1, 1, 2, 3] as [UInt32] { picker.opened(NodeID(node)) }
        #expect(numbers(&picker, 3) == [2, 3, 2])
        picker.closed(NodeID(1))
        picker.closed(NodeID(1))
        #expect(numbers(&picker, 2) == [1, 1])
        #expect(picker.entries.map(\.total) == [2, 1, 1])
    }

    @Test func aCookieLeadsToItsNodeWhileThatIsWell() {
        var picker = picker(.sticky)
        #expect(numbers(&picker, 3, .cookie(NodeID(2))) == [2, 2, 2])
        picker.set(NodeID(2), isUp: false)
        #expect(Set(numbers(&picker, 2, .cookie(NodeID(2)))).isDisjoint(with: [2]))
    }

    @Test func aTokenAlwaysLeadsToTheSameNodeAndOnlyThoseOfALostNodeMove() {
        var picker = picker(.sticky)
        let tokens = (0..<300).map { "token \($0)" }
        let before = tokens.map { picker.pick(.token($0))?.node.number }
        #expect(tokens.map { picker.pick(.token($0))?.node.number } == before)
        #expect((1...3).allSatisfy { node in before.count { $0 == node } > 60 })
        picker.set(NodeID(3), isUp: false)
        let without = tokens.map { picker.pick(.token($0))?.node.number }
        #expect(zip(before, without).allSatisfy { $0 == 3 ? $1 != 3 : $0 == $1 })
        picker.set(NodeID(3), isUp: true)
        #expect(tokens.map { picker.pick(.token($0))?.node.number } == before)
    }

    @Test func whatIsKnownOfANodeStaysWhenTheListChanges() {
        var picker = picker(.roundRobin, nodes: 2)
        picker.opened(NodeID(2))
        picker.set(NodeID(2), isUp: false)
        picker.replace(with: [NodeAddress(node: NodeID(2), port: 9), NodeAddress(node: NodeID(3), port: 10)])
        #expect(picker.entries.map(\.address.port) == [9, 10])
        #expect(picker.entries.map(\.isUp) == [false, true])
        #expect(picker.entries.map(\.connections) == [1, 0])
    }
}
