/// How a process is ended.
package enum StopManner: String, Hashable, Sendable, CaseIterable {
    /// SIGTERM: it may save and close.
    case stop
    /// SIGKILL.
    case kill
}
