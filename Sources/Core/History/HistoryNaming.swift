/// How the files of a history are called.
package enum HistoryNaming {
    /// The texts of a history lie beside it.
    package static func strings(of history: String) -> String {
        history + ".strings.jsonl"
    }
}
