/// One event of a schedule. What it refers to by number may not be there when it comes: then it does nothing.
package struct Step: Hashable, Sendable {
    package enum Kind: UInt8, Hashable, Sendable, CaseIterable {
        // Connections of nodes
        case serve, waitTimeout, reply, lose, locate, connect, serveStray, round
        // Nodes
        case tick, wake, moved, crashNode, startNode
        // Data servers
        case crash, restart, freeze, thaw, failover, reconfigure, attach, cut, forget, hold, release
        case replicate, acknowledge, acknowledgeLater, acknowledged, rewritten, loseScripts, expireLeases
        case expireSessions, flush, backUp, restore, synchronize
        // Publishers
        case publish, request, answer, loseAnswer, leaveNode, enterNode, nudge, strayRequest
        // Clients
        case begin, drop, resume, receive, receiveLate, join, quit, refresh
        case trim
        // Many at once, without trouble
        case follow, flow, mend
    }

    package var kind: Kind
    package var a: UInt8
    package var b: UInt8

    package init(_ kind: Kind, _ a: UInt8 = 0, _ b: UInt8 = 0) {
        self.kind = kind
        self.a = a
        self.b = b
    }
}

extension Step: CustomStringConvertible {
    package var description: String {
        let (a, b) = (a, b)
        switch kind {
        case .serve: return "n\(a)'s server answers \(b == 0 ? 1 : b) of its commands"
        case .waitTimeout: return "n\(a)'s WAIT runs out of time"
        case .reply: return "n\(a) gets its replies"
        case .lose: return "n\(a) loses its connection" + (b == 1 ? ", its commands stay in the cable" : "")
        case .locate: return "a sentinel tells n\(a) " + (["the master", "an earlier master", "nothing"][Int(b % 3)])
        case .connect: return "n\(a)'s attempt to connect ends"
        case .serveStray: return "a server answers commands that a connection left behind"
        case .round: return "n\(a) has a round without trouble"
        case .tick: return "n\(a)'s timer fires"
        case .wake: return "n\(a) is woken"
        case .moved: return "n\(a) hears of another master"
        case .crashNode: return "n\(a) is killed"
        case .startNode: return "n\(a) is started"
        case .crash: return "s\(a) is killed"
        case .restart: return "s\(a) is started" + (b == 1 ? " as a replica" : " as it was")
        case .freeze: return "s\(a) freezes"
        case .thaw: return "s\(a) thaws"
        case .failover: return "s\(a) is promoted"
        case .reconfigure: return "s\(a) is told to follow the promoted server"
        case .attach: return "s\(a) attaches to its master"
        case .cut: return "s\(a)'s replication link breaks" + (b == 1 ? ", its master does not notice" : "")
        case .forget: return "s\(a) notices broken replication links"
        case .hold: return "s\(a)'s replication link is held"
        case .release: return "s\(a)'s replication link is released"
        case .replicate: return "s\(a) receives \(b == 0 ? "all" : "\(b)") of its master's writes"
        case .acknowledge: return "s\(a)'s acknowledgement reaches its master"
        case .acknowledgeLater: return "s\(a) sends an acknowledgement"
        case .acknowledged: return "s\(a)'s acknowledgement arrives"
        case .rewritten: return "s\(a)'s file is rewritten"
        case .loseScripts: return "s\(a) loses its scripts"
        case .expireLeases: return "time passes and leases run out"
        case .expireSessions: return "sessions run out on s\(a)"
        case .flush: return "s\(a) is flushed"
        case .backUp: return "s\(a)'s directory is copied"
        case .restore: return "s\(a) is killed and started with the copy of its directory"
        case .synchronize: return "replication catches up"
        case .publish: return "p\(a) publishes (to \(b))"
        case .request: return "p\(a)'s next request reaches its node"
        case .answer: return "p\(a) gets its next answer"
        case .loseAnswer: return "p\(a)'s next answer gets lost"
        case .leaveNode: return "p\(a) loses its connection" + (b == 1 ? ", its requests stay in the cable" : "")
        case .enterNode: return "p\(a) connects to n\(b)"
        case .nudge: return "p\(a)'s timer fires"
        case .strayRequest: return "a request that a publisher left in the cable reaches its node"
        case .begin: return "c\(a) begins a life at n\(b)"
        case .drop: return "c\(a) loses its transport"
        case .resume: return "c\(a) resumes at n\(b)"
        case .receive: return "c\(a) receives a frame"
        case .receiveLate: return "c\(a)'s old transport brings a frame"
        case .join: return "c\(a) joins g\(b % 2)"
        case .quit: return "c\(a) leaves g\(b % 2)"
        case .refresh: return "n\(a) sends fresh positions"
        case .trim: return "n\(a) trims"
        case .follow: return "n\(a) finds the master and has rounds there"
        case .flow: return "whatever is in cables arrives"
        case .mend: return "servers are started and attached, links released"
        }
    }
}
