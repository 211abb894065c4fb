import FoundationEssentials

extension SignalRClientFrame {
    /// The slow way, for every shape that JSON allows.
    static func parse(_ bytes: UnsafeRawBufferPointer, hub: String) -> SignalRClientFrame {
        guard let value = try? JSONDecoder().decode(SignalRJSON.self, from: Data(bytes)),
            case .object(let fields) = value
        else { return .unreadable }
        if fields.isEmpty { return .keepAlive }
        if let id = fields["I"] {
            guard let call = id.integer else { return .unreadable }
            return .answer(call: call, callResult(fields))
        }
        if let error = fields["E"] { return .refusal(error.string ?? "no reason given") }
        var response = ParsedResponse(groupsToken: fields["G"]?.string)
        // The original honours C and S only together with M (reference signalr2, section 2.2).
        if let messages = fields["M"]?.array {
            response.cursor = fields["C"]?.string
            response.initializing = fields["S"] == .number(1)
            response.items = messages.flatMap { SignalRItem.items(of: $0, hub: hub) }
        }
        return .parsed(response)
    }

    /// An error is definite only when the server says so in the data of a HubException; every other one leaves open
    /// whether the method had an effect.
    private static func callResult(_ fields: [String: SignalRJSON]) -> SignalRCallResult {
        guard let error = fields["E"], error != .null else { return fields["R"]?.string.map { .value($0) } ?? .ok }
        let declared = fields["H"] == .bool(true) ? fields["D"]?["outcome"]?.string : nil
        return .failed(declared == "fail" ? .fail : .info, why: error.string ?? "error without a text")
    }
}

extension SignalRItem {
    /// What one entry of `M` holds; a progress report of a call holds nothing for us.
    static func items(of entry: SignalRJSON, hub: String) -> [SignalRItem] {
        if entry["P"] != nil { return [] }
        guard let name = entry["H"]?.string, name.lowercased() == hub.lowercased(),
            entry["M"]?.string == SignalRItemReader.clientMethod, let arguments = entry["A"]?.array
        else { return [.foreign(sample: sample(of: entry))] }
        var items: [SignalRItem] = []
        for argument in arguments {
            guard var text = argument.string else { continue }
            text.withUTF8 { utf8 in
                var offset = 0
                let bytes = UnsafeRawBufferPointer(utf8)
                while let scan = MessagePayload.next(in: bytes, from: &offset) { items.append(.scan(scan)) }
            }
        }
        return items.isEmpty ? [.foreign(sample: sample(of: entry))] : items
    }

    private static func sample(of entry: SignalRJSON) -> String {
        let name = "\(entry["H"]?.string ?? "?").\(entry["M"]?.string ?? "?")"
        let first = entry["A"]?.array?.first?.string ?? ""
        return String((name + "(" + first + ")").prefix(sampleBytesMax))
    }
}
