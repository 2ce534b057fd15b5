import TestSupport
import Testing
import Wire

@Suite("The digest of a request")
struct RequestDigestTests {
    /// Digests that must never change: stored keys are compared with them after an upgrade.
    @Test(
        "is the same in every version of the service",
        arguments: [
            (
                #"{"member":"m-1","amount":100,"reason":"order"}"#, [String](),
                "bc9a4b6702753369c9aaabf3fccf36fc5f23edd59ab55732dbcf7feff258a29d"
            ),
            (
                #"{"z":[{"b":1,"a":-0}],"a":null,"ä":"\u00e9\n","n":1.50,"t":true,"Z":{}}"#,
                ["m-1"],
                "edfb8388d35655330281a6317556403bfe67d16230ab1f5ecfb9293cd6c76c54"
            ),
            ("[]", ["a", "b"], "1353a354ceb5dc73b7656dd9f14fc8b82f5fa283c62e6e5f77a75fd21a01cb07"),
        ]
    )
    func golden(text: String, path: [String], digest: String) throws {
        let made = RequestDigest(operation: "credit", path: path, body: try parse(text))
        #expect(made.bytes.hexadecimal == digest)
    }

    @Test(
        "does not depend on the order of members, on white space or on escapes",
        arguments: [
            (#"{"a":1,"b":{"c":2,"d":3}}"#, #" { "b" : { "d":3, "c":2 }, "a" : 1 } "#),
            (#"{"a":[{"x":1,"y":2}]}"#, "{\"a\":[{\"y\":2,\r\n\"x\":1}]}"),
            (#"{"é":"A/"}"#, #"{"\u00e9":"\u0041\/"}"#), (#"{"a":0}"#, #"{"a":-0}"#),
        ]
    )
    func same(one: String, other: String) throws {
        #expect(try digest(one) == digest(other))
    }

    @Test(
        "depends on every value, on every name and on the order of elements",
        arguments: [
            (#"{"a":1}"#, #"{"a":2}"#), (#"{"a":1}"#, #"{"a":"1"}"#), (#"{"a":1}"#, #"{"b":1}"#),
            (#"{"a":1}"#, #"{"a":1.0}"#), (#"{"a":1}"#, #"{"a":1,"b":null}"#),
            (#"{"a":[1,2]}"#, #"{"a":[2,1]}"#), (#"{"a":{"b":1}}"#, #"{"a":{"b":2}}"#),
            (#"{"a":"1,\"b\":2"}"#, #"{"a":"1","b":2}"#), (#"{}"#, #"[]"#),
            (#"{"a":{"b":1},"c":2}"#, #"{"a":{"b":1,"c":2}}"#), (#"{"a":""}"#, #"{"a":null}"#),
        ]
    )
    func different(one: String, other: String) throws {
        #expect(try digest(one) != digest(other))
    }

    @Test("depends on the operation and on each parameter of the path")
    func operationAndPath() {
        let digests = [
            RequestDigest(operation: "credit", body: [:]),
            RequestDigest(operation: "debit", body: [:]),
            RequestDigest(operation: "credit", path: ["a"], body: [:]),
            RequestDigest(operation: "credit", path: ["a", "b"], body: [:]),
            RequestDigest(operation: "credit", path: ["b", "a"], body: [:]),
            RequestDigest(operation: "credit", path: ["a,b"], body: [:]),
            RequestDigest(operation: "credit", path: ["a\",\"b"], body: [:]),
        ]
        #expect(Set(digests).count == digests.count)
    }

    @Test("is equal alone and in a batch: the key and the type are left out, at the top only")
    func leftOut() throws {
        let alone = RequestDigest(
            operation: "credit",
            body: try parse(#"{"member":"m","amount":1}"#)
        )
        let batched = RequestDigest(
            operation: "credit",
            body: try parse(#"{"key":"k1","type":"credit","amount":1,"member":"m"}"#),
            leavingOut: ["key", "type"]
        )
        #expect(alone == batched)
        let inner = try parse(#"{"lines":[{"key":"a"}]}"#)
        let other = try parse(#"{"lines":[{"key":"b"}]}"#)
        #expect(
            RequestDigest(operation: "event", body: inner, leavingOut: ["key"])
                != RequestDigest(operation: "event", body: other, leavingOut: ["key"])
        )
    }

    @Test("is the same for every order of the members of nested objects")
    func shuffled() throws {
        var generator = SeededGenerator(for: "RequestDigestTests.shuffled")
        let inner = (0..<6).map { JSON.Member("i\($0)", .integer($0)) }
        let expected = RequestDigest(
            operation: "x",
            body: ["a": .object(inner), "b": [.object(inner)], "c": 1]
        )
        for _ in 0..<200 {
            var members: [JSON.Member] = [
                .init("a", .object(inner.shuffled(using: &generator))),
                .init("b", [.object(inner.shuffled(using: &generator))]), .init("c", 1),
            ]
            members.shuffle(using: &generator)
            #expect(RequestDigest(operation: "x", body: .object(members)) == expected)
        }
    }

    private func digest(_ text: String) throws -> RequestDigest {
        RequestDigest(operation: "credit", body: try parse(text))
    }
}
