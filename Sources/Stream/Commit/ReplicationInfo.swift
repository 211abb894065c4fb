/// What `INFO replication` says.
package struct ReplicationInfo: Hashable, Sendable {
    /// One link of a replica, as its master sees it. Two links of one replica are two of these.
    package struct Link: Hashable, Sendable {
        package var address: ServerAddress
        /// Its state is `online`: it gets the stream of writes.
        package var isOnline: Bool
        /// What it last acknowledged.
        package var offset: Int64

        package init(address: ServerAddress, isOnline: Bool, offset: Int64) {
            self.address = address
            self.isOnline = isOnline
            self.offset = offset
        }
    }

    package var isMaster: Bool
    package var reign: Reign
    /// `master_repl_offset`.
    package var offset: Int64
    package var links: [Link]

    package init(isMaster: Bool, reign: Reign, offset: Int64, links: [Link] = []) {
        self.isMaster = isMaster
        self.reign = reign
        self.offset = offset
        self.links = links
    }

    /// Reads the text of the reply; nil where a needed field is missing.
    package init?(_ text: String) {
        var values: [Substring: Substring] = [:]
        var links: [Link] = []
        for line in text.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let key = line[..<colon]
            let value = line[line.index(after: colon)...]
            if key.hasPrefix("slave"), key.dropFirst(5).allSatisfy(\.isNumber), key.count > 5 {
                if let link = Self.link(value) { links.append(link) }
            } else {
                values[key] = value
            }
        }
        guard let role = values["role"], let name = values["master_replid"],
            let offset = values["master_repl_offset"].flatMap({ Int64($0) })
        else { return nil }
        self.init(isMaster: role == "master", reign: Reign(String(name)), offset: offset, links: links)
    }

    /// `ip=127.0.0.1,port=7001,state=online,offset=1234,lag=0`.
    private static func link(_ text: Substring) -> Link? {
        var fields: [Substring: Substring] = [:]
        for part in text.split(separator: ",") {
            guard let equals = part.firstIndex(of: "=") else { continue }
            fields[part[..<equals]] = part[part.index(after: equals)...]
        }
        guard let host = fields["ip"], let port = fields["port"].flatMap({ UInt16($0) }), let state = fields["state"],
            let offset = fields["offset"].flatMap({ Int64($0) })
        else { return nil }
        let address = ServerAddress(host: String(host), port: port)
        return Link(address: address, isOnline: state == "online", offset: offset)
    }
}
