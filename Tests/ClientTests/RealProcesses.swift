import Testing

/// Parent of all suites that start real processes, so that they run one after the other.
@Suite(.serialized) enum RealProcesses {}
