import Stream

// Schedules about sessions.
extension WrittenSchedule {
    /// A publisher finds its session gone and asks for another one; the request for it has reached its node.
    private static func reopen(_ publisher: Int, over node: Int) -> [Step] {
        publish(publisher) + rounds(node) + step(.answer, publisher) + step(.request, publisher)
    }

    static let publisherSchedules: [WrittenSchedule] = [
        WrittenSchedule(
            13,
            "appends create sessions; a stuck duplicate arrives when its session has run out",
            with: .appendsCreateSessions,
            breaks: [.onceInOrder],
            [
                step(.publish, 0), step(.leaveNode, 0, 1), step(.enterNode, 0, 1), step(.request, 0), rounds(1),
                step(.answer, 0), step(.expireSessions, 0), step(.strayRequest), rounds(0),
            ]
        ),
        WrittenSchedule(
            14,
            "a session's number is used before it is committed, lost in a failover, and given to somebody else",
            without: [.usesProvedSessions, .comparesSalts],
            breaks: [.onlyCommitted],
            [
                step(.expireSessions, 0), reopen(1, over: 1), step(.lose, 1), reopen(0, over: 0), step(.hold, 1),
                roundAlone(0), step(.answer, 0), step(.crash, 0), step(.failover, 1), comeBack(0), step(.tick, 1),
                step(.follow, 1), rounds(1), step(.answer, 1), step(.request, 1), rounds(1), step(.answer, 1), move(0),
                step(.request, 0), rounds(0), step(.answer, 0),
            ]
        ),
        WrittenSchedule(
            15,
            "messages are pipelined, a failover drops the first one, and the second arrives before it",
            with: .acceptsGaps,
            breaks: [.onceInOrder],
            [
                step(.hold, 1), step(.publish, 0), step(.publish, 0), step(.publish, 0), step(.request, 0),
                step(.serve, 0, 1), step(.crash, 0), step(.failover, 1), comeBack(0), step(.leaveNode, 0, 1), move(1),
                step(.enterNode, 0, 1), step(.crashNode, 0), rounds(1), step(.leaveNode, 0, 1), step(.strayRequest, 1),
                rounds(1), step(.enterNode, 0, 1), step(.flow), step(.flow),
            ]
        ),
        WrittenSchedule(
            15,
            "the memory of what was appended survives a failover that the entries do not",
            with: .dedupesElsewhere,
            breaks: [.onlyCommitted, .onceInOrder, .dedupeMatchesLog],
            [
                step(.hold, 1), publish(0), step(.serve, 0, 1), step(.crash, 0), step(.failover, 1), comeBack(0),
                move(0),
                rounds(0), step(.answer, 0),
            ]
        ),
        WrittenSchedule(
            26,
            "a message with an attempt that nobody knows the end of moves into a new session",
            without: .keepsUnresolvedInSession,
            breaks: [.onceInOrder],
            [
                publish(0), step(.round, 0), step(.leaveNode, 0), step(.expireSessions, 0), step(.enterNode, 0, 1),
                step(.request, 0), rounds(1), step(.answer, 0), step(.request, 0), rounds(1), step(.answer, 0),
                step(.request, 0), rounds(1),
            ]
        ),
    ]
}
