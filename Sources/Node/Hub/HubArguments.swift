import Core

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

    /// An argument as it was written, to be passed on without reading it.
    func raw(_ index: Int) -> [UInt8] {
        Array(invocation.argument(index).bytes)
    }
}

/// An argument cannot be bound to its parameter.
struct HubArgumentError: Error, Hashable, Sendable {
    let index: Int
}
