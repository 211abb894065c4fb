package import Core
import Glibc
import Runtime

/// Folders that only the user may look into.
package enum PrivateFolder {
    /// Makes a folder, with the folders above it, that only the user may enter. Those that are there already stay as
    /// they are: they may be the user's own.
    ///
    /// - Throws: ``HarnessError`` with code 75 that names the path.
    package static func make(_ path: String) throws(HarnessError) {
        var partial = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            partial += part
            if mkdir(partial, 0o700) != 0, errno != EEXIST { throw cannot("make", partial, errno) }
            partial += "/"
        }
        var info = stat()
        guard stat(path, &info) == 0 else { throw cannot("look at", path, errno) }
        guard info.st_mode & S_IFMT == S_IFDIR else { throw cannot("make", path, ENOTDIR) }
        guard access(path, W_OK | X_OK) == 0 else { throw cannot("write to", path, errno) }
    }

    /// Makes a folder for secrets; one that is there already must be the user's, and nobody else's to enter.
    ///
    /// - Throws: ``HarnessError`` with code 75 that names the path.
    package static func makeOwn(_ path: String) throws(HarnessError) {
        try make(path)
        var info = stat()
        guard lstat(path, &info) == 0, info.st_mode & S_IFMT == S_IFDIR, info.st_uid == geteuid(),
            info.st_mode & 0o077 == 0
        else { throw cannot("trust", path, EPERM) }
    }

    /// Writes a file that only the user may read, replacing what was there.
    package static func write(_ text: String, to path: String) throws(HarnessError) {
        unlink(path)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw cannot("write", path, errno) }
        defer { close(descriptor) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw cannot("write", path, errno) }
            rest = rest.dropFirst(count)
        }
    }

    private static func cannot(_ what: String, _ path: String, _ number: Int32) -> HarnessError {
        HarnessError(.environment, "cannot \(what) \(path): \(systemMessage(number))")
    }
}
