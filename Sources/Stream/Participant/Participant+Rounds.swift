import Core

extension Participant {
    /// Something waits for a proof, or may have to be read and proved.
    var needsProof: Bool {
        hasWork || writer.awaitsProof || !claims.sessions.isEmpty || claims.lease != nil || isWoken
            || !reader.pending.isEmpty || knownHead > reader.commitIndex || !reader.isLogProved
    }

    /// Something is to be written.
    private var hasWork: Bool {
        (writer.waitingCount > 0 && !isPaused) || !openings.isEmpty || wantedLease != nil || wantedTrim != nil
    }

    /// While nothing can be proved, no more is appended than is there already.
    private var isPaused: Bool { unprovedRounds > 0 && writer.awaitsProof }

    /// Begins the next round when there is something to do.
    mutating func advance() {
        guard case .following = phase, underWay == nil, !isHeld else { return }
        if needsProof {
            begin(.full)
        } else if !fetches.isEmpty || reader.readIndex < knownHead {
            begin(.look)
        }
    }

    mutating func begin(_ kind: Round.Kind) {
        guard case .following = phase, let log = reader.delivered?.log else { return }
        var commands: [LogCommand] = []
        var opened: [(ticket: UInt64, salt: UInt64)] = []
        var leased: LogIndex?
        if kind == .full {
            isWoken = false
            for ticket in openings.prefix(settings.batchEntriesMax) {
                let salt = measures.contains(.comparesSalts) ? generator.next() : 0
                opened.append((ticket, salt))
                commands.append(.open(log, salt: salt))
            }
            openings.removeFirst(opened.count)
            if let index = wantedLease {
                commands.append(.lease(log, node: settings.node, index: index))
                leased = index
                wantedLease = nil
            }
            if !isPaused {
                let batch = writer.batch(entriesMax: settings.batchEntriesMax, bytesMax: settings.batchBytesMax)
                if !batch.isEmpty { commands.append(.append(log, batch)) }
            }
        }
        let fetches = fetches.prefix(readSize.isReduced ? 1 : settings.fetchesMax)
        // The entry at the place proves the place; what stands behind it is what is wanted.
        for fetch in fetches { commands.append(.entries(from: fetch.from, count: readSize.count + 1)) }
        if reader.pending.count < settings.pendingEntriesMax, reader.pendingBytes < settings.pendingBytesMax {
            commands.append(.entries(from: reader.readIndex + 1, count: readSize.count))
        }
        commands.append(.meta)
        let trim = kind == .full ? wantedTrim : nil
        if let trim {
            commands.append(.trim(log, limit: trim, commit: reader.commitIndex))
            wantedTrim = nil
        }
        appendProof(to: &commands, kind: kind, log: log)
        let fetched = fetches.map(\.ticket)
        send(commands, kind)
        underWay?.openings = opened
        underWay?.fetches = fetched
        underWay?.readCount = readSize.count
        underWay?.lease = leased
        underWay?.trim = trim
    }

    private func appendProof(to commands: inout [LogCommand], kind: Round.Kind, log: LogID) {
        guard !isAlone else { return }
        if kind == .look {
            // Behind what was read: the name of a reign never returns, so it was this one all the time.
            if measures.contains(.checksReignOfHint) { commands.append(.replication) }
            return
        }
        if measures.contains(.writesBarrier) { commands.append(.barrier(log, commit: reader.commitIndex)) }
        let replicas = measures.contains(.needsAllReplicas) ? rule.replicaCount : 1
        commands += [
            .replication, .wait(replicas: replicas, milliseconds: settings.waitMilliseconds), .replication,
        ]
    }

    mutating func roundAnswered(_ address: ServerAddress, _ reign: Reign, _ round: Round, _ replies: [LogReply]) {
        let result = RoundResult(round, replies)
        // Whatever was asked: first, whether this is still the adopted reign.
        if !isStill(reign, result) {
            leave("\(address) is not in the adopted reign any more.")
            return
        }
        if let mismatch = mismatch(result) {
            endReign()
            suspect(address, reign, mismatch)
            return
        }
        underWay = nil
        take(round, result)
        guard let meta = result.meta else {
            hold(result.failure ?? "no answer about the log")
            finishFetches(round, [], LogMeta())
            return
        }
        guard read(result, meta) else {
            endReign()
            suspect(address, reign, .damage)
            return
        }
        let isProved = round.kind == .full && judge(round, result, reign)
        if isProved {
            unprovedRounds = 0
            failedConnections = 0
            proved(round, meta)
        } else if round.kind == .full {
            unproved(result)
        }
        handOn()
        finishFetches(round, result.fetched, meta)
        advance()
    }

    private func isStill(_ reign: Reign, _ result: RoundResult) -> Bool {
        if isAlone { return true }
        if result.isReadOnly { return false }
        return result.infos.allSatisfy { $0.isMaster && ($0.reign == reign || !measures.contains(.comparesReigns)) }
    }

