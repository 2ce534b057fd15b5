import Chance
import Primitives
import Wire

extension JSONWriter {
    /// Writes a member in its form.
    mutating func member(_ name: StaticString, form: some JSONForm) {
        self.name(name)
        form.write(to: &self)
    }

    /// Writes a member in its form, or nothing where there is none.
    mutating func member(_ name: StaticString, ifPresent form: (some JSONForm)?) {
        if let form { member(name, form: form) }
    }

    /// Writes a member that is a list of values in their forms.
    mutating func member(_ name: StaticString, forms: some Sequence<some JSONForm>) {
        self.name(name)
        array(forms) { $1.write(to: &$0) }
    }

    /// Writes a member that is a list of integers.
    mutating func member(_ name: StaticString, integers: [Int64]) {
        self.name(name)
        array(integers) { $0.integer($1) }
    }

    /// Writes a member that is an object of counts, in the order of their names.
    mutating func member(_ name: StaticString, counts: [some Identifier: Int64]) {
        self.name(name)
        object { writer in
            for (id, count) in counts.sorted(by: { $0.key.text < $1.key.text }) {
                writer.name(of: id)
                writer.integer(count)
            }
        }
    }
}
