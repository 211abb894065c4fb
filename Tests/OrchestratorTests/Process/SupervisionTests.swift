import Core
import Glibc
import Orchestrator
import Runtime
import TestSupport
import Testing

extension RealProcesses {
    @Suite("Supervision", .timeLimit(.minutes(2)))
    struct SupervisionTests {
        private struct UnexpectedEvent: Error {}

        /// Shell: an event with the id of the last process in the background.
        private let sayLast = #"echo '{"event":"status","connections":'$!',"backplaneSubscribed":true}'"#

        @Test("A child says its events, is told commands, and ends when its stdin closes")
        func conversation() async throws {
            try await supervised { supervisor, folder in
                let child = try await supervisor.start(
                    ChildSpec(name: "n1", program: .ours(harness), arguments: ["node"], log: "\(folder.path)/n1.log")
                )
                var events = child.events(NodeEvent.self).makeAsyncIterator()
                #expect(try await events.next() == .ready)
                try child.send(NodeCommand.status)
                #expect(try await events.next() == .failed(message: "20", code: .bug))
                child.closeInput()
                #expect(try await child.waitForExit() == ChildExit(.code(0), wasExpected: true))
                #expect(try await events.next() == nil)
                #expect(supervisor.children.isEmpty)
            }
        }

        @Test("A child that ends by itself is told of, with its last lines")
        func unexpectedEnd() async throws {
            try await supervised { supervisor, folder in
                let text = "for i in $(seq 50); do echo line $i >&2; done; exit 3"
                _ = try await supervisor.start(script(text, name: "n2", in: folder))
                var ends = supervisor.unexpectedEnds.makeAsyncIterator()
                let dead = try #require(await ends.next())
                let exit = try #require(dead.exit)
                #expect(exit == ChildExit(.code(3), wasExpected: false))
                let obituary = dead.obituary(of: exit)
                #expect(obituary.hasPrefix("n2 ended: exit code 3; its last lines"))
                #expect(obituary.hasSuffix("| line 50") && obituary.contains("| line 19\n"))
                #expect(!obituary.contains("| line 18\n"))
            }
        }

        @Test("Lines of a former life are not shown")
        func formerLife() async throws {
            try await supervised { supervisor, folder in
                let first = try await supervisor.start(script("echo first >&2", in: folder))
                _ = try await first.waitForExit()
                let second = try await supervisor.start(script("echo second >&2", in: folder))
                _ = try await second.waitForExit()
                #expect(first.log.tail(lines: 9) == ["first", "second"])
                #expect(second.log.tail(lines: 9) == ["second"])
            }
        }

        @Test("All that a child wrote has arrived when its end is known, long lines and U+2028 included")
        func drained() async throws {
            try await supervised { supervisor, folder in
                let long = "head -c 200000 /dev/zero | tr '\\0' x"
                let text = """
                    printf '{"event":"failed","code":70,"message":"'; \(long); printf '"}\\n'
                    printf '{"event":"failed","code":70,"message":"\u{2028}"}\\n'
                    for i in $(seq 2000); do echo '{"event":"ready"}'; done
                    """
                let child = try await supervisor.start(script(text, in: folder))
                #expect(try await child.waitForExit().status == .code(0))
                var events: [NodeEvent] = []
                for try await event in child.events(NodeEvent.self) { events.append(event) }
                #expect(events.count == 2002)
                #expect(events[0] == .failed(message: String(repeating: "x", count: 200_000), code: .bug))
                #expect(events[1] == .failed(message: "\u{2028}", code: .bug))
            }
        }

        @Test("A line that is no event is an error that shows it")
        func wrongEvent() async throws {
            try await supervised { supervisor, folder in
                let child = try await supervisor.start(script("echo hello there", name: "n7", in: folder))
                let error = await #expect(throws: ControlError.self) {
                    for try await _ in child.events(NodeEvent.self) {}
                }
                #expect(error?.lineStart == "hello there")
                #expect(error?.expected == "event of n7")
            }
        }

        @Test("A child that closes its stdin ends neither us nor itself")
        func closedStdin() async throws {
            try await supervised { supervisor, folder in
                let child = try await supervisor.start(
                    script("exec 0<&-; echo '{\"event\":\"ready\"}'; exec sleep 1000", in: folder)
                )
                var events = child.events(NodeEvent.self).makeAsyncIterator()
                #expect(try await events.next() == .ready)
                for _ in 0..<1000 { try child.send(NodeCommand.status) }
                #expect(child.exit == nil)
                #expect(try await child.kill().status == .signal(SIGKILL))
            }
        }

