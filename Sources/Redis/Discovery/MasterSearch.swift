package import Core

/// Finds the master through its sentinels, and says when to leave it for another. Pure: told what sentinels answered and
/// how the attempt at the named server went, it says whom to ask and where to connect.
///
/// Sentinels are asked in turn, from the one that answered last; those that gave no answer stand at the end. An answer is
/// passed over while another sentinel may know better: when it names the server where an attempt has just failed, or when
/// its epoch is older than one that was seen.
package struct MasterSearch: Sendable {
    package enum Step: Hashable, Sendable {
        /// Ask the sentinel at this place of the list.
        case ask(Int)
        case found(MasterClaim)
        case failed(RedisError)
    }

    private enum Phase {
        case idle
        case asking
        /// An attempt at this server is running.
        case attempting(MasterClaim)
        case connected(MasterClaim)
    }

    private let endpoint: SentinelEndpoint
    private var phase = Phase.idle
    /// Places in the list of sentinels, in the order in which they are asked.
    private var order: [Int]
    /// Those that gave no answer when they were asked last.
    private var silent: Set<Int> = []
    /// The highest epoch that was heard of since the last success, that one's included.
    private var epoch: Int64?
    /// Where the last attempt failed.
    private var suspect: MasterAddress?
    /// Attempts that failed since the last success.
    private var failures = 0
    /// Who is still to be asked in this search, and what those before have said.
    private var rest: [Int] = []
    private var answers: [(sentinel: Int, answer: SentinelAnswer)] = []
    /// Announced while there was no attempt: the next search begins and ends with it.
    private var announcement: MasterClaim?

    /// While those that answer name the suspect only, silent ones are asked in one of so many searches: a frozen sentinel
    /// costs its whole deadline.
    private static let searchesPerSilent = 4

    package init(_ endpoint: SentinelEndpoint) {
        self.endpoint = endpoint
        order = Array(endpoint.sentinels.indices)
    }

    // MARK: Searching

    package mutating func begin() -> Step {
        if let announcement {
            self.announcement = nil
            return attempt(announcement)
        }
        phase = .asking
        answers = []
        rest = order.filter { !silent.contains($0) } + order.filter { silent.contains($0) }
        return .ask(rest.removeFirst())
    }

    /// The sentinel that was to be asked has answered.
    package mutating func answered(_ sentinel: Int, _ answer: SentinelAnswer) -> Step {
        answers.append((sentinel, answer))
        switch answer {
        case .master(let claim):
            silent.remove(sentinel)
            heard(claim)
            if claim.master != suspect, !isOutdated(claim) { return found(claim, by: sentinel) }
        case .unknown: silent.remove(sentinel)
        case .denied, .silent: silent.insert(sentinel)
        }
        if let next = rest.first, !bestClaims.isEmpty, silent.contains(next),
            !failures.isMultiple(of: Self.searchesPerSilent)
        {
            rest = []
        }
        guard rest.isEmpty else { return .ask(rest.removeFirst()) }
        if let best = bestClaims.first { return found(best.claim, by: best.sentinel) }
        phase = .idle
        return .failed(failure)
    }

    /// The claims of this search, the newest first; of several equally new ones, the one that was heard first.
    private var bestClaims: [(sentinel: Int, claim: MasterClaim)] {
        let claims = answers.compactMap { sentinel, answer in
            if case .master(let claim) = answer { (sentinel, claim) } else { nil }
        }
        let newest = claims.map { $0.1.epoch ?? -1 }.max()
        return claims.filter { ($0.1.epoch ?? -1) == newest }
    }

    private mutating func heard(_ claim: MasterClaim) {
        if let other = claim.epoch { epoch = max(epoch ?? other, other) }
    }

    private func isOutdated(_ claim: MasterClaim) -> Bool {
        guard let epoch, let other = claim.epoch else { return false }
        return other < epoch
    }

    private mutating func found(_ claim: MasterClaim, by sentinel: Int) -> Step {
        order.removeAll { $0 == sentinel }
        order.insert(sentinel, at: 0)
        return attempt(claim)
    }

    private mutating func attempt(_ claim: MasterClaim) -> Step {
        phase = .attempting(claim)
        return .found(claim)
    }

    private var failure: RedisError {
        let said = answers.map { sentinel, answer in "\(endpoint.sentinels[sentinel]): \(Self.words(answer))" }
        let isUnknown = answers.allSatisfy { $0.answer == .unknown }
        let isDenied = answers.allSatisfy { if case .denied = $0.answer { true } else { false } }
        if isUnknown { return .masterUnknown(endpoint) }
        return isDenied ? .sentinelsDeny(endpoint, said) : .sentinelsSilent(endpoint, said)
    }

    private static func words(_ answer: SentinelAnswer) -> String {
        switch answer {
        case .master(let claim): "it names \(claim.master)"
        case .unknown: "it knows no such master"
        case .denied(let line), .silent(let line): line
        }
    }

    // MARK: The attempt

    /// The server took us in and calls itself master.
    package mutating func connected() {
        guard case .attempting(let claim) = phase else { return }
        phase = .connected(claim)
        // Also where it is lower: all sentinels were set up anew.
        epoch = claim.epoch ?? epoch
        suspect = nil
        failures = 0
    }

    /// The attempt failed, or the connection is gone.
    /// - Parameter isMaster: false where the server itself said that it is none.
    package mutating func ended(isMaster: Bool) {
        switch phase {
        case .attempting(let claim):
            suspect = claim.master
            failures += 1
        case .connected(let claim):
            if !isMaster { suspect = claim.master }
        case .idle, .asking: break
        }
        phase = .idle
    }

    // MARK: Announcements

    /// A sentinel has another master than before, or is being listened to anew. True when what is under way is to be
    /// dropped now and ``begin()`` to be called: the next attempt goes there.
    package mutating func announced(_ claim: MasterClaim) -> Bool {
        guard !isOutdated(claim) else { return false }
        switch phase {
        case .attempting(let present), .connected(let present):
            guard claim.master != present.master, isNewer(claim, than: present) else { return false }
        case .idle, .asking:
            guard claim.master != suspect else { return false }
        }
        heard(claim)
        announcement = claim
        return true
    }

    /// Where epochs are not told, what was said last is believed.
    private func isNewer(_ claim: MasterClaim, than present: MasterClaim) -> Bool {
        guard let epoch = claim.epoch, let other = present.epoch else { return true }
        return epoch > other
    }
}
