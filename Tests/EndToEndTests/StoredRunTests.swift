import Core
import FoundationEssentials
import Glibc
import Orchestrator
import Runtime
import TestSupport
import Testing

extension RealProcesses {
    /// A run that lies in its folder: judged again, damaged, and written out.
    @Suite(.timeLimit(.minutes(5))) struct StoredRunTests {
        private static let scenario = """
            scenario: stored
            redis: {mode: standalone}
            nodes: {count: 2, backplane: pubsub}
            clients: {count: 3}
            traffic:
              - {publishers: 1, to: all, count: 20, rate: 400/s}
            expect: {delivery: exactly-once, order: fifo}
            """

        /// One run for all of it; `body` gets its folder.
        private func withRun(_ body: (String) async throws -> Void) async throws {
            let trial = try Trial(scenario: Self.scenario)
            defer { trial.scratch.remove() }
            let result = try await trial.run()
            #expect(result.code == 0, "\(result.errors)")
            try await body(try #require(trial.folder))
        }

        private func verify(_ arguments: String...) async throws -> BuiltProduct.Result {
            try await BuiltProduct.run(["verify"] + arguments)
        }

        private static func bytes(_ path: String) throws -> Data { try Data(contentsOf: URL(filePath: path)) }

        private static func histories(_ folder: String) throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: folder + "/histories").sorted()
                .filter { $0.hasSuffix(".history") }
        }

        /// Lets `body` change a file, and puts it back.
        private func changing(
            _ path: String,
            _ change: (inout Data) -> Void,
            _ body: () async throws -> Void
        ) async throws {
            let before = try Self.bytes(path)
            var after = before
            change(&after)
            try after.write(to: URL(filePath: path))
            try await body()
            try before.write(to: URL(filePath: path))
        }

        @Test func aStoredRunIsJudgedAndWrittenOut() async throws {
            try await withRun { folder in
                try await theVerdictIsTheSame(folder)
                try await anotherStoredVerdictIsShownAndReplaced(folder)
                try await whatTheHarnessSawCounts(folder)
                try await everyDamageOfAHistoryIsSeen(folder)
                try await everyDamageOfADocumentIsSeen(folder)
                try await textsMayBeDamaged(folder)
                try await aManifestMustBeRight(folder)
                try await allRecordsAreExported(folder)
                try await theIndependentCheckerAgrees(folder)
            }
        }

        private func theVerdictIsTheSame(_ folder: String) async throws {
            let result = try await verify(folder, "--json")
            #expect(result.code == 0, "\(result.errors)")
            let stored = try Self.bytes(folder + "/verdict.json")
            #expect(Data(result.output.utf8) == stored)
            #expect(result.errors.contains("HELD, as stored"))
            let parent = folder.split(separator: "/").dropLast(2).joined(separator: "/")
            let several = try await verify("/\(parent)/latest", folder + "/")
            #expect(several.output.split(separator: "\n").count == 2, "\(several.output)")
        }

        private func anotherStoredVerdictIsShownAndReplaced(_ folder: String) async throws {
            let path = folder + "/verdict.json"
            let right = try Self.bytes(path)
            let text = String(decoding: right, as: UTF8.self)
            let changed = text.replacing("\"delivered\" : 6", with: "\"delivered\" : 7", maxReplacements: 1)
            #expect(changed != text)
            try Data(changed.utf8).write(to: URL(filePath: path))
            let result = try await verify(folder)
            #expect(result.code == 0)
            #expect(result.output.contains("stored verdict differs in 1 place"), "\(result.output)")
            #expect(result.output.contains("delivered: stored 7"), "\(result.output)")
            #expect(try Self.bytes(path) == Data(changed.utf8))
            _ = try await verify(folder, "--write")
            #expect(try Self.bytes(path) == right)
            try FileManager.default.removeItem(atPath: path)
            #expect(try await verify(folder, "--write").output.contains("no verdict was stored before"))
            #expect(try Self.bytes(path) == right)
        }

        /// Nothing is held without what is not in the histories.
        private func whatTheHarnessSawCounts(_ folder: String) async throws {
            let path = folder + "/result.json"
            try await changing(path) {
                let text = String(decoding: $0, as: UTF8.self)
                $0 = Data(
                    text.replacing("\"exitCode\" : 0", with: "\"exitCode\" : 2").utf8
                )
            } _: {
                let result = try await verify(folder)
                #expect(result.code == 2)
            }
            try await changing(path) {
                $0 = Data()
            } _: {
                let result = try await verify(folder)
                #expect(result.code == 2)
                #expect(result.output.contains("result.json or seal.json is missing or damaged"))
            }
        }

