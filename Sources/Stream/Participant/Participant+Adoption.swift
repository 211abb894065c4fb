import Core

/// How far the adoption of a reign has come.
enum Adoption: Hashable, Sendable {
    /// Asked: who are you, what log have you?
    case identifying
    /// There is no log, or one that proved to be damaged: one is founded, and then looked at as any other.
    case founding(replacing: LogID?)
    /// Asked: is the entry that was handed on last still there?
    case checking(Reign, at: LogIndex)
    /// The data contradicts what was proved. Where the commit rule holds for that, data was destroyed; where it does not, this is
    /// no master to follow.
    case suspecting(Reign, Mismatch, rounds: Int)
}

extension Participant {
    mutating func adopt(_ address: ServerAddress) {
        adoptionStep(address, .identifying, isAlone ? [.meta] : [.replication, .meta])
    }

    private mutating func adoptionStep(_ address: ServerAddress, _ adoption: Adoption, _ commands: [LogCommand]) {
        phase = .adopting(address, adoption)
        send(commands, .adoption)
    }

    /// A tick: a step that was put off is taken.
    mutating func resumeAdoption(_ address: ServerAddress, _ adoption: Adoption) {
        guard underWay == nil else { return }
        switch adoption {
        case .identifying, .checking: adopt(address)
        case .founding(let replaced): found(address, replacing: replaced)
        case .suspecting(let reign, let mismatch, let rounds): prove(address, reign, mismatch, rounds: rounds)
        }
    }

    private mutating func found(_ address: ServerAddress, replacing: LogID?) {
        let id = LogID(generator.next())
        adoptionStep(address, .founding(replacing: replacing), [.found(id, replacing: replacing)])
    }

    /// What the server holds is not what was proved: is it the truth nevertheless?
    mutating func suspect(_ address: ServerAddress, _ reign: Reign, _ mismatch: Mismatch) {
        prove(address, reign, mismatch, rounds: 0)
    }

    private mutating func prove(_ address: ServerAddress, _ reign: Reign, _ mismatch: Mismatch, rounds: Int) {
        var commands = look(at: reader.delivered?.index ?? 0)
        if !isAlone {
            commands += [
                .barrier(nil, commit: 0), .replication,
                .wait(replicas: rule.replicaCount, milliseconds: settings.waitMilliseconds), .replication,
            ]
        }
        adoptionStep(address, .suspecting(reign, mismatch, rounds: rounds), commands)
    }

    private func look(at index: LogIndex) -> [LogCommand] { [.entries(from: index, count: 2), .meta] }

    mutating func adoptionAnswered(
        _ address: ServerAddress,
        _ adoption: Adoption,
        _ round: Round,
        _ replies: [LogReply]
    ) {
        let result = RoundResult(round, replies)
        if result.isReadOnly || result.infos.contains(where: { !$0.isMaster }) {
            leave("\(address) is no master.")
            return
        }
        if let failure = result.failure {
            // Loading, for example: a tick asks again, and somebody else may be master meanwhile. That is not asked each time, or
            // no question would ever be over.
            effects.append(.trouble(failure))
            unprovedRounds += 1
            if unprovedRounds % settings.unprovedRoundsMax == 0 { effects.append(.locate) }
            return
        }
        switch adoption {
        case .identifying: identified(address, result)
        case .founding: adopt(address)
        case .checking(let reign, let index): checked(address, reign, at: index, result)
        case .suspecting(let reign, let mismatch, let rounds):
            judged(address, reign, mismatch, rounds: rounds, result)
        }
    }

    private mutating func identified(_ address: ServerAddress, _ result: RoundResult) {
        let reign = result.infos.first?.reign ?? .alone
        guard let meta = result.meta, result.mismatch == nil else {
            suspect(address, reign, .damage)
            return
        }
        guard meta.id != nil else {
            if reader.delivered == nil { found(address, replacing: nil) } else { suspect(address, reign, .log) }
            return
        }
        // What is trimmed was committed, also where nobody wrote down that it was. Without replicas everything is.
        let index = reader.delivered?.index ?? (isAlone ? meta.head : max(meta.commit, meta.floor))
        var commands = look(at: index)
        if !isAlone { commands.append(.replication) }
        adoptionStep(address, .checking(reign, at: index), commands)
    }

