import TestSupport
import Wire

extension LoadTraffic {
    /// Takes in an answer, with its JSON where it was read; says what is wrong with it.
    mutating func settle(
        _ request: LoadRequest,
        _ answer: TestClient.Answer,
        _ json: JSON
    ) -> LoadFault? {
        switch request.purpose {
        case .write(let operations):
            return Result { () throws(LoadFault) in
                try settle(operations, of: request, answer, json)
            }.fault
        case .balance(let member, let known):
            let isSame = known.isQuiet && members[member].begun == known.begun
            return isSame ? known.fault(in: json, night) : nil
        case .chain(let number):
            guard let found = json["number"]?.integer, found >= number else {
                return LoadFault("the chain had \(number) rows, now \(answer.text)")
            }
            chainNumber = max(chainNumber, found)
            return nil
        case .statement, .lookUp, .find, .again, .refusal: return nil
        }
    }

    private mutating func settle(
        _ operations: [LoadOperation],
        of request: LoadRequest,
        _ answer: TestClient.Answer,
        _ json: JSON
    ) throws(LoadFault) {
        var parts = [(status: Int64(answer.status) as Int64?, content: json)]
        if request.isBatch {
            parts = (json["results"]?.elements ?? []).map { result in
                (result["status"]?.integer, result["problem"] ?? result)
            }
            guard answer.status == 200, parts.count == operations.count else {
                throw LoadFault("status \(answer.status) to \(request.path): \(answer.text)")
            }
        }
        for (operation, part) in zip(operations, parts) {
            learn(try operation.outcome(part.status, part.content), of: operation)
        }
        let exchange = LoadExchange(
            request: request,
            status: answer.status,
            body: answer.body
        )
        remembered.insert(exchange, &random)
        latest.insert(exchange)
    }

    private mutating func learn(_ outcome: LoadOutcome, of operation: LoadOperation) {
        members[operation.member].end(outcome)
        if let movement = outcome.movement { movements.insert(movement) }
        if let hold = outcome.hold { holds.insert(hold) }
        if let order = outcome.order { orders.insert(order) }
    }

    /// What is wrong with an answer for which nothing else needs to be known.
    static func fault(
        in answer: TestClient.Answer,
        to request: LoadRequest,
        _ json: JSON
    ) -> LoadFault? {
        switch request.purpose {
        case .write: return nil
        case .again(let exchange): return exchange.fault(inRepetition: answer)
        case .lookUp(let exchange): return exchange.fault(inFound: answer)
        case .refusal(let status):
            return answer.status == status
                ? nil : LoadFault("\(request.path), not \(status): \(answer.status) \(answer.text)")
        case .balance, .statement, .chain, .find: break
        }
        guard answer.status == 200 else {
            return LoadFault("\(request.path): \(answer.status) \(answer.text)")
        }
        if case .statement = request.purpose { return LoadStatement.fault(in: json) }
        if case .find(let id) = request.purpose, json["id"]?.text != id,
            json["transfer"]?["id"]?.text != id
        {
            return LoadFault("\(request.path): \(answer.text)")
        }
        return nil
    }
}

extension Result {
    /// The failure, or nil.
    fileprivate var fault: Failure? {
        if case .failure(let failure) = self { failure } else { nil }
    }
}
