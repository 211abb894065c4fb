import Core

extension InjectableFault where Self: LinkImpairing {
    func inject(_ work: FaultWork) async throws {
        try await work.impair(self)
    }
}

extension LinkBlackhole: InjectableFault {}
extension LinkRefuse: InjectableFault {}
extension LinkAcceptHang: InjectableFault {}
extension LinkLatency: InjectableFault {}
extension LinkBandwidth: InjectableFault {}
extension LinkIdleCull: InjectableFault {}
extension NodeStallReads: InjectableFault {}
