import Redis
import Testing

@Suite struct RedisErrorTests {
    @Test(arguments: [
        "READONLY You can't write against a read only replica.",
        "READONLY You can't write against a read only replica. script: 8a3, on @user_script:1.",
        "OOM command not allowed when used memory > 'maxmemory'.",
        "LOADING Redis is loading the dataset in memory",
        "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
        "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk.",
        "NOREPLICAS Not enough good replicas to write.",
        "NOSCRIPT No matching script. Please use EVAL.",
        "NOPERM this user has no permissions to run the 'set' command",
        "WRONGTYPE Operation against a key holding the wrong kind of value",
        "NOAUTH Authentication required.",
        "ERR unknown command 'FOO', with args beginning with: ",
        "ERR wrong number of arguments for 'get' command",
    ])
    func anErrorThatCameBeforeTheWorkIsDefinite(_ line: String) {
        #expect(RedisError.certainty(ofReply: line) == .definite)
    }

    @Test(arguments: [
        "WRONGTYPE Operation against a key holding the wrong kind of value script: 8a3, on @user_script:1.",
        "ERR Error running script (call to f_8a3): @user_script:1: WRONGTYPE Operation against a key",
        "ERR unknown command script: 8a3, on @user_script:1.",
        "ERR something nobody has listed",
        "SOMETHING new",
        "",
    ])
    func everyOtherErrorLeavesTheEffectUnknown(_ line: String) {
        #expect(RedisError.certainty(ofReply: line) == .unknown)
    }

    @Test func anUnknownOutcomeIsSaidInTheMessage() {
        let definite = RedisError(.notConnected, "Not connected.")
        let unknown = RedisError(.connectionLost, .unknown, "Lost.")
        #expect("\(definite)" == "Not connected.")
        #expect("\(unknown)" == "Lost. Whether the command took effect is unknown.")
    }

    @Test(arguments: [
        ("7.0.15", RedisVersion(7, 0, 15)), ("6.2", RedisVersion(6, 2)), ("255.255.255", RedisVersion(255, 255, 255)),
        ("7.2.0-rc1", RedisVersion(7, 2)),
    ])
    func aVersionIsRead(_ text: String, _ version: RedisVersion) {
        #expect(RedisVersion(text) == version)
    }

    @Test(arguments: ["", "7", "x.y", "7.x"]) func whatIsNoVersionIsNone(_ text: String) {
        #expect(RedisVersion(text) == nil)
    }

    @Test func versionsCompareByNumber() {
        #expect(RedisVersion(6, 0, 16) < .oldestSupported)
        #expect(RedisVersion(10, 0) > RedisVersion(7, 4))
        #expect(RedisVersion(6, 2) >= .oldestSupported)
    }
}
