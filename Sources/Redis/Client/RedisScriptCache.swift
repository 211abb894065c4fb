/// What one connection knows about the scripts in its Redis. Pure.
package struct RedisScriptCache {
    private enum Entry {
        /// SCRIPT LOAD is on its way.
        case loading
        case known(sha: String)
        /// Redis does not let us load: the body goes with every call.
        case unloadable
    }

    /// How the next call of a script goes out.
    package enum Call: Equatable {
        /// EVALSHA.
        case bySHA(String)
        /// EVAL.
        case byBody
        /// SCRIPT LOAD, and then EVAL without waiting for it.
        case loadAndByBody
    }

    /// Holds the script, for an identity is only unique among the living.
    private var entries: [ObjectIdentifier: (script: RedisScript, entry: Entry)] = [:]

    package init() {}

    package mutating func call(_ script: RedisScript) -> Call {
        switch entries[ObjectIdentifier(script)]?.entry {
        case .known(let sha): return .bySHA(sha)
        case .loading, .unloadable: return .byBody
        case nil:
            entries[ObjectIdentifier(script)] = (script, .loading)
            return .loadAndByBody
        }
    }

    /// SCRIPT LOAD was answered.
    package mutating func loaded(_ script: RedisScript, sha: String?) {
        entries[ObjectIdentifier(script)] = sha.map { (script, .known(sha: $0)) }
    }

    /// SCRIPT LOAD failed: to be tried again at the next call, unless our user may not.
    package mutating func notLoaded(_ script: RedisScript, isAllowed: Bool) {
        entries[ObjectIdentifier(script)] = isAllowed ? nil : (script, .unloadable)
    }

    /// Redis answered NOSCRIPT. It flushes all scripts or none, so all are forgotten.
    package mutating func missing() {
        entries.removeAll()
    }
}
