extension FaultTrigger.CountedSubject: CustomStringConvertible {
    /// The form of scenario files.
    package var description: String {
        switch self {
        case .publisher(let publisher): publisher.description
        case .client(let client): client.description
        case .node(let node): node.description
        case .group(let name): Audience.group(name).description
        }
    }
}
