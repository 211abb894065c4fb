import Glibc

/// A browser without a window, in which tests look at reports.
package enum Chromium {
    /// What a page became.
    package struct Page: Sendable {
        /// The document after its scripts ran.
        package var dom: String
        /// Lines of its console.
        package var console: [String]
    }

    /// Nil where none is installed; `scripts/setup --tests` installs it.
    package static let path: String? = ["chromium", "chromium-browser", "google-chrome"]
        .map { "/usr/bin/" + $0 }
        .first { access($0, X_OK) == 0 }

    /// Opens a file.
    ///
    /// - Throws: what prevents the browser from starting.
    package static func open(_ file: String, profile: String) async throws -> Page {
        guard let path else { throw Missing() }
        let result = try await BuiltProduct.run(
            program: path,
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                "--user-data-dir=\(profile)", "--enable-logging=stderr", "--v=0", "--virtual-time-budget=2000",
                "--dump-dom", "file://\(file)",
            ]
        )
        return Page(
            dom: result.output,
            console: result.errors.split(separator: "\n").map(String.init).filter { $0.contains("CONSOLE") }
        )
    }

    /// There is no browser: a failure, so that nobody takes the test for passed.
    package struct Missing: Error, CustomStringConvertible {
        package var description: String {
            "no chromium: 'scripts/setup --tests' (or 'make test') installs it; reports are tested in a browser"
        }
    }
}
