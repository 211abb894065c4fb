/// How the files of a history are called.
package enum HistoryNaming {
    /// The texts of a history lie beside it.
    package static func strings(of history: String) -> String {
        history + ".strings.jsonl"
    }

    /// Whose history it is, by its name, where it is one that a run gives: `orchestrator.history`, `clients-2.history`,
    /// `n1.history` and for later starts `n1.2.history`, `witness-r1.history`, `links.history`.
    package static func owner(of history: String) -> (role: HistoryRole, process: UInt32)? {
        let file = history.split(separator: "/").last ?? ""
        guard file.hasSuffix(".history"), let stem = file.split(separator: ".").first else { return nil }
        if stem == "orchestrator" { return (.orchestrator, 1) }
        if stem == "links" { return (.links, 1) }
        if stem.hasPrefix("clients-") { return UInt32(stem.dropFirst(8)).map { (.client, $0) } }
        if stem.hasPrefix("witness-") { return ServerID(stem.dropFirst(8)).map { (.witness, $0.number) } }
        return NodeID(stem).map { (.node, $0.number) }
    }
}
