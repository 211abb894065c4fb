extension RunPlan {
    /// Whom the triggers of the scenario name: client processes count these separately.
    package var watched: WatchedSubjects {
        var watched = WatchedSubjects()
        for spec in scenario.faults {
            switch spec.trigger {
            case .after(_, _, .publisher(let publisher)): watched.publishers.append(publisher)
            case .after(_, _, .client(let client)): watched.clients.append(client)
            case .after(_, _, .node(let node)): watched.nodes.append(node)
            case .after(_, _, .group(let group)): watched.groups.append(group)
            case .when(.reconnecting(let client), _, _): watched.clients.append(client)
            case .at, .every, .after, .when, .hook: break
            }
        }
        return watched
    }

    /// Some connections of the run go through links.
    package var hasLinks: Bool { !LinkPlan(scenario).isEmpty }

    /// How client processes find nodes.
    package var routing: ClientRouting {
        switch scenario.clients.placement {
        case .roundRobin, .sticky, .random, .fixed: .placed
        case .leastConnections: .leastConnections
        case .healthAware: .healthAware
        }
    }

    /// The parts of the publishers in a burst of `count` messages, by process.
    package func bursts(of count: Int, by selection: PublisherSelection) -> [PublisherBurst] {
        let all = publishers(in: selection)
        return all.enumerated().compactMap { position, publisher in
            let part = count / all.count + (position < count % all.count ? 1 : 0)
            return part > 0 ? PublisherBurst(publisher: publisher, count: part) : nil
        }
    }

    /// The number of an audience, as these publishers mean it: `all` is everyone of their application.
    package func number(of audience: Audience, from selection: PublisherSelection) -> AudienceNumber? {
        var meant = audience
        if audience == .all, case .one(let publisher) = selection, publishers.indices.contains(publisher.index),
            let app = clients[publishers[publisher.index].client.index].app
        {
            meant = .app(app)
        }
        return audiences.firstIndex(of: meant).map { AudienceNumber($0) }
    }

    package func publishers(in selection: PublisherSelection) -> [PublisherID] {
        switch selection {
        case .all: publishers.map(\.publisher)
        case .one(let publisher): [publisher]
        }
    }
}
