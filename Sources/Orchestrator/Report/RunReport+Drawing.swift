import Core

extension RunReport {
    /// Writes `report.html`. One that cannot be written is a reason to be told, and changes no verdict.
    mutating func draw(in folder: RunFolder, manifest: RunManifest, grid: FindingGrid) {
        do throws(HarnessError) {
            try ReportWriter(folder: folder).write(self, manifest: manifest, grid: grid)
        } catch {
            reasons.append("the report could not be written: \(error)")
        }
    }
}