    /// What the log says of itself against what was proved.
    private func mismatch(_ result: RoundResult) -> Mismatch? {
        if let mismatch = result.mismatch { return mismatch }
        guard let meta = result.meta, let delivered = reader.delivered else { return nil }
        if meta.id != delivered.log, measures.contains(.checksLogID) { return .log }
        if meta.head < reader.commitIndex, measures.contains(.checksTag) { return .head }
        return nil
    }

    /// What was answered counts for this reign from now on, and is certain when it is proved.
    private mutating func take(_ round: Round, _ result: RoundResult) {
        if let outcomes = result.outcomes { resolve(writer.answered(outcomes)) }
        if result.appendRefused { writer.batchRefused() }
        for (opening, number) in zip(round.openings, result.numbers) {
            guard let number else {
                openings.append(opening.ticket)
                continue
            }
            let session = PublisherSession(number: number, salt: opening.salt)
            if measures.contains(.usesProvedSessions) {
                claims.sessions.append((opening.ticket, session))
            } else {
                effects.append(.opened(ticket: opening.ticket, session))
            }
        }
        if let lease = round.lease {
            if result.isLeased { claims.lease = lease } else { wantedLease = wantedLease ?? lease }
        }
        // One trim does not go all the way; where a lease stops it, the next one comes with its time.
        if let trim = round.trim, let floor = result.floor, let meta = result.meta, floor < trim, floor > meta.floor {
            wantedTrim = wantedTrim ?? trim
        }
        let reads = result.reads(of: round.readCount)
        readSize.took(byteCount: reads.byteCount, isFull: reads.isFull)
        if let failure = result.failure { hold(failure) }
    }

    /// Errors are not answered by trying again at once.
    private mutating func hold(_ failure: String) {
        isHeld = true
        effects.append(.trouble(failure))
    }

    /// Takes what was read for this node. False when that contradicts what is known of the log.
    private mutating func read(_ result: RoundResult, _ meta: LogMeta) -> Bool {
        defer { knownHead = max(knownHead, meta.head) }
        if let entries = result.read {
            let isMissing = entries.isEmpty && knownHead > reader.readIndex
            switch reader.join(entries, meta: meta) {
            case .joined: if isMissing { return false }
            case .broken: return false
            case .trimmed:
                guard measures.contains(.checksFloor) else { break }
                overrun(to: Position(log: meta.id ?? LogID(0), index: meta.floor, tag: meta.floorTag))
            }
        }
        if meta.id == reader.delivered?.log { reader.hinted(meta.commit) }
        return true
    }

    /// What stands behind the node's position is gone: it goes on behind the floor.
    mutating func overrun(to floor: Position) {
        reader.begin(at: floor)
        effects.append(.overran(floor))
    }

    private func judge(_ round: Round, _ result: RoundResult, _ reign: Reign) -> Bool {
        if isAlone { return result.failure == nil }
        guard result.isBarred || !measures.contains(.writesBarrier), result.infos.count == 2,
            let waited = result.waited
        else { return false }
        let verdict = rule.judge(before: result.infos[0], waited: waited, after: result.infos[1], reign: reign)
        return verdict == .proved
    }

    private mutating func proved(_ round: Round, _ meta: LogMeta) {
        reader.proved(head: meta.head)
        resolve(writer.proved())
        for claim in claims.sessions { effects.append(.opened(ticket: claim.ticket, claim.session)) }
        if let lease = claims.lease { effects.append(.leased(lease)) }
        claims = Claims()
        effects.append(.proved(pipeline: round.pipeline, head: meta.head))
    }

    /// Not failed, not committed: the next round may prove it, here or elsewhere.
    private mutating func unproved(_ result: RoundResult) {
        // WAIT did not take its time: the round is not repeated at once.
        if let waited = result.waited, waited >= rule.replicaCount { isHeld = true }
        if !measures.contains(.keepsUnknownOpen) { resolve(writer.failed()) }
        unprovedRounds += 1
        if unprovedRounds % settings.unprovedRoundsMax == 0, measures.contains(.leavesUnprovedReigns) {
            effects.append(.locate)
        }
    }

    private mutating func handOn() {
        var count = 0
        while count < settings.deliveryEntriesMax {
            let entries = reader.take(
                bytesMax: settings.deliveryBytesMax,
                unproved: !measures.contains(.deliversWhenProved)
            )
            guard !entries.isEmpty else { break }
            count += entries.count
            effects.append(.deliver(entries))
        }
    }

    /// A client may be handed only what is committed; what else was read is cut off. What was not read has failed.
    private mutating func finishFetches(_ round: Round, _ fetched: [[Entry]?], _ meta: LogMeta) {
        for (place, ticket) in round.fetches.enumerated() {
            fetches.removeAll { $0.ticket == ticket }
            if place < fetched.count, let entries = fetched[place] {
                effects.append(.fetched(ticket: ticket, entries.filter { $0.index <= reader.commitIndex }, meta))
            } else {
                effects.append(.fetchFailed(ticket: ticket))
            }
        }
    }

    mutating func resolve(_ answers: [(ticket: UInt64, answer: AppendAnswer)]) {
        for (ticket, answer) in answers { effects.append(.resolved(ticket: ticket, answer)) }
    }
}
