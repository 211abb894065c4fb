import FoundationEssentials

/// A path as a person would type it.
enum ShownPath {
    /// Relative where it is below the current folder.
    static func text(_ path: String) -> String {
        let here = FileManager.default.currentDirectoryPath + "/"
        return path.hasPrefix(here) ? String(path.dropFirst(here.count)) : path
    }
}
