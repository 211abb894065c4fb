/// What the second reading keeps besides, for those contracts that ask for it; nil costs nothing.
struct DeliveryTrackers {
    /// `order: total`.
    var graph: OrderGraph?
    /// `order: causal`.
    var dependencies: DependencyTable?
    /// `atomic: true`.
    var torn: TornTable?

    var any: Bool { graph != nil || dependencies != nil || torn != nil }

    /// There was more disorder than there is room for.
    var isOverfull: Bool { graph?.isOverfull == true || dependencies?.isOverfull == true }

    /// Makes those that one of the contracts asks for, without `dependencies`.
    ///
    /// - Parameter room: how many entries each may hold, where their number is not known before; nil for the usual.
    init(_ contracts: [Contract], store: MessageStore, table: StreamTable, room: Int? = nil) {
        let orders = contracts.map(\.order)
        guard orders.contains(.total) || contracts.contains(where: \.atomic) else { return }
        let index = MessageIndex(store: store)
        if orders.contains(.total) { graph = OrderGraph(index: index, othersMax: room ?? OrderGraph.othersMax) }
        if contracts.contains(where: \.atomic) { torn = TornTable(index: index, store: store, table: table) }
    }
}
