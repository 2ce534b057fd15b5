import Foundation
import GamesClient
import Wire

extension EpochExport {
    /// Reads an export from a file.
    ///
    /// - Throws: `CommandFault` where it cannot be read, or is not of the form.
    init(path: String) throws(CommandFault) {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw CommandFault("\(path) cannot be read", isInput: true)
        }
        do throws(JSONFault) {
            try self.init(pages: [try JSONParser.parse([UInt8](data))])
        } catch {
            let place = error.path.isEmpty ? "" : "\(error.path): "
            throw CommandFault("\(path): \(place)\(error.message)", isInput: true)
        }
    }
}
