package struct ManifestClient: Codable, Hashable, Sendable {
    package var client: ClientID
    package var user: String?
    /// It stays away until a fault lets it in; nil is no.
    package var isLate: Bool?

    package init(client: ClientID, user: String? = nil, isLate: Bool? = nil) {
        self.client = client
        self.user = user
        self.isLate = isLate
    }
}
