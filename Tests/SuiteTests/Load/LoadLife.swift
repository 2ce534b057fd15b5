import Calls
import Synchronization
import TestSupport
import Wire

/// One gateway under the load, from its start to its end.
final class LoadLife: Sendable {
    let gateway: Gateway
    /// Which of the gateways it is, from 0 on.
    let number: Int
    let store: String
    private let tokens: [LoadSender: String]
    private let isEndingFlag = Atomic(false)
    private let isCheckedFlag = Atomic(false)

    init(_ gateway: Gateway, number: Int, _ tokens: [LoadSender: String]) {
        self.gateway = gateway
        self.number = number
        self.tokens = tokens
        store = gateway.stage.store
    }

    /// Whether it has been told to end, so that answers may fail to come.
    var isEnding: Bool { isEndingFlag.load(ordering: .acquiring) }

    /// Whether its store is being checked.
    var isChecked: Bool { isCheckedFlag.load(ordering: .acquiring) }

    /// Sends a request and takes its answer in.
    ///
    /// - Returns: Whether there was one.
    func send(_ request: LoadRequest, _ desk: LoadDesk) async -> Bool {
        do {
            let answer = try await gateway.client.send(
                request.method,
                request.path,
                bytes: request.body,
                token: tokens[request.sender],
                key: request.key
            )
            if answer.status < 500 {
                desk.settle(request, answer)
                return true
            }
            if !isEnding {
                desk.note(LoadFault("\(request.path): \(answer.status) \(answer.text)"))
            }
        } catch {
            if !isEnding { desk.note(LoadFault("\(request.path): no answer, \(error)")) }
        }
        desk.reopen(request)
        return false
    }

    /// Reads as an operator.
    ///
    /// - Throws: `CallFailure`, or a fault where the status is not 200.
    func audit(_ path: String) async throws -> TestClient.Answer {
        let answer = try await gateway.client.send(.get, path, token: tokens[.auditor])
        guard answer.status == 200 else {
            throw LoadFault("\(path): \(answer.status) \(answer.text)")
        }
        return answer
    }

    /// Checks the store, while which its log may grow; it is short again soon after.
    func checkStore() async throws {
        isCheckedFlag.store(true, ordering: .releasing)
        defer { isCheckedFlag.store(false, ordering: .releasing) }
        let answer = try await audit("/v1/store/check")
        guard answer.json["sound"] == true else { throw LoadFault(answer.text) }
        // All of it is folded first, and cut with the next commit.
        let (log, end) = (store + "-wal", ContinuousClock.now + .seconds(30))
        try await Patience.wait {
            LoadProbe.size(of: log) <= LoadBounds.longestLog || isEnding || .now > end
        }
    }

    /// Ends it, and returns when it is gone.
    func end(_ ending: LoadPlan.Ending, _ desk: LoadDesk) async {
        isEndingFlag.store(true, ordering: .releasing)
        switch ending {
        case .killed: await gateway.process.kill()
        case .stopped:
            let end = await gateway.process.stop()
            if end != .exited(code: 0) { desk.note(LoadFault("a graceful stop: \(end)")) }
            if LoadProbe.size(of: store + "-wal") > 0 {
                desk.note(LoadFault("a graceful stop has left a write-ahead log"))
            }
        }
    }
}