        private func everyDamageOfAHistoryIsSeen(_ folder: String) async throws {
            for name in try Self.histories(folder) {
                let path = "\(folder)/histories/\(name)"
                let damages: [(String, (inout Data) -> Void)] = [
                    ("a record is cut off", { $0.removeLast(32) }),
                    ("it is cut within a record", { $0.removeLast(9) }),
                    ("half of it is gone", { $0.removeLast($0.count / 2) }),
                    ("it is empty", { $0 = Data() }),
                    ("its header is damaged", { $0[20] ^= 1 }),
                    ("its version is another", { $0[8] = 1 }),
                    ("a record is of no kind", { $0[128] = 250 }),
                    ("something follows", { $0.append(Data(repeating: 1, count: 32)) }),
                    ("one bit of a time is another", { $0[128 + 17] ^= 4 }),
                    ("its checksum is another", { $0[64] ^= 1 }),
                    ("a record is erased", { $0.replaceSubrange(128..<160, with: Data(repeating: 0, count: 32)) }),
                ]
                for (what, damage) in damages {
                    try await changing(path, damage) {
                        let verdict = try StoredRun(at: folder).verdict()
                        #expect(verdict.outcome != .held, "\(name): \(what)")
                        #expect(verdict.guards.contains { $0.kind == .historyIncomplete }, "\(name): \(what)")
                    }
                }
                try await changing(path) {
                    $0.removeLast(32)
                } _: {
                    let result = try await verify(folder)
                    #expect(result.code == 2, "\(name): \(result.output)")
                    #expect(result.output.contains("history histories/\(name) is cut short"), "\(result.output)")
                }
            }
            try await swappedAndForeignFilesAreSeen(folder)
        }

        /// One bit is another, anywhere in what says how the histories are to be judged.
        private func everyDamageOfADocumentIsSeen(_ folder: String) async throws {
            for name in ["run.json", "result.json", "seal.json"] {
                let path = "\(folder)/\(name)"
                let text = String(decoding: try Self.bytes(path), as: UTF8.self)
                // What is said of verdict.json, the last in the seal, decides nothing: it is compared.
                let end = name == "seal.json" ? text.firstRange(of: "\"verdict.json")?.lowerBound : nil
                let count = text[..<(end ?? text.endIndex)].utf8.count
                for place in stride(from: 0, to: count, by: max(1, count / 60)) {
                    try await changing(path) {
                        $0[place] ^= 1 << UInt8(place % 8)
                    } _: {
                        do throws(HarnessError) {
                            let code = try Verification(try StoredRun(at: folder)).exitCode
                            #expect(code == .inconclusive, "\(name), byte \(place)")
                        } catch {
                            #expect(error.code == .inconclusive, "\(name), byte \(place): \(error)")
                        }
                    }
                }
            }
            let seal = try Self.bytes(folder + "/seal.json")
            try FileManager.default.removeItem(atPath: folder + "/seal.json")
            #expect(try await verify(folder).code == 2)
            try seal.write(to: URL(filePath: folder + "/seal.json"))
            // The report does not say what the histories do not.
            try await changing(folder + "/histories/clients-1.history") {
                $0[130] ^= 1
            } _: {
                let result = try await BuiltProduct.run(["report", folder])
                #expect(result.output.contains("stored: inconclusive"), "\(result)")
            }
            _ = try await BuiltProduct.run(["report", folder])
        }

        private func swappedAndForeignFilesAreSeen(_ folder: String) async throws {
            let (clients, node) = (folder + "/histories/clients-1.history", folder + "/histories/n1.history")
            let (first, second) = (try Self.bytes(clients), try Self.bytes(node))
            try await changing(clients) {
                $0 = second
            } _: {
                try await changing(node) {
                    $0 = first
                } _: {
                    let verdict = try StoredRun(at: folder).verdict()
                    #expect(verdict.outcome == .inconclusive)
                }
            }
            try await changing(clients) {
                $0 = second
            } _: {
                let verdict = try StoredRun(at: folder).verdict()
                #expect(verdict.outcome != .held)
            }
            let other = try Self.bytes(folder + "/histories/n2.history")
            try await changing(node) {
                $0 = other
            } _: {
                let result = try await verify(folder)
                #expect(result.code == 2)
                #expect(result.output.contains("n1.history is that of node 2"), "\(result.output)")
            }
            let foreign = HistoryBytes(
                name: "x",
                header: .current(role: .client, process: 1, run: RunID(1)),
                records: []
            )
            try await changing(clients) {
                $0 = Data(foreign.bytes)
            } _: {
                let result = try await verify(folder)
                #expect(result.code == 2)
                #expect(result.output.contains("of another run"), "\(result.output)")
            }
            try FileManager.default.moveItem(atPath: node, toPath: node + ".away")
            #expect(try await verify(folder).code == 2)
            try FileManager.default.moveItem(atPath: node + ".away", toPath: node)
        }

