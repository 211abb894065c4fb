import Core
import FoundationEssentials
import Glibc

/// The files that a data server keeps.
struct RedisData {
    let folder: String

    private var aside: String { folder + ".snapshot" }
    private var snapshotFile: String { folder + "/dump.rdb" }
    private var appendFolder: String { folder + "/appendonlydir" }

    func wipe() throws(HarnessError) {
        try attempt("wiped") { if exists(folder) { try FileManager.default.removeItem(atPath: folder) } }
    }

    /// Puts a copy aside. The files must not be written to meanwhile.
    func putAside() throws(HarnessError) {
        try attempt("put aside") {
            if exists(aside) { try FileManager.default.removeItem(atPath: aside) }
            try FileManager.default.copyItem(atPath: folder, toPath: aside)
        }
    }

    var isPutAside: Bool { exists(aside) }

    /// Puts the copy in the place of what is there.
    func takeBack() throws(HarnessError) {
        try wipe()
        try attempt("taken back") { try FileManager.default.copyItem(atPath: aside, toPath: folder) }
    }

    /// The snapshot file that SAVE left in a server which otherwise keeps nothing.
    func removeSnapshotFile() { unlink(snapshotFile) }

    /// Makes the files such that they take at least so long to load.
    ///
    /// - Throws: ``FaultFailure`` where that cannot be done to files of this kind.
    func slowDown(milliseconds: Int, _ persistence: RedisSpec.Persistence) throws {
        try PrivateFolder.make(folder)
        let path = persistence == .aof ? try baseFile() : snapshotFile
        let present = try exists(path) ? Array(Data(contentsOf: URL(filePath: path))) : nil
        guard let slowed = LoadingFiller.slowed(present, milliseconds: milliseconds) else {
            throw FaultFailure(reason: "\(path) is no snapshot file, so its loading cannot be slowed down")
        }
        try attempt("slowed down") { try Data(slowed).write(to: URL(filePath: path)) }
    }

    /// The snapshot that an append-only file begins with; with the manifest that names it where there was none.
    private func baseFile() throws -> String {
        let manifest = appendFolder + "/appendonly.aof.manifest"
        guard exists(manifest) else {
            try PrivateFolder.make(appendFolder)
            try PrivateFolder.write("file appendonly.aof.1.base.rdb seq 1 type b\n", to: manifest)
            return appendFolder + "/appendonly.aof.1.base.rdb"
        }
        let text = String(decoding: try Data(contentsOf: URL(filePath: manifest)), as: UTF8.self)
        let base = text.split(whereSeparator: \.isNewline).map { $0.split(separator: " ") }.first { $0.last == "b" }
        guard let base, base.count > 1, base[1].hasSuffix(".rdb") else {
            throw FaultFailure(reason: "\(manifest) names no snapshot, so its loading cannot be slowed down")
        }
        return "\(appendFolder)/\(base[1])"
    }

    private func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    private func attempt(_ what: String, _ body: () throws -> Void) throws(HarnessError) {
        do {
            try body()
        } catch {
            throw HarnessError(.environment, "the data of Redis cannot be \(what) (\(folder)): \(error)")
        }
    }
}
