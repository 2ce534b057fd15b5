import Access
import Calls
import Foundation
import JifenService
import Primitives
import TestSupport
import Testing
import Wire

/// Puts real gateways under mixed traffic at 70 % of what they can do, ends them in the middle of
/// it, and compares what they have with what they have answered.
struct LoadRun: Sendable {
    /// The share of the capacity that is sent.
    private static let share = 0.7
    /// How many members get their first points in one request; as many requests at once as the
    /// gateway's queue takes.
    private static let openingSize = 250
    private static let openingSenders = 8

    let plan: LoadPlan
    let executable: String
    let stage: Stage
    let desk: LoadDesk
    let night: LoadNight
    let meter = LoadMeter()
    let probe = LoadProbe()
    let auditor = LoadAuditor()
    private let tokens: [LoadSender: String]

    init(_ plan: LoadPlan, seed: UInt64, executable: String = "gateway") async throws {
        self.plan = plan
        self.executable = executable
        stage = try await Stage()
        night = LoadNight(after: .now)
        desk = LoadDesk(LoadTraffic(plan, seed: seed, night: night))
        let seconds = plan.length.components.seconds * 2 + 7_200
        var tokens: [LoadSender: String] = [:]
        tokens[.service] = try await stage.keys.token(.service, seconds: seconds)
        tokens[.auditor] = try await stage.keys.token(.operator, seconds: seconds)
        for member in 0..<LoadTraffic.readers {
            tokens[.member(member)] = try await stage.keys.token(
                .member,
                "m-\(member)",
                seconds: seconds
            )
        }
        self.tokens = tokens
    }

    /// Runs the load.
    func run() async throws -> LoadReport {
        var report = LoadReport(plan: plan)
        try await publish()
        var life = try await start(0)
        await LoadSenders.send(opening, on: life, desk, by: Self.openingSenders)
        report.capacity = await capacity(of: life)
        report.rate = report.capacity * Self.share
        let schedule = LoadSchedule(rate: report.rate)
        var passed = Duration.zero
        for planned in plan.lives where !desk.isHopeless {
            let end = await LoadScene(self, life, planned, schedule, passed: passed).play()
            passed += planned.length
            life.gateway.client.close()
            life = try await start(life.number + 1)
            report.away[planned.ending, default: []].append(ContinuousClock.now - end)
        }
        report.rateAtEnd = schedule.rate
        report.givenWay = schedule.givenWay
        report.reading = meter.reading
        report.looks = probe.all
        try await LoadInspection(run: self, life: life).inspect(&report)
        (report.answered, report.refused, report.unanswered) = desk.counts
        report.faults = desk.faults
        return report
    }

    /// Publishes the starter programme in the zone of the load's night.
    ///
    /// It is done through the real gateway: a hasty one might lose it.
    private func publish() async throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let file = try ProgrammeFile(
            path: root.appending(path: "compose/programmes/starter.yaml").path
        )
        let gateway = try await stage.start()
        guard case .object(let members) = file.section(of: SuiteMember.all[0]) else { return }
        let answer = try await gateway.client.send(
            .put,
            "/v1/programme",
            .object(
                members.map { $0.name == "zone" ? .init("zone", .string(night.zone)) : $0 }
            ),
            token: tokens[.auditor]
        )
        try #require(answer.status == 200, "\(answer.text)")
        #expect(await gateway.stop() == .exited(code: 0))
    }

    private func start(_ number: Int) async throws -> LoadLife {
        let gateway = try await stage.start(executable, connections: LoadSenders.most + 8)
        return LoadLife(gateway, number: number, tokens)
    }

    /// The requests that give each member its first points.
    private var opening: [LoadRequest] {
        stride(from: 0, to: plan.members, by: Self.openingSize).map { first in
            desk.with { traffic in
                traffic.opening(first..<min(plan.members, first + Self.openingSize))
            }
        }
    }

    /// How many requests a second are answered where each sender sends as soon as it can.
    private func capacity(of life: LoadLife) async -> Double {
        let start = ContinuousClock.now
        let before = desk.counts.answered
        await LoadSenders.work {
            while ContinuousClock.now - start < plan.trial {
                guard await life.send(desk.next(), desk) else { break }
            }
        }
        let time = (ContinuousClock.now - start).inSeconds
        return max(1, Double(desk.counts.answered - before) / time)
    }
}
