import Glibc

/// A thread for calls that block as long as they like, which must not happen on the cooperative pool.
enum BlockingThread {
    private final class Body {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Starts a detached thread.
    static func start(_ run: @escaping @Sendable () -> Void) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        var thread = pthread_t()
        let body = Unmanaged.passRetained(Body(run))
        let result = pthread_create(
            &thread,
            &attributes,
            { body in
                if let body { Unmanaged<Body>.fromOpaque(body).takeRetainedValue().run() }
                return nil
            },
            body.toOpaque()
        )
        precondition(result == 0, "no thread can be started: \(systemMessage(result))")
    }
}

/// What the system says about an error number, with the number.
package func systemMessage(_ number: Int32) -> String {
    "\(strerror(number).map { String(cString: $0) } ?? "error") (errno \(number))"
}
