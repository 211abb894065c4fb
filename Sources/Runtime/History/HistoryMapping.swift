import Glibc

/// A file that grows under addresses that were reserved once, so that a pointer into it stays good.
///
/// Owned by one ``HistoryWriter``.
struct HistoryMapping: ~Copyable {
    let base: UnsafeMutableRawPointer
    let path: String
    private let file: Int32
    private let reserved: Int
    /// Bytes of the file so far; all of them can be written.
    private(set) var size = 0

    /// Most addresses that one history takes, bytes: 2^31 records.
    static let reservationMax = 64 << 30
    /// Fewest that are worth beginning with, bytes: 8 million records.
    static let reservationMin = 256 << 20
    /// The file doubles from the smaller to the larger step, bytes, so that many short histories take little disk.
    static let firstStep = 256 << 10
    static let largestStep = 16 << 20

    init(path: String, reserving: Int = Self.reservationMax) throws(HistoryFileError) {
        let file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            let cause = errno
            throw HistoryFileError(cause == EEXIST ? .exists : .cannotOpen, path: path, errno: cause)
        }
        var bytes = reserving
        while true {
            let address = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, file, 0)
            if let address, address != MAP_FAILED {
                base = address
                break
            }
            let cause = errno
            bytes /= 2
            guard bytes >= Self.reservationMin else {
                Glibc.close(file)
                unlink(path)
                throw HistoryFileError(.cannotMap, path: path, errno: cause)
            }
        }
        self.path = path
        self.file = file
        reserved = bytes
    }

    /// Makes the file longer by one step. A full disk is told here and never met as SIGBUS, because the blocks are
    /// allocated and not only promised.
    mutating func grow() throws(HistoryFileError) {
        let wanted = min(max(size, Self.firstStep), Self.largestStep)
        let step = min(wanted, reserved - size)
        guard step > 0 else { throw HistoryFileError(.reservationUsed, path: path) }
        while true {
            let cause = posix_fallocate(file, off_t(size), off_t(step))
            if cause == 0 { break }
            if cause == EINTR { continue }
            throw HistoryFileError(.full, path: path, errno: cause)
        }
        size += step
    }

    /// Cuts off what was not used.
    mutating func truncate(to length: Int) throws(HistoryFileError) {
        guard ftruncate(file, off_t(length)) == 0 else {
            throw HistoryFileError(.cannotClose, path: path, errno: errno)
        }
        size = length
    }

    deinit {
        munmap(base, reserved)
        Glibc.close(file)
    }
}
