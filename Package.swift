// swift-tools-version: 6.2
import PackageDescription

/// One list for every target, so that build, tests and embedding see the same language.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let collections: Target.Dependency = .product(name: "Collections", package: "swift-collections")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")
let system: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")
let atomics: Target.Dependency = .product(name: "Atomics", package: "swift-atomics")
let histogram: Target.Dependency = .product(name: "Histogram", package: "hdrhistogram-swift")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

func nio(_ products: String...) -> [Target.Dependency] {
    products.map { .product(name: $0, package: "swift-nio") }
}

let package = Package(
    name: "rollcall",
    products: [
        .executable(name: "rollcall", targets: ["Command"]),
        .library(name: "Rollcall", targets: ["Orchestrator"]),
        .executable(name: "stream-search", targets: ["StreamSearch"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-atomics", from: "1.3.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    ],
    targets: [
        .target(name: "Core", dependencies: [collections, yams, histogram], swiftSettings: settings),
        .systemLibrary(name: "CHiredis"),
        .target(
            name: "Redis",
            dependencies: ["Core", "CHiredis", logging] + nio("NIOCore", "NIOPosix"),
            swiftSettings: settings,
            // Static, so that one copied file is the installation; the module map names no library for the same reason.
            linkerSettings: [.linkedLibrary(":libhiredis.a")]
        ),
        .target(name: "Stream", dependencies: ["Core", collections], swiftSettings: settings),
        .target(
            name: "Runtime",
            dependencies: ["Core", atomics, logging]
                + nio("NIOCore", "NIOPosix", "NIOHTTP1", "NIOWebSocket"),
            swiftSettings: settings
        ),
        .target(
            name: "Node",
            dependencies: ["Core", "Runtime", "Redis", "Stream", logging, collections]
                + nio("NIOCore", "NIOPosix", "NIOHTTP1", "NIOWebSocket"),
            swiftSettings: settings
        ),
        .target(
            name: "Client",
            dependencies: ["Core", "Runtime", "Stream", logging, collections]
                + nio("NIOCore", "NIOPosix", "NIOHTTP1", "NIOWebSocket"),
            swiftSettings: settings
        ),
        .target(
            name: "Balancer",
            dependencies: ["Core", "Runtime", logging] + nio("NIOCore", "NIOPosix"),
            swiftSettings: settings
        ),
        .target(
            name: "Orchestrator",
            dependencies: ["Core", "Runtime", "Redis", "Stream", logging, subprocess, system, histogram, mustache]
                + nio("NIOCore", "NIOPosix"),
            swiftSettings: settings
        ),
        .executableTarget(
            name: "Command",
            dependencies: [
                "Core", "Runtime", "Redis", "Node", "Client", "Balancer", "Orchestrator", argumentParser, logging,
            ],
            swiftSettings: settings
        ),
        .target(
            name: "TestSupport",
            dependencies: ["Core", subprocess, system],
            path: "Tests/TestSupport",
            swiftSettings: settings
        ),
        // The model of the stream protocol: servers, nodes, clients and faults around the machines that ship.
        .target(
            name: "StreamModel",
            dependencies: ["Core", "Stream"],
            path: "Tests/StreamModel",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "StreamSearch",
            dependencies: ["Core", "Stream", "StreamModel"],
            path: "Tests/StreamSearch",
            swiftSettings: settings
        ),
        .testTarget(name: "CoreTests", dependencies: ["Core", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "RedisTests",
            dependencies: ["Core", "Redis", "TestSupport", subprocess, logging]
                + nio("NIOCore", "NIOPosix", "NIOEmbedded"),
            swiftSettings: settings
        ),
        .testTarget(
            name: "StreamTests",
            dependencies: ["Core", "Redis", "Stream", "StreamModel", "TestSupport"] + nio("NIOCore", "NIOPosix"),
            swiftSettings: settings
        ),
        .testTarget(
            name: "RuntimeTests",
            dependencies: ["Core", "Runtime", "TestSupport"] + nio("NIOCore", "NIOPosix", "NIOEmbedded"),
            swiftSettings: settings
        ),
        .testTarget(
            name: "NodeTests",
            dependencies: ["Core", "Runtime", "Redis", "Stream", "Node", "TestSupport", logging]
                + nio("NIOCore", "NIOPosix", "NIOEmbedded", "NIOHTTP1", "NIOWebSocket"),
            swiftSettings: settings
        ),
        .testTarget(
            name: "ClientTests",
            dependencies: ["Core", "Runtime", "Stream", "Client", "Node", "TestSupport", logging]
                + nio("NIOCore", "NIOPosix", "NIOEmbedded", "NIOHTTP1", "NIOWebSocket"),
            swiftSettings: settings
        ),
        .testTarget(
            name: "BalancerTests",
            dependencies: ["Core", "Runtime", "Balancer", "TestSupport", logging] + nio("NIOCore", "NIOPosix"),
            swiftSettings: settings
        ),
        // A small program of the tests: a guard, and an orchestrator that can be killed.
        .executableTarget(
            name: "SupervisedHarness",
            dependencies: ["Core", "Runtime", "Orchestrator"],
            path: "Tests/SupervisedHarness",
            swiftSettings: settings
        ),
        .testTarget(
            name: "OrchestratorTests",
            dependencies: [
                "Core", "Runtime", "Redis", "Stream", "Orchestrator", "TestSupport", "SupervisedHarness", subprocess,
                system,
                logging,
            ] + nio("NIOCore", "NIOPosix"),
            swiftSettings: settings
        ),
        .testTarget(
            name: "EndToEndTests",
            dependencies: ["Core", "Runtime", "Orchestrator", "TestSupport", "Command", subprocess, system],
            swiftSettings: settings
        ),
        .testTarget(name: "TidyTests", dependencies: ["TestSupport"], swiftSettings: settings),
    ]
)