        private func textsMayBeDamaged(_ folder: String) async throws {
            let path = folder + "/histories/n1.history.strings.jsonl"
            let damages: [Data] = [
                Data(), Data([0xFF, 0xFE, 0x0A, 0x00]), Data("{\"n\":1,\"s\":".utf8),
                Data("{\"n\":-1,\"s\":\"x\"}\n{\"n\":99999999999,\"s\":\"x\"}\n[]\n".utf8),
                Data(repeating: 0x0A, count: 100_000),
            ]
            for damage in damages {
                try await changing(path) {
                    $0 = damage
                } _: {
                    let judged = try await verify(folder)
                    let exported = try await BuiltProduct.run(["export", folder])
                    #expect(judged.code == 0 && exported.code == 0)
                }
            }
        }

        private func aManifestMustBeRight(_ folder: String) async throws {
            let path = folder + "/run.json"
            try await changing(path) {
                let text = String(decoding: $0, as: UTF8.self)
                $0 = Data(text.replacing("\"format\" : 1", with: "\"format\" : 2").utf8)
            } _: {
                let result = try await verify(folder)
                #expect(result.code == 2)
                #expect(result.errors.contains("of version 2, and this program reads version 1"), "\(result.errors)")
            }
            try await changing(path) {
                $0.removeLast(20)
            } _: {
                let result = try await verify(folder)
                #expect(result.code == 2)
                #expect(result.errors.contains("run.json is damaged"), "\(result.errors)")
            }
            let nothing = try await verify(folder + "/nothing")
            #expect(nothing.code == 64)
            #expect(nothing.errors.contains("there is no such folder"))
            let parent = "/" + folder.split(separator: "/").dropLast().joined(separator: "/")
            let above = try await verify(folder, parent)
            #expect(above.code == 64)
            #expect(above.errors.contains("has no run.json"), "\(above.errors)")
            #expect(above.errors.contains(folder), "\(above.errors)")
            #expect(try await verify(path).errors.contains("is no folder"))
            #expect(try await verify().code == 64)
        }

        private func allRecordsAreExported(_ folder: String) async throws {
            let run = try StoredRun(at: folder)
            let records = run.sources.reduce(0) { $0 + $1.read(of: nil) { _ in }.records }
            let json = try await BuiltProduct.run(["export", folder])
            #expect(json.code == 0)
            #expect(json.output.split(separator: "\n").count == Int(records))
            #expect(json.output.contains("\"kind\":\"carried\",\"server\":\"r1\",\"publisher\":\"p1\",\"sequence\":20"))
            let out = folder + "/records.csv"
            let csv = try await BuiltProduct.run(["export", folder, "--format", "csv", "--out", out])
            #expect(csv.code == 0 && csv.output.isEmpty)
            let lines = String(decoding: try Self.bytes(out), as: UTF8.self).split(separator: "\r\n")
            #expect(lines.count == Int(records) + 1)
            #expect(try await BuiltProduct.run(["export", folder, "--out", folder]).code == 64)
            try await changing(folder + "/histories/clients-1.history") {
                $0.removeLast(32)
            } _: {
                let result = try await BuiltProduct.run(["export", folder])
                #expect(result.code == 2)
                #expect(result.output.split(separator: "\n").count == Int(records) - 1)
                #expect(result.errors.contains("clients-1.history is cut short"))
            }
        }

        private func theIndependentCheckerAgrees(_ folder: String) async throws {
            let records = folder + "/records.jsonl"
            _ = try await BuiltProduct.run(["export", folder, "--out", records])
            let answers = try await IndependentChecker.answers(for: [(folder + "/run.json", records)])
            let verdict = try StoredRun(at: folder).verdict()
            #expect(answers == [IndependentChecker.Answer(verdict)])
        }

        private static let realRuns = ProcessInfo.processInfo.environment["ROLLCALL_DIFFERENTIAL_RUNS"]

        /// `ROLLCALL_DIFFERENTIAL_RUNS=runs`: every whole run below that folder.
        @Test(.enabled(if: realRuns != nil))
        func theIndependentCheckerAgreesOnRealRuns() async throws {
            let scratch = try ScratchDirectory(prefix: "rollcall-real")
            defer { scratch.remove() }
            let root = try #require(Self.realRuns)
            var paths: [(manifest: String, records: String)] = []
            var verdicts: [Verdict] = []
            for scenario in try FileManager.default.contentsOfDirectory(atPath: root).sorted()
            where scenario != "latest" {
                let runs = (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(scenario)")) ?? []
                for run in runs.sorted() {
                    let folder = "\(root)/\(scenario)/\(run)"
                    guard let stored = try? StoredRun(at: folder) else { continue }
                    let verdict = stored.verdict()
                    guard verdict.histories.allSatisfy(\.complete) else { continue }
                    let records = "\(scratch.path)/\(paths.count).jsonl"
                    #expect(try await BuiltProduct.run(["export", folder, "--out", records]).code == 0)
                    paths.append((folder + "/run.json", records))
                    verdicts.append(verdict)
                }
            }
            #expect(!paths.isEmpty, "no run below \(root)")
            let answers = try await IndependentChecker.answers(for: paths)
            for (index, path) in paths.enumerated() {
                #expect(answers[index] == IndependentChecker.Answer(verdicts[index]), "\(path.manifest)")
            }
        }
    }
}
