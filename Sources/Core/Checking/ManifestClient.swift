package struct ManifestClient: Codable, Hashable, Sendable {
    package var client: ClientID
    package var user: String?

    package init(client: ClientID, user: String? = nil) {
        self.client = client
        self.user = user
    }
}
