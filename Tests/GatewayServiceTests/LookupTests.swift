import Problems
import TestSupport
import Testing
import Wire

@Suite("Finding what was done", .timeLimit(.minutes(2)))
struct LookupTests {
    @Test("a transfer is found by its id and by its key, as it was answered")
    func found() async throws {
        try await Gateway.serving { gateway in
            let credit = try await gateway.credit("m", 20, key: "order 77/")
            let byID = try await gateway.get("/v1/transfers/\(credit.transferID)")
            let byKey = try await gateway.get("/v1/transfers?key=order%2077/")

            #expect(byID.status == 200)
            #expect(byID.body == byKey.body)
            #expect(byID.json["key"] == "order 77/")
            #expect(byID.json["status"] == 201)
            #expect(byID.json["transfer"] == credit.json["transfer"])
            #expect(byID.json["balance"] == credit.json["balance"])
        }
    }

    @Test("a refused operation is found by its key, with the problem that was answered")
    func foundRefusal() async throws {
        try await Gateway.serving { gateway in
            let debit = try await gateway.debit("m", 20, key: "k")
            try await gateway.credit("m", 20, key: "c")
            let found = try await gateway.get("/v1/transfers?key=k")

            #expect(found.status == 200)
            #expect(found.json["status"] == 409)
            #expect(found.json["problem"] == debit.json)
            #expect(found.json["transfer"] == nil)
        }
    }

    @Test("two services that use one key have used two keys")
    func keySpaces() async throws {
        try await Gateway.serving { gateway in
            let host = try await gateway.credit("m", 1, key: "k")
            let shop = try await gateway.post(
                "/v1/credits",
                .movement(of: "m", 2),
                token: gateway.shop,
                key: "k"
            )
            let olga = try await gateway.post(
                "/v1/credits",
                .movement(of: "m", 4),
                token: gateway.operator,
                key: "k"
            )

            #expect([host, shop, olga].map(\.isReplayed) == [false, false, false])
            #expect(try await gateway.available("m") == 7)
            for (answer, path, token) in [
                (host, "?key=k", gateway.host), (host, "?key=k&caller=host", gateway.host),
                (shop, "?key=k", gateway.shop), (olga, "?key=k", gateway.operator),
                (host, "?key=k&caller=host", gateway.operator),
                (shop, "?key=k&caller=shop", gateway.operator),
                (shop, "?caller=shop&key=k", gateway.viewer),
            ] {
                let found = try await gateway.get("/v1/transfers\(path)", token: token)
                #expect(found.json["transfer"] == answer.json["transfer"], "\(path)")
            }
        }
    }

    @Test(
        "a key is looked up in one key space only",
        arguments: [
            ("?key=k&caller=shop", Slug.notFound), ("?key=k&caller=nobody", .notFound),
            ("?key=k", .notFound), ("?key=K&caller=host", .notFound),
        ]
    )
    func otherSpaces(path: String, slug: Slug) async throws {
        try await Gateway.serving { gateway in
            try await gateway.credit("m", 1, key: "k")

            expect(
                try await gateway.get("/v1/transfers\(path)", token: gateway.operator),
                refuses: slug
            )
        }
    }

    @Test("a service finds any transfer by its id, a member finds none")
    func whoFinds() async throws {
        try await Gateway.serving { gateway in
            let id = try await gateway.credit("m", 1, key: "k").transferID
            let path = "/v1/transfers/\(id)"

            #expect(try await gateway.get(path, token: gateway.shop).status == 200)
            #expect(try await gateway.get(path, token: gateway.viewer).status == 200)
            expect(
                try await gateway.get(path, token: gateway.token(of: "m")),
                refuses: .forbidden
            )
        }
    }

    @Test("what was answered is found with the same bytes after a restart")
    func afterRestart() async throws {
        try await Gateway.serving { gateway in
            let id = try await gateway.credit("m", 1, key: "k").transferID
            let before = try await gateway.get("/v1/transfers/\(id)")
            try await gateway.restarted { again in
                for path in ["/v1/transfers/\(id)", "/v1/transfers?key=k"] {
                    let answer = try await again.get(path)
                    #expect(answer.body == before.body)
                }
            }
        }
    }
}
