import Testing

/// The suites that start processes, one after the other.
@Suite(.serialized) enum RealProcesses {}
