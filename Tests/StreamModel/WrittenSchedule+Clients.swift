import Stream

// Schedules about clients, their positions and groups, and about trimming.
extension WrittenSchedule {
    /// Five messages to all reach the log over n0.
    private static let five: [Step] = (0..<5).flatMap { _ in publish(0) + rounds(0, 2) + step(.answer, 0) }

    static let clientSchedules: [WrittenSchedule] = [
        WrittenSchedule(
            17,
            "a client comes to a node that is behind it",
            without: .waitsForPosition,
            breaks: [.entitledExactly],
            told: 0,
            [
                publish(0), step(.round, 0), step(.receive, 0), step(.drop, 0), step(.resume, 0, 1), step(.wake, 1),
                rounds(1), step(.receive, 0),
            ]
        ),
        WrittenSchedule(
            17,
            "its position is judged by a round that began before it came",
            without: .judgesByLaterRounds,
            breaks: [.toldWithCause],
            told: 0,
            [
                step(.wake, 1), step(.serve, 1, 2), publish(0), step(.round, 0), step(.receive, 0), step(.drop, 0),
                step(.resume, 0, 1), step(.round, 1), step(.receive, 0),
            ]
        ),
        WrittenSchedule(
            18,
            "a client drops between its join and the groups token, and resumes elsewhere",
            told: 0,
            [
                step(.join, 0, 0), rounds(0), step(.drop, 0), publish(1, to: 1), rounds(1), step(.resume, 0, 1),
                rounds(1),
                step(.receive, 0), step(.receive, 0),
            ]
        ),
        WrittenSchedule(
            18,
            "a client resumes without its groups token",
            with: .forgetsToken,
            breaks: [.entitledExactly],
            told: 0,
            [
                step(.join, 0, 0), rounds(0), step(.receive, 0), step(.drop, 0), step(.resume, 0, 1), publish(1, to: 1),
                rounds(1), step(.receive, 0), step(.receive, 0),
            ]
        ),
        WrittenSchedule(
            18,
            "a group's message and a join behind it come in one batch",
            without: .replaysMembershipInOrder,
            breaks: [.entitledExactly],
            told: 0,
            [publish(0, to: 1), step(.round, 0), step(.join, 1, 0), rounds(1), step(.receive, 1)]
        ),
        WrittenSchedule(
            19,
            "the old transport still brings a frame while the client reconnects with its position",
            with: .takesLateFrames,
            breaks: [.entitledExactly],
            told: 0,
            [
                publish(0), step(.round, 0), step(.drop, 0), step(.resume, 0, 1), step(.wake, 1), rounds(1),
                step(.receive, 0), step(.receiveLate, 0),
            ]
        ),
        WrittenSchedule(
            20,
            "a client for which nothing comes keeps a fresh position: a trim and the end of its node do not hurt it",
            told: 0,
            [
                (0..<5).flatMap { _ in publish(0, to: 1) + rounds(0, 2) + step(.answer, 0) }, step(.refresh, 0),
                step(.receive, 0), step(.wake, 1), rounds(1), step(.refresh, 1), step(.receive, 1), step(.tick, 0, 5),
                rounds(0), step(.expireLeases), step(.trim, 0), rounds(0), step(.crashNode, 0), step(.resume, 0, 1),
                rounds(1),
            ]
        ),
        WrittenSchedule(
            20,
            "without a fresh position it is told",
            without: .checksFloor,
            breaks: [.entitledExactly, .progress],
            told: 1,
            [
                step(.drop, 0), five, step(.tick, 0, 1), step(.tick, 0, 5), rounds(0), step(.wake, 1), rounds(1),
                step(.expireLeases), step(.trim, 0), rounds(0), step(.crashNode, 0), step(.resume, 0, 1), rounds(1),
                step(.receive, 0), step(.receive, 0), publish(1), rounds(1), step(.receive, 0), step(.receive, 1),
            ]
        ),
        WrittenSchedule(
            21,
            "a trim comes between a client's coming back and the read for it",
            without: .checksFloor,
            breaks: [.entitledExactly, .progress],
            told: 1,
            [
                step(.drop, 0), five, step(.wake, 1), rounds(1, 4), step(.tick, 0, 1), step(.tick, 0, 5), rounds(0),
                step(.expireLeases), step(.resume, 0, 1), step(.trim, 0), rounds(0), rounds(1, 4), step(.receive, 0),
                step(.receive, 0), step(.receive, 0),
            ]
        ),
        WrittenSchedule(
            22,
            "a node sleeps longer than its lease",
            without: .checksFloor,
            breaks: [.entitledExactly, .progress, .toldWithCause],
            told: 1,
            [
                five, step(.tick, 0, 1), step(.tick, 0, 5), rounds(0), step(.expireLeases), step(.trim, 0), rounds(0),
                step(.wake, 1), rounds(1, 4), step(.receive, 1), step(.receive, 1),
            ]
        ),
    ]
}
