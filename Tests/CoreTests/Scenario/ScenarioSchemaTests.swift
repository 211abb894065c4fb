import Foundation
import Testing

@testable import Core

/// scenarios/scenario.schema.json tells editors what the parser takes.
@Suite struct ScenarioSchemaTests {
    private let schema: [String: Any]
    private let definitions: [String: Any]

    init() throws {
        let data = try Data(contentsOf: ScenarioFixture.package.appending(path: "scenarios/scenario.schema.json"))
        schema = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        definitions = try #require(schema["$defs"] as? [String: Any])
    }

    @Test func knowsTheKeysThatTheParserKnows() throws {
        for table in ScenarioKeys.all {
            let mapping = table.name == "scenario" ? schema : try #require(definitions[table.name] as? [String: Any])
            let properties = try #require(mapping["properties"] as? [String: Any], "\(table.name)")
            #expect(Set(properties.keys) == Set(table.keys), "\(table.name)")
            #expect(Set(mapping["required"] as? [String] ?? []) == Set(table.required), "\(table.name)")
            #expect(mapping["additionalProperties"] as? Bool == false, "\(table.name)")
        }
    }

    @Test func describesNoMappingThatTheParserDoesNotKnow() {
        let closed = definitions.filter { ($0.value as? [String: Any])?["additionalProperties"] as? Bool == false }.keys
        #expect(Set(closed) == Set(ScenarioKeys.all.map(\.name)).subtracting(["scenario"]))
    }

    @Test func knowsTheWordsThatTheParserKnows() throws {
        try expect("nodes", "backplane", BackplaneKind.self)
        try expect("redis", "persistence", RedisSpec.Persistence.self)
        try expect("clients", "reconnect", ReconnectPolicy.self)
        try expect("traffic", "retry", RetryPolicy.self)
        try expect("defect", "do", PlantedDefect.Kind.self)
        try expect("redis", "mode", RedisSpec.Mode.self)
        for verb in ["redis.kill", "redis.stop", "redis.start", "redis.restart"] {
            try expect(verb, "data", RestartData.self)
            try expect(verb, "as", RestartRole.self)
        }
        try expect("redis.start", "port", PortChoice.self)
        try expect("redis.kill-clients", "type", RedisKillClients.Kind.self)
        try expect("redis.pause", "mode", RedisPause.Mode.self)
        try expect("redis.restart", "manner", StopManner.self)
        try expect("client.drop", "manner", DropManner.self)
        try expect("node.restart", "port", PortChoice.self)
        try expect("node.failpoint", "point", Failpoint.Point.self)
        try expect("node.failpoint", "action", Failpoint.Action.self)
        try expect("balancer", "kind", BalancerSpec.Kind.self)
        try expect("balancer", "policy", BalancerSpec.Policy.self)
        try expect("expect", "delivery", DeliveryContract.self)
        try expect("expect", "order", OrderContract.self)
        try expect("during-faults", "delivery", DeliveryContract.self)
        try expect("during-faults", "order", OrderContract.self)
        let violations = try #require((definitions["violation"] as? [String: Any])?["enum"] as? [String])
        #expect(violations == ViolationClass.allCases.map(\.rawValue))
    }

    private func expect<Word: RawRepresentable & CaseIterable>(
        _ mapping: String,
        _ key: String,
        _ type: Word.Type
    ) throws where Word.RawValue == String {
        let properties = try #require((definitions[mapping] as? [String: Any])?["properties"] as? [String: Any])
        let words = try #require((properties[key] as? [String: Any])?["enum"] as? [String])
        #expect(Set(words) == Set(Word.allCases.map(\.rawValue)), "\(mapping).\(key)")
    }
}
