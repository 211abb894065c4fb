package struct ManifestPublisher: Codable, Hashable, Sendable {
    package var publisher: PublisherID
    package var client: ClientID

    package init(publisher: PublisherID, client: ClientID) {
        self.publisher = publisher
        self.client = client
    }
}
