import Subprocess
import SystemPackage

/// The guard as a child of ours.
struct GuardProcess: Sendable {
    var executable: String
    var arguments: [String]
    /// The reading end of the pipe, which goes over to it.
    var stdin: Int32

    /// Its whole life; says how it ended. `started` is called as soon as it lives without us.
    func run(started: () -> Void) async -> String {
        var options = PlatformOptions()
        options.createSession = true
        let configuration = Configuration(
            executable: .path(FilePath(executable)),
            arguments: Arguments(arguments),
            platformOptions: options
        )
        do {
            // No copy of our stdout and stderr: it outlives us.
            let result = try await Subprocess.run(
                configuration,
                input: .fileDescriptor(FileDescriptor(rawValue: stdin), closeAfterSpawningProcess: true),
                output: .discarded,
                error: .discarded
            ) { _ in started() }
            return "\(result.terminationStatus)"
        } catch {
            return "\(executable) cannot be started: \(error)"
        }
    }
}
