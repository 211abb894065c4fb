import Core
import Glibc

// Stopping at a very point of a message's way. While nothing is armed `failpoints` is nil, and a point costs a look at that.
extension MessageTrace {
    func arm(_ failpoint: Failpoint) {
        var table = failpoints ?? FailpointTable()
        table.arm(failpoint)
        failpoints = table
        onFailpoint?(FailpointReport(id: failpoint.id, stage: .armed))
    }

    func disarm(_ id: Int) {
        let count = failpoints?.disarm(id) ?? 0
        if failpoints?.isEmpty == true { failpoints = nil }
        onFailpoint?(FailpointReport(id: id, stage: .disarmed, count: count))
    }

    /// These messages have come to a point; those of the harness count.
    func reach(_ point: Failpoint.Point, _ messages: some Sequence<BusMessage>) {
        guard failpoints?.isWatched(point) == true else { return }
        for message in messages {
            if let fields = message.harnessFields { reach(point, fields) }
        }
    }

    func reach(_ point: Failpoint.Point, _ fields: MessageFields) {
        guard let hits = failpoints?.reach(point), !hits.isEmpty else { return }
        if failpoints?.isEmpty == true { failpoints = nil }
        for hit in hits { stop(at: hit, fields) }
    }

    /// The whole node is on this thread: while it sleeps nothing is read, written or answered.
    private func stop(at failpoint: Failpoint, _ fields: MessageFields) {
        func tell(_ stage: FailpointReport.Stage) {
            onFailpoint?(
                FailpointReport(
                    id: failpoint.id,
                    stage: stage,
                    count: failpoint.nth,
                    publisher: fields.publisher,
                    sequence: fields.sequence
                )
            )
        }
        switch failpoint.action {
        case .crash: kill(getpid(), SIGKILL)
        case .pause:
            tell(.hit)
            Self.sleep(milliseconds: failpoint.pauseMilliseconds)
            tell(.passed)
        }
    }

    private static func sleep(milliseconds: Int) {
        var pause = timespec(tv_sec: milliseconds / 1_000, tv_nsec: milliseconds % 1_000 * 1_000_000)
        var rest = timespec()
        while nanosleep(&pause, &rest) != 0, errno == EINTR { pause = rest }
    }
}
