import Core
import FoundationEssentials
import Testing

/// Records as text for other tools.
@Suite struct RecordExporterTests {
    private static let texts = HistoryStringTable([1: "reset, \"by\" peer\n"])

    private static func export(
        _ records: [HistoryRecord],
        as format: RecordFormat,
        manifest: RunManifest = RunScript.whole().manifest,
        role: HistoryRole = .client
    ) -> String {
        var exporter = RecordExporter(manifest, as: format)
        let header = RunScript.whole().header(role)
        exporter.begin("histories/a.history", header, texts: texts)
        let source = HistoryBytes(name: "a", header: header, records: records)
        _ = source.read(of: nil) { exporter.take($0) }
        return String(decoding: exporter.bytes, as: UTF8.self)
    }

    @Test func aDeliveryIsALine() {
        let record = HistoryRecord(.delivered, subject: 7, time: 12, publisher: 3, sequence: 88, extra: 11)
        #expect(
            Self.export([record], as: .jsonl)
                == #"{"history":"histories/a.history","role":"client","process":1,"record":0,"time":12,"kind":"delivered","#
                + #""client":"c7","publisher":"p3","sequence":88,"sentAt":11}"# + "\n"
        )
    }

    @Test func numbersBecomeNames() {
        var manifest = RunScript.whole().manifest
        manifest.faults = [ManifestFault(number: 1, name: "redis.restart", target: "master")]
        let lines = Self.export(
            [
                HistoryRecord(
                    .publishInvoked,
                    subject: 1,
                    time: 1,
                    flags: 1,
                    detail: 2,
                    publisher: 1,
                    sequence: 5,
                    extra: 1
                ),
                HistoryRecord(
                    .publishEnded,
                    subject: 1,
                    time: 2,
                    flags: 2,
                    detail: 2,
                    publisher: 1,
                    sequence: 5,
                    extra: 1
                ),
                HistoryRecord(.connected, subject: 2, time: 3, flags: 1, detail: 4),
                HistoryRecord(.faultObserved, subject: 1, time: 4, detail: 3),
                HistoryRecord(.phase, subject: 4, time: 5),
                CarriedMessage(other: .foreignRun, publisher: 1, sequence: 2, id: 9, isFurther: true)
                    .record(server: ServerID(2), app: 0, time: 6),
            ],
            as: .jsonl,
            manifest: manifest
        ).split(separator: "\n").map { Self.behindTime($0) }
        #expect(
            lines == [
                #""kind":"publish-invoked","client":"c1","publisher":"p1","sequence":5,"audience":"group:red","attempt":2,"isSentinel":true}"#,
                #""kind":"publish-ended","client":"c1","publisher":"p1","sequence":5,"attempt":2,"outcome":"info","text":"reset, \"by\" peer\u000a"}"#,
                #""kind":"connected","client":"c2","node":"n4","start":"resumed"}"#,
                #""kind":"fault-observed","fault":1,"repetition":3,"name":"redis.restart"}"#,
                #""kind":"phase","phase":"settling"}"#,
                #""kind":"carried-other","server":"r2","publisher":"p1","sequence":2,"content":"other-run","id":9,"isFurther":true}"#,
            ]
        )
    }

    @Test func everyKindIsJSONAndHasItsColumnsInOrder() throws {
        for kind in HistoryKind.allCases {
            let record = HistoryRecord(
                kind,
                subject: 1,
                time: 2,
                flags: 1,
                detail: 1,
                publisher: 1,
                sequence: 1,
                extra: 1
            )
            let json = Self.export([record], as: .jsonl)
            let object = try JSONDecoder().decode(Line.self, from: Data(json.utf8))
            #expect(object.kind == "\(kind.name)")
            let names = RecordColumn.allCases.map(\.name)
            let places = names.compactMap { json.firstRange(of: "\"\($0)\":")?.lowerBound }
            #expect(places == places.sorted(), "\(json)")
            let csv = Self.export([record], as: .csv).split(separator: "\r\n")
            #expect(csv.count == 2 && csv[0] == names.joined(separator: ","))
            #expect(Self.fields(csv[1]).count == names.count, "\(csv[1])")
        }
    }

    @Test func everyKindHasANameOfItsOwn() {
        let names = Set(HistoryKind.allCases.map { "\($0.name)" })
        #expect(names.count == HistoryKind.allCases.count)
    }

    @Test func aTextWithCommasAndQuotesStaysOneField() {
        let record = HistoryRecord(.disconnected, subject: 1, time: 2, flags: 1, detail: 1, extra: 1)
        let csv = Self.export([record], as: .csv)
        #expect(csv.hasSuffix(",\"reset, \"\"by\"\" peer\n\"\r\n"), "\(csv)")
    }

    @Test func anUnknownNumberStaysANumber() {
        let record = HistoryRecord(.publishInvoked, subject: 1, time: 2, publisher: 1, sequence: 1, extra: 99)
        #expect(Self.export([record], as: .jsonl).contains("\"audience\":99"))
    }

    /// From its kind on.
    private static func behindTime(_ line: Substring) -> Substring {
        guard let kind = line.firstRange(of: "\"kind\"") else { return line }
        return line[kind.lowerBound...]
    }

    private struct Line: Decodable {
        var kind: String
    }

    /// Splits at commas outside of quotes.
    private static func fields(_ line: Substring) -> [String] {
        var fields = [""]
        var isQuoted = false
        for character in line {
            if character == "\"" { isQuoted.toggle() }
            if character == ",", !isQuoted { fields.append("") } else { fields[fields.count - 1].append(character) }
        }
        return fields
    }
}
