import Testing

/// Suites that open many sockets: one after the other, beside the pure ones.
@Suite(.serialized) enum RealProcesses {}