    private mutating func checked(_ address: ServerAddress, _ reign: Reign, at index: LogIndex, _ result: RoundResult) {
        if let info = result.infos.first, info.reign != reign, measures.contains(.comparesReigns) {
            adopt(address)
            return
        }
        guard let meta = result.meta, let entries = result.read, let id = meta.id else {
            suspect(address, reign, result.mismatch ?? .damage)
            return
        }
        guard reader.delivered != nil else {
            // A new node begins behind what the log says is committed.
            guard let tag = Self.tag(at: index, entries, meta) else {
                if meta.floor > index { adopt(address) } else { suspect(address, reign, .damage) }
                return
            }
            reader.begin(at: Position(log: id, index: index, tag: tag))
            follow(address, reign, meta)
            return
        }
        switch compare(meta, entries) {
        case .same:
            follow(address, reign, meta)
        case .trimmed:
            overrun(to: Position(log: id, index: meta.floor, tag: meta.floorTag))
            follow(address, reign, meta)
        case .contradicts(let mismatch): suspect(address, reign, mismatch)
        }
    }

    private enum Comparison {
        case same
        /// The place is trimmed away.
        case trimmed
        case contradicts(Mismatch)
    }

    private func compare(_ meta: LogMeta, _ entries: [Entry]) -> Comparison {
        guard let delivered = reader.delivered else { return .same }
        if measures.contains(.checksLogID), meta.id != delivered.log { return .contradicts(.log) }
        guard measures.contains(.checksTag) else { return .same }
        if meta.head < reader.commitIndex { return .contradicts(.head) }
        if meta.floor > delivered.index, measures.contains(.checksFloor) { return .trimmed }
        guard let tag = Self.tag(at: delivered.index, entries, meta) else { return .contradicts(.damage) }
        return tag == delivered.tag ? .same : .contradicts(.tag)
    }

    /// The tag at a place, from entries that begin there; nil when it is not there.
    static func tag(at index: LogIndex, _ entries: [Entry], _ meta: LogMeta) -> EntryTag? {
        if index == meta.floor { return meta.floorTag }
        return entries.first { $0.index == index }?.tag
    }

    private mutating func follow(_ address: ServerAddress, _ reign: Reign, _ meta: LogMeta) {
        phase = .following(address, reign)
        knownHead = meta.head
        unprovedRounds = 0
        isHeld = false
        reader.hinted(meta.commit)
        effects.append(.adopted(address, reign))
        advance()
    }

    private mutating func judged(
        _ address: ServerAddress,
        _ reign: Reign,
        _ mismatch: Mismatch,
        rounds: Int,
        _ result: RoundResult
    ) {
        guard isProof(result, reign) else {
            if rounds + 1 >= settings.unprovedRoundsMax {
                leave("\(address) contradicts what was proved (\(mismatch.rawValue)) and cannot prove it.")
            } else {
                prove(address, reign, mismatch, rounds: rounds + 1)
            }
            return
        }
        var found = mismatch
        if result.mismatch == nil, let meta = result.meta, let entries = result.read, meta.id != nil {
            switch compare(meta, entries) {
            case .same where mismatch != .damage, .trimmed:
                adopt(address)
                return
            case .same: break
            case .contradicts(let now): found = now
            }
        }
        startAnew(address, found, damaged: result.mismatch == .damage || found == .damage ? result.meta?.id : nil)
    }

    private func isProof(_ result: RoundResult, _ reign: Reign) -> Bool {
        if isAlone { return true }
        guard result.isBarred || result.mismatch == .damage, result.infos.count == 2, let waited = result.waited else {
            return false
        }
        return rule.judge(before: result.infos[0], waited: waited, after: result.infos[1], reign: reign) == .proved
    }

    /// Data was destroyed, and that is the truth now. Everybody is told; messages are sent again and the script decides.
    private mutating func startAnew(_ address: ServerAddress, _ mismatch: Mismatch, damaged: LogID?) {
        reader.reset()
        // Indexes of the log that is gone.
        (wantedLease, wantedTrim) = (nil, nil)
        effects.append(.startedAnew(mismatch))
        if mismatch == .damage {
            found(address, replacing: damaged)
        } else {
            adopt(address)
        }
    }
}
