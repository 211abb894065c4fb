extension HistoryKind {
    /// What exports and documents call it (docs/history.md).
    package var name: StaticString {
        switch self {
        case .connectInvoked: "connect-invoked"
        case .connected: "connected"
        case .disconnected: "disconnected"
        case .lifeEnded: "life-ended"
        case .joinInvoked: "join-invoked"
        case .joined: "joined"
        case .joinFailed: "join-failed"
        case .leaveInvoked: "leave-invoked"
        case .left: "left"
        case .leaveFailed: "leave-failed"
        case .publishInvoked: "publish-invoked"
        case .publishEnded: "publish-ended"
        case .delivered: "delivered"
        case .corrupted: "corrupted"
        case .foreign: "foreign"
        case .alive: "alive"
        case .accepted: "accepted"
        case .written: "written"
        case .received: "received"
        case .handed: "handed"
        case .backplane: "backplane"
        case .carried: "carried"
        case .carriedOther: "carried-other"
        case .witnessListening: "witness-listening"
        case .witnessDeaf: "witness-deaf"
        case .faultInvoked: "fault-invoked"
        case .faultObserved: "fault-observed"
        case .healInvoked: "heal-invoked"
        case .healObserved: "heal-observed"
        case .faultFailed: "fault-failed"
        case .phase: "phase"
        }
    }
}
