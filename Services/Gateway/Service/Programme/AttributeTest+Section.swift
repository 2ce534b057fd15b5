import GatewayDomain
import Primitives
import Sections
import Wire

extension AttributeTest {
    /// `attributes: {name: {is?, atLeast?, atMost?, oneOf?}}`, empty where it is absent.
    static func list(_ reader: inout SectionReader) -> [AttributeTest] {
        reader.nested("attributes") { attributes -> [AttributeTest]? in
            var tests: [AttributeTest] = []
            for name in attributes.names.sorted() {
                if !BusinessEvent.Attribute.isName(name) {
                    attributes.fault(at: String(name.prefix(64)), "is no name of an attribute")
                }
                if let test = attributes.nested(name, { read(&$0, name: name) }) {
                    tests.append(test)
                }
            }
            return tests
        } ?? []
    }

    private static func read(_ reader: inout SectionReader, name: String) -> AttributeTest? {
        var test = AttributeTest(name: name)
        test.value = reader.optional { object throws(JSONFault) in
            guard let json = object.take("is") else { return nil }
            guard let value = BusinessEvent.Attribute(json) else {
                throw JSONFault(
                    at: object.path(of: "is"),
                    BusinessEvent.Attribute.expectation
                )
            }
            return value
        }
        test.oneOf = reader.values(
            "oneOf",
            1...500,
            BusinessEvent.Attribute.kinds,
            BusinessEvent.Attribute.init
        )
        test.atLeast = reader.integer("atLeast", in: .min ... .max)
        test.atMost = reader.integer("atMost", in: .min ... .max)
        if let least = test.atLeast, let most = test.atMost, most < least {
            reader.fault(at: "atMost", "is below atLeast")
        }
        if reader.names.isEmpty { reader.fault(at: "is", "or another test is missing") }
        return test
    }
}
