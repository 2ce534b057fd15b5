import Wire

extension Doctor {
    /// Finds out whether a charge waits for a person: pending ones alone are no fault.
    ///
    /// - Throws: `CommandFault` that names the first few; `CancellationError`.
    func checkIntents(of member: SuiteMember) async throws -> String {
        let page = try await get("/v1/intents?state=pending&alarmed=true&limit=5", member)
        guard let pending = page["pending"]?.integer, let alarmed = page["alarmed"]?.integer else {
            throw CommandFault("the pending intents are not told")
        }
        guard alarmed == 0 else {
            let shown = (page["items"]?.elements ?? []).map(Self.words)
            throw CommandFault(
                "\(alarmed.grouped) of \(pending.grouped) pending need a person: "
                    + shown.joined(separator: "; ") + (Int(alarmed) > shown.count ? "; …" : "")
            )
        }
        return pending == 0 ? "none pending" : "\(pending.grouped) pending, none needs a person"
    }

    /// What is to be known of one intent, such as `makeup 0190…: 401 unauthenticated since …`.
    private static func words(of intent: JSON) -> String {
        let alarm = intent["alarm"]
        let what = [intent["kind"]?.text, intent["id"]?.text].compactMap(\.self)
        let status = alarm?["status"]?.integer.map { "\($0)" }
        let why = [status, alarm?["reason"]?.text].compactMap(\.self)
        return what.joined(separator: " ") + ": " + why.joined(separator: " ")
            + (alarm?["at"]?.text.map { ", last at \($0)" } ?? "")
            + (intent["attempts"]?.integer.map { ", attempt \($0.grouped)" } ?? "")
    }
}
