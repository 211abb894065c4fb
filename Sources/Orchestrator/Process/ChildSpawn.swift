import Core
import Glibc
import NIOCore
import NIOPosix
import Runtime
import Subprocess
import SystemPackage

/// A child that is about to be started: its pipes and its command line.
struct ChildSpawn: Sendable {
    /// How long to wait, once a child is gone, for the rest of what it wrote. Its process group is gone too, so only one
    /// that left the group and kept stdout can hold it up.
    static let drainTimeout: Duration = .seconds(1)

    private let spec: ChildSpec
    private let command: ChildCommand
    private let log: LogFile
    private let childStdin: Int32
    private let childStdout: Int32
    private let childStderr: Int32
    private let input: ChildInput?
    private let lines: AsyncThrowingStream<[UInt8], any Error>
    private let drained = Latch<Void>()

    init(spec: ChildSpec, command: ChildCommand, log: LogFile, group: any EventLoopGroup) async throws {
        self.spec = spec
        self.command = command
        self.log = log
        childStderr = try log.open()
        switch spec.conversation {
        case .none:
            childStdin = open("/dev/null", O_RDONLY | O_CLOEXEC)
            childStdout = dup(childStderr)
            input = nil
            lines = AsyncThrowingStream { $0.finish() }
            drained.set(())
        case .control:
            let stdin: PipeEnds
            let stdout: PipeEnds
            do {
                stdin = try PipeEnds()
                do { stdout = try PipeEnds() } catch { stdin.closeBoth(); throw error }
            } catch {
                closeQuietly(childStderr)
                throw error
            }
            (childStdin, childStdout) = (stdin.read, stdout.write)
            do {
                input = try await ChildInput(descriptor: stdin.write, on: group)
                lines = try await ChildOutput.lines(of: stdout.read, name: spec.name, on: group, ended: drained)
            } catch {
                for end in [stdin.read, stdout.write, childStderr] { closeQuietly(end) }
                throw HarnessError(.environment, "no pipe to \(spec.name): \(error)")
            }
        }
    }

    /// It will not be started after all.
    func abandon() {
        for end in [childStdin, childStdout, childStderr] { closeQuietly(end) }
        input?.close()
    }

    /// Starts it, tells `started`, and waits until it is reaped.
    func run(started: (ChildProcess) -> Void) async throws(HarnessError) -> (ChildProcess, ChildExit.Status) {
        do {
            let result = try await Subprocess.run(
                configuration,
                input: .fileDescriptor(FileDescriptor(rawValue: childStdin), closeAfterSpawningProcess: true),
                output: .fileDescriptor(FileDescriptor(rawValue: childStdout), closeAfterSpawningProcess: true),
                error: .fileDescriptor(FileDescriptor(rawValue: childStderr), closeAfterSpawningProcess: true)
            ) { execution in
                let id = execution.processIdentifier.value
                // It is not reaped before this returns, so the file is there even if it has ended already.
                guard let stat = ProcessTable.stat(of: id) else {
                    preconditionFailure("/proc/\(id)/stat of a child of ours cannot be read")
                }
                let child = ChildProcess(
                    spec: spec,
                    identity: GuardBook.Process(id: id, startTime: stat.startTime),
                    log: log,
                    input: input,
                    lines: lines
                )
                started(child)
                return child
            }
            switch result.terminationStatus {
            case .exited(let code): return (result.closureResult, .code(code))
            case .signaled(let number): return (result.closureResult, .signal(number))
            }
        } catch {
            input?.close()
            throw HarnessError(.environment, "\(spec.name) cannot be started (\(command.path)): \(error)")
        }
    }

    /// Waits until its stdout is read to the end.
    func drain() async {
        _ = try? await withDeadline(Self.drainTimeout) { try await drained.value() }
    }

    private var configuration: Configuration {
        var options = PlatformOptions()
        // A group of its own comes with it. Both settings at once would cost a fork of our whole memory.
        options.createSession = true
        var added: [Environment.Key: String?] = [:]
        for (name, value) in spec.environment {
            if let key = Environment.Key(rawValue: name) { added[key] = value }
        }
        return Configuration(
            executable: .path(FilePath(command.path)),
            arguments: Arguments(command.arguments),
            environment: .inherit.updating(added),
            workingDirectory: spec.workingDirectory.map { FilePath($0) },
            platformOptions: options
        )
    }
}
