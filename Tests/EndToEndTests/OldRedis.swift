import Foundation
import Glibc
import TestSupport

/// A server that speaks just enough RESP to say that it is Redis 5. Serves one connection at a time until it is closed.
final class OldRedis: Sendable {
    let port: UInt16
    private let listener: Int32

    init() throws {
        let port = try FreePort.find()
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard bound == 0, listen(listener, 8) == 0 else { throw TrialError("port \(port) cannot be listened on") }
        self.port = port
        self.listener = listener
        Thread.detachNewThread {
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return }
                Self.serve(connection)
                Glibc.close(connection)
            }
        }
    }

    func close() {
        // Wakes the thread out of accept, which closing alone does not.
        shutdown(listener, Int32(SHUT_RDWR))
        Glibc.close(listener)
    }

    /// Commands are short here and come whole.
    private static func serve(_ connection: Int32) {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return }
            let text = String(decoding: buffer[..<count], as: UTF8.self)
            let reply = text.split(separator: "*").map { $0.contains("INFO") ? info : "+OK\r\n" }.joined()
            _ = send(connection, reply, reply.utf8.count, Int32(MSG_NOSIGNAL))
        }
    }

    private static let info: String = {
        let body = "# Server\r\nredis_version:5.0.14\r\nrun_id:old\r\nredis_mode:standalone\r\ncluster_enabled:0\r\n"
        return "$\(body.utf8.count)\r\n\(body)\r\n"
    }()
}
