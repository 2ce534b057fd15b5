import Calls
import Foundation
import GatewayService
import Primitives
import Storage
import TestSupport
import Testing
import Wire

@Suite("The chain over all transfers", .timeLimit(.minutes(2)))
struct ChainTests {
    @Test("the chain of a store that nobody has touched is whole, in stretches of any size")
    func whole() async throws {
        try await Gateway.serving { gateway in
            try await gateway.makeSixRows()
            try await gateway.stopped { store in
                for stretch in [1, 2, 3, 5, 6, 7, 5000] {
                    let finding = try ChainAudit.finding(in: store, stretch: stretch)
                    #expect(finding.firstBreak == nil)
                    #expect(finding.checked == 6)
                }
            }
        }
    }

    @Test("an empty store has a whole chain, which ends at number 0")
    func empty() async throws {
        try await Gateway.serving { gateway in
            let head = try await gateway.get("/v1/chain", token: gateway.viewer)
            #expect(
                head.json
                    == ["number": 0, "hash": .string(String(repeating: "0", count: 64))]
            )
            let finding = try await gateway.stopped { try ChainAudit.finding(in: $0) }
            #expect(finding.checked == 0)
            #expect(finding.firstBreak == nil)
        }
    }

    @Test("whatever is changed behind the service's back is found", arguments: Tampering.all)
    func tampered(_ tampering: Tampering) async throws {
        try await Gateway.serving { gateway in
            try await gateway.makeSixRows()
            try await gateway.stopped { store in
                _ = try await store.write { try tampering.change($0) }
                for stretch in [1, 4, 5000] {
                    let found = try ChainAudit.finding(in: store, stretch: stretch).firstBreak
                    #expect(found?.number == tampering.number)
                }
            }
        }
    }

    @Test("one byte of a row that is changed in the file is found")
    func byte() async throws {
        try await Gateway.serving { gateway in
            try await gateway.makeSixRows()
            try await gateway.stopped { _ in }
            let file = URL(fileURLWithPath: gateway.storePath)
            var bytes = try Data(contentsOf: file)
            let place = try #require(bytes.firstRange(of: Data("reason-3".utf8)))
            bytes[place.lowerBound] ^= 1
            try bytes.write(to: file)

            let found = try await gateway.stopped { try ChainAudit.finding(in: $0).firstBreak }
            #expect(found?.number == 3)
        }
    }

    @Test("a member can be erased, and the chain stays whole")
    func erased() async throws {
        try await Gateway.serving { gateway in
            try await gateway.makeSixRows()
            try await gateway.stopped { store in
                _ = try await store.write { transaction in
                    try transaction.execute(
                        "UPDATE transfer SET reason = NULL, reference = NULL WHERE account = 1"
                    )
                    try transaction.execute(
                        "UPDATE account SET member = NULL, salt = NULL WHERE number = 1"
                    )
                }
                #expect(try ChainAudit.finding(in: store).firstBreak == nil)
            }
        }
    }

    @Test("the end of the chain moves with each row, refused ones too, and not with a replay")
    func head() async throws {
        try await Gateway.serving { gateway in
            var heads: [JSON] = []
            for (amount, key) in [(5, "k1"), (9, "k2"), (9, "k2")] as [(Int64, String)] {
                try await gateway.debit("m", amount, key: key)
                heads.append(try await gateway.get("/v1/chain", token: gateway.operator).json)
            }

            #expect(heads.map { $0["number"]?.integer } == [1, 2, 2])
            #expect(heads[0]["hash"] != heads[1]["hash"])
            #expect(heads[1] == heads[2])
            #expect(heads[0]["at"] == .string(Gateway.start.description))
            try await gateway.restarted { again in
                let head = try await again.get("/v1/chain", token: again.operator).json
                #expect(head == heads[2])
            }
        }
    }
}

extension Gateway {
    /// Writes six rows, each in a commit of its own, of two members: the first and third are of
    /// account 1, the last is refused.
    fileprivate func makeSixRows() async throws {
        for (number, member) in [(1, "m"), (2, "n"), (3, "m"), (4, "n"), (5, "m")] {
            let credit = JSON.movement(of: member, Int64(number))
                .with("reason", .string("reason-\(number)"))
            try await post("/v1/credits", credit, key: "k\(number)")
        }
        try await debit("n", 1000, key: "k6")
    }
}
