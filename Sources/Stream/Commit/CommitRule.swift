/// Decides whether what a pipeline appended or read is on every data server, durably.
///
/// The pipeline is: the work, a barrier that always writes, INFO replication, WAIT, INFO replication. WAIT only makes replicas
/// acknowledge at once; its count decides nothing, for it counts links and also counts for a connection that has written
/// nothing.
package struct CommitRule: Hashable, Sendable {
    /// Every data server of the set, whichever is master.
    package var servers: [ServerAddress]
    package var measures: SafetyMeasures

    package init(servers: [ServerAddress], measures: SafetyMeasures = .all) {
        self.servers = servers
        self.measures = measures
    }

    /// R: how many replicas there are. All of them have to have it, for any may be promoted.
    package var replicaCount: Int { max(0, servers.count - 1) }

    /// What the replies prove. Everything but `proved` means: nothing is known.
    package enum Verdict: Hashable, Sendable {
        case proved
        /// It calls itself a replica.
        case notMaster
        /// The time of the adopted reign is over.
        case otherReign
        /// So many replicas are known to have it, which is too few.
        case missing(acknowledged: Int)
    }

    /// - Parameters:
    ///   - before: INFO between barrier and WAIT: its offset is what replicas must have reached.
    ///   - waited: what WAIT answered.
    ///   - after: INFO behind WAIT.
    ///   - reign: the adopted one.
    package func judge(
        before: ReplicationInfo,
        waited: Int,
        after: ReplicationInfo,
        reign: Reign
    ) -> Verdict {
        guard before.isMaster, after.isMaster else { return .notMaster }
        if measures.contains(.comparesReigns), before.reign != reign || after.reign != reign { return .otherReign }
        let needed = measures.contains(.needsAllReplicas) ? replicaCount : min(1, replicaCount)
        let acknowledged = measures.contains(.comparesOffsets) ? count(after.links, reached: before.offset) : waited
        return acknowledged >= needed ? .proved : .missing(acknowledged: acknowledged)
    }

    private func count(_ links: [ReplicationInfo.Link], reached offset: Int64) -> Int {
        var count = 0
        for (place, link) in links.enumerated() where link.isOnline && link.offset >= offset {
            guard servers.contains(link.address) else { continue }
            let isRepeated = links[..<place].contains {
                $0.address == link.address && $0.isOnline && $0.offset >= offset
            }
            if !isRepeated || !measures.contains(.countsAddressesOnce) { count += 1 }
        }
        return count
    }
}
