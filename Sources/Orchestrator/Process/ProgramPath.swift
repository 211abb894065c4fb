package import Core
import Glibc

/// Finds programs.
package enum ProgramPath {
    /// The executable of this process.
    package static var current: String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        precondition(count > 0, "/proc is not mounted")
        return String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// The path of a program: as given when there is a slash in it, else looked for in the folders of `path`.
    package static func find(_ name: String, path: String = searchPath) -> String? {
        if name.contains("/") { return isProgram(name) ? name : nil }
        return path.split(separator: ":").lazy.map { "\($0)/\(name)" }.first(where: isProgram)
    }

    /// Like ``find(_:path:)``; a program that is missing is an error with code 69 that says what to install.
    package static func require(
        _ name: String,
        toInstall package: String,
        path: String = searchPath
    ) throws(HarnessError) -> String {
        if let found = find(name, path: path) { return found }
        throw HarnessError(
            .unavailable,
            name.contains("/") ? "\(name) is not a program that can be run" : "there is no \(name) on the PATH",
            remedy: "install it, for example with 'apt-get install \(package)'"
        )
    }

    /// The variable PATH, or the system's usual folders.
    package static var searchPath: String {
        getenv("PATH").map { String(cString: $0) } ?? "/usr/local/bin:/usr/bin:/bin"
    }

    private static func isProgram(_ path: String) -> Bool {
        var info = stat()
        return stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
    }
}
