import Core
import Glibc
import NIOCore
import NIOPosix

// Errors of NIO and the kernel in our words.
extension RedisError {
    /// Why connecting failed.
    static func connecting(
        to address: RedisAddress,
        within timeout: Duration,
        failedWith error: any Error
    ) -> RedisError {
        switch error {
        case let error as RedisError:
            return error
        case let error as IOError where error.errnoCode == ECONNREFUSED:
            return .refused(address)
        case let error as ChannelError:
            if case .connectTimeout = error { return .connectTimedOut(address, "\(timeout)") }
            return .unreachable(address, "\(error)")
        case let error as NIOConnectionError:
            return connecting(to: address, within: timeout, failedWith: error)
        default:
            return .unreachable(address, reason(of: error))
        }
    }

    /// Several addresses of one name were tried: a refusal says more than a failed lookup of the other address family.
    private static func connecting(
        to address: RedisAddress,
        within timeout: Duration,
        failedWith error: NIOConnectionError
    ) -> RedisError {
        if let first = error.connectionErrors.first {
            return connecting(to: address, within: timeout, failedWith: first.error)
        }
        let lookup = error.dnsAError ?? error.dnsAAAAError
        return .unreachable(address, "the name \(error.host) was not found" + (lookup.map { " (\($0))" } ?? ""))
    }

    /// The kernel's words for an error of a socket.
    static func reason(of error: any Error) -> String {
        guard let error = error as? IOError else { return "\(error)" }
        return String(cString: strerror(error.errnoCode))
    }
}
