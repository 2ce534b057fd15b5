import Access
import Problems
import ServiceHost

/// In whose key space a look-up looks.
enum KeySpace {
    /// The name of the caller whose keys are meant: a service sees its own, everybody else those
    /// of the service that the query's `caller` names.
    ///
    /// - Throws: A `Problem` with the slug `forbidden`.
    static func name(_ exchange: borrowing Exchange) throws(Problem) -> String {
        let caller = try exchange.caller
        guard let service = exchange.query("caller") else { return caller.name }
        guard caller.role != .service || service == caller.subject else {
            throw Problem(.forbidden, "a service sees its own keys only")
        }
        return Caller(role: .service, subject: service).name
    }
}
