package import Core
import Glibc

/// A history file that could not be made, grown, closed or read. A short history must never look whole, so whoever
/// writes one ends with ``exitCode``.
package struct HistoryFileError: Error, Hashable, Sendable {
    package enum Code: Hashable, Sendable {
        /// A file of that name is there already; histories are never written over.
        case exists
        /// It could not be opened or created.
        case cannotOpen
        /// No address space could be reserved for it.
        case cannotMap
        /// The disk, a quota or the file size limit allows no more.
        case full
        /// The file has filled the address space that was reserved for it.
        case reservationUsed
        /// The strings beside it could not be written.
        case cannotNote
        /// It could not be truncated to its length on closing.
        case cannotClose
        /// Reading it failed.
        case cannotRead
        /// The writer was used after it was closed.
        case closed
    }

    package var code: Code
    package var path: String
    /// The number of the kernel's error; 0 where there is none.
    package var errno: Int32

    package init(_ code: Code, path: String, errno: Int32 = 0) {
        self.code = code
        self.path = path
        self.errno = errno
    }

    /// The machine failed, except where this code used the file wrongly.
    package var exitCode: ExitCode {
        switch code {
        case .exists, .closed: .bug
        default: .environment
        }
    }
}

extension HistoryFileError: CustomStringConvertible {
    package var description: String {
        let cause = errno == 0 ? "" : " (\(String(cString: strerror(errno))))"
        return "\(what) \(path)\(cause): \(remedy)"
    }

    private var what: String {
        switch code {
        case .exists: "will not write over the history"
        case .cannotOpen: "cannot open the history"
        case .cannotMap: "cannot map the history"
        case .full: "cannot grow the history"
        case .reservationUsed: "no addresses left for the history"
        case .cannotNote: "cannot write the strings of the history"
        case .cannotClose: "cannot close the history"
        case .cannotRead: "cannot read the history"
        case .closed: "already closed: the history"
        }
    }

    private var remedy: String {
        switch code {
        case .exists: "give every process a name of its own"
        case .cannotOpen: "check that the folder exists and can be written"
        case .cannotMap: "raise the limit on address space (ulimit -v)"
        case .full: "free space on that disk, or raise the file size limit"
        case .reservationUsed: "record less in one process, or raise the limit on address space (ulimit -v)"
        case .cannotNote: "free space on that disk"
        case .cannotClose: "check the disk"
        case .cannotRead: "check the file and the disk"
        case .closed: "append before closing"
        }
    }
}
