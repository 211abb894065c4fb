import FoundationEssentials
import TestSupport
import Testing

extension RealProcesses {
    /// The report of real runs, opened in a browser.
    @Suite(.timeLimit(.minutes(3))) struct ReportTests {
        private func run(
            _ scenario: String,
            in scratch: ScratchDirectory,
            _ more: String...
        ) async throws -> (folder: String, page: Chromium.Page) {
            let result = try await BuiltProduct.run(
                ["run", "--json", "--out", scratch.path + "/runs", scenario] + more,
                workingDirectory: Repository.root
            )
            let run = try #require(try RunResult(result.output).runs.first, "\(result.errors)")
            let page = try await Chromium.open(run.folder + "/report.html", profile: scratch.path + "/profile")
            return (run.folder, page)
        }

        @Test func ofAHeldRunSaysSo() async throws {
            let scratch = try ScratchDirectory(prefix: "rollcall-e2e")
            defer { scratch.remove() }
            let (_, page) = try await run("scenarios/smoke.yaml", in: scratch, "--seed", "7", "--variant", "base")
            #expect(page.console.isEmpty)
            for text in [
                "Every contract held.", "No violation was found.", "id=\"timeline-svg-title\"",
                "rollcall run scenarios/smoke.yaml --seed 7", "orchestrator.history",
            ] {
                #expect(page.dom.contains(text), "\(text)")
            }
        }

        @Test func ofAViolatedRunShowsWhereItBrokeAndCanBeMadeAgain() async throws {
            let scratch = try ScratchDirectory(prefix: "rollcall-e2e")
            defer { scratch.remove() }
            let (folder, page) = try await run(
                "scenarios/canaries/drop.yaml",
                in: scratch,
                "--strict",
                "--variant",
                "base"
            )
            #expect(page.console.isEmpty)
            for text in [
                "The contract was broken.", "class=\"leg bad broken\"", "lost here", "id=\"heat-missing\"",
            ] {
                #expect(page.dom.contains(text), "\(text)")
            }
            let file = URL(filePath: folder + "/report.html")
            let before = try Data(contentsOf: file)
            try FileManager.default.removeItem(at: file)
            let again = try await BuiltProduct.run(["report", folder])
            #expect(again.code == 0, "\(again.errors)")
            #expect(again.output.contains(folder + "/report.html"))
            #expect(try Data(contentsOf: file) == before)
        }

        /// A thousand clients at eight nodes, with violations that have many causes.
        @Test func ofAGreatRunStaysSmall() async throws {
            let scratch = try ScratchDirectory(prefix: "rollcall-e2e")
            defer { scratch.remove() }
            let folder = scratch.path + "/great"
            let made = try await BuiltProduct.run([
                "bench", "checker", "--clients", "1000", "--nodes", "8", "--publishers", "4", "--deliveries", "64000",
                "--violations", "4000", "--keep", folder,
            ])
            #expect(made.code == 0, "\(made)")
            let judged = try await BuiltProduct.run(["verify", folder])
            #expect(judged.code == 1)
            #expect(judged.output.contains("VIOLATED, as stored"), "\(judged)")
            #expect(try await BuiltProduct.run(["report", folder]).code == 0)
            let file = folder + "/report.html"
            #expect(try Data(contentsOf: URL(filePath: file)).count < 2_000_000)
            let page = try await Chromium.open(file, profile: scratch.path + "/profile")
            #expect(page.console.isEmpty)
            for text in [
                "Clients by time: missing messages", "Clients by time: repeated messages", "c961\u{2013}c976",
                "while its subscription was down (fault 1, redis.kill-clients)", "n8",
            ] {
                #expect(page.dom.contains(text), "\(text)")
            }
            let explained = try await BuiltProduct.run(["explain", folder, "--client", "c7"])
            #expect(explained.code == 0)
            #expect(explained.output.contains("lost at Redis -> n8, its subscription was down"), "\(explained)")
        }

        @Test func ofARunThatNeverBeganIsWrittenToo() async throws {
            let trial = try Trial(scenario: Scenarios.short).setPath(links: ["sh", "setpriv"])
            defer { trial.scratch.remove() }
            _ = try await trial.run()
            let folder = try #require(trial.folder)
            let text = String(decoding: try Data(contentsOf: URL(filePath: folder + "/report.html")), as: UTF8.self)
            #expect(text.contains("redis-server"))
            #expect(text.contains("The run ended before there was anything to judge."))
        }

        @Test func isRefusedForWhatIsNoRunFolder() async throws {
            let scratch = try ScratchDirectory(prefix: "rollcall-e2e")
            defer { scratch.remove() }
            let result = try await BuiltProduct.run(["report", scratch.path])
            #expect(result.code == 64)
            #expect(result.errors.contains("is no run folder"))
        }
    }
}
