import Intents
import Primitives
import Testing

@Suite("When pending intents are taken up")
struct SweepScheduleTests {
    private let start = ContinuousClock.now
    private let pace: SweepPace = {
        var pace = SweepPace()
        pace.pause = DoublingPause(from: .seconds(1), upTo: .seconds(60))
        pace.rest = DoublingPause(from: .seconds(1), upTo: .seconds(5))
        pace.grace = .seconds(2)
        pace.jitter = { 1 }
        return pace
    }()

    private func id(_ number: UInt64) -> TimeOrderedID {
        TimeOrderedID(at: Instant(milliseconds: 0), random: (0, number))
    }

    private func at(_ seconds: Double) -> ContinuousClock.Instant {
        start + .milliseconds(Int64(seconds * 1_000))
    }

    @Test("the one that is due first is taken first, and no other before its time")
    func order() {
        var schedule = SweepSchedule(pace)
        schedule.add(id(1), due: at(3))
        schedule.add(id(2), due: at(1))
        schedule.add(id(3), due: at(2))
        #expect(schedule.take(at: at(0.5)) == nil && schedule.next == at(1))
        #expect(schedule.take(at: at(2)) == id(2) && schedule.take(at: at(2)) == id(3))
        #expect(schedule.take(at: at(2)) == nil && schedule.next == at(3))
        #expect(schedule.take(at: at(3)) == id(1) && schedule.next == nil)
    }

    @Test("one that is known, or is being driven, is not added again")
    func known() {
        var schedule = SweepSchedule(pace)
        schedule.add(id(1), due: at(1))
        schedule.add(id(1), due: at(0))
        #expect(schedule.take(at: at(0)) == nil && schedule.take(at: at(1)) == id(1))
        schedule.add(id(1), due: at(1))
        #expect(schedule.take(at: at(9)) == nil)
        schedule.end(id(1))
        #expect(schedule.count == 0)
        schedule.add(id(1), due: at(1))
        #expect(schedule.take(at: at(9)) == id(1))
    }

    @Test(
        "each failure doubles the pause, up to the cap",
        arguments: [(1, 1), (2, 2), (3, 4), (6, 32), (7, 60), (40, 60)]
    )
    func backoff(failures: Int, seconds: Int) {
        var schedule = SweepSchedule(pace)
        for _ in 0..<failures { schedule.fail(id(1), isSilence: false, now: at(100)) }
        #expect(schedule.take(at: at(100 + Double(seconds) - 0.001)) == nil)
        #expect(schedule.take(at: at(100 + Double(seconds))) == id(1))
    }

    @Test("jitter lands in the upper half of the pause", arguments: [(0.0, 500), (0.5, 750)])
    func jitter(jitter: Double, milliseconds: Int) {
        var pace = pace
        pace.jitter = { jitter }
        var schedule = SweepSchedule(pace)
        schedule.fail(id(1), isSilence: false, now: at(0))
        #expect(schedule.next == start + .milliseconds(milliseconds))
    }

    @Test("during silence nothing is taken before the rest is over, which grows to its cap")
    func rest() {
        var schedule = SweepSchedule(pace)
        schedule.add(id(1), due: at(0))
        for (silences, seconds) in [(1, 1.0), (2, 2), (3, 4), (4, 5), (50, 5)] {
            schedule.rest(after: silences, now: at(10))
            #expect(schedule.take(at: at(10 + seconds - 0.001)) == nil)
            #expect(schedule.next == at(10 + seconds))
        }
        #expect(schedule.take(at: at(15)) == id(1))
    }

    @Test("when the gateway is back, what met silence is due, and nothing else")
    func wake() {
        var schedule = SweepSchedule(pace)
        schedule.fail(id(1), isSilence: true, now: at(0))
        schedule.fail(id(2), isSilence: false, now: at(0))
        schedule.rest(after: 9, now: at(0))
        schedule.wake(at: at(0.1))
        #expect(schedule.take(at: at(0.1)) == id(1))
        #expect(schedule.take(at: at(0.1)) == nil)
        #expect(schedule.take(at: at(1)) == id(2))
    }

    @Test("what a handler leaves counts as one failure, once")
    func left() {
        var schedule = SweepSchedule(pace)
        schedule.add(leftPending: id(1), isSilence: false, now: at(0))
        schedule.add(leftPending: id(1), isSilence: false, now: at(0.9))
        #expect(schedule.take(at: at(1)) == id(1))
    }

    @Test("what somebody else is at work on comes again after a while")
    func postpone() {
        var schedule = SweepSchedule(pace)
        schedule.add(id(1), due: at(0))
        #expect(schedule.take(at: at(0)) == id(1))
        schedule.postpone(id(1), now: at(0))
        #expect(schedule.take(at: at(1.9)) == nil && schedule.take(at: at(2)) == id(1))
    }
}
