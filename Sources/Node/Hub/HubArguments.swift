import Core
import Stream

/// The arguments of one call.
struct HubArguments {
    let invocation: HubInvocation

    /// A string argument.
    ///
    /// - Throws: ``HubArgumentError`` when it is of another type.
    func string(_ index: Int) throws(HubArgumentError) -> String {
        guard let text = invocation.string(index) else { throw HubArgumentError(index: index) }
        return text
    }

    /// An array of strings.
    ///
    /// - Throws: ``HubArgumentError`` when it is none.
    func strings(_ index: Int) throws(HubArgumentError) -> [String] {
        guard let texts = invocation.argument(index).strings else { throw HubArgumentError(index: index) }
        return texts
    }

    /// A count from 1 on.
    ///
    /// - Throws: ``HubArgumentError`` when it is none.
    func count(_ index: Int) throws(HubArgumentError) -> UInt64 {
        guard let number = invocation.argument(index).integer, number > 0 else { throw HubArgumentError(index: index) }
        return UInt64(number)
    }

    /// A publisher's session.
    ///
    /// - Throws: ``HubArgumentError`` when it is none.
    func session(_ index: Int) throws(HubArgumentError) -> PublisherSession {
        guard let session = PublisherSession(text: try string(index)) else { throw HubArgumentError(index: index) }
        return session
    }

    /// An argument as it was written, to be passed on without reading it.
    func raw(_ index: Int) -> [UInt8] {
        Array(invocation.argument(index).bytes)
    }
}

/// An argument cannot be bound to its parameter.
struct HubArgumentError: Error, Hashable, Sendable {
    let index: Int
}
