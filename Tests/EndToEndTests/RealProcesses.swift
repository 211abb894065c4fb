import Testing

/// Tests that start the built `rollcall`. One after the other: two runs at a time would only measure each other.
@Suite(.serialized) enum RealProcesses {}
