import Synchronization
import TestSupport
import Wire

/// Recomputes balances and hashes page by page, as an operator does, and notes what differs.
final class LoadAuditor: Sendable {
    /// The lists that an audit goes through.
    static let lists = ["/v1/reconciliation", "/v1/chain/audit"]
    /// After each page it rests so many times as long as the page took.
    private static let rest = 4.0

    /// Where in each list it has arrived.
    private let places = Mutex<[String: String]>([:])

    /// Goes through the lists, again and again, until the gateway ends.
    func work(on life: LoadLife, _ desk: LoadDesk) async {
        var list = 0
        while !life.isEnding, !Task.isCancelled {
            let start = ContinuousClock.now
            let path = Self.lists[list]
            do {
                let after = places.withLock { $0[path] }
                let page = try await Self.page(of: path, after: after, life)
                places.withLock { $0[path] = page.next }
            } catch {
                if !life.isEnding { desk.note(LoadFault("\(path): \(error)")) }
            }
            list = (list + 1) % Self.lists.count
            let time = max(.milliseconds(20), ContinuousClock.now - start)
            // Lost is that the load is over, which the loop sees for itself.
            try? await Task.sleep(for: time * Self.rest)
        }
    }

    /// Goes through a whole list.
    ///
    /// - Returns: How much was looked at.
    static func all(of path: String, _ life: LoadLife) async throws -> Int {
        var checked = 0
        var after: String?
        repeat {
            let page = try await page(of: path, after: after, life)
            checked += page.checked
            after = page.next
        } while after != nil
        return checked
    }

    private static func page(
        of path: String,
        after: String?,
        _ life: LoadLife
    ) async throws -> (checked: Int, next: String?) {
        let answer = try await life.audit(path + (after.map { "?after=\($0)" } ?? ""))
        let page = answer.json
        guard let checked = page["checked"]?.integer, page["fault"] == nil,
            page["differences"]?.elements?.isEmpty ?? true
        else { throw LoadFault(answer.text) }
        return (Int(checked), page["next"]?.text)
    }
}
