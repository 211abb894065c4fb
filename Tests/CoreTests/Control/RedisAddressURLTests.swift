import Core
import Testing

@Suite struct RedisAddressURLTests {
    @Test(arguments: [
        ("redis://127.0.0.1", RedisAddress(port: 6379)),
        ("redis://127.0.0.1/", RedisAddress(port: 6379)),
        ("REDIS://localhost:7000", RedisAddress(host: "localhost", port: 7000)),
        ("redis://127.0.0.1:7000/3", RedisAddress(port: 7000, database: 3)),
        ("redis://:secret@127.0.0.1:1", RedisAddress(port: 1, password: "secret")),
        (
            "redis://alice:secret@h:65535/15",
            RedisAddress(host: "h", port: 65535, username: "alice", password: "secret", database: 15)
        ),
        ("redis://a%40b:p%3Aw%2f%25@h", RedisAddress(host: "h", port: 6379, username: "a@b", password: "p:w/%")),
        ("redis://:with@sign@h", RedisAddress(host: "h", port: 6379, password: "with@sign")),
        ("redis://[::1]:7000/1", RedisAddress(host: "::1", port: 7000, database: 1)),
        ("redis://[::1]", RedisAddress(host: "::1", port: 6379)),
    ])
    func readsWhatIsWellFormed(_ url: String, _ expected: RedisAddress) throws {
        #expect(try RedisAddress(url: url) == expected)
    }

    @Test(arguments: [
        ("", "begins with redis://"),
        ("127.0.0.1:6379", "begins with redis://"),
        ("http://127.0.0.1", "another scheme"),
        ("rediss://127.0.0.1", "TLS"),
        ("redis://", "host is missing"),
        ("redis://:6379", "host is missing"),
        ("redis://:secret@", "host is missing"),
        ("redis://a b:1", "host is missing"),
        ("redis://secret@h", "no colon"),
        ("redis://user:@h", "no password"),
        ("redis://h:0", "port \"0\""),
        ("redis://h:65536", "port \"65536\""),
        ("redis://h:+80", "port \"+80\""),
        ("redis://h:", "port \"\""),
        ("redis://h/-1", "database \"-1\""),
        ("redis://h/x", "database \"x\""),
        ("redis://h/1?timeout=3", "? and #"),
        ("redis://:p%4@h", "hexadecimal"),
        ("redis://:p%+4@h", "hexadecimal"),
        ("redis://:p%ff@h", "UTF-8"),
        ("redis://[::1:6379", "bracket"),
        ("redis://[::1]6379", "colon"),
    ])
    func refusesWhatIsNot(_ url: String, _ part: String) throws {
        let error = try #require(throws: RedisAddressError.self) { try RedisAddress(url: url) }
        #expect(error.description.contains(part), "\(error)")
    }

    @Test(arguments: ["redis://u:hunter2@h:x", "redis://u:hunter2%@h", "redis://hunter2@h", "rediss://u:hunter2@h"])
    func errorsNeverRepeatAPassword(_ url: String) throws {
        let error = try #require(throws: RedisAddressError.self) { try RedisAddress(url: url) }
        #expect(!"\(error)".contains("hunter2"))
    }

    @Test func anAddressPrintsNoPassword() throws {
        let address = try RedisAddress(url: "redis://u:hunter2@h:1/2")
        #expect("\(address)" == "h:1/2")
        #expect(!String(reflecting: [address]).contains("hunter2"))
    }
}
