import Core
import Orchestrator
import Testing

@Suite("redis.conf")
struct RedisConfigurationTests {
    private func configuration(_ spec: RedisSpec) throws -> RedisConfiguration {
        try RedisConfiguration(spec: spec, port: 7001, dataFolder: "/run/a \"b\"", secretFile: "/run/secret.conf")
    }

    @Test("Listens on 127.0.0.1 only, in its own folder, and keeps nothing unless asked")
    func plain() throws {
        let lines = try configuration(RedisSpec()).text.split(separator: "\n")
        #expect(lines.contains("bind 127.0.0.1"))
        #expect(lines.contains("port 7001"))
        #expect(lines.contains(#"dir "/run/a \"b\"""#))
        #expect(lines.contains(#"save """#))
        #expect(lines.contains("appendonly no"))
        #expect(!lines.contains { $0.hasPrefix("include") })
    }

    @Test("Append-only files are synced with every write; snapshots are made on shutdown")
    func persistence() throws {
        #expect(try configuration(RedisSpec(persistence: .aof)).text.contains("appendonly yes\nappendfsync always\n"))
        #expect(try configuration(RedisSpec(persistence: .rdb)).text.contains("\nsave 3600 1000000\n"))
    }

    @Test("The password stands in the included file only, whatever bytes it has")
    func secrets() throws {
        let plain = try configuration(RedisSpec(password: "a\"b\\c d\u{e9}"))
        #expect(plain.secrets == #"requirepass "a\"b\\c d\xc3\xa9""# + "\n")
        #expect(!plain.text.contains("requirepass"))
        #expect(plain.text.hasSuffix("include \"/run/secret.conf\"\n"))
        let user = try configuration(RedisSpec(password: "pw", username: "app"))
        #expect(user.secrets == "user default off\nuser \"app\" on ~* &* +@all \">pw\"\n")
    }

    @Test("Further lines are passed on, in order")
    func extra() throws {
        let spec = RedisSpec(config: [
            "maxmemory": "10mb", "client-output-buffer-limit": "pubsub 1mb 1mb 5", "save": "",
        ])
        let text = try configuration(spec).text
        #expect(text.contains("client-output-buffer-limit pubsub 1mb 1mb 5\nmaxmemory 10mb\nsave \"\"\n"))
    }

    @Test(
        "Lines that reach beyond the server, or are more than one line, are error 65",
        arguments: [
            ("bind", "0.0.0.0"), ("Port", "1"), ("dir", "/"), ("include", "/etc/x"), ("requirepass", "x"),
            ("a b", "c"), ("", "x"), ("maxmemory", "1mb\nbind 0.0.0.0"), ("x\ny", "z"),
        ]
    )
    func reserved(key: String, value: String) {
        let error = #expect(throws: HarnessError.self) { try configuration(RedisSpec(config: [key: value])) }
        #expect(error?.code == .scenario)
    }
}
