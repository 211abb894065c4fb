/// What was carried between the start of traffic and the last answer to a publisher.
package struct TrafficMeasure: Codable, Hashable, Sendable {
    package var seconds: Double
    package var published: Int
    package var delivered: Int

    package var publishesPerSecond: Double { seconds > 0 ? Double(published) / seconds : 0 }
    package var deliveriesPerSecond: Double { seconds > 0 ? Double(delivered) / seconds : 0 }
}
