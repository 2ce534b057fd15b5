import Foundation
import GamesService
import ServiceHost

@main
struct Games {
    static func main() async {
        exit(await ServiceHost.main(GamesBlueprint.blueprint))
    }
}
