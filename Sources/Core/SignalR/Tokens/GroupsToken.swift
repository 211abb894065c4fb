/// The group memberships that a client takes along (reference signalr2, section 3). Names are without the bus prefix:
/// `ChatHub.room1`.
package enum GroupsToken {
    /// Seals `connectionId:["ChatHub.room1"]`.
    package static func sealed(connectionID: String, groups: [String], with seal: TokenSeal) -> String {
        var bytes = Array("\(connectionID):[".utf8)
        for (index, group) in groups.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            JSONText.append(group, to: &bytes)
        }
        bytes.append(UInt8(ascii: "]"))
        return seal.seal(String(decoding: bytes, as: UTF8.self), for: .groups)
    }

    /// The groups of a token that is this connection's; none, silently, for any other text. Only groups of the given hubs
    /// are kept, with the hub part in the server's casing.
    package static func groups(
        in token: String?,
        connectionID: String,
        hubs: [String],
        with seal: TokenSeal
    ) -> [String] {
        guard let token, let text = seal.open(token, for: .groups), let colon = text.firstIndex(of: ":"),
            text[..<colon] == connectionID,
            let names = JSONSlice(Array(text[text.index(after: colon)...].utf8)[...]).strings
        else { return [] }
        return hubs.flatMap { hub in
            names.compactMap { name in CaseFolding.remainder(of: name, after: hub + ".").map { "\(hub).\($0)" } }
        }
    }
}
