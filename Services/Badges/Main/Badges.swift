import BadgesService
import Foundation
import ServiceHost

@main
struct Badges {
    static func main() async {
        exit(await ServiceHost.main(BadgesBlueprint.blueprint))
    }
}
