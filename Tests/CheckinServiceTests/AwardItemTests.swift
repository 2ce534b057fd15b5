import Primitives
import Sections
import Testing
import Wire

@Suite("An item of an award")
struct AwardItemTests {
    @Test(
        "is shown in the bytes in which it is stored, and read again from them",
        arguments: [
            (.asset(AssetID(validated: "points"), Points(12)), #"{"asset":"points","amount":12}"#),
            (.freezes(2), #"{"freezes":2}"#),
            (.goods(ProductID(validated: "mug"), quantity: 3), #"{"product":"mug","quantity":3}"#),
        ] as [(Award.Item, String)]
    )
    func bytes(item: Award.Item, text: String) {
        var writer = JSONWriter()
        item.write(to: &writer)
        #expect(String(decoding: writer.bytes, as: UTF8.self) == text)
        #expect(String(decoding: JSONWriter.bytes(of: item.json), as: UTF8.self) == text)
        #expect(Award.Item(json: item.json) == item)
    }
}
