/// Every fault that a scenario can name.
package enum FaultCatalogue {
    static let readable: [any ReadableFault.Type] = [
        RedisRestart.self, RedisFreeze.self,
        NodeKill.self, NodeRestart.self,
        ClientDrop.self, ClientFreeze.self, ClientThaw.self, ClientJoin.self, ClientLeave.self, ClientChurn.self,
        ClientClose.self, ClientOpen.self,
        TrafficBurst.self, TrafficPause.self, TrafficResume.self, TrafficSet.self,
    ]

    /// For tests that go through all of them.
    package static var all: [any Fault.Type] { readable.map { $0 } }
}
