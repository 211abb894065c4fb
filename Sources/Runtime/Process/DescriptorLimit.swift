package import Core
import Glibc

/// How many files and sockets this process may have open.
package enum DescriptorLimit {
    /// Raises the soft limit as far as the hard one allows.
    ///
    /// - Parameter needed: how many descriptors the process is going to open, all told.
    /// - Throws: ``HarnessError`` with code 75 and the number needed, when the hard limit is lower than that.
    package static func raise(toAtLeast needed: Int) throws(HarnessError) {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            throw HarnessError(.environment, "the limit of open files cannot be read: \(systemMessage(errno))")
        }
        let allowed = limit.rlim_max
        if limit.rlim_cur < allowed {
            limit.rlim_cur = allowed
            // Not fatal by itself: what is needed may fit into the present limit.
            if setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) != 0 {
                getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            }
        }
        guard limit.rlim_cur >= rlim_t(needed) else { throw tooLow(needed: needed, allowed: UInt64(limit.rlim_cur)) }
    }

    static func tooLow(needed: Int, allowed: UInt64) -> HarnessError {
        HarnessError(
            .environment,
            "this run needs \(needed) open files in one process; the limit is \(allowed)",
            remedy: "raise it with 'ulimit -n \(needed)', or LimitNOFILE of the service, or run fewer clients"
        )
    }
}
