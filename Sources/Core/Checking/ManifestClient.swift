package struct ManifestClient: Codable, Hashable, Sendable {
    package var client: ClientID
    /// Its application; nil where a run has only one.
    package var app: String?
    package var user: String?
    /// It stays away until a fault lets it in; nil is no.
    package var isLate: Bool?

    package init(client: ClientID, app: String? = nil, user: String? = nil, isLate: Bool? = nil) {
        self.client = client
        self.app = app
        self.user = user
        self.isLate = isLate
    }
}
