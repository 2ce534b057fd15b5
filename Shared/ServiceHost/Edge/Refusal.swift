import Primitives
import Problems
import Storage
import Wire

extension Problem {
    /// The refusal that an error of the store, of the wire or of a rule is.
    ///
    /// Whatever is not known here is the service's own fault; nothing internal is shown.
    package init(refusing error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let fault as JSONFault: self.init(fault)
        case is KeyReused: self.init(.idempotencyKeyReused)
        case let error as StorageError: self.init(error)
        case let stuck as ClockRun.Stuck:
            let detail = "what is due at \(stuck.at) cannot be settled: the log says what it is"
            self.init(.internalFault, detail)
        default: self.init(.internalFault)
        }
    }

    private init(_ error: StorageError) {
        switch error {
        case .timeIsOver: self.init(.unavailable, "the time limit is over", retryAfterSeconds: 1)
        case .overloaded: self.init(.unavailable, "the queue is full", retryAfterSeconds: 1)
        case .full: self.init(.unavailable, "there is no room on the disk", retryAfterSeconds: 30)
        case .damaged, .unreachable, .unusable, .closed, .inUse, .newer, .unknownAddress:
            self.init(.unavailable, "the store does not answer", retryAfterSeconds: 5)
        case .fault: self.init(.internalFault)
        }
    }
}