        @Test("A child that ignores SIGTERM is killed after its grace, with its descendants")
        func ladder() async throws {
            try await supervised { supervisor, folder in
                let child = try await supervisor.start(
                    script("trap '' TERM; sleep 1000 & \(sayLast); wait; wait", in: folder)
                )
                var events = child.events(NodeEvent.self).makeAsyncIterator()
                guard case .status(let descendant, _) = try await events.next() else { throw UnexpectedEvent() }
                let began = ContinuousClock.now
                #expect(try await child.terminate(grace: .milliseconds(100)).status == .signal(SIGKILL))
                #expect(ContinuousClock.now - began >= .milliseconds(100))
                try await eventually("its descendant is gone") { isGone(Int32(descendant)) }
            }
        }

        @Test("A child that obeys SIGTERM is not waited for longer, a frozen one included")
        func obeys() async throws {
            try await supervised { supervisor, folder in
                let child = try await supervisor.start(sleeper(in: folder))
                try await child.freeze()
                #expect(try await child.terminate(grace: patience).status == .signal(SIGTERM))
            }
        }

        @Test("What a child leaves in its group ends with it")
        func leftovers() async throws {
            try await supervised { supervisor, folder in
                let child = try await supervisor.start(script("sleep 1000 & \(sayLast)", in: folder))
                var events = child.events(NodeEvent.self).makeAsyncIterator()
                guard case .status(let left, _) = try await events.next() else { throw UnexpectedEvent() }
                #expect(try await child.waitForExit().status == .code(0))
                try await eventually("the sleeper is gone") { isGone(Int32(left)) }
            }
        }

        @Test("Freezing and thawing are seen to take effect; a process that is gone cannot be frozen")
        func freezing() async throws {
            try await supervised { supervisor, folder in
                let child = try await supervisor.start(sleeper(in: folder))
                try await child.freeze()
                #expect(ProcessTable.stat(of: child.processID)?.isStopped == true)
                try await child.thaw()
                #expect(ProcessTable.stat(of: child.processID)?.isStopped == false)
                try await child.kill()
                let error = await #expect(throws: HarnessError.self) { try await child.freeze() }
                #expect(error?.code == .systemFailed)
            }
        }

        @Test("A process of ours hears SIGTERM, SIGINT and SIGHUP, and lives on", arguments: [SIGTERM, SIGINT, SIGHUP])
        func hearsSignals(number: Int32) async throws {
            try await supervised { supervisor, folder in
                var spec = script("", in: folder)
                (spec.program, spec.arguments) = (.ours(harness), ["signals"])
                spec.ending = .kill
                let child = try await supervisor.start(spec)
                var events = child.events(NodeEvent.self).makeAsyncIterator()
                #expect(try await events.next() == .ready)
                let name = TerminationSignal.allCases.first { $0.number == number }?.rawValue
                for _ in 0..<2 {
                    kill(child.processID, number)
                    #expect(try await events.next() == .failed(message: try #require(name), code: .interrupted))
                }
            }
        }

        @Test("A foreign program lives on while we are idle")
        func idle() async throws {
            try await supervised { supervisor, folder in
                let child = try await supervisor.start(sleeper(in: folder))
                #expect(try await withDeadline(.seconds(3)) { try await child.waitForExit() } == nil)
            }
        }

        @Test("A program that is missing is error 69 that names it; nothing is started after the end")
        func missing() async throws {
            let ended = try await supervised { supervisor, folder in
                var spec = sleeper(in: folder)
                spec.program = .foreign("no-such-program")
                let missing = spec
                let error = await #expect(throws: HarnessError.self) { try await supervisor.start(missing) }
                #expect(error?.code == .unavailable)
                #expect(error?.message.contains("no-such-program") == true)
                spec.program = .ours("/nowhere/rollcall")
                let nowhere = spec
                let other = await #expect(throws: HarnessError.self) { try await supervisor.start(nowhere) }
                #expect(other?.message.contains("/nowhere/rollcall") == true)
                return supervisor
            }
            let folder = try ScratchDirectory(prefix: "late")
            defer { folder.remove() }
            let late = await #expect(throws: HarnessError.self) { try await ended.start(sleeper(in: folder)) }
            #expect(late?.code == .interrupted)
        }
    }
}
