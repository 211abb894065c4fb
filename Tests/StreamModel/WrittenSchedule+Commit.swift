import Stream

// Schedules about what counts as committed.
extension WrittenSchedule {
    static let commitSchedules: [WrittenSchedule] = [
        WrittenSchedule(
            1,
            "acknowledged before WAIT; link blackholed, master killed",
            without: .acknowledgesWhenProved,
            breaks: [.onlyCommitted],
            [
                step(.hold, 1), publish(0), roundAlone(0), step(.answer, 0), step(.crash, 0), step(.failover, 1),
                comeBack(0), move(0),
            ]
        ),
        WrittenSchedule(
            2,
            "delivered on receipt; link blackholed, master killed, the index used again",
            without: .deliversWhenProved,
            breaks: [.nodesAgree, .onlyCommitted],
            [
                step(.hold, 1), publish(0), roundAlone(0), step(.receive, 0), step(.crash, 0), step(.failover, 1),
                comeBack(0), move(1), publish(1), rounds(1), move(0), step(.receive, 0),
            ]
        ),
        WrittenSchedule(
            3,
            "a retry through another node answers already, and WAIT on its idle connection says yes",
            without: [.comparesOffsets, .writesBarrier],
            breaks: [.onlyCommitted, .commitBelowHeads, .committedEverywhere],
            [
                step(.hold, 1), publish(0), step(.serve, 0, 1), step(.leaveNode, 0), step(.enterNode, 0, 1),
                step(.request, 0), step(.serve, 1, 12), step(.reply, 1), step(.answer, 0), step(.crash, 0),
                step(.failover, 1), comeBack(0),
            ]
        ),
        WrittenSchedule(
            4,
            "a reader takes a wake-up and the WAIT behind it for a proof",
            without: [.comparesOffsets, .writesBarrier],
            breaks: [.commitBelowHeads, .committedEverywhere],
            [
                step(.hold, 1), publish(0), step(.serve, 0, 1), step(.wake, 1), step(.serve, 1, 12), step(.reply, 1),
                step(.receive, 1),
            ]
        ),
        WrittenSchedule(
            6,
            "a WAIT is held back while its master is demoted, copies the other one, and is promoted again",
            without: .comparesReigns,
            breaks: [.onlyCommitted, .committedEverywhere, .nodesAgree],
            [
                step(.hold, 1), publish(0), step(.serve, 0, 5), step(.failover, 1), step(.reconfigure, 0),
                step(.attach, 0), step(.rewritten, 0), step(.failover, 0), step(.reconfigure, 1), step(.attach, 1),
                move(1), (0..<6).flatMap { _ in publish(1) + rounds(1) }, step(.serve, 0, 12), step(.reply, 0),
                step(.answer, 0),
            ]
        ),
        WrittenSchedule(
            7,
            "one replica counts twice, over a half-open link and a new one; the other is cut off",
            servers: 3,
            without: .countsAddressesOnce,
            breaks: [.commitBelowHeads, .committedEverywhere],
            [
                step(.hold, 2), publish(0), step(.serve, 0, 5), step(.replicate, 1), step(.acknowledgeLater, 1),
                step(.cut, 1, 1), step(.attach, 1), step(.acknowledged, 1), step(.serve, 0, 12), step(.waitTimeout, 0),
                step(.serve, 0, 12), step(.reply, 0),
            ]
        ),
        WrittenSchedule(
            8,
            "one of two replicas is enough; the other is promoted",
            servers: 3,
            without: .needsAllReplicas,
            breaks: [.commitBelowHeads, .committedEverywhere],
            [step(.hold, 2), publish(0), step(.round, 0), step(.crash, 0), step(.failover, 2), step(.reconfigure, 1)]
        ),
        WrittenSchedule(
            23,
            "the append's script is gone, and the WAIT behind it succeeds",
            [
                step(.loseScripts, 0), publish(0), step(.round, 0), step(.answer, 0), step(.tick, 0), rounds(0),
                step(.answer, 0),
            ]
        ),
        WrittenSchedule(
            25,
            "a WAIT that ran out is taken for a failure; the message is delivered later",
            without: .keepsUnknownOpen,
            breaks: [.onceInOrder],
            [step(.hold, 1), publish(0), roundAlone(0), step(.answer, 0), step(.release, 1), step(.flow), step(.flow)]
        ),
    ]
}
