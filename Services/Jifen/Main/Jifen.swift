import Foundation
import JifenService

@main
struct Jifen {
    static func main() async {
        exit(await JifenEntry.run())
    }
}
