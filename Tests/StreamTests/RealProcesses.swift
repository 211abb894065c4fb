import Testing

/// Suites that start real processes: one after the other, beside the pure ones.
@Suite(.serialized) enum RealProcesses {}
