import Core

/// The command line that really runs.
struct ChildCommand: Hashable {
    var path: String
    var arguments: [String]

    /// - Throws: ``HarnessError`` with code 69 when the program, or what ties it to us, is not installed.
    init(_ spec: ChildSpec, parent: Int32, path searchPath: String = ProgramPath.searchPath) throws(HarnessError) {
        switch spec.program {
        case .ours(let program):
            path = program
            arguments = spec.arguments
        case .foreign(let name):
            let program = try ProgramPath.require(name, toInstall: Self.package(of: name), path: searchPath)
            path = try ProgramPath.require("setpriv", toInstall: "util-linux", path: searchPath)
            // From setpriv on the kernel kills it when we die. If we died before that, its parent is another process
            // now, and the shell gives up instead of starting it. Each step replaces the one before, so the process id
            // stays the same.
            arguments =
                [
                    "--pdeathsig", "KILL", "/bin/sh", "-c", #"[ "$PPID" = "$0" ] && exec "$@""#, "\(parent)",
                    program,
                ] + spec.arguments
        }
    }

    private static func package(of program: String) -> String {
        program.split(separator: "/").last.map(String.init) ?? program
    }
}
