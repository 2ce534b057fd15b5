import Access
import Primitives
import Storage
import Wire

extension ReplyKey {
    /// Names a write by the `key` that its body carries.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - body: The body, which has it.
    ///   - route: What is asked for.
    ///   - stamp: The stamp of the request.
    package init(_ key: IdempotencyKey, in body: JSON, for route: String, _ stamp: Stamp) {
        self.init(
            caller: stamp.caller.name,
            route: route,
            key: key,
            digest: RequestDigest(operation: route, body: body, leavingOut: ["key"]).bytes,
            now: stamp.now
        )
    }
}
