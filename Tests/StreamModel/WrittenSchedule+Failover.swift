import Stream

// Schedules about servers that change places, and about data that is destroyed.
extension WrittenSchedule {
    /// Entry 5 is read from a master that loses it; entry 5 of the next one is another message.
    private static let reusedIndex: [[Step]] = [
        step(.hold, 1), publish(0), roundAlone(0), step(.crash, 0), step(.failover, 1), comeBack(0), move(1),
        publish(1),
        rounds(1), move(0), rounds(0), step(.receive, 0), step(.receive, 1),
    ]

    static let failoverSchedules: [WrittenSchedule] = [
        WrittenSchedule(
            5,
            "a frozen master has an append in its socket; failover, retry, thaw: the old append runs",
            without: .deliversWhenProved,
            breaks: [.nodesAgree, .onlyCommitted],
            [
                publish(0), step(.freeze, 0), step(.failover, 1), step(.lose, 0, 1), step(.tick, 0), step(.follow, 0),
                step(.thaw, 0), step(.serveStray), step(.wake, 1), roundAlone(1), step(.receive, 1),
                step(.reconfigure, 0), step(.attach, 0), step(.rewritten, 0), rounds(0), step(.answer, 0),
            ]
        ),
        WrittenSchedule(
            9,
            "everysec: the master is killed and restarted before anybody notices; the replica has more, and is wiped",
            assumptions: [.staleStayBehind, .nobodyDestroys],
            without: .checksTag,
            breaks: [.entitledExactly],
            told: 2,
            [
                publish(0), step(.flow), step(.wake, 1), step(.flow), step(.crash, 0), step(.restart, 0),
                step(.attach, 1),
                move(0), move(1), publish(1), step(.flow), step(.flow), publish(1), step(.flow), step(.flow),
                step(.tick, 0), step(.flow),
            ]
        ),
        WrittenSchedule(
            10,
            "no persistence: the master comes back empty, and its replica empties itself",
            assumptions: [.durable, .staleStayBehind],
            told: 2,
            [
                publish(0), step(.flow), step(.wake, 1), step(.flow), step(.flush, 0), step(.synchronize),
                step(.tick, 0),
                step(.tick, 1), step(.flow), step(.flow), step(.flow), step(.flow),
            ]
        ),
        WrittenSchedule(
            11,
            "a replica dies while it rewrites its file behind a full copy, comes back with old data, and is promoted",
            assumptions: [.durable, .nobodyDestroys],
            without: .checksTag,
            breaks: [.entitledExactly],
            told: 2,
            [
                // One write of the old master is lost, so that it has to copy everything.
                step(.hold, 1), step(.wake, 0), step(.serve, 0, 3), step(.failover, 1), step(.reconfigure, 0),
                step(.attach, 0), move(0), move(1), publish(0), step(.flow),
                step(.wake, 1), step(.flow), step(.crash, 0), step(.restart, 0), step(.crash, 1), step(.failover, 0),
                step(.restart, 1, 1), step(.reconfigure, 1), step(.attach, 1), move(0), move(1), step(.flow),
                publish(1),
                step(.flow), step(.flow), publish(1), step(.flow), step(.flow), step(.tick, 0), step(.flow),
            ]
        ),
        WrittenSchedule(
            12,
            "a node starts while a planned failover is under way, on the island of the old master: it stays mute",
            without: .acknowledgesWhenProved,
            breaks: [.onlyCommitted],
            [
                step(.crashNode, 1), step(.failover, 1), step(.startNode, 1), step(.locate, 1, 1), step(.connect, 1),
                rounds(1), step(.enterNode, 1, 1), publish(1), roundAlone(1), step(.answer, 1), step(.reconfigure, 0),
                step(.attach, 0), step(.rewritten, 0),
            ]
        ),
        WrittenSchedule(
            16,
            "what was read from the old master is kept, and the commit is proved on the new one",
            without: .dropsPendingWithReign,
            breaks: [.nodesAgree, .entitledExactly],
            reusedIndex
        ),
        WrittenSchedule(
            16,
            "between reading entries and reading how far they are committed, the server is demoted and promoted again",
            without: .checksReignOfHint,
            breaks: [.nodesAgree, .entitledExactly],
            [
                step(.tick, 1), rounds(1), step(.hold, 1), publish(0), step(.serve, 0, 1), step(.tick, 1),
                step(.serve, 1, 1), step(.failover, 1), step(.reconfigure, 0), step(.attach, 0), step(.rewritten, 0),
                step(.failover, 0), step(.reconfigure, 1), step(.attach, 1), step(.crashNode, 0), step(.startNode, 0),
                step(.follow, 0), step(.leaveNode, 1), step(.enterNode, 1, 0), publish(1), rounds(0), step(.wake, 0),
                rounds(0), step(.serve, 1, 12), step(.reply, 1), step(.receive, 1),
            ]
        ),
        WrittenSchedule(
            24,
            "an older copy of the directory, and new traffic beyond the clients' positions",
            assumptions: [.durable, .staleStayBehind],
            without: .checksTag,
            breaks: [.entitledExactly],
            told: 2,
            [
                step(.backUp, 0), publish(0), step(.flow), step(.wake, 1), step(.flow), step(.drop, 0), step(.drop, 1),
                step(.restore, 0), step(.attach, 1), move(0), move(1), publish(1), step(.flow), publish(1), step(.flow),
                step(.flow), step(.tick, 0), step(.flow), step(.resume, 0, 1), step(.resume, 1, 0), step(.flow),
                step(.flow),
            ]
        ),
    ]
}
