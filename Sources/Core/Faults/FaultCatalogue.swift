/// Every fault that a scenario can name.
package enum FaultCatalogue {
    static let readable: [any ReadableFault.Type] = [
        RedisKill.self, RedisStop.self, RedisStart.self, RedisRestart.self, RedisFreeze.self, RedisThaw.self,
        RedisSnapshot.self, RedisKillClients.self, RedisPromote.self, RedisDetach.self, RedisScriptFlush.self,
        RedisSetKey.self, RedisFillMemory.self, RedisACL.self, RedisFlush.self, RedisPause.self, SentinelFailover.self,
        NodeKill.self, NodeStop.self, NodeStart.self, NodeRestart.self, NodeFreeze.self, NodeThaw.self, NodeAdd.self,
        NodeRemove.self, NodeRolling.self, NodeFailpoint.self,
        ClientDrop.self, ClientFreeze.self, ClientThaw.self, ClientJoin.self, ClientLeave.self, ClientChurn.self,
        ClientClose.self, ClientOpen.self,
        TrafficBurst.self, TrafficPause.self, TrafficResume.self, TrafficSet.self,
        LinkReset.self, LinkBlackhole.self, LinkHeal.self, LinkRefuse.self, LinkAcceptHang.self, LinkLatency.self,
        LinkBandwidth.self, LinkHold.self, LinkCutMidFrame.self, LinkIdleCull.self, LinkPartition.self,
        NodeStallReads.self,
    ]

    /// For tests that go through all of them.
    package static var all: [any Fault.Type] { readable.map { $0 } }
}
